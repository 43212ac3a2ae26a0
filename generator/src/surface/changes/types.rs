//! Types under `models`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::lock::spell;
use super::super::{Kind, Lock, Type, Union, Value, Variant};
use super::calls::deprecation;
use super::wire::{Ways, is_nullable};
use super::{Class, Cx, Found, Item, Rule, Site, fields, shown};

/// The group of types that several resources share.
const SHARED: &str = "shared types";

/// The resource that a type belongs to.
fn group<'a>(cx: &Cx<'a>, ty: &Type) -> &'a str {
    let Some(feature) = &ty.feature else {
        return SHARED;
    };
    let resources = cx
        .new
        .surface
        .resources
        .iter()
        .chain(&cx.old.surface.resources);
    let mut own = resources.filter(|resource| resource.feature == *feature);
    let name = own.next().and_then(|resource| resource.chain.first());
    name.map_or(SHARED, String::as_str)
}

fn item<'a>(cx: &Cx<'a>, ty: &Type, site: Site) -> Item<'a> {
    Item {
        group: group(cx, ty),
        name: shown::path(ty),
        site,
    }
}

pub(super) fn compare(cx: &Cx<'_>, found: &mut Found) {
    let (old, new) = (&cx.old.surface.types, &cx.new.surface.types);
    let mut kept: BTreeSet<usize> = cx.pairs.types.values().copied().collect();
    // A type that another one has replaced is not gone while its name is there.
    for (index, replaced) in &cx.pairs.successors {
        for was in replaced
            .iter()
            .filter(|was| !kept.contains(was))
            .copied()
            .collect::<Vec<_>>()
        {
            if new[*index].formerly.contains(&old[was].name) {
                kept.insert(was);
                one(cx, &old[was], &new[*index], found);
            }
        }
    }
    for (_, was) in old
        .iter()
        .enumerate()
        .filter(|(index, _)| !kept.contains(index))
    {
        let about = item(cx, was, Site::Before(was.pointer.clone()));
        let message = format!("the type `{}` is gone", was.name);
        found
            .change(Rule::TypeRemoved, &about, message)
            .shown(Some(kind(was)), None)
            .or(Class::SourceBreaking);
    }
    for (index, is) in new.iter().enumerate() {
        let replaces = |replaced: &BTreeSet<usize>| {
            replaced
                .iter()
                .any(|was| is.formerly.contains(&old[*was].name))
        };
        match cx.pairs.old_type(&cx.old.surface, index) {
            Some(was) => one(cx, was, is, found),
            None if cx.pairs.successors.get(&index).is_some_and(replaces) => {}
            None => {
                let message = format!("the type `{}` is new", is.name);
                found
                    .change(
                        Rule::TypeAdded,
                        &item(cx, is, Site::After(is.pointer.clone())),
                        message,
                    )
                    .shown(None, Some(kind(is)))
                    .or(Class::Additive);
            }
        }
    }
}

/// A type in two words.
fn kind(ty: &Type) -> String {
    let word = match &ty.kind {
        Kind::Struct(_) | Kind::Multipart(_) | Kind::Newtype(_) => "struct",
        Kind::Texts(_) | Kind::Numbers(_) | Kind::Union(_) => "enum",
        Kind::Alias(_) => "type",
    };
    format!("pub {word} {}", ty.name)
}

