//! Rules about types and the keywords that belong to them.

use crate::diagnostics::Code;
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

/// The keywords that speak of values of one type only. For values of other types they say nothing.
const OWN: &[(&str, &[&str])] = &[
    (
        "string",
        &[
            "format",
            "pattern",
            "minLength",
            "maxLength",
            "contentEncoding",
            "contentMediaType",
        ],
    ),
    ("integer", NUMERIC),
    ("number", NUMERIC),
    ("boolean", &[]),
    (
        "array",
        &[
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "uniqueItems",
        ],
    ),
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
    ),
];

const NUMERIC: &[&str] = &[
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];

fn own(name: &str) -> &'static [&'static str] {
    OWN.iter()
        .find(|(owner, _)| *owner == name)
        .map_or(&[], |(_, keywords)| keywords)
}

/// Several types are a union of one branch for each, with the keywords that belong to it.
pub(in crate::spec) fn several_types(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    let Some(Value::Array(list)) = schema.get("type") else {
        return;
    };
    let mut names: Vec<String> = list
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    // Every integer is a number.
    if names.iter().any(|name| name == "number") {
        names.retain(|name| name != "integer");
    }
    // The branches that the schema already has say more than the list of their types.
    if ["$ref", "allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| schema.contains_key(*key))
    {
        schema.remove("type");
        cx.report(
            Code::IgnoredKeyword,
            "type",
            "several types have no effect beside a union or reference",
        );
        return;
    }
    if let [name] = names.as_slice() {
        schema.insert("type".to_owned(), Value::from(name.as_str()));
        return;
    }
    schema.remove("type");
    let values = match schema.remove("enum") {
        Some(Value::Array(values)) => Some(values),
        _ => None,
    };
    let mut branches = Vec::new();
    for name in &names {
        let mut branch = Map::from_iter([("type".to_owned(), Value::from(name.as_str()))]);
        if let Some(values) = &values {
            let fitting: Vec<Value> = values
                .iter()
                .filter(|value| is_of_type(value, name))
                .cloned()
                .collect();
            if fitting.is_empty() {
                continue;
            }
            branch.insert("enum".to_owned(), Value::Array(fitting));
        }
        // `format` and the bounds may belong to two of the types, so they are copied; the rest has one owner.
        for key in own(name) {
            if let Some(value) = schema
                .get(*key)
                .filter(|_| fits(key, name, schema.get("format")))
            {
                branch.insert((*key).to_owned(), value.clone());
            }
        }
        branches.push(Value::Object(branch));
    }
    for key in OWN.iter().flat_map(|(_, keywords)| keywords.iter()) {
        schema.remove(*key);
    }
    schema.insert("anyOf".to_owned(), Value::Array(branches));
}

/// `format: int64` says nothing about the strings of the same schema, nor `date-time` about its numbers.
fn fits(key: &str, name: &str, format: Option<&Value>) -> bool {
    const OF_NUMBERS: &[&str] = &["int", "uint", "float", "double", "decimal"];
    if key != "format" {
        return true;
    }
    let format = format.and_then(Value::as_str).unwrap_or_default();
    let numeric = OF_NUMBERS.iter().any(|prefix| format.starts_with(prefix));
    numeric == matches!(name, "integer" | "number")
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || (name == "integer" && !number.is_f64()),
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}

/// Keywords that speak of other types than the schema's say nothing; without them the schema is plainly of its type.
pub(in crate::spec) fn foreign_keywords(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    let Some(Value::String(name)) = schema.get("type") else {
        return;
    };
    let name = name.clone();
    let is_of_a_type = |key: &str| OWN.iter().any(|(_, keywords)| keywords.contains(&key));
    let foreign: Vec<String> = schema
        .keys()
        .filter(|key| is_of_a_type(key) && !own(&name).contains(&key.as_str()))
        .cloned()
        .collect();
    for key in &foreign {
        schema.remove(key);
        cx.report(
            Code::IgnoredKeyword,
            key,
            format!("`{key}` has no effect on the type {name}"),
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn several_types_become_branches_with_their_own_keywords() {
        becomes(
            "{type: [string, integer, 'null'], description: d, minLength: 1, minimum: 2, format: int32}",
            &json!({
                "description": "d",
                "nullable": true,
                "anyOf": [{"type": "string", "minLength": 1}, {"type": "integer", "format": "int32", "minimum": 2}]
            }),
        );
        becomes(
            "{type: [object, array], properties: {a: {type: [string, 'null']}}, items: {type: string}}",
            &json!({"anyOf": [
                {"type": "object", "properties": {"a": {"type": "string", "nullable": true}}},
                {"type": "array", "items": {"type": "string"}}
            ]}),
        );
        becomes("{type: [integer, number]}", &json!({"type": "number"}));
        becomes(
            "{type: [string, integer, boolean], enum: [a, 1]}",
            &json!({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}]}),
        );
        let (value, complaints) = normalized(
            Kind::Schema,
            "{type: [string, array], oneOf: [{type: string}]}",
        );
        assert_eq!(value, json!({"oneOf": [{"type": "string"}]}));
        assert_eq!(complaints.len(), 1);
    }

    #[test]
    fn keywords_of_other_types_are_accounted_for() {
        let (value, complaints) = normalized(
            Kind::Schema,
            "{type: integer, minLength: 1, maximum: 3, items: {}}",
        );
        assert_eq!(value, json!({"type": "integer", "maximum": 3}));
        let expected = [
            "ignored-keyword `items` has no effect on the type integer",
            "ignored-keyword `minLength` has no effect on the type integer",
        ];
        assert_eq!(complaints, expected);
    }
}
