//! `oneOf` and `anyOf`.

use std::collections::BTreeSet;

use openapiv3::{Discriminator, SchemaKind};

use super::schema::{self, Built, Within};
use super::view::{self, Branches, Located, Node, View};
use super::{Lowering, Naming, enumeration, heirs, labels, merge};
use crate::diagnostics::Code;
use crate::ir::{Docs, Enum, Scalar, Tag, TypeKind, TypeRef, Union, Variant};
use crate::names;
use crate::pointer::Pointer;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::Value;

/// What is left of a view when unions of one branch are taken for that branch.
pub(super) enum Settled<'d> {
    /// The branch is a reference, and nothing stands beside it.
    Use(Located<'d>),
    /// Everything else. A union in it has several branches.
    View(Box<View<'d>>),
}

/// The branches that matter: those that say something and can hold, without repetitions.
struct Telling<'d> {
    branches: Branches<'d>,
    /// A branch that asks for nothing, beside properties: with it, the others need not hold.
    open: Option<Located<'d>>,
}

/// The branches of the first union that has any. `None` where no union is left.
fn telling<'d>(cx: &mut Lowering<'d>, view: &View<'d>) -> Option<Telling<'d>> {
    for union in &view.unions {
        let mut list: Vec<Located<'d>> = Vec::new();
        let mut lists_of_values = Vec::new();
        let mut open = None;
        let mut anything = false;
        for branch in &union.list {
            // What is itself or something else is something else. Beside properties, that branch is these alone.
            if !view.has_properties() && view.is_made_of(cx, branch) {
                continue;
            }
            let part = view::resolved(cx, branch);
            if part.as_ref().is_some_and(View::is_only_null) || is_never(cx, branch) {
                continue;
            }
            // With a discriminator its name is enough to tell it from the others.
            let told = union.discriminator.is_some() && matches!(branch.node, Node::Ref(_));
            let Some(part) = part.filter(|part| told || !part.says_nothing()) else {
                // `anyOf: [{required: [a]}, {required: [b]}]` beside properties only constrains them.
                anything |= !view.has_properties();
                open = open.or_else(|| Some(branch.clone()));
                continue;
            };
            let fits = match (view.json_type, part.told_type()) {
                (Some(own), Some(other)) => own.includes(other) || other.includes(own),
                _ => true,
            };
            if fits && !list.iter().any(|known| schema::same_schema(known, branch)) {
                list.push(branch.clone());
                lists_of_values.push(enumeration::listing(&part));
            }
        }
        if let Some(all) = enumeration::only_list(&lists_of_values) {
            list = vec![list.swap_remove(all)];
        }
        // A branch that allows anything makes the others mere hints.
        if !list.is_empty() && !anything {
            let discriminator = union.discriminator;
            let branches = Branches {
                list,
                discriminator,
            };
            return Some(Telling { branches, open });
        }
    }
    None
}

/// Whether nothing fits: `not: {}`, as some tools write of a value that is not there.
fn is_never<'d>(cx: &mut Lowering<'d>, branch: &Located<'d>) -> bool {
    let Some((at, schema)) = view::target(cx, branch) else {
        return false;
    };
    let SchemaKind::Not { not } = &schema.schema_kind else {
        return false;
    };
    let not = view::resolved(cx, &Located::new(not, at.child("not")));
    not.is_some_and(|not| not.says_nothing() && !not.nullable)
}

/// The branches of a union that is left in a settled view.
pub(super) fn branches<'d>(cx: &mut Lowering<'d>, view: &View<'d>) -> Option<Branches<'d>> {
    let telling = telling(cx, view)?;
    let mut branches = telling.branches;
    branches.list.extend(telling.open);
    (branches.list.len() > 1).then_some(branches)
}

/// Takes unions of one branch for that branch, with what stands beside it.
pub(super) fn settled<'d>(cx: &mut Lowering<'d>, mut view: View<'d>) -> Settled<'d> {
    let mut seen = BTreeSet::new();
    while let Some(Telling { branches, open }) = telling(cx, &view) {
        let [only] = branches.list.as_slice() else {
            return Settled::View(Box::new(view));
        };
        let reference = schema::pass_through(only);
        if let Some(target) = reference.filter(|_| !view.has_properties()) {
            return Settled::Use(target);
        }
        view.unions.clear();
        // A branch that leads back to itself says nothing more the second time.
        if !seen.insert(only.at.clone()) {
            break;
        }
        if let Some(mut part) = view::resolved(cx, only) {
            if open.is_some() {
                part.required.clear();
            }
            view.nullable |= part.nullable;
            merge::absorb(cx, &mut view, part, &only.at);
        }
    }
    Settled::View(Box::new(view))
}

