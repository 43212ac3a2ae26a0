//! What an item is in a line, and the settings that would change it.

use super::Known;
use super::items::{Item, What};
use super::places;
use super::why::schema_places;
use crate::ir::{Scalar, Style, scalar_name};
use crate::pointer::Pointer;
use crate::surface::{Kind, Operation, Parameter, RustType, Type, spell};

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
        What::Client(client) => format!("client {library}::{}", client.name),
        What::Credential(setter) => format!("credential `{}`", setter.name.rust),
        What::Webhook(webhook) => {
            format!("webhook {library}::{path}: {}", spell::ty(&webhook.payload))
        }
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
pub(super) fn settings(known: &Known<'_>, item: &Item<'_>) -> Vec<String> {
    match item.what {
        What::Client(client) => vec![
            "[client]".to_owned(),
            format!("name = {:?}", client.name),
            format!("server-env = {:?}", client.server_env),
        ],
        What::Operation(operation) => operation_settings(operation),
        What::Parameter(operation, parameter) => {
            let mut lines = parameter_settings(known, operation, parameter);
            if lines.is_empty() {
                lines = format_settings(known, &schema_places(&item.places), &parameter.ty);
            }
            lines
        }
        What::Body(_, body) => type_settings(known, &body.ty),
        What::Answer(_, answer) => match &answer.content {
            Some(content) => type_settings(known, &content.ty),
            None => Vec::new(),
        },
        What::Type(ty) => named(ty),
        What::Field(_, field) => {
            let mut lines = type_settings(known, &field.ty);
            if lines.is_empty() {
                lines = format_settings(known, &item.places, &field.ty);
            }
            lines
        }
        What::Branch(_, variant) => type_settings(known, &variant.ty),
        What::Webhook(webhook) => type_settings(known, &webhook.payload),
        What::Resource(_) | What::Value(..) => Vec::new(),
        What::Credential(setter) => vec![
            "[client.env]".to_owned(),
            format!("{} = {:?}", key(&setter.name.wire), setter.env),
        ],
    }
}

/// The definition that a type rests on.
fn definition<'k>(known: &Known<'k>, ty: &RustType) -> Option<&'k Type> {
    let model = ty.model()?;
    known.surface.types.iter().find(|known| known.name == model)
}

fn type_settings(known: &Known<'_>, ty: &RustType) -> Vec<String> {
    definition(known, ty).map(named).unwrap_or_default()
}

/// What texts of a format are read as goes by the format.
fn format_settings(known: &Known<'_>, places: &[Pointer], ty: &RustType) -> Vec<String> {
    let document = &known.trace.document;
    let mut formats = places
        .iter()
        .filter_map(|at| places::value(document, at)?.get("format")?.as_str());
    match (formats.next(), ty.bare()) {
        (Some(format), RustType::Scalar(scalar)) if is_chosen_by_format(*scalar) => vec![
            "[formats]".to_owned(),
            format!("{} = {:?}", key(format), scalar_name(*scalar)),
        ],
        _ => Vec::new(),
    }
}

fn is_chosen_by_format(scalar: Scalar) -> bool {
    let plain = [Scalar::String, Scalar::Secret, Scalar::Base64];
    scalar.is_formatted() || plain.contains(&scalar)
}

/// A type has its name by where its schema stands.
fn named(ty: &Type) -> Vec<String> {
    vec![
        "[types]".to_owned(),
        format!("{:?} = {:?}", ty.pointer.as_str(), ty.name),
    ]
}

fn operation_settings(operation: &Operation) -> Vec<String> {
    vec![
        format!("[operations.{}]", key(&operation.id)),
        format!("resource = {:?}", operation.chain.join(".")),
        format!("method = {:?}", operation.method),
    ]
}

fn parameter_settings(
    known: &Known<'_>,
    operation: &Operation,
    parameter: &Parameter,
) -> Vec<String> {
    // Only lists inside of an object can be written in two ways.
    let has_lists = definition(known, &parameter.ty).is_some_and(|ty| match &ty.kind {
        Kind::Struct(body) => body.fields.iter().any(|field| field.ty.is_list()),
        _ => false,
    });
    match parameter.style {
        Style::Form {
            explode: true,
            comma_arrays,
            ..
        } if has_lists => {
            let other = if comma_arrays { "repeat" } else { "comma" };
            let name = key(&parameter.name.wire);
            // The methods of one operation have its parameters in common.
            let owner = match operation.sends {
                Some(_) => format!("{} {}", operation.verb, operation.path),
                None => operation.id.clone(),
            };
            vec![
                format!("[operations.{}]", key(&owner)),
                format!("parameters.{name} = {{ arrays = {other:?} }}"),
            ]
        }
        _ => type_settings(known, &parameter.ty),
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
