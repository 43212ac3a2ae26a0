//! The index of the docs, and that of the types.

use super::book::{Book, Depth};
use super::cells::{self, code};
use crate::markdown;
use crate::surface::{Kind, Type};

/// `docs/README.md`.
pub(super) fn page(book: &Book<'_>) -> String {
    let surface = book.surface;
    let mut text = format!("# {}\n\n", title(book));
    let prose = surface_prose(book);
    if !prose.is_empty() {
        text.push_str(&format!("{prose}\n\n"));
    }
    text.push_str(&format!(
        "This is the reference of the crate {}, written for version {} of the API. [README](../README.md) tells how to \
         install it and make a first call.\n\n",
        code(&surface.package.name),
        code(&surface.api_version),
    ));
    text.push_str("## Resources\n\n");
    for resource in &surface.resources {
        let depth = resource.chain.len().saturating_sub(1);
        let line = markdown::summary(&resource.docs, "");
        let line = if line.is_empty() {
            line
        } else {
            format!(": {line}")
        };
        text.push_str(&format!(
            "{}- [{}]({}){line}\n",
            "  ".repeat(depth),
            code(&resource.chain.join(".")),
            book.resource_path(resource),
        ));
    }
    text.push_str("\n## Operations\n\n");
    let rows: Vec<Vec<String>> = surface
        .operations
        .iter()
        .map(|operation| {
            let deprecated = if operation.deprecated {
                "**Deprecated.** "
            } else {
                ""
            };
            vec![
                book.operation_link(operation, Depth(0)),
                code(&format!("{} {}", operation.verb, operation.path)),
                format!("{deprecated}{}", markdown::summary(&operation.docs, "")),
            ]
        })
        .collect();
    text.push_str(&cells::table(&["Call", "Request", "What it does"], &rows));
    if !surface.webhooks.is_empty() {
        text.push_str(&format!(
            "## Webhooks\n\n[{}](webhooks.md) that a program can read.\n\n",
            all(
                surface.webhooks.len(),
                "call of the server",
                "calls of the server"
            )
        ));
    }
    if !surface.types.is_empty() {
        text.push_str(&format!(
            "## Types\n\n[{}](types/README.md) that requests carry and answers hold.\n",
            all(surface.types.len(), "type", "types")
        ));
    }
    text
}

fn all(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("The one {one}"),
        _ => format!("All {count} {many}"),
    }
}

/// The title of the API, safe.
pub(super) fn title(book: &Book<'_>) -> String {
    markdown::safe(book.surface.title.trim()).replace('\n', " ")
}

/// What the document says about the API.
pub(super) fn surface_prose(book: &Book<'_>) -> String {
    markdown::safe(book.docs.text.trim())
}

/// `docs/types/README.md`.
pub(super) fn types(book: &Book<'_>) -> String {
    let mut text = String::from("# Types\n\n[All resources](../README.md)\n\n");
    let rows: Vec<Vec<String>> = book
        .surface
        .types
        .iter()
        .filter_map(|def| {
            let path = book.type_path(&def.name)?;
            Some(vec![
                format!("[{}](../{path})", code(&def.name)),
                kind(def).to_owned(),
                markdown::summary(&def.docs, ""),
            ])
        })
        .collect();
    text.push_str(&cells::table(&["Type", "Kind", "What it is"], &rows));
    text.push_str(
        "A type whose page names a Cargo feature is there when that is on. Any other comes with each operation that uses it.\n",
    );
    text
}

/// What a type is, in a word.
pub(super) fn kind(def: &Type) -> &'static str {
    match def.kind {
        Kind::Struct(_) => "struct",
        Kind::Multipart(_) => "body in parts",
        Kind::Texts(_) | Kind::Numbers(_) => "enum",
        Kind::Union(_) => "union",
        Kind::Alias(_) | Kind::Newtype(_) => "alias",
    }
}
