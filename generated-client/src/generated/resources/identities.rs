// Written by the generator; every edit here is lost.

//! `identities`: The users of your own system, known to orq.ai by an id of their own and by the external id that you chose.

use crate::{answers, call_methods};
use crate::models;
use crate::runtime::{
    Call, Client, DecodeError, Error, Items, Operation, OperationMeta, Paged, Pages,
    PathStyle, QueryStyle, Request, Response,
};

/// The users of your own system, known to orq.ai by an id of their own and by the external id that you chose.
#[derive(Clone, Debug)]
pub struct Identities {
    client: Client,
}

impl Identities {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// List the identities.
    ///
    /// Walks through the identities of the workspace, a page at a time, optionally narrowed by a search text or by tags.
    ///
    /// `GET /v2/identities`
    ///
    /// ```no_run
    /// # use orq_ai_sdk::Orq;
    /// # async fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
    /// use orq_ai_sdk::models::ListIdentitiesFilterBy;
    ///
    /// let answer = orq
    ///     .identities()
    ///     .list()
    ///     .limit(10)
    ///     .search("john")
    ///     .filter_by(ListIdentitiesFilterBy::new().tags(["premium", "beta-user"]))
    ///     .include_metrics(false)
    ///     .send()
    ///     .await?;
    /// println!("{answer:#?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> ListIdentities {
        ListIdentities {
            call: Call::new(&self.client),
            limit: None,
            starting_after: None,
            ending_before: None,
            search: None,
            filter_by: None,
            include_metrics: None,
        }
    }

    /// Create a new identity.
    ///
    /// Registers a user of your system under an external id that the workspace doesn't know yet, so that usage can be attributed to it. Fails when the external id is taken; `POST /v2/contacts` creates or updates instead.
    ///
    /// `POST /v2/identities`
    ///
    /// ```no_run
    /// # use orq_ai_sdk::Orq;
    /// # async fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
    /// use orq_ai_sdk::models::CreateIdentityRequest;
    ///
    /// let answer = orq
    ///     .identities()
    ///     .create(
    ///         CreateIdentityRequest::new("user_12345")
    ///             .avatar_url("https://example.com/avatars/jane-smith.jpg")
    ///             .display_name("Jane Smith")
    ///             .email("jane.smith@example.com")
    ///             .metadata([
    ///                 ("department", "Engineering"),
    ///                 ("last_login", "2024-01-15T10:30:00Z"),
    ///                 ("role", "Senior Developer"),
    ///                 ("subscription_tier", "premium"),
    ///             ])
    ///             .tags(["premium", "beta-user", "enterprise"]),
    ///     )
    ///     .send()
    ///     .await?;
    /// println!("{answer:#?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, body: models::CreateIdentityRequest) -> CreateIdentity {
        CreateIdentity {
            call: Call::new(&self.client),
            body,
        }
    }

    /// Look up one identity.
    ///
    /// Either id will do: the one that orq.ai gave the identity, or the external id from your own system.
    ///
    /// `GET /v2/identities/{id}`
    ///
    /// ```no_run
    /// # use orq_ai_sdk::Orq;
    /// # async fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
    /// let answer = orq
    ///     .identities()
    ///     .retrieve("<id>")
    ///     .include_metrics(false)
    ///     .send()
    ///     .await?;
    /// println!("{answer:#?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn retrieve(&self, id: impl Into<String>) -> RetrieveIdentity {
        RetrieveIdentity {
            call: Call::new(&self.client),
            id: id.into(),
            include_metrics: None,
        }
    }

    /// Change an identity.
    ///
    /// Changes the fields that the body mentions and leaves the others alone. A nullable field is cleared by sending `null`.
    ///
    /// `PATCH /v2/identities/{id}`
    ///
    /// ```no_run
    /// # use orq_ai_sdk::Orq;
    /// # async fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
    /// use orq_ai_sdk::models::UpdateIdentityRequest;
    ///
    /// let answer = orq
    ///     .identities()
    ///     .update(
    ///         "<id>",
    ///         UpdateIdentityRequest::new()
    ///             .avatar_url("https://example.com/avatars/jane-smith.jpg")
    ///             .display_name("Jane Smith")
    ///             .email("jane.smith@example.com")
    ///             .metadata([
    ///                 ("department", "Engineering"),
    ///                 ("last_login", "2024-01-15T10:30:00Z"),
    ///                 ("role", "Senior Developer"),
    ///                 ("subscription_tier", "premium"),
    ///             ])
    ///             .tags(["premium", "beta-user", "enterprise"]),
    ///     )
    ///     .send()
    ///     .await?;
    /// println!("{answer:#?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(
        &self,
        id: impl Into<String>,
        body: models::UpdateIdentityRequest,
    ) -> UpdateIdentity {
        UpdateIdentity {
            call: Call::new(&self.client),
            id: id.into(),
            body,
        }
    }

    /// Delete an identity for good.
    ///
    /// Removes an identity together with the budgets that were set up for it. There is no way back.
    ///
    /// `DELETE /v2/identities/{id}`
    ///
    /// ```no_run
    /// # use orq_ai_sdk::Orq;
    /// # async fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
    /// orq.identities().delete("<id>").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, id: impl Into<String>) -> DeleteIdentity {
        DeleteIdentity {
            call: Call::new(&self.client),
            id: id.into(),
        }
    }
}

