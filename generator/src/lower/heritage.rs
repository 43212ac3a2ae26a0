//! The names of types that nothing reaches go to those that were numbered for their sake.
//!
//! A form in parts is a type of its own, also where the document has a component for it. Mostly nothing else uses that
//! component, so that it is not emitted, and `UploadRequest2` would stand there without an `UploadRequest`.

use std::collections::BTreeMap;

use super::homes;
use crate::ir::{Api, TypeId};
use crate::settings::Settings;

/// Exchanges names; `numbered` has the names that types would have, were they free.
pub(super) fn settle(api: &mut Api, numbered: &BTreeMap<TypeId, String>, settings: &Settings) {
    let reached = homes::reached_by(api);
    let left: BTreeMap<String, TypeId> = api
        .types
        .iter()
        .filter(|(id, _)| !reached.contains_key(id))
        .map(|(id, def)| (def.name.clone(), *id))
        .collect();
    for (id, plain) in numbered.iter().filter(|(id, _)| reached.contains_key(id)) {
        let chosen = settings.types.values().any(|name| name == plain);
        let Some(other) = left.get(plain).filter(|_| !chosen) else {
            continue;
        };
        let name = api.types.get(id).map(|def| def.name.clone());
        if let (Some(name), Some(other)) = (name, api.types.get_mut(other))
            && other.name == *plain
        {
            other.name = name;
            if let Some(own) = api.types.get_mut(id) {
                own.name.clone_from(plain);
            }
        }
    }
}
