//! What bodies carry: the media type that is chosen for them, and answers.

use openapiv3::{ReferenceOr, RequestBody, Responses, StatusCode};

use super::offer::{self, Offer, Side};
use super::{Lowering, Naming, multipart, sample, schema, stream};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Answer, Content, Docs, Media, Scalar, Status, Stream, TypeRef};
use crate::names;
use crate::pointer::Pointer;

/// Lowers what a call from the server carries.
pub(super) fn payload<'d>(
    cx: &mut Lowering<'d>,
    body: &'d ReferenceOr<RequestBody>,
    at: &Pointer,
    naming: &Naming,
) -> Option<Content> {
    let (at, body) = cx.document.request_body(body, at)?;
    let offers = offer::offers(cx, &body.content, &at.child("content"), Side::Called);
    let (content, _, others) = choose(cx, offers, naming, Side::Called)?;
    for other in others {
        let message = format!("{:?} is not read: {:?} is", other.mime, content.mime);
        cx.warn(Code::UnsupportedMediaType, &other.at, message);
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
        let side = if succeeds {
            Side::Received
        } else {
            Side::Refused
        };
        let mut offers = if never_has_content(verb, status) && !response.content.is_empty() {
            let message = format!("an answer to {verb} with status {key} never has content");
            cx.ignored(content_at, message);
            Vec::new()
        } else {
            offer::offers(cx, &response.content, &content_at, side)
        };
        // The first sequence of items in a success is its stream; what is left is read as a whole.
        if succeeds
            && stream.is_none()
            && let Some(first) = offers
                .iter()
                .position(|offer| stream::is_stream(&offer.mime))
        {
            stream = Some(stream::lower(cx, &offers.remove(first), &naming));
        }
        let mut docs = Docs::text(response.description.clone());
        let (mut content, mut others) = (None, Vec::new());
        if let Some((chosen, offer, rest)) = choose(cx, offers, &naming, side) {
            for other in &rest {
                let mut message = format!("the call asks for {:?}", chosen.mime);
                if succeeds {
                    let other = &other.mime;
                    message.push_str(&format!("; `send_as({other:?})` asks for this one"));
                }
                cx.warn(Code::OtherMediaType, &other.at, message);
            }
            docs.example = sample::of_media(cx, offer.source, &offer.at);
            content = Some(chosen);
            if succeeds {
                others = rest.into_iter().map(|other| other.mime).collect();
            }
        }
        let answer = Answer {
            status,
            rust,
            docs,
            content,
            others,
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

/// Picks the media type that a client does best with: JSON, then forms, text, and bytes. Beside what it holds come its own
/// offer and the others.
pub(super) fn choose<'d>(
    cx: &mut Lowering<'d>,
    mut offers: Vec<Offer<'d>>,
    naming: &Naming,
    side: Side,
) -> Option<(Content, Offer<'d>, Vec<Offer<'d>>)> {
    offers.sort_by_cached_key(Offer::rank);
    let mut offers = offers.into_iter();
    let best = offers.next()?;
    let (at, mime) = (best.at.clone(), best.mime.clone());
    if let (Media::Multipart, Side::Sent) = (best.media, side) {
        let content = Content {
            ty: multipart::lower(cx, best.source, &at, naming),
            at,
            mime,
            media: best.media,
        };
        return Some((content, best, offers.collect()));
    }
    if best.is_streamed() {
        let message = format!("{mime:?} is sent and read as plain bytes");
        cx.diagnostics
            .push(Diagnostic::new(Code::UnsupportedMediaType, &at, message));
    }
    let media = match (best.media, side) {
        // No server answers with a form; if one did, its text is the safest to hand out.
        (Media::Form, Side::Received | Side::Refused | Side::Called) => Media::Text,
        // Nor with a form in parts.
        (Media::Multipart, _) => Media::Bytes,
        (media, _) => media,
    };
    let ty = match (media, best.schema()) {
        (Media::Json | Media::Form, Some(schema)) => {
            schema::use_of(cx, &schema, naming).without_bytes()
        }
        (Media::Json | Media::Form, None) => TypeRef::Any,
        (Media::Text, _) => TypeRef::Scalar(Scalar::String),
        (Media::Bytes | Media::Multipart, _) => TypeRef::Scalar(Scalar::Binary),
    };
    let content = Content {
        at,
        mime,
        media,
        ty,
    };
    Some((content, best, offers.collect()))
}
