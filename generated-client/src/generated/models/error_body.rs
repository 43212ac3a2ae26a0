// Written by the generator; every edit here is lost.

use crate::object;

/// What `GET /v2/identities/{id}` answers with status 404.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// What went wrong, in words.
    pub error: String,
}

object!(ErrorBody {
    required error = "error",
});

impl ErrorBody {
    /// A value with what is required, and nothing else set.
    pub fn new(error: impl Into<String>) -> Self {
        Self { error: error.into() }
    }
}
