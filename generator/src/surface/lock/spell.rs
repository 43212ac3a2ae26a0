//! How small things are spelled in a lock, both ways from one table each.

use super::super::{RustType, Takes};
use crate::ir::{Access, Credential, Edge, Framing, Media, Place, Scalar, Status, Style};

const SCALARS: &[(Scalar, &str)] = &[
    (Scalar::Boolean, "bool"),
    (Scalar::Int32, "i32"),
    (Scalar::Int64, "i64"),
    (Scalar::Uint32, "u32"),
    (Scalar::Uint64, "u64"),
    (Scalar::Number, "f64"),
    (Scalar::String, "String"),
    (Scalar::Secret, "Secret"),
    (Scalar::Timestamp, "Timestamp"),
    (Scalar::Date, "Date"),
    (Scalar::DateTime, "DateTime"),
    (Scalar::Uuid, "Uuid"),
    (Scalar::Url, "Url"),
    (Scalar::Base64, "Base64"),
    (Scalar::Binary, "Bytes"),
    (Scalar::File, "FilePart"),
];

const PLACES: &[(Place, &str)] = &[
    (Place::Path, "path"),
    (Place::Query, "query"),
    (Place::Header, "header"),
    (Place::Cookie, "cookie"),
];

const MEDIA: &[(Media, &str)] = &[
    (Media::Json, "json"),
    (Media::Form, "form"),
    (Media::Multipart, "multipart"),
    (Media::Text, "text"),
    (Media::Bytes, "bytes"),
];

const ACCESSES: &[(Access, &str)] = &[
    (Access::ReadWrite, "read-write"),
    (Access::ReadOnly, "read-only"),
    (Access::WriteOnly, "write-only"),
];

const EDGES: &[(Edge, &str)] = &[(Edge::First, "first"), (Edge::Last, "last")];

/// Types around another one.
type Around = fn(Box<RustType>) -> RustType;

const AROUND: &[(&str, Around)] = &[
    ("Vec", RustType::Vec),
    ("Map", RustType::Map),
    ("Option", RustType::Option),
    ("Patch", RustType::Patch),
    ("Box", RustType::Boxed),
    ("EventStream", RustType::EventStream),
];

type Taking = fn(RustType) -> Takes;

const TAKING: &[(&str, Taking)] = &[
    ("Into", Takes::Into),
    ("Items", Takes::Items),
    ("Entries", Takes::Entries),
];

fn spelled<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> &'static str {
    table
        .iter()
        .find(|(known, _)| known == value)
        .map_or("", |(_, word)| word)
}

fn meant<T: Clone>(table: &[(T, &str)], word: &str) -> Option<T> {
    table
        .iter()
        .find(|(_, known)| *known == word)
        .map(|(value, _)| value.clone())
}

pub(crate) fn place(place: Place) -> &'static str {
    spelled(PLACES, &place)
}

pub(super) fn read_place(word: &str) -> Option<Place> {
    meant(PLACES, word)
}

pub(in super::super) fn media(media: Media) -> &'static str {
    spelled(MEDIA, &media)
}

pub(super) fn read_media(word: &str) -> Option<Media> {
    meant(MEDIA, word)
}

pub(in super::super) fn access(access: Access) -> &'static str {
    spelled(ACCESSES, &access)
}

pub(super) fn read_access(word: &str) -> Option<Access> {
    meant(ACCESSES, word)
}

pub(super) fn edge(edge: Edge) -> &'static str {
    spelled(EDGES, &edge)
}

pub(super) fn read_edge(word: &str) -> Option<Edge> {
    meant(EDGES, word)
}

/// A type in one word, such as `Option<Vec<models::Pet>>`.
pub(crate) fn ty(ty: &RustType) -> String {
    let around = |name: &str, inner: &RustType| format!("{name}<{}>", self::ty(inner));
    match ty {
        RustType::Unit => "()".to_owned(),
        RustType::Scalar(scalar) => spelled(SCALARS, scalar).to_owned(),
        RustType::Value => "Value".to_owned(),
        RustType::Foreign(path) => format!("::{path}"),
        RustType::Model(name) => format!("models::{name}"),
        RustType::Answers(module, name) => format!("resources::{}::{name}", module.join("::")),
        RustType::Infallible => "Infallible".to_owned(),
        RustType::Vec(inner) => around("Vec", inner),
        RustType::Map(inner) => around("Map", inner),
        RustType::Option(inner) => around("Option", inner),
        RustType::Patch(inner) => around("Patch", inner),
        RustType::Boxed(inner) => around("Box", inner),
        RustType::EventStream(inner) => around("EventStream", inner),
        RustType::ByteStream => "ByteStream".to_owned(),
    }
}

pub(super) fn read_ty(word: &str) -> Option<RustType> {
    if let Some((name, inner)) = inside(word) {
        let (_, around) = AROUND.iter().find(|(known, _)| *known == name)?;
        return Some(around(Box::new(read_ty(inner)?)));
    }
    if let Some(path) = word.strip_prefix("::") {
        return Some(RustType::Foreign(path.to_owned()));
    }
    if let Some(name) = word.strip_prefix("models::") {
        return Some(RustType::Model(name.to_owned()));
    }
    if let Some(path) = word.strip_prefix("resources::") {
        let (module, name) = path.rsplit_once("::")?;
        let module = module.split("::").map(str::to_owned).collect();
        return Some(RustType::Answers(module, name.to_owned()));
    }
    Some(match word {
        "()" => RustType::Unit,
        "Value" => RustType::Value,
        "Infallible" => RustType::Infallible,
        "ByteStream" => RustType::ByteStream,
        _ => RustType::Scalar(meant(SCALARS, word)?),
    })
}

