//! The reasons of an item, each a sentence under a label, with the places that it is about.

mod done;
mod types;

use done::{complaints, overlays, repairs, rules};
use types::{of_field, of_type};

use super::Known;
use super::items::{Item, What};
use super::places;
use crate::diagnostics::Place;
use crate::ir::Name;
use crate::markdown::code;
use crate::names;
use crate::pointer::Pointer;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::Value;
use crate::surface::{Given, Kind, Lock, Operation, spell};

/// A reason.
pub(super) struct Why {
    /// What it is about: the name, the type, and so on.
    pub(super) label: &'static str,
    pub(super) text: String,
    /// Where that stands.
    pub(super) place: Option<Place>,
}

impl Why {
    fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self {
            label,
            text: text.into(),
            place: None,
        }
    }

    fn at(self, place: impl Into<Place>) -> Self {
        Self {
            place: Some(place.into()),
            ..self
        }
    }
}

/// The keywords of a schema that decide its type.
const OF_TYPES: &[&str] = &[
    "$ref",
    "type",
    "format",
    "nullable",
    "const",
    "contentEncoding",
    "additionalProperties",
];

/// What the lock does for a name that it has.
const KEPT: &str = "it has the name, which is kept when the document changes";

/// All reasons of an item.
pub(super) fn all(known: &Known<'_>, item: &Item<'_>) -> Vec<Why> {
    let mut reasons = match item.what {
        What::Resource(resource) => vec![Why::new(
            "name",
            format!(
                "from {:?}: the settings, an extension, the first tag or the path of its operations",
                resource.name
            ),
        )],
        What::Client(client) => {
            let from = match &known.settings.client.name {
                Some(name) => {
                    Why::new("name", "chosen in the settings").at(Place::Settings(name.span()))
                }
                None => Why::new("name", format!("from the title {:?}", known.surface.title)),
            };
            let servers = client.servers.iter();
            let servers = servers.map(|server| Why::new("server", server.url.as_str()));
            std::iter::once(from).chain(servers).collect()
        }
        What::Operation(operation) => of_operation(known, operation),
        What::Parameter(_, parameter) => {
            let mut reasons = vec![name(
                known,
                &item.places,
                Meaning::Parameter,
                &parameter.name,
            )];
            reasons.push(Why::new(
                "sent",
                format!(
                    "in the {}, style {}",
                    spell::place(parameter.place),
                    spell::style(parameter.style)
                ),
            ));
            reasons.extend(schema(known, &schema_places(&item.places)));
            reasons.extend(secret(known, &parameter.name.wire));
            reasons.push(given(parameter.given, parameter.required));
            reasons
        }
        What::Body(_, body) => {
            let mut reasons = vec![Why::new("sent", format!("as {}", body.mime))];
            reasons.extend(schema(known, &item.places));
            reasons.push(given(body.given, body.required));
            reasons
        }
        What::Answer(_, answer) => {
            let end = if answer.success {
                "`send()` resolves to it"
            } else {
                "the call fails with it"
            };
            let mut reasons = vec![Why::new(
                "status",
                format!("{}: {end}", spell::status(answer.status)),
            )];
            reasons.extend(schema(known, &item.places));
            reasons
        }
        What::Type(ty) => of_type(known, ty),
        What::Field(ty, field) => of_field(known, ty, field, &item.places),
        What::Value(wire) => vec![Why::new("name", format!("from the value {wire:?}"))],
        What::Branch(ty, variant) => {
            let tag = match &ty.kind {
                Kind::Union(union) => union.tag.clone(),
                _ => None,
            };
            let told = match tag {
                Some(tag) if variant.tags.is_empty() => {
                    format!("`{tag}` is anything else, or missing")
                }
                Some(tag) => format!(
                    "`{tag}` is {}",
                    variant
                        .tags
                        .iter()
                        .map(|tag| format!("{tag:?}"))
                        .collect::<Vec<_>>()
                        .join(" or ")
                ),
                None => "what the branch requires; the one that fits best counts".to_owned(),
            };
            vec![Why::new("told by", told)]
        }
        What::Webhook(webhook) => vec![Why::new(
            "name",
            format!(
                "from its key and, for a callback, its operation: {:?}",
                webhook.name
            ),
        )],
        What::Credential(setter) => {
            let (kind, more) = spell::credential(&setter.credential);
            let more = more.map(|more| format!(" {more}")).unwrap_or_default();
            vec![
                Why::new("sent", format!("as {kind}{more}")),
                Why::new(
                    "from",
                    format!("the setter, or the environment variable {}", setter.env),
                ),
            ]
        }
    };
    reasons.extend(rules(known, &item.places));
    reasons.extend(overlays(known, &item.places));
    reasons.extend(repairs(known, &item.places));
    reasons.extend(complaints(known, &item.places));
    reasons
}

