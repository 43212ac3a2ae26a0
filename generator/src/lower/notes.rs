//! Facts that Rust types don't express, as sentences for the docs: bounds, patterns, defaults.

use openapiv3::{
    ArrayType, IntegerType, NumberType, ObjectType, Schema, SchemaKind, StringType, Type,
};

use crate::spec::json::Value;

/// The sentences for one schema.
///
/// Values that look like times are left out: vendors build them into `default` at every publication, and they would
/// make every version of the crate differ.
pub(super) fn of(schema: &Schema) -> Vec<String> {
    let mut notes = Vec::new();
    if let SchemaKind::Type(ty) = &schema.schema_kind {
        match ty {
            Type::String(string) => strings(&mut notes, string),
            Type::Integer(integer) => integers(&mut notes, integer),
            Type::Number(number) => numbers(&mut notes, number),
            Type::Array(array) => arrays(&mut notes, array),
            Type::Object(object) => objects(&mut notes, object),
            Type::Boolean(_) => {
                let only = super::constants::flag_of(schema);
                notes.extend(only.map(|only| format!("Is always `{only}`.")));
            }
        }
    }
    if let Some(default) = schema.schema_data.default.as_ref().and_then(stable_scalar) {
        notes.push(format!("The server's default is `{default}`."));
    }
    notes
}

fn strings(notes: &mut Vec<String>, string: &StringType) {
    range(notes, string.min_length, string.max_length, "character");
    if let Some(pattern) = string
        .pattern
        .as_deref()
        .filter(|pattern| !pattern.contains(['`', '\n']))
    {
        notes.push(format!("Matches the pattern `{pattern}`."));
    }
}

fn integers(notes: &mut Vec<String>, integer: &IntegerType) {
    let low = integer
        .minimum
        .map(|bound| (bound.to_string(), integer.exclusive_minimum));
    let high = integer
        .maximum
        .map(|bound| (bound.to_string(), integer.exclusive_maximum));
    bounds(notes, low, high);
    if let Some(step) = integer.multiple_of {
        notes.push(format!("A multiple of {step}."));
    }
}

fn numbers(notes: &mut Vec<String>, number: &NumberType) {
    let low = number
        .minimum
        .map(|bound| (bound.to_string(), number.exclusive_minimum));
    let high = number
        .maximum
        .map(|bound| (bound.to_string(), number.exclusive_maximum));
    bounds(notes, low, high);
    if let Some(step) = number.multiple_of {
        notes.push(format!("A multiple of {step}."));
    }
}

fn arrays(notes: &mut Vec<String>, array: &ArrayType) {
    range(notes, array.min_items, array.max_items, "item");
    if array.unique_items {
        notes.push("No item stands in it twice.".to_owned());
    }
}

fn objects(notes: &mut Vec<String>, object: &ObjectType) {
    range(notes, object.min_properties, object.max_properties, "entry");
}

fn bounds(notes: &mut Vec<String>, low: Option<(String, bool)>, high: Option<(String, bool)>) {
    let low = low.map(|(bound, exclusive)| {
        if exclusive {
            format!("above {bound}")
        } else {
            format!("at least {bound}")
        }
    });
    let high = high.map(|(bound, exclusive)| {
        if exclusive {
            format!("below {bound}")
        } else {
            format!("at most {bound}")
        }
    });
    let text = match (low, high) {
        (Some(low), Some(high)) => format!("{low}, {high}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return,
    };
    notes.push(sentence(&text));
}

fn range(notes: &mut Vec<String>, low: Option<usize>, high: Option<usize>, unit: &str) {
    let many = |count: usize| match (unit, count) {
        (_, 1) => format!("1 {unit}"),
        ("entry", _) => format!("{count} entries"),
        _ => format!("{count} {unit}s"),
    };
    let text = match (low.filter(|low| *low > 0), high) {
        (Some(low), Some(high)) if low == high => format!("exactly {}", many(low)),
        (Some(low), Some(high)) => format!("{low} to {}", many(high)),
        (Some(low), None) => format!("at least {}", many(low)),
        (None, Some(high)) => format!("at most {}", many(high)),
        (None, None) => return,
    };
    notes.push(sentence(&text));
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// A scalar that will be the same in the next publication of the document.
pub(super) fn stable_scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => {
            let harmless = !text.is_empty()
                && text.len() <= 60
                && !text.contains(['`', '\n', '\r'])
                && !looks_like_a_time(text)
                && !looks_generated(text);
            harmless.then(|| text.clone())
        }
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `2026-05-14…`.
pub(super) fn looks_like_a_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && bytes[..4]
            .iter()
            .chain(&bytes[5..7])
            .chain(&bytes[8..10])
            .all(u8::is_ascii_digit)
}

/// A UUID or a ULID: long, and digits among letters without a word.
fn looks_generated(text: &str) -> bool {
    let code = text.rsplit('_').next().unwrap_or(text);
    let hex_or_base32 = code
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    let digits = code.chars().filter(char::is_ascii_digit).count();
    code.len() >= 24 && hex_or_base32 && digits >= 4
}

#[cfg(test)]
mod tests {
    use super::{Value, stable_scalar};

    #[test]
    fn values_that_change_with_every_publication_are_left_out() {
        for volatile in [
            "2026-05-14T21:19:47.506Z",
            "550e8400-e29b-41d4-a716-446655440000",
            "contact_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        ] {
            assert_eq!(stable_scalar(&Value::from(volatile)), None);
        }
        assert_eq!(stable_scalar(&Value::from("asc")).unwrap(), "asc");
        assert_eq!(stable_scalar(&Value::from(10)).unwrap(), "10");
    }
}
