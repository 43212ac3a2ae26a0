//! The crate itself: its name, its client, its features, servers and credentials.

use super::super::CredentialSetter;
use super::{Class, Cx, Found, Item, Rule, Site};
use crate::ir::Server;
use crate::pointer::Pointer;

/// The group of what belongs to no resource.
const GROUP: &str = "the crate";

fn item(name: impl Into<String>, site: Site) -> Item<'static> {
    Item {
        group: GROUP,
        name: name.into(),
        site,
    }
}

pub(super) fn compare(cx: &Cx<'_>, found: &mut Found) {
    let (old, new) = (&cx.old.surface, &cx.new.surface);
    let (was, is) = (&old.package.name, &new.package.name);
    if was != is {
        let message = format!("the package `{was}` is `{is}` now");
        found
            .change(Rule::PackageRenamed, &item(is, Site::Nowhere), message)
            .shown(Some(was.clone()), Some(is.clone()))
            .or(Class::SourceBreaking);
    }
    let (was, is) = (&old.client.name, &new.client.name);
    if was != is {
        let message = format!("the client `{was}` is `{is}` now");
        found
            .change(Rule::ClientRenamed, &item(is, Site::Nowhere), message)
            .shown(Some(was.clone()), Some(is.clone()))
            .or(Class::SourceBreaking);
    }
    features(cx, found);
    servers(&old.client.servers, &new.client.servers, found);
    credentials(cx, found);
}

fn features(cx: &Cx<'_>, found: &mut Found) {
    let (old, new) = (
        &cx.old.surface.package.features,
        &cx.new.surface.package.features,
    );
    for was in old {
        let about = item(format!("feature {}", was.name), Site::Nowhere);
        match new.iter().find(|one| one.name == was.name) {
            None => {
                let message = format!("the feature `{}` is gone", was.name);
                found
                    .change(Rule::FeatureRemoved, &about, message)
                    .or(Class::SourceBreaking);
            }
            Some(is) if is.default != was.default => {
                let how = if is.default { "on" } else { "no longer on" };
                let message = format!("the feature `{}` is {how} by default", was.name);
                found
                    .change(Rule::FeatureDefault, &about, message)
                    .when(was.default, Class::SourceBreaking)
                    .or(Class::Additive);
            }
            Some(_) => {}
        }
    }
    for is in new {
        if !old.iter().any(|one| one.name == is.name) {
            let about = item(format!("feature {}", is.name), Site::Nowhere);
            let message = format!("the feature `{}` is new", is.name);
            found
                .change(Rule::FeatureAdded, &about, message)
                .or(Class::Additive);
        }
    }
}

fn servers(old: &[Server], new: &[Server], found: &mut Found) {
    let at = Pointer::root().child("servers");
    let site = |index: usize| Site::After(at.index(index));
    let urls = [old, new].map(|servers| servers.first().map(|server| server.url.clone()));
    if urls[0] != urls[1] {
        let [was, is] = urls.clone();
        let shown = |url: &Option<String>| url.clone().unwrap_or_else(|| "none".to_owned());
        let message = format!(
            "the default server is {} instead of {}",
            shown(&is),
            shown(&was)
        );
        let site = if is.is_some() { site(0) } else { Site::Nowhere };
        found
            .change(
                Rule::ServerChanged,
                &item("the default server", site),
                message,
            )
            .shown(was, is)
            .or(Class::Behaviour);
    }
    for (index, was) in old.iter().enumerate() {
        let about = item(format!("server {}", was.url), Site::Before(at.index(index)));
        match new.iter().find(|one| one.url == was.url) {
            // The default server has been told of.
            None if index == 0 => {}
            None => {
                let message = format!("the server {} is gone", was.url);
                found
                    .change(Rule::ServerRemoved, &about, message)
                    .or(Class::Behaviour);
            }
            Some(is) => {
                if is.variables != was.variables {
                    let message = format!("the variables of the server {} changed", was.url);
                    found
                        .change(Rule::ServerVariable, &about, message)
                        .or(Class::Behaviour);
                }
            }
        }
    }
    for (index, is) in new.iter().enumerate().skip(1) {
        if !old.iter().any(|one| one.url == is.url) {
            let about = item(format!("server {}", is.url), site(index));
            let message = format!("the server {} is new", is.url);
            found
                .change(Rule::ServerAdded, &about, message)
                .or(Class::Additive);
        }
    }
}

fn credentials(cx: &Cx<'_>, found: &mut Found) {
    let at = Pointer::root().child("components").child("securitySchemes");
    let (old, new) = (
        &cx.old.surface.client.credentials,
        &cx.new.surface.client.credentials,
    );
    let setter = |credential: &CredentialSetter| format!("ClientBuilder::{}", credential.name.rust);
    for was in old {
        let here = at.child(&was.name.wire);
        let Some(is) = new.iter().find(|one| one.name.wire == was.name.wire) else {
            let message = format!("the credential `{}` is gone", was.name.wire);
            found
                .change(
                    Rule::CredentialRemoved,
                    &item(setter(was), Site::Before(here)),
                    message,
                )
                .or(Class::SourceBreaking);
            continue;
        };
        let about = item(setter(is), Site::After(here));
        if was.credential != is.credential {
            let message = format!("the credential `{}` goes elsewhere", was.name.wire);
            let shown = |one: &CredentialSetter| Some(format!("{:?}", one.credential));
            found
                .change(Rule::CredentialMoved, &about, message)
                .shown(shown(was), shown(is))
                .or(Class::WireBreaking);
        }
        if was.env != is.env {
            let message = format!("`from_env` reads `{}` instead of `{}`", is.env, was.env);
            found
                .change(Rule::CredentialEnv, &about, message)
                .shown(Some(was.env.clone()), Some(is.env.clone()))
                .or(Class::Behaviour);
        }
    }
    for is in new {
        if !old.iter().any(|one| one.name.wire == is.name.wire) {
            let about = item(setter(is), Site::After(at.child(&is.name.wire)));
            let message = format!("the credential `{}` is new", is.name.wire);
            found
                .change(Rule::CredentialAdded, &about, message)
                .or(Class::Additive);
        }
    }
}
