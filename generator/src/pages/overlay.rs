//! The examples as an OpenAPI Overlay (1.0): applied to the document, a site that renders it shows Rust beside other languages.

use crate::ir::{Api, Json, Operation};
use crate::pointer::Pointer;
use crate::snippets::{Snippet, Snippets};

/// The keys under which sites look for code samples.
const KEYS: &[&str] = &["x-code-samples", "x-codeSamples"];

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
                action(operation, snippet, &mut text);
            }
        }
    }
    text.push_str(if done.is_empty() { " []\n" } else { "\n" });
    text
}

/// A list that the document has already is added to: tools append where a list meets a list, as Overlay 1.1 says in so many words.
fn action(operation: &Operation, snippet: &Snippet, text: &mut String) {
    let target = quoted(&path(&operation.origin));
    text.push_str(&format!("\n  - target: {target}\n    update:"));
    let pad = " ".repeat(12);
    let lines: Vec<String> = snippet
        .program()
        .lines()
        .map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!("{pad}{line}")
            }
        })
        .collect();
    let source = lines.join("\n");
    for key in KEYS {
        text.push_str(&format!(
            "\n      {key}:\n        - lang: rust\n          label: Rust\n          source: |\n{source}"
        ));
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
    Json::Text(text.to_owned()).to_string()
}
