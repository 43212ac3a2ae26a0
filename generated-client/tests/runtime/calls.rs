//! What goes out and what comes back when all is well, and the limits of a call.

use std::time::Duration;

use bytes::Bytes;
use orq_ai_sdk::runtime::{Client, Error, ErrorKind, Items, Pages, Sending};

use super::shop::{List, Shop, Thing};
use super::world::{Piece, Script, World, answer, json, run};

const THING: &str = r#"{"id":"a","count":1,"news":[{}]}"#;

fn thing() -> Thing {
    Thing {
        id: "a".to_owned(),
        count: 1,
    }
}

#[test]
fn a_call_from_end_to_end() {
    let world = World::new([json(200, THING)]);
    let found = run(world.shop().retrieve("a/b c").verbose(false).send()).unwrap();
    assert_eq!(found, thing());
    let sent = world.only();
    assert_eq!(
        (sent.method.as_str(), sent.url.as_str()),
        ("GET", "https://shop.example/things/a%2Fb%20c?verbose=false")
    );
    assert_eq!(sent.headers["accept"], "application/json");
    assert_eq!(sent.headers["user-agent"], "shop/1.0");
    assert_eq!(sent.headers["authorization"], "Bearer key-of-the-caller");
    assert_eq!(sent.body, "");
    assert!(!sent.headers.contains_key("content-type"));
}

#[test]
fn awaiting_a_builder_sends_it() {
    let world = World::new([json(201, THING)]);
    let shop = world.shop();
    assert_eq!(run(async { shop.create(thing()).await }).unwrap(), thing());
    let sent = world.only();
    assert_eq!(
        (sent.method.as_str(), sent.body.as_str()),
        ("POST", r#"{"id":"a","count":1}"#)
    );
    assert_eq!(sent.headers["content-type"], "application/json");
}

#[test]
fn a_missing_body_is_announced_where_one_is_usual() {
    let world = World::new([answer(204, &[], ""), answer(204, &[], "")]);
    run(world.shop().archive().send()).unwrap();
    run(world.shop().delete("a").send()).unwrap();
    let lengths = world
        .sent()
        .into_iter()
        .map(|sent| sent.headers.get("content-length").cloned());
    assert_eq!(
        lengths.collect::<Vec<_>>(),
        [Some(http::HeaderValue::from_static("0")), None]
    );
}

#[test]
fn nothing_happens_before_it_is_awaited() {
    let world = World::new([]);
    drop(world.shop().retrieve("a").send());
    assert!(world.sent().is_empty());
}

#[test]
fn status_and_headers_beside_the_value() {
    let world = World::new([answer(
        206,
        &[("x-request-id", "r-1"), ("x-left", "7")],
        THING,
    )]);
    let answer = run(world.shop().retrieve("a").send_with_response()).unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.request_id(),
            answer.attempts()
        ),
        (206, Some("r-1"), 1)
    );
    assert_eq!(answer.headers()["x-left"], "7");
    assert_eq!(answer.into_value(), thing());
}

#[test]
fn headers_of_client_and_call() {
    let world = World::new([json(200, THING), json(200, THING)]);
    let shop = world
        .builder()
        .header("X-Team", "blue")
        .header("User-Agent", "mine/2")
        .build()
        .unwrap();
    run(shop
        .retrieve("a")
        .header("x-team", "red")
        .header("Accept", "text/x")
        .send())
    .unwrap();
    run(shop.retrieve("a").send()).unwrap();
    let sent = world.sent();
    assert_eq!(
        (&sent[0].headers["x-team"], &sent[0].headers["accept"]),
        (&"red".parse().unwrap(), &"text/x".parse().unwrap())
    );
    assert_eq!(
        (&sent[1].headers["x-team"], &sent[1].headers["user-agent"]),
        (&"blue".parse().unwrap(), &"mine/2".parse().unwrap())
    );
}

#[test]
fn headers_that_would_smuggle_are_refused() {
    let world = World::new([]);
    for (name, value) in [
        ("X", "a\r\nY: b"),
        ("X\r\nY", "b"),
        ("", "b"),
        ("Transfer-Encoding", "chunked"),
        ("content-length", "3"),
    ] {
        let error = run(world.shop().retrieve("a").header(name, value).send()).unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Request, 0),
            "{name:?}"
        );
        assert_eq!(
            world
                .builder()
                .header(name, value)
                .build()
                .unwrap_err()
                .kind(),
            ErrorKind::Config,
            "{name:?}"
        );
    }
    assert!(world.sent().is_empty());
}

