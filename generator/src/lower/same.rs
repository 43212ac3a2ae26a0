//! Inline types that are the same are one type.
//!
//! Documents without components repeat an object wherever it occurs. Two inline types are the same when their fields,
//! values or branches are, down to what they refer to, and when they travel the same way: a type of requests and one
//! of answers differ in how they treat `null`. What an operation takes or returns as a whole keeps a type of its own,
//! and so does whatever has a name in the document or the settings.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Lowering;
use crate::ir::{
    self, Access, Enum, EnumValues, Name, Operation, Presence, Resource, Scalar, Tag, TypeDef,
    TypeId, TypeKind, TypeRef, Union, Webhook,
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
                .map(|def| (def.name.len(), def.name.as_str()))
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
    let numbers = inline.keys().enumerate();
    let numbers: HashMap<TypeId, usize> = numbers.map(|(number, id)| (*id, number)).collect();
    // At first all that look the same from outside are of one class; then what stands in them tells them apart.
    let mut looks: HashMap<Vec<Mark<'_>>, usize> = HashMap::new();
    let mut classes: Vec<usize> = Vec::with_capacity(inline.len());
    let mut inside: Vec<Vec<usize>> = Vec::with_capacity(inline.len());
    for (id, def) in &inline {
        let mut signature = Signature::of(def, &numbers);
        let (sent, received) = (sent.contains(id), received.contains(id));
        signature.marks.push(Mark::Side { sent, received });
        let next = looks.len();
        classes.push(*looks.entry(signature.marks).or_insert(next));
        inside.push(signature.inside);
    }
    let mut count = looks.len();
    loop {
        let mut found: HashMap<Vec<usize>, usize> = HashMap::new();
        let mut refined = Vec::with_capacity(classes.len());
        for (own, inside) in classes.iter().zip(&inside) {
            let parts = inside.iter().filter_map(|number| classes.get(*number));
            let next = found.len();
            let key = std::iter::once(own).chain(parts).copied().collect();
            refined.push(*found.entry(key).or_insert(next));
        }
        classes = refined;
        if found.len() <= count {
            return inline.into_keys().zip(classes).collect();
        }
        count = found.len();
    }
}

/// Also what a component is without its heirs.
fn is_component(def: &TypeDef) -> bool {
    let Some(place) = def.origin.as_str().strip_prefix("/components/schemas/") else {
        return false;
    };
    place
        .split_once('/')
        .is_none_or(|(_, rest)| rest == "properties")
}

/// One thing that tells types apart. A type is a sequence of them.
#[derive(PartialEq, Eq, Hash)]
enum Mark<'t> {
    Side {
        sent: bool,
        received: bool,
    },
    Field {
        name: &'t Name,
        presence: Presence,
        access: Access,
        deprecated: bool,
        only: Option<bool>,
    },
    Rest,
    Multipart,
    Text(&'t str, &'t str, &'t str),
    Integer(i64, &'t str, &'t str),
    Tag(&'t Tag),
    Variant(&'t str, &'t [String]),
    Alias,
    List,
    Map,
    Nullable,
    Any,
    Foreign(&'t str),
    Scalar(Scalar),
    Type(TypeId),
    /// An inline type, whichever it is.
    Inline,
}

/// What a type is, without its name and its prose (that of values aside, which is what they mean), and the numbers of the inline types that stand in it, in their order.
#[derive(Default)]
struct Signature<'t> {
    marks: Vec<Mark<'t>>,
    inside: Vec<usize>,
}

impl<'t> Signature<'t> {
    fn of(def: &'t TypeDef, numbers: &HashMap<TypeId, usize>) -> Self {
        let mut own = Self::default();
        match &def.kind {
            TypeKind::Struct(fields) => {
                for field in &fields.fields {
                    own.marks.push(Mark::Field {
                        name: &field.name,
                        presence: field.presence,
                        access: field.access,
                        deprecated: field.deprecated,
                        only: field.only,
                    });
                    own.spell(&field.ty, numbers);
                }
                if let Some(rest) = &fields.rest {
                    own.marks.push(Mark::Rest);
                    own.spell(rest, numbers);
                }
            }
            // The body of a call as a whole, which is never shared.
            TypeKind::Multipart(_) => own.marks.push(Mark::Multipart),
            TypeKind::Enum(Enum { values }) => match values {
                EnumValues::Strings(values) => {
                    let marks = values
                        .iter()
                        .map(|value| Mark::Text(&value.wire, &value.rust, &value.docs.text));
                    own.marks.extend(marks);
                }
                EnumValues::Integers(values) => {
                    let marks = values
                        .iter()
                        .map(|value| Mark::Integer(value.wire, &value.rust, &value.docs.text));
                    own.marks.extend(marks);
                }
            },
            TypeKind::Union(Union { variants, tag }) => {
                own.marks.push(Mark::Tag(tag));
                for variant in variants {
                    let mark = Mark::Variant(&variant.rust, &variant.tags);
                    own.marks.push(mark);
                    own.spell(&variant.ty, numbers);
                }
            }
            TypeKind::Alias(target) => {
                own.marks.push(Mark::Alias);
                own.spell(target, numbers);
            }
        }
        own
    }

    fn spell(&mut self, mut ty: &'t TypeRef, numbers: &HashMap<TypeId, usize>) {
        loop {
            let (mark, inner) = match ty {
                TypeRef::Named(id) => {
                    let mark = match numbers.get(id) {
                        Some(number) => {
                            self.inside.push(*number);
                            Mark::Inline
                        }
                        None => Mark::Type(*id),
                    };
                    return self.marks.push(mark);
                }
                TypeRef::Scalar(scalar) => return self.marks.push(Mark::Scalar(*scalar)),
                TypeRef::Foreign { path, .. } => return self.marks.push(Mark::Foreign(path)),
                TypeRef::Any => return self.marks.push(Mark::Any),
                TypeRef::List(inner) => (Mark::List, inner),
                TypeRef::Map(inner) => (Mark::Map, inner),
                TypeRef::Nullable(inner) => (Mark::Nullable, inner),
            };
            self.marks.push(mark);
            ty = inner;
        }
    }
}
