//! Examples of values: the document's own, else its `default`, else one made from format and bounds.
//!
//! What a vendor's tools write anew at every publication never gets through: the crate would differ every time, and
//! nothing would have changed.

use std::collections::BTreeMap;

use openapiv3::{
    ArrayType, IntegerType, MediaType, NumberType, ParameterData, ReferenceOr, Schema, SchemaData,
    SchemaKind, StringType, Type,
};

use super::view::View;
use super::{Lowering, notes};
use crate::ir::{Example, ExampleSource, Json};
use crate::pointer::Pointer;
use crate::spec::json::Value;

/// How many values an example may hold before it is too long to show anywhere.
const LARGEST: usize = 300;

/// The longest text in an example.
const LONGEST_TEXT: usize = 2_000;

/// The time that stands for those that change with every publication, without a zone.
const INSTANT: &str = "2024-01-01T00:00:00";

/// Texts for formats whose values look like nothing else (OpenAPI's format registry).
const FORMATS: &[(&str, &str)] = &[
    ("email", "user@example.com"),
    ("idn-email", "user@example.com"),
    ("hostname", "example.com"),
    ("ipv4", "192.0.2.1"),
    ("ip", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("uri", "https://example.com"),
    ("url", "https://example.com"),
    ("uri-reference", "/example"),
    ("time", "10:30:00"),
    ("duration", "PT1H"),
];

/// The example for a parameter: its own before that of its schema.
pub(super) fn of_parameter(
    cx: &Lowering<'_>,
    data: &ParameterData,
    at: &Pointer,
    schema: Option<Example>,
) -> Option<Example> {
    let more = data.examples.iter().find_map(|(name, example)| {
        let at = at.child("examples").child(name);
        cx.document.example(example, &at)?.1.value.as_ref()
    });
    data.example
        .as_ref()
        .or(more)
        .and_then(document_example)
        .or(schema)
}

/// The example for a body.
pub(super) fn of_media(cx: &Lowering<'_>, media: &MediaType, at: &Pointer) -> Option<Example> {
    let examples = cx.document.example_values(media, at);
    examples
        .into_iter()
        .find_map(|(_, value)| document_example(value))
}

/// The example for a schema as it stands at one place.
pub(super) fn of_schema(schema: &Schema) -> Option<Example> {
    let data = &schema.schema_data;
    if let Some(example) = data.example.as_ref().and_then(document_example) {
        return Some(example);
    }
    if let Some(example) = default_of(data) {
        return Some(example);
    }
    let SchemaKind::Type(ty) = &schema.schema_kind else {
        return None;
    };
    match ty {
        Type::String(string) => text(string).map(made),
        Type::Integer(integer) => whole(integer).map(made),
        Type::Number(number) => fraction(number).map(made),
        Type::Array(array) => items(array),
        Type::Object(_) | Type::Boolean(_) => None,
    }
}

/// The example for a type, whatever it is made of.
pub(super) fn of_view(view: &View<'_>) -> Option<Example> {
    let example = view.data.example.as_ref().and_then(document_example);
    example.or_else(|| default_of(view.data))
}

fn document_example(value: &Value) -> Option<Example> {
    Some(Example {
        value: json(value)?,
        source: ExampleSource::Document,
    })
}

fn made(value: Json) -> Example {
    Example {
        value,
        source: ExampleSource::Made,
    }
}

/// A default that will be the same in the next publication.
fn default_of(data: &SchemaData) -> Option<Example> {
    let value = data.default.as_ref()?;
    notes::stable_scalar(value)?;
    Some(Example {
        value: json(value)?,
        source: ExampleSource::Default,
    })
}

/// A list with the example of its items, which a list of other lists or of references has not.
fn items(array: &ArrayType) -> Option<Example> {
    let ReferenceOr::Item(items) = array.items.as_ref()? else {
        return None;
    };
    let item = of_schema(items).filter(|item| item.source == ExampleSource::Document)?;
    Some(Example {
        value: Json::List(vec![item.value]),
        source: item.source,
    })
}

fn text(string: &StringType) -> Option<Json> {
    if let openapiv3::VariantOrUnknownOrEmpty::Unknown(format) = &string.format
        && let Some((_, text)) = FORMATS.iter().find(|(name, _)| name == format)
    {
        return Some(Json::Text((*text).to_owned()));
    }
    let plain = string.format == openapiv3::VariantOrUnknownOrEmpty::Empty;
    let bounded = string.min_length.is_some() || string.max_length.is_some();
    if !plain || !bounded || !string.enumeration.is_empty() || string.pattern.is_some() {
        return None;
    }
    let longest = string.max_length.unwrap_or(usize::MAX);
    let length = string
        .min_length
        .unwrap_or(0)
        .max("text".len())
        .min(longest);
    let text = "text".chars().chain(std::iter::repeat('x'));
    (length <= LONGEST_TEXT).then(|| Json::Text(text.take(length).collect()))
}

fn whole(integer: &IntegerType) -> Option<Json> {
    let low = integer
        .minimum
        .map(|bound| bound.saturating_add(i64::from(integer.exclusive_minimum)));
    let high = integer
        .maximum
        .map(|bound| bound.saturating_sub(i64::from(integer.exclusive_maximum)));
    let start = match (low, high) {
        (Some(low), _) if low > 1 => low,
        (_, Some(high)) if high < 1 => high,
        _ => 1,
    };
    let value = match integer.multiple_of.filter(|step| *step > 0) {
        Some(step) => start.checked_add(step - 1)? / step * step,
        None if low.is_none() && high.is_none() => return None,
        None => start,
    };
    Some(Json::Number(value.to_string()))
}

fn fraction(number: &NumberType) -> Option<Json> {
    let value = match (number.minimum, number.maximum) {
        (Some(low), Some(high)) => low + (high - low) / 2.0,
        (Some(low), None) if low >= 1.0 => low + 1.0,
        (None, Some(high)) if high <= 1.0 => high - 1.0,
        _ => return None,
    };
    value.is_finite().then(|| Json::Number(value.to_string()))
}

/// A value of the document, unless it is too long to show.
fn json(value: &Value) -> Option<Json> {
    let mut left = LARGEST;
    convert(value, &mut left)
}

fn convert(value: &Value, left: &mut usize) -> Option<Json> {
    *left = left.checked_sub(1)?;
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) => Json::Number(number.to_string()),
        Value::String(text) if text.len() > LONGEST_TEXT => return None,
        Value::String(text) => Json::Text(match written_by_a_clock(text) {
            Some("") => INSTANT.to_owned(),
            Some(_) => format!("{INSTANT}Z"),
            None => text.clone(),
        }),
        Value::Array(items) => Json::List(
            items
                .iter()
                .map(|item| convert(item, left))
                .collect::<Option<_>>()?,
        ),
        Value::Object(members) => Json::Object(
            members
                .iter()
                .map(|(name, value)| Some((name.clone(), convert(value, left)?)))
                .collect::<Option<BTreeMap<_, _>>>()?,
        ),
    })
}

