//! What follows from the IR as a whole: cycles, who reaches what, and which types need no arguments.
//!
//! Nothing here goes back into the IR; emission reads both.

mod size;

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Api, Multipart, Presence, Resource, Scalar, Tag, TypeDef, TypeId, TypeKind, TypeRef, reachable,
    received, sent, uses,
};
use crate::package::WEBHOOKS;
pub use size::Size;

/// What emission needs to know beyond the IR.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Fields and variants, by definition and index, that must be boxed for a type to have a size.
    pub boxed: BTreeSet<(TypeId, usize)>,
    /// Aliases that lead back to themselves and therefore become structs of their own.
    pub newtypes: BTreeSet<TypeId>,
    /// Definitions that a request can carry.
    pub requests: BTreeSet<TypeId>,
    /// Definitions that an answer can carry.
    pub responses: BTreeSet<TypeId>,
    /// Structs that can be made without arguments.
    pub defaults: BTreeSet<TypeId>,
    /// The modules under `models`, by name; only those that something reaches.
    pub modules: BTreeMap<String, Module>,
    /// Definitions that no operation reaches: they are not emitted.
    pub unreached: BTreeSet<TypeId>,
    /// Structs that are told from others by what they require: branches of unions without a tag.
    pub shaped: BTreeSet<TypeId>,
    /// Types of which no value can be finite: they require themselves.
    pub endless: BTreeSet<TypeId>,
    /// Scalars that occur in what is emitted.
    pub scalars: BTreeSet<Scalar>,
    /// Other crates, as Rust calls them, whose types occur in what is emitted.
    pub libraries: BTreeSet<String>,
    /// All Cargo features of resources, sorted.
    pub features: BTreeSet<String>,
}

/// A module under `models`.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// Its definitions, by name.
    pub types: Vec<TypeId>,
    /// The features that turn it on.
    pub gate: Gate,
}

/// When an item is compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Gate {
    /// Always.
    #[default]
    Always,
    /// When one of these features is on.
    AnyOf(BTreeSet<String>),
}

impl Gate {
    /// The feature, where it takes one and no other will do.
    pub fn only(&self) -> Option<&String> {
        match self {
            Self::AnyOf(features) if features.len() == 1 => features.first(),
            Self::AnyOf(_) | Self::Always => None,
        }
    }
}

/// Looks at the whole API once.
pub fn analyze(api: &Api) -> Facts {
    let newtypes = recursive_aliases(api);
    let mut facts = Facts {
        boxed: boxed(api),
        newtypes,
        features: api
            .all_resources()
            .iter()
            .map(|resource| resource.feature.clone())
            .collect(),
        ..Facts::default()
    };
    let (mut requests, mut responses) = (Vec::new(), Vec::new());
    let mut roots: BTreeMap<&str, Vec<&TypeRef>> = BTreeMap::new();
    for resource in api.all_resources() {
        let both = roots.entry(&resource.feature).or_default();
        for operation in &resource.operations {
            let (sent, received) = (sent(operation), received(operation));
            both.extend(sent.iter().chain(&received));
            requests.extend(sent);
            responses.extend(received);
        }
    }
    if !api.webhooks.is_empty() {
        let payloads = || api.webhooks.iter().map(|webhook| &webhook.content.ty);
        roots.entry(WEBHOOKS).or_default().extend(payloads());
        responses.extend(payloads());
    }
    // Each walk is for all operations at once: on its own, each of thousands would reach thousands of types again.
    facts.requests = reachable(&api.types, requests);
    facts.responses = reachable(&api.types, responses);
    let reached = roots
        .into_iter()
        .map(|(feature, roots)| (feature.to_owned(), reachable(&api.types, roots)))
        .collect();
    facts.modules = modules(api, &reached, &facts.features);
    let emitted: BTreeSet<TypeId> = facts
        .modules
        .values()
        .flat_map(|module| module.types.iter().copied())
        .collect();
    facts.unreached = api
        .types
        .keys()
        .copied()
        .filter(|id| !emitted.contains(id))
        .collect();
    facts.defaults = emitted
        .iter()
        .copied()
        .filter(|id| needs_no_arguments(api, *id))
        .collect();
    facts.shaped = shaped(api, &emitted);
    facts.endless = endless(api);
    leaves(api, &emitted, &mut facts);
    facts
}

