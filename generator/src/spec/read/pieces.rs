//! A YAML text in pieces, which can be read at the same time, and each in memory that another one has left.
//!
//! A text is cut where a member of one of its top entries, or of an entry in one of these, seems to begin. Looks don't prove
//! that: the line can stand in a text with quotes, and YAML knows more line breaks than those that are looked for here. So
//! where a piece ends, another member is put into each mapping that the next piece goes on with. Where the reader of YAML finds
//! all of them there, that was such a place; where it doesn't, or a piece can't be read alone (it has an alias for what stands in
//! another one, say), the text is read as a whole.

use std::fmt::Write as _;

/// The member that is put into each open mapping at the end of a piece.
pub(super) const PROBE: &str = "x-carried-probe";

/// How deep entries are cut: `components`, and `schemas` in it.
const LEVELS: usize = 2;

/// A part of a text.
#[derive(Debug)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    /// The entry that the piece before it ended in; empty for the first.
    pub(super) from: Path<'t>,
    /// The entry that it ends in; empty for the last.
    pub(super) to: Path<'t>,
}

/// The way to an entry: that of the outermost mapping first, then that of its value.
pub(super) type Path<'t> = Vec<Entry<'t>>;

/// A key that members follow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'t> {
    pub(super) key: &'t str,
    /// How far it is indented.
    depth: usize,
    /// How far its members are; nothing until the first of them is met.
    members: Option<usize>,
}

impl Piece<'_> {
    /// The piece as it is read: everything is as deep as in the whole, and all that it ends in has one member more.
    pub(super) fn alone(&self) -> String {
        let mut text = String::with_capacity(self.text.len() + 128);
        // Writing to a string cannot fail.
        for Entry { key, depth, .. } in &self.from {
            let _ = writeln!(text, "{:depth$}{key}:", "");
        }
        text.push_str(self.text);
        // The last piece is followed by nothing, and a line break more could be one of its last value.
        let innermost = self.to.last().and_then(|entry| entry.members);
        let outer = self.to.iter().rev().map(|entry| entry.depth);
        for depth in innermost.into_iter().chain(outer) {
            let _ = writeln!(text, "{:depth$}{PROBE}: 0", "");
        }
        text
    }
}

/// Cuts a text into pieces of at least `size` bytes, wherever a line looks like the beginning of a member.
pub(super) fn cut(text: &str, size: usize) -> Vec<Piece<'_>> {
    let (mut pieces, mut start, mut from) = (Vec::new(), 0, Path::new());
    // The entry that the line is in, as far as entries are cut.
    let mut open = Path::new();
    for (at, line) in lines(text) {
        let rest = line.trim_start_matches(' ');
        let depth = line.len() - rest.len();
        if is_void(rest) {
            continue;
        }
        // What tags mean is said for the whole text at its top.
        if line.starts_with('%') {
            (pieces, start, from) = (Vec::new(), 0, Path::new());
            break;
        }
        while open.last().is_some_and(|entry| entry.depth >= depth) {
            open.pop();
        }
        if let Some(entry) = open.last_mut() {
            entry.members.get_or_insert(depth);
        }
        if !is_key(rest) {
            continue;
        }
        // What is deeper than a member belongs to its value.
        if depth != open.last().map_or(0, |entry| entry.members.unwrap_or(0)) {
            continue;
        }
        if !open.is_empty() && at - start >= size {
            pieces.push(Piece {
                text: &text[start..at],
                from: std::mem::replace(&mut from, open.clone()),
                to: open.clone(),
            });
            start = at;
        }
        if open.len() < LEVELS
            && let Some(key) = bare_key(rest)
        {
            open.push(Entry {
                key,
                depth,
                members: None,
            });
        }
    }
    pieces.push(Piece {
        text: &text[start..],
        from,
        to: Path::new(),
    });
    pieces
}

/// The lines of a text, and where they start.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n').scan(0, |next, line| {
        let start = *next;
        *next += line.len() + 1;
        Some((start, line))
    })
}

/// Whether nothing stands in a line but a comment.
fn is_void(line: &str) -> bool {
    let line = line.trim_ascii();
    line.is_empty() || line.starts_with('#')
}

/// Whether a line can begin with a key, and with nothing else that has a meaning of its own.
fn is_key(line: &str) -> bool {
    line.starts_with(|first: char| first.is_ascii_alphanumeric() || "/_$'\"".contains(first))
}

/// The key of a line that is nothing but a plain key.
fn bare_key(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    (is_void(value) && key.chars().all(plain)).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces as they are read.
    fn found(text: &str, size: usize) -> Vec<String> {
        let pieces = cut(text, size);
        let texts: Vec<&str> = pieces.iter().map(|piece| piece.text).collect();
        assert_eq!(texts.concat(), text);
        pieces.iter().map(Piece::alone).collect()
    }

    #[test]
    fn a_text_is_cut_between_members() {
        let text = "---\na:\n- 1\npaths: # all\n\n  # first\n  /a:\n    b: 1\n  /b: {c: 2}\nd: 3";
        assert_eq!(
            found(text, 45),
            [
                "---\na:\n- 1\npaths: # all\n\n  # first\n  /a:\n    b: 1\n  x-carried-probe: 0\nx-carried-probe: 0\n",
                "paths:\n  /b: {c: 2}\nd: 3",
            ]
        );
        assert_eq!(
            found(text, 0)[0],
            "---\na:\n- 1\npaths: # all\n\n  # first\n  x-carried-probe: 0\nx-carried-probe: 0\n"
        );
    }

    #[test]
    fn entries_in_entries_are_cut_too() {
        let text = "a:\n  b:\n     c:\n       d:\n         e: 1\n     f: 2\n  g: 3\n";
        let probe = "x-carried-probe: 0\n";
        assert_eq!(
            found(text, 1),
            [
                &format!("a:\n  {probe}{probe}"),
                &format!("a:\n  b:\n     {probe}  {probe}{probe}"),
                &format!(
                    "a:\n  b:\n     c:\n       d:\n         e: 1\n     {probe}  {probe}{probe}"
                ),
                &format!("a:\n  b:\n     f: 2\n  {probe}{probe}"),
                "a:\n  g: 3\n",
            ]
        );
    }

    #[test]
    fn what_has_no_such_place_stays_whole() {
        for text in [
            "",
            "a: 1\nb: 2\n",
            "a: {\n  b: 1,\n  c: 2\n}\n",
            "a:\n  - b: 1\n  - c: 1\n",
            "a:\n- b: 1\n- c: 1\n",
            "a:\n- b: 1\n  c: 1\n  d: 1\n",
            "- a:\n    b: 1\n",
            "'a':\n  b: 1\n  c: 1\n",
            "a: &x\n  b: 1\n  c: 1\n",
            "a: |\n  b: 1\n  c: 1\n",
            "%TAG ! tag:yaml.org,2002:\n---\na:\n  b: 1\n  c: !str 2\n",
        ] {
            assert_eq!(found(text, 0), [text]);
        }
    }
}
