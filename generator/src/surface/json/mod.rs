//! `sdk.json`: the surface as JSON, for programs that write calls without reading Rust.
//!
//! `sdk.schema.json` beside this file says what each key means. Whoever changes a key that is there raises [`FORMAT`] and
//! the schema's id; a key more is no change.

mod calls;
mod models;
mod text;

use text::{Json, list};

use super::{CredentialSetter, RustType, Surface, Takes, Webhook};
use crate::ir::{CallDefaults, Credential, Docs, Retry, Server};
use crate::package::WEBHOOKS;

/// The version of the format.
const FORMAT: i64 = 1;
/// The id of the schema, which names the format and nothing on the network.
const SCHEMA: &str = "urn:openapi-to-rust:sdk-json:1";
/// The schema itself, which goes beside each `sdk.json`.
pub(crate) const SCHEMA_TEXT: &str = include_str!("sdk.schema.json");

/// How to call, a paragraph for each question; `CLIENT` and `LIBRARY` stand for the crate's own names.
const HOW_TO: &str = include_str!("how_to.txt");

/// Writes `sdk.json`.
pub(crate) fn sdk_json(surface: &Surface) -> String {
    let root = surface.package.library.as_str();
    let operations = surface.operations.iter();
    let types = surface.types.iter();
    text::write(&Json::Object(vec![
        ("$schema", SCHEMA.into()),
        ("format", Json::Number(FORMAT)),
        ("api", api(surface)),
        ("crate", package(surface)),
        ("howTo", how_to(surface)),
        ("client", client(surface, root)),
        ("resources", resources(surface, root)),
        (
            "operations",
            list(operations.map(|each| calls::operation(each, root))),
        ),
        (
            "webhooks",
            list(surface.webhooks.iter().map(|each| webhook(each, root))),
        ),
        ("types", list(types.map(|each| models::one(each, root)))),
    ]))
}

fn api(surface: &Surface) -> Json {
    Json::Object(vec![
        ("title", (&surface.title).into()),
        ("version", (&surface.api_version).into()),
    ])
}

fn package(surface: &Surface) -> Json {
    let package = &surface.package;
    let features = package.features.iter().map(|feature| {
        Json::Object(vec![
            ("name", (&feature.name).into()),
            ("default", feature.default.into()),
            ("resource", feature.resource.into()),
            ("description", (&feature.docs).into()),
        ])
    });
    let dependencies = package.dependencies.iter().map(|(name, version)| {
        Json::Object(vec![("name", name.into()), ("version", version.into())])
    });
    Json::Object(vec![
        ("name", (&package.name).into()),
        ("library", (&package.library).into()),
        ("version", (&package.version).into()),
        ("features", list(features)),
        ("dependencies", list(dependencies)),
    ])
}

/// What holds for every call, in sentences for whoever writes the first program.
fn how_to(surface: &Surface) -> Json {
    let sentences = HOW_TO.split("\n\n").filter_map(|paragraph| {
        let (key, text) = paragraph.trim().split_once(": ")?;
        Some((key, in_words_of(surface, text).into()))
    });
    Json::Object(sentences.collect())
}

/// A text for every crate, with the names of this one.
fn in_words_of(surface: &Surface, text: &str) -> String {
    let library = &surface.package.library;
    text.replace("CLIENT", &format!("{library}::{}", surface.client.name))
        .replace("LIBRARY", library)
}

fn client(surface: &Surface, root: &str) -> Json {
    let client = &surface.client;
    let credentials = client.credentials.iter();
    let [timeout, retry] = defaults(&client.defaults);
    Json::Object(vec![
        ("type", format!("{root}::{}", client.name).into()),
        ("serverEnv", (&client.server_env).into()),
        ("servers", list(client.servers.iter().map(server))),
        (
            "credentials",
            list(credentials.map(|each| credential(each, root))),
        ),
        timeout,
        retry,
    ])
}

