//! Where types are used: the places of a surface that name one.

use std::collections::BTreeMap;

use super::super::lock::spell;
use super::super::{Kind, RustType, Surface};

/// A place that names a type: the operation or type that it belongs to, and what it is there, by its wire name.
pub(super) type Use = (Owner, String);

/// What a use belongs to, by its index in the lists of one surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    Operation(usize),
    Type(usize),
}

/// Every use whose owner has a number, and the index of the type that is named there.
pub(super) fn all(
    surface: &Surface,
    operation: impl Fn(usize) -> Option<usize>,
    ty: impl Fn(usize) -> Option<usize>,
) -> BTreeMap<Use, usize> {
    let names: BTreeMap<&str, usize> = surface
        .types
        .iter()
        .enumerate()
        .map(|(index, ty)| (ty.name.as_str(), index))
        .collect();
    let mut found = BTreeMap::new();
    let mut add = |owner: Owner, what: String, used: &RustType| {
        if let Some(index) = used.model().and_then(|name| names.get(name)) {
            found.insert((owner, what), *index);
        }
    };
    for (index, one) in surface.operations.iter().enumerate() {
        let Some(owner) = operation(index).map(Owner::Operation) else {
            continue;
        };
        for parameter in &one.parameters {
            let place = spell::place(parameter.place);
            add(
                owner,
                format!("{place} {}", parameter.name.wire),
                &parameter.ty,
            );
        }
        if let Some(body) = &one.body {
            add(owner, "body".to_owned(), &body.ty);
        }
        // The only success may change its status and still be what the call returns.
        let successes = one.answers.iter().filter(|answer| answer.success).count();
        for answer in &one.answers {
            let what = if answer.success && successes == 1 {
                "success".to_owned()
            } else {
                spell::status(answer.status)
            };
            if let Some(content) = &answer.content {
                add(owner, what, &content.ty);
            }
        }
        if let Some(stream) = &one.stream {
            add(owner, "stream".to_owned(), &stream.item);
        }
    }
    for (index, one) in surface.types.iter().enumerate() {
        let Some(owner) = ty(index).map(Owner::Type) else {
            continue;
        };
        match &one.kind {
            Kind::Struct(object) | Kind::Multipart(object) => {
                for field in &object.fields {
                    add(owner, format!("field {}", field.name.wire), &field.ty);
                }
                if let Some(rest) = &object.rest {
                    add(owner, "rest".to_owned(), rest);
                }
            }
            Kind::Union(union) => {
                for variant in &union.variants {
                    let what = match variant.tags.as_slice() {
                        [] => format!("branch {}", variant.rust),
                        tags => format!("tag {}", tags.join(" ")),
                    };
                    add(owner, what, &variant.ty);
                }
            }
            Kind::Alias(target) | Kind::Newtype(target) => add(owner, "is".to_owned(), target),
            Kind::Texts(_) | Kind::Numbers(_) => {}
        }
    }
    found
}
