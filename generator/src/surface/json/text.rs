//! JSON as text: keys in the order in which they are given, and whatever fits on a line stays on it, as does an object of
//! a list that holds no objects in turn.
//!
//! The order of keys is part of how the file reads, and a field or a parameter on each line, however long, is what makes a
//! large file reviewable: one that changes is one line that changes; neither is to be had from `serde_json`, whose maps are sorted or not depending on who else is built.

/// A JSON value that is only written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(&'static str, Json)>),
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&String> for Json {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Number(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T> From<&[T]> for Json
where
    for<'a> &'a T: Into<Json>,
{
    fn from(items: &[T]) -> Self {
        list(items)
    }
}

/// A list of what each item becomes.
pub(super) fn list<T: Into<Json>>(items: impl IntoIterator<Item = T>) -> Json {
    Json::List(items.into_iter().map(Into::into).collect())
}

/// How wide a line may get.
const WIDTH: usize = 160;

/// Writes a value; the text ends in a line break.
pub(super) fn write(value: &Json) -> String {
    let mut out = String::new();
    block(value, 0, 0, &mut out);
    out.push('\n');
    out
}

/// Writes a value that starts `used` columns into its line.
fn block(value: &Json, depth: usize, used: usize, out: &mut String) {
    let start = out.len();
    // No letter has more than four bytes, so that what is longer can't fit.
    let whole = line(value, start + 4 * WIDTH, out);
    let (open, close, empty) = match value {
        Json::List(items) => ('[', ']', items.is_empty()),
        Json::Object(entries) => ('{', '}', entries.is_empty()),
        Json::Null | Json::Boolean(_) | Json::Number(_) | Json::Text(_) => return,
    };
    if empty || (whole && used + out[start..].chars().count() <= WIDTH) {
        return;
    }
    out.truncate(start);
    out.push(open);
    let mut separator = "";
    let mut next = |out: &mut String| {
        out.push_str(separator);
        separator = ",";
        indent(depth + 1, out);
    };
    match value {
        Json::List(items) => {
            for item in items {
                next(out);
                if is_flat(item) {
                    line(item, usize::MAX, out);
                } else {
                    block(item, depth + 1, 2 * (depth + 1), out);
                }
            }
        }
        Json::Object(entries) => {
            for (key, value) in entries {
                next(out);
                text(key, out);
                out.push_str(": ");
                block(value, depth + 1, 2 * (depth + 1) + key.len() + 4, out);
            }
        }
        Json::Null | Json::Boolean(_) | Json::Number(_) | Json::Text(_) => {}
    }
    indent(depth, out);
    out.push(close);
}

/// Whether an object holds no list of objects.
fn is_flat(value: &Json) -> bool {
    let Json::Object(entries) = value else {
        return false;
    };
    !entries.iter().any(|(_, value)| match value {
        Json::List(items) => items.iter().any(|item| matches!(item, Json::Object(_))),
        Json::Object(_) => !is_flat(value),
        Json::Null | Json::Boolean(_) | Json::Number(_) | Json::Text(_) => false,
    })
}

fn indent(depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Writes a value on one line; `false` where the text grew beyond a length, so that the rest was not written.
fn line(value: &Json, most: usize, out: &mut String) -> bool {
    match value {
        Json::Null => out.push_str("null"),
        Json::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Number(value) => out.push_str(&value.to_string()),
        Json::Text(value) => text(value, out),
        Json::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                if !line(item, most, out) {
                    return false;
                }
            }
            out.push(']');
        }
        Json::Object(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { " " });
                text(key, out);
                out.push_str(": ");
                if !line(value, most, out) {
                    return false;
                }
            }
            out.push_str(if entries.is_empty() { "}" } else { " }" });
        }
    }
    out.len() <= most
}

fn text(value: &str, out: &mut String) {
    out.push('"');
    let mut rest = value;
    // Nearly every text stands for itself, which its bytes tell sooner than its letters.
    let plain = !value.bytes().any(may_be_escaped);
    while let Some(end) = (!plain).then(|| rest.find(is_escaped)).flatten() {
        out.push_str(&rest[..end]);
        let mut letters = rest[end..].chars();
        let Some(letter) = letters.next() else { break };
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control => {
                for unit in control.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Whether a letter can't stand for itself (RFC 8259, section 7), or is invisible.
fn is_escaped(letter: char) -> bool {
    matches!(letter, '"' | '\\') || letter.is_control()
}

/// Whether a letter that is escaped can begin with a byte.
fn may_be_escaped(byte: u8) -> bool {
    // The control characters beyond ASCII, U+0080 to U+009F, begin with C2 in UTF-8.
    matches!(byte, b'"' | b'\\' | 0xC2) || byte.is_ascii_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long() -> Json {
        list(["a".repeat(100), "b\"\\\n\u{1}\u{85}é".repeat(10)])
    }

    #[test]
    fn what_is_escaped_begins_with_a_byte_that_tells() {
        for letter in ('\0'..=char::MAX).filter(|letter| is_escaped(*letter)) {
            let first = letter.to_string().bytes().next();
            assert!(first.is_some_and(may_be_escaped), "{letter:?}");
        }
    }

    #[test]
    fn what_fits_stays_on_its_line_and_the_rest_is_broken() {
        let value = Json::Object(vec![
            ("short", list([true, false])),
            ("none", Json::Object(Vec::new())),
            ("long", long()),
        ]);
        let text = write(&value);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], r#"  "short": [true, false],"#);
        assert_eq!(lines[2], r#"  "none": {},"#);
        assert_eq!(lines[3], r#"  "long": ["#);
    }
}
