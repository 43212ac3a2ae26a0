//! The examples that the document itself gives: a client that can't read them is of no use to the document's readers.

use std::fs;
use std::path::Path;

use orq_ai_sdk::models::{CreateIdentityRequest, UpdateIdentityRequest};
use orq_ai_sdk::resources::identities::{DeleteIdentityError, RetrieveIdentityError};
use sdk_tests::server::Answer;
use serde_json::Value;

use super::start;

/// The example of one answer, as the document has it.
fn example(path: &str, verb: &str, status: u16) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/orq.yaml");
    let document: Value = serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let content = &document["paths"][path][verb]["responses"][status.to_string()]["content"];
    let example = content["application/json"]["example"].clone();
    assert!(
        !example.is_null(),
        "{verb} {path} has no example for {status}"
    );
    example
}

#[tokio::test]
async fn of_list() {
    let (server, orq) = start().await;
    server.answer_next(Answer::json(200, example("/v2/identities", "get", 200)));
    let page = orq.identities().list().await.unwrap();
    assert_eq!(
        (page.object, page.has_more, page.data.len()),
        (None, false, 2)
    );
    let jane = &page.data[0];
    assert_eq!(jane.id, "contact_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assert_eq!(jane.created.unwrap().to_string(), "2024-01-15T10:30:00Z");
    assert_eq!(jane.metrics, None);
    assert_eq!(page.data[1].avatar_url, None);
}

#[tokio::test]
async fn of_create() {
    let (server, orq) = start().await;
    server.answer_next(Answer::json(201, example("/v2/identities", "post", 201)));
    let created = orq
        .identities()
        .create(CreateIdentityRequest::new("user_12345"))
        .await
        .unwrap();
    assert_eq!(
        created.workspace_id.to_string(),
        "550e8400-e29b-41d4-a716-446655440000"
    );
    assert_eq!(created.metadata.unwrap()["subscription_tier"], "premium");
}

#[tokio::test]
async fn of_retrieve() {
    let (server, orq) = start().await;
    server.answer_next(Answer::json(
        200,
        example("/v2/identities/{id}", "get", 200),
    ));
    let found = orq.identities().retrieve("user_12345").await.unwrap();
    assert_eq!(found.tags.unwrap(), ["premium", "beta-user"]);

    server.answer_next(Answer::json(
        404,
        example("/v2/identities/{id}", "get", 404),
    ));
    let error = orq.identities().retrieve("user_12345").await.unwrap_err();
    assert!(
        matches!(error.body(), Some(RetrieveIdentityError::NotFound(body)) if body.error == "Identity not found")
    );

    server.answer_next(Answer::json(
        500,
        example("/v2/identities/{id}", "get", 500),
    ));
    let error = orq.identities().retrieve("user_12345").await.unwrap_err();
    let Some(RetrieveIdentityError::InternalServerError(body)) = error.body() else {
        panic!("{error:?}")
    };
    assert_eq!(body.error, "Failed to fetch metrics");
}

/// This example spells the required `_id` as `id`.
#[tokio::test]
async fn of_update() {
    let (server, orq) = start().await;
    server.answer_next(Answer::json(
        200,
        example("/v2/identities/{id}", "patch", 200),
    ));
    let updated = orq
        .identities()
        .update("user_12345", UpdateIdentityRequest::new())
        .await
        .unwrap();
    assert_eq!(
        (updated.id, updated.external_id.as_str()),
        (None, "user_12345")
    );
    assert_eq!(updated.display_name.as_deref(), Some("Jane Smith-Wilson"));
}

#[tokio::test]
async fn of_delete() {
    let (server, orq) = start().await;
    server.answer_next(Answer::json(
        404,
        example("/v2/identities/{id}", "delete", 404),
    ));
    let error = orq.identities().delete("user_12345").await.unwrap_err();
    assert!(
        matches!(error.body(), Some(DeleteIdentityError::NotFound(body)) if body.error == "Identity not found")
    );
}
