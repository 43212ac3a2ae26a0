//! From IR and facts to items of Rust: one file per kind of thing, one function per emitted item.
//!
//! What is emitted is thin: it names, types and documents, and calls the runtime for everything it does.

mod answers;
mod client;
mod docs;
mod enums;
mod manifest;
mod models;
mod multipart;
mod operation;
mod origin;
mod paging;
mod resource;
mod stream;
mod structs;
mod tokens;
mod types;
mod unions;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::analyze::Facts;
use crate::ir::Api;
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

/// An item of a Rust file.
pub(crate) enum Item {
    /// Any item. Imports and module declarations that follow each other stand without a blank line between them.
    Plain(TokenStream),
    /// An `impl` whose members stand apart: its header without braces, and its members.
    Impl(TokenStream, Vec<TokenStream>),
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

/// Emits every file of the crate, by its path inside the crate.
pub(crate) fn emit(
    api: &Api,
    facts: &Facts,
    package: &Package,
    surface: &Surface,
    snippets: &Snippets<'_>,
) -> BTreeMap<String, File> {
    let cx = Cx {
        api,
        facts,
        package,
        surface,
        snippets,
    };
    let mut files = BTreeMap::new();
    files.insert(
        "Cargo.toml".to_owned(),
        File::Text(manifest::cargo_toml(cx)),
    );
    files.insert("src/lib.rs".to_owned(), File::Rust(client::lib(cx)));
    files.insert(
        "src/generated/mod.rs".to_owned(),
        File::Rust(client::root(cx)),
    );
    files.insert(
        "src/generated/client.rs".to_owned(),
        File::Rust(client::client(cx)),
    );
    models::emit(cx, &mut files);
    resource::emit(cx, &mut files);
    files
}
