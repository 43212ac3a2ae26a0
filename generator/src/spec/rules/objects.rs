//! Rules about objects.

use crate::diagnostics::Code;
use crate::spec::carried;
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;
use crate::spec::rules::alternatives::any_of;

/// Names of properties are not matched. What any pattern says of its properties holds for all that have no name in the
/// document; only where the others may be anything, these are, too.
pub(in crate::spec) fn patterns(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    let Some(Value::Object(patterns)) = schema.remove("patternProperties") else {
        return;
    };
    let others = match schema.get("additionalProperties") {
        None | Some(Value::Bool(false)) => None,
        Some(Value::Bool(true)) if !patterns.is_empty() => {
            let message = "`patternProperties` has no effect: other properties may be anything";
            cx.report(Code::IgnoredKeyword, "patternProperties", message);
            return;
        }
        Some(others) => Some(others.clone()),
    };
    let only = match (patterns.len(), &others) {
        (1, None) => patterns.keys().next().cloned(),
        _ => None,
    };
    let schemas: Vec<Value> = patterns.into_values().chain(others).collect();
    if schemas.is_empty() {
        return;
    }
    schema.insert("additionalProperties".to_owned(), any_of(schemas, cx));
    if let Some(pattern) = only {
        schema.insert(carried::PATTERN.to_owned(), Value::String(pattern));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn patterns_are_maps() {
        becomes(
            "{type: object, patternProperties: {^x: {type: string}}}",
            &json!({"type": "object", "additionalProperties": {"type": "string"}, (carried::PATTERN): "^x"}),
        );
        for text in [
            "{patternProperties: {a: {type: string}, b: {type: integer}, c: {type: string}}, additionalProperties: false}",
            "{patternProperties: {a: {type: string}}, additionalProperties: {type: integer}}",
        ] {
            let union = json!({"anyOf": [{"type": "string"}, {"type": "integer"}]});
            becomes(text, &json!({"additionalProperties": union}));
        }
        becomes("{patternProperties: {}}", &json!({}));
        let (value, complaints) = normalized(
            Kind::Schema,
            "{patternProperties: {a: {type: string}}, additionalProperties: true}",
        );
        assert_eq!(value, json!({"additionalProperties": true}));
        assert!(
            complaints[0].starts_with("ignored-keyword"),
            "{complaints:?}"
        );
    }
}
