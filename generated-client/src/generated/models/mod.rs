// Written by the generator; every edit here is lost.

//! The types of requests and answers.

#[cfg(feature = "contacts")]
mod contact;
#[cfg(feature = "contacts")]
mod create_contact;
#[cfg(feature = "identities")]
mod create_identity;
#[cfg(feature = "identities")]
mod created_identity;
#[cfg(feature = "identities")]
mod error_body;
#[cfg(feature = "identities")]
mod identity;
#[cfg(feature = "identities")]
mod identity_metrics;
#[cfg(feature = "identities")]
mod list_identities;
#[cfg(feature = "identities")]
mod message_body;
#[cfg(feature = "identities")]
mod update_identity;
#[cfg(feature = "identities")]
mod updated_identity;

#[cfg(feature = "contacts")]
pub use contact::Contact;
#[cfg(feature = "contacts")]
pub use create_contact::CreateContactRequest;
#[cfg(feature = "identities")]
pub use create_identity::CreateIdentityRequest;
#[cfg(feature = "identities")]
pub use created_identity::CreatedIdentity;
#[cfg(feature = "identities")]
pub use error_body::ErrorBody;
#[cfg(feature = "identities")]
pub use identity::Identity;
#[cfg(feature = "identities")]
pub use identity_metrics::IdentityMetrics;
#[cfg(feature = "identities")]
pub use list_identities::{
    ListIdentitiesFilterBy, ListIdentitiesResponse, ListIdentitiesResponseObject,
};
#[cfg(feature = "identities")]
pub use message_body::MessageBody;
#[cfg(feature = "identities")]
pub use update_identity::UpdateIdentityRequest;
#[cfg(feature = "identities")]
pub use updated_identity::UpdatedIdentity;
