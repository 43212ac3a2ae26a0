//! What the reader did to a document, kept only for those who ask why something became what it is.

use std::collections::BTreeMap;

use super::Place;
use crate::pointer::Pointer;
use crate::spec::json::Value;

/// Something that an overlay took out of the document.
#[derive(Clone, Debug)]
pub struct Removed {
    /// What it stood in.
    pub from: Pointer,
    /// What it was.
    pub value: Value,
    /// The action.
    pub action: Place,
}

/// The way of a document through the reader.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The document after its overlays, with other files put into it, before anything was repaired or rewritten.
    pub document: Value,
    /// What overlays took out.
    pub removed: Vec<Removed>,
    /// The normalization rules that changed an object, by where it stands.
    pub rules: BTreeMap<Pointer, Vec<&'static str>>,
}
