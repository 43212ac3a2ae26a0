//! Words for the branches of a union, as a person would choose them.

use super::Lowering;
use super::json_type::JsonType;
use super::schema::pass_through;
use super::union::component_name;
use super::view::{self, Additional, Located, View};
use crate::ir::TypeRef;
use crate::names;
use crate::spec::json::Value;

/// A title longer than this is a sentence.
const LONGEST_TITLE: usize = 40;

/// How many values of a list are told in its name.
const TOLD_VALUES: usize = 3;

/// A word for each branch. What a branch says of itself comes first: its tag, its component, its title or its only value;
/// then what tells it from the others, and what it is in JSON. A word that an earlier branch has is left to it.
pub(super) fn labels<'d>(
    cx: &mut Lowering<'d>,
    list: &[Located<'d>],
    tags: &[Vec<String>],
) -> Vec<String> {
    let views: Vec<Option<View<'d>>> = list
        .iter()
        .map(|branch| view::resolved(cx, branch))
        .collect();
    let mut labels: Vec<Option<String>> = vec![None; list.len()];
    let mut candidates: Vec<Vec<String>> = Vec::new();
    for (index, (branch, tags)) in list.iter().zip(tags).enumerate() {
        labels[index] = own_name(cx, branch, views[index].as_ref(), tags);
        candidates.push(match &views[index] {
            Some(view) if labels[index].is_none() => words(cx, view, index, &views),
            _ => Vec::new(),
        });
    }
    let mut taken: Vec<String> = labels
        .iter()
        .flatten()
        .map(|label| names::variant_name(label))
        .collect();
    for (label, candidates) in labels.iter_mut().zip(candidates) {
        if label.is_some() {
            continue;
        }
        let free = candidates
            .iter()
            .find(|word| !taken.contains(&names::variant_name(word)));
        let word = free
            .or(candidates.last())
            .cloned()
            .unwrap_or_else(|| "variant".to_owned());
        taken.push(names::variant_name(&word));
        *label = Some(word);
    }
    labels.into_iter().flatten().collect()
}

fn own_name(
    cx: &Lowering<'_>,
    branch: &Located<'_>,
    view: Option<&View<'_>>,
    tags: &[String],
) -> Option<String> {
    let component = pass_through(branch).and_then(|target| component_name(&target));
    let only = match tags {
        [tag] if !tag.is_empty() => Some(tag),
        _ => None,
    };
    // A flag or a number says little to a person.
    let is_word =
        |tag: &&String| !["true", "false"].contains(&tag.as_str()) && tag.parse::<f64>().is_err();
    if let Some(tag) = only
        .filter(is_word)
        .filter(|tag| component.as_ref() != Some(*tag))
    {
        return Some(tag.clone());
    }
    if let Some(component) = component {
        return Some(cx.words_of(component));
    }
    let view = view?;
    if let Some(TypeRef::Foreign { path, .. }) = view.foreign() {
        return path.rsplit("::").next().map(str::to_owned);
    }
    let title = view.data.title.as_deref().map(str::trim);
    if let Some(title) = title.filter(|title| !title.is_empty() && title.len() <= LONGEST_TITLE) {
        return Some(title.to_owned());
    }
    if only.is_some() {
        return only.cloned();
    }
    match (view.values.as_slice(), view.told_type()) {
        ([value], Some(JsonType::String)) => value.as_str().map(str::to_owned),
        _ => None,
    }
}

