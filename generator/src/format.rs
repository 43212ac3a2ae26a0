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
    /// The item; nothing for what stands at the top.
    item: Option<usize>,
    /// The member of an `impl`; nothing for its header.
    member: Option<usize>,
}

impl From<syn::Error> for Fault {
    fn from(why: syn::Error) -> Self {
        Self {
            why,
            item: None,
            member: None,
        }
    }
}

impl Fault {
    /// The complaint, with the tokens that it is about.
    fn told(&self, module: Module) -> String {
        let item = self
            .item
            .and_then(|index| module.items.into_iter().nth(index));
        let tokens = match (item, self.member) {
            (Some(Item::Impl(_, members)), Some(member)) => {
                members.into_iter().nth(member).unwrap_or_default()
            }
            (Some(Item::Plain(tokens) | Item::Impl(tokens, _)), _) => tokens,
            (Some(Item::Table { .. }) | None, _) => module.inner,
        };
        let text: String = tokens.to_string().chars().take(400).collect();
        format!("{} in `{text}`", self.why)
    }
}

fn module_text(module: Module) -> Result<String, Fault> {
    let mut text = String::from(HEADER);
    let inner: syn::File = syn::parse2(module.inner)?;
    if !inner.attrs.is_empty() {
        text.push_str(&prettyplease::unparse(&inner));
        text.push('\n');
    }
    let mut previous: Option<Kind> = None;
    for (index, item) in module.items.into_iter().enumerate() {
        let (printed, kind) = item_text(item).map_err(|fault| Fault {
            item: Some(index),
            ..fault
        })?;
        if previous.is_some_and(|previous| previous != kind || kind == Kind::Block) {
            text.push('\n');
        }
        text.push_str(&printed);
        previous = Some(kind);
    }
    Ok(text)
}

fn item_text(item: Item) -> Result<(String, Kind), Fault> {
    Ok(match item {
        Item::Plain(tokens) => plain(&syn::parse2(tokens)?),
        Item::Impl(header, members) => (impl_block(&header, members)?, Kind::Block),
        Item::Table { name, head, rows } => (table(name, &head, &rows), Kind::Block),
    })
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
fn impl_block(header: &TokenStream, members: Vec<TokenStream>) -> Result<String, Fault> {
    let mut alone: syn::File = syn::parse2(quote!(#header {}))?;
    let empty = prettyplease::unparse(&alone);
    let opening = empty.trim_end().trim_end_matches('}');
    let mut text = opening.to_owned();
    let mut previous_short = true;
    for (number, member) in members.into_iter().enumerate() {
        let fault = |why| Fault {
            member: Some(number),
            ..Fault::from(why)
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
            .ok_or_else(|| syn::Error::new(Span::call_site(), "not printed as expected"))
            .map_err(fault)?;
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

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::format;
    use crate::emit::{File, Item, Module};

    fn complaint(item: fn() -> Item) -> String {
        let module = || Module {
            inner: TokenStream::new(),
            items: vec![
                Item::Plain(quote!(
                    struct Sound;
                )),
                item(),
            ],
        };
        format(|| File::Rust(module())).unwrap_err()
    }

    #[test]
    fn a_complaint_tells_what_it_is_about() {
        let plain = complaint(|| Item::Plain(quote!(struct;)));
        assert!(plain.ends_with(" in `struct ;`"), "{plain}");
        let header = complaint(|| Item::Impl(quote!(impl), Vec::new()));
        assert!(header.ends_with(" in `impl`"), "{header}");
        let member = complaint(|| {
            Item::Impl(
                quote!(impl A),
                vec![
                    quote!(
                        fn a() {}
                    ),
                    quote!(fn),
                ],
            )
        });
        assert!(member.ends_with(" in `fn`"), "{member}");
    }
}
