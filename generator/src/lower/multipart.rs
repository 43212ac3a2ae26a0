//! Bodies of `multipart/form-data`: a struct of named parts, of which some are files.

use openapiv3::MediaType;

use super::schema::{Within, docs_of};
use super::view::{self, Located};
use super::{Lowering, Naming, object};
use crate::ir::{Access, Multipart, Presence, Scalar, TypeKind, TypeRef};
use crate::pointer::Pointer;
use crate::spec::carried;

/// The type of a body in parts; `None` when its schema is no object with properties.
pub(super) fn lower<'d>(
    cx: &mut Lowering<'d>,
    media: &'d MediaType,
    at: &Pointer,
    naming: &Naming,
) -> Option<TypeRef> {
    let encodings_at = at.child("encoding");
    let at = at.child("schema");
    let located = Located::new(media.schema.as_ref()?, at.clone());
    let view = view::resolved(cx, &located)?;
    if !view.has_properties() {
        return None;
    }
    let slot = cx.slot(&at, naming);
    let mut fields = object::build(cx, &view, &Within::definition(&slot));
    fields.rest = None;
    // What only the server sends has no place in a request.
    fields
        .fields
        .retain(|field| field.access != Access::ReadOnly);
    for field in &mut fields.fields {
        // A part that is null is a part that is left out.
        if let TypeRef::Nullable(inner) = &field.ty {
            field.ty = (**inner).clone();
            field.presence = Presence::Optional;
        }
        field.ty = with_files(cx, &field.ty);
        field.access = Access::ReadWrite;
    }
    for (name, encoding) in &media.encoding {
        let explode = encoding.extensions.contains_key(carried::EXPLODE);
        if encoding.style.is_some() || explode || encoding.allow_reserved {
            let message = "a style of a part has no effect: texts are sent as they are, lists as a part for each item, objects as JSON";
            cx.ignored(encodings_at.child(name), message);
        }
    }
    let media_types = fields
        .fields
        .iter()
        .map(|field| {
            let encoding = media.encoding.get(&field.name.wire);
            let given = encoding.and_then(|encoding| encoding.content_type.clone());
            given.filter(|text| !text.contains([',', '*']) && super::content::is_sendable(text))
        })
        .collect();
    let kind = TypeKind::Multipart(Multipart {
        fields,
        media_types,
    });
    cx.define(&slot, &at, docs_of(&view), view.data.deprecated, kind);
    Some(TypeRef::Named(slot.id))
}

/// Bytes are files where each part goes by itself.
fn with_files(cx: &Lowering<'_>, ty: &TypeRef) -> TypeRef {
    let bytes = TypeRef::Scalar(Scalar::Binary);
    match super::stream::resolved(cx, ty) {
        inner if *inner == bytes => TypeRef::Scalar(Scalar::File),
        TypeRef::List(inner) if *super::stream::resolved(cx, inner) == bytes => {
            TypeRef::Scalar(Scalar::File).list()
        }
        _ => ty.clone(),
    }
}
