//! The piece of a text that a complaint shows: one line, cut to a window where it is very long.

use std::ops::Range;

/// How many characters of a long line are shown before and after the place.
const BEFORE: usize = 50;
const AFTER: usize = 100;

/// A text and where its lines start.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
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
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (index, byte) in bytes.iter().enumerate() {
            // A lone carriage return ends a line too, for YAML.
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')) {
                starts.push(index + 1);
            }
        }
        Self { text, starts }
    }

    /// The line, counted from 1, without its end; empty where there is none.
    fn line(&self, line: usize) -> &'t str {
        let start = line
            .checked_sub(1)
            .and_then(|index| self.starts.get(index))
            .copied();
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        start
            .and_then(|start| self.text.get(start..end))
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    /// The excerpt for `length` characters from a line and column, both counted from 1.
    pub(super) fn excerpt(&self, line: usize, column: usize, length: usize) -> Excerpt {
        let line = self.line(line);
        let offset = |characters: usize| {
            line.char_indices()
                .nth(characters)
                .map_or(line.len(), |(index, _)| index)
        };
        let skip = column.saturating_sub(1);
        let start = offset(skip);
        let end = offset(skip.saturating_add(length.clamp(1, AFTER)));
        let cut_start = if skip > BEFORE + 20 {
            offset(skip - BEFORE)
        } else {
            0
        };
        let rest = line[start..]
            .char_indices()
            .nth(AFTER + 20)
            .map(|_| offset(skip + AFTER));
        let cut_end = rest.unwrap_or(line.len());
        let before = if cut_start > 0 { "…" } else { "" };
        let after = if cut_end < line.len() { "…" } else { "" };
        let text = format!("{before}{}{after}", &line[cut_start..cut_end]);
        let shift = |index: usize| index - cut_start + before.len();
        Excerpt {
            text,
            mark: shift(start)..shift(end),
        }
    }

    /// Line and column, counted from 1 in characters, of a byte; the end of the text where it is beyond.
    pub(super) fn position(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let column = self
            .text
            .get(start..byte)
            .map_or(1, |before| before.chars().count() + 1);
        (line, column)
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