/// Groups the reached definitions by module, and gates each module by the features that reach anything in it.
///
/// A module is compiled as a whole, so what it refers to must be compiled whenever it is: the features of a module
/// flow on to the modules that it uses.
fn modules(
    api: &Api,
    reached: &BTreeMap<String, BTreeSet<TypeId>>,
    features: &BTreeSet<String>,
) -> BTreeMap<String, Module> {
    let wanted: BTreeSet<TypeId> = if reached.is_empty() {
        // A document of schemas only: all of them are the point of it.
        api.types.keys().copied().collect()
    } else {
        reached.values().flatten().copied().collect()
    };
    let mut members: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
    for (id, def) in api.types.iter().filter(|(id, _)| wanted.contains(id)) {
        members.entry(&def.module).or_default().push(*id);
    }
    let mut gates: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (feature, ids) in reached {
        let mut open: Vec<&str> = ids
            .iter()
            .filter_map(|id| api.types.get(id))
            .map(|def| def.module.as_str())
            .collect();
        while let Some(module) = open.pop() {
            if !gates.entry(module).or_default().insert(feature.clone()) {
                continue;
            }
            let inside = members
                .get(module)
                .into_iter()
                .flatten()
                .filter_map(|id| api.types.get(id));
            let used =
                inside.flat_map(|def| uses(def).into_iter().filter_map(|(_, ty)| ty.named()));
            open.extend(
                used.filter_map(|id| api.types.get(&id))
                    .map(|def| def.module.as_str()),
            );
        }
    }
    members
        .into_iter()
        .map(|(name, mut types)| {
            types.sort_by_key(|id| api.types.get(id).map(|def| &def.name));
            let gate = match gates.remove(name) {
                Some(by) if !features.is_subset(&by) || features.len() < 2 => Gate::AnyOf(by),
                _ => Gate::Always,
            };
            (name.to_owned(), Module { types, gate })
        })
        .collect()
}

/// Fields and variants that close a cycle of types which contain each other by value.
fn boxed(api: &Api) -> BTreeSet<(TypeId, usize)> {
    let mut order: Vec<(&str, TypeId)> = api
        .types
        .iter()
        .map(|(id, def)| (def.name.as_str(), *id))
        .collect();
    order.sort_unstable();
    let mut search = BoxSearch {
        api,
        state: BTreeMap::new(),
        boxed: BTreeSet::new(),
    };
    for (_, id) in order {
        search.visit(id);
    }
    search.boxed
}

struct BoxSearch<'a> {
    api: &'a Api,
    /// Absent: not seen. `true`: on the way from the start to here. `false`: done.
    state: BTreeMap<TypeId, bool>,
    boxed: BTreeSet<(TypeId, usize)>,
}

impl BoxSearch<'_> {
    /// Depth first, with a stack of its own: chains of types can be thousands long.
    fn visit(&mut self, start: TypeId) {
        if self.state.contains_key(&start) {
            return;
        }
        self.state.insert(start, true);
        let mut stack = vec![(start, self.contained(start), 0)];
        while let Some((id, edges, next)) = stack.last_mut() {
            let Some((index, target)) = edges.get(*next).copied() else {
                self.state.insert(*id, false);
                stack.pop();
                continue;
            };
            *next += 1;
            let from = *id;
            match self.state.get(&target) {
                Some(true) => {
                    self.boxed.insert((from, index));
                }
                Some(false) => {}
                None => {
                    self.state.insert(target, true);
                    let edges = self.contained(target);
                    stack.push((target, edges, 0));
                }
            }
        }
    }

    /// The definitions that one contains by value: lists and maps hold theirs on the heap anyway.
    fn contained(&self, id: TypeId) -> Vec<(usize, TypeId)> {
        let Some(def) = self.api.types.get(&id) else {
            return Vec::new();
        };
        if matches!(def.kind, TypeKind::Alias(_)) {
            return Vec::new();
        }
        let contained = uses(def).into_iter().filter_map(|(index, ty)| {
            match self.api.resolved(ty.non_null()).non_null() {
                TypeRef::Named(target) => Some((index, *target)),
                _ => None,
            }
        });
        contained.collect()
    }
}

/// Aliases from which only aliases lead back to themselves: `type Tree = Vec<Tree>` is no Rust.
fn recursive_aliases(api: &Api) -> BTreeSet<TypeId> {
    let target = |id: TypeId| match api.types.get(&id).map(|def| &def.kind) {
        Some(TypeKind::Alias(target)) => target.named(),
        _ => None,
    };
    let leads_back = |start: TypeId| {
        let mut seen = BTreeSet::new();
        let mut current = target(start);
        while let Some(id) = current {
            if id == start {
                return true;
            }
            if !seen.insert(id) {
                return false;
            }
            current = target(id);
        }
        false
    };
    api.types
        .keys()
        .copied()
        .filter(|id| leads_back(*id))
        .collect()
}

