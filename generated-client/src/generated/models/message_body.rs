// Written by the generator; every edit here is lost.

use crate::object;

/// What `PATCH /v2/identities/{id}` answers with status 404.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MessageBody {
    /// What went wrong, in words.
    pub message: String,
}

object!(MessageBody {
    required message = "message",
});

impl MessageBody {
    /// A value with what is required, and nothing else set.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}
