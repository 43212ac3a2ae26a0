//! Credentials: what the document calls security schemes and requirements.

use openapiv3::{
    APIKeyLocation, Operation, Parameter, ReferenceOr, SecurityRequirement,
    SecurityScheme as Scheme,
};

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Credential, Docs, Name, SecurityScheme};
use crate::names::{self, Scope};
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::spec::Document;

/// The header that OpenAPI leaves to security schemes, and the name of the scheme that a parameter of this name stands for.
pub(super) const AUTHORIZATION: &str = "Authorization";

/// The schemes that the document declares, by name.
pub(super) fn schemes(cx: &mut Lowering<'_>) -> Vec<SecurityScheme> {
    let (document, settings) = (cx.document, cx.settings);
    let at = Pointer::root().child("components").child("securitySchemes");
    let components = document.openapi.components.as_ref();
    let declared = components.map(|components| &components.security_schemes);
    let mut found: Vec<(&str, Credential, String)> = Vec::new();
    for (name, scheme) in declared.into_iter().flatten() {
        if let Some((at, scheme)) = document.security_scheme(scheme, &at.child(name)) {
            report_scheme(cx, scheme, &at);
            let (credential, docs) = credential(scheme);
            found.push((name, credential, docs));
        }
    }
    let implied = cx.authorization.as_ref();
    if let Some(docs) = implied.filter(|_| found.iter().all(|(name, ..)| *name != AUTHORIZATION)) {
        let credential = Credential::Header(AUTHORIZATION.to_owned());
        found.push((AUTHORIZATION, credential, docs.clone()));
    }
    let wire: Vec<&str> = found.iter().map(|(name, ..)| *name).collect();
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
                    wire: wire.to_owned(),
                    rust,
                },
                docs: Docs::text(docs.trim().to_owned()),
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
        && !scheme.eq_ignore_ascii_case("basic")
        && !scheme.eq_ignore_ascii_case("bearer")
    {
        let message = format!(
            "the scheme {scheme:?} is not offered: callers give the whole header `Authorization`"
        );
        cx.warn(Code::UnsupportedConstruct, &at.child("scheme"), message);
    }
}

fn credential(scheme: &Scheme) -> (Credential, String) {
    let docs = |description: &Option<String>| description.clone().unwrap_or_default();
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
            (credential, docs(description))
        }
        Scheme::HTTP {
            scheme,
            description,
            ..
        } => {
            if scheme.eq_ignore_ascii_case("basic") {
                return (Credential::Basic, docs(description));
            }
            if scheme.eq_ignore_ascii_case("bearer") {
                return (Credential::Bearer, docs(description));
            }
            let whole = format!(
                "{}\n\nThe whole value of the header, such as `{scheme} …`.",
                docs(description)
            );
            (Credential::Header(AUTHORIZATION.to_owned()), whole)
        }
        Scheme::OAuth2 {
            flows, description, ..
        } => {
            let fetched = flows.client_credentials.as_ref();
            let credential = fetched.map_or(Credential::Bearer, |flow| Credential::OAuth2 {
                token_url: flow.token_url.clone(),
            });
            (credential, docs(description))
        }
        // The caller brings an access token, however it came by it.
        Scheme::OpenIDConnect { description, .. } => (Credential::Bearer, docs(description)),
    }
}

