//! What the reader did to a document, kept only for those who ask why something became what it is.

use std::collections::BTreeMap;

use crate::pointer::Pointer;
use crate::spec::json::Value;

/// The way of a document through the reader.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The document after its overlays, with other files put into it, before anything was repaired or rewritten.
    pub document: Value,
    /// The normalization rules that changed an object, by where it stands.
    pub rules: BTreeMap<Pointer, Vec<&'static str>>,
}
