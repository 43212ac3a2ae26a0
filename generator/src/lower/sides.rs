//! `readOnly` and `writeOnly`: what only one side sends stands only in the type for that side.
//!
//! A type that requests and answers share becomes two where this makes a difference, to itself or to something in it:
//! the plain name is that of the answers, `…Request` that of the requests.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::ir::{self, Access, Operation, Resource, TypeDef, TypeId, TypeKind, Webhook};

/// Takes one-sided properties out of the types of the other side.
pub(super) fn separate(cx: &mut Lowering<'_>, resources: &mut [Resource], webhooks: &[Webhook]) {
    let mut operations: Vec<&mut Operation> = Vec::new();
    collect(resources, &mut operations);
    let sent_roots = operations.iter().flat_map(|operation| ir::sent(operation));
    let sent = ir::reachable(&cx.types, sent_roots);
    let received_roots = operations
        .iter()
        .flat_map(|operation| ir::received(operation))
        .chain(webhooks.iter().map(|webhook| &webhook.content.ty));
    let received = ir::reachable(&cx.types, received_roots);

    let shared: BTreeSet<TypeId> = sent.intersection(&received).copied().collect();
    let twins = twins(cx, &differing(&cx.types, &shared));
    for (id, def) in &mut cx.types {
        let (sent, received) = (sent.contains(id), received.contains(id));
        match (sent && !twins.contains_key(id), received) {
            (true, false) => drop_fields(def, Access::ReadOnly),
            (false, true) => drop_fields(def, Access::WriteOnly),
            _ => {}
        }
        // A type that only requests reach holds the requests' versions of what is in it.
        if sent && !received {
            rename(def, &twins);
        }
    }
    for operation in operations {
        for ty in ir::sent_mut(operation) {
            *ty = ty.renamed(&twins);
        }
    }
}

/// Every operation, to be changed.
pub(super) fn collect<'a>(resources: &'a mut [Resource], operations: &mut Vec<&'a mut Operation>) {
    for resource in resources {
        operations.extend(&mut resource.operations);
        collect(&mut resource.children, operations);
    }
}

/// The shared types whose two sides differ, by themselves or by something in them.
fn differing(types: &BTreeMap<TypeId, TypeDef>, shared: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut found: BTreeSet<TypeId> = shared
        .iter()
        .copied()
        .filter(|id| types.get(id).is_some_and(is_one_sided))
        .collect();
    loop {
        let holds_one = |id: &TypeId| {
            let uses = types.get(id).map(ir::uses).unwrap_or_default();
            uses.iter()
                .filter_map(|(_, ty)| ty.named())
                .any(|inner| found.contains(&inner))
        };
        let more: Vec<TypeId> = shared
            .iter()
            .copied()
            .filter(|id| !found.contains(id) && holds_one(id))
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

fn is_one_sided(def: &TypeDef) -> bool {
    match &def.kind {
        TypeKind::Struct(fields) => fields
            .fields
            .iter()
            .any(|field| field.access != Access::ReadWrite),
        TypeKind::Multipart(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => {
            false
        }
    }
}

/// Makes the requests' version of each type, and tells which id became which.
fn twins(cx: &mut Lowering<'_>, differing: &BTreeSet<TypeId>) -> BTreeMap<TypeId, TypeId> {
    let ids: BTreeMap<TypeId, TypeId> = differing.iter().map(|id| (*id, cx.new_id())).collect();
    let mut originals: Vec<(TypeId, TypeDef)> = differing
        .iter()
        .filter_map(|id| cx.types.get(id).map(|def| (*id, def.clone())))
        .collect();
    // Names are given in an order that doesn't depend on the document's.
    originals.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    for (id, mut twin) in originals {
        twin.name = cx.scope.take(&format!("{}Request", twin.name));
        drop_fields(&mut twin, Access::ReadOnly);
        rename(&mut twin, &ids);
        if let Some(id) = ids.get(&id) {
            cx.types.insert(*id, twin);
        }
    }
    ids
}

fn drop_fields(def: &mut TypeDef, access: Access) {
    if let TypeKind::Struct(fields) = &mut def.kind {
        fields.fields.retain(|field| field.access != access);
    }
}

fn rename(def: &mut TypeDef, twins: &BTreeMap<TypeId, TypeId>) {
    for ty in ir::uses_mut(def) {
        *ty = ty.renamed(twins);
    }
}
