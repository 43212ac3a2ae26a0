//! Callbacks: what the server calls after an operation.

use openapiv3::{Callback, ReferenceOr};

use super::fields::Fields;
use super::operation::path_item;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::spec::json::Value;
use crate::spec::walk::Trail;

/// The calls of a callback, by the address that is called.
pub(super) fn callback(value: Value, at: &Trail<'_>, diagnostics: &mut Diagnostics) -> Callback {
    let items = Fields::new(value).rest();
    let items = items.filter(|(address, _)| !address.starts_with("x-"));
    let items = items.filter_map(|(address, item)| {
        let at = Trail::Key(at, &address);
        match path_item(item, &at, diagnostics) {
            ReferenceOr::Item(item) => Some((address, item)),
            ReferenceOr::Reference { .. } => {
                let message = "a callback is left out that refers to a path item";
                let found = Diagnostic::new(Code::UnsupportedConstruct, at.pointer(), message);
                diagnostics.push(found);
                None
            }
        }
    });
    items.collect()
}
