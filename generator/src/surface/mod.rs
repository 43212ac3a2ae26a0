//! What a consumer of the generated crate sees, and what goes over the wire: built from IR and facts, in plain words.
//!
//! Whatever there is to decide about that (what is an argument, what a setter takes, how a type is spelled) is decided
//! here, by small functions that `emit/` reads as well. So what this says of the crate is what the crate is.

mod calls;
mod changes;
mod fields;
mod json;
mod llms;
mod lock;
mod model;
mod operations;
mod pairs;
mod places;
mod rust;
mod types;
mod unions;

pub use changes::{Change, Class, Level, Rule, Site, changes, enough, level, next};
pub use lock::Lock;
pub(crate) use lock::spell;
pub use model::{
    Answer, AnswerContent, Body, Client, CredentialSetter, Cursor, Feature, Field, Filled, Given,
    HeaderField, Headers, Kind, Operation, Package, Paging, Parameter, Resource, Stream, Struct,
    Surface, Type, Union, Value, Variant, Webhook,
};
pub use places::TypedPlace;
pub use rust::{RustType, Takes};

pub(crate) use calls::{Input, accept, failure, inputs, stream as stream_type, success};
pub(crate) use fields::{Seat, is_argument, is_required, taken};
pub(crate) use json::{SCHEMA_TEXT, sdk_json};
pub(crate) use llms::llms_txt;
pub(crate) use pairs::Pairs;
pub(crate) use places::places;
pub(crate) use rust::{Room, alias_target, resolved, rust_type, takes};
pub(crate) use unions::converting;

use crate::analyze::Facts;
use crate::ir::Api;
use crate::package;

/// The surface of the crate that would be emitted.
pub(crate) fn surface(api: &Api, facts: &Facts, package: &package::Package) -> Surface {
    let (resources, operations) = operations::resources(api, facts);
    Surface {
        title: api.title.clone(),
        api_version: api.version.clone(),
        package: Package {
            name: package.name.clone(),
            library: package.library(),
            version: package.version.clone(),
            features: features(api, facts),
            dependencies: package::dependencies_of_types(facts, package),
        },
        client: Client {
            name: package.client.clone(),
            server_env: package.server_env.clone(),
            servers: api.servers.clone(),
            credentials: credentials(api),
            defaults: api.defaults.clone(),
        },
        resources,
        operations,
        webhooks: webhooks(api),
        types: types::types(api, facts),
    }
}

fn webhooks(api: &Api) -> Vec<Webhook> {
    let webhooks = api.webhooks.iter().map(|webhook| Webhook {
        name: webhook.name.wire.clone(),
        pointer: webhook.origin.clone(),
        verb: webhook.verb.clone(),
        function: webhook.name.rust.clone(),
        payload: rust_type(api, &webhook.content.ty, Room::Resources),
        docs: webhook.docs.clone(),
        deprecated: webhook.deprecated,
    });
    webhooks.collect()
}

fn credentials(api: &Api) -> Vec<CredentialSetter> {
    let schemes = api.schemes.iter().map(|scheme| CredentialSetter {
        name: scheme.name.clone(),
        credential: scheme.credential.clone(),
        env: scheme.env.clone(),
        docs: scheme.docs.clone(),
    });
    schemes.collect()
}

fn features(api: &Api, facts: &Facts) -> Vec<Feature> {
    let abilities = package::features(api).map(|feature| Feature {
        name: feature.name.to_owned(),
        default: feature.default,
        resource: false,
        docs: feature.docs.to_owned(),
    });
    let resources = facts.features.iter().map(|name| Feature {
        name: name.clone(),
        default: true,
        resource: true,
        docs: "A resource: its operations and the types that they reach.".to_owned(),
    });
    let mut features: Vec<Feature> = abilities.chain(resources).collect();
    features.sort_by(|a, b| a.name.cmp(&b.name));
    features
}
