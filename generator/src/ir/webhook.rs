//! Calls that the server makes to its clients.

use super::{Content, Docs, Name};
use crate::pointer::Pointer;

/// An operation below `webhooks`, or below the `callbacks` of another operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Its key in the document, and the function that reads its payload.
    pub name: Name,
    /// What the document says about it.
    pub docs: Docs,
    /// The HTTP method, in capitals.
    pub verb: String,
    /// The id of the operation that it follows, where it stands in the `callbacks` of one.
    pub follows: Option<String>,
    /// What it carries.
    pub content: Content,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
    /// Where it stands in the document.
    pub origin: Pointer,
}
