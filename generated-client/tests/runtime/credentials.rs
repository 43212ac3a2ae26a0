//! Which credentials go where, what counts as a server, and that no secret shows.

use orq_ai_sdk::runtime::{ClientBuilder, Credential, ErrorKind};

use super::shop::{Shop, Token};
use super::world::{World, answer, json, run};

const THING: &str = r#"{"id":"a","count":1}"#;

fn bare(world: &World) -> ClientBuilder<Shop> {
    ClientBuilder::new()
        .transport(world.clone())
        .clock(world.clone())
}

#[test]
fn the_first_complete_alternative_is_used() {
    let world = World::new([
        json(200, THING),
        json(200, THING),
        json(200, THING),
        json(200, THING),
    ]);
    let with = |names: &[&'static str]| {
        let builder = names
            .iter()
            .fold(bare(&world), |builder, name| match *name {
                "User" => builder.credential("User", Credential::basic("jane", "pass:word")),
                name => builder.credential(name, Credential::token(format!("s/{name}"))),
            });
        run(builder.build().unwrap().retrieve("a").verbose(true).send()).unwrap();
        world.sent().pop().unwrap()
    };
    let sent = with(&["Query", "User", "Header"]);
    assert_eq!(sent.headers["authorization"], "Basic amFuZTpwYXNzOndvcmQ=");
    assert!(sent.headers["authorization"].is_sensitive());
    assert!(!sent.url.contains("key="), "{}", sent.url);

    let sent = with(&["Header", "Query"]);
    assert_eq!(
        sent.url,
        "https://shop.example/things/a?verbose=true&key=s%2FQuery"
    );
    assert_eq!(sent.headers["x-key"], "s/Header");
    assert!(sent.headers["x-key"].is_sensitive() && !sent.headers.contains_key("authorization"));

    let sent = with(&["Query", "Cookie"]);
    assert_eq!(sent.headers["cookie"], "session=s%2FCookie");

    let sent = with(&["Token", "Cookie"]);
    assert_eq!(sent.headers["authorization"], "Bearer s/Token");
    assert!(!sent.headers.contains_key("cookie"));
}

