//! Types move out of a module that fewer resources reach than they do.
//!
//! A module under `models` is compiled as a whole, with everything that it refers to. One small type that resources share
//! with each other would turn on the whole module that it happens to stand in, and what that reaches, for each of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{self, Api, TypeId};
use crate::names::{self, Scope};
use crate::package::WEBHOOKS;

/// Leaves only types in a module that the same resources reach; `modules` gives the others a module by the name of the first.
pub(super) fn settle(api: &mut Api, modules: &mut Scope) {
    let reached_by = reached_by(api);
    // The first definition of a module is what the module is there for: ids are given from the outside inwards.
    let mut owners: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut homes: BTreeMap<(String, BTreeSet<usize>), String> = BTreeMap::new();
    for (id, def) in &mut api.types {
        let Some(features) = reached_by.get(id) else {
            continue;
        };
        let owner = owners
            .entry(def.module.clone())
            .or_insert_with(|| features.clone());
        if owner == features {
            continue;
        }
        let home = homes
            .entry((def.module.clone(), features.clone()))
            .or_insert_with(|| modules.take(&names::file_name(&def.name)));
        def.module.clone_from(home);
    }
}

/// The features of the resources that reach each type, by their index.
pub(super) fn reached_by(api: &Api) -> BTreeMap<TypeId, BTreeSet<usize>> {
    let mut roots: BTreeMap<&str, Vec<&ir::TypeRef>> = BTreeMap::new();
    for resource in api.all_resources() {
        let roots = roots.entry(&resource.feature).or_default();
        for operation in &resource.operations {
            roots.extend(ir::sent(operation));
            roots.extend(ir::received(operation));
        }
    }
    if !api.webhooks.is_empty() {
        let payloads = api.webhooks.iter().map(|webhook| &webhook.content.ty);
        roots.entry(WEBHOOKS).or_default().extend(payloads);
    }
    let mut found: BTreeMap<TypeId, BTreeSet<usize>> = BTreeMap::new();
    for (feature, roots) in roots.into_values().enumerate() {
        for id in ir::reachable(&api.types, roots) {
            found.entry(id).or_default().insert(feature);
        }
    }
    found
}
