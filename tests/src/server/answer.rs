//! Answers, and the three shapes that errors of the API come in.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A whole answer: status, headers and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    /// An answer without headers of its own.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// An answer that says it is JSON; the text is sent as it is, even when it isn't.
    pub fn json(status: u16, body: impl ToString) -> Self {
        Self::new(status, body.to_string()).header(CONTENT_TYPE.as_str(), "application/json")
    }

    /// A web page, as proxies put them in place of an answer.
    pub fn html(status: u16, body: impl Into<String>) -> Self {
        Self::new(status, body).header(CONTENT_TYPE.as_str(), "text/html; charset=utf-8")
    }

    /// The answer to someone who asks too much, with the number of seconds to wait.
    pub fn rate_limited(seconds: u32) -> Self {
        Self::nested(429, "rate_limit_exceeded", "Too many requests")
            .header("retry-after", seconds.to_string())
            .header("x-ratelimit-limit", "60")
            .header("x-ratelimit-remaining", "0")
    }

    /// The answer with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// `{"error": "…"}`: what retrieve and delete declare.
    pub fn error(status: u16, error: &str) -> Self {
        Self::json(status, json!({ "error": error }))
    }

    /// `{"message": "…"}`: what update declares.
    pub fn message(status: u16, message: &str) -> Self {
        Self::json(status, json!({ "message": message }))
    }

    /// `{"error": {"code", "message", "doc_url"}}`: what no operation declares and the gateway sends all the same.
    pub fn nested(status: u16, code: &str, message: &str) -> Self {
        let doc_url = format!("https://docs.orq.ai/errors#{code}");
        Self::json(
            status,
            json!({ "error": { "code": code, "message": message, "doc_url": doc_url } }),
        )
    }

    pub(super) fn bad_request(message: &str) -> Self {
        Self::nested(400, "invalid_request", message)
    }

    pub(super) fn ok(value: impl Into<Value>) -> Self {
        Self::json(200, value.into())
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        // Only a test that plans an impossible answer, say with a status of 1000, gets here with an error.
        response
            .body(Body::from(self.body))
            .unwrap_or_else(|error| {
                (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
            })
    }
}
