//! The rules of normalization, by what they are about. The table of all rules is in `normalize.rs`.

mod alternatives;
pub(super) mod branches;
pub(super) mod enums;
pub(super) mod foreign;
pub(super) mod lists;
pub(super) mod media;
pub(super) mod names;
pub(super) mod nulls;
pub(super) mod numbers;
pub(super) mod objects;
pub(super) mod refs;
pub(super) mod types;
