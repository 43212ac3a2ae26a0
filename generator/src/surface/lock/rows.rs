//! The text of a lock as rows: words and `key=value` pairs on a line, and rows inside of others by indentation.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Why a lock can't be read, and in which line; counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) message: String,
}

/// A line, and the lines inside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// Counted from 1; 0 in a row that was not read.
    line: usize,
    words: Vec<String>,
    pairs: BTreeMap<String, String>,
    pub(super) inside: Vec<Row>,
}

/// How far a row inside another one is indented.
const INDENT: usize = 2;

impl Row {
    /// A row of these words; the first one says what it is about.
    pub(super) fn new(words: &[&str]) -> Self {
        Self {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Adds a word where something holds.
    pub(super) fn flag(mut self, word: &str, holds: bool) -> Self {
        if holds {
            self.words.push(word.to_owned());
        }
        self
    }

    /// Adds a pair.
    pub(super) fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.pairs.insert(key.to_owned(), value.into());
        self
    }

    /// Adds a pair where there is a value.
    pub(super) fn maybe(self, key: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds rows inside.
    pub(super) fn holding(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.inside.extend(rows);
        self
    }

    /// What the row is about.
    pub(super) fn about(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The word at a position; the first one says what the row is about.
    pub(super) fn word(&self, index: usize) -> Result<&str, Fault> {
        let word = self.words.get(index).map(String::as_str);
        word.ok_or_else(|| self.fault(format!("`{}` lacks a word", self.about())))
    }

    /// The words from a position on.
    pub(super) fn words(&self, from: usize) -> &[String] {
        self.words.get(from..).unwrap_or_default()
    }

    /// Whether a word stands at or after a position.
    pub(super) fn has(&self, from: usize, word: &str) -> bool {
        self.words(from).iter().any(|own| own == word)
    }

    /// The value of a pair.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.get(key).map(String::as_str)
    }

    /// The value of a pair that must be there.
    pub(super) fn need(&self, key: &str) -> Result<&str, Fault> {
        let value = self.get(key);
        value.ok_or_else(|| self.fault(format!("`{}` lacks `{key}=…`", self.about())))
    }

    /// The rows inside that are about something.
    pub(super) fn all<'a>(&'a self, about: &'a str) -> impl Iterator<Item = &'a Row> {
        self.inside.iter().filter(move |row| row.about() == about)
    }

    /// The first row inside that is about something.
    pub(super) fn one<'a>(&'a self, about: &'a str) -> Option<&'a Row> {
        self.all(about).next()
    }

    /// The first row inside that is about something, which must be there.
    pub(super) fn part<'a>(&'a self, about: &'a str) -> Result<&'a Row, Fault> {
        let part = self.one(about);
        part.ok_or_else(|| self.fault(format!("`{}` lacks a line `{about} …`", self.about())))
    }

    /// Refuses rows inside that are about anything else: a slip must not lose what it stands for.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Fault> {
        match self.inside.iter().find(|row| !known.contains(&row.about())) {
            Some(row) => Err(row.fault(format!(
                "`{}` means nothing in `{}`",
                row.about(),
                self.about()
            ))),
            None => Ok(()),
        }
    }

    /// Something is wrong with this row.
    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault {
            line: self.line,
            message: message.into(),
        }
    }

    fn write(&self, depth: usize, text: &mut String) {
        let words = self.words.iter().map(|word| quoted(word));
        let pairs = self
            .pairs
            .iter()
            .map(|(key, value)| format!("{key}={}", quoted(value)));
        let line: Vec<String> = words.chain(pairs).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:indent$}{}",
            "",
            line.join(" "),
            indent = depth * INDENT
        );
        for row in &self.inside {
            row.write(depth + 1, text);
        }
    }
}

/// Writes rows, those that hold others set apart by a blank line.
pub(super) fn write(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        if !row.inside.is_empty() && !text.is_empty() {
            text.push('\n');
        }
        row.write(0, &mut text);
    }
    text
}

