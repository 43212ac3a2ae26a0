//! The examples of a document, with the Rust type that each of them should fit.

use std::collections::BTreeSet;

use generator::surface::TypedPlace;
use serde_json::Value;

/// An example.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Example {
    /// Where it stands.
    pub(super) at: String,
    /// Where its schema stands.
    pub(super) schema: String,
    /// The type that stands for the schema.
    pub(super) rust: String,
    /// What it is.
    pub(super) value: Value,
}

/// The examples at the places that have a type; `library` is what the crate is called in a program.
pub(super) fn find(document: &Value, places: &[TypedPlace], library: &str) -> Vec<Example> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for place in places {
        let Some(schema) = document.pointer(&place.at) else {
            continue;
        };
        let mut values = of_schema(schema, &place.at);
        if let Some(at) = place.at.strip_suffix("/schema")
            && let Some(media) = document.pointer(at)
        {
            values.extend(of_media(document, media, at));
        }
        let rust = place.rust.path(library);
        for (at, value) in values {
            if seen.insert((at.clone(), rust.clone())) {
                found.push(Example {
                    at,
                    schema: place.at.clone(),
                    rust: rust.clone(),
                    value: value.clone(),
                });
            }
        }
    }
    found
}

/// `example`, `examples` and `default` of a schema. Beside a reference they are not the schema's.
fn of_schema<'d>(schema: &'d Value, at: &str) -> Vec<(String, &'d Value)> {
    if schema.get("$ref").is_some() {
        return Vec::new();
    }
    let one = ["example", "default"]
        .into_iter()
        .filter_map(|key| Some((format!("{at}/{key}"), schema.get(key)?)));
    let more = schema
        .get("examples")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate();
    one.chain(more.map(|(index, value)| (format!("{at}/examples/{index}"), value)))
        .collect()
}

/// `example` and `examples` of a media type.
fn of_media<'d>(document: &'d Value, media: &'d Value, at: &str) -> Vec<(String, &'d Value)> {
    let one = media
        .get("example")
        .map(|value| (format!("{at}/example"), value));
    let named = media
        .get("examples")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let more = named.filter_map(|(name, example)| {
        let name = name.replace('~', "~0").replace('/', "~1");
        let (at, example) = target(document, format!("{at}/examples/{name}"), example)?;
        Some((format!("{at}/value"), example.get("value")?))
    });
    one.into_iter().chain(more).collect()
}

/// The example that a reference inside the document leads to.
fn target<'d>(document: &'d Value, at: String, example: &'d Value) -> Option<(String, &'d Value)> {
    match example.get("$ref").and_then(Value::as_str) {
        None => Some((at, example)),
        Some(reference) => {
            let at = reference.strip_prefix('#')?;
            Some((at.to_owned(), document.pointer(at)?))
        }
    }
}

/// A document as JSON, with the keys of its mappings as texts: YAML reads the status `200` as a number.
pub(super) fn read(text: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mut value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    value.apply_merge().ok()?;
    json(value)
}

fn json(value: serde_yaml::Value) -> Option<Value> {
    use serde_yaml::Value as Yaml;
    Some(match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => Value::Bool(flag),
        Yaml::Number(number) => serde_json::to_value(number).ok()?,
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(json).collect::<Option<_>>()?),
        Yaml::Mapping(members) => {
            let members = members
                .into_iter()
                .map(|(key, value)| Some((name(key)?, json(value)?)));
            Value::Object(members.collect::<Option<_>>()?)
        }
        Yaml::Tagged(tagged) => json(tagged.value)?,
    })
}

fn name(key: serde_yaml::Value) -> Option<String> {
    match json(key)? {
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use generator::surface::RustType;

    use super::*;

    #[test]
    fn every_kind_of_example_is_found() {
        let document = read(
            "paths: {/a: {get: {responses: {200: {content: {application/json: {\n  \
             schema: {type: object, example: {a: 1}, default: {a: 2}, examples: [{a: 3}]},\n  \
             example: {a: 4}, examples: {x/y: {value: {a: 5}}, z: {$ref: '#/components/examples/z'}}}}}}}}}\n\
             components: {examples: {z: {value: {a: 6}}}}\n",
        )
        .unwrap();
        let place = TypedPlace {
            at: "/paths/~1a/get/responses/200/content/application~1json/schema".to_owned(),
            rust: RustType::Model("A".to_owned()),
        };
        let found = find(&document, &[place.clone(), place], "shop");
        let numbers: Vec<_> = found
            .iter()
            .filter_map(|example| example.value["a"].as_i64())
            .collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
        assert_eq!(
            found[4].at,
            "/paths/~1a/get/responses/200/content/application~1json/examples/x~1y/value"
        );
        assert_eq!(found[5].at, "/components/examples/z/value");
    }
}
