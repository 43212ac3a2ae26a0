//! What bodies carry: the media type that is chosen for them, and answers.

use openapiv3::{MediaType, ReferenceOr, RequestBody, Responses, StatusCode};

use super::view::Located;
use super::{Lowering, Naming};
use super::{multipart, sample, schema, stream, view};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Answer, Content, Docs, Example, Media, Scalar, Status, Stream, TypeRef};
use crate::names;
use crate::pointer::Pointer;

/// Media types that need more than a buffer of bytes on one side of the call, where nothing better was made of them.
const STREAMED: &[&str] = &[
    "text/event-stream",
    "multipart/form-data",
    "multipart/mixed",
    "application/x-ndjson",
];

/// Words in the names of media types that can hold an object, and are no JSON.
const OBJECTS: &[&str] = &["xml", "yaml", "msgpack", "protobuf", "cbor"];

/// Lowers what a call from the server carries.
pub(super) fn payload<'d>(
    cx: &mut Lowering<'d>,
    body: &'d ReferenceOr<RequestBody>,
    at: &Pointer,
    naming: &Naming,
) -> Option<Content> {
    let (at, body) = cx.document.request_body(body, at)?;
    let (contents, at) = (body.content.iter(), at.child("content"));
    let (content, others) = choose(cx, contents, &at, naming, Side::Received)?;
    for other in others {
        let message = format!("{other:?} is not read: {:?} is", content.mime);
        cx.warn(Code::UnsupportedMediaType, &at.child(&other), message);
    }
    Some(content)
}

/// Lowers the declared answers: the successes, then everything else.
pub(super) fn answers<'d>(
    cx: &mut Lowering<'d>,
    responses: &'d Responses,
    verb: &str,
    at: &Pointer,
    naming: &Naming,
) -> (Vec<Answer>, Vec<Answer>, Option<Stream>) {
    let declared = responses
        .responses
        .iter()
        .map(|(code, response)| (status(code), code.to_string(), response));
    let default = responses
        .default
        .iter()
        .map(|response| (Some(Status::Default), "default".to_owned(), response));
    let mut list: Vec<(Status, String, &'d ReferenceOr<_>)> = declared
        .chain(default)
        .filter_map(|(status, key, response)| status.map(|status| (status, key, response)))
        .collect();
    list.sort_by_key(|(status, ..)| *status);
    // `default` is the success where no other is declared: many documents say only that.
    let has_success = list.iter().any(|(status, ..)| is_success(*status));
    let (mut success, mut errors) = (Vec::new(), Vec::new());
    let mut stream = None;
    for (status, key, response) in list {
        let Some((at, response)) = cx.document.response(response, &at.child(&key)) else {
            continue;
        };
        let succeeds = is_success(status) || (status == Status::Default && !has_success);
        let rust = variant(status);
        let hint = match (succeeds, success.is_empty()) {
            (true, true) => "response".to_owned(),
            (true, false) => format!("{rust} response"),
            (false, _) => format!("{rust} body"),
        };
        let naming = Naming {
            hint,
            ..naming.clone()
        };
        let content_at = at.child("content");
        let mut contents: Vec<_> = response.content.iter().collect();
        if never_has_content(verb, status) && !contents.is_empty() {
            let message = format!("an answer to {verb} with status {key} never has content");
            cx.ignored(content_at.clone(), message);
            contents.clear();
        }
        // The first sequence of items in a success is its stream; what is left is read as a whole.
        let mut streams = contents.iter().copied();
        let first =
            streams.find(|(mime, _)| succeeds && stream.is_none() && stream::is_stream(mime));
        if let Some((mime, media)) = first {
            let at = content_at.child(mime);
            stream = Some(stream::lower(cx, mime, media, &at, &naming));
        }
        let others = contents
            .into_iter()
            .filter(|(mime, _)| first.is_none_or(|(taken, _)| taken != *mime));
        let side = if succeeds {
            Side::Received
        } else {
            Side::Refused
        };
        let chosen = choose(cx, others, &content_at, &naming, side);
        let (content, others) = chosen.map_or((None, Vec::new()), |(content, others)| {
            (Some(content), others)
        });
        for (other, content) in others.iter().zip(content.iter().cycle()) {
            let mut message = format!("the call asks for {:?}", content.mime);
            if succeeds {
                message.push_str(&format!("; `send_as({other:?})` asks for this one"));
            }
            cx.warn(Code::OtherMediaType, &content_at.child(other), message);
        }
        let mut docs = Docs::text(response.description.clone());
        docs.example = content
            .as_ref()
            .and_then(|content| example(cx, content, response.content.get(&content.mime), &at));
        let answer = Answer {
            status,
            rust,
            docs,
            content,
            others: if succeeds { others } else { Vec::new() },
        };
        if succeeds {
            success.push(answer)
        } else {
            errors.push(answer)
        }
    }
    (success, errors, stream)
}

fn status(code: &StatusCode) -> Option<Status> {
    match code {
        StatusCode::Code(code) => Some(Status::Code(*code)),
        StatusCode::Range(digit) => u8::try_from(*digit).ok().map(Status::Range),
    }
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

/// Whether HTTP itself says that such an answer ends with its head (RFC 9110, sections 6.4.1 and 15.3.6).
fn never_has_content(verb: &str, status: Status) -> bool {
    verb == "HEAD" || matches!(status, Status::Code(204 | 205 | 304) | Status::Range(1))
}

/// The variant that stands for a status in an enum over answers.
fn variant(status: Status) -> String {
    match status {
        Status::Code(code) => names::status_name(code),
        Status::Range(1) => "Informational".to_owned(),
        Status::Range(2) => "Success".to_owned(),
        Status::Range(3) => "Redirection".to_owned(),
        Status::Range(4) => "ClientError".to_owned(),
        Status::Range(_) => "ServerError".to_owned(),
        Status::Default => "Default".to_owned(),
    }
}

/// Which way a body goes.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Sent,
    Received,
    /// An answer that is an error.
    Refused,
}

/// Picks the media type that a client does best with: JSON, then forms, text, and bytes. The others are named beside it.
pub(super) fn choose<'d>(
    cx: &mut Lowering<'d>,
    contents: impl Iterator<Item = (&'d String, &'d MediaType)>,
    at: &Pointer,
    naming: &Naming,
    side: Side,
) -> Option<(Content, Vec<String>)> {
    let mut usable: Vec<(&'d String, &'d MediaType)> = Vec::new();
    for (mime, media) in contents {
        if is_sendable(mime) {
            usable.push((mime, media));
        } else {
            cx.warn(
                Code::UnsupportedMediaType,
                &at.child(mime),
                format!("{mime:?} is no media type"),
            );
        }
    }
    let mut contents = usable;
    contents.sort_by_cached_key(|(mime, content)| rank(read_as(cx, mime, content, at, side), mime));
    let (mime, best) = *contents.first()?;
    let others = contents[1..]
        .iter()
        .map(|(other, _)| (*other).clone())
        .collect();
    let media = read_as(cx, mime, best, at, side);
    let at = at.child(mime);
    if let (Media::Multipart, Side::Sent) = (media, side) {
        let content = Content {
            ty: multipart::lower(cx, best, &at, naming),
            at,
            mime: mime.clone(),
            media,
        };
        return Some((content, others));
    }
    if STREAMED.contains(&essence(mime).as_str()) {
        let message = format!("{mime:?} is sent and read as plain bytes");
        cx.diagnostics
            .push(Diagnostic::new(Code::UnsupportedMediaType, &at, message));
    }
    let media = match (media, side) {
        // No server answers with a form; if one did, its text is the safest to hand out.
        (Media::Form, Side::Received | Side::Refused) => Media::Text,
        // Nor with a form in parts.
        (Media::Multipart, _) => Media::Bytes,
        (media, _) => media,
    };
    let ty = match (media, &best.schema) {
        (Media::Json | Media::Form, Some(schema)) => {
            let schema = Located::new(schema, at.child("schema"));
            schema::use_of(cx, &schema, naming).without_bytes()
        }
        (Media::Json | Media::Form, None) => TypeRef::Any,
        (Media::Text, _) => TypeRef::Scalar(Scalar::String),
        (Media::Bytes | Media::Multipart, _) => TypeRef::Scalar(Scalar::Binary),
    };
    let content = Content {
        at,
        mime: mime.clone(),
        media,
        ty,
    };
    Some((content, others))
}

