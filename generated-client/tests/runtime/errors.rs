//! What errors tell.

use std::convert::Infallible;
use std::error::Error as _;

use orq_ai_sdk::runtime::{CallError, Error, ErrorKind, read_payload};

use super::shop::{Reason, RetrieveError, Shop, Thing};
use super::world::{Script, World, answer, json, run};

fn failure(script: Script) -> CallError<RetrieveError> {
    run(World::new([script]).once().retrieve("a").send()).unwrap_err()
}

#[test]
fn a_declared_error_body() {
    let error = failure(answer(
        404,
        &[("x-request-id", "r-9"), ("x-left", "3")],
        r#"{"error":"no such thing"}"#,
    ));
    assert_eq!(
        error.body(),
        Some(&RetrieveError::NotFound(Reason {
            error: "no such thing".to_owned()
        }))
    );
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert_eq!(error.headers()["x-left"], "3");
    assert_eq!(&error.raw_body()[..], br#"{"error":"no such thing"}"#);
    assert_eq!(
        error.to_string(),
        "RetrieveThing: 404 Not Found: no such thing (request id r-9)"
    );
}

#[test]
fn an_undeclared_error_body_is_still_there() {
    for script in [
        json(404, r#"{"message":"gone"}"#),
        json(418, r#"{"error":"gone"}"#),
        answer(404, &[], "gone"),
    ] {
        let error = failure(script);
        assert_eq!((error.body(), error.message()), (None, "gone"));
        assert!(!error.raw_body().is_empty());
    }
}

#[test]
fn messages_in_the_usual_shapes() {
    let table = [
        (r#"{"message":"m"}"#, "m"),
        (r#"{"error":"m"}"#, "m"),
        (r#"{"error":{"code":401,"message":"m","doc_url":"u"}}"#, "m"),
        (r#"{"errors":["m","n"]}"#, "m; n"),
        (r#"{"errors":[{"message":"m"},{"detail":"n"}]}"#, "m; n"),
        (r#"{"detail":"m"}"#, "m"),
        (r#"{"detail":[{"loc":["x"],"msg":"m"}]}"#, "m"),
        (r#"{"title":"m","status":400}"#, "m"),
        (r#"{"error":"invalid_grant","error_description":"m"}"#, "m"),
        (r#""m""#, "m"),
        ("m\nn", "m n"),
        (r#"{"message":"","error":"m"}"#, "m"),
        (
            r#"{"other":1}"#,
            "the server gives no reason (11 bytes of application/json)",
        ),
        (
            "<html>oops</html>",
            "the server gives no reason (17 bytes of application/json)",
        ),
        ("", "the server gives no reason"),
    ];
    for (body, message) in table {
        assert_eq!(failure(json(400, body)).message(), message, "{body}");
    }
    assert_eq!(
        failure(json(400, &"m".repeat(9999)))
            .message()
            .chars()
            .count(),
        501
    );
}

#[test]
fn a_body_that_does_not_fit_tells_where() {
    let table = [
        (
            r#"{"id":"a","count":"many"}"#,
            "count: invalid type: string \"many\", expected i64",
        ),
        (r#"{"id":"a"}"#, "missing field `count`"),
        (
            "{\n  \"count\": 1,\n  \"id\": 5\n}",
            "id: invalid type: integer `5`",
        ),
        (
            r#"{"id":{"x":[1,{"y":2}]},"count":1}"#,
            "id: invalid type: map",
        ),
        (
            r#"{"id":"a","count":1"#,
            "count: EOF while parsing an object",
        ),
        (r#"["a""#, "[0]: EOF while parsing a list"),
    ];
    for (body, expected) in table {
        let error = failure(json(200, body));
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Decode, 200)
        );
        let message = error.message();
        assert!(
            message.contains(&format!("does not fit: {expected}")),
            "{message}"
        );
        assert!(message.contains("near `"), "{message}");
        assert_eq!(&error.raw_body()[..], body.as_bytes());
    }
}

#[test]
fn a_place_deep_inside() {
    let filler = "é".repeat(100);
    let things = (0..3).map(|n| {
        format!(
            r#"{{"id":"{filler}","count":{}}}"#,
            if n == 2 { "true" } else { "1" }
        )
    });
    let body = format!(
        r#"{{"more":false,"x\"y":[{{"a":[1]}}], "data":[{}]}}"#,
        things.collect::<Vec<_>>().join(",\n")
    );
    let error = run(World::new([json(200, &body)]).shop().list().send()).unwrap_err();
    assert!(
        error
            .message()
            .contains("data[2].count: invalid type: boolean `true`"),
        "{error}"
    );
    assert!(error.message().len() < 400, "{error}");
}

#[test]
fn something_else_than_json() {
    let error = failure(answer(
        200,
        &[("content-type", "text/html; charset=utf-8")],
        "<html>\n<b>hello</b>",
    ));
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .message()
            .contains("text/html where JSON was expected: `<html> <b>hello</b>`"),
        "{error}"
    );
    let error = failure(answer(200, &[], ""));
    assert!(
        error
            .message()
            .contains("the body is empty where JSON was expected"),
        "{error}"
    );
    let fine = World::new([answer(
        200,
        &[("content-type", "text/plain")],
        r#"{"id":"a","count":1}"#,
    )]);
    run(fine.shop().retrieve("a").send()).unwrap();
}

#[test]
fn the_connection() {
    let error = failure(Script::Refuse);
    assert_eq!(
        (error.kind(), error.attempts(), error.status()),
        (ErrorKind::Connect, 1, None)
    );
    assert_eq!(
        error.to_string(),
        "RetrieveThing: no connection: connection refused"
    );
    assert!(error.source().is_some());
    assert_eq!(failure(Script::Break).kind(), ErrorKind::Transport);
}

#[test]
fn one_function_calls_different_operations() {
    async fn both(shop: &Shop) -> Result<Thing, Error> {
        let thing = shop.retrieve("a").send().await?;
        Ok(shop.create(thing).send().await?)
    }
    async fn typed(shop: &Shop) -> Result<(), CallError<Infallible>> {
        both(shop).await?;
        Ok(())
    }
    async fn boxed(shop: &Shop) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        shop.retrieve("a").send().await?;
        Ok(())
    }
    let world = World::new([
        json(200, r#"{"id":"a","count":1}"#),
        json(400, ""),
        json(400, ""),
        json(400, ""),
    ]);
    let shop = world.shop();
    assert_eq!(
        run(both(&shop)).unwrap_err().operation(),
        Some("CreateThing")
    );
    assert_eq!(
        run(typed(&shop)).unwrap_err().operation(),
        Some("RetrieveThing")
    );
    assert!(
        run(boxed(&shop))
            .unwrap_err()
            .to_string()
            .starts_with("RetrieveThing: 400")
    );
}

#[test]
fn a_payload_that_does_not_fit_is_told_by_its_place() {
    let thing: Thing = read_payload(br#"{"id":"a","count":1}"#).unwrap();
    assert_eq!(thing.id, "a");
    let error = read_payload::<Thing>(br#"{"id":"a","count":"many"}"#).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("count: "), "{error}");
    let error = read_payload::<Thing>(b"").unwrap_err();
    assert!(error.to_string().contains("empty"), "{error}");
}
