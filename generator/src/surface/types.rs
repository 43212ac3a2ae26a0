//! The surface of types.

use super::fields::{Seat, is_required};
use super::model::{Field, Filled, Given, Kind, Struct, Type, Union, Value, Variant};
use super::rust::{Room, alias_target, rust_type};
use super::unions::converting;
use crate::analyze::{Facts, Gate};
use crate::ir;
use crate::ir::{Api, EnumValue, EnumValues, Presence, Tag, TypeDef, TypeId, TypeKind, TypeRef};

/// Every type that is emitted, by name.
pub(super) fn types(api: &Api, facts: &Facts) -> Vec<Type> {
    let modules = facts.modules.values();
    let ids = modules.flat_map(|module| module.types.iter().map(move |id| (*id, &module.gate)));
    let mut types: Vec<Type> = ids
        .filter_map(|(id, gate)| Some(one(api, facts, id, api.types.get(&id)?, gate)))
        .collect();
    types.sort_by(|a, b| a.name.cmp(&b.name));
    types
}

fn one(api: &Api, facts: &Facts, id: TypeId, def: &TypeDef, gate: &Gate) -> Type {
    Type {
        name: def.name.clone(),
        formerly: def.formerly.clone(),
        module: def.module.clone(),
        pointer: def.origin.clone(),
        docs: def.docs.clone(),
        deprecated: def.deprecated,
        feature: gate.only().cloned(),
        sent: facts.requests.contains(&id),
        received: facts.responses.contains(&id),
        kind: kind(api, facts, id, &def.kind),
    }
}

fn kind(api: &Api, facts: &Facts, id: TypeId, kind: &TypeKind) -> Kind {
    match kind {
        TypeKind::Struct(fields) => Kind::Struct(object(api, facts, id, fields, &[])),
        TypeKind::Multipart(body) => {
            Kind::Multipart(object(api, facts, id, &body.fields, &body.media_types))
        }
        TypeKind::Enum(values) => match &values.values {
            EnumValues::Strings(values) => Kind::Texts(self::values(values)),
            EnumValues::Integers(values) => Kind::Numbers(self::values(values)),
        },
        TypeKind::Union(union) => Kind::Union(self::union(api, facts, id, union)),
        TypeKind::Alias(target) => {
            let target = alias_target(api, facts, id, target);
            if facts.newtypes.contains(&id) {
                Kind::Newtype(target)
            } else {
                Kind::Alias(target)
            }
        }
    }
}

fn object(
    api: &Api,
    facts: &Facts,
    id: TypeId,
    object: &ir::Struct,
    parts: &[Option<String>],
) -> Struct {
    let mut arguments = 0;
    let fields = object.fields.iter().enumerate().map(|(index, field)| {
        let seat = Seat { id, index, field };
        let filled = match field.presence {
            Presence::Required => {
                arguments += 1;
                Filled::By(Given::Argument(arguments - 1))
            }
            Presence::Constant => Filled::Constant(api.constant(field).unwrap_or_default()),
            Presence::Optional => Filled::By(Given::Setter),
        };
        Field {
            name: field.name.clone(),
            required: is_required(field),
            nullable: matches!(field.ty, TypeRef::Nullable(_)),
            access: field.access,
            filled,
            preset: field.tag.clone().filter(|_| !is_required(field)),
            ty: seat.held(api, facts),
            takes: seat.takes(api, facts),
            part: parts.get(index).cloned().flatten(),
            docs: field.docs.clone(),
            deprecated: field.deprecated,
        }
    });
    Struct {
        fields: fields.collect(),
        rest: object
            .rest
            .as_ref()
            .map(|rest| rust_type(api, rest, Room::Models)),
        default: facts.defaults.contains(&id),
    }
}

fn values<T: Clone>(values: &[EnumValue<T>]) -> Vec<Value<T>> {
    let values = values.iter().map(|value| Value {
        wire: value.wire.clone(),
        rust: value.rust.clone(),
        docs: value.docs.clone(),
    });
    values.collect()
}

fn union(api: &Api, facts: &Facts, id: TypeId, union: &ir::Union) -> Union {
    let converts = converting(api, facts, union);
    let variants = union.variants.iter().enumerate().zip(converts);
    let variants = variants.map(|((index, variant), from)| {
        let held = rust_type(api, &variant.ty, Room::Models);
        Variant {
            rust: variant.rust.clone(),
            ty: held.boxed_if(facts.boxed.contains(&(id, index))),
            tags: variant.tags.clone(),
            from,
            docs: variant.docs.clone(),
        }
    });
    Union {
        variants: variants.collect(),
        tag: match &union.tag {
            Tag::Field(name) => Some(name.clone()),
            Tag::Untagged => None,
        },
    }
}