fn needs_no_arguments(api: &Api, id: TypeId) -> bool {
    match api.types.get(&id).map(|def| &def.kind) {
        Some(TypeKind::Struct(fields) | TypeKind::Multipart(Multipart { fields, .. })) => fields
            .fields
            .iter()
            .all(|field| field.presence != Presence::Required),
        _ => false,
    }
}

/// Types that are left when every type that some finite value fits has been found.
fn endless(api: &Api) -> BTreeSet<TypeId> {
    let mut open: BTreeSet<TypeId> = api.types.keys().copied().collect();
    loop {
        let before = open.len();
        // Chains of types lead up or down.
        let ids: Vec<TypeId> = open.iter().copied().collect();
        for id in ids.iter().chain(ids.iter().rev()) {
            if api.types.get(id).is_none_or(|def| is_finite(def, &open)) {
                open.remove(id);
            }
        }
        if open.len() == before {
            return open;
        }
    }
}

/// Whether some finite value fits a type, as far as it is known which types have one: those that are no longer open.
fn is_finite(def: &TypeDef, open: &BTreeSet<TypeId>) -> bool {
    let has_one = |ty: &TypeRef| match ty {
        TypeRef::Named(id) => !open.contains(id),
        TypeRef::List(_)
        | TypeRef::Map(_)
        | TypeRef::Nullable(_)
        | TypeRef::Scalar(_)
        | TypeRef::Foreign { .. }
        | TypeRef::Any => true,
    };
    match &def.kind {
        TypeKind::Struct(fields) | TypeKind::Multipart(Multipart { fields, .. }) => fields
            .fields
            .iter()
            .all(|field| field.presence == Presence::Optional || has_one(&field.ty)),
        TypeKind::Union(union) => union.variants.iter().any(|variant| has_one(&variant.ty)),
        TypeKind::Alias(target) => has_one(target),
        TypeKind::Enum(_) => true,
    }
}

fn shaped(api: &Api, emitted: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let unions = emitted
        .iter()
        .filter_map(|id| match &api.types.get(id)?.kind {
            TypeKind::Union(union) if union.tag == Tag::Untagged => Some(union),
            _ => None,
        });
    let branches = unions
        .flat_map(|union| &union.variants)
        .map(|variant| item(api, &variant.ty));
    branches
        .filter_map(|ty| match ty {
            TypeRef::Named(id) => Some(*id),
            _ => None,
        })
        .filter(|id| {
            matches!(
                api.types.get(id).map(|def| &def.kind),
                Some(TypeKind::Struct(_))
            )
        })
        .collect()
}

/// What a branch is, or what is in it where it is a list.
fn item<'a>(api: &'a Api, branch: &'a TypeRef) -> &'a TypeRef {
    let mut current = api.resolved(branch);
    for _ in 0..api.types.len() {
        match current {
            TypeRef::List(inner) => current = api.resolved(inner),
            _ => break,
        }
    }
    current
}

/// Finds out what the emitted types are made of in the end.
fn leaves(api: &Api, emitted: &BTreeSet<TypeId>, facts: &mut Facts) {
    let defined = emitted.iter().filter_map(|id| api.types.get(id));
    for (_, ty) in defined.flat_map(uses) {
        collect_leaves(ty, facts);
    }
    let operations = api
        .all_resources()
        .into_iter()
        .flat_map(|resource: &Resource| &resource.operations);
    for operation in operations {
        for ty in sent(operation).into_iter().chain(received(operation)) {
            collect_leaves(ty, facts);
        }
    }
    for webhook in &api.webhooks {
        collect_leaves(&webhook.content.ty, facts);
    }
}

fn collect_leaves(ty: &TypeRef, facts: &mut Facts) {
    match ty {
        TypeRef::Scalar(scalar) => {
            facts.scalars.insert(*scalar);
        }
        TypeRef::Foreign { .. } => {
            facts.libraries.extend(ty.library().map(str::to_owned));
        }
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            collect_leaves(inner, facts)
        }
        TypeRef::Named(_) | TypeRef::Any => {}
    }
}
