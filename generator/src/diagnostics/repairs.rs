//! What was read in another way than it is written, and what would have to be written for it to be read the same way
//! without a complaint.

use crate::pointer::Pointer;
use crate::spec::json::Value;

/// One repair.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// What was wrong and how it was read, as the complaint says it.
    pub why: String,
    /// What would have to be done to the document.
    pub edits: Vec<Edit>,
}

/// One value that should be another, or stand elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Where.
    pub at: Pointer,
    /// What should stand there; nothing, where it is `None`.
    pub value: Option<Value>,
    /// The key that what stands there should have instead.
    pub renamed: Option<String>,
}

impl Edit {
    /// A value in place of what is there, if anything is.
    pub fn set(at: Pointer, value: impl Into<Value>) -> Self {
        Self {
            at,
            value: Some(value.into()),
            renamed: None,
        }
    }

    /// Another key for what is there.
    pub fn rename(at: Pointer, key: impl Into<String>) -> Self {
        Self {
            at,
            value: None,
            renamed: Some(key.into()),
        }
    }

    /// Nothing in place of what is there.
    pub fn remove(at: Pointer) -> Self {
        Self {
            at,
            value: None,
            renamed: None,
        }
    }
}