/// `Name<inner>`, cut.
fn inside(word: &str) -> Option<(&str, &str)> {
    word.strip_suffix('>')?.split_once('<')
}

/// What a function takes, where it is not the type itself.
pub(super) fn takes(takes: &Takes, held: &RustType) -> Option<String> {
    match takes {
        Takes::Exactly(ty) if ty == held => None,
        Takes::Exactly(ty) => Some(self::ty(ty)),
        Takes::Into(ty) => Some(format!("Into<{}>", self::ty(ty))),
        Takes::Items(ty) => Some(format!("Items<{}>", self::ty(ty))),
        Takes::Entries(ty) => Some(format!("Entries<{}>", self::ty(ty))),
    }
}

pub(super) fn read_takes(word: Option<&str>, held: &RustType) -> Option<Takes> {
    let Some(word) = word else {
        return Some(Takes::Exactly(held.clone()));
    };
    let taking = inside(word).and_then(|(name, inner)| {
        let (_, taking) = TAKING.iter().find(|(known, _)| *known == name)?;
        Some(taking(read_ty(inner)?))
    });
    taking.or_else(|| read_ty(word).map(Takes::Exactly))
}

pub(crate) fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

pub(super) fn read_status(word: &str) -> Option<Status> {
    match word.strip_suffix("XX") {
        Some(digit) => digit.parse().ok().map(Status::Range),
        None if word == "default" => Some(Status::Default),
        None => word.parse().ok().map(Status::Code),
    }
}

/// A style in one word, such as `form+explode`.
pub(crate) fn style(style: Style) -> String {
    let (name, marks): (&str, [(&str, bool); 3]) = match style {
        Style::Simple {
            explode,
            allow_reserved,
        } => (
            "simple",
            [
                ("+explode", explode),
                ("+allow-reserved", allow_reserved),
                ("", false),
            ],
        ),
        Style::Matrix { explode } => ("matrix", exploded(explode)),
        Style::Label { explode } => ("label", exploded(explode)),
        Style::Form {
            explode,
            allow_reserved,
            comma_arrays,
        } => (
            "form",
            [
                ("+explode", explode),
                ("+allow-reserved", allow_reserved),
                ("+comma-arrays", comma_arrays),
            ],
        ),
        Style::SpaceDelimited => ("space-delimited", exploded(false)),
        Style::PipeDelimited => ("pipe-delimited", exploded(false)),
        Style::DeepObject => ("deep-object", exploded(false)),
        Style::Json => ("json", exploded(false)),
    };
    let marks = marks.iter().filter(|(_, set)| *set).map(|(mark, _)| *mark);
    std::iter::once(name).chain(marks).collect()
}

fn exploded(explode: bool) -> [(&'static str, bool); 3] {
    [("+explode", explode), ("", false), ("", false)]
}

pub(super) fn read_style(word: &str) -> Option<Style> {
    let mut parts = word.split('+');
    let name = parts.next()?;
    let marks: Vec<&str> = parts.collect();
    let explode = marks.contains(&"explode");
    Some(match name {
        "simple" => Style::Simple {
            explode,
            allow_reserved: marks.contains(&"allow-reserved"),
        },
        "matrix" => Style::Matrix { explode },
        "label" => Style::Label { explode },
        "form" => Style::Form {
            explode,
            allow_reserved: marks.contains(&"allow-reserved"),
            comma_arrays: marks.contains(&"comma-arrays"),
        },
        "space-delimited" => Style::SpaceDelimited,
        "pipe-delimited" => Style::PipeDelimited,
        "deep-object" => Style::DeepObject,
        "json" => Style::Json,
        _ => return None,
    })
}

/// A credential as its kind and what belongs to it.
pub(crate) fn credential(credential: &Credential) -> (&'static str, Option<&str>) {
    match credential {
        Credential::Bearer => ("bearer", None),
        Credential::OAuth2 { token_url } => ("oauth2", Some(token_url)),
        Credential::Basic => ("basic", None),
        Credential::Header(name) => ("header", Some(name)),
        Credential::Query(name) => ("query", Some(name)),
        Credential::Cookie(name) => ("cookie", Some(name)),
    }
}

pub(super) fn read_credential(kind: &str, more: Option<&str>) -> Option<Credential> {
    let more = more.map(str::to_owned);
    Some(match kind {
        "bearer" => Credential::Bearer,
        "oauth2" => Credential::OAuth2 { token_url: more? },
        "basic" => Credential::Basic,
        "header" => Credential::Header(more?),
        "query" => Credential::Query(more?),
        "cookie" => Credential::Cookie(more?),
        _ => return None,
    })
}

/// How items are framed, in one word; the sentinel of events stands beside it.
pub(in super::super) fn framing(framing: &Framing) -> String {
    let (name, marks) = match framing {
        Framing::Events { whole, text, .. } => ("events", [("+whole", *whole), ("+text", *text)]),
        Framing::Lines => ("lines", [("", false); 2]),
        Framing::Sequence => ("sequence", [("", false); 2]),
        Framing::Bytes => ("bytes", [("", false); 2]),
    };
    let marks = marks.iter().filter(|(_, set)| *set).map(|(mark, _)| *mark);
    std::iter::once(name).chain(marks).collect()
}

pub(super) fn read_framing(word: &str, sentinel: Option<&str>) -> Option<Framing> {
    let mut parts = word.split('+');
    let name = parts.next()?;
    let marks: Vec<&str> = parts.collect();
    Some(match name {
        "events" => Framing::Events {
            sentinel: sentinel.map(str::to_owned),
            whole: marks.contains(&"whole"),
            text: marks.contains(&"text"),
        },
        "lines" => Framing::Lines,
        "sequence" => Framing::Sequence,
        "bytes" => Framing::Bytes,
        _ => return None,
    })
}
