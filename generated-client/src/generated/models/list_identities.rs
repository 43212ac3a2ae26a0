// Written by the generator; every edit here is lost.

use crate::{object, open_enum};
use super::Identity;

/// A parameter of `GET /v2/identities`.
///
/// For example `{"tags": ["premium", "beta-user"]}`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ListIdentitiesFilterBy {
    /// The tags to filter by.
    pub tags: Option<Vec<String>>,
}

object!(ListIdentitiesFilterBy {
    optional tags = "tags",
});

impl ListIdentitiesFilterBy {
    /// A value with nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`tags`](Self::tags).
    #[must_use]
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }
}

/// What `GET /v2/identities` answers with status 200.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListIdentitiesResponse {
    /// The identities of this page.
    pub data: Vec<Identity>,
    /// Whether identities remain beyond this page, in the direction that was asked for.
    pub has_more: bool,
    /// The kind of this answer, always `list`.
    pub object: Option<ListIdentitiesResponseObject>,
}

object!(ListIdentitiesResponse {
    required data = "data",
    required has_more = "has_more",
    optional object = "object",
});

impl ListIdentitiesResponse {
    /// A value with what is required, and nothing else set.
    pub fn new(
        data: impl IntoIterator<Item = impl Into<Identity>>,
        has_more: bool,
    ) -> Self {
        Self {
            data: data.into_iter().map(Into::into).collect(),
            has_more,
            object: None,
        }
    }

    /// Sets [`object`](Self::object).
    #[must_use]
    pub fn object(mut self, object: impl Into<ListIdentitiesResponseObject>) -> Self {
        self.object = Some(object.into());
        self
    }
}

/// The kind of this answer, always `list`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListIdentitiesResponseObject {
    /// `"list"`
    List,
    /// A value that this version of the crate doesn't know; it is written back unchanged.
    Unknown(String),
}

open_enum!(ListIdentitiesResponseObject {
    List = "list",
});
