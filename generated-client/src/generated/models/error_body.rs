// Written by the generator; every edit here is lost.

use serde::{Deserialize, Serialize};

/// What `GET /v2/identities/{id}` answers with status 404.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorBody {
    /// What went wrong, in words.
    pub error: String,
}

impl ErrorBody {
    /// A value with what is required, and nothing else set.
    pub fn new(error: impl Into<String>) -> Self {
        Self { error: error.into() }
    }
}
