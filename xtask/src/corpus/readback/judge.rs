//! Whether an example satisfies its schema, judged without the generator: by a validator of JSON Schema on the
//! document as it was written.

use jsonschema::{Draft, Registry, ValidationOptions, Validator};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Where the document is for the validator, which knows documents by their addresses.
const ADDRESS: &str = "json-schema:///document";

/// Formats that decide what Rust type a text has; all others only advise people.
type Format = (&'static str, fn(&str) -> bool);
const FORMATS: &[Format] = &[
    ("date-time", |text| text.parse::<jiff::Timestamp>().is_ok()),
    ("date", |text| {
        text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
    }),
    ("uuid", is_uuid),
    ("byte", is_base64),
];

/// The schemas of a document, ready to judge.
pub(super) struct Judge {
    registry: Registry<'static>,
    /// The same without patterns, some of which are no regular expressions that the validator knows.
    lenient: Registry<'static>,
}

/// What is known of an example that satisfies its schema.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(super) struct Fits {
    /// Pointers to the properties that the schema allows without naming them.
    pub(super) unnamed: Vec<String>,
    /// Pointers to those that only answers have, or only requests.
    pub(super) one_sided: Vec<String>,
}

impl Judge {
    /// Prepares a document; the error says what the validator has against it.
    pub(super) fn new(document: &Value) -> Result<Self, String> {
        let mut plain = document.clone();
        let of_3_0 = document
            .get("openapi")
            .and_then(Value::as_str)
            .is_some_and(|version| version.starts_with("3.0"));
        if of_3_0 {
            translate(&mut plain);
        }
        list_names(&mut plain);
        // Only its schemas are wanted, and where they stand is known: the document itself is no schema.
        for key in ["$id", "id", "$schema"] {
            if let Value::Object(members) = &mut plain {
                members.remove(key);
            }
        }
        let mut without = plain.clone();
        remove_patterns(&mut without);
        Ok(Self {
            registry: registry(plain)?,
            lenient: registry(without)?,
        })
    }

    /// The validator of the schema at a pointer.
    pub(super) fn schema(&self, at: &str) -> Result<Validator, String> {
        let reference = json!({"$ref": format!("{ADDRESS}#{}", fragment(at))});
        let build = |registry| options().with_registry(registry).build(&reference);
        build(&self.registry)
            .or_else(|_| build(&self.lenient))
            .map_err(|error| error.to_string())
    }
}

/// Judges one example.
pub(super) fn judge(validator: &Validator, example: &Value) -> Result<Fits, String> {
    validator
        .validate(example)
        .map_err(|error| format!("{error} at {:?}", error.instance_path().as_str()))?;
    let evaluation = validator.evaluate(example);
    let mut named: Vec<(String, Option<&str>)> = Vec::new();
    let mut one_sided = Vec::new();
    for entry in evaluation.iter_annotations() {
        let place = entry.instance_location.as_str().to_owned();
        match (
            entry.schema_location.rsplit('/').next(),
            entry.annotations.value(),
        ) {
            (
                Some(
                    "properties"
                    | "patternProperties"
                    | "additionalProperties"
                    | "unevaluatedProperties",
                ),
                Value::Array(names),
            ) => {
                named.extend(
                    names
                        .iter()
                        .filter_map(Value::as_str)
                        .map(|name| (place.clone(), Some(name))),
                );
            }
            (Some("additionalProperties" | "unevaluatedProperties"), Value::Bool(true)) => {
                named.push((place, None))
            }
            // What asks for nothing stands with the schema itself.
            (_, Value::Object(told)) if is_one_sided(told) => one_sided.push(place),
            _ => {}
        }
    }
    named.sort();
    let mut unnamed = Vec::new();
    find_unnamed(example, "", &named, &mut unnamed);
    Ok(Fits { unnamed, one_sided })
}

fn is_one_sided(told: &Map<String, Value>) -> bool {
    let is_true = |key: &&str| told.get(*key) == Some(&Value::Bool(true));
    ["readOnly", "writeOnly"].iter().any(is_true)
}

