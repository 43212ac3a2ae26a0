//! Markdown from documents, for rustdoc and for pages.

mod html;
mod safe;

pub(crate) use safe::{is_invisible, safe};

use crate::ir::Docs;

/// The longest example that stands in a sentence.
const LONGEST_EXAMPLE: usize = 200;

/// A text of the document as a code span on one line, whatever stands in it.
pub(crate) fn code(text: &str) -> String {
    let mut span = String::with_capacity(text.len() + 2);
    span.push('`');
    span.extend(text.chars().map(|letter| match letter {
        '`' => '\'',
        odd if odd.is_control() || is_invisible(odd) => ' ',
        other => other,
    }));
    span.push('`');
    span
}

/// The text of the docs: prose made safe, then the notes.
pub(crate) fn text(docs: &Docs, fallback: &str) -> String {
    let mut text = safe(docs.text.trim());
    // A text of tags alone says nothing.
    if text.is_empty() {
        fallback.clone_into(&mut text);
    }
    let notes = docs.notes.iter().map(|note| escape_brackets(note));
    let facts: Vec<String> = notes.chain(example(docs)).collect();
    if !facts.is_empty() {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&facts.join(" "));
    }
    text
}

/// The example that the document gives, as a sentence; what is too long for one is shown where there is more room.
fn example(docs: &Docs) -> Option<String> {
    let value = docs.example.as_ref()?.given()?.to_string();
    (value.chars().count() <= LONGEST_EXAMPLE).then(|| format!("For example {}.", code(&value)))
}

/// The first sentence of the docs, on one line: for lists and titles.
pub(crate) fn summary(docs: &Docs, fallback: &str) -> String {
    let text = safe(docs.text.trim());
    let paragraph: Vec<&str> = text
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .map(str::trim)
        .collect();
    let line = paragraph.join(" ");
    match line.find(". ") {
        Some(end) => line[..=end].to_owned(),
        None if line.is_empty() => fallback.to_owned(),
        None => line,
    }
}

/// Notes are ours up to the values in them, which stand in code spans.
fn escape_brackets(note: &str) -> String {
    if note.contains('`') {
        note.to_owned()
    } else {
        note.replace('[', "\\[").replace(']', "\\]")
    }
}
