//! The manifest of the generated crate.

use std::fmt::Write;

use super::Cx;
use crate::ir::Scalar;
use crate::package::FEATURES;

/// Dependencies of every generated crate. Each has its reason in ARCHITECTURE.md.
const DEPENDENCIES: &str = r#"base64 = { version = "0.23", default-features = false, features = ["alloc"] }
bytes = { version = "1.12", default-features = false, features = ["std"] }
flate2 = { version = "1.1", default-features = false, features = ["rust_backend"], optional = true }
futures-core = { version = "0.3.34", default-features = false, features = ["std"] }
http = "1.5"
http-body = { version = "1.1", optional = true }
httpdate = "1.0.3"
percent-encoding = { version = "2.3.2", default-features = false, features = ["alloc"] }
reqwest = { version = "0.13.5", default-features = false, features = ["http2", "system-proxy"], optional = true }
rustls = { version = "0.23.46", default-features = false, features = ["ring", "std", "tls12"], optional = true }
rustls-platform-verifier = { version = "0.7", optional = true }
serde = { version = "1.0.229", default-features = false, features = ["derive", "std"] }
serde_json = { version = "1.0.154", default-features = false, features = ["std"] }
tokio = { version = "1.54", default-features = false, features = ["rt", "time"], optional = true }
tracing = { version = "0.1.44", default-features = false, features = ["std"], optional = true }
zeroize = { version = "1.8", default-features = false, features = ["alloc"] }
"#;

/// Dependencies that only some documents need, by the scalars that need them.
const BY_SCALAR: &[(&[Scalar], &str)] = &[
    (
        &[Scalar::Timestamp, Scalar::Date],
        r#"jiff = { version = "0.2", default-features = false, features = ["std", "serde"] }"#,
    ),
    (
        &[Scalar::Uuid],
        r#"uuid = { version = "1", default-features = false, features = ["std", "serde"] }"#,
    ),
];

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
    let default: Vec<String> = FEATURES
        .iter()
        .filter(|feature| feature.default)
        .map(|feature| feature.name)
        .chain(resources.iter().map(|name| name.as_str()))
        .map(quoted)
        .collect();
    let _ = writeln!(text, "default = [{}]", default.join(", "));
    for feature in FEATURES {
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
    text.push_str(DEPENDENCIES);
    for (scalars, line) in BY_SCALAR {
        if scalars
            .iter()
            .any(|scalar| cx.facts.scalars.contains(scalar))
        {
            text.push_str(line);
            text.push('\n');
        }
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
