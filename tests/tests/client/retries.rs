//! What is sent again, and what must never be.

use std::time::Duration;

use orq_ai_sdk::models::{CreateIdentityRequest, UpdateIdentityRequest};
use orq_ai_sdk::{ErrorKind, Orq, RetryPolicy};
use sdk_tests::rude::{Manners, Rude};
use sdk_tests::server::{API_KEY, Answer, Server};

/// The default policy, only quicker.
const QUICK: RetryPolicy = RetryPolicy::new().base_delay(Duration::from_millis(1));

async fn start() -> (Server, Orq) {
    let server = Server::start().await.unwrap();
    let orq = Orq::builder()
        .api_key(API_KEY)
        .server(server.url())
        .retry(QUICK)
        .build()
        .unwrap();
    (server, orq)
}

#[tokio::test]
async fn a_read_is_tried_three_times() {
    for status in [408, 429, 500, 502, 503, 504] {
        let (server, orq) = start().await;
        server.answer_next(Answer::error(status, "later"));
        server.answer_next(Answer::error(status, "later"));
        let page = orq.identities().list().send_with_response().await.unwrap();
        assert_eq!(
            (page.attempts(), server.requests().len()),
            (3, 3),
            "{status}"
        );
    }
}

#[tokio::test]
async fn attempts_come_to_an_end() {
    let (server, orq) = start().await;
    for _ in 0..5 {
        server.answer_next(Answer::error(503, "later"));
    }
    let error = orq.identities().delete("user_1").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), server.requests().len()),
        (ErrorKind::Status, 3, 3)
    );
    assert!(error.to_string().contains("3 attempts"), "{error}");
}

#[tokio::test]
async fn a_final_status_is_final() {
    for status in [400, 401, 403, 404, 409, 422, 501] {
        let (server, orq) = start().await;
        server.answer_next(Answer::error(status, "no"));
        orq.identities().list().await.unwrap_err();
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_write_is_not_repeated_unless_the_server_asks_for_it() {
    let (server, orq) = start().await;
    server.answer_next(Answer::error(500, "broken"));
    orq.identities()
        .create(CreateIdentityRequest::new("user_1"))
        .await
        .unwrap_err();
    server.answer_next(Answer::error(503, "later"));
    orq.identities()
        .update("user_1", UpdateIdentityRequest::new())
        .await
        .unwrap_err();
    assert_eq!(server.requests().len(), 2);

    server.answer_next(Answer::rate_limited(0));
    orq.identities()
        .create(CreateIdentityRequest::new("user_1"))
        .await
        .unwrap();
    assert_eq!(server.requests().len(), 4);

    server.answer_next(Answer::error(500, "broken"));
    let create = orq
        .identities()
        .create(CreateIdentityRequest::new("user_2"));
    create.retry(QUICK.repeat_anything()).await.unwrap();
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn a_connection_that_broke_is_no_proof_that_nothing_happened() {
    let rude = Rude::start(Manners::HangUp).await.unwrap();
    let orq = Orq::builder()
        .api_key(API_KEY)
        .server(rude.url())
        .retry(QUICK)
        .build()
        .unwrap();
    let error = orq
        .identities()
        .create(CreateIdentityRequest::new("user_1"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), rude.requests()),
        (ErrorKind::Transport, 1, 1)
    );
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), rude.requests()),
        (ErrorKind::Transport, 3, 4)
    );
}

#[tokio::test]
async fn the_server_decides_how_long_to_wait() {
    let (server, orq) = start().await;
    server.answer_next(Answer::rate_limited(1));
    let begun = std::time::Instant::now();
    orq.identities().list().await.unwrap();
    assert!(
        begun.elapsed() >= Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let (server, orq) = start().await;
    server.answer_next(Answer::rate_limited(30));
    let begun = std::time::Instant::now();
    let error = orq
        .identities()
        .list()
        .timeout(Duration::from_millis(300))
        .await
        .unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(
        matches!(error.kind(), ErrorKind::Status | ErrorKind::Timeout),
        "{error:?}"
    );
}

#[tokio::test]
async fn one_call_may_decide_for_itself() {
    let (server, orq) = start().await;
    server.answer_next(Answer::error(503, "later"));
    orq.identities()
        .list()
        .retry(RetryPolicy::none())
        .await
        .unwrap_err();
    assert_eq!(server.requests().len(), 1);
}
