//! What a consumer puts around calls: other headers, measurements, faults for tests.

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode, Uri};

use super::error::{Error, ErrorKind};
use super::operation::OperationMeta;
use super::response::Response;
use super::transport::{Body, BoxFuture, Transport, TransportError};

/// Something that stands around every call of a client. All methods have a default that changes nothing.
///
/// Middleware that is added first is the outermost. It sees credentials in headers and addresses: they are not to be logged.
pub trait Middleware: Send + Sync + 'static {
    /// Before the first attempt of a call; what is changed here holds for all attempts. An error ends the call unsent.
    fn before<'a>(
        &'a self,
        request: Outgoing<'a>,
    ) -> BoxFuture<'a, Result<(), Box<dyn std::error::Error + Send + Sync>>> {
        let _ = request;
        Box::pin(ready(Ok(())))
    }

    /// Around one request on the wire: each attempt, each redirect that is followed, each request for a token.
    fn attempt<'a>(
        &'a self,
        request: http::Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        next.run(request)
    }

    /// After a call, with what came of it.
    fn after(&self, outcome: &CallOutcome<'_>) {
        let _ = outcome;
    }
}

/// A call that is about to be made.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outgoing<'a> {
    /// The operation, by its name in the document.
    pub operation: &'static str,
    /// The path template.
    pub template: &'static str,
    /// The method.
    pub method: &'a Method,
    /// The address.
    pub uri: &'a mut Uri,
    /// The headers.
    pub headers: &'a mut HeaderMap,
}

/// What came of a call.
#[derive(Debug)]
#[non_exhaustive]
pub struct CallOutcome<'a> {
    /// The operation, by its name in the document.
    pub operation: &'static str,
    /// The status of the last answer, if there was one.
    pub status: Option<StatusCode>,
    /// The headers of the last answer; empty when there was none.
    pub headers: &'a HeaderMap,
    /// Why there is no whole answer. An answer with a status that is no success is an answer.
    pub error: Option<&'a Error>,
    /// How many attempts were made.
    pub attempts: u32,
}

/// The rest of the way to the server: further middleware, and the transport.
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    transport: &'a dyn Transport,
}

impl<'a> Next<'a> {
    pub(super) fn new(rest: &'a [Arc<dyn Middleware>], transport: &'a dyn Transport) -> Self {
        Self { rest, transport }
    }

    /// Sends the request on its way.
    pub fn run(
        self,
        request: http::Request<Body>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        match self.rest.split_first() {
            Some((first, rest)) => first.attempt(request, Self { rest, ..self }),
            None => self.transport.send(request),
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next")
            .field("middleware", &self.rest.len())
            .finish()
    }
}

/// Lets all middleware change a request.
pub(super) async fn before(
    all: &[Arc<dyn Middleware>],
    meta: &'static OperationMeta,
    method: &Method,
    uri: &mut Uri,
    headers: &mut HeaderMap,
) -> Result<(), Error> {
    for middleware in all {
        let outgoing = Outgoing {
            operation: meta.id,
            template: meta.path,
            method,
            uri: &mut *uri,
            headers: &mut *headers,
        };
        middleware.before(outgoing).await.map_err(|why| {
            let text = format!("middleware refused the call: {why}");
            Error::new(ErrorKind::Request, text).because(why)
        })?;
    }
    Ok(())
}

/// Tells all middleware what came of a call.
pub(super) fn after(
    all: &[Arc<dyn Middleware>],
    meta: &'static OperationMeta,
    result: &Result<Response, Error>,
) {
    if all.is_empty() {
        return;
    }
    let outcome = match result {
        Ok(response) => CallOutcome {
            operation: meta.id,
            status: Some(response.status()),
            headers: response.headers(),
            error: None,
            attempts: response.attempts(),
        },
        Err(error) => CallOutcome {
            operation: meta.id,
            status: error.status(),
            headers: error.headers(),
            error: Some(error),
            attempts: error.attempts(),
        },
    };
    for middleware in all.iter().rev() {
        middleware.after(&outcome);
    }
}
