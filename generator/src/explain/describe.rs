//! What an item is in a line, and the settings that would change it.

use super::Known;
use super::items::{Item, What};
use crate::ir::Style;
use crate::surface::{Operation, Parameter, spell};

/// The kind of an item and its type, such as "the field `email`: Patch<String>".
pub(super) fn title(known: &Known<'_>, item: &Item<'_>) -> String {
    let library = &known.surface.package.library;
    let path = item.paths.first().map_or("", String::as_str);
    match item.what {
        What::Resource(resource) => format!("resource {}()", resource.chain.join("().")),
        What::Operation(operation) => format!(
            "operation {}: {} {}",
            call(operation),
            operation.verb,
            operation.path
        ),
        What::Parameter(operation, parameter) => format!(
            "parameter `{}` of {}: {}",
            parameter.name.rust,
            call(operation),
            spell::ty(&parameter.ty)
        ),
        What::Body(operation, body) => {
            format!("body of {}: {}", call(operation), spell::ty(&body.ty))
        }
        What::Answer(operation, answer) => {
            let carries = match &answer.content {
                Some(content) => spell::ty(&content.ty),
                None => "nothing".to_owned(),
            };
            format!(
                "answer {} of {}: {carries}",
                spell::status(answer.status),
                call(operation)
            )
        }
        What::Type(_) => format!("type {library}::{path}"),
        What::Field(ty, field) => format!(
            "field `{}` of {library}::models::{}: {}",
            field.name.rust,
            ty.name,
            spell::ty(&field.ty)
        ),
        What::Value(..) => format!("value {library}::{path}"),
        What::Branch(_, variant) => {
            format!("branch {library}::{path}: {}", spell::ty(&variant.ty))
        }
        What::Credential(setter) => format!("credential `{}`", setter.name.rust),
    }
}

fn call(operation: &Operation) -> String {
    let chain: String = operation
        .chain
        .iter()
        .map(|part| format!("{part}()."))
        .collect();
    format!("{chain}{}", operation.method)
}

/// Lines of the settings that would make the item another one.
pub(super) fn settings(item: &Item<'_>) -> Vec<String> {
    match item.what {
        What::Operation(operation) => operation_settings(operation),
        What::Resource(_) => Vec::new(),
        What::Parameter(operation, parameter) => parameter_settings(operation, parameter),
        What::Body(_, body) => type_settings(body.ty.model(), item),
        What::Answer(_, answer) => {
            let model = answer
                .content
                .as_ref()
                .and_then(|content| content.ty.model());
            type_settings(model, item)
        }
        What::Type(ty) => type_settings(Some(&ty.name), item),
        What::Field(_, field) => type_settings(field.ty.model(), item),
        What::Value(..) | What::Branch(..) => Vec::new(),
        What::Credential(setter) => vec![
            "[client.env]".to_owned(),
            format!("{} = {:?}", key(&setter.name.wire), setter.env),
        ],
    }
}

fn type_settings(model: Option<&str>, item: &Item<'_>) -> Vec<String> {
    let place = match item.what {
        // What carries a type is named by the place of the schema.
        What::Body(..) | What::Answer(..) => item.places.last(),
        _ => item.places.first(),
    };
    match (model, place) {
        (Some(model), Some(place)) => vec![
            "[types]".to_owned(),
            format!("{:?} = {model:?}", place.as_str()),
        ],
        _ => Vec::new(),
    }
}

fn operation_settings(operation: &Operation) -> Vec<String> {
    vec![
        format!("[operations.{}]", key(&operation.id)),
        format!("resource = {:?}", operation.chain.join(".")),
        format!("method = {:?}", operation.method),
    ]
}

fn parameter_settings(operation: &Operation, parameter: &Parameter) -> Vec<String> {
    match parameter.style {
        Style::Form {
            explode: true,
            comma_arrays,
            ..
        } => {
            let other = if comma_arrays { "repeat" } else { "comma" };
            let name = key(&parameter.name.wire);
            vec![
                format!("[operations.{}]", key(&operation.id)),
                format!("parameters.{name} = {{ arrays = {other:?} }}"),
            ]
        }
        _ => Vec::new(),
    }
}

/// A key of TOML, in quotes where it must be.
fn key(name: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else {
        format!("{name:?}")
    }
}
