// Written by the generator; every edit here is lost.

use std::collections::BTreeMap;
use crate::object;
use crate::runtime::Patch;

/// What `POST /v2/contacts` sends.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreateContactRequest {
    /// The id under which your own system knows this user. It is unique within the workspace, and every operation that takes an id accepts it too.
    ///
    /// 1 to 120 characters. For example `"user_12345"`.
    pub external_id: String,
    /// Where the user's picture can be loaded from.
    ///
    /// For example `"https://example.com/avatars/jane-smith.jpg"`.
    pub avatar_url: Patch<String>,
    /// The name that orq.ai shows for this user.
    ///
    /// For example `"Jane Smith"`.
    pub display_name: Patch<String>,
    /// The user's e-mail address.
    ///
    /// For example `"jane.smith@example.com"`.
    pub email: Patch<String>,
    /// Whatever else you want to keep with the identity: any keys, with any JSON values.
    ///
    /// For example `{"department": "Engineering", "last_login": "2024-01-15T10:30:00Z", "role": "Senior Developer", "subscription_tier": "premium"}`.
    pub metadata: Option<BTreeMap<String, serde_json::Value>>,
    /// Labels for grouping and filtering, such as a plan, a department or a cohort.
    ///
    /// For example `["premium", "beta-user", "enterprise"]`.
    pub tags: Option<Vec<String>>,
}

object!(CreateContactRequest {
    required external_id = "external_id",
    patch avatar_url = "avatar_url",
    patch display_name = "display_name",
    patch email = "email",
    optional metadata = "metadata",
    optional tags = "tags",
});

impl CreateContactRequest {
    /// A value with what is required, and nothing else set.
    pub fn new(external_id: impl Into<String>) -> Self {
        Self {
            external_id: external_id.into(),
            avatar_url: Patch::Absent,
            display_name: Patch::Absent,
            email: Patch::Absent,
            metadata: None,
            tags: None,
        }
    }

    /// Sets [`avatar_url`](Self::avatar_url).
    #[must_use]
    pub fn avatar_url(mut self, avatar_url: impl Into<Patch<String>>) -> Self {
        self.avatar_url = avatar_url.into();
        self
    }

    /// Sets [`display_name`](Self::display_name).
    #[must_use]
    pub fn display_name(mut self, display_name: impl Into<Patch<String>>) -> Self {
        self.display_name = display_name.into();
        self
    }

    /// Sets [`email`](Self::email).
    #[must_use]
    pub fn email(mut self, email: impl Into<Patch<String>>) -> Self {
        self.email = email.into();
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
}
