//! Media types as documents write them, and what they mean.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::json::{Map, Value};

/// Any media type (RFC 9110, section 12.5.1).
const ANY: &str = "*/*";

/// What real documents write for a media type that there is.
const SLIPS: &[(&str, &str)] = &[
    ("applcation/json", "application/json"),
    ("application/form-data", "multipart/form-data"),
    (
        "application/form-urlencoded",
        "application/x-www-form-urlencoded",
    ),
    ("application/multipart-form-data", "multipart/form-data"),
    (
        "application/x-form-urlencoded",
        "application/x-www-form-urlencoded",
    ),
    (
        "application/x-www-form-url-encoded",
        "application/x-www-form-urlencoded",
    ),
    (
        "application/x-www-urlencoded",
        "application/x-www-form-urlencoded",
    ),
    (
        "multipart/x-www-form-urlencoded",
        "application/x-www-form-urlencoded",
    ),
    ("multipart/formdata", "multipart/form-data"),
    ("plain/text", "text/plain"),
];

/// A key of a `content`, and the media type that it means.
pub(crate) type Meaning<'k> = (&'k str, Option<Cow<'k, str>>);

/// What the keys of a `content` mean, in their order; `None` for a key that is no media type, or that means one which another
/// key means. A key that stands alone, with a schema, is a body all the same: of any media type.
pub(crate) fn meanings<'k>(keys: &[(&'k str, bool)]) -> Vec<Meaning<'k>> {
    let alone = matches!(keys, [(_, true)]);
    // What is written as it is meant comes first.
    let mut taken: BTreeSet<Cow<'_, str>> = keys.iter().map(|(key, _)| Cow::from(*key)).collect();
    let meaning = |(key, _): &(&'k str, bool)| {
        let meant = meant(key).or_else(|| alone.then_some(Cow::Borrowed(ANY)));
        let meant = meant.filter(|meant| meant == key || taken.insert(meant.clone()));
        (*key, meant)
    };
    keys.iter().map(meaning).collect()
}

/// The same of a `content` as it stands in the document.
pub(crate) fn meanings_in(content: &Map<String, Value>) -> Vec<Meaning<'_>> {
    let has_schema = |media: &Value| {
        let schema = media.get("schema").or_else(|| media.get("itemSchema"));
        schema.is_some_and(|schema| schema.is_object() || schema.is_boolean())
            || media.get("$ref").is_some()
    };
    let keys: Vec<_> = content
        .iter()
        .map(|(key, media)| (key.as_str(), has_schema(media)))
        .collect();
    meanings(&keys)
}

/// The media type that a text means.
fn meant(text: &str) -> Option<Cow<'_, str>> {
    // Several in one key: JSON is the one that a client does best with. What follows a comma can also be a parameter, which
    // belongs behind a semicolon.
    let one = if text.contains('"') {
        text
    } else {
        let mut parts = text.split(',').filter(|part| part.contains('/'));
        let first = parts.clone().next()?;
        parts.find(|part| part.contains("json")).unwrap_or(first)
    };
    let one = one.trim();
    let (essence, parameters) = match one.split_once(';') {
        Some((essence, parameters)) => (essence.trim(), Some(parameters)),
        None => (one, None),
    };
    let slip = SLIPS
        .iter()
        .find(|(slip, _)| slip.eq_ignore_ascii_case(essence));
    match (slip, parameters) {
        (Some((_, meant)), Some(parameters)) => Some(Cow::Owned(format!("{meant};{parameters}"))),
        (Some((_, meant)), None) => Some(Cow::Borrowed(*meant)),
        (None, _) => is_sendable(one).then_some(Cow::Borrowed(one)),
    }
}

/// Whether a header can carry a media type: visible ASCII and blanks, with a slash.
pub(crate) fn is_sendable(media_type: &str) -> bool {
    media_type.contains('/')
        && media_type
            .chars()
            .all(|letter| letter.is_ascii_graphic() || letter == ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(keys: &[(&'static str, bool)]) -> Vec<Option<String>> {
        meanings(keys)
            .into_iter()
            .map(|(_, meant)| meant.map(Cow::into_owned))
            .collect()
    }

    #[test]
    fn media_types_mean_what_they_say_and_slips_what_they_are_taken_for() {
        let rows = [
            (
                "application/json; charset=utf-8",
                "application/json; charset=utf-8",
            ),
            (" text/csv ", "text/csv"),
            ("text/x; a=\"b,c/d\"", "text/x; a=\"b,c/d\""),
            ("Plain/Text; charset=utf-8", "text/plain; charset=utf-8"),
            ("application/form-data", "multipart/form-data"),
            ("application/json, charset=utf-8", "application/json"),
            ("text/xml,application/xml", "text/xml"),
            ("text/csv, application/json", "application/json"),
        ];
        for (written, meant) in rows {
            assert_eq!(found(&[(written, false)]), [Some(meant.to_owned())]);
        }
    }

    #[test]
    fn a_key_alone_is_a_body_of_any_media_type() {
        let any = || Some("*/*".to_owned());
        for key in ["", "xls", "ü/ö", "a/\nb"] {
            assert_eq!(found(&[(key, true)]), [any()]);
            assert_eq!(found(&[(key, false)]), [None]);
        }
        assert_eq!(found(&[("ip", true), ("name", true)]), [None, None]);
    }

    #[test]
    fn what_stands_there_itself_is_meant_by_nothing_else() {
        let json = || Some("application/json".to_owned());
        let text = || Some("text/plain".to_owned());
        assert_eq!(
            found(&[("application/json", true), ("xls", true)]),
            [json(), None]
        );
        assert_eq!(
            found(&[("plain/text", true), ("text/plain", true)]),
            [None, text()]
        );
        let form = || Some("multipart/form-data".to_owned());
        let slips = [
            ("application/form-data", true),
            ("multipart/formdata", true),
        ];
        assert_eq!(found(&slips), [form(), None]);
    }
}
