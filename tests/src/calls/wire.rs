//! What a value looks like on the wire, by OpenAPI's words on styles; written anew, so that it can be held against the runtime.

use serde_json::{Map, Value};

use super::text;

/// The pairs that a parameter adds to a query, a form or the cookies.
pub(super) fn pairs(input: &Value, value: &Value) -> Vec<(String, String)> {
    let name = text(&input["name"]).to_owned();
    let explode = input["explode"] == true;
    let style = text(&input["style"]);
    let separator = match style {
        "spaceDelimited" => " ",
        "pipeDelimited" => "|",
        _ => ",",
    };
    match value {
        _ if style == "json" => vec![(name, value.to_string())],
        Value::Null => Vec::new(),
        Value::Array(items) if explode || style == "deepObject" => items
            .iter()
            .map(|item| (name.clone(), plain(item)))
            .collect(),
        Value::Array(items) => vec![(name, joined(items, separator))],
        Value::Object(object) if style == "deepObject" => deep(&name, object),
        Value::Object(object) if explode => {
            let comma = input["commaArrays"] == true;
            object
                .iter()
                .flat_map(|(key, value)| property(key, value, comma))
                .collect()
        }
        Value::Object(object) => vec![(name, flat(object, separator, separator))],
        one => vec![(name, plain(one))],
    }
}

fn property(key: &str, value: &Value, comma: bool) -> Vec<(String, String)> {
    match value {
        Value::Array(items) if comma => vec![(key.to_owned(), joined(items, ","))],
        Value::Array(items) => items
            .iter()
            .map(|item| (key.to_owned(), plain(item)))
            .collect(),
        one => vec![(key.to_owned(), plain(one))],
    }
}

fn deep(prefix: &str, object: &Map<String, Value>) -> Vec<(String, String)> {
    let entries = object.iter().flat_map(|(key, value)| {
        let key = format!("{prefix}[{key}]");
        match value {
            Value::Object(inner) => deep(&key, inner),
            other => property(&key, other, false),
        }
    });
    entries.collect()
}

/// The text of a path or header parameter, not encoded.
pub(super) fn line(input: &Value, value: &Value) -> String {
    let name = text(&input["name"]);
    let explode = input["explode"] == true;
    let (prefix, separator) = match text(&input["style"]) {
        "json" => return value.to_string(),
        "label" => (".".to_owned(), if explode { "." } else { "," }),
        "matrix" if explode => (";".to_owned(), ";"),
        "matrix" => (format!(";{name}="), ","),
        _ => (String::new(), ","),
    };
    let repeated = explode && input["style"] == "matrix";
    let rest = match value {
        Value::Array(items) if repeated => {
            let items: Vec<String> = items
                .iter()
                .map(|item| format!("{name}={}", plain(item)))
                .collect();
            items.join(separator)
        }
        Value::Array(items) => joined(items, separator),
        Value::Object(object) => flat(object, separator, if explode { "=" } else { separator }),
        one if repeated => format!("{name}={}", plain(one)),
        one => plain(one),
    };
    prefix + &rest
}

/// The pairs of a form.
pub(super) fn form(body: &Value, value: &Value) -> Vec<(String, String)> {
    let styles = body["styles"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let Some(object) = value.as_object() else {
        return Vec::new();
    };
    let entries = object.iter().flat_map(|(key, value)| {
        match styles.iter().find(|style| style["name"] == *key) {
            Some(style) => pairs(style, value),
            None => match value {
                Value::Array(items) => items
                    .iter()
                    .map(|item| (key.clone(), plain(item)))
                    .collect(),
                one => vec![(key.clone(), plain(one))],
            },
        }
    });
    entries.collect()
}

fn joined(items: &[Value], separator: &str) -> String {
    items.iter().map(plain).collect::<Vec<_>>().join(separator)
}

fn flat(object: &Map<String, Value>, separator: &str, between: &str) -> String {
    let entries = object
        .iter()
        .map(|(key, value)| format!("{key}{between}{}", plain(value)));
    entries.collect::<Vec<_>>().join(separator)
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
