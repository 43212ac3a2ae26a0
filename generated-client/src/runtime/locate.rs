//! Where in a JSON text something went wrong: the path to it and what stands around it.
//!
//! A JSON error comes with a line and a column. Walking the text up to there gives the path, without compiling a second,
//! path-keeping deserializer for each type of the API.

use std::fmt::Write as _;

/// How many bytes of the text an excerpt shows on either side.
const AROUND: usize = 40;

/// A place in a JSON text.
pub(super) struct Place {
    /// Such as `data[3].created`; empty at the top.
    pub(super) path: String,
    /// The text around the place, in one line, quoted.
    pub(super) excerpt: String,
}

/// Finds the place that a JSON error with this line and column (both counted from 1, in bytes) complains about.
pub(super) fn locate(json: &[u8], line: usize, column: usize) -> Place {
    let before: usize = json
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    let read = (before + column).min(json.len());
    Place {
        path: path(&json[..read]),
        excerpt: excerpt(json, read),
    }
}

/// What the error says, without the position that means little to people who don't see the text.
pub(super) fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let suffix = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&suffix)
        .map(str::to_owned)
        .unwrap_or(text)
}

/// The text around a place in one line, quoted.
pub(super) fn excerpt(text: &[u8], at: usize) -> String {
    let start = at.saturating_sub(AROUND);
    let end = text.len().min(at + AROUND);
    let shown: String = String::from_utf8_lossy(&text[start..end])
        .chars()
        .map(|c| {
            if c.is_control() || c == char::REPLACEMENT_CHARACTER {
                ' '
            } else {
                c
            }
        })
        .collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if end < text.len() { "…" } else { "" };
    format!("`{before}{shown}{after}`")
}

/// One level of nesting on the way to the place.
enum Level {
    /// An object, with the key that was read last.
    Object(Option<String>),
    /// An array, with the index that is being read.
    Array(usize),
}

/// The path to where a JSON text stops.
fn path(read: &[u8]) -> String {
    let mut levels: Vec<Level> = Vec::new();
    let mut expects_key = false;
    let mut at = 0;
    while let Some(byte) = read.get(at) {
        at += 1;
        match byte {
            b'{' => {
                levels.push(Level::Object(None));
                expects_key = true;
            }
            b'[' => levels.push(Level::Array(0)),
            b'}' | b']' => {
                levels.pop();
                expects_key = false;
            }
            b':' => expects_key = false,
            b',' => match levels.last_mut() {
                Some(Level::Array(index)) => *index += 1,
                Some(Level::Object(key)) => {
                    *key = None;
                    expects_key = true;
                }
                None => {}
            },
            b'"' => {
                let end = end_of_string(read, at);
                if let (true, Some(Level::Object(key))) = (expects_key, levels.last_mut()) {
                    *key = Some(String::from_utf8_lossy(&read[at..end]).into_owned());
                }
                at = end + 1;
            }
            _ => {}
        }
    }
    render(&levels)
}

/// The position of the quote that ends the string that starts here, or the end of the text.
fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

fn render(levels: &[Level]) -> String {
    let mut path = String::new();
    for level in levels {
        match level {
            Level::Object(None) => {}
            Level::Object(Some(key)) => {
                let dot = if path.is_empty() { "" } else { "." };
                _ = write!(path, "{dot}{key}");
            }
            Level::Array(index) => _ = write!(path, "[{index}]"),
        }
    }
    path
}
