//! The media types that a body may have, and what a client does with each.

use std::borrow::Cow;

use openapiv3::{Content, MediaType, ReferenceOr};

use super::Lowering;
use super::view::{self, Located, View};
use crate::diagnostics::Code;
use crate::ir::{self, Media};
use crate::pointer::Pointer;
use crate::spec::media_types;

/// Media types that need more than a buffer of bytes on one side of the call, where nothing better was made of them.
const STREAMED: &[&str] = &[
    "text/event-stream",
    "multipart/form-data",
    "multipart/mixed",
    "application/x-ndjson",
];

/// Words in the names of media types that can hold an object, and are no JSON.
const OBJECTS: &[&str] = &["xml", "yaml", "msgpack", "protobuf", "cbor"];

/// Which way a body goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Sent,
    Received,
    /// An answer that is an error.
    Refused,
    /// A call from the server, of which only JSON is read.
    Called,
}

/// One media type of a body.
pub(super) struct Offer<'d> {
    /// Where it stands.
    pub(super) at: Pointer,
    /// What is meant by how it is written.
    pub(super) mime: String,
    /// What a client does with it.
    pub(super) media: Media,
    pub(super) source: &'d MediaType,
}

/// The media types of a body. What is none is reported.
pub(super) fn offers<'d>(
    cx: &mut Lowering<'d>,
    content: &'d Content,
    at: &Pointer,
    side: Side,
) -> Vec<Offer<'d>> {
    let keys: Vec<_> = content
        .iter()
        .map(|(key, source)| (key.as_str(), source.schema.is_some()))
        .collect();
    let mut offers = Vec::new();
    for ((key, mime), source) in media_types::meanings(&keys)
        .into_iter()
        .zip(content.values())
    {
        let at = at.child(key);
        let Some(mime) = mime.map(Cow::into_owned) else {
            let message =
                format!("{key:?} is no media type, or means one that stands here as well");
            cx.warn(Code::UnsupportedMediaType, &at, message);
            continue;
        };
        let media = read_as(cx, &mime, source, &at, side);
        offers.push(Offer {
            at,
            mime,
            media,
            source,
        });
    }
    offers
}

impl<'d> Offer<'d> {
    /// Its schema, and where that stands.
    pub(super) fn schema(&self) -> Option<Located<'d>> {
        schema(self.source, &self.at)
    }

    /// Its place in the order of preference: what it is read as; the plain name for that before its kin, and a range, which
    /// leaves open what comes, after them; then the shortest, which has the fewest parameters.
    pub(super) fn rank(&self) -> (Media, bool, bool, usize, String) {
        let plain = essence(&self.mime) == self.media.usual_mime();
        (
            self.media,
            !plain,
            self.mime.contains('*'),
            self.mime.len(),
            self.mime.clone(),
        )
    }

    /// Whether it needs more than the bytes that it is read and written as.
    pub(super) fn is_streamed(&self) -> bool {
        STREAMED.contains(&essence(&self.mime).as_str())
    }

    /// Whether what is read as bytes holds what only a file can: neither an object in another notation, nor what needs more
    /// than bytes.
    pub(super) fn is_file(&self) -> bool {
        let essence = essence(&self.mime);
        !self.is_streamed() && !OBJECTS.iter().any(|word| essence.contains(word))
    }
}

fn schema<'d>(source: &'d MediaType, at: &Pointer) -> Option<Located<'d>> {
    let schema = source.schema.as_ref()?;
    Some(Located::new(schema, at.child("schema")))
}

/// What a client does with a body. One that is bytes as a whole is bytes in any media type: no JSON holds them, and no text
/// need be in their encoding. An error that is an object is no picture, although the success beside it is one. Where any media
/// type will do, a text is sent as it is, and an answer that may be anything is bytes.
fn read_as<'d>(
    cx: &mut Lowering<'d>,
    mime: &str,
    source: &'d MediaType,
    at: &Pointer,
    side: Side,
) -> Media {
    let media = media(mime);
    let schema = schema(source, at);
    // What has a name is something, even if nobody says what.
    let is_named = matches!(source.schema, Some(ReferenceOr::Reference { .. }));
    let view = schema.and_then(|schema| view::resolved(cx, &schema));
    let any = ir::Content::is_any(mime);
    match (media, side, view) {
        (Media::Json | Media::Text, _, Some(view)) if view.is_bytes() => Media::Bytes,
        (Media::Json, Side::Sent, Some(view)) if any && view.is_plain_text() => Media::Text,
        (Media::Json, Side::Received, view)
            if any && !is_named && view.as_ref().is_none_or(View::says_nothing) =>
        {
            Media::Bytes
        }
        (Media::Bytes, Side::Refused, Some(view))
            if view.has_properties() && !OBJECTS.iter().any(|word| mime.contains(word)) =>
        {
            Media::Json
        }
        _ => media,
    }
}

/// What a client does with a media type, in the order of preference.
pub(super) fn media(mime: &str) -> Media {
    let essence = essence(mime);
    if essence.ends_with("/json")
        || essence.ends_with("+json")
        || essence == "*/*"
        || essence == "application/*"
    {
        Media::Json
    } else if essence == "application/x-www-form-urlencoded" {
        Media::Form
    } else if essence == "multipart/form-data" {
        Media::Multipart
    } else if essence.starts_with("text/") && !STREAMED.contains(&essence.as_str()) {
        Media::Text
    } else {
        Media::Bytes
    }
}

/// The media type without its parameters.
pub(super) fn essence(mime: &str) -> String {
    mime.split(';')
        .next()
        .unwrap_or(mime)
        .trim()
        .to_ascii_lowercase()
}
