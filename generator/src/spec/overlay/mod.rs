//! OpenAPI Overlay 1.0 and 1.1: corrections of a document that stand in files of their own.
//!
//! Overlays are applied before anything else looks at the document. Where their pieces came from is kept, so that a
//! complaint about such a piece points into the overlay.

mod apply;
mod merge;
mod path;
mod read;
mod suggest;
#[cfg(test)]
mod tests;

pub use suggest::Suggestion;
pub(super) use suggest::{Before, suggest};

use super::json::Value;
use crate::Source;
use crate::diagnostics::Diagnostics;

/// Applies overlays to a document, one after the other, each with its actions in their order.
pub(super) fn overlay(
    document: &mut Value,
    name: &str,
    overlays: &[Source<'_>],
    diagnostics: &mut Diagnostics,
) {
    let mut budget = merge::BUDGET;
    for overlay in overlays {
        let source = diagnostics.sources.add(*overlay);
        let Some(value) = super::read::read(source, overlay.text, diagnostics) else {
            continue;
        };
        let actions = read::actions(&value, source, (name, overlay.name), diagnostics);
        for action in &actions {
            apply::apply(document, action, source, &mut budget, diagnostics);
        }
    }
}
