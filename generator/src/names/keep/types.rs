//! Types and the files that they stand in.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Scope;
use super::Before;
use super::settle::{Claim, settle};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, TypeId};
use crate::surface::{RustType, Type};

impl Before<'_> {
    /// What a type that has a new name was called.
    fn old_of(&self, name: &str) -> Option<&Type> {
        let index = self.by_name.get(name)?;
        self.pairs.old_type(self.old, *index)
    }

    /// Whether two types are one, once old names are taken for new ones. A box is only there to give a type a size.
    pub(super) fn is_same(&self, old: &RustType, new: &RustType) -> bool {
        match (old, new) {
            (RustType::Boxed(old), new) => self.is_same(old, new),
            (old, RustType::Boxed(new)) => self.is_same(old, new),
            (RustType::Model(old), RustType::Model(new)) => {
                self.old_of(new).map_or(new, |ty| &ty.name) == old
            }
            (RustType::Vec(old), RustType::Vec(new))
            | (RustType::Map(old), RustType::Map(new))
            | (RustType::Option(old), RustType::Option(new))
            | (RustType::Patch(old), RustType::Patch(new)) => self.is_same(old, new),
            _ => old == new,
        }
    }
}

pub(super) fn keep(api: &mut Api, before: &Before<'_>, diagnostics: &mut Diagnostics) {
    let mut fresh: Vec<(String, TypeId)> = api
        .types
        .iter()
        .map(|(id, def)| (def.name.clone(), *id))
        .collect();
    fresh.sort();
    let chosen: BTreeSet<&String> = before.settings.types.values().collect();
    let claims: Vec<Claim> = fresh
        .iter()
        .map(|(name, _)| {
            let kept = before.old_of(name).map(|old| old.name.clone());
            Claim::new(name, kept).chosen(chosen.contains(name))
        })
        .collect();
    let mut scope = Scope::types();
    let names = settle(&claims, &mut scope);
    let modules = modules(api, before);
    for ((fresh, id), name) in fresh.iter().zip(&names) {
        let formerly = formerly(before, fresh, name, &mut scope);
        let Some(def) = api.types.get_mut(id) else {
            continue;
        };
        for former in &formerly.fresh {
            let message =
                format!("`{former}` is `{name}` now; its old name stays as a deprecated alias");
            diagnostics.push(Diagnostic::new(Code::Renamed, &def.origin, message));
        }
        def.formerly = formerly.all;
        def.name.clone_from(name);
        if let Some(module) = modules.get(&def.module) {
            def.module.clone_from(module);
        }
    }
}

/// The names that a type had, as far as nothing else has them now.
struct Formerly {
    all: Vec<String>,
    /// Those that it had until now.
    fresh: Vec<String>,
}

fn formerly(before: &Before<'_>, fresh: &str, name: &str, scope: &mut Scope) -> Formerly {
    let mut found = Formerly {
        all: Vec::new(),
        fresh: Vec::new(),
    };
    let Some(index) = before.by_name.get(fresh) else {
        return found;
    };
    let replaced = before.pairs.successors.get(index).into_iter().flatten();
    let replaced = replaced.filter_map(|index| before.old.types.get(*index));
    let own = before.pairs.old_type(before.old, *index);
    for old in own.into_iter().chain(replaced) {
        for former in old.formerly.iter().chain([&old.name]) {
            if former == name || !scope.is_free(former) {
                continue;
            }
            found.all.push(scope.take(former));
            if *former == old.name {
                found.fresh.push(former.clone());
            }
        }
    }
    found.all.sort();
    found
}

/// The files of the types, by the names that lowering gave them: each keeps the name that most of its types know.
fn modules(api: &Api, before: &Before<'_>) -> BTreeMap<String, String> {
    let mut votes: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for def in api.types.values() {
        let known = votes.entry(&def.module).or_default();
        if let Some(old) = before.old_of(&def.name) {
            *known.entry(&old.module).or_default() += 1;
        }
    }
    let claims: Vec<Claim> = votes
        .iter()
        .map(|(fresh, known)| {
            // Where two names have as many votes, the one that lowering gave wins, then the first.
            let best = known
                .iter()
                .max_by_key(|(name, count)| (**count, *name == fresh, std::cmp::Reverse(**name)));
            Claim::new(fresh, best.map(|(name, _)| (*name).to_owned()))
        })
        .collect();
    let names = settle(&claims, &mut Scope::default());
    votes
        .keys()
        .map(|fresh| (*fresh).to_owned())
        .zip(names)
        .collect()
}
