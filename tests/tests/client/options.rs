//! What one call, or the client, may do differently: headers, server, time.

use std::time::Duration;

use orq_ai_sdk::{ErrorKind, Orq, RetryPolicy};
use sdk_tests::rude::Manners;
use sdk_tests::server::{API_KEY, Answer, Server};

use super::{PATIENCE, start, start_rude};

#[tokio::test]
async fn a_call_may_set_headers() {
    let (server, _) = start().await;
    let orq = Orq::builder()
        .api_key(API_KEY)
        .server(server.url())
        .header("x-team", "blue")
        .build()
        .unwrap();
    orq.identities().list().await.unwrap();
    assert_eq!(
        server.last_request().unwrap().header("x-team"),
        Some("blue")
    );
    orq.identities()
        .list()
        .header("X-Team", "red")
        .header("x-other", "1")
        .await
        .unwrap();
    let request = server.last_request().unwrap();
    assert_eq!(
        (request.header("x-team"), request.header("x-other")),
        (Some("red"), Some("1"))
    );
    assert_eq!(request.headers.get_all("x-team").iter().count(), 1);
}

#[tokio::test]
async fn a_header_with_a_line_break_is_an_error_and_not_a_second_header() {
    let (server, orq) = start().await;
    for (name, value) in [
        ("x-a", "1\r\nx-evil: 1"),
        ("x-a\r\nx-evil", "1"),
        ("x-a", "\0"),
        ("", "1"),
        ("a b", "1"),
    ] {
        let error = orq
            .identities()
            .list()
            .header(name, value)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{name:?}: {value:?}");
        let error = Orq::builder()
            .api_key(API_KEY)
            .header(name, value)
            .build()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{name:?}: {value:?}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_call_may_go_to_another_server() {
    let (server, orq) = start().await;
    let other = Server::start().await.unwrap();
    other.seed(1);
    let page = orq.identities().list().server(other.url()).await.unwrap();
    assert_eq!(
        (
            page.data.len(),
            server.requests().len(),
            other.requests().len()
        ),
        (1, 0, 1)
    );

    let error = orq
        .identities()
        .list()
        .server("http://api.example.com")
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Config, 0));
}

#[tokio::test]
async fn a_server_may_stand_under_a_path() {
    let (server, _) = start().await;
    for url in [
        format!("{}/gateway/orq", server.url()),
        format!("{}/gateway/orq/", server.url()),
    ] {
        let orq = Orq::builder().api_key(API_KEY).server(url).build().unwrap();
        let error = orq.identities().retrieve("user_1").await.unwrap_err();
        assert_eq!(error.status().unwrap(), 404);
        assert_eq!(
            server.last_request().unwrap().target,
            "/gateway/orq/v2/identities/user_1"
        );
    }
}

#[tokio::test]
async fn a_call_may_have_less_time_than_its_client() {
    let (_rude, orq) = start_rude(Manners::Stall(String::new())).await;
    let begun = std::time::Instant::now();
    let error = orq
        .identities()
        .retrieve("user_1")
        .timeout(Duration::from_millis(200))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_deadline_covers_all_attempts() {
    let (rude, _) = start_rude(Manners::Stall(String::new())).await;
    let orq = Orq::builder()
        .api_key(API_KEY)
        .server(rude.url())
        .attempt_timeout(Duration::from_millis(200))
        .timeout(Duration::from_millis(500))
        .retry(
            RetryPolicy::new()
                .attempts(100)
                .base_delay(Duration::from_millis(1)),
        )
        .build()
        .unwrap();
    let begun = std::time::Instant::now();
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(
        (2..=4).contains(&rude.requests()),
        "{} attempts",
        rude.requests()
    );
}

#[tokio::test]
async fn a_redirect_takes_no_credentials_along() {
    let (server, orq) = start().await;
    let other = Server::start().await.unwrap();
    for status in [301, 302, 303, 307, 308] {
        let target = format!("{}/v2/identities", other.url());
        server.answer_next(Answer::new(status, "").header("location", target));
        // The other server lets nobody in without a key.
        let error = orq.identities().list().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Status, 401)
        );
    }
    let requests = other.requests();
    assert_eq!(requests.len(), 5);
    assert!(
        requests
            .iter()
            .all(|request| !request.headers.contains_key("authorization")),
        "{requests:?}"
    );
}

#[tokio::test]
async fn a_dropped_call_is_an_abandoned_one() {
    let (rude, orq) = start_rude(Manners::Stall(String::new())).await;
    let call = orq.identities().list().send();
    // Long enough for the request to arrive, and then the future is dropped.
    tokio::time::timeout(Duration::from_millis(200), call)
        .await
        .unwrap_err();
    assert!(
        rude.is_left_alone(PATIENCE).await,
        "the connection outlived the call"
    );

    // A future that is never polled sends nothing at all.
    let (server, orq) = start().await;
    drop(orq.identities().list().send());
    orq.identities().list().await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn clones_work_side_by_side() {
    let (server, orq) = start().await;
    server.seed(20);
    let calls = (1..=20).map(|number| {
        let orq = orq.clone();
        tokio::spawn(async move {
            orq.identities()
                .retrieve(format!("user_{number}"))
                .await
                .map(|found| found.external_id)
        })
    });
    let calls: Vec<_> = calls.collect();
    for (call, number) in calls.into_iter().zip(1..) {
        assert_eq!(call.await.unwrap().unwrap(), format!("user_{number}"));
    }
}