/// What an operation asks for. Where no scheme is asked for, a parameter that is the `Authorization` header can only mean one.
pub(super) fn of_operation<'d>(
    cx: &mut Lowering<'d>,
    operation: &Operation,
    parameters: &[(&'d [ReferenceOr<Parameter>], Pointer)],
) -> Vec<Vec<String>> {
    let asked = operation.security.as_ref();
    let document = cx.document;
    let asked = asked.or(document.openapi.security.as_ref());
    let asked = asked.map(|list| requirements(cx, list)).unwrap_or_default();
    let mut all = parameters.iter().flat_map(|(list, at)| {
        let places = list.iter().enumerate();
        places.filter_map(move |(index, node)| document.parameter(node, &at.index(index)))
    });
    let header = all.find_map(|(at, parameter)| match parameter {
        Parameter::Header { parameter_data, .. }
            if parameter_data.name.eq_ignore_ascii_case(AUTHORIZATION) =>
        {
            Some((at, parameter_data))
        }
        _ => None,
    });
    let Some((at, header)) = header else {
        return asked;
    };
    if asked.iter().any(|schemes| !schemes.is_empty()) {
        let message = "OpenAPI leaves the header \"Authorization\" to security schemes: this parameter has no effect";
        cx.warn(Code::IgnoredKeyword, &at, message);
        return asked;
    }
    if cx.authorization.is_none() {
        let message = "OpenAPI leaves the header \"Authorization\" to security schemes, and none is asked for: the parameter counts as one";
        cx.diagnostics.push(
            Diagnostic::new(Code::CredentialConflict, &at, message)
                .help("declare a security scheme, and ask for it under `security`"),
        );
    }
    let docs = header.description.clone().unwrap_or_default();
    cx.authorization.get_or_insert(docs);
    let named = vec![vec![AUTHORIZATION.to_owned()]];
    // A parameter that may be left out is a call that may be anonymous.
    let anonymous = (!header.required).then(Vec::new);
    named.into_iter().chain(anonymous).collect()
}

/// The alternatives of one requirement list, each a list of schemes that go together. What is no credential here (a
/// certificate, which the transport has) is not asked for.
fn requirements(cx: &mut Lowering<'_>, list: &[SecurityRequirement]) -> Vec<Vec<String>> {
    let mut alternatives: Vec<Vec<String>> = Vec::new();
    for all in list {
        let known = all
            .keys()
            .filter_map(|name| Some((name, place_of(cx.document, name)?)));
        let known: Vec<(&String, String)> = known.collect();
        for alternative in told_apart(cx, &known) {
            if !alternatives.contains(&alternative) {
                alternatives.push(alternative);
            }
        }
    }
    alternatives
}

/// One header can't carry two credentials, so that of schemes in one place any one will do.
fn told_apart(cx: &mut Lowering<'_>, all: &[(&String, String)]) -> Vec<Vec<String>> {
    let mut alternatives: Vec<Vec<String>> = vec![Vec::new()];
    let mut done: Vec<&String> = Vec::new();
    for (_, place) in all {
        if done.contains(&place) {
            continue;
        }
        done.push(place);
        let here = all.iter().filter(|(_, other)| other == place);
        let rivals: Vec<String> = here.map(|(name, _)| (*name).clone()).collect();
        if rivals.len() > 1 && cx.rivals.insert(rivals.clone()) {
            let message = format!(
                "{} are asked for at once, but all of them are the {place}: any one will do",
                rivals.join(" and ")
            );
            let at = Pointer::root().child("components").child("securitySchemes");
            cx.diagnostics.push(
                Diagnostic::new(Code::CredentialConflict, at.child(&rivals[0]), message)
                    .help("list them as alternatives under `security`"),
            );
        }
        let with = |rival: &String| {
            let before = alternatives.iter().cloned();
            let with: Vec<Vec<String>> = before
                .map(|mut names| {
                    names.push(rival.clone());
                    names
                })
                .collect();
            with
        };
        alternatives = rivals.iter().flat_map(with).collect();
    }
    alternatives
}

/// Where the credential of a scheme goes; `None` for what is no credential here.
fn place_of(document: &Document, name: &str) -> Option<String> {
    let scheme = document
        .openapi
        .components
        .as_ref()?
        .security_schemes
        .get(name)?;
    let at = Pointer::root().child("components").child("securitySchemes");
    let (_, scheme) = document.security_scheme(scheme, &at.child(name))?;
    Some(match credential(scheme).0 {
        Credential::Bearer | Credential::Basic | Credential::OAuth2 { .. } => {
            format!("header {AUTHORIZATION}")
        }
        Credential::Header(name) if name.eq_ignore_ascii_case(AUTHORIZATION) => {
            format!("header {AUTHORIZATION}")
        }
        Credential::Header(name) => format!("header {}", name.to_lowercase()),
        Credential::Query(name) => format!("query parameter {name}"),
        Credential::Cookie(name) => format!("cookie {name}"),
    })
}
