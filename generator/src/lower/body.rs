//! What requests carry: one body for the call, and one for each method that sends files where the call can't.

use openapiv3::{Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody};

use super::content::{self, Side, choose, read_as};
use super::json_type::JsonType;
use super::view::{self, Located};
use super::{Lowering, Naming, form};
use crate::diagnostics::Code;
use crate::ir::{Body, Content, Docs, Media, Style};
use crate::pointer::Pointer;
use crate::spec::carried;

/// A body that an operation may be sent with.
pub(super) struct Sent<'d> {
    at: Pointer,
    source: &'d RequestBody,
    /// Its media types, of which the best is sent.
    contents: Vec<(&'d String, &'d MediaType)>,
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
    let contents_at = at.child("content");
    let (mut first, mut files) = (Vec::new(), Vec::new());
    // What the first body is sent as.
    let mut best: Option<Media> = None;
    for (mime, media) in &source.content {
        let read_as = read_as(cx, mime, media, &contents_at, Side::Sent);
        if !content::is_sendable(mime) {
            first.push((mime, media));
            continue;
        }
        best = Some(best.map_or(read_as, |best| best.min(read_as)));
        if is_file(cx, read_as, mime, media, &contents_at) {
            files.push((read_as, (mime, media)));
        } else {
            first.push((mime, media));
        }
    }
    let mut others = Vec::new();
    for media in FILES {
        let own = files.iter().filter(|(read_as, _)| read_as == media);
        let own: Vec<_> = own.map(|(_, content)| *content).collect();
        if best == Some(*media) {
            first.extend(own);
        } else if !own.is_empty() {
            others.push((Some(*media), own));
        }
    }
    let sent = |(media, contents)| Sent {
        at: at.clone(),
        source,
        contents,
        media,
    };
    std::iter::once((best, first))
        .chain(others)
        .map(sent)
        .collect()
}

/// Whether a body is what no other media type could carry: parts with a file, or bytes without a structure.
fn is_file<'d>(
    cx: &mut Lowering<'d>,
    read_as: Media,
    mime: &str,
    media: &'d MediaType,
    at: &Pointer,
) -> bool {
    let schema = media.schema.as_ref();
    let schema = schema.map(|schema| Located::new(schema, at.child(mime).child("schema")));
    match read_as {
        Media::Multipart => schema.is_some_and(|form| form::has_files(cx, &form)),
        Media::Bytes => content::is_sendable(mime) && content::is_file(mime) && is_raw(cx, schema),
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
pub(super) fn lower<'d>(cx: &mut Lowering<'d>, sent: &Sent<'d>, naming: &Naming) -> Option<Body> {
    let (at, source) = (&sent.at, sent.source);
    let naming = Naming {
        hint: "request".to_owned(),
        ..naming.clone()
    };
    let contents_at = at.child("content");
    let contents = sent.contents.iter().copied();
    let (content, others) = choose(cx, contents, &contents_at, &naming, Side::Sent)?;
    let mut alike = Vec::new();
    for other in others {
        let mut message = format!("{other:?} is not offered: the call uses {:?}", content.mime);
        let media = source.content.get(&other);
        if matches!(content.media, Media::Text | Media::Bytes)
            && media.is_some_and(|media| {
                read_as(cx, &other, media, &contents_at, Side::Sent) == content.media
            })
        {
            message.push_str("; `.header(\"content-type\", …)` says that it is this");
            alike.push(format!("`{other}`"));
        }
        cx.warn(
            Code::UnsupportedMediaType,
            &contents_at.child(&other),
            message,
        );
    }
    let mut docs = Docs::text(source.description.clone().unwrap_or_default());
    docs.example = content::example(cx, &content, source.content.get(&content.mime), at);
    if !alike.is_empty() {
        let alike = alike.join(", ");
        let note = format!("With `.header(\"content-type\", …)` it may also be {alike}.");
        docs.notes.push(note);
    }
    Some(Body {
        docs,
        required: source.required,
        styles: form_styles(source, &content),
        content,
    })
}

/// The styles of a form's properties, where the document chooses one (OpenAPI, "Encoding Object").
fn form_styles(body: &RequestBody, content: &Content) -> Vec<(String, Style)> {
    let encodings = body
        .content
        .get(&content.mime)
        .filter(|_| content.media == Media::Form)
        .into_iter()
        .flat_map(|media| &media.encoding);
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
