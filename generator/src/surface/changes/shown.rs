//! Items as Rust, for the lines before and after.

use super::super::lock::spell;
use super::super::{Body, Field, Given, Operation, Parameter, Takes, Type, Variant};

/// A call as it is written: `identities().list(id)`.
pub(super) fn call(operation: &Operation) -> String {
    let mut arguments: Vec<(usize, String)> = operation
        .parameters
        .iter()
        .filter_map(|parameter| match parameter.given {
            Given::Argument(index) => {
                Some((index, argument(&parameter.name.rust, &parameter.takes)))
            }
            Given::Setter => None,
        })
        .collect();
    if let Some(body) = &operation.body
        && let Given::Argument(index) = body.given
    {
        arguments.push((index, argument(&body.name, &body.takes)));
    }
    arguments.sort();
    let arguments: Vec<String> = arguments.into_iter().map(|(_, text)| text).collect();
    format!("{}({})", method(operation), arguments.join(", "))
}

/// The way to a method, without its arguments: `identities().list`.
pub(super) fn method(operation: &Operation) -> String {
    let chain: String = operation
        .chain
        .iter()
        .map(|step| format!("{step}()."))
        .collect();
    format!("{chain}{}", operation.method)
}

fn argument(name: &str, takes: &Takes) -> String {
    format!("{name}: {}", self::takes(takes))
}

/// What a function takes, as Rust.
fn takes(takes: &Takes) -> String {
    match takes {
        Takes::Exactly(ty) => spell::ty(ty),
        Takes::Into(ty) => format!("impl Into<{}>", spell::ty(ty)),
        Takes::Items(ty) => format!("impl IntoIterator<Item = impl Into<{}>>", spell::ty(ty)),
        Takes::Entries(ty) => format!(
            "impl IntoIterator<Item = (impl Into<String>, impl Into<{}>)>",
            spell::ty(ty)
        ),
    }
}

/// A parameter as the argument or the setter that it is.
pub(super) fn parameter(parameter: &Parameter) -> String {
    given(&parameter.name.rust, parameter.given, &parameter.takes)
}

pub(super) fn body(body: &Body) -> String {
    given(&body.name, body.given, &body.takes)
}

fn given(name: &str, given: Given, takes: &Takes) -> String {
    match given {
        Given::Argument(_) => argument(name, takes),
        Given::Setter => format!(".{name}({})", self::takes(takes)),
    }
}

/// A field as the struct holds it.
pub(super) fn field(field: &Field) -> String {
    format!("pub {}: {}", field.name.rust, spell::ty(&field.ty))
}

/// A variant of a union.
pub(super) fn variant(variant: &Variant) -> String {
    format!("{}({})", variant.rust, spell::ty(&variant.ty))
}

/// The path of a type.
pub(super) fn path(ty: &Type) -> String {
    format!("models::{}", ty.name)
}
