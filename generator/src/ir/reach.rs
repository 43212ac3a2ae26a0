//! Which definitions lead to which: the edges of the IR.

use std::collections::{BTreeMap, BTreeSet};

use super::{Content, Multipart, Operation, TypeDef, TypeId, TypeKind, TypeRef};

/// The uses directly inside a definition, with the index of the field or variant.
pub fn uses(def: &TypeDef) -> Vec<(usize, &TypeRef)> {
    match &def.kind {
        TypeKind::Struct(fields) | TypeKind::Multipart(Multipart { fields, .. }) => {
            let named = fields.fields.iter().map(|field| &field.ty);
            named.chain(&fields.rest).enumerate().collect()
        }
        TypeKind::Union(union) => union
            .variants
            .iter()
            .map(|variant| &variant.ty)
            .enumerate()
            .collect(),
        TypeKind::Alias(target) => vec![(0, target)],
        TypeKind::Enum(_) => Vec::new(),
    }
}

/// The same uses, to be changed.
pub fn uses_mut(def: &mut TypeDef) -> Vec<&mut TypeRef> {
    match &mut def.kind {
        TypeKind::Struct(fields) | TypeKind::Multipart(Multipart { fields, .. }) => {
            let named = fields.fields.iter_mut().map(|field| &mut field.ty);
            named.chain(&mut fields.rest).collect()
        }
        TypeKind::Union(union) => union
            .variants
            .iter_mut()
            .map(|variant| &mut variant.ty)
            .collect(),
        TypeKind::Alias(target) => vec![target],
        TypeKind::Enum(_) => Vec::new(),
    }
}

/// The types that an operation sends.
pub fn sent(operation: &Operation) -> Vec<&TypeRef> {
    let params = operation.params.iter().map(|param| &param.ty);
    params
        .chain(operation.body.iter().map(|body| &body.content.ty))
        .collect()
}

/// The types that an operation sends, to be changed.
pub fn sent_mut(operation: &mut Operation) -> Vec<&mut TypeRef> {
    let params = operation.params.iter_mut().map(|param| &mut param.ty);
    params
        .chain(operation.body.iter_mut().map(|body| &mut body.content.ty))
        .collect()
}

/// The types that an operation receives.
pub fn received(operation: &Operation) -> Vec<&TypeRef> {
    let answers = operation.success.iter().chain(&operation.errors);
    answers
        .filter_map(|answer| answer.content.as_ref())
        .map(|content: &Content| &content.ty)
        .chain(operation.stream.iter().map(|stream| &stream.item))
        .chain(operation.headers.iter().map(|header| &header.ty))
        .collect()
}

/// Every type around an operation, to be changed.
pub fn all_mut(operation: &mut Operation) -> Vec<&mut TypeRef> {
    let answers = operation.success.iter_mut().chain(&mut operation.errors);
    let received = answers.filter_map(|answer| answer.content.as_mut());
    let params = operation.params.iter_mut().map(|param| &mut param.ty);
    params
        .chain(operation.body.iter_mut().map(|body| &mut body.content.ty))
        .chain(received.map(|content| &mut content.ty))
        .chain(operation.stream.iter_mut().map(|stream| &mut stream.item))
        .chain(operation.pagination.iter_mut().map(|pages| &mut pages.item))
        .collect()
}

/// Every definition that these uses lead to.
pub fn reachable<'a>(
    types: &BTreeMap<TypeId, TypeDef>,
    roots: impl IntoIterator<Item = &'a TypeRef>,
) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    let mut open: Vec<TypeId> = roots.into_iter().filter_map(TypeRef::named).collect();
    while let Some(id) = open.pop() {
        if found.insert(id)
            && let Some(def) = types.get(&id)
        {
            open.extend(uses(def).into_iter().filter_map(|(_, ty)| ty.named()));
        }
    }
    found
}
