//! Servers that let callers wait.

use std::time::{Duration, Instant};

use orq_ai_sdk::ErrorKind;
use sdk_tests::rude::{Manners, Rude, head};

use super::world::{Fault, IDENTITY, PATIENCE, Seen, builder, meet, seen, whole};

#[tokio::test]
async fn silence_ends_with_the_attempt() {
    let answer = whole("200 OK", "application/json", IDENTITY);
    let pause = Duration::from_millis(20);
    let faults = [
        ("no answer at all", Manners::Stall(String::new())),
        ("half a head", Manners::Stall("HTTP/1.1 200".to_owned())),
        (
            "a head without its body",
            Manners::Stall(head("content-length: 42")),
        ),
        (
            "half a body",
            Manners::Stall(head("content-length: 42") + "{\"_id\""),
        ),
        (
            "half a chunk",
            Manners::Stall(head("transfer-encoding: chunked") + "2a\r\n{"),
        ),
        (
            "interim answers only",
            Manners::Stall("HTTP/1.1 100 Continue\r\n\r\n".to_owned()),
        ),
        ("a head byte by byte", Manners::Dribble(answer, pause)),
        ("a body byte by byte", Manners::Drip(pause)),
    ];
    for (name, manners) in faults {
        let fault = Fault {
            name,
            manners,
            kind: ErrorKind::Timeout,
            status: None,
            reads: 3,
        };
        meet(fault, Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn one_byte_a_second_is_no_progress() {
    let rude = Rude::start(Manners::Drip(Duration::from_secs(1)))
        .await
        .unwrap();
    let orq = builder(rude.url()).build().unwrap();
    let begun = Instant::now();
    let limit = Duration::from_millis(2500);
    let error = orq
        .identities()
        .retrieve("user_1")
        .timeout(limit)
        .await
        .unwrap_err();
    assert_eq!(
        seen(error, rude.requests()),
        Seen {
            kind: ErrorKind::Timeout,
            status: None,
            attempts: 1,
            requests: 1,
        }
    );
    assert!(
        (limit..limit * 2).contains(&begun.elapsed()),
        "{:?}",
        begun.elapsed()
    );
    assert!(
        rude.is_left_alone(PATIENCE).await,
        "the connection outlived the error"
    );
}

#[tokio::test]
async fn a_slow_error_is_still_an_error() {
    // The status is known, so what is missing of the text behind it is not waited for beyond the limit.
    let head =
        "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 42\r\n\r\n{";
    let fault = Fault {
        name: "half an error",
        manners: Manners::Stall(head.to_owned()),
        kind: ErrorKind::Status,
        status: Some(404),
        reads: 1,
    };
    meet(fault, Duration::from_millis(100)).await;
}
