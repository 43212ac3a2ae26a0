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
    values_of(&[view])
}

/// The enum that the branches of a union come down to, where each is a list of values and one of them is a single value: nobody
/// wants a type for each.
pub(super) fn of_branches(branches: &[View<'_>]) -> Option<Enum> {
    let single = branches.iter().any(|branch| branch.values.len() == 1);
    let branches: Vec<&View<'_>> = branches.iter().collect();
    single.then(|| values_of(&branches)).flatten()
}

/// All values that are listed, if they are of one type.
fn values_of(views: &[&View<'_>]) -> Option<Enum> {
    let (mut strings, mut integers) = (Vec::new(), Vec::new());
    for view in views {
        match listed(view)? {
            Listed::Strings(values) => {
                let owned = values.into_iter().map(str::to_owned).collect();
                strings.extend(said(view, owned, views.len() > 1));
            }
            Listed::Integers(values) => integers.extend(said(view, values, views.len() > 1)),
        }
    }
    let values = match (strings.is_empty(), integers.is_empty()) {
        (false, true) => EnumValues::Strings(named(strings)),
        (true, false) => EnumValues::Integers(named(integers)),
        _ => return None,
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

/// What a branch of a union adds to lists of values of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listing {
    /// Known values.
    Known(JsonType),
    /// The empty text alone: no value is chosen.
    Blank,
    /// Any value of a type.
    Any(JsonType),
    /// Something else.
    Other,
}

/// What a branch is among lists of values.
pub(super) fn listing(branch: &View<'_>) -> Listing {
    match listed(branch) {
        Some(Listed::Strings(values)) if values == [""] => Listing::Blank,
        Some(Listed::Strings(_)) => Listing::Known(JsonType::String),
        Some(Listed::Integers(_)) => Listing::Known(JsonType::Integer),
        None if branch.is_plain_text() => Listing::Any(JsonType::String),
        None if branch.is_plain_integer() => Listing::Any(JsonType::Integer),
        None => Listing::Other,
    }
}

/// Which branch says it all: the one list of values, where the others only say that it is open or that nothing may be chosen.
/// Every enum is open, so that it takes any other value anyway.
pub(super) fn only_list(branches: &[Listing]) -> Option<usize> {
    let known = |listing: &Listing| match listing {
        Listing::Known(of) => Some(*of),
        Listing::Blank | Listing::Any(_) | Listing::Other => None,
    };
    let only = branches
        .iter()
        .position(|listing| known(listing).is_some())?;
    let of = branches.get(only).and_then(known)?;
    let mut others = branches
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != only);
    let adds_nothing = |listing: &Listing| {
        *listing == Listing::Any(of) || (*listing == Listing::Blank && of == JsonType::String)
    };
    others
        .all(|(_, listing)| adds_nothing(listing))
        .then_some(only)
}

/// A value, the words that it is called by, and what it means.
struct Said<T> {
    wire: T,
    words: String,
    docs: Option<String>,
}

/// What a view, which may be a branch of a union, says of its values: what normalization carries, or extensions that several generators know.
fn said<T: ToString>(view: &View<'_>, wire: Vec<T>, in_union: bool) -> Vec<Said<T>> {
    let texts: Vec<String> = wire.iter().map(T::to_string).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let of_all = |meaning| {
        let get = |key: &str| view.data.extensions.get(key);
        let found = extensions::find(meaning, get);
        let said = found.and_then(|(_, given)| extensions::of_values(given, meaning, &texts));
        said.unwrap_or_else(|| vec![None; texts.len()])
    };
    let (names, docs) = (of_all(Meaning::ValueNames), of_all(Meaning::ValueDocs));
    // What a branch says of its only value.
    let own = view
        .data
        .description
        .as_ref()
        .filter(|_| in_union && texts.len() == 1);
    let said = wire
        .into_iter()
        .zip(&texts)
        .zip(names.into_iter().zip(docs));
    said.map(|((wire, text), (name, docs))| Said {
        wire,
        words: name.unwrap_or_else(|| (*text).to_owned()),
        docs: docs.or_else(|| own.cloned()),
    })
    .collect()
}

/// The values in their order, each once, with names.
fn named<T: Ord>(mut said: Vec<Said<T>>) -> Vec<EnumValue<T>> {
    said.sort_by(|a, b| (&a.wire, &a.words).cmp(&(&b.wire, &b.words)));
    said.dedup_by(|a, b| a.wire == b.wire);
    let words: Vec<&str> = said.iter().map(|said| said.words.as_str()).collect();
    let rust = names::variant_names(&words);
    let named = said.into_iter().zip(rust);
    named
        .map(|(said, rust)| EnumValue {
            wire: said.wire,
            rust,
            docs: Docs::text(said.docs.unwrap_or_default()),
        })
        .collect()
}
