//! Operations as JSON.

use super::text::{Json, list};
use super::{defaults, description, path, server, taken};
use crate::ir::{Edge, Framing, Media, Place, Status, Style};
use crate::surface::RustType;
use crate::surface::model::{
    Answer, Body, Cursor, Given, Headers, Operation, Paging, Parameter, Stream,
};
use crate::surface::rust::resource_path;

/// One operation.
pub(super) fn operation(operation: &Operation, root: &str) -> Json {
    let parameters = operation.parameters.iter();
    let answers = operation.answers.iter();
    let security = operation.security.iter();
    let builder = resource_path(root, &operation.module, &operation.builder);
    let headers = operation.headers.as_ref();
    let [timeout, retry] = defaults(&operation.defaults);
    Json::Object(vec![
        ("operationId", (&operation.id).into()),
        ("pointer", operation.pointer.as_str().into()),
        ("method", (&operation.verb).into()),
        ("path", (&operation.path).into()),
        ("description", description(&operation.docs)),
        ("deprecated", operation.deprecated.into()),
        ("formerly", operation.formerly.as_slice().into()),
        ("chain", operation.chain.as_slice().into()),
        ("function", (&operation.method).into()),
        ("call", call(operation).into()),
        ("builder", builder.into()),
        ("feature", (&operation.feature).into()),
        ("arguments", list(arguments(operation))),
        (
            "parameters",
            list(parameters.map(|each| parameter(each, root))),
        ),
        (
            "body",
            operation.body.as_ref().map(|each| body(each, root)).into(),
        ),
        ("accept", (&operation.accept).into()),
        ("answers", list(answers.map(|each| answer(each, root)))),
        (
            "returns",
            operation.output.as_ref().map(|ty| ty.path(root)).into(),
        ),
        ("fails", fails(operation, root)),
        (
            "headers",
            headers.map(|of| self::headers(of, operation, root)).into(),
        ),
        (
            "paging",
            operation
                .paging
                .as_ref()
                .map(|each| paging(each, root))
                .into(),
        ),
        (
            "stream",
            operation
                .stream
                .as_ref()
                .map(|each| stream(each, root))
                .into(),
        ),
        ("security", list(security.map(list))),
        ("idempotent", operation.idempotent.into()),
        ("servers", list(operation.servers.iter().map(server))),
        timeout,
        retry,
    ])
}

/// The headers that answers declare, and the struct that reads them.
fn headers(headers: &Headers, operation: &Operation, root: &str) -> Json {
    let fields = headers.fields.iter().map(|field| {
        Json::Object(vec![
            ("name", (&field.name.wire).into()),
            ("field", (&field.name.rust).into()),
            ("type", path(&field.ty, root)),
            ("description", description(&field.docs)),
        ])
    });
    let ty = resource_path(root, &operation.module, &headers.name);
    Json::Object(vec![("type", ty.into()), ("fields", list(fields))])
}

/// The type of the error body, where the document declares any.
fn fails(operation: &Operation, root: &str) -> Json {
    match &operation.failure {
        RustType::Infallible => Json::Null,
        declared => path(declared, root),
    }
}

/// The call up to its builder, as Rust.
fn call(operation: &Operation) -> String {
    let chain: Vec<String> = operation
        .chain
        .iter()
        .map(|step| format!("{step}()."))
        .collect();
    let arguments = arguments(operation).join(", ");
    format!("client.{}{}({arguments})", chain.concat(), operation.method)
}

/// The names of the arguments, in their order.
fn arguments(operation: &Operation) -> Vec<&str> {
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|each| (each.given, each.name.rust.as_str()));
    let body = operation
        .body
        .iter()
        .map(|each| (each.given, each.name.as_str()));
    let mut arguments: Vec<(usize, &str)> = parameters
        .chain(body)
        .filter_map(|(given, name)| match given {
            Given::Argument(index) => Some((index, name)),
            Given::Setter => None,
        })
        .collect();
    arguments.sort_unstable();
    arguments.into_iter().map(|(_, name)| name).collect()
}

fn parameter(parameter: &Parameter, root: &str) -> Json {
    let mut entries = vec![
        ("name", (&parameter.name.wire).into()),
        ("in", place(parameter.place).into()),
    ];
    entries.extend(style(&parameter.style));
    entries.push(("required", parameter.required.into()));
    entries.push(given(parameter.given, &parameter.name.rust));
    entries.extend(taken(&parameter.takes, root));
    entries.push(("deprecated", parameter.deprecated.into()));
    entries.push(("description", description(&parameter.docs)));
    Json::Object(entries)
}

