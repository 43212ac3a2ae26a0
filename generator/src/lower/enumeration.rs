//! Lists of known values.

use super::json_type::JsonType;
use super::view::View;
use crate::ir::{Docs, Enum, EnumValue, EnumValues};
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
        Listed::Strings(values) => {
            let owned = values.into_iter().map(str::to_owned).collect();
            EnumValues::Strings(named(view, owned))
        }
        Listed::Integers(values) => EnumValues::Integers(named(view, values)),
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

/// The values in their order, with names: those that the document gives them, or their own texts.
fn named<T: Ord + ToString>(view: &View<'_>, wire: Vec<T>) -> Vec<EnumValue<T>> {
    let texts: Vec<String> = wire.iter().map(T::to_string).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let words = said(view, Meaning::ValueNames, &texts);
    let words = words.map(|words| {
        // Those without a name of their own are called like their value.
        let own = words.into_iter().zip(&texts);
        own.map(|(word, text)| word.unwrap_or_else(|| (*text).to_owned()))
            .collect()
    });
    let words: Vec<String> =
        words.unwrap_or_else(|| texts.iter().map(|text| (*text).to_owned()).collect());
    let docs = said(view, Meaning::ValueDocs, &texts).unwrap_or_default();
    let docs = docs.into_iter().chain(std::iter::repeat(None));
    let mut values: Vec<(T, String, Option<String>)> = wire
        .into_iter()
        .zip(words)
        .zip(docs)
        .map(|((wire, word), docs)| (wire, word, docs))
        .collect();
    values.sort();
    values.dedup_by(|a, b| a.0 == b.0);
    let words: Vec<&str> = values.iter().map(|(_, word, _)| word.as_str()).collect();
    let rust = names::variant_names(&words);
    values
        .into_iter()
        .zip(rust)
        .map(|((wire, _, docs), rust)| EnumValue {
            wire,
            rust,
            docs: Docs::text(docs.unwrap_or_default()),
        })
        .collect()
}

/// What the document says of each value, in what normalization carries or in extensions that several generators know.
fn said(view: &View<'_>, meaning: Meaning, values: &[&str]) -> Option<Vec<Option<String>>> {
    let get = |key: &str| view.data.extensions.get(key);
    let (_, given) = extensions::find(meaning, get)?;
    extensions::of_values(given, meaning, values)
}
