//! The examples as an OpenAPI Overlay (1.0): applied to the document, a site that renders it shows Rust beside other languages.

use crate::ir::{Api, Json, Operation};
use crate::pointer::Pointer;
use crate::snippets::{Snippet, Snippets};

/// The keys under which sites look for code samples; the second refers to what the first holds.
const KEY: &str = "x-code-samples";
const OTHER_KEY: &str = "x-codeSamples";

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
            // One example for an operation: that of its first method.
            if operation.sends.is_none()
                && let Some(snippet) = snippets.of(&resource.module, &operation.name)
                && !done.contains(&&operation.origin)
            {
                done.push(&operation.origin);
                let anchor = anchor(&resource.module, operation);
                action(operation, &anchor, snippet, &mut text);
            }
        }
    }
    text.push_str(if done.is_empty() { " []\n" } else { "\n" });
    text
}

/// A list that the document has already is added to: tools append where a list meets a list, as Overlay 1.1 says in so many words.
fn action(operation: &Operation, anchor: &str, snippet: &Snippet, text: &mut String) {
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
    text.push_str(&format!(
        "\n      {KEY}: &{anchor}\n        - lang: rust\n          label: Rust\n          source: |\n{source}\n      \
         {OTHER_KEY}: *{anchor}"
    ));
}

/// A name for the example of an operation, of the letters that every reader of YAML takes.
fn anchor(module: &[String], operation: &Operation) -> String {
    let words = module.iter().chain([&operation.name]);
    let words: Vec<&str> = words.map(String::as_str).collect();
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '_'
        }
    };
    words.join("_").chars().map(plain).collect()
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
