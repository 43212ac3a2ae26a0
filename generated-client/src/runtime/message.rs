//! What a server says about an error, whichever of the usual shapes it says it in.

use serde_json::Value;

use super::secret::Secret;

/// Where messages are found, most telling first. An entry that leads to an object or a list is searched in turn.
const KEYS: &[&str] = &[
    "message",
    "error_description",
    "error",
    "errors",
    "detail",
    "title",
    "msg",
    "description",
];

/// Messages longer than this are cut: some servers answer with whole pages.
const LONGEST: usize = 500;

/// How deep a message may hide: `{"errors": [{"error": {"message": …}}]}` and no deeper.
const DEEPEST: u8 = 5;

/// The message in an error's body: by name in JSON, otherwise the text itself unless it is a page of HTML.
pub(super) fn message(body: &[u8]) -> Option<String> {
    let text = match serde_json::from_slice::<Value>(body) {
        Ok(value) => search(&value, DEEPEST)?,
        Err(_) => plain(body)?,
    };
    Some(one_line(&text))
}

/// Takes the caller's credentials out of a text: some servers repeat the key that they refuse.
pub(super) fn redact(text: &str, secrets: &[Secret]) -> String {
    /// Shorter texts can't be told from ordinary words.
    const SHORTEST: usize = 6;
    let long = secrets
        .iter()
        .map(Secret::expose)
        .filter(|secret| secret.len() >= SHORTEST);
    long.fold(text.to_owned(), |text, secret| {
        text.replace(secret, "[redacted]")
    })
}

fn search(value: &Value, depth: u8) -> Option<String> {
    if depth == 0 {
        return None;
    }
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Object(object) => KEYS
            .iter()
            .find_map(|key| search(object.get(*key)?, depth - 1)),
        Value::Array(items) => {
            let texts: Vec<_> = items
                .iter()
                .filter_map(|item| search(item, depth - 1))
                .take(3)
                .collect();
            (!texts.is_empty()).then(|| texts.join("; "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn plain(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    (!text.is_empty() && !text.starts_with('<')).then(|| text.to_owned())
}

fn one_line(text: &str) -> String {
    let mut line: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}
