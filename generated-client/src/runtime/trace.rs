//! Spans for `tracing`, with the attribute names of OpenTelemetry's HTTP clients: one for each call, and inside it one for each
//! request on the wire. No header, query or body is in them, since any of those may hold a secret.

use http::Uri;
use tracing::field::{Empty, display};
use tracing::{Instrument, Span, info_span};

use super::error::Error;
use super::operation::OperationMeta;
use super::response::Response;
use super::transport::{Body, TransportError};

/// Runs a whole call in its span.
pub(super) async fn call(
    meta: &'static OperationMeta,
    work: impl Future<Output = Result<Response, Error>>,
) -> Result<Response, Error> {
    let span = info_span!(
        "call",
        otel.name = meta.id,
        otel.kind = "internal",
        otel.status_code = Empty,
        http.request.method = meta.method,
        url.template = meta.path,
        http.response.status_code = Empty,
        attempts = Empty,
        error.r#type = Empty,
    );
    let result = work.instrument(span.clone()).await;
    match &result {
        Ok(response) => {
            span.record("attempts", response.attempts());
            status(&span, response.status());
        }
        Err(error) => {
            span.record("attempts", error.attempts());
            span.record("otel.status_code", "ERROR");
            span.record("error.type", format!("{:?}", error.kind()));
        }
    }
    result
}

/// Runs one request on the wire in its span; `resent` counts those before it in the same call.
pub(super) async fn attempt(
    meta: &'static OperationMeta,
    uri: &Uri,
    resent: u64,
    work: impl Future<Output = Result<http::Response<Body>, TransportError>>,
) -> Result<http::Response<Body>, TransportError> {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let port = uri
        .port_u16()
        .unwrap_or(if scheme == "http" { 80 } else { 443 });
    let template = Some(meta.path).filter(|path| !path.is_empty());
    let span = info_span!(
        "attempt",
        otel.name = %format_args!("{} {}", meta.method, meta.path),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = meta.method,
        url.template = template,
        url.full = %format_args!("{scheme}://{authority}{}", uri.path()),
        server.address = uri.host(),
        server.port = port,
        http.request.resend_count = (resent > 0).then_some(resent),
        http.response.status_code = Empty,
        error.r#type = Empty,
    );
    let result = work.instrument(span.clone()).await;
    match &result {
        Ok(response) => status(&span, response.status()),
        Err(error) => {
            span.record("otel.status_code", "ERROR");
            let sent = error.may_have_been_sent();
            span.record("error.type", if sent { "broken" } else { "connect" });
        }
    }
    result
}

fn status(span: &Span, status: http::StatusCode) {
    span.record("http.response.status_code", status.as_u16());
    if status.is_client_error() || status.is_server_error() {
        span.record("otel.status_code", "ERROR");
        span.record("error.type", display(status.as_u16()));
    }
}
