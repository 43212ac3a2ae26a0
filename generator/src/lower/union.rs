//! `oneOf` and `anyOf`.

use std::collections::BTreeSet;

use openapiv3::SchemaKind;

use super::schema::{self, Built, Within};
use super::view::{self, Branches, Located, Node, View};
use super::{Lowering, Naming, enumeration, labels, merge, prose, tags};
use crate::diagnostics::Code;
use crate::ir::{Docs, Enum, Scalar, Tag, TypeKind, TypeRef, Union, Variant};
use crate::names;
use crate::pointer::Pointer;

/// What is left of a view when unions of one branch are taken for that branch.
pub(super) enum Settled<'d> {
    /// The branch is a reference, or a type of another crate, and nothing stands beside it.
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
        let used = schema::used_as_it_is(only);
        if let Some(target) = used.filter(|_| !view.has_properties()) {
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
    let (tag, tags) = tags::tags(cx, &branches, &view.at);
    let labels = labels::labels(cx, &branches.list, &tags);
    let mut variants: Vec<Variant> = Vec::new();
    for ((branch, label), tags) in branches.list.iter().zip(&labels).zip(tags) {
        let naming = Naming::new(within.name, label, within.module);
        let ty = branch_use(cx, &base, branch, &naming).non_null().clone();
        match variants.iter_mut().find(|known| known.ty == ty) {
            // What has no tag is for all others.
            Some(known) if known.tags.is_empty() || tags.is_empty() => known.tags.clear(),
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

/// One item or a list of them, told apart by whether they are a list; any value where that tells nothing.
pub(super) fn one_or_many(items: TypeRef) -> Built {
    if matches!(items.non_null(), TypeRef::Any | TypeRef::List(_)) {
        return Built::Use(TypeRef::Any);
    }
    let variant = |rust: &str, ty: TypeRef, docs: &str| Variant {
        rust: rust.to_owned(),
        ty,
        tags: Vec::new(),
        docs: Docs::text(docs.to_owned()),
    };
    let one = items.non_null().clone();
    let variants = vec![
        variant("One", one, "One item, in no list."),
        variant("Many", items.list(), "A list of items."),
    ];
    let tag = Tag::Untagged;
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
        Node::Schema(_) => prose::of_use(branch),
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

/// The name of the component that a branch refers to.
pub(super) fn component_name(branch: &Located<'_>) -> Option<String> {
    match branch.node {
        Node::Ref(reference) => reference
            .strip_prefix("#/components/schemas/")
            .map(|name| name.replace("~1", "/").replace("~0", "~")),
        Node::Schema(_) => None,
    }
}
