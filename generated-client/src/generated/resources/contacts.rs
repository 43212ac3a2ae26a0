// Written by the generator; every edit here is lost.

//! `contacts`: The older way in to the same users: one call that creates or updates.

use crate::call_methods;
use crate::models;
use crate::runtime::{
    Call, Client, DecodeError, Error, Operation, OperationMeta, Request, Response,
};

/// The older way in to the same users: one call that creates or updates.
#[derive(Clone, Debug)]
pub struct Contacts {
    client: Client,
}

impl Contacts {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Create or update a contact.
    ///
    /// Makes sure that the workspace knows this user: creates the contact when the external id is new, and updates it otherwise.
    ///
    /// `POST /v2/contacts`
    ///
    /// ```no_run
    /// # use orq_ai_sdk::Orq;
    /// # async fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
    /// use orq_ai_sdk::models::CreateContactRequest;
    ///
    /// let answer = orq
    ///     .contacts()
    ///     .create(
    ///         CreateContactRequest::new("user_12345")
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
    pub fn create(&self, body: models::CreateContactRequest) -> CreateContact {
        CreateContact {
            call: Call::new(&self.client),
            body,
        }
    }
}

/// A call of `POST /v2/contacts`, made with what it requires; options are set on it.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct CreateContact {
    call: Call,
    body: models::CreateContactRequest,
}

call_methods!(CreateContact => models::Contact, std::convert::Infallible);

impl Operation for CreateContact {
    type Success = models::Contact;
    type Failure = std::convert::Infallible;

    const META: &'static OperationMeta = &OperationMeta {
        id: "CreateContact",
        method: "POST",
        path: "/v2/contacts",
        accept: "application/json",
        idempotent: false,
        content: true,
        security: &[&["ApiKey"]],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/v2/contacts");
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
