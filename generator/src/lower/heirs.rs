//! Bases that others extend: a schema with a discriminator and no union (OpenAPI, "Composition and Inheritance"). Where it
//! stands, any of its heirs may be, so that its type is a union of them and of the base itself.

use openapiv3::Discriminator;

use super::schema::{self, Within};
use super::view::{Additional, Located, Node, View};
use super::{Lowering, Naming, object, prose, tags, union, view};
use crate::diagnostics::Code;
use crate::ir::{Docs, Tag, TypeKind, TypeRef, Union, Variant};
use crate::names;
use crate::pointer::Pointer;

/// What the variant and the type of the base itself are called.
const BASE: &str = "base";

/// Whether the component at a place, or the one that a use leads to, is such a base.
pub(super) fn are_between(cx: &Lowering<'_>, at: &Pointer, target: &Located<'_>) -> bool {
    let is_base = |reference: &str| !cx.document.heirs(reference).is_empty();
    is_base(&format!("#{}", at.as_str()))
        || matches!(target.node, Node::Ref(reference) if is_base(reference))
}

/// The union that a component is because others extend it; `None` where none do, or nothing tells them apart (reported).
pub(super) fn union<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    within: &Within<'_>,
) -> Option<TypeKind> {
    let discriminator = view.data.discriminator.as_ref()?;
    let base = format!("#{}", view.at.as_str());
    let heirs: Vec<Located<'d>> = cx
        .document
        .heirs(&base)
        .iter()
        .map(|heir| located(heir))
        .collect();
    if heirs.is_empty() {
        return None;
    }
    let mut tags: Vec<Vec<String>> = heirs
        .iter()
        .map(|heir| meant_by(cx, heir, discriminator))
        .collect();
    let default = tags::take_default(cx, &heirs, discriminator, &mut tags);
    if !tags::tell_apart(&tags, default) {
        let message = "the schemas that extend this one have values of its discriminator in common, so it stands for itself alone";
        cx.warn(
            Code::UnsupportedConstruct,
            &view.at.child("discriminator"),
            message,
        );
        return None;
    }
    let told = tags::default_of(discriminator);
    if told.is_some_and(|told| told != base) && default.is_none() {
        tags::warn_of_default(cx, &view.at);
    }
    let mut labels: Vec<String> = heirs
        .iter()
        .map(|heir| cx.words_of(union::component_name(heir).unwrap_or_default()))
        .collect();
    let mut variants = Vec::new();
    for (heir, tags) in heirs.iter().zip(tags) {
        let naming = Naming::new(within.name, "heir", within.module);
        let ty = schema::use_of(cx, heir, &naming).non_null().clone();
        variants.push(variant(ty, tags));
    }
    if view.has_properties() && default.is_none() {
        labels.push(BASE.to_owned());
        variants.push(variant(itself(cx, view, within), Vec::new()));
    }
    let words: Vec<&str> = labels.iter().map(String::as_str).collect();
    for (variant, rust) in variants.iter_mut().zip(names::variant_names(&words)) {
        variant.rust = rust;
    }
    let tag = Tag::Field(discriminator.property_name.clone());
    Some(TypeKind::Union(Union { variants, tag }))
}

/// A branch before it has its name.
fn variant(ty: TypeRef, tags: Vec<String>) -> Variant {
    Variant {
        rust: String::new(),
        ty,
        tags,
        docs: Docs::default(),
    }
}

/// The discriminator that the branches of a union have from their base, where it or they say in so many words what means each.
pub(super) fn discriminator<'d>(
    cx: &Lowering<'d>,
    branches: &[Located<'d>],
) -> Option<&'d Discriminator> {
    let references = branches.iter().map(|branch| match branch.node {
        Node::Ref(reference) => Some(reference),
        Node::Schema(_) => None,
    });
    let references: Vec<&str> = references.collect::<Option<_>>()?;
    let base = cx.document.base_of(&references)?;
    let (_, schema) = cx.document.schema(base)?;
    let discriminator = schema.schema_data.discriminator.as_ref()?;
    let told = |branch: &Located<'d>| !tags::told_tags(cx, branch, discriminator).is_empty();
    branches.iter().all(told).then_some(discriminator)
}

fn located(reference: &str) -> Located<'_> {
    let at = reference.strip_prefix('#').and_then(Pointer::parse);
    Located {
        at: at.unwrap_or_else(Pointer::root),
        node: Node::Ref(reference),
    }
}

/// The values of the discriminator that mean an heir. What the base says of them holds for every heir, so that only a single
/// value is the heir's own.
fn meant_by<'d>(
    cx: &mut Lowering<'d>,
    heir: &Located<'d>,
    discriminator: &Discriminator,
) -> Vec<String> {
    let told = tags::told_tags(cx, heir, discriminator);
    if !told.is_empty() {
        return told;
    }
    let view = view::resolved(cx, heir);
    let own = view.map(|view| tags::known_values(cx, &view, &discriminator.property_name));
    match own.as_deref() {
        Some([only]) => vec![only.clone()],
        _ => union::component_name(heir).into_iter().collect(),
    }
}

/// The type of the base where it is none of its heirs. It keeps what an heir that nobody knows yet has beside it.
fn itself<'d>(cx: &mut Lowering<'d>, view: &View<'d>, within: &Within<'_>) -> TypeRef {
    let mut own = view.clone();
    if matches!(own.additional, Additional::Unsaid) {
        own.additional = Additional::Anything;
    }
    let at = view.at.child("properties");
    let slot = cx.slot(&at, &Naming::new(within.name, BASE, within.module));
    let fields = object::build(cx, &own, within);
    let docs = prose::of_view(view);
    cx.define(
        &slot,
        &at,
        docs,
        view.data.deprecated,
        TypeKind::Struct(fields),
    );
    TypeRef::Named(slot.id)
}
