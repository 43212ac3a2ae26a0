// Written by the generator; every edit here is lost.

//! The operations of the API, grouped by resource.

#[cfg(feature = "contacts")]
pub mod contacts;
#[cfg(feature = "identities")]
pub mod identities;
