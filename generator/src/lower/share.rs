//! Several schemas under one name: what they have in common must be all of them, up to what may be left out.

use crate::ir::{Field, Presence, Struct, TypeKind, TypeRef};

/// Joins two descriptions of one type; the result accepts what either accepts. The error says how they differ.
pub(super) fn join(a: &TypeKind, b: &TypeKind) -> Result<TypeKind, String> {
    match (a, b) {
        (TypeKind::Struct(a), TypeKind::Struct(b)) => structs(a, b).map(TypeKind::Struct),
        _ if a == b => Ok(a.clone()),
        _ => Err("they are not of one kind, or have other values".to_owned()),
    }
}

fn structs(a: &Struct, b: &Struct) -> Result<Struct, String> {
    for (one, other) in [(a, b), (b, a)] {
        if let Some(field) = one.fields.iter().find(|field| find(other, field).is_none()) {
            return Err(format!(
                "only one of them has the property {:?}",
                field.name.wire
            ));
        }
    }
    let fields = a
        .fields
        .iter()
        .filter_map(|field| find(b, field).map(|other| (field, other)));
    let fields = fields
        .map(|(field, other)| join_fields(field, other))
        .collect::<Result<_, _>>()?;
    if a.rest != b.rest {
        return Err("they differ in the properties that they don't name".to_owned());
    }
    Ok(Struct {
        fields,
        rest: a.rest.clone(),
    })
}

fn find<'a>(fields: &'a Struct, like: &Field) -> Option<&'a Field> {
    fields
        .fields
        .iter()
        .find(|field| field.name.wire == like.name.wire)
}

fn join_fields(a: &Field, b: &Field) -> Result<Field, String> {
    if a.ty.non_null() != b.ty.non_null() {
        return Err(format!(
            "they give the property {:?} other types",
            a.name.wire
        ));
    }
    let nullable = [&a.ty, &b.ty]
        .iter()
        .any(|ty| matches!(ty, TypeRef::Nullable(_)));
    let ty = if nullable {
        a.ty.clone().nullable()
    } else {
        a.ty.clone()
    };
    let presence = match (a.presence, b.presence) {
        (Presence::Optional, _) | (_, Presence::Optional) => Presence::Optional,
        (one, other) if one == other => one,
        _ => Presence::Required,
    };
    let access = if a.access == b.access {
        a.access
    } else {
        crate::ir::Access::ReadWrite
    };
    Ok(Field {
        ty,
        presence,
        access,
        deprecated: a.deprecated && b.deprecated,
        ..a.clone()
    })
}