/// A property is unnamed where its object has named ones; an object without any is a map.
fn find_unnamed(
    value: &Value,
    at: &str,
    named: &[(String, Option<&str>)],
    unnamed: &mut Vec<String>,
) {
    match value {
        Value::Object(members) => {
            let is_named = |name| named.binary_search(&(at.to_owned(), name)).is_ok();
            for (name, member) in members {
                let below = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                if is_named(Some(name.as_str())) || is_named(None) {
                    find_unnamed(member, &below, named, unnamed);
                } else {
                    unnamed.push(below);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find_unnamed(item, &format!("{at}/{index}"), named, unnamed);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn options<'i>() -> ValidationOptions<'i> {
    let known = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .should_validate_formats(true);
    // What the validator knows by itself is not of interest, so it is told that everything fits.
    let known = [
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uri-template",
        "json-pointer",
        "relative-json-pointer",
        "regex",
        "time",
        "duration",
    ]
    .into_iter()
    .fold(known, |options, name| {
        options.with_format(name, |_: &str| true)
    });
    FORMATS.iter().fold(known, |options, (name, check)| {
        options.with_format(*name, check)
    })
}

fn registry(document: Value) -> Result<Registry<'static>, String> {
    let registry = Registry::new()
        .draft(Draft::Draft202012)
        .add(ADDRESS, document)
        .and_then(|builder| builder.prepare());
    registry.map_err(|error| error.to_string())
}

/// A pointer as the fragment of an address.
fn fragment(pointer: &str) -> String {
    let mut text = String::new();
    for byte in pointer.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(byte))
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// Says in JSON Schema what OpenAPI 3.0 says in its own words: `nullable`, bounds that are flags, and references beside
/// which nothing counts.
fn translate(value: &mut Value) {
    match value {
        Value::Object(schema) => {
            if schema.get("$ref").is_some_and(Value::is_string) {
                schema.retain(|key, _| key == "$ref");
                return;
            }
            for (key, bound) in [
                ("exclusiveMinimum", "minimum"),
                ("exclusiveMaximum", "maximum"),
            ] {
                exclusive(schema, key, bound);
            }
            let nullable = schema.get("nullable") == Some(&Value::Bool(true));
            if let Some(name) = schema
                .get("type")
                .filter(|name| nullable && name.is_string())
                .cloned()
            {
                schema.insert("type".to_owned(), json!([name, "null"]));
            }
            schema.values_mut().for_each(translate);
        }
        Value::Array(items) => items.iter_mut().for_each(translate),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn exclusive(schema: &mut Map<String, Value>, key: &str, bound: &str) {
    match schema.get(key) {
        Some(Value::Bool(true)) => {
            schema.remove(key);
            if let Some(value) = schema.remove(bound) {
                schema.insert(key.to_owned(), value);
            }
        }
        Some(Value::Bool(false)) => {
            schema.remove(key);
        }
        _ => {}
    }
}

/// Says which names there may be where no others are allowed: about `additionalProperties: false` beside `properties` the validator
/// tells nothing of the properties that it has seen.
fn list_names(value: &mut Value) {
    match value {
        Value::Object(schema) => {
            let alone =
                !schema.contains_key("patternProperties") && !schema.contains_key("propertyNames");
            let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
            let names = schema.get("properties").and_then(Value::as_object);
            if let Some(names) = names.filter(|_| alone && is_closed) {
                let names: Vec<&String> = names.keys().collect();
                let names = json!({"enum": names});
                schema.remove("additionalProperties");
                schema.insert("propertyNames".to_owned(), names);
            }
            schema.values_mut().for_each(list_names);
        }
        Value::Array(items) => items.iter_mut().for_each(list_names),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn remove_patterns(value: &mut Value) {
    match value {
        Value::Object(schema) => {
            if schema.get("pattern").is_some_and(Value::is_string) {
                schema.remove("pattern");
            }
            schema.values_mut().for_each(remove_patterns);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_patterns),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(schema: Value, example: &Value) -> Result<Fits, String> {
        let document = json!({"openapi": "3.0.3", "components": {"schemas": {"A b": schema, "B": {"properties": {"b": {}}}}}});
        let judge = Judge::new(&document).unwrap();
        super::judge(&judge.schema("/components/schemas/A b").unwrap(), example)
    }

    #[test]
    fn the_words_of_3_0_count() {
        let schema =
            json!({"type": "integer", "nullable": true, "minimum": 1, "exclusiveMinimum": true});
        assert!(judged(schema.clone(), &json!(null)).is_ok());
        assert!(judged(schema.clone(), &json!(2)).is_ok());
        assert!(judged(schema.clone(), &json!(1)).is_err());
        assert!(judged(schema, &json!("a")).is_err());
    }

    #[test]
    fn formats_count_where_they_decide_the_type() {
        assert!(judged(json!({"format": "date-time"}), &json!("2020-01-01")).is_err());
        assert!(
            judged(
                json!({"format": "date-time"}),
                &json!("2020-01-01T00:00:00Z")
            )
            .is_ok()
        );
        assert!(judged(json!({"format": "email"}), &json!("nobody")).is_ok());
        assert!(judged(json!({"format": "uuid"}), &json!("nobody")).is_err());
        assert!(judged(json!({"pattern": "(?<!"}), &json!("a")).is_ok());
    }

    #[test]
    fn properties_of_one_side_are_found() {
        let schema = json!({"properties": {"a": {"type": "integer", "readOnly": true}, "b": {"writeOnly": false}}});
        let fits = judged(schema, &json!({"a": 1, "b": 2})).unwrap();
        assert_eq!(fits.one_sided, ["/a"]);
    }

    #[test]
    fn properties_without_a_name_are_found() {
        let schema = json!({"allOf": [{"$ref": "#/components/schemas/B"}], "properties": {"a": {"additionalProperties": {}}}});
        let fits = judged(schema, &json!({"a": {"x": 1}, "b": 1, "c/d": 2})).unwrap();
        assert_eq!(fits.unnamed, ["/c~1d"]);
        let schema =
            json!({"additionalProperties": false, "properties": {"a": {"properties": {"b": {}}}}});
        let fits = judged(schema, &json!({"a": {"b": 1, "c": 2}})).unwrap();
        assert_eq!(fits.unnamed, ["/a/c"]);
        let schema = json!({"additionalProperties": false, "properties": {"a": {}}});
        assert!(judged(schema, &json!({"a": 1, "b": 2})).is_err());
    }
}
