//! Which redirects are followed, and what goes along.

use orq_ai_sdk::runtime::{ClientBuilder, Credential, ErrorKind};

use super::shop::{Shop, Thing};
use super::world::{Script, World, answer, json, run};

const THING: &str = r#"{"id":"a","count":1}"#;

fn to(status: u16, location: &str) -> Script {
    answer(status, &[("location", location)], "<html>moved</html>")
}

#[test]
fn a_get_is_followed_and_keeps_its_credentials_at_home() {
    for status in [301, 302, 303, 307, 308] {
        let world = World::new([to(status, "/v2/things/a?x=1#top"), json(200, THING)]);
        run(world.shop().retrieve("a").send()).unwrap();
        let sent = world.sent().pop().unwrap();
        assert_eq!(sent.url, "https://shop.example/v2/things/a?x=1");
        assert_eq!(sent.headers["authorization"], "Bearer key-of-the-caller");
        assert_eq!(sent.method, "GET");
    }
}

#[test]
fn nothing_that_proves_who_is_calling_leaves_its_origin() {
    let everything = |world: &World| {
        ClientBuilder::<Shop>::new()
            .transport(world.clone())
            .clock(world.clone())
            .credential("Query", Credential::token("s e/cret"))
            .credential("Header", Credential::token("secret"))
            .header("cookie", "session=secret")
            .header("x-team", "blue")
            .build()
            .unwrap()
    };
    for other in [
        "https://evil.example/b?key=s+e%2fcret&page=2",
        "//shop.example:8443/b?page=2&key=s%20e%2Fcret",
    ] {
        let world = World::new([
            to(302, other),
            to(302, "https://shop.example/c"),
            json(200, THING),
        ]);
        run(everything(&world).retrieve("a").send()).unwrap();
        let sent = world.sent();
        assert!(sent[0].url.contains("key=") && sent[0].headers.contains_key("x-key"));
        assert!(sent[1].url.ends_with("/b?page=2"), "{}", sent[1].url);
        for sent in &sent[1..] {
            let text = format!("{sent:?}");
            assert!(!text.contains("secret") && !text.contains("cret"), "{text}");
            assert_eq!(sent.headers["x-team"], "blue");
        }
    }
}

#[test]
fn a_post_is_never_turned_into_a_get() {
    let thing: Thing = serde_json::from_str(THING).unwrap();
    for status in [301, 302, 303] {
        let world = World::new([to(status, "/elsewhere")]);
        let error = run(world.shop().create(thing.clone()).send()).unwrap_err();
        assert_eq!(
            (error.kind(), error.message()),
            (
                ErrorKind::Status,
                "the server redirects in a way that would turn this request into a GET"
            )
        );
        assert_eq!(error.status().unwrap(), status);
        world.only();
    }
    for status in [307, 308] {
        let world = World::new([to(status, "/elsewhere"), json(201, THING)]);
        run(world.shop().create(thing.clone()).send()).unwrap();
        let sent = world.sent();
        assert_eq!((&sent[1].method[..], &sent[1].body[..]), ("POST", THING));
    }
}

#[test]
fn redirects_that_are_refused() {
    for (location, why) in [
        (
            "http://shop.example/a",
            "the server redirects from https to something less safe",
        ),
        (
            "http://localhost/a",
            "the server redirects from https to something less safe",
        ),
        (
            "https://user:word@shop.example/a",
            "the server redirects to an address that the client would refuse as a server",
        ),
        (
            "ftp://shop.example/a",
            "the server redirects from https to something less safe",
        ),
        ("https://[", "the server redirects to no address"),
    ] {
        let world = World::new([to(302, location)]);
        let error = run(world.shop().retrieve("a").send()).unwrap_err();
        assert_eq!(error.message(), why, "{location}");
        assert_eq!(error.headers()["location"], location);
        world.only();
    }
    let world = World::new([answer(302, &[], "")]);
    let error = run(world.shop().retrieve("a").send()).unwrap_err();
    assert_eq!(error.message(), "the server redirects to no address");

    let world = World::new([to(302, "http://shop.example/a")]);
    let local = world
        .builder()
        .server("http://localhost:1")
        .build()
        .unwrap();
    let error = run(local.retrieve("a").send()).unwrap_err();
    assert_eq!(
        error.message(),
        "the server redirects to an address that the client would refuse as a server"
    );
}

#[test]
fn a_loop_ends() {
    let world = World::new((0..11).map(|_| to(302, "/things/a")));
    let error = run(world.shop().retrieve("a").send()).unwrap_err();
    assert_eq!(error.message(), "the server redirects without end");
    assert_eq!((error.attempts(), world.sent().len()), (1, 11));
}
