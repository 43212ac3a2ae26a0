//! Inline types that are the same are one type.
//!
//! Documents without components repeat an object wherever it occurs. Two inline types are the same when their fields,
//! values or branches are, down to what they refer to, and when they travel the same way: a type of requests and one
//! of answers differ in how they treat `null`. What an operation takes or returns as a whole keeps a type of its own,
//! and so does whatever has a name in the document or the settings.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::Lowering;
use crate::ir::{
    self, EnumValues, Operation, Resource, TypeDef, TypeId, TypeKind, TypeRef, Union, Webhook,
};

/// Keeps one of each group of equal inline types: the one with the shortest name.
pub(super) fn share(cx: &mut Lowering<'_>, resources: &mut [Resource], webhooks: &mut [Webhook]) {
    let mut operations = Vec::new();
    super::sides::collect(resources, &mut operations);
    let classes = classes(cx, &operations, webhooks);
    let mut groups: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
    for (id, class) in classes {
        groups.entry(class).or_default().push(id);
    }
    let mut kept: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    for mut group in groups.into_values().filter(|group| group.len() > 1) {
        group.sort_by_key(|id| {
            cx.types
                .get(id)
                .map(|def| (def.name.len(), def.name.clone()))
        });
        let Some((first, others)) = group.split_first() else {
            continue;
        };
        for other in others {
            cx.types.remove(other);
            kept.insert(*other, *first);
        }
    }
    for def in cx.types.values_mut() {
        for ty in ir::uses_mut(def) {
            *ty = ty.renamed(&kept);
        }
    }
    for operation in operations {
        for ty in ir::all_mut(operation) {
            *ty = ty.renamed(&kept);
        }
    }
    for webhook in webhooks {
        webhook.content.ty = webhook.content.ty.renamed(&kept);
    }
}

/// The class of each inline type: refined until no class holds types that differ.
fn classes(
    cx: &Lowering<'_>,
    operations: &[&mut Operation],
    webhooks: &[Webhook],
) -> BTreeMap<TypeId, usize> {
    let payloads = || webhooks.iter().map(|webhook| &webhook.content.ty);
    let sent = ir::reachable(
        &cx.types,
        operations.iter().flat_map(|operation| ir::sent(operation)),
    );
    let received = ir::reachable(
        &cx.types,
        operations
            .iter()
            .flat_map(|operation| ir::received(operation))
            .chain(payloads()),
    );
    let whole: BTreeSet<TypeId> = operations
        .iter()
        .flat_map(|operation| {
            ir::sent(operation)
                .into_iter()
                .chain(ir::received(operation))
        })
        .chain(payloads())
        .filter_map(TypeRef::named)
        .collect();
    let named: BTreeSet<TypeId> = cx.named.values().copied().collect();
    let inline: Vec<(TypeId, &TypeDef)> = cx
        .types
        .iter()
        .filter(|(id, def)| !whole.contains(id) && !named.contains(id) && !is_component(def))
        .map(|(id, def)| (*id, def))
        .collect();
    let mut classes: BTreeMap<TypeId, usize> = inline.iter().map(|(id, _)| (*id, 0)).collect();
    let mut count = 1;
    loop {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut refined = BTreeMap::new();
        for (id, def) in &inline {
            let side = (sent.contains(id), received.contains(id));
            let own = classes.get(id).copied().unwrap_or_default();
            let key = format!("{own} {side:?} {}", signature(def, &classes));
            let next = numbers.len();
            refined.insert(*id, *numbers.entry(key).or_insert(next));
        }
        classes = refined;
        if numbers.len() <= count {
            return classes;
        }
        count = numbers.len();
    }
}

/// Also what a component is without its heirs.
fn is_component(def: &TypeDef) -> bool {
    let steps: Vec<String> = def.origin.steps().collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    matches!(
        steps.as_slice(),
        ["components", "schemas", _] | ["components", "schemas", _, "properties"]
    )
}

/// What a type is, without its name and its prose; other inline types stand in it by their classes.
fn signature(def: &TypeDef, classes: &BTreeMap<TypeId, usize>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    match &def.kind {
        TypeKind::Struct(fields) => {
            for field in &fields.fields {
                let (presence, access) = (field.presence, field.access);
                let _ = write!(
                    text,
                    "{:?} {presence:?} {access:?} {} ",
                    field.name, field.deprecated
                );
                spell(&field.ty, classes, &mut text);
            }
            if let Some(rest) = &fields.rest {
                text.push_str("rest ");
                spell(rest, classes, &mut text);
            }
        }
        // The body of a call as a whole, which is never shared.
        TypeKind::Multipart(_) => text.push_str("multipart"),
        TypeKind::Enum(values) => match &values.values {
            EnumValues::Strings(values) => _ = write!(text, "{values:?}"),
            EnumValues::Integers(values) => _ = write!(text, "{values:?}"),
        },
        TypeKind::Union(Union { variants, tag }) => {
            let _ = write!(text, "{tag:?}");
            for variant in variants {
                let _ = write!(text, "{} {:?} ", variant.rust, variant.tags);
                spell(&variant.ty, classes, &mut text);
            }
        }
        TypeKind::Alias(target) => {
            text.push_str("alias ");
            spell(target, classes, &mut text);
        }
    }
    text
}

fn spell(ty: &TypeRef, classes: &BTreeMap<TypeId, usize>, text: &mut String) {
    let word = match ty {
        TypeRef::Named(id) => match classes.get(id) {
            Some(class) => format!("class {class};"),
            None => format!("type {};", id.0),
        },
        TypeRef::Scalar(scalar) => format!("{scalar:?};"),
        TypeRef::Any => "any;".to_owned(),
        TypeRef::List(inner) => return spell_inside("list ", inner, classes, text),
        TypeRef::Map(inner) => return spell_inside("map ", inner, classes, text),
        TypeRef::Nullable(inner) => return spell_inside("null or ", inner, classes, text),
    };
    text.push_str(&word);
}

fn spell_inside(mark: &str, inner: &TypeRef, classes: &BTreeMap<TypeId, usize>, text: &mut String) {
    text.push_str(mark);
    spell(inner, classes, text);
}