#[test]
fn nothing_is_sent_without_credentials() {
    let world = World::new([]);
    let error = run(bare(&world).build().unwrap().retrieve("a").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(
        (error.operation(), error.attempts()),
        (Some("RetrieveThing"), 0)
    );
    assert!(
        error
            .message()
            .contains("Token (environment variable SHOP_TEST_TOKEN)"),
        "{error}"
    );
}

#[test]
fn a_header_set_by_hand_counts() {
    let world = World::new([json(200, THING), json(200, THING), json(200, THING)]);
    let shop = bare(&world).build().unwrap();
    run(shop
        .retrieve("a")
        .header("Authorization", "Custom x")
        .send())
    .unwrap();
    let shop = world.shop();
    run(shop
        .retrieve("a")
        .header("authorization", "Bearer other")
        .send())
    .unwrap();
    let shop = bare(&world)
        .header("X-Key", "mine")
        .credential("Query", Credential::token("q"))
        .build()
        .unwrap();
    run(shop.retrieve("a").send()).unwrap();
    let sent = world.sent();
    assert_eq!(
        (
            &sent[2].headers["x-key"],
            sent[2].headers["x-key"].is_sensitive()
        ),
        (&"mine".parse().unwrap(), true)
    );
    assert!(sent[2].url.ends_with("?key=q"));
    assert_eq!(sent[0].headers["authorization"], "Custom x");
    assert_eq!(sent[1].headers["authorization"], "Bearer other");
    assert!(
        sent[..2]
            .iter()
            .all(|sent| sent.headers["authorization"].is_sensitive())
    );
}

#[test]
fn anonymous_calls_where_the_document_allows_them() {
    let world = World::new([answer(204, &[], ""), answer(204, &[], "")]);
    run(bare(&world).build().unwrap().delete("a").send()).unwrap();
    run(world.shop().delete("a").send()).unwrap();
    let sent = world.sent();
    assert!(!sent[0].headers.contains_key("authorization"));
    assert_eq!(
        sent[1].headers["authorization"], "Bearer key-of-the-caller",
        "credentials at hand are used"
    );
}

#[test]
fn a_key_with_a_line_break_is_an_error_that_hides_it() {
    let world = World::new([]);
    let shop = bare(&world).token("se\ncret").build().unwrap();
    let error = run(shop.retrieve("a").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(
        !format!("{error} {error:?}").contains("cret\""),
        "{error:?}"
    );
}

#[test]
fn no_secret_shows() {
    let world = World::new([answer(401, &[], r#"{"error":"bad key key-of-the-caller"}"#)]);
    let builder = world.builder().header("X-Other", "hidden-header");
    let shown = format!("{builder:?}");
    let shop = builder.build().unwrap();
    let call = shop.retrieve("a").header("X-More", "hidden-too");
    let shown = format!(
        "{shown} {shop:?} {call:?} {:#?} {:?}",
        shop,
        call.clone().send()
    );
    let error = run(call.send()).unwrap_err();
    let shown = format!("{shown} {error} {error:?}");
    assert!(shown.contains("Token"), "{shown}");
    assert!(
        !shown.contains("key-of") && !shown.contains("hidden"),
        "{shown}"
    );
    assert_eq!(error.message(), "bad key [redacted]");
    assert!(
        error.raw_body().ends_with(b"caller\"}"),
        "the raw body stays as it came"
    );
}

#[test]
fn what_a_cut_leaves_of_a_key_does_not_show() {
    // Each row: how much stands before the key that the server repeats, and how the message ends. Three characters are no key.
    for (before, end) in [
        (483, "x[redacted]"),
        (490, "x[redacted]…"),
        (497, "xkey…"),
        (500, "xx…"),
    ] {
        let body = "x".repeat(before) + "key-of-the-caller";
        let script = answer(400, &[], &body);
        let error = run(World::new([script]).once().retrieve("a").send()).unwrap_err();
        assert!(error.message().ends_with(end), "{error}");
    }
    // Excerpts are cut on both sides.
    for filler in 0..60 {
        let key = "key-of-the-caller";
        let space = "x".repeat(filler);
        let body = format!(r#"{{"a":"{key}{space}","id":5,"b":"{space}{key}"}}"#);
        let error = run(World::new([json(200, &body)]).shop().retrieve("a").send()).unwrap_err();
        let shown = error.message();
        assert!(
            !shown.contains("key-") && !shown.contains("ller"),
            "{shown}"
        );
    }
}

#[test]
fn servers() {
    let world = World::new([]);
    let build = |server: &str| bare(&world).server(server).build().map(|_| ());
    for good in [
        "https://api.example.com",
        "https://api.example.com:8443/base/",
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://127.8.9.1:80/x",
        "http://[::1]:8080",
        "HTTP://LOCALHOST",
    ] {
        assert!(build(good).is_ok(), "{good}: {:?}", build(good));
    }
    for bad in [
        "",
        "api.example.com",
        "/v1",
        "ftp://api.example.com",
        "http://api.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://0.0.0.0",
        "http://[::2]",
        "https://",
        "https://user:pa55@api.example.com",
        "https://api.example.com?x=1",
        "https://api.example.com/#x",
        "https://api example.com",
        "https://api.example.com\\@evil.example",
    ] {
        let error = build(bad).expect_err(bad);
        assert_eq!(error.kind(), ErrorKind::Config, "{bad}");
        assert!(!error.to_string().contains("pa55"), "{error}");
    }
    assert!(
        bare(&world)
            .server("http://api.example.com")
            .allow_plain_http()
            .build()
            .is_ok()
    );
}

#[test]
fn a_call_may_go_elsewhere_by_the_same_rules() {
    let world = World::new([json(200, THING)]);
    let shop = world.shop();
    run(shop
        .retrieve("a")
        .server("https://other.example/v9/")
        .send())
    .unwrap();
    assert_eq!(world.only().url, "https://other.example/v9/things/a");
    let error = run(shop.retrieve("a").server("http://other.example").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(world.sent().len(), 1);
}

/// Nothing in this package sets environment variables, which a test could do only with unsafe code.
#[test]
fn an_empty_environment_is_told_apart() {
    let error = ClientBuilder::<Shop>::new().from_env().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(
        error.message().contains("SHOP_TEST_TOKEN") && error.message().contains("SHOP_TEST_COOKIE"),
        "{error}"
    );
    assert!(
        ClientBuilder::<Shop>::new()
            .token("given")
            .from_env()
            .is_ok()
    );
}
