//! How much a crate offers, for those who compare documents and versions of the generator.

use super::Facts;
use crate::ir::{Api, TypeRef, received, sent, uses};
use crate::package::WEBHOOKS;

/// What is emitted, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Operations of the document; one that several methods send counts once.
    pub operations: usize,
    /// Types under `models`.
    pub types: usize,
    /// Places where a field, a parameter or a body is any JSON value.
    pub any: usize,
    /// The Cargo features that turn types on: those of the resources, sorted, and that of webhooks.
    pub features: Vec<String>,
}

impl Size {
    /// Counts what is emitted.
    pub(crate) fn of(api: &Api, facts: &Facts) -> Self {
        let operations: Vec<_> = api
            .all_resources()
            .into_iter()
            .flat_map(|resource| &resource.operations)
            .collect();
        let types: Vec<_> = facts
            .modules
            .values()
            .flat_map(|module| &module.types)
            .filter_map(|id| api.types.get(id))
            .collect();
        let inside = types.iter().flat_map(|def| uses(def)).map(|(_, ty)| ty);
        let called = operations
            .iter()
            .flat_map(|operation| sent(operation).into_iter().chain(received(operation)));
        Self {
            any: inside.chain(called).filter(|ty| is_any(ty)).count(),
            operations: operations
                .iter()
                .filter(|operation| operation.sends.is_none())
                .count(),
            types: types.len(),
            features: facts
                .features
                .iter()
                .cloned()
                .chain((!api.webhooks.is_empty()).then(|| WEBHOOKS.to_owned()))
                .collect(),
        }
    }
}

fn is_any(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Any => true,
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => is_any(inner),
        TypeRef::Named(_) | TypeRef::Scalar(_) | TypeRef::Foreign { .. } => false,
    }
}
