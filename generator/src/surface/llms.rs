//! `llms.txt`: what an assistant has to know in order to call the crate, on as few lines as the API allows.

use super::model::{Filled, Given, Kind, Operation, Resource, Surface};
use super::{RustType, Takes};

/// What is the same for every crate; names in capitals stand for the crate's own.
const HOW_TO: &str = include_str!("llms.txt");

/// Writes `llms.txt`.
pub(crate) fn llms_txt(surface: &Surface) -> String {
    let package = &surface.package;
    let title = one_line(&surface.title);
    let mut text = format!(
        "# {}\n\n> The Rust client of {title}, version {}: a method for each operation, typed arguments and answers.\n\n{}",
        package.name,
        one_line(&surface.api_version),
        how_to(surface)
    );
    for resource in &surface.resources {
        let mut operations = surface
            .operations
            .iter()
            .filter(|operation| operation.chain == resource.chain)
            .peekable();
        if operations.peek().is_none() {
            continue;
        }
        text.push_str(&heading(resource));
        for operation in operations {
            text.push_str(&entry(operation, &package.library));
        }
    }
    text.push_str(&bodies(surface));
    text
}

/// The structs that callers make: what `new` takes, and what can be set.
fn bodies(surface: &Surface) -> String {
    let mut text = String::new();
    for ty in surface.types.iter().filter(|ty| ty.sent) {
        let (Kind::Struct(object) | Kind::Multipart(object)) = &ty.kind else {
            continue;
        };
        let mut arguments = Vec::new();
        let mut setters = String::new();
        for field in &object.fields {
            match field.filled {
                Filled::By(Given::Argument(_)) => arguments.push(field.name.rust.as_str()),
                Filled::Constant(_) => {}
                Filled::By(Given::Setter) => setters.push_str(&format!(" `.{}`", field.name.rust)),
            }
        }
        text.push_str(&format!(
            "- `{}::new({})`{setters}\n",
            ty.name,
            arguments.join(", ")
        ));
    }
    if text.is_empty() {
        text
    } else {
        format!("\n## Structs of `models` that calls send\n\n{text}")
    }
}

fn how_to(surface: &Surface) -> String {
    let client = &surface.client;
    let setters = client.credentials.iter();
    let setters: String = setters
        .map(|credential| format!(", `.{}(…)`", credential.name.rust))
        .collect();
    let variables = client.credentials.iter();
    let variables: String = variables
        .map(|credential| format!(" `{}`,", credential.env))
        .collect();
    HOW_TO
        .replace("CREDENTIALS", &setters)
        .replace("ENVIRONMENT", &variables)
        .replace("SERVER_ENV", &client.server_env)
        .replace(
            "CLIENT",
            &format!("{}::{}", surface.package.library, client.name),
        )
        .replace("LIBRARY", &surface.package.library)
}

fn heading(resource: &Resource) -> String {
    let chain: Vec<String> = resource
        .chain
        .iter()
        .map(|step| format!("{step}()"))
        .collect();
    let docs = sentence(&resource.docs.text);
    let docs = if docs.is_empty() {
        docs
    } else {
        format!("{docs}\n\n")
    };
    format!(
        "\n## `client.{}` (feature `{}`)\n\n{docs}",
        chain.join("."),
        resource.feature
    )
}

/// One operation: how it is called, what it gives, and what it is for.
fn entry(operation: &Operation, library: &str) -> String {
    let inputs = operation
        .parameters
        .iter()
        .map(|each| (each.given, each.name.rust.as_str(), &each.takes));
    let body = operation
        .body
        .iter()
        .map(|each| (each.given, each.name.as_str(), &each.takes));
    let mut arguments = Vec::new();
    let mut setters = String::new();
    for (given, name, takes) in inputs.chain(body) {
        let takes = short(takes, library);
        match given {
            Given::Argument(index) => arguments.push((index, format!("{name}: {takes}"))),
            Given::Setter => setters.push_str(&format!(" `.{name}({takes})`")),
        }
    }
    arguments.sort();
    let arguments: Vec<String> = arguments
        .into_iter()
        .map(|(_, argument)| argument)
        .collect();
    let spelled = |ty: &RustType| relative(&ty.path(library), library);
    let mut gives = Vec::new();
    gives.extend(
        operation
            .output
            .as_ref()
            .map(|ty| format!("-> `{}`", spelled(ty))),
    );
    gives.extend(
        operation
            .paging
            .as_ref()
            .map(|paging| format!("items `{}`", spelled(&paging.item))),
    );
    gives.extend(
        operation
            .stream
            .as_ref()
            .map(|stream| format!("stream `{}`", spelled(&stream.item))),
    );
    if operation.failure != RustType::Infallible {
        gives.push(format!("error `{}`", spelled(&operation.failure)));
    }
    let deprecated = if operation.deprecated {
        " (deprecated)"
    } else {
        ""
    };
    let docs = sentence(&operation.docs.text);
    let docs = if docs.is_empty() {
        docs
    } else {
        format!(". {docs}")
    };
    format!(
        "- `.{}({})`{setters} {}: {} {}{deprecated}{docs}\n",
        operation.method,
        arguments.join(", "),
        gives.join(", "),
        operation.verb,
        operation.path
    )
}

/// What an argument takes, as short as it can be said.
fn short(takes: &Takes, library: &str) -> String {
    relative(&takes.path(library), library)
}

/// A path as it is spelled after `use LIBRARY::*`.
fn relative(path: &str, library: &str) -> String {
    path.replace(&format!("{library}::"), "")
        .replace("std::collections::", "")
}

/// The first sentence of a description, without what would end the line.
fn sentence(text: &str) -> String {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    let line = one_line(paragraph);
    match line.find(". ") {
        Some(end) => line[..=end].to_owned(),
        None => line,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
