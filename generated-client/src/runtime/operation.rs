//! The contract between emitted code and the runtime: an operation is some facts and two pure functions.

use std::time::Duration;

use super::error::{DecodeError, Error};
use super::request::Request;
use super::response::Response;
use super::retry::RetryPolicy;
use super::template::ServerTemplate;

/// What is known of an operation before any call of it.
#[derive(Clone, Copy, Debug)]
pub struct OperationMeta {
    /// The operation's name in the document; errors carry it.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path template, for people who read errors and logs.
    pub path: &'static str,
    /// The media types asked for in `Accept`; empty when no answer carries content.
    pub accept: &'static str,
    /// Whether sending it twice does no more than sending it once, so that it may be repeated without asking.
    pub idempotent: bool,
    /// Whether a success carries content. When it does not, the body of a success is dropped unread.
    pub content: bool,
    /// The security alternatives: any one of them will do, all schemes within one are needed, and an alternative without
    /// schemes allows anonymous calls. No alternatives at all means that no credentials are sent.
    pub security: &'static [&'static [&'static str]],
    /// What the document says about how long its calls may take and when they are repeated.
    pub defaults: Option<&'static CallDefaults>,
    /// The servers that it has instead of those of the document; the first one is the default.
    pub servers: &'static [ServerTemplate],
}

/// What a document says about how calls are made. Who calls may always say otherwise.
#[derive(Clone, Copy, Debug)]
pub struct CallDefaults {
    /// How long a call may take, all attempts included.
    pub timeout: Option<Duration>,
    /// When a call is sent again.
    pub retry: Option<RetryPolicy>,
}

/// One operation of the API with its arguments: facts, and two pure functions around the network.
pub trait Operation {
    /// What a success decodes to.
    type Success;
    /// What a declared error body decodes to; [`std::convert::Infallible`] when the document declares none.
    type Failure;
    /// What is known before any call.
    const META: &'static OperationMeta;

    /// Builds the request; needs neither a client nor the network.
    fn request(&self) -> Result<Request, Error>;
    /// Decodes a success.
    fn success(response: &Response) -> Result<Self::Success, DecodeError>;
    /// Decodes a declared error body; `None` when the answer does not fit the document.
    fn failure(response: &Response) -> Option<Self::Failure>;
}