/// Reads rows; lines that are blank or start with `#` say nothing.
pub(super) fn read(text: &str) -> Result<Vec<Row>, Fault> {
    // The rows that are still open, from the outermost on.
    let mut open: Vec<Row> = vec![Row::default()];
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        let content = line.trim_start_matches(' ');
        if content.trim().is_empty() || content.starts_with('#') {
            continue;
        }
        let fault = |message: &str| Fault {
            line: line_number,
            message: message.to_owned(),
        };
        if let Some(mark) = ["<<<<<<<", "=======", ">>>>>>>"]
            .iter()
            .find(|mark| content.starts_with(**mark))
        {
            return Err(fault(&format!("`{mark}` is left from a merge")));
        }
        let indent = line.len() - content.len();
        let depth = indent / INDENT;
        if indent % INDENT != 0 || depth + 1 > open.len() {
            return Err(fault("this line is indented too far"));
        }
        while open.len() > depth + 1 {
            close(&mut open);
        }
        open.push(row(content, line_number)?);
    }
    while open.len() > 1 {
        close(&mut open);
    }
    Ok(open.pop().unwrap_or_default().inside)
}

fn close(open: &mut Vec<Row>) {
    if let Some(done) = open.pop()
        && let Some(around) = open.last_mut()
    {
        around.inside.push(done);
    }
}

fn row(content: &str, line: usize) -> Result<Row, Fault> {
    let mut row = Row {
        line,
        ..Row::default()
    };
    let mut rest = content.trim();
    while !rest.is_empty() {
        let (word, after) = word(rest, line)?;
        match after.strip_prefix('=') {
            Some(value) if !rest.starts_with('"') => {
                let (value, after) = self::word(value, line)?;
                row.pairs.insert(word, value);
                rest = after;
            }
            _ => {
                row.words.push(word);
                rest = after;
            }
        }
        if !rest.is_empty() && !rest.starts_with(' ') {
            return Err(row.fault(format!("a space is missing before {rest:?}")));
        }
        rest = rest.trim_start_matches(' ');
    }
    Ok(row)
}

/// The word at the start of a text, and what follows it.
fn word(text: &str, line: usize) -> Result<(String, &str), Fault> {
    let Some(quote) = text.strip_prefix('"') else {
        let end = text.find([' ', '=']).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        return Ok((word.to_owned(), rest));
    };
    let mut word = String::new();
    let mut letters = quote.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '"' => return Ok((word, &quote[index + 1..])),
            '\\' => match letters.next().map(|(_, letter)| letter) {
                Some('n') => word.push('\n'),
                Some('r') => word.push('\r'),
                Some('t') => word.push('\t'),
                Some(other) => word.push(other),
                None => break,
            },
            other => word.push(other),
        }
    }
    Err(Fault {
        line,
        message: "a quotation mark has no partner in this line".to_owned(),
    })
}

/// A word as it stands in a line: in quotation marks where it would not be read back otherwise.
fn quoted(word: &str) -> String {
    let plain = !word.is_empty()
        && !word.starts_with(['#', '<', '>'])
        && !word
            .contains(|letter: char| letter.is_whitespace() || ['"', '=', '\\'].contains(&letter));
    if plain {
        return word.to_owned();
    }
    let mut text = String::from("\"");
    for letter in word.chars() {
        match letter {
            '"' | '\\' => {
                text.push('\\');
                text.push(letter);
            }
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::{Row, read, write};

    #[test]
    fn rows_are_read_back_as_they_were_written() {
        let odd = [
            "", " ", "a b", "a=b", "\"", "\\", "\\n", "\n\r\t", "#", "é", "=======", "<a>",
        ];
        let inner = odd.iter().map(|word| {
            Row::new(&["value", word])
                .with("wire", *word)
                .flag("required", word.len() == 1)
        });
        let rows = vec![
            Row::new(&["lock", "1"]),
            Row::new(&["type", "A"]).holding(inner.clone()),
            Row::new(&["type", "B"]).holding([Row::new(&["field"]).holding(inner)]),
        ];
        let text = write(&rows);
        let back = read(&text).unwrap();
        assert_eq!(write(&back), text);
        assert_eq!(back[1].inside[3].word(1), Ok("a=b"));
        assert_eq!(back[2].inside[0].inside[7].get("wire"), Some("\n\r\t"));
    }

    #[test]
    fn what_is_no_row_is_refused_with_its_line() {
        for (text, line) in [
            ("lock 1\n    a\n", 2),
            ("# hello\n\n a\n", 3),
            ("a \"b\n", 1),
            ("a \"b\"c\n", 1),
            ("a\n<<<<<<< ours\n", 2),
        ] {
            assert_eq!(
                read(text).map_err(|fault| fault.line),
                Err(line),
                "{text:?}"
            );
        }
    }
}
