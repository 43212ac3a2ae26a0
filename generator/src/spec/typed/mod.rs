//! The normalized document as openapiv3's types, by moving the values over.
//!
//! openapiv3's own deserialization copies every schema once per level of nesting, takes much stack for each, and gives
//! up on a whole section for one mistake. After the check every value has its shape, so that the nested objects can be
//! put together here; small objects that hold no schema are left to serde.

mod callbacks;
mod components;
mod fields;
mod link;
mod operation;
mod schema;
mod targets;

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, Paths};
use serde::de::DeserializeOwned;

use super::json::Value;
use super::keywords::VENDORS_WEBHOOKS;
use super::walk::Trail;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::parallel;
use crate::pointer::Pointer;
use fields::Fields;
pub(super) use operation::QUERY;
pub(super) use targets::Targets;

/// Puts the document together.
pub(super) fn document(
    value: Value,
    targets: &mut Targets,
    diagnostics: &mut Diagnostics,
) -> OpenAPI {
    let root = Pointer::root();
    let at = Trail::Start(&root);
    let mut fields = Fields::new(value);
    for key in ["webhooks", VENDORS_WEBHOOKS] {
        let webhooks: Option<BTreeMap<_, _>> = fields.map(key, &at, |item, at| {
            let place = at.pointer();
            (place, operation::path_item(item, at, diagnostics))
        });
        targets
            .webhooks
            .extend(webhooks.unwrap_or_default().into_values());
    }
    OpenAPI {
        openapi: fields.text("openapi").unwrap_or_default(),
        info: fields.leaf("info", &at, diagnostics).unwrap_or_default(),
        servers: fields.leaves("servers", &at, diagnostics),
        paths: fields
            .take("paths")
            .map(|paths| self::paths(paths, &Trail::Key(&at, "paths"), targets, diagnostics))
            .unwrap_or_default(),
        components: fields.take("components").map(|value| {
            components::components(value, &Trail::Key(&at, "components"), diagnostics)
        }),
        security: fields.security(),
        tags: fields.leaves("tags", &at, diagnostics),
        external_docs: fields.leaf("externalDocs", &at, diagnostics),
        extensions: fields.extensions(),
    }
}

fn paths(
    value: Value,
    at: &Trail<'_>,
    targets: &mut Targets,
    diagnostics: &mut Diagnostics,
) -> Paths {
    let mut fields = Fields::new(value);
    let extensions = fields.extensions();
    let made = parallel::take_map(fields.rest(), |(path, mut item)| {
        let at = Trail::Key(at, &path);
        let (mut others, mut found) = (Targets::default(), Diagnostics::new());
        operation::take_others(&mut item, &at, &mut others, &mut found);
        let item = operation::path_item(item, &at, &mut found);
        (path, item, others.operations, found)
    });
    let paths = made.into_iter().map(|(path, item, others, found)| {
        targets.operations.extend(others);
        diagnostics.append(found);
        (path, item)
    });
    Paths {
        paths: paths.collect(),
        extensions,
    }
}

/// An object that serde reads; `None`, with a complaint, when it can't be held.
fn leaf<T: DeserializeOwned>(
    value: Value,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    match serde_path_to_error::deserialize(value) {
        Ok(leaf) => Some(leaf),
        Err(error) => {
            let path = error.path().to_string();
            let inside = if path == "." || path == "?" {
                String::new()
            } else {
                format!(" at `{path}`")
            };
            let message = format!("this can't be read{inside}: {}", error.inner());
            diagnostics.push(Diagnostic::new(Code::WrongType, at.pointer(), message));
            None
        }
    }
}
