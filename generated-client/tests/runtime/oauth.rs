//! OAuth 2 client credentials.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::Method;
use orq_ai_sdk::runtime::testing::{Answer, MockClock, MockTransport, block_on};
use orq_ai_sdk::runtime::{
    Body, BoxFuture, ClientBuilder, ClientCredentials, ErrorKind, TokioClock, Transport,
    TransportError,
};
use serde_json::json;

use super::shop::{Retrieve, Shop, Thing};

fn thing() -> Thing {
    Thing {
        id: "a".to_owned(),
        count: 1,
    }
}

fn token(token: &str, seconds: u64) -> Answer {
    let body = json!({"access_token": token, "token_type": "Bearer", "expires_in": seconds});
    Answer::json(200, &body)
}

fn client() -> ClientCredentials {
    ClientCredentials::new("my:id", "my secret").scopes(["read", "write"])
}

fn builder(mock: &MockTransport) -> ClientBuilder<Shop> {
    ClientBuilder::new()
        .transport(mock.clone())
        .clock(MockClock::new())
        .token_source("Machine", client())
}

fn fetched(mock: &MockTransport) -> usize {
    let requests = mock.requests();
    requests
        .iter()
        .filter(|request| request.path() == "/oauth/token")
        .count()
}

#[test]
fn a_token_is_fetched_kept_and_replaced_before_its_end() {
    let mock = MockTransport::new();
    mock.on::<Retrieve>().answer(&thing());
    mock.on_path(Method::POST, "/oauth/token")
        .respond(token("one", 3600))
        .respond(token("two", 3600));
    let clock = MockClock::new();
    let shop = builder(&mock).clock(clock.clone()).build().unwrap();
    let call = || block_on(shop.retrieve("a").send()).unwrap();
    let sent = || mock.requests().pop().unwrap();

    call();
    let request = &mock.requests()[0];
    assert_eq!(request.uri(), "https://shop.example/oauth/token");
    // `my%3Aid:my%20secret`
    assert_eq!(
        request.header("authorization"),
        Some("Basic bXklM0FpZDpteSUyMHNlY3JldA==")
    );
    assert_eq!(
        &request.body()[..],
        b"grant_type=client_credentials&scope=read%20write"
    );
    assert_eq!(sent().header("authorization"), Some("Bearer one"));

    clock.advance(Duration::from_secs(3539));
    call();
    assert_eq!(sent().header("authorization"), Some("Bearer one"));
    clock.advance(Duration::from_secs(2));
    call();
    assert_eq!(sent().header("authorization"), Some("Bearer two"));
    assert_eq!(fetched(&mock), 2);
}

#[test]
fn a_good_token_outlives_a_failed_replacement() {
    let mock = MockTransport::new();
    mock.on::<Retrieve>().answer(&thing());
    mock.on_path(Method::POST, "/oauth/token")
        .respond(token("one", 3600))
        .fail(400)
        .respond(token("two", 3600));
    let clock = MockClock::new();
    let shop = builder(&mock).clock(clock.clone()).build().unwrap();
    block_on(shop.retrieve("a").send()).unwrap();
    clock.advance(Duration::from_secs(3550));
    block_on(shop.retrieve("a").send()).unwrap();
    block_on(shop.retrieve("a").send()).unwrap();
    assert_eq!(fetched(&mock), 2);
    clock.advance(Duration::from_secs(20));
    block_on(shop.retrieve("a").send()).unwrap();
    let last = mock.requests().pop().unwrap();
    assert_eq!(last.header("authorization"), Some("Bearer two"));
}

