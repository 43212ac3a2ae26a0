//! What came back: a whole answer in memory, and the value of a call beside its status and headers.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::de::{DeserializeOwned, IgnoredAny};

use super::error::DecodeError;
use super::locate;
use super::once::BodyOnce;
use super::redirect::Unfollowed;
use super::transport::Body;

/// Where servers and the proxies before them put the id that their support asks for, most telling first.
const REQUEST_ID: &[&str] = &[
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "cf-ray",
];

/// A whole answer.
#[derive(Clone)]
pub struct Response {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
    /// What is still to be read, where the answer is a stream.
    rest: Option<BodyOnce>,
    unfollowed: Option<Unfollowed>,
}

impl Response {
    /// An answer with this status, these headers and this body.
    pub fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            status,
            headers,
            body,
            attempts: 1,
            rest: None,
            unfollowed: None,
        }
    }

    pub(super) fn with_rest(mut self, body: Body) -> Self {
        self.rest = Some(BodyOnce::new(body));
        self
    }

    pub(super) fn take_rest(&self) -> Option<Body> {
        self.rest.as_ref()?.take()
    }

    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    pub(super) fn unfollowed(mut self, why: Option<Unfollowed>) -> Self {
        self.unfollowed = why;
        self
    }

    /// Why the redirect that this answer is was not followed.
    pub(super) fn why_unfollowed(&self) -> Option<&'static str> {
        self.unfollowed.map(|Unfollowed(why)| why)
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// How many attempts it took to get this answer.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The media type without its parameters, in lower case; empty when the server names none.
    pub fn media_type(&self) -> String {
        media_type(&self.headers)
    }

    /// Whether the media type is JSON or built on JSON.
    pub fn is_json(&self) -> bool {
        is_json(&self.media_type())
    }

    /// Reads the body as JSON.
    ///
    /// The media type is not asked first, since servers send JSON under other names; it explains a failure.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        serde_json::from_slice(&self.body).map_err(|error| self.not_json(&error))
    }

    /// Reads the body as the text that its JSON holds, or as it came where it is plain text.
    ///
    /// Documents say JSON of many a text that the server sends as it is, some with the media type of JSON. What looks like
    /// JSON under that media type or none, or comes under another one, is refused.
    pub fn json_or_text<T: DeserializeOwned + From<String>>(&self) -> Result<T, DecodeError> {
        let error = match serde_json::from_slice(&self.body) {
            Ok(text) => return Ok(text),
            Err(error) => error,
        };
        let is_sound = || serde_json::from_slice::<IgnoredAny>(&self.body).is_ok();
        let is_plain = match self.media_type().as_str() {
            "text/plain" => true,
            media_type if media_type.is_empty() || is_json(media_type) => {
                !self.body.is_empty() && !self.body.starts_with(b"\"") && !is_sound()
            }
            _ => false,
        };
        if is_plain {
            self.text().map(T::from)
        } else {
            Err(self.not_json(&error))
        }
    }

    /// Reads the body as a text that may come in any media type: what JSON holds, and anything else as it came.
    pub fn any_text<T: DeserializeOwned + From<String>>(&self) -> Result<T, DecodeError> {
        if self.is_json() {
            self.json_or_text()
        } else {
            self.text().map(T::from)
        }
    }

    /// Reads the body as text.
    pub fn text(&self) -> Result<String, DecodeError> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(DecodeError::new(format!(
                "the body is no UTF-8 text: {error}"
            ))),
        }
    }

    /// The body as it came.
    pub fn bytes(&self) -> Result<Bytes, DecodeError> {
        Ok(self.body.clone())
    }

    /// Reads nothing.
    pub fn empty(&self) -> Result<(), DecodeError> {
        Ok(())
    }

    /// Kept apart from [`Response::json`], so that each type that is decoded adds as little code as possible.
    fn not_json(&self, error: &serde_json::Error) -> DecodeError {
        if self.body.is_empty() {
            return DecodeError::new("the body is empty where JSON was expected");
        }
        let media_type = self.media_type();
        let foreign = !media_type.is_empty() && !is_json(&media_type);
        if foreign && !error.is_data() {
            let excerpt = locate::excerpt(&self.body, 0);
            return DecodeError::new(format!(
                "the body is {media_type} where JSON was expected: {excerpt}"
            ));
        }
        let found = locate::locate(&self.body, error.line(), error.column());
        DecodeError::at(
            found.path,
            format!(
                "{}, near {}",
                locate::without_position(error),
                found.excerpt
            ),
        )
    }

    pub(super) fn into_parts(self) -> (StatusCode, HeaderMap, Bytes, u32) {
        (self.status, self.headers, self.body, self.attempts)
    }
}

/// Headers and bodies may hold secrets, so only names and sizes are shown.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// The value of a call, with the status and headers that it came with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WithResponse<T> {
    /// The decoded value.
    pub value: T,
    response: Response,
}

impl<T> WithResponse<T> {
    pub(super) fn new(value: T, response: Response) -> Self {
        Self { value, response }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.response.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// The id under which the server knows this request, if it says so.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.response.headers)
    }

    /// The body as it came.
    pub fn raw_body(&self) -> &Bytes {
        &self.response.body
    }

    /// How many attempts the call took.
    pub fn attempts(&self) -> u32 {
        self.response.attempts
    }

    /// The decoded value alone.
    pub fn into_value(self) -> T {
        self.value
    }
}

pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}

fn media_type(headers: &HeaderMap) -> String {
    let text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    text.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

pub(super) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type == "text/json" || media_type.ends_with("+json")
}
