//! The examples as an OpenAPI Overlay (1.0): applied to the document, a site that renders it shows Rust beside other languages.

use crate::ir::{Api, Operation, SAMPLE_KEYS};
use crate::pointer::Pointer;
use crate::snippets::{Snippet, Snippets};

/// Writes the overlay.
pub(crate) fn overlay(api: &Api, snippets: &Snippets<'_>) -> String {
    let title = format!("Rust examples for {}", api.title);
    let mut text = format!(
        "# Written by the generator; every edit here is lost.\noverlay: 1.0.0\ninfo:\n  title: {}\n  version: {}\nactions:",
        quoted(&title),
        quoted(&api.version),
    );
    // Two paths can share one path item; its operations then stand in the document once.
    let mut done: Vec<&Pointer> = Vec::new();
    for resource in api.all_resources() {
        for operation in &resource.operations {
            if let Some(snippet) = snippets.of(&resource.module, &operation.name)
                && !done.contains(&&operation.origin)
            {
                done.push(&operation.origin);
                actions(operation, snippet, &mut text);
            }
        }
    }
    text.push_str(if done.is_empty() { " []\n" } else { "\n" });
    text
}

/// A list that the document has is added to, one that it hasn't is made. Overlay 1.0 leaves open what merging two lists means, so no
/// action relies on it.
fn actions(operation: &Operation, snippet: &Snippet, text: &mut String) {
    let target = path(&operation.origin);
    let sample = |indent: usize, first: &str| {
        let pad = " ".repeat(indent);
        let program = snippet.program();
        let lines: Vec<String> = program
            .lines()
            .map(|line| {
                if line.is_empty() {
                    String::new()
                } else {
                    format!("{pad}  {line}")
                }
            })
            .collect();
        format!(
            "\n{first}lang: rust\n{pad}label: Rust\n{pad}source: |\n{}",
            lines.join("\n")
        )
    };
    let (listed, missing): (Vec<&str>, Vec<&str>) = SAMPLE_KEYS
        .iter()
        .partition(|key| operation.samples.contains(**key));
    for key in listed {
        let target = quoted(&format!("{target}['{key}']"));
        text.push_str(&format!("\n  - target: {target}\n    update:"));
        text.push_str(&sample(6, "      "));
    }
    if !missing.is_empty() {
        text.push_str(&format!("\n  - target: {}\n    update:", quoted(&target)));
        for key in missing {
            text.push_str(&format!("\n      {key}:"));
            text.push_str(&sample(10, "        - "));
        }
    }
}

/// A pointer as a JSONPath (RFC 9535).
fn path(pointer: &Pointer) -> String {
    let mut text = String::from("$");
    for step in pointer.steps() {
        text.push_str("['");
        for letter in step.chars() {
            match letter {
                '\'' | '\\' => text.extend(['\\', letter]),
                control if control.is_control() => {
                    text.push_str(&format!("\\u{:04x}", u32::from(control)));
                }
                plain => text.push(plain),
            }
        }
        text.push_str("']");
    }
    text
}

/// A text as a double-quoted scalar of YAML, which JSON's are.
fn quoted(text: &str) -> String {
    crate::ir::Json::Text(text.to_owned()).to_string()
}
