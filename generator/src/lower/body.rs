//! What requests carry: one body for the call, and one for each method that sends files where the call can't.

use openapiv3::{Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody};

use super::content::choose;
use super::json_type::JsonType;
use super::offer::{self, Offer, Side};
use super::view::{self, Located};
use super::{Lowering, Naming, form, sample, schema};
use crate::diagnostics::Code;
use crate::ir::{Body, Content, Docs, Media, Style};
use crate::markdown;
use crate::pointer::Pointer;
use crate::spec::carried;

/// A body that an operation may be sent with.
pub(super) struct Sent<'d> {
    source: &'d RequestBody,
    /// Its media types, of which the best is sent.
    offers: Vec<Offer<'d>>,
    /// What the best of them is sent as; nothing where none can be sent.
    pub(super) media: Option<Media>,
}

/// What files are sent as.
const FILES: &[Media] = &[Media::Multipart, Media::Bytes];

/// The bodies that an operation may be sent with: the first is the best that its media types allow, the others send files where
/// the first doesn't.
pub(super) fn bodies<'d>(
    cx: &mut Lowering<'d>,
    body: &'d ReferenceOr<RequestBody>,
    at: &Pointer,
) -> Vec<Sent<'d>> {
    let Some((at, source)) = cx.document.request_body(body, at) else {
        return Vec::new();
    };
    let all = offer::offers(cx, &source.content, &at.child("content"), Side::Sent);
    let best = all.iter().map(|offer| offer.media).min();
    let (mut files, mut first) = (Vec::new(), Vec::new());
    for offer in all {
        if Some(offer.media) != best && is_file(cx, &offer) {
            files.push(offer);
        } else {
            first.push(offer);
        }
    }
    let mut bodies = vec![(best, first)];
    for media in FILES {
        let (own, rest): (Vec<_>, _) = files.into_iter().partition(|file| file.media == *media);
        files = rest;
        if !own.is_empty() {
            bodies.push((Some(*media), own));
        }
    }
    let sent = |(media, offers)| Sent {
        source,
        offers,
        media,
    };
    bodies.into_iter().map(sent).collect()
}

/// Whether a body is what no other media type could carry: parts with a file, or bytes without a structure.
fn is_file<'d>(cx: &mut Lowering<'d>, offer: &Offer<'d>) -> bool {
    let schema = offer.schema();
    match offer.media {
        Media::Multipart => schema.is_some_and(|form| form::has_files(cx, &form)),
        Media::Bytes => offer.is_file() && is_raw(cx, schema),
        Media::Json | Media::Form | Media::Text => false,
    }
}

/// Whether a body has no structure that something else could carry: any text stands for its bytes.
fn is_raw<'d>(cx: &mut Lowering<'d>, schema: Option<Located<'d>>) -> bool {
    let Some(schema) = schema else { return true };
    view::resolved(cx, &schema).is_some_and(|view| {
        let is_text = view.told_type() == Some(JsonType::String) && view.values.is_empty();
        view.says_nothing() || (is_text && view.unions.is_empty())
    })
}

/// Lowers what a request carries.
pub(super) fn lower<'d>(cx: &mut Lowering<'d>, sent: Sent<'d>, naming: &Naming) -> Option<Body> {
    let source = sent.source;
    let naming = Naming {
        hint: "request".to_owned(),
        ..naming.clone()
    };
    let (content, offer, others) = choose(cx, sent.offers, &naming, Side::Sent)?;
    let mut alike = Vec::new();
    for other in others {
        let (mime, used) = (&other.mime, &content.mime);
        let mut message = format!("{mime:?} is not offered: the call uses {used:?}");
        if matches!(content.media, Media::Text | Media::Bytes) && other.media == content.media {
            message.push_str("; `.header(\"content-type\", …)` says that it is this");
            alike.push(markdown::code(mime));
        }
        // Nothing is lost where both carry the same.
        let same = offer.schema().zip(other.schema());
        let code = match same.is_some_and(|(one, other)| schema::same_schema(&one, &other)) {
            true => Code::OtherMediaType,
            false => Code::UnsupportedMediaType,
        };
        cx.warn(code, &other.at, message);
    }
    let mut docs = Docs::text(source.description.clone().unwrap_or_default());
    docs.example = sample::of_media(cx, offer.source, &offer.at);
    if !alike.is_empty() {
        let alike = alike.join(", ");
        let note = format!("With `.header(\"content-type\", …)` it may also be {alike}.");
        docs.notes.push(note);
    }
    Some(Body {
        docs,
        required: source.required,
        styles: form_styles(offer.source, &content),
        content,
    })
}

/// The styles of a form's properties, where the document chooses one (OpenAPI, "Encoding Object").
fn form_styles(source: &MediaType, content: &Content) -> Vec<(String, Style)> {
    let is_form = content.media == Media::Form;
    let encodings = is_form.then_some(&source.encoding).into_iter().flatten();
    encodings
        .filter_map(|(name, encoding)| form_style(encoding).map(|style| (name.clone(), style)))
        .collect()
}

fn form_style(encoding: &Encoding) -> Option<Style> {
    let explode = encoding.extensions.get(carried::EXPLODE);
    let explode = explode.and_then(|value| value.as_bool());
    if encoding.style.is_none() && explode.is_none() && !encoding.allow_reserved {
        return None;
    }
    Some(match encoding.style {
        Some(QueryStyle::DeepObject) => Style::DeepObject,
        Some(QueryStyle::SpaceDelimited) if explode != Some(true) => Style::SpaceDelimited,
        Some(QueryStyle::PipeDelimited) if explode != Some(true) => Style::PipeDelimited,
        // Exploded, the delimited styles are the same as `form`.
        Some(QueryStyle::Form | QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited) | None => {
            Style::Form {
                explode: explode.unwrap_or(true),
                allow_reserved: encoding.allow_reserved,
                comma_arrays: false,
            }
        }
    })
}
