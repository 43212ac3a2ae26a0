//! Rules about numbers: their bounds, and which of them are integers.

use crate::diagnostics::Code;
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

/// `exclusiveMinimum: 5` is `minimum: 5` with the flag; where both kinds of bound stand, the narrower one counts.
pub(in crate::spec) fn exclusive_bounds(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    exclusive(
        schema,
        "minimum",
        "exclusiveMinimum",
        |exclusive, inclusive| exclusive >= inclusive,
    );
    exclusive(
        schema,
        "maximum",
        "exclusiveMaximum",
        |exclusive, inclusive| exclusive <= inclusive,
    );
}

fn exclusive(
    schema: &mut Map<String, Value>,
    plain: &str,
    flag: &str,
    narrower: fn(f64, f64) -> bool,
) {
    if let Some(Value::Number(bound)) = schema.get(flag) {
        let bound = bound.clone();
        let inclusive = schema.get(plain).and_then(Value::as_f64);
        let counts = match (bound.as_f64(), inclusive) {
            (Some(exclusive), Some(inclusive)) => narrower(exclusive, inclusive),
            _ => true,
        };
        if counts {
            schema.insert(plain.to_owned(), Value::Number(bound));
            schema.insert(flag.to_owned(), Value::Bool(true));
        } else {
            schema.remove(flag);
        }
    }
    // The flag alone bounds nothing.
    if !schema.contains_key(plain) {
        schema.remove(flag);
    }
}

/// A bound, its flag, and how a fraction is rounded inwards.
type Bound = (&'static str, &'static str, fn(f64) -> f64);

/// The typed model wants 64-bit integers as the bounds of integers. Fractions are rounded inwards; bounds beyond 64
/// bits allow every integer that there is, so they are left out. Where there are no negative ones among these, they are unsigned.
pub(in crate::spec) fn integer_bounds(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    if schema.get("type").is_none_or(|name| name != "integer") {
        return;
    }
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let unsigned = bound("minimum").is_some_and(|bound| bound >= 0.0)
        && bound("maximum").is_some_and(|bound| bound > i64::MAX as f64);
    if unsigned {
        schema
            .entry("format")
            .or_insert_with(|| Value::from("uint64"));
    }
    let rows: [Bound; 3] = [
        ("minimum", "exclusiveMinimum", f64::ceil),
        ("maximum", "exclusiveMaximum", f64::floor),
        ("multipleOf", "", |step| step),
    ];
    for (key, flag, round) in rows {
        let Some(Value::Number(bound)) = schema.get(key) else {
            continue;
        };
        if bound.is_i64() {
            continue;
        }
        match bound.as_f64().map(|exact| (exact, round(exact))) {
            // Beyond 2^53 a float is no longer the number that was written.
            Some((exact, rounded)) if rounded.fract() == 0.0 && rounded.abs() < 9e15 => {
                schema.insert(key.to_owned(), Value::from(rounded as i64));
                if exact != rounded {
                    schema.remove(flag);
                }
            }
            _ => {
                schema.remove(key);
                schema.remove(flag);
            }
        }
    }
}

/// A number that may be written as text as well, where a pattern lets no other text through, is the number: ASP.NET Core takes both
/// and sends numbers, and nobody wants a union for each.
pub(in crate::spec) fn as_text(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    let Some(Value::Array(types)) = schema.get("type") else {
        return;
    };
    let pattern = schema.get("pattern").and_then(Value::as_str);
    let named = |name: &str| types.iter().any(|each| each == name);
    let others = types.iter().filter(|name| **name != "string");
    let number = match (named("integer"), named("number")) {
        (_, true) => "number",
        (true, false) => "integer",
        (false, false) => return,
    };
    let is_either = named("string")
        && others
            .into_iter()
            .all(|name| ["integer", "number"].iter().any(|known| name == known));
    if is_either && pattern.is_some_and(is_of_number) {
        schema.insert("type".to_owned(), Value::from(number));
        schema.remove("pattern");
        let message = format!("this {number} may be text as well; it is read and sent as a number");
        cx.report(Code::IgnoredKeyword, "type", message);
    }
}

/// Formats of integers, and the largest that fits; the last ones say no more than that they are integers.
const INTEGERS: &[(&str, f64)] = &[
    ("int8", 127.0),
    ("int16", 32_767.0),
    ("int32", 2_147_483_647.0),
    ("int64", i64::MAX as f64),
    ("uint8", 255.0),
    ("uint16", 65_535.0),
    ("uint32", 4_294_967_295.0),
    ("uint64", u64::MAX as f64),
    ("integer", i64::MAX as f64),
    ("int", i64::MAX as f64),
    ("long", i64::MAX as f64),
];