/// How calls are made unless the caller says otherwise.
fn webhook(webhook: &Webhook, root: &str) -> Json {
    Json::Object(vec![
        ("name", (&webhook.name).into()),
        ("pointer", webhook.pointer.as_str().into()),
        ("method", (&webhook.verb).into()),
        ("description", description(&webhook.docs)),
        ("deprecated", webhook.deprecated.into()),
        (
            "function",
            format!("{root}::webhooks::{}", webhook.function).into(),
        ),
        ("payload", webhook.payload.path(root).into()),
        ("feature", WEBHOOKS.into()),
    ])
}

fn server(server: &Server) -> Json {
    let variables = server.variables.iter().map(|variable| {
        Json::Object(vec![
            ("name", (&variable.name).into()),
            ("default", (&variable.default).into()),
            ("values", variable.values.as_slice().into()),
        ])
    });
    Json::Object(vec![
        ("url", (&server.url).into()),
        ("variables", list(variables)),
    ])
}

fn defaults(defaults: &CallDefaults) -> [(&'static str, Json); 2] {
    let timeout = defaults
        .timeout
        .map(|limit| Json::Number(i64::try_from(limit).unwrap_or(i64::MAX)));
    [
        ("timeoutMilliseconds", timeout.into()),
        (
            "retry",
            defaults.retry.as_ref().map(Retry::to_string).into(),
        ),
    ]
}

fn credential(credential: &CredentialSetter, root: &str) -> Json {
    let secret = format!("impl Into<{root}::Secret>");
    let token = || vec![secret.clone()];
    let (kind, place, name, takes) = match &credential.credential {
        Credential::Bearer => ("bearer", "header", "Authorization", token()),
        Credential::OAuth2 { .. } => (
            "oauth2",
            "header",
            "Authorization",
            vec![format!("impl Into<{root}::runtime::TokenSource>")],
        ),
        Credential::Basic => (
            "basic",
            "header",
            "Authorization",
            vec!["impl Into<String>".to_owned(), secret.clone()],
        ),
        Credential::Header(name) => ("apiKey", "header", name.as_str(), token()),
        Credential::Query(name) => ("apiKey", "query", name.as_str(), token()),
        Credential::Cookie(name) => ("apiKey", "cookie", name.as_str(), token()),
    };
    let token_url = match &credential.credential {
        Credential::OAuth2 { token_url } => Some(token_url),
        Credential::Bearer
        | Credential::Basic
        | Credential::Header(_)
        | Credential::Query(_)
        | Credential::Cookie(_) => None,
    };
    let mut entries = vec![
        ("scheme", (&credential.name.wire).into()),
        ("setter", (&credential.name.rust).into()),
        ("takes", list(takes)),
        ("kind", kind.into()),
        ("in", place.into()),
        ("name", name.into()),
        ("env", (&credential.env).into()),
    ];
    entries.extend(token_url.map(|url| ("tokenUrl", url.into())));
    Json::Object(entries)
}

fn resources(surface: &Surface, root: &str) -> Json {
    list(surface.resources.iter().map(|resource| {
        Json::Object(vec![
            ("name", (&resource.name).into()),
            ("chain", resource.chain.as_slice().into()),
            (
                "type",
                super::rust::resource_path(root, &resource.module, &resource.handle).into(),
            ),
            ("feature", (&resource.feature).into()),
            ("description", description(&resource.docs)),
        ])
    }))
}

/// The first paragraph of a description: what fits in a sentence or two.
fn description(docs: &Docs) -> Json {
    let paragraph = docs.text.trim().split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    if words.is_empty() {
        return Json::Null;
    }
    let text = words.join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Json::Text(format!("{}…", text[..end].trim_end())),
        None => Json::Text(text),
    }
}

/// How many letters of a description are kept.
const LONGEST: usize = 300;

/// The keys that say what to give: the type of the value, what the function takes, and what the value is made of.
fn taken(takes: &Takes, root: &str) -> [(&'static str, Json); 3] {
    let ty = takes.value();
    let from = if ty.is_bytes() { "bytes" } else { "json" };
    [
        ("type", ty.path(root).into()),
        ("takes", takes.path(root).into()),
        ("from", from.into()),
    ]
}

fn path(ty: &RustType, root: &str) -> Json {
    ty.path(root).into()
}
