//! The README of the crate.

use super::book::Book;
use super::cells::{self, code};
use super::guide::{Block, guide};
use super::index::{surface_prose, title};
use crate::markdown;

/// `README.md`.
pub(super) fn page(book: &Book<'_>) -> String {
    let surface = book.surface;
    let package = &surface.package;
    let mut text = format!("# {}\n\nThe Rust client of {}", package.name, title(book));
    text.push_str(&format!(", version {}.\n\n", code(&surface.api_version)));
    let prose = surface_prose(book);
    if !prose.is_empty() {
        text.push_str(&format!("{prose}\n\n"));
    }
    text.push_str(&format!(
        "[The reference](docs/README.md) describes every call and every type.\n\n## Install\n\n```toml\n[dependencies]\n{} = \"{}\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```\n\nFrom a folder beside yours it is `{} = \
         {{ path = \"…\" }}`. Examples that hold free JSON need `serde_json`, too.\n\n",
        package.name, package.version, package.name,
    ));
    for block in guide(surface, book.snippets) {
        match block {
            Block::Title(title) => text.push_str(&format!("## {title}\n\n")),
            Block::Text(words) => text.push_str(&format!("{words}\n\n")),
            Block::Code(snippet) => {
                text.push_str(&format!("```rust\n{}```\n\n", snippet.program()))
            }
        }
    }
    features(book, &mut text);
    resources(book, &mut text);
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn features(book: &Book<'_>, text: &mut String) {
    let features = &book.surface.package.features;
    text.push_str("## Features\n\n");
    let rows: Vec<Vec<String>> = features
        .iter()
        .filter(|feature| !feature.resource)
        .map(|feature| {
            vec![
                code(&feature.name),
                cells::required(feature.default),
                feature.docs.clone(),
            ]
        })
        .collect();
    text.push_str(&cells::table(
        &["Feature", "Default", "What it is for"],
        &rows,
    ));
    if features.iter().any(|feature| feature.resource) {
        text.push_str(
            "Each resource is a feature as well, on by default. With `default-features = false` and a few of them, only their calls and \
             types are compiled; a transport is then chosen by `rustls`, `native-tls` or `.transport(…)`.\n\n",
        );
    }
}

fn resources(book: &Book<'_>, text: &mut String) {
    let surface = book.surface;
    if surface.resources.is_empty() {
        return;
    }
    text.push_str("## Resources\n\n");
    for resource in &surface.resources {
        let calls: Vec<String> = surface
            .operations
            .iter()
            .filter(|operation| operation.chain == resource.chain)
            .map(|operation| code(&operation.method))
            .collect();
        let line = markdown::summary(&resource.docs, "");
        let line = if line.is_empty() {
            line
        } else {
            format!(": {line}")
        };
        let calls = if calls.is_empty() {
            String::new()
        } else {
            format!(" ({})", calls.join(", "))
        };
        text.push_str(&format!(
            "- [{}](docs/{}){line}{calls}\n",
            code(&resource.chain.join(".")),
            book.resource_path(resource)
        ));
    }
}
