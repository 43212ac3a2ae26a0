//! Answers of a gigabyte. Memory is counted by process, so the tests run in processes of their own.
#![cfg(target_os = "linux")]

use orq_ai_sdk::ErrorKind;
use sdk_tests::rude::{Manners, Rude, gzip_bomb, head};

use super::world::{PATIENCE, Seen, builder, is_alone, seen};

const GIGABYTE: usize = 1 << 30;
const MEGABYTE: usize = 1 << 20;

/// The most memory that this process ever held.
pub(crate) fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<usize>().unwrap() * 1024
}

/// A server with a gigabyte to say behind this head.
async fn server(head: &str) -> Rude {
    Rude::start(Manners::Pour(head.to_owned(), GIGABYTE))
        .await
        .unwrap()
}

/// The head of an answer that says how long it is.
fn honest() -> String {
    head(&format!("content-length: {GIGABYTE}"))
}

#[tokio::test]
async fn a_gigabyte_is_refused() {
    if !is_alone("large::a_gigabyte_is_refused") {
        return;
    }
    let too_large = Seen {
        kind: ErrorKind::TooLarge,
        status: Some(200),
        attempts: 1,
        requests: 1,
    };
    let before = peak();

    // A length that is announced is enough to know.
    let rude = server(&honest()).await;
    let orq = builder(rude.url()).build().unwrap();
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(seen(error, rude.requests()), too_large);
    assert!(rude.is_left_alone(PATIENCE).await);
    let refused = peak() - before;
    assert!(refused < 24 * MEGABYTE, "{refused} bytes");
    assert!(
        rude.poured() < 32 * MEGABYTE,
        "{} bytes left the server",
        rude.poured()
    );

    // Otherwise as much is read as the client accepts, which the caller may lower.
    let rude = server(&head("connection: close")).await;
    let orq = builder(rude.url())
        .max_response_bytes(4 * MEGABYTE)
        .build()
        .unwrap();
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(error.raw_body().len(), 4 * MEGABYTE);
    assert_eq!(seen(error, rude.requests()), too_large);
    assert!(rude.is_left_alone(PATIENCE).await);
    let lowered = peak() - before;
    assert!(lowered < 32 * MEGABYTE, "{lowered} bytes");

    let rude = server(&head("connection: close")).await;
    let orq = builder(rude.url()).build().unwrap();
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(seen(error, rude.requests()), too_large);
    assert!(rude.is_left_alone(PATIENCE).await);
    let default = peak() - before;
    assert!(default < 192 * MEGABYTE, "{default} bytes");
    assert!(
        rude.poured() < 128 * MEGABYTE,
        "{} bytes left the server",
        rude.poured()
    );
}

#[tokio::test]
async fn a_gigabyte_that_is_no_answer_is_not_read() {
    if !is_alone("large::a_gigabyte_that_is_no_answer_is_not_read") {
        return;
    }
    let before = peak();
    // An error is one, however much is said about it.
    let rude = server(&honest().replace("200 OK", "500 Internal Server Error")).await;
    let orq = builder(rude.url()).build().unwrap();
    let error = orq.identities().list().await.unwrap_err();
    assert!(error.raw_body().len() <= MEGABYTE);
    let expected = Seen {
        kind: ErrorKind::Status,
        status: Some(500),
        attempts: 3,
        requests: 3,
    };
    assert_eq!(seen(error, rude.requests()), expected);
    assert!(rude.is_left_alone(PATIENCE).await);

    // What deleting answers is of no interest.
    let rude = server(&honest()).await;
    let orq = builder(rude.url()).build().unwrap();
    orq.identities().delete("user_1").await.unwrap();
    assert!(rude.is_left_alone(PATIENCE).await);
    let rise = peak() - before;
    assert!(rise < 32 * MEGABYTE, "{rise} bytes");
}

#[tokio::test]
async fn a_gigabyte_in_a_megabyte_is_refused() {
    if !is_alone("large::a_gigabyte_in_a_megabyte_is_refused") {
        return;
    }
    let bomb = gzip_bomb();
    assert!(bomb.len() < 2 * MEGABYTE);
    let before = peak();
    for (most, rise) in [(4 * MEGABYTE, 16), (64 * MEGABYTE, 192)] {
        let rude = Rude::start(Manners::Raw(bomb.clone())).await.unwrap();
        let orq = builder(rude.url())
            .max_response_bytes(most)
            .build()
            .unwrap();
        let error = orq.identities().list().await.unwrap_err();
        assert_eq!(error.raw_body().len(), most);
        let expected = Seen {
            kind: ErrorKind::TooLarge,
            status: Some(200),
            attempts: 1,
            requests: 1,
        };
        assert_eq!(seen(error, rude.requests()), expected);
        assert!(rude.is_left_alone(PATIENCE).await);
        let risen = peak() - before;
        assert!(risen < rise * MEGABYTE, "{risen} bytes for {most}");
    }
}
