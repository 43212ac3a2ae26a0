//! The items of the crate, each with its Rust path and its places in the document.

use super::Known;
use super::places;
use crate::pointer::Pointer;
use crate::spec::json::Value;
use crate::surface::{
    Answer, Body, Client, CredentialSetter, Field, Kind, Operation, Parameter, Resource, Type,
    Variant, Webhook, spell,
};

/// An item.
pub(super) struct Item<'k> {
    pub(super) what: What<'k>,
    /// The ways in which Rust spells it, without the crate; the first one is shown.
    pub(super) paths: Vec<String>,
    /// Where it stands in the document.
    pub(super) places: Vec<Pointer>,
}

/// What an item is.
#[derive(Clone, Copy)]
pub(super) enum What<'k> {
    Client(&'k Client),
    Resource(&'k Resource),
    Operation(&'k Operation),
    Parameter(&'k Operation, &'k Parameter),
    Body(&'k Operation, &'k Body),
    Answer(&'k Operation, &'k Answer),
    Type(&'k Type),
    Field(&'k Type, &'k Field),
    Value(&'k str),
    Branch(&'k Type, &'k Variant),
    Credential(&'k CredentialSetter),
    Webhook(&'k Webhook),
}

/// All items of the surface.
pub(super) fn all<'k>(known: &'k Known<'k>) -> Vec<Item<'k>> {
    let client = &known.surface.client;
    let mut items = vec![Item {
        what: What::Client(client),
        paths: vec![client.name.clone()],
        places: vec![
            Pointer::root().child("info").child("title"),
            Pointer::root().child("servers"),
        ],
    }];
    for resource in &known.surface.resources {
        items.push(Item {
            what: What::Resource(resource),
            paths: vec![
                resource.chain.join("::"),
                format!(
                    "resources::{}::{}",
                    resource.module.join("::"),
                    resource.handle
                ),
            ],
            places: tag_places(known, resource),
        });
    }
    for operation in &known.surface.operations {
        operation_items(known, operation, &mut items);
    }
    for webhook in &known.surface.webhooks {
        items.push(Item {
            what: What::Webhook(webhook),
            paths: vec![format!("webhooks::{}", webhook.function)],
            places: vec![webhook.pointer.clone()],
        });
    }
    for ty in &known.surface.types {
        type_items(known, ty, &mut items);
    }
    let schemes = Pointer::root().child("components").child("securitySchemes");
    for setter in &known.surface.client.credentials {
        items.push(Item {
            what: What::Credential(setter),
            paths: vec![format!(
                "{}Builder::{}",
                known.surface.client.name, setter.name.rust
            )],
            places: vec![schemes.child(&setter.name.wire)],
        });
    }
    items
}

fn tag_places(known: &Known<'_>, resource: &Resource) -> Vec<Pointer> {
    let at = Pointer::root().child("tags");
    let tags = places::value(&known.trace.document, &at).and_then(Value::as_array);
    let named = |tag: &Value| tag.get("name").is_some_and(|name| *name == resource.name);
    let index = tags.and_then(|tags| tags.iter().position(named));
    index.map(|index| at.index(index)).into_iter().collect()
}

fn operation_items<'k>(known: &Known<'k>, operation: &'k Operation, items: &mut Vec<Item<'k>>) {
    let document = &known.trace.document;
    let module = format!("resources::{}", operation.module.join("::"));
    let call = format!("{}::{}", operation.chain.join("::"), operation.method);
    let builder = format!("{module}::{}", operation.builder);
    let below = |name: &str| vec![format!("{builder}::{name}"), format!("{call}::{name}")];
    items.push(Item {
        what: What::Operation(operation),
        paths: vec![call.clone(), builder.clone(), operation.id.clone()],
        places: vec![operation.pointer.clone()],
    });
    for parameter in &operation.parameters {
        items.push(Item {
            what: What::Parameter(operation, parameter),
            paths: below(&parameter.name.rust),
            places: places::parameter(
                document,
                &operation.pointer,
                &parameter.name.wire,
                spell::place(parameter.place),
            ),
        });
    }
    if let Some(body) = &operation.body {
        let at = operation.pointer.child("requestBody");
        let real = places::followed(document, &at);
        let media = places::media_type(document, &real, &body.mime);
        items.push(Item {
            what: What::Body(operation, body),
            paths: below(&body.name),
            places: distinct([at, real, media.clone(), media.child("schema")]),
        });
    }
    let answers = operation.pointer.child("responses");
    for answer in &operation.answers {
        let at = answers.child(&spell::status(answer.status));
        let real = places::followed(document, &at);
        let mut found = vec![at, real.clone()];
        if let Some(content) = &answer.content {
            let media = places::media_type(document, &real, &content.mime);
            found.extend([media.clone(), media.child("schema")]);
        }
        // Variants stand in the enum over several answers.
        let whole = if answer.success {
            operation.output.as_ref()
        } else {
            Some(&operation.failure)
        };
        let variant = whole.zip(answer.variant.as_ref()).map(|(whole, variant)| {
            let whole = whole.path("crate");
            format!("{}::{variant}", whole.trim_start_matches("crate::"))
        });
        items.push(Item {
            what: What::Answer(operation, answer),
            paths: variant.into_iter().collect(),
            places: distinct(found),
        });
    }
}

fn distinct(places: impl IntoIterator<Item = Pointer>) -> Vec<Pointer> {
    let mut found: Vec<Pointer> = Vec::new();
    for place in places {
        if !found.contains(&place) {
            found.push(place);
        }
    }
    found
}

/// Where a type is declared: where its schema stands, and wherever the settings give its name.
pub(super) fn type_places(known: &Known<'_>, ty: &Type) -> Vec<Pointer> {
    let named = known.settings.types.iter();
    let named = named
        .filter(|(_, name)| **name == ty.name)
        .filter_map(|(key, _)| Pointer::parse(key.get_ref()));
    distinct([ty.pointer.clone()].into_iter().chain(named))
}

fn type_items<'k>(known: &Known<'k>, ty: &'k Type, items: &mut Vec<Item<'k>>) {
    let document = &known.trace.document;
    let own = type_places(known, ty);
    let path = format!("models::{}", ty.name);
    let at = |find: &dyn Fn(&Pointer) -> Vec<Pointer>| distinct(own.iter().flat_map(find));
    let mut member = |what, name: &str, places| {
        items.push(Item {
            what,
            paths: vec![format!("{path}::{name}")],
            places,
        });
    };
    match &ty.kind {
        Kind::Struct(body) | Kind::Multipart(body) => {
            for field in &body.fields {
                let places = at(&|own| places::property(document, own, &field.name.wire));
                member(What::Field(ty, field), &field.name.rust, places);
            }
        }
        Kind::Texts(values) => {
            for value in values {
                let wire = Value::from(value.wire.as_str());
                let places = at(&|own| value_places(document, own, &wire));
                member(What::Value(&value.wire), &value.rust, places);
            }
        }
        Kind::Numbers(values) => {
            for value in values {
                let wire = Value::from(value.wire);
                let places = at(&|own| value_places(document, own, &wire));
                member(What::Value(&value.rust), &value.rust, places);
            }
        }
        Kind::Union(union) => {
            for variant in &union.variants {
                let places = at(&|own| branch_places(known, own, variant));
                member(What::Branch(ty, variant), &variant.rust, places);
            }
        }
        Kind::Alias(_) | Kind::Newtype(_) => {}
    }
    let formerly = ty.formerly.iter().map(|name| format!("models::{name}"));
    items.push(Item {
        what: What::Type(ty),
        paths: [path.clone()].into_iter().chain(formerly).collect(),
        places: own,
    });
}

fn value_places(document: &Value, schema: &Pointer, wire: &Value) -> Vec<Pointer> {
    let mut found = Vec::new();
    places::each_part(document, schema, &mut |part| {
        let list = part.child("enum");
        let values = places::value(document, &list).and_then(Value::as_array);
        let index = values.and_then(|values| values.iter().position(|value| value == wire));
        found.extend(index.map(|index| list.index(index)));
        let single = part.child("const");
        if places::value(document, &single) == Some(wire) {
            found.push(single);
        }
    });
    found
}

/// The branch whose schema is the type that a variant holds.
fn branch_places(known: &Known<'_>, schema: &Pointer, variant: &Variant) -> Vec<Pointer> {
    let document = &known.trace.document;
    let held = variant.ty.model();
    let held = known
        .surface
        .types
        .iter()
        .find(|ty| Some(ty.name.as_str()) == held);
    let mut found = Vec::new();
    for key in ["oneOf", "anyOf"] {
        let list = places::followed(document, schema).child(key);
        let count = places::value(document, &list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        for index in 0..count {
            let at = list.index(index);
            if held.is_some_and(|ty| places::followed(document, &at) == ty.pointer) {
                found.push(at);
            }
        }
    }
    found
}