/// A call of `GET /v2/identities`, made with what it requires; options are set on it.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct ListIdentities {
    call: Call,
    limit: Option<i64>,
    starting_after: Option<String>,
    ending_before: Option<String>,
    search: Option<String>,
    filter_by: Option<models::ListIdentitiesFilterBy>,
    include_metrics: Option<bool>,
}

impl ListIdentities {
    /// How many identities a page holds at most. The server uses 10 when it is left out.
    ///
    /// At least 1, at most 50. The server's default is `10`.
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Cursor of the next page: the `_id` of the last identity that you have. The page begins right after it.
    pub fn starting_after(mut self, starting_after: impl Into<String>) -> Self {
        self.starting_after = Some(starting_after.into());
        self
    }

    /// Cursor of the previous page: the `_id` of the first identity that you have. The page ends right before it.
    pub fn ending_before(mut self, ending_before: impl Into<String>) -> Self {
        self.ending_before = Some(ending_before.into());
        self
    }

    /// Text to look for in display names and e-mail addresses, at least two characters long.
    ///
    /// For example `"john"`.
    pub fn search(mut self, search: impl Into<String>) -> Self {
        self.search = Some(search.into());
        self
    }

    /// Keeps only identities that carry the given tags. On the wire it is `tags=premium,beta-user`; a JSON object with a `tags` array is understood as well.
    ///
    /// For example `{"tags": ["premium", "beta-user"]}`.
    pub fn filter_by(mut self, filter_by: models::ListIdentitiesFilterBy) -> Self {
        self.filter_by = Some(filter_by);
        self
    }

    /// Whether to add the metrics of the last 30 days.
    ///
    /// The server's default is `false`.
    pub fn include_metrics(mut self, include_metrics: bool) -> Self {
        self.include_metrics = Some(include_metrics);
        self
    }
}

call_methods!(
    ListIdentities => models::ListIdentitiesResponse, std::convert::Infallible
);

impl Operation for ListIdentities {
    type Success = models::ListIdentitiesResponse;
    type Failure = std::convert::Infallible;

    const META: &'static OperationMeta = &OperationMeta {
        id: "ListIdentities",
        method: "GET",
        path: "/v2/identities",
        accept: "application/json",
        idempotent: true,
        content: true,
        security: &[&["ApiKey"]],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/v2/identities");
        request.query("limit", self.limit.as_ref(), QueryStyle::FORM)?;
        request.query("starting_after", self.starting_after.as_ref(), QueryStyle::FORM)?;
        request.query("ending_before", self.ending_before.as_ref(), QueryStyle::FORM)?;
        request.query("search", self.search.as_ref(), QueryStyle::FORM)?;
        request
            .query(
                "filter_by",
                self.filter_by.as_ref(),
                QueryStyle::FORM.comma_arrays(),
            )?;
        request
            .query("include_metrics", self.include_metrics.as_ref(), QueryStyle::FORM)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Self::Success, DecodeError> {
        response.json()
    }

    fn failure(_response: &Response) -> Option<Self::Failure> {
        None
    }
}

impl ListIdentities {
    /// Every item, from this page on: further pages are asked for as they are needed.
    pub fn items(self) -> Items<Self> {
        Items::new(self)
    }

    /// Every page, from this one on.
    pub fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }
}

impl Paged for ListIdentities {
    type Item = models::Identity;

    fn items(page: models::ListIdentitiesResponse) -> Vec<models::Identity> {
        page.data
    }

    fn next(&self, page: &models::ListIdentitiesResponse) -> Option<Self> {
        if !page.has_more {
            return None;
        }
        let mut next = self.clone();
        if self.ending_before.is_some() {
            next.ending_before = Some(page.data.first()?.id.clone());
        } else {
            next.starting_after = Some(page.data.last()?.id.clone());
        }
        Some(next)
    }
}

/// A call of `POST /v2/identities`, made with what it requires; options are set on it.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct CreateIdentity {
    call: Call,
    body: models::CreateIdentityRequest,
}

call_methods!(CreateIdentity => models::CreatedIdentity, std::convert::Infallible);

impl Operation for CreateIdentity {
    type Success = models::CreatedIdentity;
    type Failure = std::convert::Infallible;

