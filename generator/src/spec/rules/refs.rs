//! Rules about references.

use crate::spec::extensions::{self, Meaning};
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

/// What may stand beside a reference without changing what it means: names of the place, and what is looked up by
/// pointer only.
const SILENT: &[&str] = &[
    "$defs",
    "definitions",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$comment",
    "$schema",
    "$vocabulary",
];

/// What stands beside a reference holds together with it: both are members of `allOf`. 3.0 says that it is ignored,
/// but real documents mean it. The reference goes last, so that members that are there keep their places.
pub(in crate::spec) fn siblings(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    let telling =
        |key: &String| key != "$ref" && !key.starts_with("x-") && !SILENT.contains(&key.as_str());
    let is_named = extensions::name(Meaning::Property, |key| schema.get(key)).is_some();
    if !schema.contains_key("$ref") || !(is_named || schema.keys().any(telling)) {
        return;
    }
    let Some(reference) = schema.remove("$ref") else {
        return;
    };
    let member = Value::Object(Map::from_iter([("$ref".to_owned(), reference)]));
    match schema.get_mut("allOf") {
        Some(Value::Array(members)) => members.push(member),
        _ => {
            schema.insert("allOf".to_owned(), Value::Array(vec![member]));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::spec::normalize::becomes;

    #[test]
    fn siblings_of_a_reference_hold_with_it() {
        becomes(
            "{$ref: '#/a', description: d, allOf: [{type: object}]}",
            &json!({"description": "d", "allOf": [{"type": "object"}, {"$ref": "#/a"}]}),
        );
        becomes(
            "{$ref: '#/a', x-enumNames: [b]}",
            &json!({"$ref": "#/a", "x-enumNames": ["b"]}),
        );
        becomes(
            "{$ref: '#/a', x-ms-client-name: b}",
            &json!({"x-ms-client-name": "b", "allOf": [{"$ref": "#/a"}]}),
        );
        becomes(
            "{$ref: '#/a', $defs: {b: {}}}",
            &json!({"$ref": "#/a", "$defs": {"b": {}}}),
        );
    }
}
