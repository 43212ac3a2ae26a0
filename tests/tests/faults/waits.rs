//! Servers that ask for patience, or fail for everybody. The clock jumps, so that no test waits.

use std::time::Duration;

use orq_ai_sdk::models::CreateIdentityRequest;
use orq_ai_sdk::{ErrorKind, Orq, RetryPolicy};
use sdk_tests::rude::{Manners, Rude};
use sdk_tests::server::{Answer, Server};

use super::world::{JumpyClock, Seen, builder, seen, whole};

/// A client with the default policy.
fn client(url: &str, clock: &JumpyClock) -> Orq {
    builder(url)
        .retry(RetryPolicy::new())
        .timeout(JumpyClock::LIMIT)
        .clock(clock.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_servers_wish_in_each_form() {
    // Each row: the header, the wait in milliseconds, whether a write is repeated as well. What is no wish leaves the
    // wait to the client.
    let table = [
        ("retry-after", "7", 7_000, true),
        ("retry-after", "0", 0, true),
        ("retry-after", "0.25", 250, true),
        ("retry-after", "Tue, 14 Nov 2023 22:13:29 GMT", 9_000, true),
        (
            "retry-after",
            "Tuesday, 14-Nov-23 22:13:29 GMT",
            9_000,
            true,
        ),
        ("retry-after", "Tue Nov 14 22:13:29 2023", 9_000, true),
        ("retry-after", "Tue, 14 Nov 2023 22:00:00 GMT", 0, true),
        ("retry-after", "Fri, 14 Nov 2053 22:00:00 GMT", 60_000, true),
        ("retry-after", "99999999999", 60_000, true),
        ("retry-after-ms", "1500", 1_500, true),
        ("retry-after", "soon", 500, false),
        ("retry-after", "-7", 500, false),
        ("retry-after", "1e999", 500, false),
        ("x-nothing", "7", 500, false),
    ];
    for status in [429, 503] {
        for (name, value, millis, repeats_writes) in table {
            let what = format!("{status}, {name}: {value}");
            let limited = || Answer::error(status, "slow down").header(name, value);
            let server = Server::start().await.unwrap();
            server.seed(1);
            let clock = JumpyClock::default();
            let orq = client(server.url(), &clock);
            server.answer_next(limited());
            let found = orq.identities().retrieve("user_1").send_with_response();
            assert_eq!(found.await.unwrap().attempts(), 2, "{what}");
            assert_eq!(clock.waits(), [Duration::from_millis(millis)], "{what}");
            assert_eq!(server.requests().len(), 2, "{what}");

            server.answer_next(limited());
            let create = CreateIdentityRequest::new("user_2");
            let created = orq.identities().create(create).await;
            assert_eq!(created.is_ok(), repeats_writes, "{what}");
            let requests = if repeats_writes { 4 } else { 3 };
            assert_eq!(server.requests().len(), requests, "{what}");
        }
    }
}

#[tokio::test]
async fn the_finer_wish_comes_first() {
    let server = Server::start().await.unwrap();
    let clock = JumpyClock::default();
    let orq = client(server.url(), &clock);
    let both = Answer::rate_limited(7).header("retry-after-ms", "6500");
    server.answer_next(both);
    orq.identities().list().await.unwrap();
    assert_eq!(clock.waits(), [Duration::from_millis(6500)]);
}

#[tokio::test]
async fn a_failure_that_passes_is_not_noticed() {
    let server = Server::start().await.unwrap();
    server.seed(1);
    let clock = JumpyClock::default();
    let orq = client(server.url(), &clock);
    server.answer_next(Answer::html(500, "<h1>oops</h1>"));
    let found = orq.identities().retrieve("user_1").send_with_response();
    assert_eq!(found.await.unwrap().attempts(), 2);
    assert_eq!(server.requests().len(), 2);

    server.answer_next(Answer::html(500, "<h1>oops</h1>"));
    let create = CreateIdentityRequest::new("user_2");
    let error = orq.identities().create(create).await.unwrap_err();
    let expected = Seen {
        kind: ErrorKind::Status,
        status: Some(500),
        attempts: 1,
        requests: 3,
    };
    assert_eq!(seen(error, server.requests().len()), expected);
}

/// The retries that a client may make before any success.
const BUDGET: usize = 20;

#[tokio::test]
async fn an_outage_is_not_multiplied() {
    let down = Manners::Answer(whole("503 Service Unavailable", "text/plain", "down"));
    let rude = Rude::start(down).await.unwrap();
    let clock = JumpyClock::default();
    let orq = client(rude.url(), &clock);
    for call in 1..=100 {
        let error = orq.identities().retrieve("user_1").await.unwrap_err();
        assert_eq!(error.status().unwrap(), 503);
        // Ten calls use the budget up, with two retries each; from then on a call is one request.
        let attempts = if call <= BUDGET / 2 { 3 } else { 1 };
        assert_eq!(error.attempts(), attempts, "call {call}");
    }
    assert_eq!(rude.requests(), 100 + BUDGET);
    assert_eq!(clock.waits().len(), BUDGET);
}

#[tokio::test]
async fn an_outage_is_not_multiplied_by_calls_side_by_side() {
    let down = Manners::Answer(whole("503 Service Unavailable", "text/plain", "down"));
    let rude = Rude::start(down).await.unwrap();
    let orq = client(rude.url(), &JumpyClock::default());
    let calls: Vec<_> = (0..200)
        .map(|_| tokio::spawn(orq.identities().retrieve("user_1").send()))
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap_err().status().unwrap(), 503);
    }
    assert_eq!(rude.requests(), 200 + BUDGET);
}
