//! Unions that are branches of each other: `A` is `B` or a text, `B` is `A` or a number. Whoever reads a value that is neither would
//! look for it in `A` and `B` in turns without end, so the branch that closes the circle is taken out.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, TypeId, TypeKind, TypeRef};

/// A union on the way, and how many of its branches have been looked at.
struct Step {
    union: TypeId,
    looked_at: usize,
}

/// Takes out every branch that leads back to a union on the way to it, with a warning.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
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
        if kind.variants.is_empty() {
            def.kind = TypeKind::Alias(TypeRef::Any);
        }
        let message = "a branch of this is a union that has this one among its own branches, so it is left out: looking for a value in both in turns has no end";
        diagnostics.push(
            Diagnostic::new(Code::UnsupportedConstruct, &def.origin, message)
                .help("list the branches of both in one of them"),
        );
    }
}

/// The branches that close a circle, by their union.
fn closing(api: &Api) -> BTreeMap<TypeId, BTreeSet<usize>> {
    let mut closing: BTreeMap<TypeId, BTreeSet<usize>> = BTreeMap::new();
    let mut done: BTreeSet<TypeId> = BTreeSet::new();
    let unions = api.types.iter().filter(|(_, def)| is_union(&def.kind));
    for (start, _) in unions {
        let (mut way, mut on_way) = (Vec::new(), BTreeSet::new());
        let mut next = Some(*start).filter(|start| !done.contains(start));
        loop {
            if let Some(union) = next.take() {
                on_way.insert(union);
                way.push(Step {
                    union,
                    looked_at: 0,
                });
            }
            let Some(step) = way.last_mut() else {
                break;
            };
            let Some(branch) = branch(api, step.union, step.looked_at) else {
                on_way.remove(&step.union);
                done.insert(step.union);
                way.pop();
                continue;
            };
            let index = step.looked_at;
            step.looked_at += 1;
            match branch {
                Some(union) if on_way.contains(&union) => {
                    closing.entry(step.union).or_default().insert(index);
                }
                other => next = other.filter(|union| !done.contains(union)),
            }
        }
    }
    closing
}

fn is_union(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::Union(_))
}

/// The union that a branch is, if it is one; `None` where there is no such branch.
fn branch(api: &Api, union: TypeId, index: usize) -> Option<Option<TypeId>> {
    let TypeKind::Union(kind) = &api.types.get(&union)?.kind else {
        return None;
    };
    let mut ty = api.resolved(&kind.variants.get(index)?.ty);
    while let TypeRef::Nullable(inner) = ty {
        ty = api.resolved(inner);
    }
    let TypeRef::Named(id) = ty else {
        return Some(None);
    };
    let is_one = api.types.get(id).is_some_and(|def| is_union(&def.kind));
    Some(is_one.then_some(*id))
}
