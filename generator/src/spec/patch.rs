//! A text in the form that the parser with positions accepts.
//!
//! It is stricter than the parser that reads documents: it wants the lines of a flow collection indented, closing
//! brackets included, and knows no surrogate pairs. Such a text gets spaces in front of some lines, which are taken
//! off its columns again, and other escapes of the same length.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// How many spaces go in front of a line.
const INDENT: usize = 100;

/// How many lines are mended one by one before the rest of the text is given up.
const ATTEMPTS: usize = 20;

/// A text and the lines that were indented.
#[derive(Debug)]
pub(super) struct Patched<'t> {
    text: Cow<'t, str>,
    /// The indented lines, counted from 1.
    lines: BTreeSet<usize>,
    attempts: usize,
}

impl<'t> Patched<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text: without_surrogates(text),
            lines: BTreeSet::new(),
            attempts: 0,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The column in the text as it was.
    pub(super) fn column(&self, line: usize, column: usize) -> usize {
        if self.lines.contains(&line) {
            column.saturating_sub(INDENT).max(1)
        } else {
            column
        }
    }

    /// Indents a line at which the parser gave up, and at first all lines that start with a closing bracket; `false`
    /// when that has been done already.
    pub(super) fn mend(&mut self, line: usize) -> bool {
        self.attempts += 1;
        if self.attempts > ATTEMPTS {
            return false;
        }
        let first = self.attempts == 1;
        let mut text = String::with_capacity(self.text.len() + 1_000);
        let mut added = false;
        for (index, content) in self.text.split_inclusive('\n').enumerate() {
            let closes = first && content.trim_start().starts_with(['}', ']']);
            if (closes || index + 1 == line) && self.lines.insert(index + 1) {
                text.push_str(&" ".repeat(INDENT));
                added = true;
            }
            text.push_str(content);
        }
        self.text = Cow::Owned(text);
        added
    }
}

/// Puts another escape of the same length in place of each half of a surrogate pair.
fn without_surrogates(text: &str) -> Cow<'_, str> {
    if !text.contains("\\ud") && !text.contains("\\uD") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("\\u") {
        let (before, escape) = rest.split_at(start);
        plain.push_str(before);
        let surrogate = matches!(
            escape.as_bytes(),
            [
                _,
                _,
                b'd' | b'D',
                b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F',
                ..,
            ]
        );
        match escape.get(..6).filter(|_| surrogate) {
            Some(_) => {
                plain.push_str("\\u003f");
                rest = &escape[6..];
            }
            None => {
                plain.push_str("\\u");
                rest = &escape[2..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}