/// Why a property or a parameter is called what it is, by the word that may call it so and the places that it has. A word that had
/// to give way to another name, or to the lock, is no reason.
fn name(known: &Known<'_>, places: &[Pointer], meaning: Meaning, name: &Name) -> Why {
    let Name { wire, rust } = name;
    let said = places.iter().find_map(|at| {
        let source = places::value(&known.trace.document, at)?;
        let (key, word) = extensions::name(meaning, |key| source.get(key))?;
        rust.starts_with(&names::value_name(word))
            .then(|| Why::new("name", format!("`{key}` is {word:?}")).at(at.child(key)))
    });
    if let Some(said) = said {
        return said;
    }
    if wire == rust {
        Why::new("name", "as in the document")
    } else {
        Why::new(
            "name",
            format!("from {wire:?}, in the way of Rust; the wire keeps its own"),
        )
    }
}

fn given(given: Given, required: bool) -> Why {
    let text = match (given, required) {
        (Given::Argument(_), _) => "an argument, since a call without it is refused",
        (Given::Setter, true) => "a setter, although it is required",
        (Given::Setter, false) => "a setter, since it may be left out",
    };
    Why::new("given", text)
}

/// What the settings say of everything that has a name.
fn secret(known: &Known<'_>, wire: &str) -> Option<Why> {
    let mut secrets = known.settings.secrets.iter();
    let named = secrets.find(|secret| secret.get_ref() == wire)?;
    let why = Why::new("type", "the settings call texts of this name a secret");
    Some(why.at(Place::Settings(named.span())))
}

/// The schemas of parameters.
pub(super) fn schema_places(places: &[Pointer]) -> Vec<Pointer> {
    places.iter().map(|at| at.child("schema")).collect()
}

/// What the schemas at some places say about a type, in the words of the document.
fn schema(known: &Known<'_>, found: &[Pointer]) -> Vec<Why> {
    let document = &known.trace.document;
    let mut reasons: Vec<Why> = Vec::new();
    for at in found {
        let Some(Value::Object(map)) = places::value(document, at) else {
            continue;
        };
        let short = |value: &Value| match value {
            Value::Object(_) => "{…}".to_owned(),
            other => other.to_string(),
        };
        let mut said: Vec<String> = OF_TYPES
            .iter()
            .filter_map(|key| Some(format!("{key}: {}", short(map.get(*key)?))))
            .collect();
        for key in ["enum", "allOf", "oneOf", "anyOf"] {
            if let Some(list) = map.get(key).and_then(Value::as_array) {
                said.push(format!("{key} of {}", list.len()));
            }
        }
        if map.contains_key("properties") && !map.contains_key("type") {
            said.push("properties".to_owned());
        }
        if !said.is_empty() {
            reasons.push(Why::new("type", said.join(", ")).at(at));
        }
        let format = map.get("format").and_then(Value::as_str);
        let chosen = format.and_then(|format| known.settings.formats.get_key_value(format));
        if let Some((key, _)) = chosen {
            let text = "what texts of this format are read as is chosen in the settings";
            reasons.push(Why::new("type", text).at(Place::Settings(key.span())));
        }
    }
    reasons
}

