//! The manifest of the generated crate.

use std::fmt::Write;

use super::Cx;
use crate::package::{self, dependency_lines};

/// Writes `Cargo.toml`.
pub(super) fn cargo_toml(cx: Cx<'_>) -> String {
    let package = cx.package;
    let mut text =
        String::from("# Written by the generator; every edit here is lost.\n\n[package]\n");
    let mut entry = |key: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key} = {}", quoted(value));
    };
    entry("name", &package.name);
    entry("version", &package.version);
    entry("edition", "2024");
    entry("rust-version", "1.89");
    entry("description", &package.description);
    for (key, value) in [
        ("license", &package.license),
        ("repository", &package.repository),
    ] {
        if let Some(value) = value {
            entry(key, value);
        }
    }
    text.push_str("\n[package.metadata.docs.rs]\nall-features = true\n\n[features]\n");
    let resources: Vec<&String> = cx.facts.features.iter().collect();
    let default: Vec<String> = package::features(cx.api)
        .filter(|feature| feature.default)
        .map(|feature| feature.name)
        .chain(resources.iter().map(|name| name.as_str()))
        .map(quoted)
        .collect();
    let _ = writeln!(text, "default = [{}]", default.join(", "));
    for feature in package::features(cx.api) {
        let _ = writeln!(
            text,
            "# {}\n{} = {}",
            feature.docs,
            feature.name,
            list(feature.enables)
        );
    }
    if !resources.is_empty() {
        text.push_str("# One for each resource: its operations and the types that they reach.\n");
    }
    for name in resources {
        let _ = writeln!(text, "{name} = []");
    }
    text.push_str("\n[dependencies]\n");
    for line in dependency_lines(cx.facts, package) {
        text.push_str(&line);
        text.push('\n');
    }
    for (name, features) in &package.examples {
        let (name, features) = (quoted(name), features.iter().map(quoted));
        let features = features.collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            text,
            "\n[[example]]\nname = {name}\nrequired-features = [{features}]"
        );
    }
    if !package.dev_dependencies.is_empty() {
        text.push_str("\n[dev-dependencies]\n");
        text.push_str(&package.dev_dependencies);
    }
    text
}

/// A TOML array of strings: on one line, if it fits.
fn list(items: &[&str]) -> String {
    let quoted: Vec<String> = items.iter().map(quoted).collect();
    let line = format!("[{}]", quoted.join(", "));
    if line.len() <= 80 {
        return line;
    }
    let lines: Vec<String> = quoted.iter().map(|item| format!("    {item},\n")).collect();
    format!("[\n{}]", lines.concat())
}

/// A TOML basic string.
fn quoted(text: impl AsRef<str>) -> String {
    let mut out = String::from('"');
    for letter in text.as_ref().chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' | '\r' | '\t' => out.push(' '),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
