//! Unions that are branches of each other: `A` is `B` or a text, `B` is `A` or a number. Whoever reads a value that is neither would
//! look for it in `A` and `B` in turns without end, so the branch that closes the circle is taken out. The same goes for names that
//! stand for each other or null.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Tag, TypeId, TypeKind, TypeRef, Union};

/// A union that a value is looked for in, and what is known of the value by then: a property and its text. Under the same tag as
/// before it is looked for in one branch alone, so that most circles of unions with tags are none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State<'a> {
    union: TypeId,
    known: Option<(&'a str, &'a str)>,
}

/// A state on the way, and where a value is looked for from there: the branch by its position, and the union that it is.
struct Step<'a> {
    state: State<'a>,
    ahead: Vec<(usize, State<'a>)>,
}

/// Takes out every branch that leads back to a union on the way to it, and every name that leads to itself, with a warning.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    for name in circular_names(api) {
        if let Some(def) = api.types.get_mut(&name) {
            def.kind = TypeKind::Alias(TypeRef::Any);
            let message = "this stands for nothing but itself and null, so any JSON value is taken";
            let found = Diagnostic::new(Code::UnsupportedConstruct, &def.origin, message);
            diagnostics.push(found.help("say what else it may be"));
        }
    }
    for (union, branches) in closing(api) {
        let Some(def) = api.types.get_mut(&union) else {
            continue;
        };
        let TypeKind::Union(kind) = &mut def.kind else {
            continue;
        };
        let mut index = 0;
        kind.variants.retain(|_| {
            index += 1;
            !branches.contains(&(index - 1))
        });
        let left = alone(kind);
        let what = match &left {
            None => "it is left out",
            Some(TypeRef::Any) => "it is left out, and any JSON value is taken",
            Some(_) => "it is left out, and the other branch stands for all",
        };
        let message = format!(
            "a branch of this union leads back to it, so that looking for a value in it would have no end; {what}"
        );
        if let Some(left) = left {
            def.kind = TypeKind::Alias(left);
        }
        diagnostics.push(
            Diagnostic::new(Code::UnsupportedConstruct, &def.origin, message)
                .help("list the branches of all unions on the way in one of them"),
        );
    }
}

/// The names that stand, by way of other names, for themselves.
fn circular_names(api: &Api) -> Vec<TypeId> {
    let (mut seen, mut circular) = (BTreeSet::new(), Vec::new());
    for start in api.types.keys() {
        let mut way = Vec::new();
        let mut next = Some(*start);
        while let Some(name) = next {
            if !seen.insert(name) {
                let circle = way.iter().position(|before| *before == name);
                circular.extend(circle.into_iter().flat_map(|from| way.split_off(from)));
                break;
            }
            way.push(name);
            next = match api.types.get(&name).map(|def| &def.kind) {
                Some(TypeKind::Alias(target)) => match target.non_null() {
                    TypeRef::Named(id) => Some(*id),
                    _ => None,
                },
                _ => None,
            };
        }
    }
    circular
}

/// What a union is that has nothing left to choose from.
fn alone(union: &Union) -> Option<TypeRef> {
    match (union.variants.as_slice(), &union.tag) {
        ([], _) => Some(TypeRef::Any),
        ([only], Tag::Field(_)) if only.tags.is_empty() => Some(only.ty.clone()),
        _ => None,
    }
}

/// The branches that close a circle, by their union.
fn closing(api: &Api) -> BTreeMap<TypeId, BTreeSet<usize>> {
    let mut closing: BTreeMap<TypeId, BTreeSet<usize>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for id in api.types.keys() {
        let start = State {
            union: *id,
            known: None,
        };
        let (mut way, mut on_way) = (Vec::new(), BTreeSet::new());
        let mut next = Some(start);
        loop {
            if let Some(state) = next.take().filter(|state| seen.insert(*state)) {
                let ahead = ahead(api, state);
                on_way.insert(state);
                way.push(Step { state, ahead });
            }
            let Some(step) = way.last_mut() else {
                break;
            };
            match step.ahead.pop() {
                Some((index, state)) if on_way.contains(&state) => {
                    closing.entry(step.state.union).or_default().insert(index);
                }
                Some((_, state)) => next = Some(state),
                None => {
                    on_way.remove(&step.state);
                    way.pop();
                }
            }
        }
    }
    closing
}

/// Where a value is looked for next, the last branch first.
fn ahead<'a>(api: &'a Api, state: State<'a>) -> Vec<(usize, State<'a>)> {
    let Some(union) = union(api, state.union) else {
        return Vec::new();
    };
    let mut ahead = Vec::new();
    for (index, variant) in union.variants.iter().enumerate().rev() {
        let Some(next) = union_of(api, &variant.ty) else {
            continue;
        };
        let mut look = |known| ahead.push((index, State { union: next, known }));
        match (&union.tag, state.known) {
            (Tag::Untagged, known) => look(known),
            // What has no tag is for all other values.
            (Tag::Field(field), Some((name, text))) if field == name => {
                let is_other = variant.tags.is_empty()
                    && !union.variants.iter().any(|other| has(&other.tags, text));
                if is_other || has(&variant.tags, text) {
                    look(state.known);
                }
            }
            (Tag::Field(_), _) if variant.tags.is_empty() => look(None),
            (Tag::Field(field), _) => {
                for text in &variant.tags {
                    look(Some((field, text)));
                }
            }
        }
    }
    ahead
}

fn has(tags: &[String], text: &str) -> bool {
    tags.iter().any(|tag| tag == text)
}

fn union(api: &Api, id: TypeId) -> Option<&Union> {
    match &api.types.get(&id)?.kind {
        TypeKind::Union(union) => Some(union),
        _ => None,
    }
}

/// The union that a type is, also by another name or beside null.
fn union_of(api: &Api, ty: &TypeRef) -> Option<TypeId> {
    match api.resolved(ty) {
        TypeRef::Nullable(inner) => union_of(api, inner),
        TypeRef::Named(id) => union(api, *id).map(|_| *id),
        _ => None,
    }
}
