//! The transport for consumers' own tests.

use std::time::Duration;

use http::Method;
use orq_ai_sdk::runtime::testing::{Answer, MockClock, MockTransport, block_on};
use orq_ai_sdk::runtime::{Api, ApiMeta, Client, Clock, ErrorKind, ServerTemplate};

use super::shop::{Archive, Create, List, Reason, Retrieve, RetrieveError, Shop, Thing};

fn thing() -> Thing {
    Thing {
        id: "a".to_owned(),
        count: 1,
    }
}

#[test]
fn a_call_is_answered_and_kept() {
    let mock = MockTransport::new();
    mock.on::<Create>().answer(&thing());
    let shop: Shop = mock.client();
    assert_eq!(block_on(shop.create(thing()).send()).unwrap(), thing());

    let sent = mock.only::<Create>();
    assert_eq!((sent.method(), sent.path()), (&Method::POST, "/things"));
    assert_eq!(sent.json::<Thing>().unwrap(), thing());
    assert_eq!(sent.header("authorization"), Some("Bearer test"));
    assert!(!format!("{mock:?}").contains("Bearer test"));
}

#[test]
fn declared_errors_are_typed() {
    let mock = MockTransport::new();
    let gone = Reason {
        error: "gone".to_owned(),
    };
    mock.on::<Retrieve>().fail_with(404, &gone);
    let shop: Shop = mock.client();
    let error = block_on(shop.retrieve("a").send()).unwrap_err();
    assert_eq!(error.body(), Some(&RetrieveError::NotFound(gone)));
}

#[test]
fn answers_play_in_order_and_the_last_one_stays() {
    let mock = MockTransport::new();
    mock.on::<Retrieve>()
        .fail(503)
        .respond(Answer::broken())
        .answer(&thing());
    let clock = MockClock::new();
    let shop = mock.builder::<Shop>().clock(clock.clone()).build().unwrap();
    block_on(shop.retrieve("a").send()).unwrap();
    block_on(shop.retrieve("b").send()).unwrap();
    assert_eq!(mock.requests_of::<Retrieve>().len(), 4);
    assert_eq!(clock.elapsed(), Duration::from_millis(1500));
}

#[test]
fn what_nobody_answers_is_told() {
    let shop: Shop = MockTransport::new().client();
    let error = block_on(shop.archive().send()).unwrap_err();
    assert_eq!(
        error.message(),
        "the mock has no answer for ArchiveThings (POST /archive)"
    );
}

#[test]
fn faults() {
    let mock = MockTransport::new();
    mock.on::<Archive>()
        .respond(Answer::never())
        .respond(Answer::not_sent())
        .respond(Answer::not_sent())
        .respond(Answer::not_sent());
    mock.on::<List>()
        .respond(Answer::pieces(200, "application/json", ["[", "]"]).cut());
    let shop: Shop = mock.client();
    let kind = |error: &orq_ai_sdk::Error| error.kind();
    let error = block_on(shop.archive().send()).unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Timeout);
    let error = block_on(shop.archive().send()).unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Connect);
    let error = block_on(shop.list().send()).unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Transport);
}

#[test]
fn the_clock_moves_only_for_sleepers() {
    let clock = MockClock::new();
    let begin = clock.now();
    block_on(clock.sleep(Duration::from_secs(5)));
    assert_eq!(clock.now() - begin, Duration::from_secs(5));
}

/// An API whose document names one server, of two kinds that no client calls as they stand.
struct Served<const WHOLE: bool>(Client);

impl<const WHOLE: bool> Api for Served<WHOLE> {
    const META: &'static ApiMeta = &ApiMeta {
        servers: &[ServerTemplate {
            url: if WHOLE {
                "http://shop.example/v1"
            } else {
                "/v1"
            },
            variables: &[],
        }],
        ..*Shop::META
    };

    fn from_client(client: Client) -> Self {
        Self(client)
    }

    fn client(&self) -> &Client {
        &self.0
    }
}

#[test]
fn the_path_of_the_server_is_there_whatever_the_server_is() {
    let mock = MockTransport::new();
    mock.on_path(Method::DELETE, "/v1/things/a")
        .respond(Answer::empty(204));
    for (client, host) in [
        (mock.client::<Served<true>>().0, "shop.example"),
        (mock.client::<Served<false>>().0, "localhost"),
    ] {
        block_on(Shop::from_client(client).delete("a").send()).unwrap();
        let sent = mock.requests().pop().unwrap();
        assert_eq!(sent.uri().host(), Some(host));
    }
}
