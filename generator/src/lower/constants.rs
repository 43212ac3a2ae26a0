//! Properties with a single value: what a caller need not say.

use std::collections::BTreeSet;

use super::view::{self, Located};
use super::{Lowering, enumeration, schema};
use crate::ir::{Api, Multipart, Presence, TypeKind, TypeRef};

/// Whether one of the schemas of a property leaves it a single value, so that no other fits all of them.
pub(super) fn has_one_value(cx: &Lowering<'_>, places: &[Located<'_>]) -> bool {
    places.iter().any(|place| {
        let place = schema::pass_through(place).unwrap_or_else(|| place.clone());
        let target = view::target(cx, &place);
        target.is_some_and(|(at, schema)| enumeration::is_constant(&view::own(schema, &at)))
    })
}

/// Takes back what was said of properties whose type, now that all are known, is no enum of one value.
pub(super) fn settle(api: &mut Api) {
    let constant = api.types.iter().filter_map(|(id, def)| match &def.kind {
        TypeKind::Enum(values) => values.only().map(|_| *id),
        _ => None,
    });
    let constant: BTreeSet<_> = constant.collect();
    for def in api.types.values_mut() {
        let (TypeKind::Struct(object) | TypeKind::Multipart(Multipart { fields: object, .. })) =
            &mut def.kind
        else {
            continue;
        };
        for field in &mut object.fields {
            let is_one = matches!(&field.ty, TypeRef::Named(id) if constant.contains(id));
            if field.presence == Presence::Constant && !is_one {
                field.presence = Presence::Required;
            }
        }
    }
}
