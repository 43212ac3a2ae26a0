//! Rules about lists of values.

use crate::spec::carried;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::{Map, Number, Value};
use crate::spec::normalize::RuleContext;

/// `const: v` is `enum: [v]`. Vendors have a word for it that makes a constant of the default.
pub(in crate::spec) fn constant(schema: &mut Map<String, Value>, context: &mut RuleContext<'_>) {
    if let Some(value) = schema.remove("const") {
        schema.insert("enum".to_owned(), Value::Array(vec![value]));
        return;
    }
    let said = extensions::find(Meaning::Constant, |key| schema.get(key));
    let Some((key, Value::Bool(true))) = said else {
        return;
    };
    let is_scalar = |value: &&Value| !value.is_null() && !value.is_object() && !value.is_array();
    match (schema.get("enum"), schema.get("default").filter(is_scalar)) {
        (Some(Value::Array(values)), _) if values.len() == 1 => {}
        (None, Some(value)) => {
            let only = Value::Array(vec![value.clone()]);
            schema.insert("enum".to_owned(), only);
        }
        (Some(_), _) => context.ignored(key, "several values are listed"),
        (None, None) => context.ignored(key, "nothing tells which value it is"),
    }
}

/// Null among the values of an enum makes the schema nullable; an enum of null alone allows nothing else.
pub(in crate::spec) fn null_values(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    let count = values.len();
    values.retain(|value| !value.is_null());
    let (left, had_null) = (values.len(), values.len() < count);
    if had_null {
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
    if had_null && left == 0 {
        schema.remove("enum");
        schema.remove("type");
        schema.insert(carried::ONLY_NULL.to_owned(), Value::Bool(true));
    }
}

/// Where a schema names no type, its values tell: those of several types make a list of types. Strings and integers are
/// enums with or without a type.
pub(in crate::spec) fn types_of_values(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    const OTHERS: &[&str] = &[
        "type",
        "$ref",
        "allOf",
        "oneOf",
        "anyOf",
        "properties",
        "items",
    ];
    let Some(Value::Array(values)) = schema.get("enum") else {
        return;
    };
    if OTHERS.iter().any(|key| schema.contains_key(*key)) {
        return;
    }
    let mut names: Vec<&str> = Vec::new();
    for value in values {
        let name = match value {
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            // No list of types could tell these from others of their kind.
            Value::Null | Value::Array(_) | Value::Object(_) => return,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort_unstable();
    let named = match names.as_slice() {
        [] | ["integer" | "string"] => return,
        [one] => Value::from(*one),
        several => Value::Array(several.iter().map(|name| Value::from(*name)).collect()),
    };
    schema.insert("type".to_owned(), named);
}

/// Values that were written in another type than the schema's are read in the schema's type: YAML makes `1.0` a number
/// and `yes` a text, whatever the schema says.
pub(in crate::spec) fn values_of_type(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    let Some(Value::String(name)) = schema.get("type") else {
        return;
    };
    let (cast, read_as): (fn(&Value) -> Option<Value>, &str) = match name.as_str() {
        "string" => (as_text, "texts"),
        "integer" => (as_integer, "integers"),
        "number" => (as_number, "numbers"),
        "boolean" => (as_flag, "booleans"),
        _ => return,
    };
    let name = name.clone();
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    let mut mended = Vec::new();
    for value in values.iter_mut() {
        if let Some(read) = cast(value).filter(|read| read != value) {
            // `1.0` is the integer 1 in JSON Schema; that is no slip.
            if !(value.is_number() && read.is_number()) {
                mended.push(value.to_string());
            }
            *value = read;
        }
    }
    if !mended.is_empty() {
        let message = format!(
            "the type is {name}, so these values are read as {read_as}: {}",
            mended.join(", ")
        );
        let values = Value::Array(values.clone());
        cx.repaired("enum", message, Some(values));
    }
}

fn as_text(value: &Value) -> Option<Value> {
    matches!(value, Value::Number(_) | Value::Bool(_)).then(|| Value::from(value.to_string()))
}

fn as_integer(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => text.trim().parse::<i64>().ok().map(Value::from),
        Value::Number(number) if !number.is_i64() && !number.is_u64() => {
            let float = number
                .as_f64()
                .filter(|float| float.fract() == 0.0 && float.abs() < 9e15)?;
            Some(Value::from(float as i64))
        }
        _ => None,
    }
}

fn as_number(value: &Value) -> Option<Value> {
    let text = value.as_str()?.trim();
    let whole = text.parse::<i64>().map(Number::from).ok();
    whole
        .or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
        .map(Value::Number)
}

fn as_flag(value: &Value) -> Option<Value> {
    match value.as_str()?.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(Value::Bool(true)),
        "false" | "no" | "off" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// A value that stands twice counts once; a list without values says nothing.
pub(in crate::spec) fn repeated_values(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    let mut sorted: Vec<(String, usize)> = values
        .iter()
        .enumerate()
        .map(|(index, value)| (value.to_string(), index))
        .collect();
    sorted.sort();
    let mut repeated: Vec<usize> = sorted
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| pair[1].1)
        .collect();
    repeated.sort_unstable();
    let named: Vec<String> = repeated
        .iter()
        .filter_map(|index| values.get(*index))
        .map(Value::to_string)
        .collect();
    for index in repeated.iter().rev() {
        values.remove(*index);
    }
    let empty = values.is_empty();
    if !named.is_empty() {
        let left = Value::Array(values.clone());
        let message = format!(
            "values that stand more than once count once: {}",
            named.join(", ")
        );
        cx.repaired("enum", message, Some(left));
    }
    if empty {
        schema.remove("enum");
        let message = "the list has no values; it is read as absent";
        cx.repaired("enum", message, None);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn const_and_null_values() {
        becomes("{const: a}", &json!({"enum": ["a"]}));
        let vendors = |text: &str| normalized(Kind::Schema, text).0["enum"].clone();
        assert_eq!(
            vendors("{default: a, x-stainless-const: true}"),
            json!(["a"])
        );
        assert_eq!(
            vendors("{default: a, x-stainless-const: false}"),
            json!(null)
        );
        assert_eq!(
            vendors("{default: {}, x-stainless-const: true}"),
            json!(null)
        );
        assert_eq!(
            vendors("{default: a, enum: [a, b], x-stainless-const: true}"),
            json!(["a", "b"])
        );
        becomes(
            "{type: string, enum: [a, null]}",
            &json!({"type": "string", "enum": ["a"], "nullable": true}),
        );
        becomes(
            "{const: null}",
            &json!({"nullable": true, (carried::ONLY_NULL): true}),
        );
        becomes(
            "{type: integer, enum: [1.0, 2]}",
            &json!({"type": "integer", "enum": [1, 2]}),
        );
        becomes(
            "{enum: [1, a, true]}",
            &json!({"anyOf": [
                {"type": "boolean", "enum": [true]},
                {"type": "integer", "enum": [1]},
                {"type": "string", "enum": ["a"]},
            ]}),
        );
        becomes("{const: true}", &json!({"type": "boolean", "enum": [true]}));
        becomes("{enum: [{}, 1]}", &json!({"enum": [{}, 1]}));
    }

    #[test]
    fn values_are_read_in_the_type_of_the_schema() {
        let (value, complaints) = normalized(Kind::Schema, "{type: string, enum: [1, true, on]}");
        assert_eq!(value["enum"], json!(["1", "true", "on"]));
        assert_eq!(
            complaints,
            ["repaired the type is string, so these values are read as texts: 1, true"]
        );
        assert_eq!(
            normalized(Kind::Schema, "{type: integer, enum: ['1']}").0["enum"],
            json!([1])
        );
        assert_eq!(
            normalized(Kind::Schema, "{type: boolean, enum: [yes]}").0["enum"],
            json!([true])
        );
        assert_eq!(
            normalized(Kind::Schema, "{type: number, enum: ['1.5']}").0["enum"],
            json!([1.5])
        );
    }

    #[test]
    fn values_stand_once() {
        let (value, complaints) = normalized(Kind::Schema, "{enum: [b, a, b, a, c]}");
        assert_eq!(value, json!({"enum": ["b", "a", "c"]}));
        assert_eq!(
            complaints,
            ["repaired values that stand more than once count once: \"b\", \"a\""]
        );
        assert_eq!(normalized(Kind::Schema, "{enum: []}").0, json!({}));
    }
}