/// A number in a format of integers is an integer: a server that reads one need not take `5.0`, and beyond 2^53 a float is another
/// number. It stays a number where the schema says of itself what doesn't fit.
pub(in crate::spec) fn of_integers(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    let is_number = schema.get("type").is_some_and(|name| name == "number");
    let format = schema
        .get("format")
        .and_then(Value::as_str)
        .filter(|_| is_number);
    let known = format.and_then(|format| INTEGERS.iter().find(|(name, _)| *name == format));
    let Some((format, largest)) = known else {
        return;
    };
    let fits = |value: &Value| {
        value
            .as_f64()
            .is_none_or(|number| number.fract() == 0.0 && number.abs() <= largest + 1.0)
    };
    let said = ["default", "example", "minimum", "maximum", "multipleOf"];
    let lists = ["examples", "enum"]
        .iter()
        .filter_map(|key| schema.get(*key)?.as_array());
    let mut said = said
        .iter()
        .filter_map(|key| schema.get(*key))
        .chain(lists.flatten());
    if said.all(fits) {
        schema.insert("type".to_owned(), Value::from("integer"));
        if !format.contains(|letter: char| letter.is_ascii_digit()) {
            schema.remove("format");
        }
    }
}

/// Whether a pattern is that of a number, as ASP.NET Core writes it. `^\d+$` is not: a number would lose the zeros in front.
fn is_of_number(pattern: &str) -> bool {
    const FRACTION: &str = r"(?:\.\d+)?";
    const EXPONENT: &str = r"(?:[eE][+-]?\d+)?";
    let inner = pattern
        .strip_prefix('^')
        .and_then(|rest| rest.strip_suffix('$'));
    let whole = inner.and_then(|inner| {
        inner
            .strip_prefix("-?")
            .unwrap_or(inner)
            .strip_prefix(r"(?:0|[1-9]\d*)")
    });
    whole.is_some_and(|rest| {
        let rest = rest.strip_prefix(FRACTION).unwrap_or(rest);
        rest.is_empty() || rest == EXPONENT
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn exclusive_bounds_become_flags() {
        becomes(
            "{type: number, exclusiveMinimum: 5, exclusiveMaximum: 9.5}",
            &json!({"type": "number", "minimum": 5, "exclusiveMinimum": true, "maximum": 9.5, "exclusiveMaximum": true}),
        );
        becomes(
            "{type: number, minimum: 7, exclusiveMinimum: 5}",
            &json!({"type": "number", "minimum": 7}),
        );
        becomes(
            "{type: number, minimum: 5, exclusiveMinimum: 5}",
            &json!({"type": "number", "minimum": 5, "exclusiveMinimum": true}),
        );
        becomes(
            "{type: number, exclusiveMaximum: true}",
            &json!({"type": "number"}),
        );
        becomes(
            "{type: number, maximum: 1, exclusiveMaximum: false}",
            &json!({"type": "number", "maximum": 1, "exclusiveMaximum": false}),
        );
    }

    #[test]
    fn bounds_of_integers_fit_64_bits() {
        becomes(
            "{type: integer, minimum: 1.0, maximum: 2.5}",
            &json!({"type": "integer", "minimum": 1, "maximum": 2}),
        );
        becomes(
            "{type: integer, minimum: -9223372036854776000, maximum: 18446744073709551615, multipleOf: 0.5}",
            &json!({"type": "integer"}),
        );
        becomes(
            "{type: integer, minimum: 0, maximum: 18446744073709551615}",
            &json!({"type": "integer", "minimum": 0, "format": "uint64"}),
        );
        becomes(
            "{type: integer, minimum: 0, maximum: 9223372036854775807}",
            &json!({"type": "integer", "minimum": 0, "maximum": 9223372036854775807_i64}),
        );
        becomes(
            "{type: integer, minimum: 1.5, exclusiveMinimum: true}",
            &json!({"type": "integer", "minimum": 2}),
        );
    }

    #[test]
    fn numbers_in_formats_of_integers_are_integers() {
        becomes(
            "{type: number, format: int64, maximum: 5.0}",
            &json!({"type": "integer", "format": "int64", "maximum": 5}),
        );
        for other in [
            "{type: number, format: double}",
            "{type: number, format: int32, multipleOf: 0.5}",
            "{type: number, format: int32, example: 1609459200000}",
            "{type: number, format: int32, enum: [1, 2.5]}",
        ] {
            let (value, _) = normalized(Kind::Schema, other);
            assert_eq!(value["type"], "number", "{other}");
        }
    }

    #[test]
    fn numbers_that_may_be_texts_are_numbers() {
        let note = |number: &str| {
            format!(
                "ignored-keyword this {number} may be text as well; it is read and sent as a number"
            )
        };
        let table = [
            (
                r"{type: [integer, string], format: int32, pattern: '^-?(?:0|[1-9]\d*)$'}",
                "integer",
                "int32",
            ),
            (
                r"{type: [string, number], format: double, pattern: '^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$'}",
                "number",
                "double",
            ),
        ];
        for (schema, number, format) in table {
            let (value, notes) = normalized(Kind::Schema, schema);
            assert_eq!(value, json!({"type": number, "format": format}));
            assert_eq!(notes, [note(number)]);
        }
        for pattern in [
            "[0-9]+",
            "^[a-z]+$",
            "^$",
            r"^\d+$",
            r"^\d{4}-\d{2}-\d{2}$",
            r"^\d+(,\d+)*$",
        ] {
            let (value, _) = normalized(
                Kind::Schema,
                &format!("{{type: [integer, string], pattern: '{pattern}'}}"),
            );
            assert!(value.get("anyOf").is_some(), "{pattern}");
        }
    }
}