    const META: &'static OperationMeta = &OperationMeta {
        id: "CreateIdentity",
        method: "POST",
        path: "/v2/identities",
        accept: "application/json",
        idempotent: false,
        content: true,
        security: &[&["ApiKey"]],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/v2/identities");
        request.json(&self.body)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Self::Success, DecodeError> {
        response.json()
    }

    fn failure(_response: &Response) -> Option<Self::Failure> {
        None
    }
}

/// A call of `GET /v2/identities/{id}`, made with what it requires; options are set on it.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct RetrieveIdentity {
    call: Call,
    id: String,
    include_metrics: Option<bool>,
}

impl RetrieveIdentity {
    /// Whether to add the metrics of the last 30 days.
    ///
    /// The server's default is `false`.
    pub fn include_metrics(mut self, include_metrics: bool) -> Self {
        self.include_metrics = Some(include_metrics);
        self
    }
}

call_methods!(RetrieveIdentity => models::Identity, RetrieveIdentityError);

impl Operation for RetrieveIdentity {
    type Success = models::Identity;
    type Failure = RetrieveIdentityError;

    const META: &'static OperationMeta = &OperationMeta {
        id: "RetrieveIdentity",
        method: "GET",
        path: "/v2/identities/{id}",
        accept: "application/json",
        idempotent: true,
        content: true,
        security: &[&["ApiKey"]],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/v2/identities/");
        request.segment("id", &self.id, PathStyle::SIMPLE)?;
        request
            .query("include_metrics", self.include_metrics.as_ref(), QueryStyle::FORM)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Self::Success, DecodeError> {
        response.json()
    }

    fn failure(response: &Response) -> Option<Self::Failure> {
        match response.status().as_u16() {
            404 => response.json().ok().map(RetrieveIdentityError::NotFound),
            500 => response.json().ok().map(RetrieveIdentityError::InternalServerError),
            _ => None,
        }
    }
}

/// The error bodies that the document declares for [`RetrieveIdentity`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RetrieveIdentityError {
    /// No identity has this id or external id.
    ///
    /// For example `{"error": "Identity not found"}`.
    NotFound(models::ErrorBody),
    /// The metrics could not be gathered.
    ///
    /// For example `{"error": "Failed to fetch metrics"}`.
    InternalServerError(models::ErrorBody),
}

answers!(RetrieveIdentityError {
    NotFound(json),
    InternalServerError(json),
});

/// A call of `PATCH /v2/identities/{id}`, made with what it requires; options are set on it.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct UpdateIdentity {
    call: Call,
    id: String,
    body: models::UpdateIdentityRequest,
}

call_methods!(UpdateIdentity => models::UpdatedIdentity, UpdateIdentityError);

impl Operation for UpdateIdentity {
    type Success = models::UpdatedIdentity;
    type Failure = UpdateIdentityError;

    const META: &'static OperationMeta = &OperationMeta {
        id: "UpdateIdentity",
        method: "PATCH",
        path: "/v2/identities/{id}",
        accept: "application/json",
        idempotent: false,
        content: true,
        security: &[&["ApiKey"]],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/v2/identities/");
        request.segment("id", &self.id, PathStyle::SIMPLE)?;
        request.json(&self.body)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Self::Success, DecodeError> {
        response.json()
    }

    fn failure(response: &Response) -> Option<Self::Failure> {
        match response.status().as_u16() {
            404 => response.json().ok().map(UpdateIdentityError::NotFound),
            _ => None,
        }
    }
}

/// The error bodies that the document declares for [`UpdateIdentity`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum UpdateIdentityError {
    /// No identity has this id or external id.
    NotFound(models::MessageBody),
}

answers!(UpdateIdentityError {
    NotFound(json),
});

/// A call of `DELETE /v2/identities/{id}`, made with what it requires; options are set on it.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct DeleteIdentity {
    call: Call,
    id: String,
}

call_methods!(DeleteIdentity => (), DeleteIdentityError);

impl Operation for DeleteIdentity {
    type Success = ();
    type Failure = DeleteIdentityError;

    const META: &'static OperationMeta = &OperationMeta {
        id: "DeleteIdentity",
        method: "DELETE",
        path: "/v2/identities/{id}",
        accept: "application/json",
        idempotent: true,
        content: false,
        security: &[&["ApiKey"]],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/v2/identities/");
        request.segment("id", &self.id, PathStyle::SIMPLE)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Self::Success, DecodeError> {
        response.empty()
    }

    fn failure(response: &Response) -> Option<Self::Failure> {
        match response.status().as_u16() {
            404 => response.json().ok().map(DeleteIdentityError::NotFound),
            _ => None,
        }
    }
}

/// The error bodies that the document declares for [`DeleteIdentity`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DeleteIdentityError {
    /// No identity has this id or external id.
    ///
    /// For example `{"error": "Identity not found"}`.
    NotFound(models::ErrorBody),
}

answers!(DeleteIdentityError {
    NotFound(json),
});
