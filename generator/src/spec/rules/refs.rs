//! Rules about references.

use crate::spec::carried;
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
pub(in crate::spec) fn siblings(schema: &mut Map<String, Value>, context: &mut RuleContext<'_>) {
    let telling =
        |key: &String| key != "$ref" && !key.starts_with("x-") && !SILENT.contains(&key.as_str());
    if !schema.contains_key("$ref") {
        return;
    }
    // Of a vendor's words, these two are about the place rather than about what is referred to.
    let is_named = || {
        let name = extensions::name(Meaning::Property, |key| schema.get(key));
        name.is_some() && context.is_property()
    };
    if !(schema.keys().any(telling) || schema.contains_key(carried::FOREIGN) || is_named()) {
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
            "{properties: {p: {$ref: '#/a', x-ms-client-name: b}}, oneOf: [{$ref: '#/a', x-ms-client-name: b}]}",
            &json!({
                "properties": {"p": {"x-ms-client-name": "b", "allOf": [{"$ref": "#/a"}]}},
                "oneOf": [{"$ref": "#/a", "x-ms-client-name": "b"}],
            }),
        );
        becomes(
            "{$ref: '#/a', $defs: {b: {}}}",
            &json!({"$ref": "#/a", "$defs": {"b": {}}}),
        );
    }
}
