//! Names that callers know are kept: what the lock calls by a name goes by it still, whatever the document has added,
//! moved or spelled anew since.
//!
//! Lowering names a document as if there were no earlier one. This gives the names of the lock back to what they
//! belonged to; what is new makes room. Where a maintainer chose another name, or a type has taken the place of another
//! one, the old name stays as a deprecated alias. What a constructor set by itself it sets still.

mod calls;
mod constants;
mod fields;
mod settle;
mod types;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::ir::Api;
use crate::settings::Settings;
use crate::surface::{Pairs, Surface};

/// What is known of the run before, and what belongs together.
struct Before<'a> {
    old: &'a Surface,
    /// The surface with the names that lowering gave.
    new: &'a Surface,
    /// The types of the new surface, by their names.
    by_name: BTreeMap<&'a str, usize>,
    pairs: Pairs,
    settings: &'a Settings,
}

/// Gives everything public the name that the lock knows it by. `new` is the surface with the names so far.
pub(crate) fn keep(
    api: &mut Api,
    new: &Surface,
    old: &Surface,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) {
    let before = Before {
        old,
        new,
        by_name: indices(new),
        pairs: Pairs::new(old, new),
        settings,
    };
    constants::keep(api, &before);
    fields::keep(api, &before);
    types::keep(api, &before, diagnostics);
    calls::keep(api, &before, diagnostics);
    credentials(api, &before);
    webhooks(api, old);
}

fn indices(surface: &Surface) -> BTreeMap<&str, usize> {
    let types = surface.types.iter().enumerate();
    types.map(|(index, ty)| (ty.name.as_str(), index)).collect()
}

/// The setters for credentials, and the variables that they are read from.
fn credentials(api: &mut Api, before: &Before<'_>) {
    let old = |wire: &str| {
        let mut all = before.old.client.credentials.iter();
        all.find(|credential| credential.name.wire == wire)
    };
    let claims: Vec<settle::Claim> = api
        .schemes
        .iter()
        .map(|scheme| {
            let kept = old(&scheme.name.wire).map(|credential| credential.name.rust.clone());
            settle::Claim::new(&scheme.name.rust, kept)
        })
        .collect();
    let mut scope = super::Scope::credentials();
    for (scheme, name) in api
        .schemes
        .iter_mut()
        .zip(settle::settle(&claims, &mut scope))
    {
        scheme.name.rust = name;
        let mut chosen = before.settings.client.env.keys();
        let chosen = chosen.any(|key| *key.get_ref() == scheme.name.wire);
        if let Some(credential) = old(&scheme.name.wire).filter(|_| !chosen) {
            scheme.env.clone_from(&credential.env);
        }
    }
}

/// The functions that read webhooks.
fn webhooks(api: &mut Api, old: &Surface) {
    let claims = api.webhooks.iter().map(|webhook| {
        let mut all = old.webhooks.iter();
        let same = all.find(|known| known.name == webhook.name.wire && known.verb == webhook.verb);
        let kept = same.map(|known| known.function.clone());
        settle::Claim::new(&webhook.name.rust, kept)
    });
    let claims: Vec<settle::Claim> = claims.collect();
    let names = settle::settle(&claims, &mut super::Scope::default());
    for (webhook, name) in api.webhooks.iter_mut().zip(names) {
        webhook.name.rust = name;
    }
}
