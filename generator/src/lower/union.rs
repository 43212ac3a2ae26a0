//! `oneOf` and `anyOf`.

use super::schema::{self, Built, Within};
use super::view::{self, Branches, JsonType, Located, Node, View};
use super::{Lowering, Naming};
use crate::diagnostics::Code;
use crate::ir::{Docs, EnumValues, Scalar, Tag, TypeKind, TypeRef, Union, Variant};
use crate::names;

/// The branches that matter: those that say something, without repetitions. `None` where no union is left.
pub(super) fn branches<'d>(cx: &mut Lowering<'d>, view: &View<'d>) -> Option<Branches<'d>> {
    for union in &view.unions {
        let mut list: Vec<Located<'d>> = Vec::new();
        let mut anything = false;
        for branch in &union.list {
            // `anyOf: [{required: [a]}, {required: [b]}]` beside properties only constrains them.
            if view::resolved(cx, branch).is_none_or(|branch| branch.says_nothing()) {
                anything |= !view.has_properties();
                continue;
            }
            if !list.iter().any(|known| schema::same_schema(known, branch)) {
                list.push(branch.clone());
            }
        }
        // A branch that allows anything makes the others mere hints.
        if !list.is_empty() && !anything {
            return Some(Branches {
                list,
                discriminator: union.discriminator,
            });
        }
    }
    None
}

/// Builds a union, or the one type that its branches come down to.
pub(super) fn build<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    branches: Branches<'d>,
    within: &Within,
) -> Built {
    if view.unions.len() > 1 {
        cx.warn(
            Code::UnsupportedConstruct,
            &view.at,
            "several unions hold at once here; the type follows the first and leaves the others unchecked",
        );
    }
    let mut base = view.clone();
    base.unions.clear();
    if let [only] = branches.list.as_slice() {
        return single(cx, base, only, within);
    }
    let (tag, tags) = tags(cx, &branches);
    let labels = labels(cx, &branches.list, &tags);
    let mut variants: Vec<Variant> = Vec::new();
    for ((branch, label), tags) in branches.list.iter().zip(&labels).zip(tags) {
        let naming = Naming::new(&within.name, label, &within.module);
        let ty = branch_use(cx, &base, branch, &naming).non_null().clone();
        match variants.iter_mut().find(|known| known.ty == ty) {
            Some(known) => known.tags.extend(tags),
            None => {
                let docs = branch_docs(branch);
                variants.push(Variant {
                    rust: label.clone(),
                    ty,
                    tags,
                    docs,
                });
            }
        }
    }
    if let Some(ty) = collapse(cx, &variants) {
        return Built::Use(ty);
    }
    let words: Vec<&str> = variants
        .iter()
        .map(|variant| variant.rust.as_str())
        .collect();
    let rust = names::variant_names(&words);
    for (variant, rust) in variants.iter_mut().zip(rust) {
        variant.rust = rust;
    }
    Built::Definition(TypeKind::Union(Union { variants, tag }))
}

/// A union of one branch is that branch, with what stands beside it.
fn single<'d>(
    cx: &mut Lowering<'d>,
    mut base: View<'d>,
    only: &Located<'d>,
    within: &Within,
) -> Built {
    if let Node::Ref(_) = only.node
        && !base.has_properties()
    {
        return Built::Use(schema::use_of(cx, only, &within.item));
    }
    if let Some(part) = view::resolved(cx, only) {
        base.nullable |= part.nullable;
        view::absorb(cx, &mut base, part, &only.at);
    }
    schema::build(cx, &base, within)
}

fn branch_use<'d>(
    cx: &mut Lowering<'d>,
    base: &View<'d>,
    branch: &Located<'d>,
    naming: &Naming,
) -> TypeRef {
    if !base.has_properties() {
        return schema::use_of(cx, branch, naming);
    }
    // Properties beside the union belong to every branch.
    let mut merged = base.clone();
    if let Some(part) = view::resolved(cx, branch) {
        view::absorb(cx, &mut merged, part, &branch.at);
    }
    merged.at = branch.at.clone();
    schema::view_use(cx, &merged, naming)
}

fn branch_docs(branch: &Located<'_>) -> Docs {
    match branch.node {
        Node::Schema(_) => schema::schema_docs(branch),
        Node::Ref(_) => Docs::default(),
    }
}

/// The one type that some lists of branches come down to.
fn collapse(cx: &Lowering<'_>, variants: &[Variant]) -> Option<TypeRef> {
    let types: Vec<&TypeRef> = variants.iter().map(|variant| &variant.ty).collect();
    match types.as_slice() {
        [only] => Some((*only).clone()),
        // Enums are open: a list of known strings or any other string is the enum.
        [a, TypeRef::Scalar(Scalar::String)] if is_string_enum(cx, a) => Some((*a).clone()),
        [TypeRef::Scalar(Scalar::String), b] if is_string_enum(cx, b) => Some((*b).clone()),
        [TypeRef::Scalar(a), TypeRef::Scalar(b)] if is_number(*a) && is_number(*b) => {
            Some(TypeRef::Scalar(Scalar::Number))
        }
        _ => None,
    }
}

fn is_string_enum(cx: &Lowering<'_>, ty: &TypeRef) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    match cx.types.get(id).map(|def| &def.kind) {
        Some(TypeKind::Enum(values)) => matches!(values.values, EnumValues::Strings(_)),
        _ => false,
    }
}

fn is_number(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 | Scalar::Number
    )
}

