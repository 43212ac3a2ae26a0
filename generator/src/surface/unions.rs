//! Unions: which branches convert into one.

use std::collections::HashMap;

use super::rust::{Room, RustType, resolved, rust_type};
use crate::analyze::Facts;
use crate::ir::{Api, TypeRef, Union};

/// For each branch whether it converts into the union: where no other branch holds the same Rust type.
pub(crate) fn converting(api: &Api, facts: &Facts, union: &Union) -> Vec<bool> {
    let types = union
        .variants
        .iter()
        .map(|variant| bare(api, facts, &variant.ty));
    let types: Vec<RustType> = types.collect();
    let mut count: HashMap<&RustType, usize> = HashMap::new();
    for ty in &types {
        *count.entry(ty).or_default() += 1;
    }
    let is_own = |ty| count.get(ty) == Some(&1) && *ty != RustType::Value;
    types.iter().map(is_own).collect()
}

/// The type with the names of aliases taken off, inside of lists and maps as well.
fn bare(api: &Api, facts: &Facts, ty: &TypeRef) -> RustType {
    match resolved(api, facts, ty) {
        TypeRef::List(inner) => bare(api, facts, inner).vec(),
        TypeRef::Map(inner) => RustType::Map(Box::new(bare(api, facts, inner))),
        TypeRef::Nullable(inner) => bare(api, facts, inner).option(),
        plain @ (TypeRef::Named(_)
        | TypeRef::Scalar(_)
        | TypeRef::Foreign { .. }
        | TypeRef::Any) => rust_type(api, plain, Room::Models),
    }
}
