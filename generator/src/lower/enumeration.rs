//! Lists of known values.

use super::json_type::JsonType;
use super::view::View;
use crate::ir::{Enum, EnumValue, EnumValues};
use crate::names;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::Value;

/// The values of an enum.
enum Listed<'v> {
    Strings(Vec<&'v str>),
    Integers(Vec<i64>),
}

/// Whether a view describes an enum.
pub(super) fn is_one(view: &View<'_>) -> bool {
    listed(view).is_some()
}

/// The enum that a view describes.
pub(super) fn values(view: &View<'_>) -> Option<Enum> {
    let values = match listed(view)? {
        Listed::Strings(strings) => strings_of(view, strings),
        Listed::Integers(integers) => integers_of(integers),
    };
    Some(Enum { values })
}

/// The values of an enum: strings only or integers only. Booleans and numbers with a fraction stay scalars, and a mixed list
/// has no type in common.
fn listed<'v>(view: &'v View<'_>) -> Option<Listed<'v>> {
    if view.values.is_empty() || matches!(view.json_type, Some(JsonType::Object | JsonType::Array))
    {
        return None;
    }
    let strings: Option<_> = view.values.iter().map(Value::as_str).collect();
    let integers = || view.values.iter().map(Value::as_i64).collect::<Option<_>>();
    strings
        .map(Listed::Strings)
        .or_else(|| integers().map(Listed::Integers))
}

fn strings_of(view: &View<'_>, mut wire: Vec<&str>) -> EnumValues {
    let chosen = chosen_names(view, &wire);
    let spelled: Vec<String> = match chosen {
        Some(names) => names,
        None => wire.iter().map(|value| (*value).to_owned()).collect(),
    };
    let mut pairs: Vec<(&str, String)> = wire.drain(..).zip(spelled).collect();
    pairs.sort();
    pairs.dedup_by(|a, b| a.0 == b.0);
    let words: Vec<&str> = pairs.iter().map(|(_, word)| word.as_str()).collect();
    let rust = names::variant_names(&words);
    let values = pairs.iter().zip(rust).map(|((wire, _), rust)| EnumValue {
        wire: (*wire).to_owned(),
        rust,
    });
    EnumValues::Strings(values.collect())
}

/// Names that the document gives to its values, in extensions that several generators know.
fn chosen_names(view: &View<'_>, wire: &[&str]) -> Option<Vec<String>> {
    let get = |key: &str| view.data.extensions.get(key);
    let (_, named) = extensions::find(Meaning::ValueNames, get)?;
    extensions::value_names(named, wire)
}

fn integers_of(mut wire: Vec<i64>) -> EnumValues {
    wire.sort_unstable();
    wire.dedup();
    let words: Vec<String> = wire.iter().map(i64::to_string).collect();
    let rust = names::variant_names(&words.iter().map(String::as_str).collect::<Vec<_>>());
    EnumValues::Integers(
        wire.into_iter()
            .zip(rust)
            .map(|(wire, rust)| EnumValue { wire, rust })
            .collect(),
    )
}