fn one(cx: &Cx<'_>, was: &Type, is: &Type, found: &mut Found) {
    let about = item(cx, is, Site::After(is.pointer.clone()));
    let before = found.0.len();
    names(was, is, &about, found);
    deprecation(was.deprecated, is.deprecated, &about, found);
    let ways = Ways::of(was, is);
    match (&was.kind, &is.kind) {
        (Kind::Struct(was), Kind::Struct(is)) | (Kind::Multipart(was), Kind::Multipart(is)) => {
            fields::compare(cx, was, is, ways, &about, found);
        }
        (Kind::Texts(was), Kind::Texts(is)) => values(was, is, ways, &about, found),
        (Kind::Numbers(was), Kind::Numbers(is)) => values(was, is, ways, &about, found),
        (Kind::Union(was), Kind::Union(is)) => union(cx, was, is, ways, &about, found),
        (Kind::Alias(was), Kind::Alias(is)) | (Kind::Newtype(was), Kind::Newtype(is)) => {
            let message = format!("it is {} instead of {}", spell::ty(is), spell::ty(was));
            let null = match (is_nullable(was), is_nullable(is)) {
                (false, true) => ways.received,
                (true, false) => ways.sent,
                (true, true) | (false, false) => false,
            };
            found
                .change(Rule::AliasTarget, &about, message)
                .shown(Some(spell::ty(was)), Some(spell::ty(is)))
                .when(!cx.same(was, is), Class::SourceBreaking)
                .when(null || cx.wire.breaks(was, is, ways), Class::WireBreaking)
                .or_nothing();
        }
        (_, _) => {
            let message = format!("it is `{}` instead of `{}`", kind(is), kind(was));
            found
                .change(Rule::TypeKind, &about, message)
                .shown(Some(kind(was)), Some(kind(is)))
                .when(true, Class::SourceBreaking)
                .and(Class::WireBreaking);
        }
    }
    let prose = |lock: &Lock, ty: &Type| lock.docs.get(&Lock::type_key(ty)).cloned();
    if prose(cx.old, was) != prose(cx.new, is) {
        let message = "its description, or that of something in it, changed";
        found.prose(before, &about, message);
    }
}

fn names(was: &Type, is: &Type, about: &Item<'_>, found: &mut Found) {
    if was.name != is.name {
        let alias = is.formerly.contains(&was.name);
        let rule = if alias {
            Rule::TypeAlias
        } else {
            Rule::TypeRenamed
        };
        let message = format!("`{}` is `{}` now", was.name, is.name);
        found
            .change(rule, about, message)
            .shown(Some(kind(was)), Some(kind(is)))
            .when(!alias, Class::SourceBreaking)
            .or(Class::Additive);
    }
    for former in &was.formerly {
        if *former != is.name && !is.formerly.contains(former) {
            let message = format!("the deprecated alias `{former}` is gone");
            found
                .change(Rule::AliasRemoved, about, message)
                .or(Class::SourceBreaking);
        }
    }
}

fn values<T: PartialEq + ToString>(
    old: &[Value<T>],
    new: &[Value<T>],
    ways: Ways,
    about: &Item<'_>,
    found: &mut Found,
) {
    let part = |value: &Value<T>| about.part(&format!("::{}", value.rust), &[]);
    for was in old {
        let wire = was.wire.to_string();
        match new.iter().find(|one| one.wire == was.wire) {
            None => {
                let message = format!("the value {wire:?} is gone");
                found
                    .change(Rule::ValueRemoved, &part(was), message)
                    .shown(Some(was.rust.clone()), None)
                    .when(true, Class::SourceBreaking)
                    .when(ways.sent, Class::WireBreaking)
                    .or_nothing();
            }
            Some(is) if is.rust != was.rust => {
                let message = format!("the variant `{}` is `{}` now", was.rust, is.rust);
                found
                    .change(Rule::ValueRenamed, &part(is), message)
                    .shown(Some(was.rust.clone()), Some(is.rust.clone()))
                    .or(Class::SourceBreaking);
            }
            Some(_) => {}
        }
    }
    for is in new {
        if !old.iter().any(|one| one.wire == is.wire) {
            let message = format!("the value {:?} is new", is.wire.to_string());
            found
                .change(Rule::ValueAdded, &part(is), message)
                .shown(None, Some(is.rust.clone()))
                .or(Class::Additive);
        }
    }
}

/// Whether an old branch is a new one.
type Fits<'a> = &'a dyn Fn(&Variant, &Variant) -> bool;

