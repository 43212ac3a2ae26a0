//! Answers that are read while they arrive.

use openapiv3::{MediaType, ReferenceOr, SchemaKind, Type};

use super::offer::{self, Offer};
use super::view::{self, Located};
use super::{Lowering, Naming, schema};
use crate::ir::{Answer, Body, Framing, Media, Scalar, Stream, TypeKind, TypeRef};
use crate::spec::carried;
use crate::spec::extensions::{self, Meaning};

/// Media types of which each answer is a sequence of items.
const FRAMINGS: &[(&str, Kind)] = &[
    ("text/event-stream", Kind::Events),
    ("application/x-ndjson", Kind::Lines),
    ("application/ndjson", Kind::Lines),
    ("application/jsonl", Kind::Lines),
    ("application/x-jsonl", Kind::Lines),
    ("application/jsonlines", Kind::Lines),
    ("application/x-jsonlines", Kind::Lines),
    ("application/json-seq", Kind::Sequence),
    ("application/geo+json-seq", Kind::Sequence),
];

/// The properties that an event has (HTML standard, "Server-sent events").
const EVENT: &[&str] = &["data", "event", "id", "retry"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Events,
    Lines,
    Sequence,
}

fn kind(mime: &str) -> Option<Kind> {
    let essence = offer::essence(mime);
    let row = FRAMINGS.iter().find(|(name, _)| *name == essence);
    row.map(|(_, kind)| *kind)
}

/// Whether an answer of this media type is a sequence of items.
pub(super) fn is_stream(mime: &str) -> bool {
    kind(mime).is_some()
}

/// Lowers a sequence of items.
pub(super) fn lower<'d>(cx: &mut Lowering<'d>, offer: &Offer<'d>, naming: &Naming) -> Stream {
    let kind = kind(&offer.mime).unwrap_or(Kind::Lines);
    let naming = Naming {
        hint: if kind == Kind::Events {
            "event"
        } else {
            "item"
        }
        .to_owned(),
        ..naming.clone()
    };
    let located = item(offer);
    let whole = kind == Kind::Events
        && located
            .as_ref()
            .and_then(|located| view::resolved(cx, located))
            .is_some_and(|view| {
                view.properties.contains_key("data")
                    && view.properties.keys().all(|name| EVENT.contains(name))
            });
    let item = match &located {
        Some(located) => schema::use_of(cx, located, &naming).without_bytes(),
        // Nothing says that the data is JSON.
        None if kind == Kind::Events => TypeRef::Scalar(Scalar::String),
        None => TypeRef::Any,
    };
    let framing = match kind {
        Kind::Events => {
            let data = if whole { data(cx, &item) } else { Some(&item) };
            Framing::Events {
                text: data.is_some_and(|ty| is_text(cx, ty)),
                sentinel: sentinel(offer.source),
                whole,
            }
        }
        Kind::Lines => Framing::Lines,
        Kind::Sequence => Framing::Sequence,
    };
    Stream {
        mime: offer.mime.clone(),
        framing,
        item,
        choice: None,
        only: false,
    }
}

/// The schema of one item: `itemSchema`, else `schema`.
fn item<'d>(offer: &Offer<'d>) -> Option<Located<'d>> {
    let (node, at) = (offer.source.schema.as_ref()?, offer.at.child("schema"));
    if offer.source.extensions.contains_key(carried::ITEM_SCHEMA)
        && let ReferenceOr::Item(list) = node
        && let SchemaKind::Type(Type::Array(list)) = &list.schema_kind
        && let Some(items) = &list.items
    {
        return Some(Located::boxed(items, at.child("items")));
    }
    Some(Located::new(node, at))
}

fn sentinel(media: &MediaType) -> Option<String> {
    let get = |key: &str| media.extensions.get(key);
    let (_, value) = extensions::find(Meaning::Sentinel, get)?;
    value.as_str().map(str::to_owned)
}

/// The type of an event's data.
fn data<'a>(cx: &'a Lowering<'_>, item: &'a TypeRef) -> Option<&'a TypeRef> {
    match resolved(cx, item) {
        TypeRef::Named(id) => match &cx.types.get(id)?.kind {
            TypeKind::Struct(fields) => {
                let mut fields = fields.fields.iter();
                fields
                    .find(|field| field.name.wire == "data")
                    .map(|field| &field.ty)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether every value of the type is a JSON string, which then stands in the data without quotes.
fn is_text(cx: &Lowering<'_>, ty: &TypeRef) -> bool {
    match resolved(cx, ty) {
        TypeRef::Scalar(scalar) => !matches!(
            scalar,
            Scalar::Boolean
                | Scalar::Int32
                | Scalar::Int64
                | Scalar::Uint32
                | Scalar::Uint64
                | Scalar::Number
        ),
        TypeRef::Named(id) => matches!(
            cx.types.get(id).map(|def| &def.kind),
            Some(TypeKind::Enum(values)) if matches!(values.values, crate::ir::EnumValues::Strings(_))
        ),
        TypeRef::Foreign { is_text, .. } => *is_text,
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) | TypeRef::Any => false,
    }
}

/// The type without its null, and with aliases followed.
pub(super) fn resolved<'a>(cx: &'a Lowering<'_>, ty: &'a TypeRef) -> &'a TypeRef {
    let mut current = ty.non_null();
    for _ in 0..cx.types.len() {
        match current {
            TypeRef::Named(id) => match cx.types.get(id).map(|def| &def.kind) {
                Some(TypeKind::Alias(target)) => current = target.non_null(),
                _ => break,
            },
            _ => break,
        }
    }
    current
}

/// What is left to say about an operation's stream once all else is known; bytes can always be read as they arrive.
pub(super) fn finish(
    cx: &Lowering<'_>,
    stream: Option<Stream>,
    success: &[Answer],
    body: Option<&Body>,
) -> Option<Stream> {
    let contents = || success.iter().filter_map(|answer| answer.content.as_ref());
    match stream {
        Some(stream) => Some(Stream {
            only: contents().next().is_none(),
            choice: body.and_then(|body| choice(cx, body)),
            ..stream
        }),
        None => {
            let first = contents().next()?;
            let alike = contents().all(|content| content.media == Media::Bytes);
            alike.then(|| Stream {
                mime: first.mime.clone(),
                framing: Framing::Bytes,
                item: TypeRef::Scalar(Scalar::Binary),
                choice: None,
                only: false,
            })
        }
    }
}

/// The boolean property of the body by which a caller chooses between a stream and a whole answer.
fn choice(cx: &Lowering<'_>, body: &Body) -> Option<String> {
    let TypeRef::Named(id) = resolved(cx, &body.content.ty) else {
        return None;
    };
    let fields = match (&cx.types.get(id)?.kind, body.content.media) {
        (TypeKind::Struct(fields), Media::Json) => fields,
        (TypeKind::Multipart(form), Media::Multipart) => &form.fields,
        _ => return None,
    };
    let is_choice = |ty: &TypeRef| *resolved(cx, ty) == TypeRef::Scalar(Scalar::Boolean);
    let mut fields = fields.fields.iter();
    let field = fields.find(|field| field.name.wire == "stream" && is_choice(&field.ty))?;
    Some(field.name.wire.clone())
}
