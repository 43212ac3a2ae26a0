// Written by the generator; every edit here is lost.

//! The client.

use crate::runtime::{
    Api, ApiMeta, Client, ClientBuilder, Credential, Error, SchemeKind, Secret,
    SecurityScheme, ServerTemplate,
};
#[cfg(feature = "contacts")]
use super::resources::contacts::Contacts;
#[cfg(feature = "identities")]
use super::resources::identities::Identities;

/// The client of the orq.ai API: the entry to its resources.
///
/// Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Orq {
    client: Client,
}

impl Api for Orq {
    const META: &'static ApiMeta = &ApiMeta {
        name: "Orq",
        user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        servers: &[
            ServerTemplate {
                url: "https://api.orq.ai",
                variables: &[],
            },
        ],
        server_env: "ORQ_SERVER",
        schemes: &[
            SecurityScheme {
                name: "ApiKey",
                kind: SchemeKind::Bearer,
                env: "ORQ_API_KEY",
            },
        ],
        defaults: None,
    };

    fn from_client(client: Client) -> Self {
        Self { client }
    }

    fn client(&self) -> &Client {
        &self.client
    }
}

impl Orq {
    /// Starts a client with choices: credentials, server, timeouts.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    /// Makes a client with the credentials in the environment: `ORQ_API_KEY`. `ORQ_SERVER` overrides the server.
    ///
    /// # Errors
    ///
    /// When a variable is missing or can't be used.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env()?.build()
    }

    /// The older way in to the same users: one call that creates or updates.
    #[cfg(feature = "contacts")]
    pub fn contacts(&self) -> Contacts {
        Contacts::new(self.client.clone())
    }

    /// The users of your own system, known to orq.ai by an id of their own and by the external id that you chose.
    #[cfg(feature = "identities")]
    pub fn identities(&self) -> Identities {
        Identities::new(self.client.clone())
    }
}

impl ClientBuilder<Orq> {
    /// An API key of the workspace, sent as `Authorization: Bearer <key>`.
    pub fn api_key(self, api_key: impl Into<Secret>) -> Self {
        self.credential("ApiKey", Credential::token(api_key))
    }
}
