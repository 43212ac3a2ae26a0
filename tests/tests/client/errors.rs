//! Answers that are no success: by their declared type where they have one, and readable in any case.

use orq_ai_sdk::models::{CreateIdentityRequest, ErrorBody, UpdateIdentityRequest};
use orq_ai_sdk::resources::identities::{
    DeleteIdentityError, RetrieveIdentityError, UpdateIdentityError,
};
use orq_ai_sdk::{Error, ErrorKind, Orq};
use sdk_tests::server::{API_KEY, Answer};
use serde_json::json;

use super::{client, start};

#[tokio::test]
async fn not_found_has_the_type_of_its_operation() {
    let (_server, orq) = start().await;

    let error = orq.identities().retrieve("nobody").await.unwrap_err();
    assert!(
        matches!(error.body(), Some(RetrieveIdentityError::NotFound(body)) if body.error == "Identity not found"),
        "{error:?}"
    );
    let error = orq
        .identities()
        .update("nobody", UpdateIdentityRequest::new())
        .await
        .unwrap_err();
    assert!(
        matches!(error.body(), Some(UpdateIdentityError::NotFound(body)) if body.message == "Identity not found"),
        "{error:?}"
    );
    let error = orq.identities().delete("nobody").await.unwrap_err();
    assert!(
        matches!(error.body(), Some(DeleteIdentityError::NotFound(body)) if body.error == "Identity not found"),
        "{error:?}"
    );
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 404)
    );
    assert_eq!(error.message(), "Identity not found");
    assert_eq!(error.operation(), Some("DeleteIdentity"));
    assert_eq!((error.request_id(), error.attempts()), (Some("req_3"), 1));
}

#[tokio::test]
async fn each_declared_status_has_its_own_variant() {
    let (server, orq) = start().await;
    server.answer_next(Answer::error(500, "Failed to fetch metrics"));
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    let Some(RetrieveIdentityError::InternalServerError(ErrorBody { error: words, .. })) =
        error.into_body()
    else {
        panic!("the answer fits the document");
    };
    assert_eq!(words, "Failed to fetch metrics");
}

/// Bodies that the document doesn't declare for a 404, and what is read out of them.
#[tokio::test]
async fn undeclared_shapes_are_readable_all_the_same() {
    let bodies = [
        (
            json!({ "error": { "code": "not_found", "message": "Gone", "doc_url": "https://docs.orq.ai" } })
                .to_string(),
            "Gone",
        ),
        (json!({ "message": "Gone" }).to_string(), "Gone"),
        (json!({ "errors": [{ "message": "Gone" }] }).to_string(), "Gone"),
        (json!({ "detail": "Gone" }).to_string(), "Gone"),
        ("Gone".to_owned(), "Gone"),
    ];
    let (server, orq) = start().await;
    for (body, words) in bodies {
        server.answer_next(Answer::new(404, body.as_str()));
        let error = orq.identities().retrieve("user_1").await.unwrap_err();
        assert_eq!(error.body(), None, "{body}");
        assert_eq!(error.status().unwrap(), 404, "{body}");
        assert_eq!(error.message(), words, "{body}");
        assert_eq!(error.raw_body(), body.as_bytes());
    }
}

#[tokio::test]
async fn an_undeclared_status_is_readable_all_the_same() {
    let (server, orq) = start().await;
    server.seed(1);
    let conflict = orq
        .identities()
        .create(CreateIdentityRequest::new("user_1"))
        .await
        .unwrap_err();
    assert_eq!(conflict.status().unwrap(), 409);
    assert_eq!(
        conflict.message(),
        "An identity with this external_id exists already"
    );

    let invalid = orq.identities().list().limit(51).await.unwrap_err();
    assert_eq!(invalid.status().unwrap(), 400);
    assert_eq!(invalid.message(), "limit must be between 1 and 50");

    server.answer_next(Answer::rate_limited(7));
    let limited = orq.identities().list().await.unwrap_err();
    assert_eq!(limited.status().unwrap(), 429);
    assert_eq!(limited.headers()["retry-after"], "7");
    assert_eq!(limited.headers()["x-ratelimit-remaining"], "0");
}

#[tokio::test]
async fn a_wrong_key_is_a_401() {
    let (server, _) = start().await;
    let orq = Orq::builder()
        .api_key("another-key")
        .server(server.url())
        .build()
        .unwrap();
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 401)
    );
    assert_eq!(error.message(), "The API key is missing or wrong");
    assert_eq!(
        server.requests().len(),
        1,
        "a refusal is no reason to try again"
    );
}

/// `?` mixes calls of different operations in one function.
#[tokio::test]
async fn errors_of_all_operations_are_one_type_in_the_end() {
    async fn mixed(orq: &Orq) -> Result<(), Error> {
        orq.identities().list().await?;
        orq.identities().delete("nobody").await?;
        orq.identities().retrieve("nobody").await?;
        Ok(())
    }
    async fn boxed(orq: &Orq) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        orq.identities()
            .update("nobody", UpdateIdentityRequest::new())
            .await?;
        Ok(())
    }
    let (_server, orq) = start().await;
    assert_eq!(
        mixed(&orq).await.unwrap_err().operation(),
        Some("DeleteIdentity")
    );
    assert!(
        boxed(&orq)
            .await
            .unwrap_err()
            .to_string()
            .contains("UpdateIdentity")
    );
}

#[tokio::test]
async fn an_error_tells_its_story_and_no_secret() {
    let (server, orq) = start().await;
    server.answer_next(Answer::message(
        403,
        &format!("The key {API_KEY} may not do this"),
    ));
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    let story = error.to_string();
    for part in ["RetrieveIdentity", "403", "may not do this", "req_1"] {
        assert!(story.contains(part), "{part} is missing: {story}");
    }
    for text in [story, format!("{error:?}"), error.message().to_owned()] {
        assert!(!text.contains(API_KEY), "{text}");
    }
}

#[tokio::test]
async fn nobody_listens() {
    let (server, _) = start().await;
    // The port was free a moment ago and is free again once the server is gone.
    let url = server.url().to_owned();
    drop(server);
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let error = client(&url).identities().list().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Connect, None));
    assert!(error.to_string().contains("ListIdentities"), "{error}");
}