/// The argument or the setter, by its name.
pub(super) fn given(given: Given, name: &str) -> (&'static str, Json) {
    match given {
        Given::Argument(_) => ("argument", name.into()),
        Given::Setter => ("setter", name.into()),
    }
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}

fn style(style: &Style) -> Vec<(&'static str, Json)> {
    let marked = |name: &str, explode: bool, marks: &[(&'static str, bool)]| {
        let mut entries = vec![("style", name.into()), ("explode", explode.into())];
        let set = marks.iter().filter(|(_, set)| *set);
        entries.extend(set.map(|(mark, _)| (*mark, true.into())));
        entries
    };
    let named = |name: &str, explode: bool| marked(name, explode, &[]);
    match style {
        Style::Simple {
            explode,
            allow_reserved,
        } => marked("simple", *explode, &[("allowReserved", *allow_reserved)]),
        Style::Matrix { explode } => named("matrix", *explode),
        Style::Label { explode } => named("label", *explode),
        Style::Form {
            explode,
            allow_reserved,
            comma_arrays,
        } => {
            let reserved = ("allowReserved", *allow_reserved);
            marked(
                "form",
                *explode,
                &[reserved, ("commaArrays", *comma_arrays)],
            )
        }
        Style::SpaceDelimited => named("spaceDelimited", false),
        Style::PipeDelimited => named("pipeDelimited", false),
        Style::DeepObject => named("deepObject", true),
        Style::Json => named("json", false),
    }
}

fn body(body: &Body, root: &str) -> Json {
    let styles = body.styles.iter().map(|(name, of)| {
        let mut entries = vec![("name", name.into())];
        entries.extend(style(of));
        Json::Object(entries)
    });
    let mut entries = vec![
        ("mediaType", (&body.mime).into()),
        ("contentType", (&body.content_type).into()),
        ("encoding", media(body.media).into()),
        ("required", body.required.into()),
        given(body.given, &body.name),
    ];
    entries.extend(taken(&body.takes, root));
    if !body.styles.is_empty() {
        entries.push(("styles", list(styles)));
    }
    entries.push(("description", description(&body.docs)));
    Json::Object(entries)
}

fn media(media: Media) -> &'static str {
    match media {
        Media::Json => "json",
        Media::Form => "form",
        Media::Multipart => "multipart",
        Media::Text => "text",
        Media::Bytes => "bytes",
    }
}

fn answer(answer: &Answer, root: &str) -> Json {
    let status = match answer.status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    };
    let content = answer.content.as_ref();
    Json::Object(vec![
        ("status", status.into()),
        ("success", answer.success.into()),
        ("mediaType", content.map(|content| &content.mime).into()),
        (
            "encoding",
            content.map(|content| media(content.media)).into(),
        ),
        ("type", content.map(|content| content.ty.path(root)).into()),
        ("variant", answer.variant.as_ref().into()),
        ("description", description(&answer.docs)),
    ])
}

fn paging(paging: &Paging, root: &str) -> Json {
    Json::Object(vec![
        ("item", path(&paging.item, root)),
        ("items", paging.items.as_slice().into()),
        ("more", paging.more.as_deref().into()),
        ("forward", cursor(&paging.forward)),
        ("backward", paging.backward.as_ref().map(cursor).into()),
    ])
}

fn cursor(cursor: &Cursor) -> Json {
    let edge = match cursor.edge {
        Edge::First => "first",
        Edge::Last => "last",
    };
    Json::Object(vec![
        ("parameter", (&cursor.parameter).into()),
        ("edge", edge.into()),
        ("field", cursor.field.as_slice().into()),
    ])
}

fn stream(stream: &Stream, root: &str) -> Json {
    let (framing, sentinel, item) = match &stream.framing {
        Framing::Events {
            sentinel,
            whole,
            text,
        } => {
            let item = match (whole, text) {
                (false, false) => "data as JSON",
                (false, true) => "data as text",
                (true, false) => "the event, its data as JSON",
                (true, true) => "the event, its data as text",
            };
            ("events", sentinel.as_ref(), item)
        }
        Framing::Lines => ("lines", None, "a line as JSON"),
        Framing::Sequence => ("sequence", None, "a record as JSON"),
        Framing::Bytes => ("bytes", None, "bytes as they arrive"),
    };
    Json::Object(vec![
        ("type", path(&stream.ty, root)),
        ("item", path(&stream.item, root)),
        ("mediaType", (&stream.mime).into()),
        ("framing", framing.into()),
        ("itemIs", item.into()),
        ("sentinel", sentinel.into()),
        ("choice", stream.choice.as_ref().into()),
    ])
}
