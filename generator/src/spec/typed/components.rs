//! Components and security schemes.

use openapiv3::{Components, ReferenceOr, SecurityScheme};

use super::fields::Fields;
use super::link::link;
use super::operation::{example, header, parameter, request_body, response};
use super::schema::schema;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::parallel;
use crate::spec::check::DROPPED;
use crate::spec::json::Value;
use crate::spec::walk::Trail;

pub(super) fn components(
    value: Value,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> Components {
    let mut fields = Fields::new(value);
    let schemas = Fields::new(fields.take("schemas").unwrap_or_default());
    Components {
        schemas: parallel::take_map(schemas.rest(), |(name, value)| (name, schema(value)))
            .into_iter()
            .collect(),
        responses: fields
            .map("responses", at, |value, at| {
                response(value, at, diagnostics)
            })
            .unwrap_or_default(),
        parameters: fields
            .map("parameters", at, |value, at| {
                parameter(value, at, diagnostics)
            })
            .unwrap_or_default(),
        examples: fields
            .map("examples", at, |value, at| example(value, at, diagnostics))
            .unwrap_or_default(),
        request_bodies: fields
            .map("requestBodies", at, |value, at| {
                request_body(value, at, diagnostics)
            })
            .unwrap_or_default(),
        headers: fields
            .map("headers", at, |value, at| header(value, at, diagnostics))
            .unwrap_or_default(),
        security_schemes: fields
            .map("securitySchemes", at, |value, at| {
                security_scheme(value, at, diagnostics)
            })
            .unwrap_or_default(),
        links: fields
            .map("links", at, |value, _| link(value))
            .unwrap_or_default(),
        // References to these were replaced by what they lead to.
        callbacks: Default::default(),
        extensions: fields.extensions(),
    }
}

pub(super) fn security_scheme(
    value: Value,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> ReferenceOr<SecurityScheme> {
    if value.get("type").is_some_and(|name| name == "mutualTLS") {
        let message =
            "client certificates are no credentials here; configure them on the transport";
        diagnostics.push(Diagnostic::new(
            Code::UnsupportedConstruct,
            at.pointer(),
            message,
        ));
        return ReferenceOr::ref_(DROPPED);
    }
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => ReferenceOr::ref_(reference),
        None => super::leaf(value, at, diagnostics)
            .map_or_else(|| ReferenceOr::ref_(DROPPED), ReferenceOr::Item),
    }
}