/// Words for a branch without a name of its own, the best first.
fn words<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    index: usize,
    views: &[Option<View<'d>>],
) -> Vec<String> {
    if view.has_properties() {
        return of_object(cx, view, index, views);
    }
    if let Some(items) = view.items.first() {
        let mut words = vec!["list".to_owned()];
        let component = pass_through(items).and_then(|target| component_name(&target));
        let word = component.map(|name| cx.words_of(name)).or_else(|| {
            let item = view::resolved(cx, items)?;
            let title = item
                .data
                .title
                .clone()
                .filter(|title| title.len() <= LONGEST_TITLE);
            title.or_else(|| json_word(&item).map(str::to_owned))
        });
        words.extend(word.map(|word| format!("{word} list")));
        return words;
    }
    let mut words = Vec::new();
    if !view.values.is_empty() && view.told_type() == Some(JsonType::String) {
        words.push("known".to_owned());
        let values: Vec<&str> = view
            .values
            .iter()
            .filter_map(|value| value.as_str())
            .collect();
        if values.len() <= TOLD_VALUES {
            words.push(values.join(" or "));
        } else if let [first, ..] = values.as_slice() {
            words.push(format!("{first} and others"));
        }
    }
    words.extend(json_word(view).map(str::to_owned));
    words.extend(view.format.clone());
    words
}

/// Objects are told apart by what one of them requires and no other knows, then by what only one of them knows, then by the
/// only text that a property has.
fn of_object<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    index: usize,
    views: &[Option<View<'d>>],
) -> Vec<String> {
    let knows = |view: &View<'_>, name: &str| {
        view.properties.contains_key(name) || view.required.contains(&name)
    };
    let only_here = |name: &str| {
        let mut others = views
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        !others.any(|(_, other)| other.as_ref().is_some_and(|other| knows(other, name)))
    };
    let required = view.required.iter().copied().filter(|name| only_here(name));
    let mut words: Vec<String> = required.map(str::to_owned).collect();
    let optional: Vec<&str> = view
        .properties
        .keys()
        .copied()
        .filter(|name| !view.required.contains(name) && only_here(name))
        .collect();
    if let [only] = optional.as_slice() {
        words.push((*only).to_owned());
    }
    words.extend(only_texts(cx, view));
    if let [only] = view.required.as_slice() {
        words.push((*only).to_owned());
    }
    words.push("object".to_owned());
    words
}

/// What the properties of a branch say where they can say nothing else: first those of properties that it requires.
fn only_texts<'d>(cx: &mut Lowering<'d>, view: &View<'d>) -> Vec<String> {
    let mut texts: Vec<(bool, String)> = Vec::new();
    for (name, places) in &view.properties {
        let values = places
            .iter()
            .find_map(|place| Some(view::resolved(cx, place)?.values));
        // A number or a flag says little without its name.
        let text = match values.as_deref() {
            Some([Value::String(text)]) if !text.is_empty() => text.clone(),
            Some([Value::Number(number)]) => match number.as_i64() {
                Some(whole @ ..0) => format!("{name} minus {}", whole.unsigned_abs()),
                Some(whole) => format!("{name} {whole}"),
                None => continue,
            },
            Some([Value::Bool(true)]) => (*name).to_owned(),
            Some([Value::Bool(false)]) => format!("not {name}"),
            _ => continue,
        };
        texts.push((!view.required.contains(name), text));
    }
    // Sorting is stable: of equals, the first by its name goes first.
    texts.sort_by_key(|(optional, _)| *optional);
    texts.into_iter().map(|(_, text)| text).collect()
}

fn json_word(view: &View<'_>) -> Option<&'static str> {
    let word = match (view.told_type()?, view.format.as_deref()) {
        (JsonType::String, Some("date-time")) => "timestamp",
        (JsonType::String, Some("date")) => "date",
        (JsonType::String, Some("uuid")) => "uuid",
        (JsonType::String, _) => "string",
        (JsonType::Boolean, _) => "boolean",
        (JsonType::Integer, _) => "integer",
        (JsonType::Number, _) => "number",
        (JsonType::Array, _) => "list",
        (JsonType::Object, _) if view.has_properties() => "object",
        (JsonType::Object, _) => match view.additional {
            Additional::Schema(_) | Additional::Anything | Additional::Unsaid => "map",
            Additional::Forbidden => "empty object",
        },
    };
    Some(word)
}
