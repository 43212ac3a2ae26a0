//! A YAML text in pieces, which can be read at the same time.
//!
//! A text is cut where a member of one of its top entries seems to begin. Looks don't prove that: the line can stand in a
//! text with quotes, and YAML knows more line breaks than those that are looked for here. So another member is put where each
//! piece ends that something follows on. Where the reader of YAML finds it in the entry, the next piece goes on there; where it
//! doesn't, or a piece can't be read alone (it has an alias for what stands in another one, say), the text is read as a whole.

/// The member that is put at the end of a piece.
pub(super) const PROBE: &str = "x-carried-probe";

/// A text that is cut inside of one of its top entries.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pieces<'t> {
    /// The key of the entry.
    pub(super) key: &'t str,
    /// How far its members are indented.
    depth: usize,
    /// What stands before the cut, with the first members of the entry.
    head: &'t str,
    /// The other members of the entry.
    rest: &'t str,
    /// The entries that follow.
    pub(super) tail: &'t str,
}

impl Pieces<'_> {
    /// What stands before the cut.
    pub(super) fn head(&self) -> String {
        format!("{}{}", self.head, self.probe())
    }

    /// The other members, in an entry of their own, so that they are as deep as in the whole.
    pub(super) fn rest(&self) -> String {
        let Self { key, rest, .. } = self;
        // What ends with the text is followed by nothing, and a line break more could be one of its last value.
        let probe = if self.tail.is_empty() {
            String::new()
        } else {
            self.probe()
        };
        format!("{key}:\n{rest}{probe}")
    }

    fn probe(&self) -> String {
        format!("{:depth$}{PROBE}: 0\n", "", depth = self.depth)
    }
}

/// Cuts a text near its middle; `None` where nothing there looks like the place between two members.
pub(super) fn cut(text: &str) -> Option<Pieces<'_>> {
    let middle = text.len() / 2;
    // The entry that the middle lies in: its key, where its members start, and where it ends.
    let mut entry = None;
    let mut end = text.len();
    for (start, line) in lines(text, 0) {
        if !is_key(line) {
            continue;
        }
        if start <= middle {
            entry = Some((line, start + line.len() + 1));
        } else {
            end = start;
            break;
        }
    }
    let (line, members) = entry?;
    let key = bare_key(line)?;
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let inside = |from: usize| lines(text, from).take_while(|(start, _)| *start < end);
    let (start, first) = inside(members).find(|(_, line)| !is_void(line))?;
    let (depth, second) = (indentation(first), start + first.len() + 1);
    let line_break = text.as_bytes()[..middle]
        .iter()
        .rposition(|byte| *byte == b'\n')?;
    let from = second.max(line_break + 1);
    let mut others = inside(from).map(|(start, line)| (start, indentation(line), line));
    let (cut, ..) = others.find(|(_, own, line)| *own == depth && is_key(&line[depth..]))?;
    (depth > 0).then_some(Pieces {
        key,
        depth,
        head: &text[..cut],
        rest: &text[cut..end],
        tail: &text[end..],
    })
}

/// The lines from one that starts at `from`, and where they start.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.get(from..).unwrap_or_default().split('\n');
    lines.scan(from, |next, line| {
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

    fn found(text: &str) -> Option<[&str; 4]> {
        let Pieces {
            key,
            head,
            rest,
            tail,
            ..
        } = cut(text)?;
        assert_eq!([head, rest, tail].concat(), text);
        Some([head, key, rest, tail])
    }

    #[test]
    fn a_text_is_cut_between_two_members_of_an_entry() {
        let text = "---\na:\n- 1\npaths: # all\n\n  # first\n  /a:\n    b: 1\n  /b: {c: 2}\nd: 3\n";
        let head = "---\na:\n- 1\npaths: # all\n\n  # first\n  /a:\n    b: 1\n";
        assert_eq!(
            found(text),
            Some([head, "paths", "  /b: {c: 2}\n", "d: 3\n"])
        );
        assert_eq!(
            found("a:\n  b: 1\n  c: 2"),
            Some(["a:\n  b: 1\n", "a", "  c: 2", ""])
        );
    }

    #[test]
    fn any_byte_can_be_the_middle() {
        for letters in 0..20 {
            let text = format!("a:\n  b: {}\n  c: 鍵\n", "é".repeat(letters));
            assert!(found(&text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_has_no_such_place_stays_whole() {
        for text in [
            "",
            "a: 1\nb: 2\n",
            "a: {\n  b: 1,\n  c: 2\n}\n",
            "a:\n  - b: 1\n  - c: 1\n",
            "a:\n- b: 1\n- c: 1\n",
            "- a:\n    b: 1\n",
            "'a':\n  b: 1\n  c: 1\n",
            "a: &x\n  b: 1\n  c: 1\n",
        ] {
            assert_eq!(found(text), None, "{text:?}");
        }
    }
}
