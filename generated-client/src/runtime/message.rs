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

/// What stands where a text was cut.
const CUT: &str = "…";

/// What stands in place of a secret.
const REDACTED: &str = "[redacted]";

/// This much of a secret next to a cut is too much.
const REMAINS: usize = 4;

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

/// Takes the caller's credentials out of a text: some servers repeat the key that they refuse. Texts are cut before they
/// get here, so what a cut left of a credential goes as well.
pub(super) fn redact(text: &str, secrets: &[Secret]) -> String {
    /// Shorter texts can't be told from ordinary words.
    const SHORTEST: usize = 6;
    let long = secrets
        .iter()
        .map(Secret::expose)
        .filter(|secret| secret.len() >= SHORTEST);
    long.fold(text.to_owned(), |text, secret| {
        without_remains(&text.replace(secret, REDACTED), secret)
    })
}

/// Takes out what stands next to a cut and is a part of the secret.
fn without_remains(text: &str, secret: &str) -> String {
    let pieces: Vec<&str> = text.split(CUT).collect();
    let last = pieces.len() - 1;
    let pieces = pieces.into_iter().enumerate().map(|(index, piece)| {
        let (after_cut, before_cut) = (index > 0, index < last);
        if after_cut && before_cut && piece.len() >= REMAINS && secret.contains(piece) {
            return REDACTED.to_owned();
        }
        let ends = |at: &usize| after_cut && secret.ends_with(&piece[..*at]);
        let begins = |at: &usize| before_cut && secret.starts_with(&piece[*at..]);
        let marks = || piece.char_indices().map(|(at, _)| at).chain([piece.len()]);
        let head = marks().rfind(ends).filter(|at| *at >= REMAINS);
        let tail = marks().find(begins);
        let tail = tail.filter(|at| piece.len() - at >= REMAINS && *at >= head.unwrap_or_default());
        format!(
            "{}{}{}",
            if head.is_some() { REDACTED } else { "" },
            &piece[head.unwrap_or_default()..tail.unwrap_or(piece.len())],
            if tail.is_some() { REDACTED } else { "" },
        )
    });
    pieces.collect::<Vec<_>>().join(CUT)
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

/// The text in one line, and no longer than anybody wants to read.
pub(super) fn one_line(text: &str) -> String {
    let mut line: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push_str(CUT);
    }
    line
}
