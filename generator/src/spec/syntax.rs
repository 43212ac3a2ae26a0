//! Errors of the two parsers, in words that help: where, what, and what to do about it.

use crate::diagnostics::{Code, Diagnostic, Place, SourceId};

/// The reader's own error, for documents whose aliases multiply.
pub(super) const TOO_MANY_VALUES: &str = "the aliases of this document expand to too many values";

/// The JSON parser's words for what YAML allows.
pub(super) const TRAILING_COMMA: &str = "trailing comma";

/// What a parser's words mean: a piece of its message, and help. The first row that fits counts.
const HELP: &[(&str, &str)] = &[
    (
        "recursion limit",
        "the document is nested more than 127 levels deep; move inner parts to `components`",
    ),
    ("repetition limit", TOO_MANY_VALUES),
    (
        "mapping values are not allowed",
        "indent the line like its neighbours, and put a value that holds `: ` in quotes",
    ),
    (
        "did not find expected key",
        "check the indentation of this line and of the one above it",
    ),
    (
        "did not find expected '-'",
        "check the indentation of this line and of the list above it",
    ),
    (
        "could not find expected ':'",
        "every line of a mapping needs `key: value`; put texts of several lines in quotes or after `|`",
    ),
    (
        "did not find expected ',' or ']'",
        "a list that starts with `[` lacks its `,` or `]`",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping that starts with `{` lacks its `,` or `}`",
    ),
    (
        "found unknown escape character",
        "write a backslash in double quotes as `\\\\`, or use single quotes",
    ),
    (
        "unknown anchor",
        "an alias such as `*name` needs an anchor `&name` before it",
    ),
    (
        "unexpected end of stream",
        "a quote or a bracket is opened and never closed",
    ),
    (
        "more than one document",
        "keep one document per file; `---` starts another one",
    ),
    ("expected a text as key", "a key must be a plain text"),
    (TRAILING_COMMA, "JSON has no comma after the last entry"),
    ("key must be a string", "put the key in double quotes"),
    (
        "EOF while parsing",
        "a quote or a bracket is opened and never closed",
    ),
    ("trailing characters", "the document ends before this place"),
    ("control character", "write line breaks in texts as `\\n`"),
    ("invalid unicode", "save the file as UTF-8"),
];

/// Words of a YAML parser that the table explains better after a look at the line.
const TAB: &str = "YAML allows no tabs in the indentation; use spaces";

pub(super) fn json(source: SourceId, text: &str, error: &serde_json::Error) -> Diagnostic {
    let line = error.line();
    let bytes = error.column();
    let column = line_of(text, line).map_or(bytes, |line| {
        // The parser counts bytes.
        line.get(..bytes.saturating_sub(1))
            .map_or(bytes, |before| before.chars().count() + 1)
    });
    let message = error
        .to_string()
        .replace(&format!(" at line {line} column {bytes}"), "");
    complaint("JSON", (source, line, column), &message, None)
}

pub(super) fn yaml(source: SourceId, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let location = error.location();
    let (line, column) = match location {
        Some(location) => (location.line(), location.column()),
        None => second_document(text).unwrap_or((0, 0)),
    };
    let message = error
        .to_string()
        .replacen(&format!(" at line {line} column {column}"), "", 1);
    let tabbed =
        line_of(text, line).is_some_and(|line| line.trim_start_matches(' ').starts_with('\t'));
    complaint(
        "YAML",
        (source, line, column),
        &message,
        tabbed.then_some(TAB),
    )
}

fn complaint(
    language: &str,
    (source, line, column): (SourceId, usize, usize),
    message: &str,
    help: Option<&str>,
) -> Diagnostic {
    let place = if line == 0 {
        Place::Nowhere
    } else {
        Place::SourceAt {
            source,
            line,
            column: column.max(1),
        }
    };
    let found = Diagnostic::new(
        Code::SyntaxError,
        place,
        format!("this is no {language}: {message}"),
    );
    let help = help.or_else(|| {
        HELP.iter()
            .find(|(words, _)| message.contains(words))
            .map(|(_, help)| *help)
    });
    match help {
        Some(help) => found.help(help),
        None => found,
    }
}

/// Where a second document starts: the one error that the parser doesn't place.
fn second_document(text: &str) -> Option<(usize, usize)> {
    let content = |line: &str| !line.trim().is_empty() && !line.starts_with(['#', '%']);
    let mut started = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with("---") {
            if started {
                return Some((index + 1, 1));
            }
            started = !line.trim_start_matches('-').trim().is_empty();
        } else {
            started |= content(line);
        }
    }
    None
}

fn line_of(text: &str, line: usize) -> Option<&str> {
    text.lines().nth(line.checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Diagnostics;
    use crate::spec::read::read;

    fn found(text: &str) -> Diagnostic {
        let mut diagnostics = Diagnostics::new();
        assert!(read(SourceId::DOCUMENT, text, &mut diagnostics).is_none());
        diagnostics.into_sorted().remove(0)
    }

    #[test]
    fn errors_are_placed_and_explained() {
        let table = [
            ("a: 1\n\tb: 2\n", (2, 1), TAB),
            ("a: b: c\n", (1, 5), "quotes"),
            ("a:\n  b: 1\n c: 2\n", (3, 2), "indentation"),
            ("a: [1, 2\nb: 3\n", (2, 2), "`]`"),
            ("a: *b\n", (1, 4), "anchor"),
            ("a: 1\n---\nb: 2\n", (2, 1), "one document"),
            ("{\"ä\": x}", (1, 7), ""),
            ("{\"a\": 1,\n} x", (2, 1), "no comma"),
            ("{\"a\": 1} x", (1, 10), "ends before"),
        ];
        for (text, (line, column), help) in table {
            let found = found(text);
            assert_eq!(found.code, Code::SyntaxError);
            assert_eq!(
                found.place,
                Place::SourceAt {
                    source: SourceId::DOCUMENT,
                    line,
                    column
                },
                "{text:?} {found:?}"
            );
            assert!(
                found.help.clone().unwrap_or_default().contains(help),
                "{text:?} {found:?}"
            );
        }
    }
}
