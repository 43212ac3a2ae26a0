//! A surface as the rows of a lock.

use super::super::{
    Answer, Body, Cursor, Field, Filled, Given, Headers, Kind, Operation, Paging, Parameter,
    Resource, Stream, Struct, Surface, Type, Value, Variant, Webhook,
};
use super::rows::Row;
use super::{Lock, VERSION, order, spell};
use crate::ir::{Framing, Server};

/// All rows: the crate, then operations by path, then types by name.
pub(super) fn rows(lock: &Lock) -> Vec<Row> {
    let surface = &lock.surface;
    let mut rows = vec![Row::new(&["lock", VERSION]), package(surface)];
    rows.extend(surface.resources.iter().map(resource));
    let mut operations: Vec<&Operation> = surface.operations.iter().collect();
    operations.sort_by(|a, b| order(a).cmp(&order(b)));
    rows.extend(
        operations
            .into_iter()
            .map(|one| operation(one).maybe("docs", lock.docs.get(&Lock::operation_key(one)))),
    );
    rows.extend(surface.webhooks.iter().map(webhook));
    rows.extend(
        surface
            .types
            .iter()
            .map(|one| ty(one).maybe("docs", lock.docs.get(&Lock::type_key(one)))),
    );
    rows
}

fn package(surface: &Surface) -> Row {
    let (package, client) = (&surface.package, &surface.client);
    let features = package.features.iter().map(|feature| {
        Row::new(&["feature", &feature.name])
            .flag("default", feature.default)
            .flag("resource", feature.resource)
    });
    let credentials = client.credentials.iter().map(|credential| {
        let (kind, more) = spell::credential(&credential.credential);
        let name = &credential.name;
        Row::new(&["credential", &name.wire, &name.rust, kind])
            .maybe("of", more)
            .with("env", &credential.env)
    });
    Row::new(&["crate", &package.name, &package.version])
        .with("library", &package.library)
        .with("title", &surface.title)
        .with("api", &surface.api_version)
        .holding([Row::new(&["client", &client.name]).with("env", &client.server_env)])
        .holding(features)
        .holding(client.servers.iter().map(server))
        .holding(credentials)
}

fn resource(resource: &Resource) -> Row {
    Row::new(&["resource", &resource.chain.join(".")])
        .with("name", &resource.name)
        .with("module", resource.module.join("::"))
        .with("handle", &resource.handle)
        .with("feature", &resource.feature)
}

fn webhook(webhook: &Webhook) -> Row {
    Row::new(&["webhook", &webhook.verb, &webhook.name])
        .flag("deprecated", webhook.deprecated)
        .holding([
            Row::new(&["at", webhook.pointer.as_str()]),
            Row::new(&["reads", &webhook.function, &spell::ty(&webhook.payload)]),
        ])
}

fn server(server: &Server) -> Row {
    let variables = server.variables.iter().map(|variable| {
        let values: Vec<&str> = variable.values.iter().map(String::as_str).collect();
        let words: Vec<&str> = ["variable", &variable.name, &variable.default]
            .into_iter()
            .chain(values)
            .collect();
        Row::new(&words)
    });
    Row::new(&["server", &server.url]).holding(variables)
}

fn operation(operation: &Operation) -> Row {
    let call = [
        &operation.chain[..],
        std::slice::from_ref(&operation.method),
    ]
    .concat()
    .join(".");
    let former = operation
        .formerly
        .iter()
        .map(|name| Row::new(&["formerly", name]));
    let security = operation.security.iter().map(|all| {
        let words: Vec<&str> = std::iter::once("security")
            .chain(all.iter().map(String::as_str))
            .collect();
        Row::new(&words)
    });
    Row::new(&["operation", &operation.verb, &operation.path])
        .with("id", &operation.id)
        .maybe("sends", operation.sends.as_ref())
        .flag("deprecated", operation.deprecated)
        .flag("idempotent", operation.idempotent)
        .holding([
            Row::new(&["at", operation.pointer.as_str()]),
            Row::new(&["call", &call, &operation.builder])
                .with("module", operation.module.join("::"))
                .with("feature", &operation.feature),
        ])
        .holding(former)
        .holding(operation.parameters.iter().map(parameter))
        .holding(operation.body.iter().map(body))
        .holding([Row::new(&["accept", &operation.accept])])
        .holding(
            operation
                .output
                .iter()
                .map(|ty| Row::new(&["output", &spell::ty(ty)])),
        )
        .holding([Row::new(&["failure", &spell::ty(&operation.failure)])])
        .holding(operation.answers.iter().map(answer))
        .holding(operation.headers.iter().map(headers))
        .holding(operation.servers.iter().map(server))
        .holding(operation.stream.iter().map(stream))
        .holding(operation.paging.iter().map(paging))
        .holding(security)
}

fn given(row: Row, given: Given) -> Row {
    match given {
        Given::Argument(index) => row.with("argument", index.to_string()),
        Given::Setter => row,
    }
}

fn parameter(parameter: &Parameter) -> Row {
    let (name, place) = (&parameter.name, spell::place(parameter.place));
    let row = Row::new(&[place, &name.wire, &name.rust, &spell::ty(&parameter.ty)])
        .with("style", spell::style(parameter.style))
        .maybe("takes", spell::takes(&parameter.takes, &parameter.ty))
        .flag("required", parameter.required)
        .flag("deprecated", parameter.deprecated);
    given(row, parameter.given)
}

