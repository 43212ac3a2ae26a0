//! Answers that are not what the document promises: newer, broken, endless, or not from the API at all.

use std::time::Duration;

use orq_ai_sdk::models::CreateIdentityRequest;
use orq_ai_sdk::{ErrorKind, Orq};
use sdk_tests::rude::{Manners, head};
use sdk_tests::server::{API_KEY, Answer};
use serde_json::json;

use super::{PATIENCE, start, start_rude};

const PAGE: &str = "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>";

#[tokio::test]
async fn a_newer_server_may_say_more() {
    let (server, orq) = start().await;
    let item = json!({
        "_id": "contact_1",
        "external_id": "user_1",
        "loyalty": { "level": 3 },
        "email": null,
        "metrics": { "total_cost": 1, "total_tokens": 2, "total_requests": 3, "error_rate": 4, "latency": 5 },
    });
    server.answer_next(Answer::json(
        200,
        json!({ "object": "page", "data": [item], "has_more": false, "total": 1 }),
    ));
    let page = orq.identities().list().await.unwrap();
    assert_eq!(page.data[0].email, None);
    assert_eq!(page.data[0].metrics.as_ref().unwrap().error_rate, 4.0);
    // A value of the enum that nobody knew is kept, and written back unchanged.
    assert_eq!(serde_json::to_value(&page).unwrap()["object"], "page");
}

#[tokio::test]
async fn another_success_than_the_declared_one_is_a_success() {
    let (server, orq) = start().await;
    let workspace_id = "550e8400-e29b-41d4-a716-446655440000";
    let created =
        json!({ "_id": "contact_1", "external_id": "user_1", "workspace_id": workspace_id });
    server.answer_next(Answer::json(200, created));
    orq.identities()
        .create(CreateIdentityRequest::new("user_1"))
        .await
        .unwrap();
    // What deleting answers is of no interest, as long as it is a success.
    server.answer_next(Answer::json(200, "{}"));
    orq.identities().delete("user_1").await.unwrap();
}

#[tokio::test]
async fn a_misfit_is_located() {
    let (server, orq) = start().await;
    let good = json!({ "_id": "contact_1", "external_id": "user_1" });
    let bad = json!({ "_id": "contact_2", "external_id": 12345 });
    server.answer_next(Answer::json(
        200,
        json!({ "object": "list", "data": [good, bad], "has_more": false }),
    ));
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Decode, 200)
    );
    let story = error.to_string();
    for part in ["ListIdentities", "data[1].external_id", "12345"] {
        assert!(story.contains(part), "{part} is missing: {story}");
    }
    assert!(error.raw_body().starts_with(b"{"));
}

#[tokio::test]
async fn a_missing_property_is_named() {
    let (server, orq) = start().await;
    server.answer_next(Answer::json(200, json!({ "_id": "contact_1" })));
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("external_id"), "{error}");
}

#[tokio::test]
async fn a_page_of_html_is_no_answer() {
    let (server, orq) = start().await;
    server.answer_next(Answer::html(200, PAGE));
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Decode, 200)
    );
    assert!(error.to_string().contains("text/html"), "{error}");

    server.answer_next(Answer::html(500, PAGE));
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 500)
    );
    assert_eq!(error.body(), None);
    assert_eq!(error.raw_body(), PAGE.as_bytes());
    assert!(!error.to_string().contains("<h1>"), "{error}");
}

#[tokio::test]
async fn half_a_document_and_none_at_all() {
    let (server, orq) = start().await;
    for body in [
        r#"{"_id":"contact_1","external_id":"us"#,
        "",
        "null",
        "[]",
        "\u{feff}{}",
    ] {
        server.answer_next(Answer::json(200, body));
        let error = orq.identities().retrieve("user_1").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Decode, 200),
            "{body:?}"
        );
        assert_eq!(error.raw_body(), body.as_bytes());
    }
}

#[tokio::test]
async fn deep_nesting_is_no_stack_overflow() {
    let (server, orq) = start().await;
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for body in [
        nested.clone(),
        format!(r#"{{"_id":"a","external_id":"b","metadata":{{"a":{nested}}}}}"#),
    ] {
        server.answer_next(Answer::json(200, body));
        let error = orq.identities().retrieve("user_1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn what_is_too_large_is_not_swallowed() {
    let (server, _) = start().await;
    let orq = Orq::builder()
        .api_key(API_KEY)
        .server(server.url())
        .max_response_bytes(1 << 20)
        .build()
        .unwrap();
    server.answer_next(Answer::json(200, " ".repeat(50 << 20)));
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.raw_body().len() <= 1 << 20);
    // An error page is bounded as well, and its status is not lost.
    server.answer_next(Answer::html(404, "x".repeat(50 << 20)));
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert!(error.raw_body().len() <= 1 << 20);
}

#[tokio::test]
async fn what_never_ends_is_cut_off() {
    let (rude, _) = start_rude(Manners::Flood).await;
    let orq = Orq::builder()
        .api_key(API_KEY)
        .server(rude.url())
        .max_response_bytes(4 << 20)
        .build()
        .unwrap();
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(
        rude.is_left_alone(PATIENCE).await,
        "the connection outlived the error"
    );
}

#[tokio::test]
async fn an_unread_body_holds_nobody_up() {
    let (server, _) = start().await;
    server.answer_next(Answer::json(200, " ".repeat(2 << 20)));
    let orq = Orq::builder()
        .api_key(API_KEY)
        .server(server.url())
        .max_response_bytes(1 << 20)
        .build()
        .unwrap();
    orq.identities().delete("user_1").await.unwrap();

    let (_rude, orq) = start_rude(Manners::Stall(head("content-length: 1000"))).await;
    orq.identities()
        .delete("user_1")
        .timeout(Duration::from_secs(2))
        .await
        .unwrap();
}
