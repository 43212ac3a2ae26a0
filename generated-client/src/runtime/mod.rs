//! What every call of a generated client shares: requests, answers, errors, retries, pages and transports.
//!
//! A generated crate is thin: it says what goes where, and calls this module to do it. Nothing here knows any particular
//! API. The way of one call is:
//!
//! ```text
//! Operation::request ─▶ Request ─▶ prepare ─▶ attempts (Transport, Clock, RetryPolicy) ─▶ Response ─▶ Operation::success
//!      (pure)                   server, credentials, headers                                  or Operation::failure (pure)
//! ```
//!
//! Everything a consumer needs is re-exported here and documented. The hidden re-exports are what emitted code calls; they
//! may change together with the generator and are no promise to anyone else.

mod alarm;
mod answers;
#[cfg(feature = "blocking")]
mod blocking;
mod bytes_text;
mod call;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod causes;
mod client;
mod declared;
mod encode;
mod enums;
mod error;
mod exchange;
mod execute;
mod frames;
#[cfg(feature = "gzip")]
mod gunzip;
mod lines;
mod locate;
mod message;
mod middleware;
mod modules;
mod multipart;
mod oauth;
#[doc(hidden)]
pub mod object;
mod once;
mod operation;
mod paging;
#[cfg(any(feature = "blocking", feature = "testing"))]
mod park;
mod patch;
mod payload;
mod prepare;
mod provider;
mod read;
mod redirect;
mod request;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod reqwest;
mod response;
mod retry;
mod secret;
mod security;
mod server;
mod source;
mod sse;
mod stream;
mod style;
mod template;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg_attr(not(feature = "tracing"), path = "untraced.rs")]
mod trace;
mod transport;
mod union;

// What consumers use.
#[cfg(feature = "blocking")]
pub use blocking::{BlockingBytes, BlockingEvents, BlockingItems, BlockingPages};
pub use bytes_text::Base64;
pub use call::Sending;
pub use client::{Client, ClientBuilder};
pub use error::{CallError, Error, ErrorKind};
pub use middleware::{CallOutcome, Middleware, Next, Outgoing};
pub use multipart::FilePart;
pub use oauth::ClientCredentials;
pub use paging::{Items, Pages};
pub use patch::Patch;
pub use provider::{CredentialProvider, TokenSource};
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use reqwest::{ReqwestTransport, TokioClock};
pub use response::WithResponse;
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use security::Credential;
pub use stream::{ByteStream, EventStream, Opening};
pub use transport::{Body, BoxFuture, Clock, Transport, TransportError};

// What emitted code calls.
#[doc(hidden)]
pub use call::{Call, Callable};
#[doc(hidden)]
pub use client::{Api, ApiMeta};
#[doc(hidden)]
pub use declared::{header_value, header_values};
#[doc(hidden)]
pub use error::DecodeError;
#[doc(hidden)]
pub use lines::LineParser;
#[doc(hidden)]
pub use multipart::{Multipart, MultipartBody};
#[doc(hidden)]
pub use operation::{CallDefaults, Operation, OperationMeta};
#[doc(hidden)]
pub use paging::Paged;
#[doc(hidden)]
pub use payload::read_payload;
#[doc(hidden)]
pub use request::Request;
#[doc(hidden)]
pub use response::Response;
#[doc(hidden)]
pub use retry::{Outcome, retry_after};
#[doc(hidden)]
pub use security::{Place, SchemeKind, SecurityScheme};
#[doc(hidden)]
pub use source::Opened;
#[doc(hidden)]
pub use sse::{EventItem, SseEvent, SseParser, TooLarge};
#[doc(hidden)]
pub use stream::{Framing, StreamMeta, Streaming};
#[doc(hidden)]
pub use style::{CookieStyle, HeaderStyle, PathStyle, QueryStyle};
#[doc(hidden)]
pub use template::{ServerTemplate, ServerVariable};
#[doc(hidden)]
pub use union::{Branch, Shape, Shaped, fitting, tag, tagged};
