//! Tokens to text: prettyplease, item by item, so that a blank line stands wherever a person would leave one.

mod forms;
mod shape;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::Parser;

use crate::emit::{File, Item, Member, Module, docs};
pub(crate) use forms::Forms;
use forms::Printed;

/// The first line of every file of Rust.
const HEADER: &str = "// Written by the generator; every edit here is lost.\n\n";

/// The text of the file that `emit` makes. The error is the compiler's complaint about tokens that are no Rust: a bug of
/// the emitter. What was printed is kept in `forms`, for members like it.
///
/// Parsing uses tokens up, and keeping a copy of all of them costs more than emitting once more where one is wrong.
pub(crate) fn format(forms: &Forms, emit: impl Fn() -> File) -> Result<String, String> {
    match emit() {
        File::Text(text) => Ok(text),
        File::Rust(module) => module_text(forms, module).map_err(|fault| match emit() {
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
    /// The member of a block; nothing for its header.
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
            (Some(Item::Block(_, members)), Some(member)) => {
                members.into_iter().nth(member).unwrap_or_default().code
            }
            (Some(Item::Plain(tokens) | Item::Block(Member { code: tokens, .. }, _)), _) => tokens,
            (Some(Item::Table { .. }) | None, _) => module.inner,
        };
        let text: String = tokens.to_string().chars().take(400).collect();
        format!("{} in `{text}`", self.why)
    }
}

fn module_text(forms: &Forms, module: Module) -> Result<String, Fault> {
    let mut text = String::from(HEADER);
    let inner: syn::File = syn::parse2(module.inner)?;
    if !inner.attrs.is_empty() {
        text.push_str(&prettyplease::unparse(&inner));
        text.push('\n');
    }
    let mut previous: Option<Kind> = None;
    for (index, item) in module.items.into_iter().enumerate() {
        let (printed, kind) = item_text(forms, item).map_err(|fault| Fault {
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

fn item_text(forms: &Forms, item: Item) -> Result<(String, Kind), Fault> {
    Ok(match item {
        Item::Plain(tokens) => plain(&syn::parse2(tokens)?),
        Item::Block(header, members) => (block(forms, header, members)?, Kind::Block),
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

/// Prints each member inside the header alone, and puts them together, those of an `impl` with a blank line between.
fn block(forms: &Forms, header: Member, members: Vec<Member>) -> Result<String, Fault> {
    let Member { docs, code } = header;
    let Printed { text: empty, .. } = forms.printed(code, |header| {
        let text = prettyplease::unparse(&syn::parse2(quote!(#header {}))?);
        Ok(Printed { text, short: false })
    })?;
    let mut text = String::new();
    print_docs(&docs, "", &mut text);
    if members.is_empty() {
        return Ok(text + &empty);
    }
    // Read again only where a member is not like any before.
    let mut alone = None;
    let opening = empty.trim_end().trim_end_matches('}');
    text.push_str(opening);
    let mut previous_short = true;
    for (number, member) in members.into_iter().enumerate() {
        let Member { docs, code } = member;
        let printed = forms
            .printed(code, |code| {
                let alone = match &mut alone {
                    Some(alone) => alone,
                    none => none.insert(syn::parse_str(&empty)?),
                };
                print_within(alone, opening, code)
            })
            .map_err(|why| Fault {
                member: Some(number),
                ..Fault::from(why)
            })?;
        text.push('\n');
        if number > 0 && !(printed.short && previous_short) {
            text.push('\n');
        }
        print_docs(&docs, "    ", &mut text);
        text.push_str(&printed.text);
        previous_short = printed.short;
    }
    text.push_str("\n}\n");
    Ok(text)
}

/// A member as it stands in the block that is printed as `opening` without any.
fn print_within(
    alone: &mut syn::File,
    opening: &str,
    member: TokenStream,
) -> Result<Printed, syn::Error> {
    let short = match alone.items.first_mut() {
        Some(syn::Item::Struct(block)) => {
            let field = syn::Field::parse_named.parse2(member)?;
            if let syn::Fields::Named(fields) = &mut block.fields {
                fields.named.clear();
                fields.named.push(field);
            }
            true
        }
        Some(syn::Item::Enum(block)) => {
            block.variants.clear();
            block.variants.push(syn::parse2(member)?);
            true
        }
        Some(syn::Item::Impl(block)) => {
            let member: syn::ImplItem = syn::parse2(member)?;
            let short = matches!(member, syn::ImplItem::Type(_));
            block.items = vec![member];
            short
        }
        _ => return Err(syn::Error::new(Span::call_site(), "no block")),
    };
    let printed = prettyplease::unparse(alone);
    let body = printed
        .strip_prefix(opening)
        .and_then(|rest| rest.trim_end().strip_suffix('}'))
        .ok_or_else(|| syn::Error::new(Span::call_site(), "not printed as expected"))?;
    Ok(Printed {
        text: body.trim_matches('\n').to_owned(),
        short,
    })
}

/// Adds docs, each line with what it is indented by.
fn print_docs(docs: &str, indentation: &str, text: &mut String) {
    for line in docs::lines(docs) {
        text.push_str(indentation);
        text.push_str("///");
        text.push_str(&line);
        text.push('\n');
    }
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

    use super::{Forms, format};
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
        format(&Forms::default(), || File::Rust(module())).unwrap_err()
    }

    #[test]
    fn a_complaint_tells_what_it_is_about() {
        let plain = complaint(|| Item::Plain(quote!(struct;)));
        assert!(plain.ends_with(" in `struct ;`"), "{plain}");
        let header = complaint(|| Item::Block(quote!(impl).into(), Vec::new()));
        assert!(header.ends_with(" in `impl`"), "{header}");
        let member = complaint(|| {
            Item::Block(
                quote!(impl A).into(),
                vec![
                    quote!(
                        fn a() {}
                    )
                    .into(),
                    quote!(fn).into(),
                ],
            )
        });
        assert!(member.ends_with(" in `fn`"), "{member}");
    }
}