#[test]
fn failures_tell_what_the_server_said_and_no_secret() {
    let refused = json!({"error": "invalid_client", "error_description": "my secret is wrong"});
    for (answer, why) in [
        (
            Answer::json(401, &refused),
            "no token for Machine: the server answers 401 Unauthorized: invalid_client: [redacted] is wrong",
        ),
        (
            Answer::text(200, "<html>"),
            "no token for Machine: the server's answer is no token",
        ),
        (
            Answer::json(200, &json!({"access_token": "x", "token_type": "mac"})),
            "no token for Machine: the server gives tokens that are no bearer tokens",
        ),
        (
            Answer::empty(307).header("location", "https://evil.example/token"),
            "no token for Machine: the server answers 307 Temporary Redirect",
        ),
    ] {
        let mock = MockTransport::new();
        mock.on_path(Method::POST, "/oauth/token").respond(answer);
        let shop = builder(&mock).build().unwrap();
        let error = block_on(shop.retrieve("a").send()).unwrap_err();
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::Credentials, why)
        );
        assert_eq!((error.attempts(), mock.requests().len()), (0, 1));
    }
    let far = client().token_url("http://tokens.example");
    let mock = MockTransport::new();
    let shop = builder(&mock).token_source("Machine", far).build().unwrap();
    let error = block_on(shop.retrieve("a").send()).unwrap_err();
    assert!(error.message().contains("plain http"), "{error}");
    assert!(mock.requests().is_empty());
}

/// Answers come after a while, so that calls overlap.
struct Slow(MockTransport);

impl Transport for Slow {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(30)).await;
            self.0.send(request).await
        })
    }
}

fn all_at_once(shop: &Shop) -> Vec<Result<Thing, ErrorKind>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let calls: Vec<_> = (0..100)
        .map(|_| runtime.spawn(shop.retrieve("a").send()))
        .collect();
    let results = calls
        .into_iter()
        .map(|call| runtime.block_on(call).unwrap());
    results
        .map(|result| result.map_err(|error| error.kind()))
        .collect()
}

/// A server that at some moment no longer knows the first token.
struct Forgetful(Slow, Arc<AtomicBool>);

impl Transport for Forgetful {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let old = request.headers().get(http::header::AUTHORIZATION);
        let old = old.is_some_and(|value| value == "Bearer one");
        let refused = old && self.1.load(Ordering::Relaxed);
        let answer = self.0.send(request);
        Box::pin(async move {
            let mut answer = answer.await?;
            if refused {
                *answer.status_mut() = http::StatusCode::UNAUTHORIZED;
            }
            Ok(answer)
        })
    }
}

#[test]
fn a_hundred_calls_with_an_expired_token_fetch_one() {
    let mock = MockTransport::new();
    mock.on_path(Method::POST, "/oauth/token")
        .respond(token("one", 3600))
        .respond(token("two", 3600));
    mock.on::<Retrieve>().answer(&thing());
    let forgotten = Arc::new(AtomicBool::new(false));
    let shop = builder(&mock)
        .transport(Forgetful(Slow(mock.clone()), forgotten.clone()))
        .clock(TokioClock);
    let shop = shop.build().unwrap();
    // The first call fetches a token, which the server then forgets.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(shop.retrieve("a").send()).unwrap();
    forgotten.store(true, Ordering::Relaxed);
    let results = all_at_once(&shop);
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(fetched(&mock), 2);
}

#[test]
fn a_hundred_calls_share_one_failure() {
    let mock = MockTransport::new();
    mock.on_path(Method::POST, "/oauth/token").fail(400);
    let shop = builder(&mock)
        .transport(Slow(mock.clone()))
        .clock(TokioClock);
    let results = all_at_once(&shop.build().unwrap());
    assert!(
        results
            .iter()
            .all(|result| matches!(result, Err(ErrorKind::Credentials)))
    );
    assert_eq!(fetched(&mock), 1);
}

#[test]
fn a_call_that_is_given_up_leaves_the_fetching_to_another() {
    let mock = MockTransport::new();
    mock.on_path(Method::POST, "/oauth/token")
        .respond(token("one", 3600));
    mock.on::<Retrieve>().answer(&thing());
    let shop = builder(&mock)
        .transport(Slow(mock.clone()))
        .clock(TokioClock);
    let shop = shop.build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let hasty = tokio::spawn(shop.retrieve("a").send());
        tokio::task::yield_now().await;
        let patient = tokio::spawn(shop.retrieve("a").send());
        tokio::task::yield_now().await;
        hasty.abort();
        patient.await.unwrap().unwrap();
    });
    assert_eq!(fetched(&mock), 1);
}
