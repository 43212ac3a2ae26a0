//! Redirects: errors that name themselves. Nothing is followed, so that no credential goes anywhere else.

use orq_ai_sdk::ErrorKind;
use orq_ai_sdk::models::CreateIdentityRequest;
use sdk_tests::server::{Answer, Server};

use super::world::{Seen, builder, seen};

#[tokio::test]
async fn a_loop_is_not_entered() {
    let server = Server::start().await.unwrap();
    let orq = builder(server.url()).build().unwrap();
    let here = format!("{}/v2/identities/user_1", server.url());
    for (calls, status) in (1..).zip([301, 302, 303, 307, 308]) {
        for location in [
            here.clone(),
            "/v2/identities/user_1".to_owned(),
            "\\:bad".to_owned(),
        ] {
            server.answer_next(Answer::new(status, "").header("location", location));
        }
        for requests in calls * 3 - 2..=calls * 3 {
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
}

#[tokio::test]
async fn another_origin_sees_nothing() {
    let server = Server::start().await.unwrap();
    let other = Server::start().await.unwrap();
    let orq = builder(server.url()).build().unwrap();
    for (requests, status) in (1..).zip([301, 302, 303, 307, 308]) {
        let target = format!("{}/v2/identities", other.url());
        server.answer_next(Answer::new(status, "").header("location", target));
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
    assert!(other.requests().is_empty());
}
