//! Credentials: what the document calls security schemes and requirements.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme as Scheme};

use super::Lowering;
use crate::diagnostics::Code;
use crate::ir::{Credential, Docs, Name, SecurityScheme};
use crate::names::{self, Scope};
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::spec::Document;

/// The schemes that the document declares, by name.
pub(super) fn schemes(cx: &mut Lowering<'_>) -> Vec<SecurityScheme> {
    let (document, settings) = (cx.document, cx.settings);
    let Some(components) = &document.openapi.components else {
        return Vec::new();
    };
    let at = Pointer::root().child("components").child("securitySchemes");
    let found: Vec<(&String, Credential, Option<&String>)> = components
        .security_schemes
        .iter()
        .filter_map(|(name, scheme)| {
            let (at, scheme) = document.security_scheme(scheme, &at.child(name))?;
            report_scheme(cx, scheme, &at);
            let (credential, docs) = credential(scheme);
            Some((name, credential, docs))
        })
        .collect();
    let wire: Vec<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
    let rust = names::value_names(&wire, Scope::credentials());
    let prefix = names::env_name(&client_name(document, settings));
    found
        .into_iter()
        .zip(rust)
        .map(|((wire, credential, docs), rust)| {
            let chosen = settings
                .client
                .env
                .iter()
                .find(|(key, _)| key.get_ref() == wire)
                .map(|(_, env)| env.clone());
            SecurityScheme {
                env: chosen.unwrap_or_else(|| format!("{prefix}_{}", names::env_name(wire))),
                name: Name {
                    wire: wire.clone(),
                    rust,
                },
                docs: Docs::text(docs.cloned().unwrap_or_default()),
                credential,
            }
        })
        .collect()
}

/// The name of the client type.
fn client_name(document: &Document, settings: &Settings) -> String {
    settings
        .client
        .name
        .as_ref()
        .map(|name| name.get_ref().clone())
        .unwrap_or_else(|| names::client_name(&document.openapi.info.title))
}

/// Ways of HTTP to prove who is calling that are not offered.
fn report_scheme(cx: &mut Lowering<'_>, scheme: &Scheme, at: &Pointer) {
    if let Scheme::HTTP { scheme, .. } = scheme
        && !["basic", "bearer"].contains(&scheme.to_ascii_lowercase().as_str())
    {
        let message = format!(
            "the scheme {scheme:?} is not offered: its credential is sent as a bearer token"
        );
        cx.warn(Code::UnsupportedConstruct, &at.child("scheme"), message);
    }
}

fn credential(scheme: &Scheme) -> (Credential, Option<&String>) {
    match scheme {
        Scheme::APIKey {
            location,
            name,
            description,
            ..
        } => {
            let credential = match location {
                APIKeyLocation::Header => Credential::Header(name.clone()),
                APIKeyLocation::Query => Credential::Query(name.clone()),
                APIKeyLocation::Cookie => Credential::Cookie(name.clone()),
            };
            (credential, description.as_ref())
        }
        Scheme::HTTP {
            scheme,
            description,
            ..
        } => {
            let basic = scheme.eq_ignore_ascii_case("basic");
            (
                if basic {
                    Credential::Basic
                } else {
                    Credential::Bearer
                },
                description.as_ref(),
            )
        }
        Scheme::OAuth2 {
            flows, description, ..
        } => {
            let fetched = flows.client_credentials.as_ref();
            let credential = fetched.map_or(Credential::Bearer, |flow| Credential::OAuth2 {
                token_url: flow.token_url.clone(),
            });
            (credential, description.as_ref())
        }
        // The caller brings an access token, however it came by it.
        Scheme::OpenIDConnect { description, .. } => (Credential::Bearer, description.as_ref()),
    }
}

/// The alternatives of one requirement list, each a list of schemes that go together. What is no credential here (a
/// certificate, which the transport has) is not asked for.
pub(super) fn requirements(document: &Document, list: &[SecurityRequirement]) -> Vec<Vec<String>> {
    let at = Pointer::root().child("components").child("securitySchemes");
    let components = document.openapi.components.as_ref();
    let is_known = |name: &&String| {
        let scheme = components.and_then(|components| components.security_schemes.get(*name));
        scheme.is_some_and(|scheme| {
            let place = at.child(name);
            document.security_scheme(scheme, &place).is_some()
        })
    };
    list.iter()
        .map(|all| all.keys().filter(is_known).cloned().collect())
        .collect()
}
