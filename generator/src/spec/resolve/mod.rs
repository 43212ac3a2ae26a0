//! References: every `$ref` is looked up once, and written in one form, `#/` and a pointer.
//!
//! What leads nowhere is reported and taken out, so that later phases never meet a reference that fails. What stands
//! outside `components` but is referred to is handed back apart, because the typed model has no place for it.

mod rewrite;
mod slips;
mod survey;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::Failures;
use super::json::{Map, Value};
use super::keywords::Kind;
use super::version::Version;
use super::walk::{self, Trail, Visitor, find};
use crate::diagnostics::{Code, Diagnostics};
use crate::pointer::Pointer;
use rewrite::Rewrite;
use survey::Survey;

/// Where components of a kind stand, for the kinds that the typed model can refer to.
const SECTIONS: &[(Kind, &str)] = &[
    (Kind::Schema, "schemas"),
    (Kind::Response, "responses"),
    (Kind::Parameter, "parameters"),
    (Kind::Example, "examples"),
    (Kind::RequestBody, "requestBodies"),
    (Kind::Header, "headers"),
    (Kind::SecurityScheme, "securitySchemes"),
    (Kind::Link, "links"),
    (Kind::PathItem, "pathItems"),
];

/// Something that is referred to where the typed model doesn't look.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) kind: Kind,
    pub(super) at: Pointer,
    pub(super) value: Value,
}

/// What resolving gives beside the changed document.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) targets: Vec<Target>,
    /// Descriptions that stand beside references.
    pub(super) descriptions: BTreeMap<Pointer, String>,
}

/// What each reference of a kind of object leads to.
type Found = BTreeMap<(Kind, String), Result<Hit, Problem>>;

/// Objects by kind and place.
type Objects = BTreeMap<(Kind, Pointer), Value>;

/// What a reference leads to.
#[derive(Clone, Debug)]
struct Hit {
    at: Pointer,
    /// What had to be guessed to get there.
    guess: Option<String>,
    /// What is read in place of what stands there, which is of another kind.
    made: Option<Value>,
}

/// Why a reference fails.
#[derive(Clone, Debug)]
enum Problem {
    /// It leads to another file or address.
    External,
    /// Nothing stands there; perhaps something stands near.
    Missing(Option<String>),
    /// Something of another kind stands there.
    OtherKind(&'static str),
}

/// Resolves all references of a document.
pub(super) fn resolve(
    root: &mut Value,
    version: Version,
    failures: &Failures,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let mut survey = Survey::new(root);
    survey.run(version, diagnostics);
    let Survey {
        found,
        mut strays,
        cyclic,
        ..
    } = survey;
    report_unreached(root, &found, diagnostics);
    let copies = copies(root, &found, &strays);
    let schemes = section(Kind::SecurityScheme)
        .and_then(|at| Some(find(root, &at)?.1.as_object()?.keys().cloned().collect()));
    let schemes = schemes.unwrap_or_default();
    let mut rewrite = Rewrite::new(&found, &cyclic, &copies, failures, schemes, diagnostics);
    let start = Pointer::root();
    walk::walk(Kind::Document, root, &Trail::Start(&start), &mut rewrite);
    for ((kind, at), value) in &mut strays {
        walk::walk(*kind, value, &Trail::Start(at), &mut rewrite);
    }
    let descriptions = rewrite.descriptions;
    Resolved {
        targets: targets(root, &found, strays),
        descriptions,
    }
}

/// Components that nothing refers to. Schemas are looked at later, when it is known what becomes a type.
fn report_unreached(root: &Value, found: &Found, diagnostics: &mut Diagnostics) {
    let hits: BTreeSet<&Pointer> = found.values().flatten().map(|hit| &hit.at).collect();
    let kinds = [
        Kind::Parameter,
        Kind::RequestBody,
        Kind::Response,
        Kind::Header,
        Kind::Link,
        Kind::PathItem,
    ];
    for kind in kinds {
        let Some(section) = section(kind) else {
            continue;
        };
        let members = find(root, &section).and_then(|(_, value)| value.as_object());
        for name in members.into_iter().flat_map(Map::keys) {
            let at = section.child(name);
            if !hits.contains(&at) {
                let title = kind.table().title;
                let message = format!("nothing refers to {title} that stands in `components`");
                diagnostics.count(Code::Unreached, at, message);
            }
        }
    }
}

/// The pointer of the components of a kind.
fn section(kind: Kind) -> Option<Pointer> {
    let (_, section) = SECTIONS.iter().find(|(known, _)| *known == kind)?;
    Some(Pointer::root().child("components").child(section))
}

/// The reference that a value of `mapping` means: a plain word is the name of a schema.
pub(super) fn mapped(text: &str) -> String {
    let word = !text.contains(['#', '/']) && !text.ends_with(".json") && !text.ends_with(".yaml");
    match section(Kind::Schema) {
        Some(section) if word => format!("#{}", section.child(text)),
        _ => text.to_owned(),
    }
}

/// Copies for the kinds in whose place the typed model knows no reference. There are no such references in a copy:
/// an operation could hold itself.
fn copies(root: &Value, found: &Found, strays: &Objects) -> Objects {
    let mut copies = BTreeMap::new();
    for ((kind, _), result) in found {
        let Ok(hit) = result else { continue };
        let key = (*kind, hit.at.clone());
        if kind.table().reference || copies.contains_key(&key) {
            continue;
        }
        if let Some(mut value) = last_of_chain(root, found, strays, *kind, &hit.at) {
            walk::walk(*kind, &mut value, &Trail::Start(&hit.at), &mut Flatten);
            copies.insert(key, value);
        }
    }
    copies
}

/// What stands at a place, or what the references there lead to at last.
fn last_of_chain(
    root: &Value,
    found: &Found,
    strays: &Objects,
    kind: Kind,
    at: &Pointer,
) -> Option<Value> {
    let mut at = at;
    let mut seen = BTreeSet::new();
    while seen.insert(at) {
        let stray = strays.get(&(kind, at.clone()));
        let value = stray.or_else(|| find(root, at).map(|(_, value)| value))?;
        match value.get("$ref").and_then(Value::as_str) {
            Some(text) => at = &found.get(&(kind, text.to_owned()))?.as_ref().ok()?.at,
            None => return Some(value.clone()),
        }
    }
    None
}

/// Empties what would have to be copied into a copy.
struct Flatten;

impl Visitor for Flatten {
    fn enter(&mut self, kind: Kind, value: &mut Value, _: &Trail<'_>) -> bool {
        if !kind.table().reference && value.get("$ref").is_some_and(Value::is_string) {
            *value = Value::Object(Map::new());
        }
        true
    }
}

/// What is referred to outside the components that the typed model holds.
fn targets(root: &Value, found: &Found, mut strays: Objects) -> Vec<Target> {
    let mut seen = BTreeSet::new();
    let mut targets = Vec::new();
    for ((kind, _), result) in found {
        let (Ok(hit), Some(section)) = (result, section(*kind)) else {
            continue;
        };
        // Components are where everybody looks; path items have no such place in the typed model.
        let held = hit.at.parent() == Some(section) && *kind != Kind::PathItem;
        let key = (*kind, hit.at.clone());
        if held || !seen.insert(key.clone()) {
            continue;
        }
        let stray = strays.remove(&key);
        let value = stray.or_else(|| find(root, &hit.at).map(|(_, value)| value.clone()));
        targets.extend(value.map(|value| Target {
            kind: *kind,
            at: key.1,
            value,
        }));
    }
    targets
}
