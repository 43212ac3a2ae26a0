//! Which Rust type stands for which schema, for those who try the crate with the document's own examples.

use super::rust::{Room, RustType, rust_type};
use crate::analyze::Facts;
use crate::ir::{Api, Content, Media, TypeId, TypeKind, TypeRef};

/// A schema and the Rust type that stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedPlace {
    /// The JSON pointer of the schema.
    pub at: String,
    /// The type.
    pub rust: RustType,
}

/// Every place of the document that has a type which is read from JSON or written as JSON.
pub(crate) fn places(api: &Api, facts: &Facts) -> Vec<TypedPlace> {
    let mut places = Vec::new();
    for resource in api.all_resources() {
        for operation in &resource.operations {
            let sent = operation.body.iter().map(|body| &body.content);
            let answers = operation.success.iter().chain(&operation.errors);
            let received = answers.filter_map(|answer| answer.content.as_ref());
            places.extend(
                sent.chain(received)
                    .filter_map(|content| body(api, content)),
            );
        }
    }
    let payloads = api.webhooks.iter();
    places.extend(payloads.filter_map(|webhook| body(api, &webhook.content)));
    let defined = facts.modules.values().flat_map(|module| &module.types);
    places.extend(defined.filter_map(|id| definition(api, *id)));
    places
}

fn body(api: &Api, content: &Content) -> Option<TypedPlace> {
    (content.media == Media::Json).then(|| TypedPlace {
        at: content.at.child("schema").as_str().to_owned(),
        rust: rust_type(api, &content.ty, Room::Resources),
    })
}

fn definition(api: &Api, id: TypeId) -> Option<TypedPlace> {
    let def = api.types.get(&id)?;
    let is_json = match def.kind {
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => true,
        TypeKind::Multipart(_) => false,
    };
    // Null belongs to the uses of a definition, and the examples are those of its schema.
    is_json.then(|| TypedPlace {
        at: def.origin.as_str().to_owned(),
        rust: rust_type(api, &TypeRef::Named(id).nullable(), Room::Resources),
    })
}