fn body(body: &Body) -> Row {
    let styles = body
        .styles
        .iter()
        .map(|(name, style)| Row::new(&["style", name, &spell::style(*style)]));
    let row = Row::new(&["body", &body.name, &spell::ty(&body.ty)])
        .with("mime", &body.mime)
        .with("content-type", &body.content_type)
        .with("media", spell::media(body.media))
        .maybe("takes", spell::takes(&body.takes, &body.ty))
        .flag("required", body.required)
        .holding(styles);
    given(row, body.given)
}

fn answer(answer: &Answer) -> Row {
    let row = Row::new(&["answer", &spell::status(answer.status)])
        .flag("success", answer.success)
        .maybe("variant", answer.variant.as_ref());
    match &answer.content {
        Some(content) => row
            .with("type", spell::ty(&content.ty))
            .with("mime", &content.mime)
            .with("media", spell::media(content.media)),
        None => row,
    }
}

fn headers(headers: &Headers) -> Row {
    let fields = headers.fields.iter().map(|field| {
        let (name, ty) = (&field.name, spell::ty(&field.ty));
        Row::new(&["field", &name.wire, &name.rust, &ty])
    });
    Row::new(&["headers", &headers.name]).holding(fields)
}

fn stream(stream: &Stream) -> Row {
    let sentinel = match &stream.framing {
        Framing::Events { sentinel, .. } => sentinel.as_ref(),
        Framing::Lines | Framing::Sequence | Framing::Bytes => None,
    };
    Row::new(&["stream", &spell::ty(&stream.ty), &spell::ty(&stream.item)])
        .with("mime", &stream.mime)
        .with("framing", spell::framing(&stream.framing))
        .maybe("sentinel", sentinel)
        .maybe("choice", stream.choice.as_ref())
}

fn paging(paging: &Paging) -> Row {
    let backward = paging
        .backward
        .iter()
        .map(|backward| cursor("backward", backward));
    Row::new(&["paging", &paging.items.join("."), &spell::ty(&paging.item)])
        .maybe("more", paging.more.as_ref().map(|more| more.join(".")))
        .holding([cursor("forward", &paging.forward)])
        .holding(backward)
}

fn cursor(way: &str, cursor: &Cursor) -> Row {
    let field = cursor.field.join(".");
    Row::new(&[way, &cursor.parameter, spell::edge(cursor.edge), &field])
}

fn ty(ty: &Type) -> Row {
    let kind = match &ty.kind {
        Kind::Struct(_) => "struct",
        Kind::Multipart(_) => "multipart",
        Kind::Texts(_) => "texts",
        Kind::Numbers(_) => "numbers",
        Kind::Union(_) => "union",
        Kind::Alias(_) => "alias",
        Kind::Newtype(_) => "newtype",
    };
    let former = ty.formerly.iter().map(|name| Row::new(&["formerly", name]));
    let row = Row::new(&["type", &ty.name, kind])
        .flag("sent", ty.sent)
        .flag("received", ty.received)
        .flag("deprecated", ty.deprecated)
        .with("module", &ty.module)
        .maybe("feature", ty.feature.as_ref())
        .holding([Row::new(&["at", ty.pointer.as_str()])])
        .holding(former);
    match &ty.kind {
        Kind::Struct(object) | Kind::Multipart(object) => {
            row.flag("default", object.default).holding(fields(object))
        }
        Kind::Texts(values) => row.holding(values.iter().map(value)),
        Kind::Numbers(values) => row.holding(values.iter().map(value)),
        Kind::Union(union) => row
            .maybe("tag", union.tag.as_ref())
            .holding(union.variants.iter().map(variant)),
        Kind::Alias(target) | Kind::Newtype(target) => {
            row.holding([Row::new(&["is", &spell::ty(target)])])
        }
    }
}

fn fields(object: &Struct) -> Vec<Row> {
    let rest = object
        .rest
        .iter()
        .map(|rest| Row::new(&["rest", &spell::ty(rest)]));
    object.fields.iter().map(field).chain(rest).collect()
}

fn field(field: &Field) -> Row {
    let name = &field.name;
    let row = Row::new(&["field", &name.wire, &name.rust, &spell::ty(&field.ty)])
        .flag("required", field.required)
        .flag("nullable", field.nullable)
        .flag("deprecated", field.deprecated)
        .flag(
            spell::access(field.access),
            field.access != crate::ir::Access::ReadWrite,
        )
        .maybe("takes", spell::takes(&field.takes, &field.ty))
        .maybe("part", field.part.as_ref())
        .maybe("preset", field.preset.as_ref());
    match &field.filled {
        Filled::By(how) => given(row, *how),
        Filled::Constant(value) => row.with("constant", value),
    }
}

fn value<T: ToString>(value: &Value<T>) -> Row {
    Row::new(&["value", &value.wire.to_string(), &value.rust])
}

fn variant(variant: &Variant) -> Row {
    let ty = spell::ty(&variant.ty);
    let words: Vec<&str> = ["variant", &variant.rust, &ty]
        .into_iter()
        .chain(variant.tags.iter().map(String::as_str))
        .collect();
    let from = if variant.from { "yes" } else { "no" };
    Row::new(&words).with("from", from)
}
