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
    let inline: BTreeMap<TypeId, &TypeDef> = cx
        .types
        .iter()
        .filter(|(id, def)| !whole.contains(id) && !named.contains(id) && !is_component(def))
        .map(|(id, def)| (*id, def))
        .collect();
    // At first all that look the same from outside are of one class; then what stands in them tells them apart.
    let mut marks: BTreeMap<String, usize> = BTreeMap::new();
    let mut classes: BTreeMap<TypeId, usize> = BTreeMap::new();
    let mut inside: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, def) in &inline {
        let side = (sent.contains(id), received.contains(id));
        let mut signature = Signature::of(def, &inline);
        let _ = write!(signature.text, "{side:?}");
        let next = marks.len();
        classes.insert(*id, *marks.entry(signature.text).or_insert(next));
        inside.insert(*id, signature.inside);
    }
    let mut count = marks.len();
    loop {
        let mut numbers: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut refined = BTreeMap::new();
        for (id, inside) in &inside {
            let parts = std::iter::once(id).chain(inside);
            let key = parts.filter_map(|id| classes.get(id).copied()).collect();
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

/// What a type is, without its name and its prose, and the inline types that stand in it, in their order.
#[derive(Default)]
struct Signature {
    text: String,
    inside: Vec<TypeId>,
}

impl Signature {
    fn of(def: &TypeDef, inline: &BTreeMap<TypeId, &TypeDef>) -> Self {
        let mut own = Self::default();
        // Writing to a string cannot fail.
        match &def.kind {
            TypeKind::Struct(fields) => {
                for field in &fields.fields {
                    let (presence, access) = (field.presence, field.access);
                    let _ = write!(
                        own.text,
                        "{:?} {presence:?} {access:?} {} ",
                        field.name, field.deprecated
                    );
                    own.spell(&field.ty, inline);
                }
                if let Some(rest) = &fields.rest {
                    own.text.push_str("rest ");
                    own.spell(rest, inline);
                }
            }
            // The body of a call as a whole, which is never shared.
            TypeKind::Multipart(_) => own.text.push_str("multipart"),
            TypeKind::Enum(values) => match &values.values {
                EnumValues::Strings(values) => _ = write!(own.text, "{values:?}"),
                EnumValues::Integers(values) => _ = write!(own.text, "{values:?}"),
            },
            TypeKind::Union(Union { variants, tag }) => {
                let _ = write!(own.text, "{tag:?}");
                for variant in variants {
                    let _ = write!(own.text, "{} {:?} ", variant.rust, variant.tags);
                    own.spell(&variant.ty, inline);
                }
            }
            TypeKind::Alias(target) => {
                own.text.push_str("alias ");
                own.spell(target, inline);
            }
        }
        own
    }

    fn spell(&mut self, mut ty: &TypeRef, inline: &BTreeMap<TypeId, &TypeDef>) {
        loop {
            let (mark, inner) = match ty {
                TypeRef::Named(id) if inline.contains_key(id) => {
                    self.inside.push(*id);
                    return self.text.push_str("inline;");
                }
                TypeRef::Named(id) => {
                    let _ = write!(self.text, "type {};", id.0);
                    return;
                }
                TypeRef::Scalar(scalar) => {
                    let _ = write!(self.text, "{scalar:?};");
                    return;
                }
                TypeRef::Any => return self.text.push_str("any;"),
                TypeRef::List(inner) => ("list ", inner),
                TypeRef::Map(inner) => ("map ", inner),
                TypeRef::Nullable(inner) => ("null or ", inner),
            };
            self.text.push_str(mark);
            ty = inner;
        }
    }
}
