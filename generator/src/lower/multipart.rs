//! Bodies of `multipart/form-data`: a struct of named parts, of which some are files.

use openapiv3::{Encoding, MediaType};

use super::form::{self, Part};
use super::prose;
use super::schema::Within;
use super::view::Located;
use super::{Lowering, Naming, object, offer};
use crate::ir::{Access, Docs, Media, Multipart, Presence, Struct, TypeKind, TypeRef};
use crate::pointer::Pointer;
use crate::spec::carried;
use crate::spec::media_types::is_sendable;

/// How what is no file is given in its place.
const MIXED: &str = "What is no file goes as `FilePart::text(…)`.";

/// The type of a body in parts.
pub(super) fn lower<'d>(
    cx: &mut Lowering<'d>,
    media: &'d MediaType,
    at: &Pointer,
    naming: &Naming,
) -> TypeRef {
    let encodings_at = at.child("encoding");
    let Some(schema) = &media.schema else {
        return any_parts(cx, at, naming);
    };
    let at = at.child("schema");
    let Some(form) = form::form(cx, &Located::new(schema, at.clone())) else {
        let message = "a form has parts, so a schema of something else says nothing of it";
        cx.ignored(at.clone(), message);
        return any_parts(cx, &at, naming);
    };
    let view = form.view;
    let slot = cx.slot(&at, naming);
    let mut fields = object::build(cx, &view, &Within::definition(&slot));
    if let Some(others) = form.others {
        fields.rest = Some(others.ty);
    }
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
        let encoding = media.encoding.get(&field.name.wire);
        let part = form.parts.get(field.name.wire.as_str());
        // What is sent as JSON and may be anything is JSON.
        let is_json = encoding.is_some_and(says_json);
        if let Some(part) = part.filter(|part| part.told || !is_json) {
            field.ty = part.ty.clone();
            let note = part.mixed.then(|| MIXED.to_owned());
            field.docs.notes.extend(note);
        }
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
            given.filter(|text| !text.contains([',', '*']) && is_sendable(text))
        })
        .collect();
    let kind = TypeKind::Multipart(Multipart {
        fields,
        media_types,
    });
    cx.define(
        &slot,
        &at,
        prose::of_view(&view),
        view.data.deprecated,
        kind,
    );
    TypeRef::Named(slot.id)
}

fn says_json(encoding: &Encoding) -> bool {
    let media_type = encoding.content_type.as_deref().unwrap_or_default();
    offer::media(media_type) == Media::Json
}

/// A form of which nothing is known: its parts may be any.
fn any_parts(cx: &mut Lowering<'_>, at: &Pointer, naming: &Naming) -> TypeRef {
    let slot = cx.slot(at, naming);
    let kind = TypeKind::Multipart(Multipart {
        fields: Struct {
            fields: Vec::new(),
            rest: Some(Part::any().ty),
        },
        media_types: Vec::new(),
    });
    cx.define(&slot, at, Docs::default(), false, kind);
    TypeRef::Named(slot.id)
}
