//! Unions: which branches convert into one.

use super::rust::{Room, RustType, resolved, rust_type};
use crate::analyze::Facts;
use crate::ir::{Api, TypeRef, Union, Variant};

/// A branch converts into the union when no other branch holds the same Rust type.
pub(crate) fn converts(api: &Api, facts: &Facts, union: &Union, variant: &Variant) -> bool {
    let own = bare(api, facts, &variant.ty);
    let same = union
        .variants
        .iter()
        .filter(|other| bare(api, facts, &other.ty) == own)
        .count();
    same == 1 && own != RustType::Value
}

/// The type with the names of aliases taken off, inside of lists and maps as well.
fn bare(api: &Api, facts: &Facts, ty: &TypeRef) -> RustType {
    match resolved(api, facts, ty) {
        TypeRef::List(inner) => bare(api, facts, inner).vec(),
        TypeRef::Map(inner) => RustType::Map(Box::new(bare(api, facts, inner))),
        TypeRef::Nullable(inner) => bare(api, facts, inner).option(),
        plain @ (TypeRef::Named(_) | TypeRef::Scalar(_) | TypeRef::Any) => {
            rust_type(api, plain, Room::Models)
        }
    }
}
