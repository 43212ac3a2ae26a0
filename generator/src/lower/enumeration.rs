//! Lists of known values.

use super::json_type::JsonType;
use super::view::{self, View};
use crate::ir::{Docs, Enum, EnumValue, EnumValues};
use crate::names;
use crate::spec::annotations::{self, Annotation, Words};
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

/// Whether a view leaves a single value, and says itself which.
pub(super) fn is_constant(view: &View<'_>) -> bool {
    let is_single = match listed(view) {
        Some(Listed::Strings(values)) => values.len() == 1,
        Some(Listed::Integers(values)) => values.len() == 1,
        None => false,
    };
    is_single && !view.nullable && !view.is_open()
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
    if view.values.is_empty()
        || view::is_foreign(view.data)
        || matches!(view.json_type, Some(JsonType::Object | JsonType::Array))
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
        None if view::is_foreign(branch.data) => Listing::Other,
        None if branch.is_plain_text() => Listing::Any(JsonType::String),
        None if branch.is_plain_integer() => Listing::Any(JsonType::Integer),
        None => Listing::Other,
    }
}

/// Which branch says it all: the one list of values, where the others only say that it is open or that nothing may be chosen.
/// Every enum is open, so that it takes any other value anyway.
pub(super) fn only_list(branches: &[Listing]) -> Option<usize> {
    let mut lists = branches
        .iter()
        .enumerate()
        .filter_map(|(index, listing)| match listing {
            Listing::Known(of) => Some((index, *of)),
            Listing::Blank | Listing::Any(_) | Listing::Other => None,
        });
    let (Some((only, of)), None) = (lists.next(), lists.next()) else {
        return None;
    };
    let fits = |listing: &Listing| match listing {
        Listing::Known(_) => true,
        Listing::Blank => of == JsonType::String,
        Listing::Any(other) => *other == of,
        Listing::Other => false,
    };
    branches.iter().all(fits).then_some(only)
}

/// A value, and what is said of it.
struct Said<T> {
    wire: T,
    annotation: Annotation,
}

/// What a view says of its values. A branch of a union says something of its only value in its own words as well.
fn said<T: ToString>(view: &View<'_>, wire: Vec<T>, in_union: bool) -> Vec<Said<T>> {
    let texts: Vec<String> = wire.iter().map(T::to_string).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let get = |key: &str| view.told.iter().find_map(|data| data.extensions.get(key));
    let mut annotations = annotations::by_extensions(get, &texts);
    let described = view.data.description.as_deref();
    if annotations
        .iter()
        .all(|annotation| annotation.name.is_none())
        && let Some(names) = described.and_then(|text| annotations::by_list(text, &texts))
    {
        for (annotation, name) in annotations.iter_mut().zip(names) {
            annotation.name = Some(name);
        }
    }
    if let ([annotation], [text], true) = (annotations.as_mut_slice(), texts.as_slice(), in_union) {
        let words = Words {
            title: view.data.title.as_deref(),
            description: view.data.description.as_deref(),
            deprecated: view.data.deprecated,
        };
        words.complete(annotation, text);
    }
    let said = wire.into_iter().zip(annotations);
    said.map(|(wire, annotation)| Said { wire, annotation })
        .collect()
}

/// The values in their order, each once, with names: those that the document gives them, or their own texts.
fn named<T: Ord + ToString>(mut said: Vec<Said<T>>) -> Vec<EnumValue<T>> {
    said.sort_by(|a, b| a.wire.cmp(&b.wire));
    // Of what several branches say of a value, the first counts.
    said.dedup_by(|later, first| {
        let same = later.wire == first.wire;
        if same {
            let own = std::mem::take(&mut later.annotation);
            let kept = &mut first.annotation;
            kept.name = kept.name.take().or(own.name);
            kept.meaning = kept.meaning.take().or(own.meaning);
        }
        same
    });
    let words = said.iter().map(|said| {
        let name = said.annotation.name.clone();
        name.unwrap_or_else(|| said.wire.to_string())
    });
    let words: Vec<String> = words.collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let rust = names::variant_names(&words);
    let named = said.into_iter().zip(rust);
    named
        .map(|(said, rust)| EnumValue {
            wire: said.wire,
            rust,
            docs: Docs::text(said.annotation.meaning.unwrap_or_default()),
        })
        .collect()
}
