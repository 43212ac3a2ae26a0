// Written by the generator; every edit here is lost.

//! What the document says, as Rust.
//!
//! Lints that are off here follow from the document, not from the code: how many values it requires at once (`too_many_arguments`), how deep its lists and mappings nest (`type_complexity`), how large the branches of its unions are (`large_enum_variant`), how it names its values, properties and nested groups (`enum_variant_names`, `disallowed_names`, `should_implement_trait`, `module_inception`), that it declares a status beside the range around it (`match_overlapping_arm`), how its prose is laid out (`doc_lazy_continuation`), and that it deprecates what must still work (`deprecated`).
#![allow(
    clippy::disallowed_names,
    clippy::doc_lazy_continuation,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::match_overlapping_arm,
    clippy::module_inception,
    clippy::should_implement_trait,
    clippy::too_many_arguments,
    clippy::type_complexity,
    deprecated
)]

pub mod client;
pub mod models;
pub mod resources;
