//! Walks an identity through its life: all six operations of the API, one after the other.
//!
//! ```console
//! $ cargo run -p orq-ai-sdk --example identities                    # against a server that it starts itself
//! $ ORQ_API_KEY=… cargo run -p orq-ai-sdk --example identities      # against the real one: changes your workspace
//! ```

use std::env;

use orq_ai_sdk::models::{
    CreateContactRequest, CreateIdentityRequest, ListIdentitiesFilterBy, UpdateIdentityRequest,
};
use orq_ai_sdk::resources::identities::RetrieveIdentityError;
use orq_ai_sdk::{Orq, Patch};
use serde_json::json;

// The server of the tests. It is no dependency, since the tests depend on this crate.
#[path = "../../tests/src/server/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod server;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The server stops when it is dropped, so it is kept to the end.
    let (orq, _server) = if env::var_os("ORQ_API_KEY").is_some() {
        (Orq::from_env()?, None)
    } else {
        let server = server::Server::start().await?;
        server.seed(25);
        println!("ORQ_API_KEY is not set: talking to {}", server.url());
        (
            Orq::builder()
                .api_key(server::API_KEY)
                .server(server.url())
                .build()?,
            Some(server),
        )
    };
    let identities = orq.identities();
    let id = "orq-ai-sdk-example";

    // What is required is an argument, everything else is a setter.
    let jane = CreateIdentityRequest::new(id)
        .display_name("Jane Smith")
        .email("jane.smith@example.com")
        .tags(["premium", "beta-user"])
        .metadata([("department", json!("Engineering"))]);
    let created = identities.create(jane).await?;
    println!(
        "created    {} in workspace {}",
        created.id, created.workspace_id
    );

    // Absent, null and a value are three different things: this clears the address and leaves the rest alone.
    let updated = identities
        .update(id, UpdateIdentityRequest::new().email(Patch::Null))
        .await?;
    println!(
        "updated    e-mail {:?}, display name {:?}",
        updated.email, updated.display_name
    );

    let found = identities.retrieve(id).include_metrics(true).await?;
    println!(
        "retrieved  {} with metrics {:?}",
        found.external_id, found.metrics
    );

    // One page …
    let filter = ListIdentitiesFilterBy::new().tags(["premium", "beta-user"]);
    let page = identities.list().limit(2).filter_by(filter).await?;
    println!(
        "listed     {} premium beta users, {}",
        page.data.len(),
        if page.has_more {
            "and more"
        } else {
            "that's all"
        }
    );

    // … or everything: further pages are asked for as they are needed.
    let mut all = identities.list().limit(50).items();
    let mut count = 0;
    while all.try_next().await?.is_some() {
        count += 1;
    }
    println!("counted    {count} identities");

    // A contact is an identity by its older name; creating one that exists updates it.
    let contact = orq
        .contacts()
        .create(CreateContactRequest::new(id).display_name("Jane Smith-Wilson"))
        .await?;
    println!("upserted   {:?}", contact.display_name);

    identities.delete(id).await?;
    println!("deleted    {id}");

    // An error has the type that the document declares for its status.
    match identities.retrieve(id).await {
        Ok(identity) => println!("surprise   {} is still there", identity.id),
        Err(error) => match error.body() {
            Some(RetrieveIdentityError::NotFound(body)) => println!("gone       {}", body.error),
            _ => return Err(error.into()),
        },
    }
    Ok(())
}
