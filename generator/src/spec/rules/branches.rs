//! Rules about the branches of unions.

use std::collections::BTreeSet;

use crate::spec::annotations::{self, Words};
use crate::spec::carried;
use crate::spec::json::{Map, Value};
use crate::spec::keywords::{Effect, Kind, is_extension};
use crate::spec::normalize::RuleContext;

/// A union of nothing but values is an enum: that is how values are annotated (OpenAPI 3.1, "Annotated Enumerations"). What
/// the branches say of their values is carried. A branch that takes any text beside them changes nothing, because no list of
/// values is ever closed for a client.
pub(in crate::spec) fn values(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    let key = match (schema.contains_key("oneOf"), schema.contains_key("anyOf")) {
        (true, false) => "oneOf",
        (false, true) => "anyOf",
        _ => return,
    };
    let Some(list) = as_enum(schema, key) else {
        return;
    };
    for gone in [key, carried::ONE_OF_PLACES, carried::ANY_OF_PLACES] {
        schema.remove(gone);
    }
    for (key, value) in list {
        // A format beside the branches holds for all of them.
        if key != "format" || !schema.contains_key(&key) {
            schema.insert(key, value);
        }
    }
}

/// What a schema says in place of its branches, where it can.
fn as_enum(schema: &Map<String, Value>, key: &str) -> Option<Map<String, Value>> {
    let beside = [
        "type",
        "format",
        "nullable",
        "readOnly",
        "writeOnly",
        "deprecated",
        key,
    ];
    let branches = schema.get(key)?.as_array()?.iter().map(Branch::of);
    let branches: Vec<Branch<'_>> = branches.collect::<Option<_>>()?;
    if !says_only(schema, &beside) {
        return None;
    }
    let values: Vec<Value> = branches
        .iter()
        .flat_map(|branch| branch.values)
        .cloned()
        .collect();
    let (name, fitting): (&str, &[&str]) = if values.is_empty() {
        return None;
    } else if values.iter().all(Value::is_string) {
        ("string", &["string"])
    } else if values.iter().all(Value::is_i64) {
        ("integer", &["integer", "number"])
    } else {
        return None;
    };
    let maps = || branches.iter().map(|branch| branch.map);
    let fits = |name: &Value| name.as_str().is_some_and(|name| fitting.contains(&name));
    if !maps()
        .chain([schema])
        .filter_map(|map| map.get("type"))
        .all(fits)
    {
        return None;
    }
    // The first branch with a value counts.
    let mut known = BTreeSet::new();
    let all = branches.iter().flat_map(Branch::said);
    let once = all.filter(|(value, _)| known.insert(text(value)));
    let (values, said): (Vec<Value>, Vec<Value>) = once.unzip();
    let says = |said: &Value| said.as_object().is_some_and(|said| said.len() > 1);
    let said = said.iter().any(says).then_some(Value::Array(said));
    let nullable = maps().any(|map| map.get("nullable") == Some(&Value::Bool(true)));
    let open = branches.iter().any(|branch| branch.values.is_empty());
    let entries = [
        ("type", Some(Value::from(name))),
        ("enum", Some(Value::Array(values))),
        ("format", maps().find_map(|map| map.get("format")).cloned()),
        ("nullable", nullable.then_some(Value::Bool(true))),
        (carried::VALUES, said),
        (carried::OPEN, open.then_some(Value::Bool(true))),
    ];
    let entries = entries.into_iter();
    Some(
        entries
            .filter_map(|(key, value)| Some((key.to_owned(), value?)))
            .collect(),
    )
}

/// Whether a schema says nothing about which values fit, but for some keywords.
fn says_only(schema: &Map<String, Value>, keywords: &[&str]) -> bool {
    let table = Kind::Schema.table();
    schema.keys().all(|key| {
        let row = table.keyword(key);
        keywords.contains(&key.as_str())
            || is_extension(key)
            || row.is_none_or(|row| row.effect != Effect::Modelled)
    })
}

/// A branch that is a list of values, or any text.
struct Branch<'v> {
    map: &'v Map<String, Value>,
    values: &'v [Value],
}

impl<'v> Branch<'v> {
    fn of(branch: &'v Value) -> Option<Self> {
        let map = branch.as_object()?;
        let (values, beside): (&[Value], &[&str]) = match map.get("enum") {
            Some(values) => (
                values.as_array()?,
                &["type", "format", "nullable", "deprecated", "enum"],
            ),
            // A format makes another type of a text.
            None if map.get("type")? == "string" => (&[], &["type", "nullable", "deprecated"]),
            None => return None,
        };
        says_only(map, beside).then_some(Self { map, values })
    }

