//! The page of a resource.

use super::book::{Book, Depth};
use super::cells::code;
use super::operation;
use crate::markdown;
use crate::surface::{Operation, Resource};

/// `docs/resources/….md`.
pub(super) fn page(book: &Book<'_>, resource: &Resource) -> String {
    let depth = Depth(resource.module.len());
    let mut text = format!("# {}\n\n", code(&resource.chain.join(".")));
    text.push_str(&format!("[All resources]({}README.md)\n\n", depth.up()));
    text.push_str("## Overview\n\n");
    let prose = markdown::safe(resource.docs.text.trim());
    if !prose.is_empty() {
        text.push_str(&format!("{prose}\n\n"));
    }
    let mut chain = crate::snippets::variable(book.surface);
    for step in &resource.chain {
        chain.push_str(&format!(".{step}()"));
    }
    text.push_str(&format!(
        "Reached by {}, with the Cargo feature {}.\n\n",
        code(&chain),
        code(&resource.feature)
    ));
    let children: Vec<&Resource> = book
        .surface
        .resources
        .iter()
        .filter(|other| {
            other.chain.len() == resource.chain.len() + 1
                && other.chain.starts_with(&resource.chain)
        })
        .collect();
    if !children.is_empty() {
        text.push_str("### Inside it\n\n");
        for child in children {
            text.push_str(&format!(
                "- [{}]({}{})\n",
                code(&child.chain.join(".")),
                depth.up(),
                book.resource_path(child)
            ));
        }
        text.push('\n');
    }
    let operations: Vec<&Operation> = book
        .surface
        .operations
        .iter()
        .filter(|operation| operation.chain == resource.chain)
        .collect();
    if !operations.is_empty() {
        text.push_str("### Available operations\n\n");
    }
    for operation in &operations {
        let summary = markdown::summary(&operation.docs, "");
        let summary = if summary.is_empty() {
            summary
        } else {
            format!(": {summary}")
        };
        text.push_str(&format!(
            "- [{}](#{}){summary}\n",
            code(&operation.method),
            operation.method
        ));
    }
    if !operations.is_empty() {
        text.push_str(&format!(
            "\nEvery call also takes `.timeout(…)`, `.retry(…)`, `.header(…)` and `.server(…)`, as [README]({}../README.md#retries-and-timeouts) \
             tells.\n\n",
            depth.up()
        ));
    }
    for operation in operations {
        operation::section(book, operation, depth, &mut text);
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
