//! The values of a property that tell the branches of a union apart: by a discriminator, or by what the branches say.

use openapiv3::Discriminator;

use super::union::component_name;
use super::view::{self, Branches, Located, Node, View};
use super::{Lowering, heirs, schema};
use crate::diagnostics::Code;
use crate::ir::Tag;
use crate::pointer::Pointer;
use crate::spec::carried;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::Value;

/// How many unions inside of each other are looked through for the values of a tag.
const DEPTH: usize = 8;

/// How the branches are told apart, and the tag values of each; none of the one that all other values are mapped to. `at` is
/// where the union stands.
pub(super) fn tags<'d>(
    cx: &mut Lowering<'d>,
    branches: &Branches<'d>,
    at: &Pointer,
) -> (Tag, Vec<Vec<String>>) {
    let none = (Tag::Untagged, vec![Vec::new(); branches.list.len()]);
    let views: Vec<Option<View<'d>>> = branches
        .list
        .iter()
        .map(|branch| view::resolved(cx, branch))
        .collect();
    let discriminator = branches.discriminator;
    if let Some(discriminator) = discriminator.or_else(|| heirs::discriminator(cx, &branches.list))
    {
        let name = discriminator.property_name.as_str();
        let rows = branches.list.iter().zip(&views);
        let mut tags: Vec<Vec<String>> = rows
            .map(|(branch, view)| meant_by(cx, branch, view.as_ref(), discriminator))
            .collect();
        let default = take_default(cx, &branches.list, discriminator, &mut tags);
        let told = tell_apart(&tags, default);
        let is_own = branches.discriminator.is_some();
        if is_own && default_of(discriminator).is_some() && (default.is_none() || !told) {
            warn_of_default(cx, at);
        }
        if told {
            return (Tag::Field(name.to_owned()), tags);
        }
    }
    // A property with known values in each branch does what a discriminator would; best is one with a single value.
    let Some(first) = views.first().and_then(Option::as_ref) else {
        return none;
    };
    let mut found = None;
    for name in first.required.clone() {
        let rows = views.iter().map(|view| match view {
            Some(view) if view.required.contains(&name) => known_values(cx, view, name),
            _ => Vec::new(),
        });
        let tags: Vec<Vec<String>> = rows.collect();
        if !tell_apart(&tags, None) {
            continue;
        }
        let single = tags.iter().all(|tags| tags.len() == 1);
        if single {
            return (Tag::Field(name.to_owned()), tags);
        }
        found = found.or_else(|| Some((Tag::Field(name.to_owned()), tags)));
    }
    found.unwrap_or(none)
}

/// Whether every branch but the one for all other values has a tag, and no tag stands for two branches.
pub(super) fn tell_apart(tags: &[Vec<String>], default: Option<usize>) -> bool {
    let mut all: Vec<&String> = tags.iter().flatten().collect();
    let count = all.len();
    all.sort();
    all.dedup();
    let mut rows = tags.iter().enumerate();
    all.len() == count && rows.all(|(index, tags)| Some(index) == default || !tags.is_empty())
}

/// The values of the discriminator that mean a branch: by its mapping, by the property itself, by the component's name.
fn meant_by<'d>(
    cx: &mut Lowering<'d>,
    branch: &Located<'d>,
    view: Option<&View<'d>>,
    discriminator: &Discriminator,
) -> Vec<String> {
    let told = told_tags(cx, branch, discriminator);
    if !told.is_empty() {
        return told;
    }
    let target = schema::pass_through(branch);
    let own = view
        .map(|view| known_values(cx, view, &discriminator.property_name))
        .unwrap_or_default();
    if own.is_empty() {
        target
            .as_ref()
            .and_then(component_name)
            .into_iter()
            .collect()
    } else {
        own
    }
}

/// The values that mean a branch in so many words: by the mapping, or by an extension of the schema.
pub(super) fn told_tags(
    cx: &Lowering<'_>,
    branch: &Located<'_>,
    discriminator: &Discriminator,
) -> Vec<String> {
    let target = schema::pass_through(branch);
    let mapped = target.map(|target| mapped_tags(&target, discriminator));
    if let Some(mapped) = mapped.filter(|mapped| !mapped.is_empty()) {
        return mapped;
    }
    let schema = view::target(cx, branch);
    let told = schema.and_then(|(_, schema)| {
        let get = |key: &str| schema.schema_data.extensions.get(key);
        extensions::find(Meaning::TagValue, get)?.1.as_str()
    });
    told.map(str::to_owned).into_iter().collect()
}

/// What a discriminator says that all other values are mapped to (OpenAPI 3.2, `defaultMapping`).
pub(super) fn default_of(discriminator: &Discriminator) -> Option<&str> {
    let told = discriminator.extensions.get(carried::DEFAULT_MAPPING)?;
    told.as_str()
}

/// Where that stands among the branches. It is told by having none of the others' tags, so its own are taken from it.
pub(super) fn take_default(
    cx: &Lowering<'_>,
    list: &[Located<'_>],
    discriminator: &Discriminator,
    tags: &mut [Vec<String>],
) -> Option<usize> {
    let (meant, _) = cx.document.schema(default_of(discriminator)?)?;
    let is_meant = |branch: &Located<'_>| {
        let target = schema::pass_through(branch).unwrap_or_else(|| branch.clone());
        view::target(cx, &target).is_some_and(|(at, _)| at == meant)
    };
    let index = list.iter().position(is_meant)?;
    tags.get_mut(index)?.clear();
    Some(index)
}

/// Says that what all other values are mapped to is of no use at a place.
pub(super) fn warn_of_default(cx: &mut Lowering<'_>, at: &Pointer) {
    cx.warn(
        Code::UnsupportedConstruct,
        &at.child("discriminator").child("defaultMapping"),
        "this has no effect: it is none of the branches, or nothing tells the others apart",
    );
}

fn mapped_tags(branch: &Located<'_>, discriminator: &Discriminator) -> Vec<String> {
    let Node::Ref(reference) = branch.node else {
        return Vec::new();
    };
    let mut tags: Vec<String> = discriminator
        .mapping
        .iter()
        .filter(|(_, target)| *target == reference)
        .map(|(tag, _)| tag.clone())
        .collect();
    tags.sort();
    tags
}

/// The values that a property of a branch may have, as the text of a tag; of a union, those of all its branches.
pub(super) fn known_values<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    property: &str,
) -> Vec<String> {
    values_down_to(cx, view, property, DEPTH)
}

fn values_down_to<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    property: &str,
    depth: usize,
) -> Vec<String> {
    let Some(places) = view.properties.get(property) else {
        return values_of_branches(cx, view, property, depth);
    };
    let values = places.iter().find_map(|place| {
        let view = view::resolved(cx, place)?;
        (!view.values.is_empty() && !view.is_open()).then_some(view.values)
    });
    let texts = values
        .unwrap_or_default()
        .into_iter()
        .map(|value| match value {
            Value::String(text) => Some(text),
            Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        });
    texts.collect::<Option<_>>().unwrap_or_default()
}

fn values_of_branches<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    property: &str,
    depth: usize,
) -> Vec<String> {
    let ([union], 1..) = (view.unions.as_slice(), depth) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for branch in &union.list {
        let Some(view) = view::resolved(cx, branch) else {
            return Vec::new();
        };
        let own = values_down_to(cx, &view, property, depth - 1);
        if own.is_empty() {
            return Vec::new();
        }
        all.extend(own);
    }
    all.sort();
    all.dedup();
    all
}
