//! Properties with a single value: what a caller need not say.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Schema, SchemaKind, Type};

use super::view::{self, Located};
use super::{Lowering, enumeration, schema};
use crate::ir::{Api, Multipart, Presence, Scalar, Tag, TypeId, TypeKind, TypeRef, Union};
use crate::pointer::Pointer;
use crate::spec::carried;

/// Whether one of the schemas of a property leaves it a single value, so that no other fits all of them.
pub(super) fn has_one_value(cx: &Lowering<'_>, places: &[Located<'_>]) -> bool {
    targets(cx, places).any(|(at, schema)| enumeration::is_constant(&view::own(schema, &at)))
}

/// The same of flags, which have no enum to say which value it is.
pub(super) fn only_flag(cx: &Lowering<'_>, places: &[Located<'_>]) -> Option<bool> {
    targets(cx, places).find_map(|(_, schema)| flag_of(schema))
}

/// The only value of a flag.
pub(super) fn flag_of(schema: &Schema) -> Option<bool> {
    let SchemaKind::Type(Type::Boolean(flag)) = &schema.schema_kind else {
        return None;
    };
    let data = &schema.schema_data;
    let others_fit = data.extensions.contains_key(carried::OPEN);
    match flag.enumeration.as_slice() {
        [only] if !data.nullable && !others_fit && !view::is_foreign(data) => *only,
        _ => None,
    }
}

/// The schemas of a property, with where they stand.
fn targets<'d>(
    cx: &Lowering<'d>,
    places: &[Located<'d>],
) -> impl Iterator<Item = (Pointer, &'d Schema)> {
    places.iter().filter_map(|place| {
        let place = schema::pass_through(place).unwrap_or_else(|| place.clone());
        view::target(cx, &place)
    })
}

/// Finds the constants, now that all types are known.
pub(super) fn settle(api: &mut Api) {
    take_back(api);
    from_tags(api);
}

/// Takes back what was said of properties whose type is neither a flag nor an enum of one value after all.
fn take_back(api: &mut Api) {
    let (mut flags, mut enums) = (BTreeSet::new(), BTreeSet::new());
    for (id, def) in &api.types {
        if *api.resolved(&TypeRef::Named(*id)) == TypeRef::Scalar(Scalar::Boolean) {
            flags.insert(*id);
        }
        if matches!(&def.kind, TypeKind::Enum(values) if values.only().is_some()) {
            enums.insert(*id);
        }
    }
    for def in api.types.values_mut() {
        let (TypeKind::Struct(object) | TypeKind::Multipart(Multipart { fields: object, .. })) =
            &mut def.kind
        else {
            continue;
        };
        for field in &mut object.fields {
            let (is_flag, is_one) = match &field.ty {
                TypeRef::Scalar(scalar) => (*scalar == Scalar::Boolean, false),
                TypeRef::Named(id) => (flags.contains(id), enums.contains(id)),
                _ => (false, false),
            };
            field.only = field.only.filter(|_| is_flag);
            if field.presence == Presence::Constant && !is_one && field.only.is_none() {
                field.presence = Presence::Required;
            }
        }
    }
}

/// The property by which unions know a struct has the tag that means it there, if all of them know it by one and the same.
fn from_tags(api: &mut Api) {
    let mut tags: BTreeMap<(TypeId, String), Option<String>> = BTreeMap::new();
    for def in api.types.values() {
        let TypeKind::Union(Union {
            variants,
            tag: Tag::Field(name),
        }) = &def.kind
        else {
            continue;
        };
        for variant in variants {
            let TypeRef::Named(id) = variant.ty else {
                continue;
            };
            let only = match variant.tags.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            };
            tags.entry((id, name.clone()))
                .and_modify(|known| {
                    *known = known.take().filter(|known| Some(known) == only.as_ref())
                })
                .or_insert(only);
        }
    }
    for ((id, name), tag) in tags {
        if let Some(tag) = tag {
            api.make_constant(id, &name, tag);
        }
    }
}
