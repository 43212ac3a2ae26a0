//! Forms: fields, variants and members of an `impl` that differ in nothing but names are parsed and printed once.
//!
//! Most of what is emitted are fields and setters, and a printer breaks lines by the widths of words, not by the words. So members with the
//! same keywords, punctuation and numbers, and names of the same widths, come out alike.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::names::is_keyword;

/// The forms that were met, for any number of threads.
#[derive(Default)]
pub(crate) struct Forms(Mutex<HashMap<String, Arc<Form>>>);

/// A member as it was printed, and where its names stand.
struct Form {
    text: String,
    /// Offsets into `text`, in order.
    names: Vec<usize>,
    short: bool,
}

/// A member that has been printed.
pub(super) struct Printed {
    pub(super) text: String,
    /// Whether it is a field, a variant or an associated type: these follow each other without a blank line.
    pub(super) short: bool,
}

/// What the form of a member depends on, and the names that it does not depend on.
#[derive(Default)]
struct Shape {
    key: String,
    /// One after the other.
    names: String,
    widths: Vec<usize>,
}

impl Forms {
    /// What `print` makes of a member, or made of one like it.
    pub(super) fn printed(
        &self,
        member: TokenStream,
        print: impl FnOnce(TokenStream) -> Result<Printed, syn::Error>,
    ) -> Result<Printed, syn::Error> {
        let Some(shape) = Shape::of(&member) else {
            return print(member);
        };
        let known = self.lock().get(&shape.key).cloned();
        if let Some(form) = known {
            return Ok(form.with(&shape));
        }
        let printed = print(member)?;
        if let Some(names) = shape.places(&printed.text) {
            let form = Form {
                text: printed.text.clone(),
                names,
                short: printed.short,
            };
            self.lock().insert(shape.key, Arc::new(form));
        }
        Ok(printed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Form>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Form {
    /// The member with the names of another one. Each is as wide as the one that stood there.
    fn with(&self, shape: &Shape) -> Printed {
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for (&start, name) in self.names.iter().zip(shape.names()) {
            text.push_str(self.text.get(done..start).unwrap_or_default());
            text.push_str(name);
            done = start + name.len();
        }
        text.push_str(self.text.get(done..).unwrap_or_default());
        Printed {
            text,
            short: self.short,
        }
    }
}

impl Shape {
    /// Nothing for a member with texts, whose words would be taken for names, or with macros.
    fn of(member: &TokenStream) -> Option<Self> {
        let mut shape = Self::default();
        shape.add(member.clone())?;
        Some(shape)
    }

    fn add(&mut self, tokens: TokenStream) -> Option<()> {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    let start = self.names.len();
                    write!(self.names, "{ident}").ok()?;
                    let word = self.names.get(start..)?;
                    if is_keyword(word) {
                        self.key.push_str(word);
                        self.key.push(' ');
                        self.names.truncate(start);
                    } else if word.starts_with("r#") {
                        return None;
                    } else {
                        write!(self.key, "{} ", word.len()).ok()?;
                        self.widths.push(word.len());
                    }
                }
                // A printer knows some macros by their names.
                TokenTree::Punct(punct) if punct.as_char() == '!' => return None,
                TokenTree::Punct(punct) => {
                    self.key.push(punct.as_char());
                    if punct.spacing() == proc_macro2::Spacing::Alone {
                        self.key.push(' ');
                    }
                }
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    if !text.starts_with(|first: char| first.is_ascii_digit()) {
                        return None;
                    }
                    // A width has no `#` before it.
                    self.key.push('#');
                    self.key.push_str(&text);
                    self.key.push(' ');
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ('(', ')'),
                        Delimiter::Brace => ('{', '}'),
                        Delimiter::Bracket => ('[', ']'),
                        Delimiter::None => ('<', '>'),
                    };
                    self.key.push(open);
                    self.add(group.stream())?;
                    self.key.push(close);
                }
            }
        }
        Some(())
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let mut rest = self.names.as_str();
        self.widths.iter().map_while(move |width| {
            let (name, others) = rest.split_at_checked(*width)?;
            rest = others;
            Some(name)
        })
    }

    /// Where the names stand in a text, if they and keywords are all its words, in this order.
    fn places(&self, text: &str) -> Option<Vec<usize>> {
        let mut expected = self.names();
        let mut places = Vec::with_capacity(self.widths.len());
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut rest = 0;
        while let Some(start) = text.get(rest..)?.find(is_letter).map(|found| rest + found) {
            let word = text.get(start..)?;
            let word = word.get(..word.find(|letter| !is_letter(letter)).unwrap_or(word.len()))?;
            rest = start + word.len();
            if is_keyword(word) || word.starts_with(|first: char| first.is_ascii_digit()) {
                continue;
            }
            if expected.next()? != word {
                return None;
            }
            places.push(start);
        }
        expected.next().is_none().then_some(places)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proc_macro2::TokenStream;
    use quote::quote;

    use super::{Forms, Printed};

    /// Prints members one after the other as fields; the texts, and how many of them were really printed.
    fn printed(members: impl IntoIterator<Item = TokenStream>) -> (Vec<String>, usize) {
        let (forms, count) = (Forms::default(), Cell::new(0));
        let print = |member: TokenStream| {
            count.set(count.get() + 1);
            let file: syn::File = syn::parse2(quote!(struct S { #member }))?;
            let text = prettyplease::unparse(&file);
            let text = text.replace("struct S {\n", "").replace("\n}\n", "");
            Ok(Printed { text, short: true })
        };
        let members = members.into_iter();
        let texts = members.map(|member| forms.printed(member, print).unwrap().text);
        (texts.collect(), count.get())
    }

    #[test]
    fn names_of_the_same_widths_share_a_form() {
        let (texts, count) = printed([
            quote!(pub name: Vec<[Pet; 2]>),
            quote!(pub size: Box<[Cat; 2]>),
            quote!(pub größe: Vec<[Pet; 2]>),
            quote!(pub colour1: Vec<[Pet; 2]>),
        ]);
        assert_eq!(
            texts,
            [
                "    pub name: Vec<[Pet; 2]>,",
                "    pub size: Box<[Cat; 2]>,",
                "    pub größe: Vec<[Pet; 2]>,",
                "    pub colour1: Vec<[Pet; 2]>,",
            ]
        );
        assert_eq!(count, 2);
    }

    #[test]
    fn keywords_numbers_and_marks_tell_forms_apart() {
        let (texts, count) = printed([
            quote!(a: [u8; 2]),
            quote!(a: [u8; 3]),
            quote!(a: &'static u8),
            quote!(a: &'anything u8),
            quote!(pub a: u8),
            quote!(a: self::B),
            quote!(a: them::B),
            quote!(a: *const u8),
            quote!(a: *mut u8),
            quote!(#[x = "y"] a: u8),
            quote!(#[x = "b"] a: u8),
            quote!(a: m![u8]),
            quote!(a: n![u8]),
        ]);
        assert_eq!(count, texts.len());
    }
}
