//! Tokens to text: prettyplease, item by item, so that a blank line stands wherever a person would leave one.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::emit::{File, Item, Module};

/// The first line of every file of Rust.
const HEADER: &str = "// Written by the generator; every edit here is lost.\n\n";

/// The text of the file that `emit` makes. The error is the compiler's complaint about tokens that are no Rust: a bug of
/// the emitter.
///
/// Parsing uses tokens up, and keeping a copy of all of them costs more than emitting once more where one is wrong.
pub(crate) fn format(emit: impl Fn() -> File) -> Result<String, String> {
    match emit() {
        File::Text(text) => Ok(text),
        File::Rust(module) => module_text(module).map_err(|fault| match emit() {
            File::Rust(module) => fault.told(module),
            File::Text(_) => fault.why.to_string(),
        }),
    }
}

/// Tokens that are no Rust.
struct Fault {
    why: syn::Error,
    /// The item, and the member of an `impl`; nothing for what stands at the top, and for a header.
    item: Option<usize>,
    member: Option<usize>,
}

impl Fault {
    /// The complaint, with the tokens that it is about.
    fn told(&self, mut module: Module) -> String {
        let item = self
            .item
            .filter(|index| *index < module.items.len())
            .map(|index| module.items.swap_remove(index));
        let tokens = match (item, self.member) {
            (Some(Item::Plain(tokens)), _) | (Some(Item::Impl(tokens, _)), None) => tokens,
            (Some(Item::Impl(_, members)), Some(member)) => {
                members.into_iter().nth(member).unwrap_or_default()
            }
            (Some(Item::Table { .. }) | None, _) => module.inner,
        };
        let text: String = tokens.to_string().chars().take(400).collect();
        format!("{} in `{text}`", self.why)
    }
}

fn module_text(module: Module) -> Result<String, Fault> {
    let mut text = String::from(HEADER);
    let inner = parsed(module.inner, None)?;
    if !inner.attrs.is_empty() {
        text.push_str(&prettyplease::unparse(&inner));
        text.push('\n');
    }
    let mut previous: Option<Kind> = None;
    for (index, item) in module.items.into_iter().enumerate() {
        let (printed, kind) = match item {
            Item::Plain(tokens) => plain(&parsed(tokens, Some(index))?),
            Item::Impl(header, members) => (impl_block(index, header, members)?, Kind::Block),
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

fn plain(file: &syn::File) -> (String, Kind) {
    let kind = match file.items.as_slice() {
        [syn::Item::Use(item)] => match item.vis {
            syn::Visibility::Inherited => Kind::Import,
            _ => Kind::Export,
        },
        [syn::Item::Mod(_)] => Kind::Declaration,
        _ => Kind::Block,
    };
    (prettyplease::unparse(file), kind)
}

/// Prints each member inside the header alone, and puts them together with a blank line between.
fn impl_block(
    index: usize,
    header: TokenStream,
    members: Vec<TokenStream>,
) -> Result<String, Fault> {
    let mut alone = parsed(quote!(#header {}), Some(index))?;
    let empty = prettyplease::unparse(&alone);
    let opening = empty.trim_end().trim_end_matches('}');
    let mut text = opening.to_owned();
    let mut previous_short = true;
    for (number, member) in members.into_iter().enumerate() {
        let fault = |why| Fault {
            why,
            item: Some(index),
            member: Some(number),
        };
        let member: syn::ImplItem = syn::parse2(member).map_err(fault)?;
        // Associated types follow each other without a blank line.
        let short = matches!(member, syn::ImplItem::Type(_));
        text.push('\n');
        if number > 0 && !(short && previous_short) {
            text.push('\n');
        }
        if let Some(syn::Item::Impl(block)) = alone.items.first_mut() {
            block.items = vec![member];
        }
        let printed = prettyplease::unparse(&alone);
        let body = printed
            .strip_prefix(opening)
            .and_then(|rest| rest.trim_end().strip_suffix('}'))
            .ok_or_else(|| {
                fault(syn::Error::new(
                    Span::call_site(),
                    "not printed as expected",
                ))
            })?;
        text.push_str(body.trim_matches('\n'));
        previous_short = short;
    }
    text.push_str("\n}\n");
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

fn parsed(tokens: TokenStream, item: Option<usize>) -> Result<syn::File, Fault> {
    syn::parse2(tokens).map_err(|why| Fault {
        why,
        item,
        member: None,
    })
}
