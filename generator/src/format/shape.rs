//! What the layout of a member depends on, and what not.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::names::is_keyword;

/// Names of at most as many bytes as an indentation has: the printer leaves a call on such a name in its line.
const SHORT: usize = 4;

/// Words that mean something where they stand, to Rust or to the printer, though they are no keywords.
const MEANT: &[&str] = &["Self", "_", "comment", "default", "doc"];

/// A member taken apart into what its form depends on, and what not.
#[derive(Default)]
pub(super) struct Shape {
    /// Rust, with a mark where each name stands.
    pub(super) key: String,
    /// Names and texts, one after the other.
    pub(super) names: String,
    pub(super) widths: Vec<usize>,
    /// Whether it has something whose form may depend on more than that.
    pub(super) is_own: bool,
}

/// What stands for a name in a key. Each is a control character, which nothing that we emit has outside of texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    ShortName,
    LongName,
    /// A literal with its quotes.
    Text,
}

impl Mark {
    fn letter(self) -> char {
        match self {
            Self::ShortName => '\u{1}',
            Self::LongName => '\u{2}',
            Self::Text => '\u{3}',
        }
    }

    fn of(letter: char) -> Option<Self> {
        let marks = [Self::ShortName, Self::LongName, Self::Text];
        marks.into_iter().find(|mark| mark.letter() == letter)
    }

    /// The shortest that there can be, with one of many letters.
    fn shortest(self, letter: char) -> String {
        match self {
            Self::ShortName => letter.to_string(),
            Self::LongName => letter.to_string().repeat(SHORT + 1),
            Self::Text => "\"\"".to_owned(),
        }
    }
}

impl Shape {
    pub(super) fn of(member: TokenStream) -> Self {
        let mut shape = Self::default();
        shape.add(member);
        shape
    }

    /// Takes tokens apart; nothing of them is copied.
    fn add(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    let start = self.names.len();
                    // Writing to a string cannot fail.
                    let _ = write!(self.names, "{ident}");
                    let word = &self.names[start..];
                    if !is_name(word) {
                        self.key.push_str(word);
                        self.names.truncate(start);
                    } else {
                        self.is_own |= word.starts_with("r#");
                        let mark = if word.len() <= SHORT {
                            Mark::ShortName
                        } else {
                            Mark::LongName
                        };
                        self.mark(mark, start);
                    }
                    self.key.push(' ');
                }
                TokenTree::Punct(punct) => {
                    // A printer knows some macros by their names.
                    self.is_own |= punct.as_char() == '!';
                    self.key.push(punct.as_char());
                    if punct.spacing() == Spacing::Alone {
                        self.key.push(' ');
                    }
                }
                TokenTree::Literal(literal) => {
                    let start = self.names.len();
                    let _ = write!(self.names, "{literal}");
                    let text = &self.names[start..];
                    if text.starts_with('"') {
                        // These attributes are printed as comments.
                        let comments = ["doc = ", "comment = "];
                        let is_comment = comments.iter().any(|key| self.key.ends_with(key));
                        self.is_own |= text.contains('\n') || is_comment;
                        self.mark(Mark::Text, start);
                    } else {
                        // Docs that `quote!` has read are raw texts.
                        self.is_own |= !text.starts_with(|first: char| first.is_ascii_digit())
                            && !text.starts_with("r\"");
                        self.key.push_str(text);
                        self.names.truncate(start);
                    }
                    self.key.push(' ');
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        // Only macros that are handed expressions make these.
                        Delimiter::None => ("", ""),
                    };
                    let inner = group.stream();
                    // Tokens that nobody else has are moved out of a stream.
                    drop(group);
                    self.key.push_str(open);
                    self.add(inner);
                    self.key.push_str(close);
                }
            }
        }
    }

    /// Puts a mark where the name that was written from `start` on belongs.
    fn mark(&mut self, mark: Mark, start: usize) {
        self.key.push(mark.letter());
        self.widths.push(self.names.len() - start);
    }

    /// The shortest names that a member of the same key could have. Neighbours differ, so that it shows when they are printed in
    /// another order.
    pub(super) fn shortest_names(&self) -> Vec<String> {
        let marks = self.key.chars().filter_map(Mark::of);
        let names = marks.zip(('a'..='z').cycle());
        names.map(|(mark, letter)| mark.shortest(letter)).collect()
    }

    /// The names, in their order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        let mut rest = self.names.as_str();
        self.widths.iter().map_while(move |width| {
            let (name, others) = rest.split_at_checked(*width)?;
            rest = others;
            Some(name)
        })
    }

    /// The member with these names.
    pub(super) fn with<'n>(
        &self,
        mut names: impl Iterator<Item = &'n str>,
    ) -> Result<TokenStream, syn::Error> {
        let mut text = String::with_capacity(self.key.len() + self.names.len());
        let mut parts = self.key.split(|letter| Mark::of(letter).is_some());
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            text.push_str(names.next().unwrap_or_default());
            text.push_str(part);
        }
        Ok(text.parse()?)
    }
}

/// Whether a word is nothing but a name.
fn is_name(word: &str) -> bool {
    !is_keyword(word) && !MEANT.contains(&word)
}

/// Where names and texts stand in what was printed, if they and words that are no names are all its words, in this order.
pub(super) fn places<'n>(
    text: &str,
    mut names: impl Iterator<Item = &'n str>,
) -> Option<Vec<(usize, usize)>> {
    let mut places = Vec::new();
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with('"') {
            let text = quoted(rest)?;
            if names.next()? != text {
                return None;
            }
            places.push((at, at + text.len()));
            text.len()
        } else if rest.starts_with(is_letter) {
            let word = &rest[..rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len())];
            if is_name(word) && !word.starts_with(|first: char| first.is_ascii_digit()) {
                if names.next()? != word {
                    return None;
                }
                places.push((at, at + word.len()));
            }
            word.len()
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += length;
    }
    names.next().is_none().then_some(places)
}

/// The literal that a text begins with, with its quotes.
fn quoted(text: &str) -> Option<&str> {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, letter)| {
        let ends = *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        ends
    });
    text.get(..=end?.0)
}
