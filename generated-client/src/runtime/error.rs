//! What can go wrong with a call, and what is known about it then.

use std::convert::Infallible;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::operation::OperationMeta;
use super::response::{Response, request_id};

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is set up wrongly: a bad server address, a missing transport.
    Config,
    /// No credentials are configured for the operation.
    Credentials,
    /// The arguments of the call can't be sent; nothing was sent.
    Request,
    /// No connection came about, or the server did not take the request: it can't have acted on it.
    Connect,
    /// Time ran out.
    Timeout,
    /// The connection broke.
    Transport,
    /// The server answered with a status that is no success.
    Status,
    /// The server answered with something that does not fit the document.
    Decode,
    /// The answer is larger than the client accepts.
    TooLarge,
    /// Pages come without end.
    Paging,
}

/// A failed call, or a client that can't be built.
///
/// It tells the operation, the status, the server's id for the request and the number of attempts, and keeps headers and
/// body of the answer, if there was one.
pub struct Error(Box<Facts>);

struct Facts {
    kind: ErrorKind,
    operation: &'static str,
    message: String,
    attempts: u32,
    status: Option<StatusCode>,
    headers: HeaderMap,
    raw_body: Bytes,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            kind,
            operation: "",
            message: message.into(),
            attempts: 0,
            status: None,
            headers: HeaderMap::new(),
            raw_body: Bytes::new(),
            source: None,
        }))
    }

    pub(super) fn of(mut self, operation: &OperationMeta) -> Self {
        self.0.operation = operation.id;
        self
    }

    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(super) fn because(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(super) fn map_message(mut self, change: impl FnOnce(&str) -> String) -> Self {
        self.0.message = change(&self.0.message);
        self
    }

    pub(super) fn answered(mut self, response: Response) -> Self {
        let (status, headers, body, attempts) = response.into_parts();
        self.0.status = Some(status);
        self.0.headers = headers;
        self.0.raw_body = body;
        self.0.attempts = attempts;
        self
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that was called, by its name in the document; `None` when the error is not about a call.
    pub fn operation(&self) -> Option<&'static str> {
        Some(self.0.operation).filter(|operation| !operation.is_empty())
    }

    /// The status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The headers of the answer; empty when there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body of the answer as it came; empty when there was none. It may be cut short when it was very large.
    pub fn raw_body(&self) -> &Bytes {
        &self.0.raw_body
    }

    /// The id under which the server knows the request, if it said so.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.0.headers)
    }

    /// How many attempts were made; 0 when nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// What went wrong: the server's own words, where it gave any in one of the usual shapes, or the client's.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &*self.0;
        if !facts.operation.is_empty() {
            write!(f, "{}: ", facts.operation)?;
        }
        if let Some(status) = facts.status {
            write!(f, "{status}: ")?;
        }
        f.write_str(&facts.message)?;
        let request_id = self.request_id().map(|id| format!("request id {id}"));
        let attempts = (facts.attempts > 1).then(|| format!("{} attempts", facts.attempts));
        let notes: Vec<_> = request_id.into_iter().chain(attempts).collect();
        if notes.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", notes.join(", "))
        }
    }
}

/// Headers and body may hold secrets and pages of text, so they are left to their accessors.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.operation())
            .field("status", &self.0.status)
            .field("message", &self.0.message)
            .field("request_id", &self.request_id())
            .field("attempts", &self.0.attempts)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// A failed call, with the typed error body when the server sent one that the document declares.
///
/// It reads like an [`Error`], and turns into one with `?`, so that one function may call different operations.
pub struct CallError<B = Infallible> {
    error: Error,
    body: Option<Box<B>>,
}

impl<B> CallError<B> {
    pub(super) fn new(error: Error, body: Option<B>) -> Self {
        Self {
            error,
            body: body.map(Box::new),
        }
    }

    pub(super) fn map_message(mut self, change: impl FnOnce(&str) -> String) -> Self {
        self.error = self.error.map_message(change);
        self
    }

    /// The error body, when it fits the document.
    pub fn body(&self) -> Option<&B> {
        self.body.as_deref()
    }

    /// The error body, when it fits the document.
    pub fn into_body(self) -> Option<B> {
        self.body.map(|body| *body)
    }

    /// The error without its typed body.
    pub fn into_error(self) -> Error {
        self.error
    }
}

impl<B> Deref for CallError<B> {
    type Target = Error;

    fn deref(&self) -> &Error {
        &self.error
    }
}

impl<B> From<Error> for CallError<B> {
    fn from(error: Error) -> Self {
        Self { error, body: None }
    }
}

impl<B> From<CallError<B>> for Error {
    fn from(error: CallError<B>) -> Self {
        error.error
    }
}

impl<B> fmt::Display for CallError<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<B: fmt::Debug> fmt::Debug for CallError<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallError")
            .field("error", &self.error)
            .field("body", &self.body)
            .finish()
    }
}

impl<B: fmt::Debug> std::error::Error for CallError<B> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.error)
    }
}

/// Why an answer did not decode.
#[derive(Clone, Debug)]
pub struct DecodeError {
    path: String,
    reason: String,
}

impl DecodeError {
    /// The answer as a whole is not what was expected.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            reason: reason.into(),
        }
    }

    /// One place in the answer is not what was expected.
    pub fn at(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

impl std::error::Error for DecodeError {}
