//! Redirects: bounded, without credentials where the origin changes, and never a write that becomes a read.

use orq_ai_sdk::ErrorKind;
use orq_ai_sdk::models::CreateIdentityRequest;
use sdk_tests::server::{Answer, Server};

use super::world::{Seen, builder, seen};

/// The most hops of one attempt.
const HOPS: usize = 10;

#[tokio::test]
async fn a_loop_ends() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::start().await.unwrap();
        let orq = builder(server.url()).build().unwrap();
        for _ in 0..=2 * HOPS {
            let here = format!("{}/v2/identities/user_1", server.url());
            server.answer_next(Answer::new(status, "").header("location", here));
        }
        let error = orq.identities().retrieve("user_1").await.unwrap_err();
        let expected = Seen {
            kind: ErrorKind::Status,
            status: Some(status),
            attempts: 1,
            requests: HOPS + 1,
        };
        assert_eq!(seen(error, server.requests().len()), expected);
    }
}

#[tokio::test]
async fn a_location_that_is_none_is_not_followed() {
    let server = Server::start().await.unwrap();
    let orq = builder(server.url()).build().unwrap();
    for (requests, status) in (1..).zip([301, 302, 303, 307, 308]) {
        server.answer_next(Answer::new(status, "").header("location", "http://[::bad"));
        let error = orq.identities().retrieve("user_1").await.unwrap_err();
        let expected = Seen {
            kind: ErrorKind::Status,
            status: Some(status),
            attempts: 1,
            requests,
        };
        assert_eq!(seen(error, server.requests().len()), expected);
    }
}

#[tokio::test]
async fn another_origin_gets_no_credentials() {
    let server = Server::start().await.unwrap();
    let other = Server::start().await.unwrap();
    let orq = builder(server.url()).build().unwrap();
    let target = format!("{}/v2/identities/user_1", other.url());
    server.answer_next(Answer::new(302, "").header("location", target));
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    let requests = other.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].header("authorization").is_none());
}

#[tokio::test]
async fn a_write_stays_a_write() {
    let server = Server::start().await.unwrap();
    let other = Server::start().await.unwrap();
    let orq = builder(server.url()).build().unwrap();
    let target = format!("{}/v2/identities", other.url());
    for (requests, status) in (1..).zip([301, 302, 303]) {
        server.answer_next(Answer::new(status, "").header("location", target.clone()));
        let create = CreateIdentityRequest::new("user_1");
        let error = orq.identities().create(create).await.unwrap_err();
        let expected = Seen {
            kind: ErrorKind::Status,
            status: Some(status),
            attempts: 1,
            requests,
        };
        assert_eq!(seen(error, server.requests().len()), expected);
    }
    assert!(
        other.requests().is_empty(),
        "these three would turn it into a read"
    );
    for status in [307, 308] {
        server.answer_next(Answer::new(status, "").header("location", target.clone()));
        let create = CreateIdentityRequest::new("user_1");
        let error = orq.identities().create(create).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        let requests = other.requests();
        let last = requests.last().unwrap();
        assert_eq!(
            (last.method.as_str(), last.body.contains("user_1")),
            ("POST", true)
        );
        assert!(last.header("authorization").is_none());
    }
}
