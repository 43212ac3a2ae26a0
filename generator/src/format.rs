//! Tokens to text: prettyplease, item by item, so that a blank line stands wherever a person would leave one.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{File, Item, Module};

/// The first line of every file of Rust.
const HEADER: &str = "// Written by the generator; every edit here is lost.\n\n";

/// The text of a file. The error is the compiler's complaint about tokens that are no Rust: a bug of the emitter.
pub(crate) fn format(file: File) -> Result<String, String> {
    match file {
        File::Text(text) => Ok(text),
        File::Rust(module) => module_text(module),
    }
}

fn module_text(module: Module) -> Result<String, String> {
    let mut text = String::from(HEADER);
    let inner = print(module.inner)?;
    if !inner.is_empty() {
        text.push_str(&inner);
        text.push('\n');
    }
    let mut previous: Option<Kind> = None;
    for item in module.items {
        let (printed, kind) = match item {
            Item::Plain(tokens) => plain(tokens)?,
            Item::Impl(header, members) => (impl_block(&header, members)?, Kind::Block),
            Item::Table { name, head, rows } => (table(name, &head, &rows), Kind::Block),
        };
        if previous.is_some_and(|previous| previous != kind || kind == Kind::Block) {
            text.push('\n');
        }
        text.push_str(&printed);
        previous = Some(kind);
    }
    Ok(text)
}

/// Whether an item stands in a list with its neighbours or apart from them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Import,
    Declaration,
    Export,
    Block,
}

fn plain(tokens: TokenStream) -> Result<(String, Kind), String> {
    let file: syn::File =
        syn::parse2(tokens.clone()).map_err(|error| complaint(&error, &tokens))?;
    let kind = match file.items.as_slice() {
        [syn::Item::Use(item)] => match item.vis {
            syn::Visibility::Inherited => Kind::Import,
            _ => Kind::Export,
        },
        [syn::Item::Mod(_)] => Kind::Declaration,
        _ => Kind::Block,
    };
    Ok((prettyplease::unparse(&file), kind))
}

/// Prints each member inside the header alone, and puts them together with a blank line between.
fn impl_block(header: &TokenStream, members: Vec<TokenStream>) -> Result<String, String> {
    let empty = print(quote!(#header {}))?;
    let opening = empty.trim_end().trim_end_matches('}').to_owned();
    let mut bodies: Vec<(bool, String)> = Vec::new();
    for member in members {
        let short = is_short(&member);
        let printed = print(quote!(#header { #member }))?;
        let body = printed
            .strip_prefix(&opening)
            .and_then(|rest| rest.trim_end().strip_suffix('}'))
            .ok_or_else(|| format!("an impl is not printed as it was expected: {printed}"))?;
        bodies.push((short, body.trim_matches('\n').to_owned()));
    }
    let mut text = opening;
    text.push('\n');
    let mut previous_short = true;
    for (index, (short, body)) in bodies.into_iter().enumerate() {
        if index > 0 && !(short && previous_short) {
            text.push('\n');
        }
        text.push_str(&body);
        text.push('\n');
        previous_short = short;
    }
    text.push_str("}\n");
    Ok(text)
}

/// A row on each line, so that a new value is a new line and nothing else.
fn table(name: &str, head: &str, rows: &[String]) -> String {
    let mut text = format!("{name}!({head} {{\n");
    for row in rows {
        text.push_str("    ");
        text.push_str(row);
        text.push_str(",\n");
    }
    text.push_str("});\n");
    text
}

/// Associated types follow each other without a blank line.
fn is_short(member: &TokenStream) -> bool {
    member
        .clone()
        .into_iter()
        .next()
        .is_some_and(|token| token.to_string() == "type")
}

fn print(tokens: TokenStream) -> Result<String, String> {
    let file: syn::File =
        syn::parse2(tokens.clone()).map_err(|error| complaint(&error, &tokens))?;
    Ok(prettyplease::unparse(&file))
}

fn complaint(error: &syn::Error, tokens: &TokenStream) -> String {
    let mut text = tokens.to_string();
    text.truncate(
        text.char_indices()
            .nth(400)
            .map_or(text.len(), |(at, _)| at),
    );
    format!("{error} in `{text}`")
}
