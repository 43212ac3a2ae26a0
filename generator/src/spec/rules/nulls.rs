//! Rules about null.

use crate::diagnostics::Code;
use crate::spec::carried;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

/// Documents for OpenAPI 2 had no word for null, and tools that turned them into OpenAPI 3 kept the vendors' word.
pub(in crate::spec) fn vendor_nullable(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    let said = extensions::find(Meaning::Nullable, |key| schema.get(key));
    if let Some((_, Value::Bool(true))) = said {
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
}

/// `null` among the types makes the schema nullable; a list of one type is that type; null alone is carried.
pub(in crate::spec) fn null_types(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    let mut types = match schema.get("type") {
        Some(Value::String(name)) if name == "null" => Vec::new(),
        Some(Value::Array(list)) => list.clone(),
        _ => return,
    };
    let alone = types.is_empty();
    let count = types.len();
    types.retain(|name| name != "null");
    if alone || types.len() < count {
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
    let mut unique: Vec<Value> = Vec::new();
    for name in types {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    match unique.len() {
        0 => {
            schema.remove("type");
            // Null is also a value of what else the schema says.
            if ![
                "$ref",
                "allOf",
                "oneOf",
                "anyOf",
                "properties",
                "items",
                "enum",
            ]
            .iter()
            .any(|key| schema.contains_key(*key))
            {
                schema.insert(carried::ONLY_NULL.to_owned(), Value::Bool(true));
            }
        }
        1 => {
            schema.insert("type".to_owned(), unique.swap_remove(0));
        }
        _ => {
            schema.insert("type".to_owned(), Value::Array(unique));
        }
    }
}

/// A branch of a union that allows only null makes the schema nullable. The other branches keep their order; where
/// their positions change, the old ones are carried.
pub(in crate::spec) fn null_branches(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    for (key, places) in [
        ("oneOf", carried::ONE_OF_PLACES),
        ("anyOf", carried::ANY_OF_PLACES),
    ] {
        let Some(Value::Array(branches)) = schema.get_mut(key) else {
            continue;
        };
        let beside_reference = cx.is_of_3_0()
            && matches!(branches.as_slice(), [one, other] if is_reference(one) || is_reference(other));
        let placeholder = branches.iter().any(is_placeholder) && beside_reference;
        let is_null = |branch: &Value| is_null(branch) || (placeholder && is_placeholder(branch));
        let left: Vec<usize> = branches
            .iter()
            .enumerate()
            .filter(|(_, branch)| !is_null(branch))
            .map(|(index, _)| index)
            .collect();
        if left.len() == branches.len() {
            continue;
        }
        branches.retain(|branch| !is_null(branch));
        if placeholder {
            let message = "an object of any kind beside a reference is read as null";
            cx.report(Code::IgnoredKeyword, key, message);
        }
        let moved = left.iter().enumerate().any(|(now, before)| now != *before);
        if left.is_empty() {
            schema.remove(key);
            schema.insert(carried::ONLY_NULL.to_owned(), Value::Bool(true));
        }
        schema.insert("nullable".to_owned(), Value::Bool(true));
        if moved {
            schema.insert(
                places.to_owned(),
                Value::Array(left.into_iter().map(Value::from).collect()),
            );
        }
    }
}

/// Keywords that say nothing about which values fit.
const PROSE: &[&str] = &["title", "description", "default", "example", "deprecated"];

/// Branches are normalized before the schema that they stand in, so there is one form of null left, and one that only
/// OpenAPI 3.0 has: `{nullable: true}` alone would allow anything, and means null.
fn is_null(branch: &Value) -> bool {
    let alone = |branch: &Map<String, Value>| {
        branch
            .keys()
            .all(|key| key == "nullable" || PROSE.contains(&key.as_str()) || key.starts_with("x-"))
    };
    branch.get(carried::ONLY_NULL).is_some()
        || (branch.get("nullable") == Some(&Value::Bool(true))
            && branch.as_object().is_some_and(alone))
}

fn is_reference(branch: &Value) -> bool {
    branch.get("$ref").is_some()
}

/// `{type: object, nullable: true}` and nothing else, which Microsoft's tools put beside a reference to say that it may be null: in
/// OpenAPI 3.0 a reference can't.
fn is_placeholder(branch: &Value) -> bool {
    let Value::Object(branch) = branch else {
        return false;
    };
    let is_bare = branch.len() == 2 && branch.get("type").is_some_and(|name| name == "object");
    is_bare && branch.get("nullable") == Some(&Value::Bool(true))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::spec::carried;
    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn null_types_are_nullable() {
        becomes(
            "{type: [string, 'null']}",
            &json!({"type": "string", "nullable": true}),
        );
        becomes("{type: [string]}", &json!({"type": "string"}));
        becomes(
            "{type: 'null'}",
            &json!({"nullable": true, (carried::ONLY_NULL): true}),
        );
        becomes(
            "{type: ['null']}",
            &json!({"nullable": true, (carried::ONLY_NULL): true}),
        );
        becomes(
            "{type: [string, null, string]}",
            &json!({"type": "string", "nullable": true}),
        );
    }

    #[test]
    fn null_branches_are_nullable() {
        for null in [
            "{type: 'null'}",
            "{const: null}",
            "{enum: [null]}",
            "{nullable: true, title: t}",
        ] {
            becomes(
                &format!("{{anyOf: [{{type: string}}, {null}]}}"),
                &json!({"anyOf": [{"type": "string"}], "nullable": true}),
            );
        }
        becomes(
            "{oneOf: [{type: 'null'}, {type: string}, {type: integer}]}",
            &json!({"oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": true, (carried::ONE_OF_PLACES): [1, 2]}),
        );
        becomes(
            "{oneOf: [{type: 'null'}]}",
            &json!({"nullable": true, (carried::ONLY_NULL): true}),
        );
    }

    #[test]
    fn null_beside_a_reference_allows_both() {
        becomes(
            "{$ref: '#/components/schemas/A', nullable: true}",
            &json!({"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": true}),
        );
    }

    #[test]
    fn an_object_beside_a_reference_may_stand_for_null() {
        let (value, notes) = normalized(
            Kind::Schema,
            "{anyOf: [{$ref: '#/components/schemas/A'}, {type: object, nullable: true}]}",
        );
        assert_eq!(
            value,
            json!({"anyOf": [{"$ref": "#/components/schemas/A"}], "nullable": true})
        );
        assert_eq!(notes.len(), 1);
        for both in [
            json!([{"type": "string"}, {"type": "object", "nullable": true}]),
            json!([{"$ref": "#/components/schemas/A"}, {"type": "object"}]),
        ] {
            becomes(&format!("{{oneOf: {both}}}"), &json!({"oneOf": both}));
        }
    }
}
