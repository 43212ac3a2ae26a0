//! Values that constructors set: what was no argument stays none where the document allows more values now, so that a second
//! value breaks nobody, and what was set without being asked for goes on being set.

use super::Before;
use crate::ir::{Api, TypeId, TypeKind};
use crate::surface::Kind;

pub(super) fn keep(api: &mut Api, before: &Before<'_>) {
    for (id, property, value) in constants(api, before) {
        api.make_constant(id, &property, value);
    }
}

/// The properties that constructors set, and their values.
fn constants(api: &Api, before: &Before<'_>) -> Vec<(TypeId, String, String)> {
    let mut found = Vec::new();
    for (id, def) in api
        .types
        .iter()
        .filter(|(_, def)| matches!(def.kind, TypeKind::Struct(_)))
    {
        let index = before.by_name.get(def.name.as_str());
        let old = index.and_then(|index| before.pairs.old_type(before.old, *index));
        let Some(Kind::Struct(old)) = old.map(|old| &old.kind) else {
            continue;
        };
        for field in &old.fields {
            if let Some(value) = field.set_by_new() {
                found.push((*id, field.name.wire.clone(), value.to_owned()));
            }
        }
    }
    found
}
