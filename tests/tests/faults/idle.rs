//! Servers that close connections which the client would use again.

use orq_ai_sdk::ErrorKind;
use orq_ai_sdk::models::CreateIdentityRequest;
use sdk_tests::rude::{Manners, Rude};

use super::world::{CREATED, Seen, builder, seen, whole};

#[tokio::test]
async fn a_connection_that_is_closed_after_its_answer() {
    let answer = whole("200 OK", "application/json", CREATED);
    let rude = Rude::start(Manners::Say(answer)).await.unwrap();
    let orq = builder(rude.url()).build().unwrap();
    for _ in 0..100 {
        orq.identities().retrieve("user_1").await.unwrap();
    }
    let reads = rude.requests();
    let mut refused = 0;
    for _ in 0..100 {
        // Whether the client notices the end before it writes is a race. Losing it is an error and not a second request.
        let create = CreateIdentityRequest::new("user_1");
        if let Err(error) = orq.identities().create(create).await {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
            refused += 1;
        }
    }
    let writes = rude.requests() - reads;
    assert!(
        (100 - refused..=100).contains(&writes),
        "{writes} and {refused}"
    );
}

#[tokio::test]
async fn a_connection_that_is_closed_under_the_next_request() {
    let answer = whole("200 OK", "application/json", CREATED);
    let rude = Rude::start(Manners::AnswerOnce(answer)).await.unwrap();
    let orq = builder(rude.url()).build().unwrap();
    orq.identities().retrieve("user_1").await.unwrap();
    // The second request arrives and is lost; it is sent once more, over a new connection.
    let found = orq.identities().retrieve("user_1").send_with_response();
    assert_eq!((found.await.unwrap().attempts(), rude.requests()), (2, 3));

    // The connection of that answer is open still. Nobody knows whether the lost write took effect, so it is not repeated.
    let create = CreateIdentityRequest::new("user_1");
    let error = orq.identities().create(create).await.unwrap_err();
    let expected = Seen {
        kind: ErrorKind::Transport,
        status: None,
        attempts: 1,
        requests: 4,
    };
    assert_eq!(seen(error, rude.requests()), expected);
}

#[tokio::test]
async fn a_connection_that_stays_is_used_again() {
    let answer = whole("200 OK", "application/json", CREATED);
    let rude = Rude::start(Manners::Answer(answer)).await.unwrap();
    let orq = builder(rude.url()).build().unwrap();
    for _ in 0..100 {
        orq.identities().retrieve("user_1").await.unwrap();
    }
    assert_eq!((rude.requests(), rude.connections()), (100, 1));
}