/// The zone of what a tool wrote, `Z` of `2026-05-14T21:19:47.506Z`: nobody writes fractions of a second by hand, tools do at
/// every publication.
fn written_by_a_clock(text: &str) -> Option<&str> {
    let (date, time) = text.split_once(['T', ' '])?;
    let (clock, rest) = time.split_once('.')?;
    let zone = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let fraction = rest.strip_suffix(zone)?;
    let told = notes::looks_like_a_time(date) && date.len() == 10 && clock.len() == 8;
    (told && fraction.contains(|digit| digit != '0')).then_some(zone)
}

#[cfg(test)]
mod tests {
    use super::{Json, Value, convert};

    #[test]
    fn instants_by_hand_stay_and_instants_by_a_clock_do_not() {
        let text = |text: &str| convert(&Value::from(text), &mut 1);
        let same = |text: &str| Some(Json::Text(text.to_owned()));
        assert_eq!(text("2024-01-15T10:30:00Z"), same("2024-01-15T10:30:00Z"));
        assert_eq!(
            text("2024-01-15T10:30:00.000Z"),
            same("2024-01-15T10:30:00.000Z")
        );
        assert_eq!(
            text("2026-05-14T21:19:47.506Z"),
            same("2024-01-01T00:00:00Z")
        );
        assert_eq!(text("2026-05-14T21:19:47.506"), same("2024-01-01T00:00:00"));
        assert_eq!(text("built 2.5"), same("built 2.5"));
    }

    #[test]
    fn what_is_too_long_to_show_is_none() {
        let list = Value::from(vec![1; 400]);
        assert_eq!(super::json(&list), None);
    }
}
