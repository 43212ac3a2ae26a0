//! The document's servers and what may be chosen about them.

use orq_ai_sdk::runtime::{ClientBuilder, ErrorKind};

use super::shop::Shop;
use super::world::{World, json, run};

const THING: &str = r#"{"id":"a","count":1}"#;

fn url(choose: impl FnOnce(ClientBuilder<Shop>) -> ClientBuilder<Shop>) -> Result<String, String> {
    let world = World::new([json(200, THING)]);
    let shop = choose(world.builder()).build();
    let shop = shop.map_err(|error| {
        assert_eq!(error.kind(), ErrorKind::Config);
        error.message().to_owned()
    })?;
    run(shop.retrieve("a").send()).unwrap();
    Ok(world.only().url)
}

#[test]
fn a_server_and_its_variables_are_chosen() {
    assert_eq!(url(|shop| shop).unwrap(), "https://shop.example/things/a");
    assert_eq!(
        url(|shop| shop.server_number(1)).unwrap(),
        "https://eu.shop.example/v1/things/a"
    );
    let us = |shop: ClientBuilder<Shop>| {
        let shop = shop.server_number(1).server_variable("region", "us");
        shop.server_variable("base", "beta/v2")
    };
    assert_eq!(url(us).unwrap(), "https://us.shop.example/beta/v2/things/a");
    assert_eq!(
        url(|shop| us(shop).server("https://other.example")).unwrap(),
        "https://other.example/things/a"
    );
}

#[test]
fn an_operation_has_a_server_of_its_own_until_the_caller_gives_one() {
    let url = |settings: fn(ClientBuilder<Shop>) -> ClientBuilder<Shop>, of_call: Option<&str>| {
        let world = World::new([json(200, "")]);
        let call = settings(world.builder()).build().unwrap().archive();
        let call = match of_call {
            Some(url) => call.server(url),
            None => call,
        };
        run(call.send()).unwrap();
        world.only().url
    };
    let eu = "https://archive.eu.shop.example/archive";
    assert_eq!(url(|shop| shop, None), eu);
    assert_eq!(url(|shop| shop.server_number(1), None), eu);
    assert_eq!(
        url(
            |shop| shop.server_number(1).server_variable("region", "us"),
            None
        ),
        "https://archive.us.shop.example/archive"
    );
    let given = |shop: ClientBuilder<Shop>| shop.server("https://proxy.example/base");
    assert_eq!(url(given, None), "https://proxy.example/base/archive");
    for settings in [given, |shop| shop] {
        assert_eq!(
            url(settings, Some("https://other.example")),
            "https://other.example/archive"
        );
    }
}

#[test]
fn choices_that_can_not_be_are_refused() {
    assert_eq!(
        url(|shop| shop.server_number(2)).unwrap_err(),
        "the document names 2 servers, so there is no number 2"
    );
    assert_eq!(
        url(|shop| shop.server_variable("region", "us")).unwrap_err(),
        "the server `https://shop.example` has no variable `region`"
    );
    let with = |name: &str, value: &str| {
        url(|shop| shop.server_number(1).server_variable(name, value)).unwrap_err()
    };
    assert_eq!(
        with("region", "evil.example/"),
        "the server's `region` is one of eu, us, not `evil.example/`"
    );
    for value in ["v1?x", "v1#x", "a@b", "a b", "a\nb", "{region}"] {
        assert_eq!(
            with("base", value),
            format!("`{value}` can't be the `base` of a server's address")
        );
    }
}
