// Written by the generator; every edit here is lost.

//! The client of the orq.ai API.
//!
//! Identities of the users of your product, so that what they consume through orq.ai can be attributed, searched and limited.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;
pub mod runtime;

pub use generated::client::Orq;
pub use generated::{models, resources};
#[rustfmt::skip]
pub use runtime::{
    Base64, ByteStream, CallError, Client, ClientBuilder, ClientCredentials, Clock,
    Credential, CredentialProvider, Error, ErrorKind, EventStream, FilePart, Items,
    Middleware, Opening, Pages, Patch, RetryPolicy, Secret, Sending, Transport,
    WithResponse,
};