fn of_operation(known: &Known<'_>, operation: &Operation) -> Vec<Why> {
    let source = places::value(&known.trace.document, &operation.pointer);
    let text = |key: &str| source.and_then(|source| source.get(key)?.as_str());
    let said = |meaning| {
        let (key, value) = extensions::find(meaning, |key| source?.get(key))?;
        Some((key, extensions::words(value)?))
    };
    let first = operation.sends.is_none();
    let call = first.then_some((operation.verb.as_str(), operation.path.as_str()));
    let chosen = known.settings.operation(&operation.id, call);
    let mut reasons = Vec::new();
    let at = |key: &str| operation.pointer.child(key);
    reasons.push(match (chosen, said(Meaning::Group)) {
        (Some((key, choice)), _) if choice.resource.is_some() => {
            Why::new("resource", "chosen in the settings").at(Place::Settings(key.span()))
        }
        _ if !first => Why::new("resource", "that of the first method of the operation"),
        (_, Some((key, group))) => {
            Why::new("resource", format!("`{key}` is {group:?}")).at(at(key))
        }
        _ => match source.and_then(|source| source.get("tags")?.get(0)?.as_str()) {
            Some(tag) => Why::new("resource", format!("the first tag is {tag:?}")).at(at("tags")),
            None => Why::new(
                "resource",
                "the first word of the path, since there is no tag",
            ),
        },
    });
    let all = known.surface.operations.iter();
    let all = all.map(|each| (each.id.as_str(), each.verb.as_str(), each.path.as_str()));
    let ids_say_nothing = names::are_paths(all);
    reasons.push(match (chosen, said(Meaning::Method)) {
        (Some((key, choice)), _) if choice.method.is_some() => {
            Why::new("method", "chosen in the settings").at(Place::Settings(key.span()))
        }
        _ if !first => Why::new(
            "method",
            format!(
                "the first method of the operation, with a word for {}, which this one sends",
                code(operation.sends.as_deref().unwrap_or_default())
            ),
        ),
        (_, Some((key, name))) => Why::new("method", format!("`{key}` is {name:?}")).at(at(key)),
        _ => match text("operationId") {
            Some(_) if ids_say_nothing => Why::new(
                "method",
                "what it does to what its path names, since ids only spell methods and paths",
            ),
            Some(id) => {
                let added = match names::told(id, &operation.verb, &operation.path) {
                    Some(_) => ", and of the framework that made it",
                    None => "",
                };
                let why = format!("`operationId` {id:?} without the words of its resource{added}");
                Why::new("method", why).at(at("operationId"))
            }
            None => Why::new(
                "method",
                "what it does to what its path names, since there is no `operationId`",
            ),
        },
    });
    let locked = |lock: &Lock| {
        let mut known = lock.surface.operations.iter();
        known.any(|known| (&known.chain, &known.method) == (&operation.chain, &operation.method))
    };
    if known.lock.is_some_and(locked) {
        reasons.push(Why::new("lock", KEPT));
    }
    if !operation.formerly.is_empty() {
        let before = operation.formerly.join("`, `");
        reasons.push(Why::new(
            "before",
            format!("`{before}`, kept as deprecated by the lock"),
        ));
    }
    if let (Some(_), Some((key, choice))) = (&operation.paging, chosen)
        && choice.pagination.is_some()
    {
        reasons.push(
            Why::new("pages", "`items()` and `pages()` by the settings")
                .at(Place::Settings(key.span())),
        );
    }
    let output = operation
        .output
        .as_ref()
        .map_or("nothing".to_owned(), spell::ty);
    reasons.push(Why::new("resolves to", output));
    let retried = if operation.idempotent {
        format!("{} may be sent again after a failure", operation.verb)
    } else {
        format!(
            "{} is sent again only where nothing was sent, or the server asks for it",
            operation.verb
        )
    };
    reasons.push(Why::new("retries", retried));
    reasons
}
