//! The vendors' extensions that have an effect, in one table. All others are reported as ignored.

use super::json::Value;

/// What an extension means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The resource that an operation belongs to, dots or a list for nested ones.
    Group,
    /// The method of an operation on its resource.
    Method,
    /// The operation is not for clients.
    Ignored,
    /// The names of an enum's values: a list in their order, or a mapping from the values.
    ValueNames,
    /// The value of the discriminator that means a schema.
    TagValue,
    /// The schema allows null.
    Nullable,
    /// What ends a stream of events.
    Sentinel,
    /// How long calls may take.
    Timeout,
    /// When calls are made again.
    Retries,
    /// The values of a parameter keep reserved characters.
    Reserved,
}

/// Every extension that has an effect. Of several with one meaning, the first one that is there counts.
const EXTENSIONS: &[(&str, Meaning)] = &[
    ("x-speakeasy-group", Meaning::Group),
    ("x-fern-sdk-group-name", Meaning::Group),
    ("x-speakeasy-name-override", Meaning::Method),
    ("x-fern-sdk-method-name", Meaning::Method),
    ("x-speakeasy-ignore", Meaning::Ignored),
    ("x-fern-ignore", Meaning::Ignored),
    ("x-enum-varnames", Meaning::ValueNames),
    ("x-enumNames", Meaning::ValueNames),
    ("x-enum-names", Meaning::ValueNames),
    ("x-speakeasy-enums", Meaning::ValueNames),
    ("x-ms-enum", Meaning::ValueNames),
    ("x-fern-enum", Meaning::ValueNames),
    ("x-ms-discriminator-value", Meaning::TagValue),
    ("x-nullable", Meaning::Nullable),
    ("x-speakeasy-sse-sentinel", Meaning::Sentinel),
    ("x-speakeasy-timeout", Meaning::Timeout),
    ("x-speakeasy-retries", Meaning::Retries),
    ("x-ms-skip-url-encoding", Meaning::Reserved),
    ("x-multi-segment", Meaning::Reserved),
];

/// Whether an extension has an effect.
pub(super) fn is_known(key: &str) -> bool {
    EXTENSIONS.iter().any(|(known, _)| *known == key)
}

/// The extension of a meaning among those of an object: its key and its value.
pub fn find<'e>(
    meaning: Meaning,
    get: impl Fn(&str) -> Option<&'e Value>,
) -> Option<(&'static str, &'e Value)> {
    EXTENSIONS
        .iter()
        .filter(|(_, own)| *own == meaning)
        .find_map(|(key, _)| Some((*key, get(key)?)))
}

/// A text, or a list of texts with dots between them.
pub fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => {
            let words: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            words
                .filter(|words| !words.is_empty())
                .map(|words| words.join("."))
        }
        _ => None,
    }
}

/// The names of values, which are given as texts, in their order; `None` where it doesn't name them all.
pub fn value_names(named: &Value, values: &[&str]) -> Option<Vec<String>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let is = |value: &Value, text: &str| match value {
        Value::String(own) => own == text,
        number => number.as_i64().is_some_and(|own| text.parse() == Ok(own)),
    };
    match named {
        Value::Array(list) if list.iter().all(|entry| entry.get("value").is_some()) => {
            // `{value, name}` for each, in any order.
            let name = |value: &&str| {
                let own = list.iter().find(|entry| is(&entry["value"], value))?;
                match own.get("name") {
                    Some(name) => text(name),
                    None => Some((*value).to_owned()),
                }
            };
            values.iter().map(name).collect()
        }
        Value::Array(list) if list.len() == values.len() => list.iter().map(text).collect(),
        Value::Object(map) => match map.get("values") {
            Some(inner @ Value::Array(_)) => value_names(inner, values),
            _ => {
                let name = |value: &&str| match map.get(*value) {
                    Some(Value::Object(own)) => own.get("name").and_then(text),
                    Some(own) => text(own),
                    None => None,
                };
                // Those without a name of their own are called like their value.
                let names: Vec<String> = values
                    .iter()
                    .map(|value| name(value).unwrap_or_else(|| (*value).to_owned()))
                    .collect();
                values
                    .iter()
                    .any(|value| name(value).is_some())
                    .then_some(names)
            }
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_named_by_lists_and_mappings() {
        let table = [
            (json!(["A", "B"]), Some(vec!["A", "B"])),
            (json!(["A"]), None),
            (
                json!({"name": "E", "values": [{"value": "b", "name": "B"}, {"value": "a"}]}),
                Some(vec!["a", "B"]),
            ),
            (json!({"a": "A"}), Some(vec!["A", "b"])),
            (
                json!({"b": {"name": "B", "description": "d"}, "a": {"description": "d"}}),
                Some(vec!["a", "B"]),
            ),
            (json!({"c": "C"}), None),
            (json!(5), None),
        ];
        for (named, expected) in table {
            let expected = expected.map(|names| names.into_iter().map(str::to_owned).collect());
            assert_eq!(value_names(&named, &["a", "b"]), expected, "{named}");
        }
    }

    #[test]
    fn the_first_extension_of_a_meaning_counts() {
        let here = json!({"x-fern-sdk-group-name": ["a", "b"], "x-speakeasy-group": "c.d"});
        let found = find(Meaning::Group, |key| here.get(key));
        assert_eq!(
            found.and_then(|(_, value)| words(value)).as_deref(),
            Some("c.d")
        );
        assert_eq!(
            words(&here["x-fern-sdk-group-name"]).as_deref(),
            Some("a.b")
        );
        assert!(find(Meaning::Method, |key| here.get(key)).is_none());
    }
}
