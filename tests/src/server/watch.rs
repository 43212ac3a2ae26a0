//! What stands before every route: the record of requests, planned answers and the check of the key.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{API_KEY, Answer, Shared};

/// The longest body that the server reads.
const MAX_BODY: usize = 1 << 20;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// Path and query, still encoded.
    pub target: String,
    /// The headers, their names in lower case.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Recorded {
    /// The path alone, still encoded.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query alone, still encoded and without its question mark; empty when there is none.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The text of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Records the request, then answers as planned, or refuses a wrong key, or lets the route decide.
pub(super) async fn watch(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return Answer::nested(413, "payload_too_large", "The body is too large").into_response();
    };
    let (number, planned) = {
        let mut state = shared.lock();
        state.requests.push(recorded(&parts, &body));
        (state.requests.len(), state.planned.pop_front())
    };
    let mut response = match planned {
        Some(planned) => planned.into_response(),
        None if !is_authorized(&parts.headers) => unauthorized().into_response(),
        None => next.run(Request::from_parts(parts, Body::from(body))).await,
    };
    if let Ok(id) = HeaderValue::try_from(format!("req_{number}")) {
        response.headers_mut().entry("x-request-id").or_insert(id);
    }
    response
}

fn recorded(parts: &Parts, body: &[u8]) -> Recorded {
    Recorded {
        method: parts.method.to_string(),
        target: parts
            .uri
            .path_and_query()
            .map_or_else(String::new, ToString::to_string),
        headers: parts.headers.clone(),
        body: String::from_utf8_lossy(body).into_owned(),
    }
}

fn is_authorized(headers: &HeaderMap) -> bool {
    let value = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    value.and_then(|value| value.strip_prefix("Bearer ")) == Some(API_KEY)
}

fn unauthorized() -> Answer {
    Answer::nested(401, "unauthorized", "The API key is missing or wrong")
        .header("www-authenticate", "Bearer")
}