fn union(cx: &Cx<'_>, old: &Union, new: &Union, ways: Ways, about: &Item<'_>, found: &mut Found) {
    if old.tag != new.tag {
        let by = |tag: &Option<String>| match tag {
            Some(name) => format!("by `{name}`"),
            None => "by what they require".to_owned(),
        };
        let message = format!(
            "its branches are told apart {} instead of {}",
            by(&new.tag),
            by(&old.tag)
        );
        // To look closer at what comes is nobody's trouble; to look elsewhere is.
        let elsewhere = old.tag.is_some() && new.tag.is_some();
        found
            .change(Rule::BranchTag, about, message)
            .when(elsewhere, Class::WireBreaking)
            .or(Class::Behaviour);
    }
    let mut left: Vec<&Variant> = old.variants.iter().collect();
    let mut known: BTreeMap<usize, &Variant> = BTreeMap::new();
    // By tag, then by what is held, then by name.
    let fits: [Fits<'_>; 3] = [
        &|was, is| was.tags.iter().any(|tag| is.tags.contains(tag)),
        &|was, is| cx.same(&was.ty, &is.ty),
        &|was, is| was.rust == is.rust,
    ];
    for fits in fits {
        for (index, is) in new.variants.iter().enumerate() {
            if known.contains_key(&index) {
                continue;
            }
            if let Some(place) = left.iter().position(|was| fits(was, is)) {
                known.insert(index, left.remove(place));
            }
        }
    }
    let part = |variant: &Variant| about.part(&format!("::{}", variant.rust), &[]);
    for was in left {
        let message = format!("the branch `{}` is gone", was.rust);
        found
            .change(Rule::BranchRemoved, &part(was), message)
            .shown(Some(shown::variant(was)), None)
            .when(true, Class::SourceBreaking)
            .when(ways.sent, Class::WireBreaking)
            .or_nothing();
    }
    for (index, is) in new.variants.iter().enumerate() {
        match known.get(&index) {
            Some(was) => {
                branch(cx, was, is, ways, &part(is), found);
                if old.tag.is_some() && new.tag.is_some() {
                    all_others(was, is, &part(is), found);
                }
            }
            None => {
                let message = format!("the branch `{}` is new", is.rust);
                found
                    .change(Rule::BranchAdded, &part(is), message)
                    .shown(None, Some(shown::variant(is)))
                    .or(Class::Additive);
            }
        }
    }
}

/// Whether a branch is the one for all tags that no other has.
fn all_others(was: &Variant, is: &Variant, about: &Item<'_>, found: &mut Found) {
    let message = match (was.tags.is_empty(), is.tags.is_empty()) {
        (false, true) => "all tags that no other branch has, and none, mean this branch now",
        (true, false) => "tags that no branch has, and none, no longer mean this branch",
        (true, true) | (false, false) => return,
    };
    found
        .change(Rule::BranchTag, about, message)
        .or(Class::Behaviour);
}

fn branch(
    cx: &Cx<'_>,
    was: &Variant,
    is: &Variant,
    ways: Ways,
    about: &Item<'_>,
    found: &mut Found,
) {
    let (before, after) = (Some(shown::variant(was)), Some(shown::variant(is)));
    if was.rust != is.rust {
        let message = format!("the variant `{}` is `{}` now", was.rust, is.rust);
        found
            .change(Rule::BranchRenamed, about, message)
            .shown(before.clone(), after.clone())
            .or(Class::SourceBreaking);
    }
    let message = format!(
        "the branch holds {} instead of {}",
        spell::ty(&is.ty),
        spell::ty(&was.ty)
    );
    found
        .change(Rule::BranchType, about, message)
        .shown(before, after)
        .when(!cx.same(&was.ty, &is.ty), Class::SourceBreaking)
        .when(cx.wire.breaks(&was.ty, &is.ty, ways), Class::WireBreaking)
        .or_nothing();
    let lost = was.tags.iter().filter(|tag| !is.tags.contains(tag));
    let lost: Vec<&str> = lost.map(String::as_str).collect();
    if !lost.is_empty() && !is.tags.is_empty() {
        let message = format!("the tag {} no longer means this branch", lost.join(", "));
        found
            .change(Rule::BranchTag, about, message)
            .or(Class::WireBreaking);
    }
    match (was.from, is.from) {
        (true, false) => found
            .change(
                Rule::Conversion,
                about,
                "what it holds no longer converts into the union",
            )
            .or(Class::SourceBreaking),
        (false, true) => found
            .change(
                Rule::ConversionAdded,
                about,
                "what it holds converts into the union",
            )
            .or(Class::Additive),
        (true, true) | (false, false) => {}
    }
}