/// Whether null fits: by the schema itself, or by a branch.
pub(super) fn allows_null<'d>(cx: &mut Lowering<'d>, view: &View<'d>) -> bool {
    let mut branches = view.unions.iter().flat_map(|union| &union.list);
    view.nullable
        || branches.any(|branch| view::resolved(cx, branch).is_some_and(|branch| branch.nullable))
}

/// Builds a union, or the one type that its branches come down to.
pub(super) fn build<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    branches: Branches<'d>,
    within: &Within<'_>,
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
    if let Some(values) = values(cx, &base, &branches) {
        return Built::Definition(TypeKind::Enum(values));
    }
    let (tag, tags) = tags(cx, &branches);
    let labels = labels::labels(cx, &branches.list, &tags);
    let mut variants: Vec<Variant> = Vec::new();
    for ((branch, label), tags) in branches.list.iter().zip(&labels).zip(tags) {
        let naming = Naming::new(within.name, label, within.module);
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
    if let Some(ty) = collapse(&variants) {
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

/// The enum that the branches come down to.
fn values<'d>(cx: &mut Lowering<'d>, base: &View<'d>, branches: &Branches<'d>) -> Option<Enum> {
    if base.has_properties() || branches.discriminator.is_some() {
        return None;
    }
    let views = branches
        .list
        .iter()
        .map(|branch| view::resolved(cx, branch).filter(enumeration::is_one));
    enumeration::of_branches(&views.collect::<Option<Vec<_>>>()?)
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
        merge::absorb(cx, &mut merged, part, &branch.at);
    }
    merged.at = place_in(base, branch);
    schema::view_use(cx, merged, naming)
}

/// Where a branch stands in what it is merged into. One that came by `allOf` from elsewhere is merged into other schemas as
/// well, and is a type of its own in each of them.
fn place_in(base: &View<'_>, branch: &Located<'_>) -> Pointer {
    let keyword = branch.at.parent().and_then(|list| list.last());
    match (keyword, branch.at.last()) {
        (Some(keyword), Some(index)) if !branch.at.is_within(&base.at) => {
            base.at.child(&keyword).child(&index)
        }
        _ => branch.at.clone(),
    }
}

fn branch_docs(branch: &Located<'_>) -> Docs {
    match branch.node {
        Node::Schema(_) => schema::schema_docs(branch),
        Node::Ref(_) => Docs::default(),
    }
}

/// The one type that some lists of branches come down to.
fn collapse(variants: &[Variant]) -> Option<TypeRef> {
    let types: Vec<&TypeRef> = variants.iter().map(|variant| &variant.ty).collect();
    match types.as_slice() {
        [only] => Some((*only).clone()),
        [TypeRef::Scalar(a), TypeRef::Scalar(b)] => wider(*a, *b).map(TypeRef::Scalar),
        _ => None,
    }
}

/// The number that holds the values of two others; nothing where there is none.
fn wider(a: Scalar, b: Scalar) -> Option<Scalar> {
    match (a, b) {
        (Scalar::Number, other) | (other, Scalar::Number) => {
            is_integer(other).then_some(Scalar::Number)
        }
        (Scalar::Uint32 | Scalar::Uint64, Scalar::Uint32 | Scalar::Uint64) => Some(Scalar::Uint64),
        // Nothing holds all of these.
        (Scalar::Uint64, _) | (_, Scalar::Uint64) => None,
        (a, b) => (is_integer(a) && is_integer(b)).then_some(Scalar::Int64),
    }
}

fn is_integer(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64
    )
}

/// How many unions inside of each other are looked through for the values of a tag.
const DEPTH: usize = 8;

/// How the branches are told apart, and the tag values of each.
fn tags<'d>(cx: &mut Lowering<'d>, branches: &Branches<'d>) -> (Tag, Vec<Vec<String>>) {
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
        let tags: Vec<Vec<String>> = rows
            .map(|(branch, view)| meant_by(cx, branch, view.as_ref(), discriminator))
            .collect();
        if tell_apart(&tags) {
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
        if !tell_apart(&tags) {
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

/// Whether every branch has a tag and no tag stands for two branches.
pub(super) fn tell_apart(tags: &[Vec<String>]) -> bool {
    let mut all: Vec<&String> = tags.iter().flatten().collect();
    let count = all.len();
    all.sort();
    all.dedup();
    all.len() == count && tags.iter().all(|tags| !tags.is_empty())
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

/// The name of the component that a branch refers to.
pub(super) fn component_name(branch: &Located<'_>) -> Option<String> {
    match branch.node {
        Node::Ref(reference) => reference
            .strip_prefix("#/components/schemas/")
            .map(|name| name.replace("~1", "/").replace("~0", "~")),
        Node::Schema(_) => None,
    }
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
