//! What must hold for any bytes. The fuzz targets run it, and `tests/tests/fuzz.rs` runs it with bytes by chance.

#![allow(
    dead_code,
    unused_imports,
    reason = "each target runs one of the checks"
)]

mod answers;
mod documents;
mod nested;
mod parameters;
mod schemas;
mod streams;

pub(crate) use answers::{error_bodies, headers, locations};
pub(crate) use documents::documents;
pub(crate) use parameters::parameters;
pub(crate) use schemas::schemas;
pub(crate) use streams::{events, lines};