#[test]
fn ids_that_lead_elsewhere_are_refused_before_sending() {
    let world = World::new([]);
    for id in ["", ".", ".."] {
        let error = run(world.shop().retrieve(id).send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(
            error
                .to_string()
                .starts_with("RetrieveThing: the path parameter `id`"),
            "{error}"
        );
    }
    assert!(world.sent().is_empty());
}

#[test]
fn a_success_without_content_never_waits_for_a_body() {
    for status in [200, 204] {
        let world = World::new([Script::Answer(status, Vec::new(), vec![Piece::Hang])]);
        run(world.shop().delete("a").send()).unwrap();
        assert_eq!(world.elapsed(), Duration::ZERO);
    }
}

#[test]
fn answers_are_bounded() {
    let large = "x".repeat(100);
    let endless = || {
        Script::Answer(
            200,
            Vec::new(),
            (0..10)
                .map(|_| Piece::Data(Bytes::from(vec![b' '; 30])))
                .collect(),
        )
    };
    for script in [answer(200, &[("content-length", "100")], &large), endless()] {
        let world = World::new([script]);
        let shop = world.builder().max_response_bytes(99).build().unwrap();
        let error = run(shop.retrieve("a").send()).unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::TooLarge, 200)
        );
        assert!(error.raw_body().len() <= 99);
        assert_eq!(
            world.sent().len(),
            1,
            "a larger answer does not shrink by asking again"
        );
    }
    let world = World::new([answer(
        200,
        &[("content-length", "29")],
        r#"{"id":"a","count":1}         "#,
    )]);
    let shop = world.builder().max_response_bytes(29).build().unwrap();
    assert_eq!(run(shop.retrieve("a").send()).unwrap(), thing());
}

#[test]
fn an_error_stays_an_error_however_its_body_ends() {
    let start = || Piece::Data(Bytes::from_static(br#"{"error":"gone"}"#));
    for end in [Piece::Break, Piece::Hang] {
        let world = World::new([Script::Answer(404, Vec::new(), vec![start(), end])]);
        let error = run(world.once().retrieve("a").send()).unwrap_err();
        assert_eq!((error.kind(), error.message()), (ErrorKind::Status, "gone"));
    }
    let length = || vec![("content-length", "115".to_owned())];
    let world = World::new([Script::Answer(
        404,
        length(),
        vec![start(), Piece::Data(Bytes::from(vec![b' '; 99]))],
    )]);
    let shop = world.builder().max_response_bytes(16).build().unwrap();
    let error = run(shop.retrieve("a").send()).unwrap_err();
    assert_eq!(
        (error.kind(), error.message(), error.raw_body().len()),
        (ErrorKind::Status, "gone", 16)
    );
}

#[test]
fn time_limits() {
    let limit = Duration::from_secs(3);
    for script in [
        Script::Hang,
        Script::Answer(200, Vec::new(), vec![Piece::Hang]),
    ] {
        let world = World::new([script]);
        let error = run(world.shop().retrieve("a").timeout(limit).send()).unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts(), world.elapsed()),
            (ErrorKind::Timeout, 1, limit)
        );
    }
    let world = World::new([Script::Hang]);
    let error = run(world.shop().retrieve("a").send()).unwrap_err();
    assert_eq!(
        (error.kind(), world.elapsed()),
        (ErrorKind::Timeout, Duration::from_secs(60))
    );

    let world = World::new([]);
    let error = run(world.shop().retrieve("a").timeout(Duration::ZERO).send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);

    let world = World::new([json(200, THING)]);
    run(world
        .shop()
        .retrieve("a")
        .timeout(Duration::from_secs(1 << 40))
        .send())
    .unwrap();
}

#[test]
fn a_hanging_attempt_leaves_time_for_another() {
    let world = World::new([Script::Hang, json(200, THING)]);
    let shop = world
        .builder()
        .attempt_timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let answer = run(shop.retrieve("a").send_with_response()).unwrap();
    assert_eq!(answer.attempts(), 2);
    assert!(world.elapsed() < Duration::from_secs(6));

    let world = World::new([Script::Hang]);
    let shop = world
        .builder()
        .attempt_timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let error = run(shop.create(thing()).send()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
}

#[test]
fn everything_moves_between_threads() {
    fn moves<T: Send + 'static>() {}
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Client>();
    shared::<Shop>();
    shared::<List>();
    moves::<Sending<Thing, Thing>>();
    moves::<Items<List>>();
    moves::<Pages<List>>();
    moves::<Error>();
    assert!(size_of::<Error>() <= size_of::<usize>());
}
