// Written by the generator; every edit here is lost.

use std::collections::BTreeMap;
use crate::object;

/// What `PATCH /v2/identities/{id}` answers with status 200.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UpdatedIdentity {
    /// The id under which your own system knows this user. It is unique within the workspace, and every operation that takes an id accepts it too.
    ///
    /// 1 to 120 characters. For example `"user_12345"`.
    pub external_id: String,
    /// The identity's own id, given by orq.ai: a ULID, possibly behind a prefix such as `contact_`.
    ///
    /// For example `"contact_01ARZ3NDEKTSV4RRFFQ69G5FAV"`.
    pub id: Option<String>,
    /// Where the user's picture can be loaded from.
    ///
    /// For example `"https://example.com/avatars/jane-smith.jpg"`.
    pub avatar_url: Option<String>,
    /// When the identity was created.
    pub created: Option<jiff::Timestamp>,
    /// The name that orq.ai shows for this user.
    ///
    /// For example `"Jane Smith"`.
    pub display_name: Option<String>,
    /// The user's e-mail address.
    ///
    /// For example `"jane.smith@example.com"`.
    pub email: Option<String>,
    /// Whatever else you want to keep with the identity: any keys, with any JSON values.
    ///
    /// For example `{"department": "Engineering", "last_login": "2024-01-15T10:30:00Z", "role": "Senior Developer", "subscription_tier": "premium"}`.
    pub metadata: Option<BTreeMap<String, serde_json::Value>>,
    /// Labels for grouping and filtering, such as a plan, a department or a cohort.
    ///
    /// For example `["premium", "beta-user", "enterprise"]`.
    pub tags: Option<Vec<String>>,
    /// When the identity was last changed.
    pub updated: Option<jiff::Timestamp>,
}

object!(UpdatedIdentity {
    required external_id = "external_id",
    optional id = "_id",
    optional avatar_url = "avatar_url",
    optional created = "created",
    optional display_name = "display_name",
    optional email = "email",
    optional metadata = "metadata",
    optional tags = "tags",
    optional updated = "updated",
});

impl UpdatedIdentity {
    /// A value with what is required, and nothing else set.
    pub fn new(external_id: impl Into<String>) -> Self {
        Self {
            external_id: external_id.into(),
            id: None,
            avatar_url: None,
            created: None,
            display_name: None,
            email: None,
            metadata: None,
            tags: None,
            updated: None,
        }
    }

    /// Sets [`id`](Self::id).
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets [`avatar_url`](Self::avatar_url).
    #[must_use]
    pub fn avatar_url(mut self, avatar_url: impl Into<String>) -> Self {
        self.avatar_url = Some(avatar_url.into());
        self
    }

    /// Sets [`created`](Self::created).
    #[must_use]
    pub fn created(mut self, created: jiff::Timestamp) -> Self {
        self.created = Some(created);
        self
    }

    /// Sets [`display_name`](Self::display_name).
    #[must_use]
    pub fn display_name(mut self, display_name: impl Into<String>) -> Self {
        self.display_name = Some(display_name.into());
        self
    }

    /// Sets [`email`](Self::email).
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Sets [`metadata`](Self::metadata).
    #[must_use]
    pub fn metadata(
        mut self,
        metadata: impl IntoIterator<
            Item = (impl Into<String>, impl Into<serde_json::Value>),
        >,
    ) -> Self {
        self.metadata = Some(
            metadata.into_iter().map(|(key, value)| (key.into(), value.into())).collect(),
        );
        self
    }

    /// Sets [`tags`](Self::tags).
    #[must_use]
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// Sets [`updated`](Self::updated).
    #[must_use]
    pub fn updated(mut self, updated: jiff::Timestamp) -> Self {
        self.updated = Some(updated);
        self
    }
}
