// Written by the generator; every edit here is lost.

//! The types of requests and answers.

use crate::modules;

modules!(feature = "contacts" {
    contact,
    create_contact,
});

modules!(feature = "identities" {
    create_identity,
    created_identity,
    error_body,
    identity,
    identity_metrics,
    list_identities,
    message_body,
    update_identity,
    updated_identity,
});
