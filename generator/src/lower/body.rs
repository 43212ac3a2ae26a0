//! What requests carry: one body for the call, and one for each method that sends files where the call can't.

use openapiv3::{Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody};

use super::content::{self, Side, choose, read_as};
use super::view::{self, Located};
use super::{Lowering, Naming, multipart};
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
    /// How the others of the same operation differ from the first.
    pub(super) kind: Kind,
}

/// What a method is for, among those of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The call itself.
    Plain,
    /// Files in a form.
    Parts,
    /// Bytes as they are.
    Bytes,
}

impl Kind {
    /// The word that a method has after the name of the first one.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Parts => "multipart",
            Self::Bytes => "bytes",
        }
    }
}

/// The bodies that an operation may be sent with: the first is the best that its media types allow, the others send files, which
/// the first can't.
pub(super) fn bodies<'d>(
    cx: &mut Lowering<'d>,
    body: &'d ReferenceOr<RequestBody>,
    at: &Pointer,
) -> Vec<Sent<'d>> {
    let Some((at, source)) = cx.document.request_body(body, at) else {
        return Vec::new();
    };
    let contents_at = at.child("content");
    let contents: Vec<_> = source.content.iter().collect();
    let kinds: Vec<Kind> = contents
        .iter()
        .map(|(mime, media)| kind(cx, mime, media, &contents_at))
        .collect();
    let of = |wanted: Kind| {
        let own = contents.iter().zip(&kinds);
        let own = own.filter(|(_, kind)| **kind == wanted);
        own.map(|(content, _)| *content).collect::<Vec<_>>()
    };
    let files = [Kind::Parts, Kind::Bytes].map(|kind| (kind, of(kind)));
    let mut files = files.into_iter().filter(|(_, own)| !own.is_empty());
    // Where nothing but files can be sent, the call itself sends them: forms before bytes.
    let mut first = of(Kind::Plain);
    if !first.iter().any(|(mime, _)| content::is_sendable(mime)) {
        first.extend(files.next().into_iter().flat_map(|(_, own)| own));
    }
    let sent = |(kind, contents)| Sent {
        at: at.clone(),
        source,
        contents,
        kind,
    };
    std::iter::once((Kind::Plain, first))
        .chain(files)
        .map(sent)
        .collect()
}

/// What a media type adds to the others. Two that differ in spelling only, or in what carries the same values, add nothing.
fn kind<'d>(cx: &mut Lowering<'d>, mime: &str, media: &'d MediaType, at: &Pointer) -> Kind {
    if !content::is_sendable(mime) {
        return Kind::Plain;
    }
    let schema = media.schema.as_ref();
    let schema = schema.map(|schema| Located::new(schema, at.child(mime).child("schema")));
    match read_as(cx, mime, media, at, Side::Sent) {
        Media::Multipart
            if schema
                .as_ref()
                .is_some_and(|form| multipart::has_files(cx, form)) =>
        {
            Kind::Parts
        }
        Media::Bytes if content::is_file(mime) && is_raw(cx, schema) => Kind::Bytes,
        Media::Json | Media::Form | Media::Multipart | Media::Text | Media::Bytes => Kind::Plain,
    }
}

/// Whether a body has no structure that something else could carry.
fn is_raw<'d>(cx: &mut Lowering<'d>, schema: Option<Located<'d>>) -> bool {
    schema.is_none_or(|schema| {
        let view = view::resolved(cx, &schema);
        view.is_some_and(|view| view.is_bytes() || view.says_nothing())
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