    /// Each of its values, and what the branch says of it.
    fn said(&self) -> impl Iterator<Item = (Value, Value)> {
        let texts: Vec<String> = self.values.iter().map(text).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let own = |key: &str| self.map.get(key).and_then(Value::as_str);
        let words = Words {
            title: own("title").filter(|_| texts.len() == 1),
            description: own("description"),
            deprecated: self.map.get("deprecated") == Some(&Value::Bool(true)),
        };
        let mut annotations = annotations::by_extensions(|key| self.map.get(key), &texts);
        for (annotation, text) in annotations.iter_mut().zip(&texts) {
            words.complete(annotation, text);
        }
        let said = self.values.iter().zip(annotations);
        said.map(|(value, annotation)| {
            let entries = [
                ("value", Some(value.clone())),
                ("name", annotation.name.map(Value::from)),
                ("description", annotation.meaning.map(Value::from)),
            ];
            let entries = entries.into_iter();
            let entries = entries.filter_map(|(key, value)| Some((key.to_owned(), value?)));
            (value.clone(), Value::Object(entries.collect()))
        })
    }
}

/// A value as extensions spell it where they can only have texts.
fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::spec::carried;
    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn branches_of_values_are_an_enum() {
        becomes(
            "{description: d, oneOf: [{const: a}, {type: string, enum: [b, c]}]}",
            &json!({"description": "d", "type": "string", "enum": ["a", "b", "c"]}),
        );
        becomes(
            "{type: integer, format: int32, anyOf: [{const: 1, title: ON}, {const: 0, title: OFF, description: No.}]}",
            &json!({"type": "integer", "format": "int32", "enum": [1, 0], (carried::VALUES): [
                {"value": 1, "name": "ON"},
                {"value": 0, "name": "OFF", "description": "No."},
            ]}),
        );
        becomes(
            "{oneOf: [{const: low, title: Low level}, {const: 1h, title: An hour, deprecated: true}, {type: 'null'}]}",
            &json!({"nullable": true, "type": "string", "enum": ["low", "1h"], (carried::VALUES): [
                {"value": "low", "description": "Low level"},
                {"value": "1h", "name": "An hour", "description": "Deprecated."},
            ]}),
        );
        becomes(
            "{anyOf: [{type: string, minLength: 3}, {const: a}]}",
            &json!({"type": "string", "enum": ["a"], (carried::OPEN): true}),
        );
        becomes(
            "{anyOf: [{type: string, enum: [a, b]}, {type: string, enum: [b, c], description: d}]}",
            &json!({"type": "string", "enum": ["a", "b", "c"], (carried::VALUES): [
                {"value": "a"}, {"value": "b"}, {"value": "c", "description": "d"},
            ]}),
        );
        becomes(
            "{type: number, nullable: false, oneOf: [{const: 1}, {enum: [2], nullable: true}]}",
            &json!({"type": "integer", "nullable": true, "enum": [1, 2]}),
        );
        becomes(
            "{oneOf: [{enum: [1, 2], x-enum-varnames: [ONE, TWO]}, {const: 3}]}",
            &json!({"type": "integer", "enum": [1, 2, 3], (carried::VALUES): [
                {"value": 1, "name": "ONE"}, {"value": 2, "name": "TWO"}, {"value": 3},
            ]}),
        );
        becomes(
            "{oneOf: [{enum: [a, null]}, {const: b}]}",
            &json!({"nullable": true, "type": "string", "enum": ["a", "b"]}),
        );
    }

    #[test]
    fn other_branches_stay() {
        for schema in [
            "{oneOf: [{const: a}, {type: string, format: uuid}]}",
            "{oneOf: [{const: 1}, {type: string}]}",
            "{oneOf: [{type: string, minLength: 3}, {type: string, pattern: a}]}",
            "{oneOf: [{const: a}, {const: 1}]}",
            "{oneOf: [{const: a}, {$ref: '#/components/schemas/A'}]}",
            "{oneOf: [{const: true}, {const: false}]}",
            "{oneOf: [{const: a}], anyOf: [{const: a}]}",
            "{oneOf: [{const: a}], properties: {a: {}}}",
            "{type: object, oneOf: [{const: a}]}",
            "{oneOf: []}",
        ] {
            let (value, _) = normalized(Kind::Schema, schema);
            assert!(value.get("oneOf").is_some(), "{value}");
        }
    }
}