/// How the branches are told apart, and the tag values of each.
fn tags<'d>(cx: &mut Lowering<'d>, branches: &Branches<'d>) -> (Tag, Vec<Vec<String>>) {
    let none = (Tag::Untagged, vec![Vec::new(); branches.list.len()]);
    let views: Vec<Option<View<'d>>> = branches
        .list
        .iter()
        .map(|branch| view::resolved(cx, branch))
        .collect();
    if let Some(discriminator) = branches.discriminator {
        let name = discriminator.property_name.as_str();
        let tags: Vec<Vec<String>> = branches
            .list
            .iter()
            .zip(&views)
            .map(|(branch, view)| {
                let mapped = mapped_tags(branch, discriminator);
                if !mapped.is_empty() {
                    return mapped;
                }
                let own = view
                    .as_ref()
                    .map(|view| known_values(cx, view, name))
                    .unwrap_or_default();
                if own.is_empty() {
                    component_name(branch).into_iter().collect()
                } else {
                    own
                }
            })
            .collect();
        return if tell_apart(&tags) {
            (Tag::Field(name.to_owned()), tags)
        } else {
            none
        };
    }
    // A property with a single value in each branch does what a discriminator would.
    let Some(first) = views.first().and_then(Option::as_ref) else {
        return none;
    };
    let candidates: Vec<&str> = first.required.to_vec();
    for name in candidates {
        let tags: Vec<Vec<String>> = views
            .iter()
            .map(|view| match view {
                Some(view) if view.required.contains(&name) => known_values(cx, view, name),
                _ => Vec::new(),
            })
            .collect();
        if tags.iter().all(|tags| tags.len() == 1) && tell_apart(&tags) {
            return (Tag::Field(name.to_owned()), tags);
        }
    }
    none
}

/// Whether every branch has a tag and no tag stands for two branches.
fn tell_apart(tags: &[Vec<String>]) -> bool {
    let mut all: Vec<&String> = tags.iter().flatten().collect();
    let count = all.len();
    all.sort();
    all.dedup();
    all.len() == count && tags.iter().all(|tags| !tags.is_empty())
}

fn mapped_tags(branch: &Located<'_>, discriminator: &openapiv3::Discriminator) -> Vec<String> {
    let Node::Ref(reference) = branch.node else {
        return Vec::new();
    };
    let name = component_name(branch);
    let mut tags: Vec<String> = discriminator
        .mapping
        .iter()
        .filter(|(_, target)| *target == reference || Some(*target) == name.as_ref())
        .map(|(tag, _)| tag.clone())
        .collect();
    tags.sort();
    tags
}

fn component_name(branch: &Located<'_>) -> Option<String> {
    match branch.node {
        Node::Ref(reference) => reference
            .strip_prefix("#/components/schemas/")
            .map(|name| name.replace("~1", "/").replace("~0", "~")),
        Node::Schema(_) => None,
    }
}

/// The string values that a property of a branch may have.
fn known_values<'d>(cx: &mut Lowering<'d>, view: &View<'d>, property: &str) -> Vec<String> {
    let Some(places) = view.properties.get(property) else {
        return Vec::new();
    };
    let values = places.iter().find_map(|place| {
        let view = view::resolved(cx, place)?;
        (!view.values.is_empty()).then_some(view.values)
    });
    values
        .unwrap_or_default()
        .iter()
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}

/// A word for each branch: its tag, its component, its title, or its JSON type.
fn labels<'d>(cx: &mut Lowering<'d>, list: &[Located<'d>], tags: &[Vec<String>]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for (index, (branch, tags)) in list.iter().zip(tags).enumerate() {
        let label = match (tags.as_slice(), component_name(branch)) {
            ([tag], _) if !tag.is_empty() => tag.clone(),
            (_, Some(name)) => name,
            _ => view::resolved(cx, branch).map_or_else(
                || format!("variant {}", index + 1),
                |view| word(&view, index),
            ),
        };
        labels.push(label);
    }
    // Two branches with one word are told apart by their numbers.
    let repeated: Vec<bool> = labels
        .iter()
        .map(|label| labels.iter().filter(|other| *other == label).count() > 1)
        .collect();
    for (index, (label, repeated)) in labels.iter_mut().zip(repeated).enumerate() {
        if repeated {
            *label = format!("{label} {}", index + 1);
        }
    }
    labels
}

fn word(view: &View<'_>, index: usize) -> String {
    if let Some(title) = view.data.title.as_deref().filter(|title| title.len() <= 40) {
        return title.to_owned();
    }
    if let ([value], Some(JsonType::String) | None) = (view.values.as_slice(), view.json_type)
        && let Some(text) = value.as_str()
    {
        return text.to_owned();
    }
    if let Some(required) = view.required.first().filter(|_| view.has_properties()) {
        return (*required).to_owned();
    }
    let word = match (view.json_type, view.format.as_deref()) {
        (Some(JsonType::String), Some("date-time")) => "timestamp",
        (Some(JsonType::String), Some("date")) => "date",
        (Some(JsonType::String), Some("uuid")) => "uuid",
        (Some(JsonType::String), _) if !view.values.is_empty() => "known",
        (Some(JsonType::String), _) => "string",
        (Some(JsonType::Boolean), _) => "boolean",
        (Some(JsonType::Integer), _) => "integer",
        (Some(JsonType::Number), _) => "number",
        (Some(JsonType::Array), _) => "list",
        (Some(JsonType::Object), _) if !view.has_properties() => "map",
        _ => return format!("variant {}", index + 1),
    };
    word.to_owned()
}