/// The place of a media type in the order of preference: what it is read as; the plain name for that before its kin, and a
/// range, which leaves open what comes, after them; then the shortest, which has the fewest parameters.
fn rank(media: Media, mime: &str) -> (Media, bool, bool, usize, String) {
    let plain = essence(mime) == media.usual_mime();
    (
        media,
        !plain,
        mime.contains('*'),
        mime.len(),
        mime.to_owned(),
    )
}

/// What a client does with a body. One that is bytes as a whole is bytes in any media type: no JSON holds them, and no text
/// need be in their encoding. An error that is an object is no picture, although the success beside it is one.
pub(super) fn read_as<'d>(
    cx: &mut Lowering<'d>,
    mime: &str,
    content: &'d MediaType,
    at: &Pointer,
    side: Side,
) -> Media {
    let media = media(mime);
    let schema = content.schema.as_ref();
    let schema = schema.map(|schema| Located::new(schema, at.child(mime).child("schema")));
    let view = schema.and_then(|schema| view::resolved(cx, &schema));
    match (media, side, view) {
        (Media::Json | Media::Text, _, Some(view)) if view.is_bytes() => Media::Bytes,
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

/// Whether a media type that is read as bytes holds what only a file can: neither an object in another notation, nor what
/// needs more than bytes.
pub(super) fn is_file(mime: &str) -> bool {
    let essence = essence(mime);
    !STREAMED.contains(&essence.as_str()) && !OBJECTS.iter().any(|word| essence.contains(word))
}

/// The example that the document gives for a body as a whole.
pub(super) fn example(
    cx: &Lowering<'_>,
    chosen: &Content,
    media: Option<&MediaType>,
    at: &Pointer,
) -> Option<Example> {
    let at = at.child("content").child(&chosen.mime);
    sample::of_media(cx, media?, &at)
}

/// Whether a header can carry it: visible ASCII and blanks, with a slash.
pub(super) fn is_sendable(mime: &str) -> bool {
    mime.contains('/')
        && mime
            .chars()
            .all(|letter| letter.is_ascii_graphic() || letter == ' ')
}

/// The media type without its parameters.
pub(super) fn essence(mime: &str) -> String {
    mime.split(';')
        .next()
        .unwrap_or(mime)
        .trim()
        .to_ascii_lowercase()
}
