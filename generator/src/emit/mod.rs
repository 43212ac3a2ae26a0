//! From IR and facts to items of Rust: one file per kind of thing, one function per emitted item.
//!
//! What is emitted is thin: it names, types and documents, and calls the runtime for everything it does.

mod answers;
mod client;
mod defaults;
pub(crate) mod docs;
mod enums;
mod headers;
mod manifest;
mod models;
mod multipart;
mod operation;
mod origin;
mod paging;
mod resource;
mod servers;
mod shapes;
mod stream;
mod structs;
mod tokens;
mod types;
mod unions;
mod webhooks;

use proc_macro2::TokenStream;

use crate::analyze::{self, Facts};
use crate::ir::{Api, Resource};
use crate::package::Package;
use crate::snippets::Snippets;
use crate::surface::Surface;

/// Everything that emission reads.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    /// What the document says.
    api: &'a Api,
    /// What follows from it.
    facts: &'a Facts,
    /// What the manifest says.
    package: &'a Package,
    /// What a consumer sees of it.
    surface: &'a Surface,
    /// The example of each operation.
    snippets: &'a Snippets<'a>,
}

/// A file of the generated crate.
pub(crate) enum File {
    /// Text that is written as it stands.
    Text(String),
    /// Rust, still as tokens.
    Rust(Module),
}

/// A Rust file: its docs and attributes, then its items in order.
#[derive(Default)]
pub(crate) struct Module {
    /// `//!` and `#![…]` at the top.
    pub(crate) inner: TokenStream,
    /// Items, each printed by itself.
    pub(crate) items: Vec<Item>,
}

/// A member of an `impl`, a field or a variant.
#[derive(Default)]
pub(crate) struct Member {
    /// Its docs, as Markdown. They stay text: as tokens they would cost more than all else of a member.
    pub(crate) docs: String,
    /// All else.
    pub(crate) code: TokenStream,
}

impl From<TokenStream> for Member {
    /// A member without docs, or with docs among its tokens.
    fn from(code: TokenStream) -> Self {
        let docs = String::new();
        Self { docs, code }
    }
}

/// An item of a Rust file.
pub(crate) enum Item {
    /// Any item. Imports and module declarations that follow each other stand without a blank line between them.
    Plain(TokenStream),
    /// An `impl`, struct or enum: its header without braces, and its members, fields or variants without commas.
    Block(Member, Vec<Member>),
    /// A table for a macro of the runtime: `name!(head { row, row, });`, a row on each line.
    Table {
        /// The macro.
        name: &'static str,
        /// What the table is for.
        head: String,
        /// Names and literals, as they stand in the file.
        rows: Vec<String>,
    },
}

/// A file of the crate that is still to be emitted. Tokens stay on one thread; parts go to any.
pub(crate) struct Part<'a> {
    cx: Cx<'a>,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Manifest,
    Lib,
    Root,
    Client,
    Models,
    Model(&'a str, &'a analyze::Module),
    Resources,
    Resource(&'a Resource),
    Webhooks,
}

/// Every file of the crate.
pub(crate) fn parts<'a>(
    api: &'a Api,
    facts: &'a Facts,
    package: &'a Package,
    surface: &'a Surface,
    snippets: &'a Snippets<'a>,
) -> Vec<Part<'a>> {
    let cx = Cx {
        api,
        facts,
        package,
        surface,
        snippets,
    };
    let models = facts.modules.iter();
    let resources = api.all_resources().into_iter();
    [
        Kind::Manifest,
        Kind::Lib,
        Kind::Root,
        Kind::Client,
        Kind::Models,
        Kind::Resources,
    ]
    .into_iter()
    .chain(models.map(|(name, module)| Kind::Model(name, module)))
    .chain(resources.map(Kind::Resource))
    .chain((!api.webhooks.is_empty()).then_some(Kind::Webhooks))
    .map(|kind| Part { cx, kind })
    .collect()
}

impl Part<'_> {
    /// The path inside the crate.
    pub(crate) fn path(&self) -> String {
        match self.kind {
            Kind::Manifest => "Cargo.toml".to_owned(),
            Kind::Lib => "src/lib.rs".to_owned(),
            Kind::Root => "src/generated/mod.rs".to_owned(),
            Kind::Client => "src/generated/client.rs".to_owned(),
            Kind::Models => "src/generated/models/mod.rs".to_owned(),
            Kind::Model(name, _) => format!("src/generated/models/{name}.rs"),
            Kind::Resources => "src/generated/resources/mod.rs".to_owned(),
            Kind::Webhooks => "src/generated/webhooks.rs".to_owned(),
            Kind::Resource(resource) => {
                format!("src/generated/resources/{}.rs", resource.module.join("/"))
            }
        }
    }

    /// What is in it.
    pub(crate) fn emit(&self) -> File {
        let cx = self.cx;
        match self.kind {
            Kind::Manifest => File::Text(manifest::cargo_toml(cx)),
            Kind::Lib => File::Rust(client::lib(cx)),
            Kind::Root => File::Rust(client::root(cx)),
            Kind::Client => File::Rust(client::client(cx)),
            Kind::Models => File::Rust(models::root(cx)),
            Kind::Model(name, module) => File::Rust(models::file(cx, name, module)),
            Kind::Resources => File::Rust(resource::root(cx)),
            Kind::Resource(resource) => File::Rust(resource::file(cx, resource)),
            Kind::Webhooks => File::Rust(webhooks::file(cx)),
        }
    }
}
