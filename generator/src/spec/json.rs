//! The JSON values that the rest of the generator may hold: examples, defaults, enum values and extensions.

pub(super) use serde_json::json;
pub use serde_json::{Map, Number, Value};

/// An object with these members.
pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let members = members.map(|(key, value)| (key.to_owned(), value));
    Value::Object(members.into_iter().collect())
}

/// A value as text with indented lines.
pub(crate) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// How many values there are in one, itself included.
pub(super) fn count(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(count).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// What a value is, in words for a complaint.
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("the boolean {flag}"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.chars().count() <= 40 => format!("the text {text:?}"),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
