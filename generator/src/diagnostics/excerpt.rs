//! The piece of a text that a complaint shows: one line, cut to a window where it is very long.

use std::ops::Range;

/// How many characters of a long line are shown before and after the place.
const BEFORE: usize = 50;
const AFTER: usize = 100;

/// How much longer a line may be before it is cut.
const SLACK: usize = 20;

/// Every how many characters the byte is noted.
const STEP: usize = 1_000;

/// A text, where its lines start, and at which byte its characters are: a document may be one line of many megabytes,
/// and complaints about it many.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    /// The first character of each line, and its byte.
    starts: Vec<(usize, usize)>,
    /// The bytes of the characters 0, `STEP`, and so on.
    marks: Vec<usize>,
    /// How many characters there are.
    count: usize,
}

/// One line as it is shown, and the bytes of it that are marked.
#[derive(Debug, PartialEq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) mark: Range<usize>,
}

impl<'t> Lines<'t> {
    /// Finds the lines. The byte order mark is no part of the first one.
    pub(super) fn new(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (mut starts, mut marks, mut count) = (vec![(0, 0)], Vec::new(), 0);
        let mut letters = text.char_indices().peekable();
        while let Some((byte, letter)) = letters.next() {
            if count % STEP == 0 {
                marks.push(byte);
            }
            count += 1;
            let next = letters.peek().map(|(_, letter)| *letter);
            // A lone carriage return ends a line too, for YAML.
            if letter == '\n' || (letter == '\r' && next != Some('\n')) {
                starts.push((count, byte + 1));
            }
        }
        Self {
            text,
            starts,
            marks,
            count,
        }
    }

    /// The byte of a character; the end of the text where there is none.
    fn byte(&self, character: usize) -> usize {
        let Some(mark) = self.marks.get(character / STEP) else {
            return self.text.len();
        };
        let letters = self.text.get(*mark..).unwrap_or("").char_indices();
        let after = letters.map(|(byte, _)| byte).nth(character % STEP);
        after.map_or(self.text.len(), |byte| mark + byte)
    }

    /// The characters of a line, counted from 1, with the characters that end it; none where there is no such line.
    fn line(&self, line: usize) -> Range<usize> {
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index));
        let end = self
            .starts
            .get(line)
            .map_or(self.count, |(start, _)| *start);
        start.map_or(0..0, |(start, _)| *start..end)
    }

    /// The excerpt for `length` characters from a line and column, both counted from 1.
    pub(super) fn excerpt(&self, line: usize, column: usize, length: usize) -> Excerpt {
        let line = self.line(line);
        let start = (line.start + column.saturating_sub(1)).min(line.end);
        let end = (start + length.clamp(1, AFTER)).min(line.end);
        let long_before = start - line.start > BEFORE + SLACK;
        let long_after = line.end - start > AFTER + SLACK;
        let first = if long_before {
            start - BEFORE
        } else {
            line.start
        };
        let last = if long_after { start + AFTER } else { line.end };
        let bytes = [first, start, end, last].map(|character| self.byte(character));
        let piece = |from: usize, to: usize| {
            let piece = self.text.get(bytes[from]..bytes[to]).unwrap_or("");
            piece.trim_end_matches(['\n', '\r'])
        };
        let mut text = String::from(if long_before { "…" } else { "" });
        text.push_str(piece(0, 1));
        let mark = text.len()..text.len() + piece(1, 2).len();
        text.push_str(piece(1, 3));
        text.push_str(if long_after { "…" } else { "" });
        Excerpt { text, mark }
    }

    /// Line and column, counted from 1 in characters, of a byte; the end of the text where it is beyond.
    pub(super) fn position(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|(_, start)| *start <= byte);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .map_or(0, |(_, start)| *start);
        let before = self.text.get(start..byte);
        (line, before.map_or(1, |before| before.chars().count() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, Lines};

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("\u{feff}é: 1\r\n\tüb: 2\r\nlast");
        assert_eq!(
            lines.excerpt(2, 2, 2),
            Excerpt {
                text: "\tüb: 2".to_owned(),
                mark: 1..4
            }
        );
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position(7), (2, 1));
        assert_eq!(lines.position(10), (2, 3));
        assert_eq!(lines.excerpt(3, 1, 4).text, "last");
        assert_eq!(
            lines.excerpt(9, 9, 9),
            Excerpt {
                text: String::new(),
                mark: 0..0
            }
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}KEY{}", "ä".repeat(5000), "b".repeat(5000));
        let excerpt = Lines::new(&text).excerpt(1, 5001, 3);
        assert!(excerpt.text.chars().count() < 160);
        assert_eq!(&excerpt.text[excerpt.mark], "KEY");
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
    }
}
