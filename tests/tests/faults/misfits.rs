//! Whole answers that are not what the document promises.

use orq_ai_sdk::ErrorKind;
use sdk_tests::rude::{Manners, Rude};

use super::world::{Fault, IDENTITY, PATIENCE, builder, meet, whole};

const HTML: &str = "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>";

#[tokio::test]
async fn what_does_not_fit_is_said_once() {
    let json = |status: &str, body: &str| Manners::Say(whole(status, "application/json", body));
    let html = |status: &str| Manners::Say(whole(status, "text/html; charset=utf-8", HTML));
    let mut torn = whole("200 OK", "application/json", IDENTITY).into_bytes();
    let last = torn.len() - 5;
    torn[last] = 0xff;
    // Each row: the fault, what the server does, what is seen, and how often a read is attempted.
    let table = [
        (
            "bytes that are no UTF-8",
            Manners::Raw(torn),
            ErrorKind::Decode,
            200,
            1,
        ),
        (
            "half a document",
            json("200 OK", &IDENTITY[..20]),
            ErrorKind::Decode,
            200,
            1,
        ),
        (
            "two documents",
            json("200 OK", &IDENTITY.repeat(2)),
            ErrorKind::Decode,
            200,
            1,
        ),
        ("no document", json("200 OK", ""), ErrorKind::Decode, 200, 1),
        ("a page with 200", html("200 OK"), ErrorKind::Decode, 200, 1),
        (
            "a page with 500",
            html("500 Internal Server Error"),
            ErrorKind::Status,
            500,
            3,
        ),
        (
            "an error that does not fit",
            json("404 Not Found", r#"{"error":[{"code":5}]}"#),
            ErrorKind::Status,
            404,
            1,
        ),
        (
            "half an error",
            json("404 Not Found", r#"{"error":"no su"#),
            ErrorKind::Status,
            404,
            1,
        ),
        (
            "a status that nobody knows",
            json("999 Whatever", "{}"),
            ErrorKind::Status,
            999,
            1,
        ),
        (
            "nothing modified",
            Manners::Say("HTTP/1.1 304 Not Modified\r\n\r\n".to_owned()),
            ErrorKind::Status,
            304,
            1,
        ),
    ];
    for (name, manners, kind, status, reads) in table {
        let status = Some(status);
        meet(
            Fault {
                name,
                manners,
                kind,
                status,
                reads,
            },
            PATIENCE,
        )
        .await;
    }
}

#[tokio::test]
async fn an_error_that_does_not_fit_is_still_told() {
    let body = r#"{"error":{"code":5,"message":"it broke"}}"#;
    let answer = whole("404 Not Found", "application/json", body);
    let rude = Rude::start(Manners::Say(answer)).await.unwrap();
    let orq = builder(rude.url()).build().unwrap();
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    assert_eq!((error.body(), error.message()), (None, "it broke"));
    assert_eq!(error.raw_body(), body.as_bytes());
}

#[tokio::test]
async fn bytes_that_are_no_text_harm_nobody() {
    let mut answer =
        b"HTTP/1.1 200 OK\r\nx-request-id: \xff\xfe\r\ncontent-type: \xff\r\n".to_vec();
    answer.extend(
        format!(
            "retry-after: \u{7f}\r\ncontent-length: {}\r\n\r\n{IDENTITY}",
            IDENTITY.len()
        )
        .bytes(),
    );
    // A control character is no part of a header, so this one is left out.
    answer.retain(|byte| *byte != 0x7f);
    let rude = Rude::start(Manners::Raw(answer)).await.unwrap();
    let orq = builder(rude.url()).build().unwrap();
    let found = orq
        .identities()
        .retrieve("user_1")
        .send_with_response()
        .await
        .unwrap();
    assert_eq!((found.request_id(), found.attempts()), (None, 1));

    let body = b"\xff\xfe\x00 no text at all";
    let mut answer = format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    answer.extend(body);
    let rude = Rude::start(Manners::Raw(answer)).await.unwrap();
    let orq = builder(rude.url()).build().unwrap();
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    assert_eq!(
        (error.kind(), &error.raw_body()[..]),
        (ErrorKind::Status, &body[..])
    );
    assert!(
        error.message().starts_with("the server gives no reason"),
        "{error}"
    );
}
