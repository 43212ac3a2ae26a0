//! Values that constructors set: what was no argument stays none where the document allows more values now, so that a second
//! value breaks nobody.

use super::Before;
use crate::ir::{Api, Presence, TypeId, TypeKind};
use crate::surface::{Filled, Kind};

pub(super) fn keep(api: &mut Api, before: &Before<'_>) {
    for (id, index, value) in constants(api, before) {
        let kind = api.types.get_mut(&id).map(|def| &mut def.kind);
        if let Some(TypeKind::Struct(object)) = kind
            && let Some(field) = object.fields.get_mut(index)
        {
            field.presence = Presence::Constant;
            field.tag = Some(value);
        }
    }
}

/// Fields that must be given now, with the values that they had.
fn constants(api: &Api, before: &Before<'_>) -> Vec<(TypeId, usize, String)> {
    let mut found = Vec::new();
    for (id, def) in &api.types {
        let index = before.by_name.get(def.name.as_str());
        let old = index.and_then(|index| before.pairs.old_type(before.old, *index));
        let (TypeKind::Struct(object), Some(Kind::Struct(old))) =
            (&def.kind, old.map(|old| &old.kind))
        else {
            continue;
        };
        for (index, field) in object.fields.iter().enumerate() {
            let old = old
                .fields
                .iter()
                .find(|old| old.name.wire == field.name.wire);
            if let Some(Filled::Constant(value)) = old.map(|old| &old.filled)
                && field.presence == Presence::Required
                && api.may_be(field, value)
            {
                found.push((*id, index, value.clone()));
            }
        }
    }
    found
}
