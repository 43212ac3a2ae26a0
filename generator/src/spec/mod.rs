//! The only room that knows the text of a document.
//!
//! ```text
//! text ─read─▶ value ─overlay─▶ corrected value ─bundle─▶ one value ─check─▶ sound value ─resolve─▶ references that lead somewhere ─normalize─▶ 3.0 ─typed─▶ Document
//! ```
//!
//! Every step complains about what it finds, takes out what it can't use, and goes on with the rest.

pub(crate) mod anchors;
pub mod annotations;
mod bundle;
pub mod carried;
mod check;
mod document;
pub mod extensions;
mod heirs;
pub mod json;
mod keywords;
pub mod locate;
pub(crate) mod media_types;
mod normalize;
mod overlay;
mod patch;
mod read;
mod resolve;
mod rules;
mod syntax;
#[cfg(test)]
mod tests;
mod typed;
mod version;
mod walk;

pub use document::Document;
pub use keywords::keywords;
pub use normalize::rule_names;
pub use overlay::Suggestion;
pub use version::Version;

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, SourceId};
use crate::pointer::Pointer;
use crate::{Files, Source};
use json::{Value, describe};
use keywords::Kind;

/// Reads a document; `None` when nothing can be made of it: no YAML or JSON, no object, no OpenAPI 3.
///
/// Overlays correct it before anything else looks at it; `files` gives what it refers to in other files; `libraries` are the
/// crates, as Rust calls them, whose types stand for the schemas that describe them.
pub fn read(
    document: Source<'_>,
    overlays: &[Source<'_>],
    files: Option<&dyn Files>,
    libraries: &BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let value = corrected(document, overlays, diagnostics)?;
    document_of(value, document.name, files, libraries, diagnostics)
}

/// Suggests an overlay that makes the repairs of a document needless.
pub fn suggest_overlay(
    document: Source<'_>,
    overlays: &[Source<'_>],
    files: Option<&dyn Files>,
    diagnostics: &mut Diagnostics,
) -> Suggestion {
    let Some(value) = corrected(document, overlays, diagnostics) else {
        return Suggestion::default();
    };
    let before = overlay::Before {
        document: value.clone(),
        origins: diagnostics.sources.origins.clone(),
    };
    document_of(value, document.name, files, &BTreeSet::new(), diagnostics);
    overlay::suggest(&before, diagnostics)
}

/// The document as one value, after its overlays.
fn corrected(
    document: Source<'_>,
    overlays: &[Source<'_>],
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let text = document.text;
    let mut value = read::read(SourceId::DOCUMENT, text, diagnostics)?;
    if !value.is_object() {
        let found = if text.trim().is_empty() {
            "it is empty".to_owned()
        } else {
            format!("it is {}", describe(&value))
        };
        let message = format!("an OpenAPI document is a mapping; {found}");
        diagnostics.push(Diagnostic::new(Code::NotOpenApi, Pointer::root(), message));
        return None;
    }
    overlay::overlay(&mut value, document.name, overlays, diagnostics);
    Some(value)
}

/// Checks, resolves and normalizes a value, until it is a document.
fn document_of(
    mut value: Value,
    name: &str,
    files: Option<&dyn Files>,
    libraries: &BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let root = Pointer::root();
    let members = value.as_object()?;
    let version = version::version(members, diagnostics)?;
    let failures = bundle::bundle(&mut value, name, files, diagnostics);
    if let Some(trace) = &mut diagnostics.trace {
        trace.document = value.clone();
    }
    check::check(Kind::Document, &mut value, &root, version, diagnostics);
    let resolved = resolve::resolve(&mut value, version, &failures, diagnostics);
    let rules = normalize::Normalization { version, libraries };
    rules.normalize(Kind::Document, &mut value, &root, diagnostics);
    let mut targets = typed::Targets::default();
    for mut target in resolved.targets {
        rules.normalize(target.kind, &mut target.value, &target.at, diagnostics);
        targets.add(target, diagnostics);
    }
    let openapi = typed::document(value, &mut targets, diagnostics);
    let heirs = heirs::of(openapi.components.as_ref());
    Some(Document {
        version,
        openapi,
        targets,
        descriptions: resolved.descriptions,
        heirs,
    })
}
