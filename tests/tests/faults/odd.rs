//! Answers that are odd, but right; and what is given up halfway.

use std::time::Duration;

use orq_ai_sdk::{ErrorKind, RetryPolicy};
use sdk_tests::rude::{Manners, Rude, head};

use super::world::{IDENTITY, PATIENCE, builder, whole};

#[tokio::test]
async fn odd_answers_are_answers() {
    let answer = whole("200 OK", "application/json", IDENTITY);
    let chunks = |behind: &str| {
        let length = IDENTITY.len();
        head("transfer-encoding: chunked\r\ntrailer: x-sum")
            + &format!(
                "1\r\n{{\r\n{:x};a=b\r\n{}\r\n0\r\n{behind}\r\n",
                length - 1,
                &IDENTITY[1..]
            )
    };
    let odd = [
        (
            "a word beforehand",
            format!("HTTP/1.1 100 Continue\r\n\r\n{answer}"),
        ),
        (
            "several words beforehand",
            "HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n".repeat(3) + &answer,
        ),
        ("trailers", chunks("x-sum: 1\r\nx-more: 2\r\n")),
        (
            "trailers that look like an answer",
            chunks("content-length: 1\r\ncontent-encoding: gzip\r\n"),
        ),
        ("no reason", answer.replace("200 OK", "200 ")),
        ("HTTP/1.0", answer.replace("HTTP/1.1", "HTTP/1.0")),
        (
            "another media type",
            answer.replace("application/json", "text/plain"),
        ),
        (
            "a mark before the value",
            answer.replace("content-type:", "content-type:\t "),
        ),
        (
            "the same length twice",
            answer.replace(
                "\r\n\r\n",
                &format!("\r\ncontent-length: {}\r\n\r\n", IDENTITY.len()),
            ),
        ),
    ];
    for (what, text) in odd {
        let rude = Rude::start(Manners::Say(text)).await.unwrap();
        let orq = builder(rude.url()).build().unwrap();
        let found = orq.identities().retrieve("user_1").await;
        let found = found.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(
            (found.external_id.as_str(), rude.requests()),
            ("user_1", 1),
            "{what}"
        );
    }
}

#[tokio::test]
async fn headers_that_are_no_text_harm_nobody() {
    let torn = [
        b"x-request-id: \xff\xfe\r\nretry-after: \xff\r\nx-torn: a\xe9b\r\nlocation: \xff\r\n",
        &b"content-encoding: \xff\r\n"[..],
    ]
    .concat();
    let answer = |status: &str| {
        let text = whole(status, "application/json", IDENTITY);
        let at = text.find("content-type").unwrap();
        [&text.as_bytes()[..at], &torn, &text.as_bytes()[at..]].concat()
    };
    let rude = Rude::start(Manners::Raw(answer("200 OK"))).await.unwrap();
    let orq = builder(rude.url()).build().unwrap();
    let found = orq
        .identities()
        .retrieve("user_1")
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(found.headers()["x-torn"].as_bytes(), b"a\xe9b");
    assert_eq!(found.into_value().external_id, "user_1");
    for (status, attempts) in [
        ("503 Service Unavailable", 3),
        ("302 Found", 1),
        ("418 Teapot", 1),
    ] {
        let rude = Rude::start(Manners::Raw(answer(status))).await.unwrap();
        let orq = builder(rude.url()).build().unwrap();
        let error = orq.identities().retrieve("user_1").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Status, attempts),
            "{error}"
        );
        assert_eq!(error.request_id(), None);
    }
}

#[tokio::test]
async fn fifty_megabytes_are_an_answer_like_any_other() {
    const LENGTH: usize = 50 << 20;
    let body = IDENTITY.replace("user_1", &"x".repeat(LENGTH));
    let rude = Rude::start(Manners::Say(whole("200 OK", "application/json", &body)))
        .await
        .unwrap();
    let orq = builder(rude.url()).build().unwrap();
    let found = orq.identities().retrieve("user_1").await.unwrap();
    assert_eq!(found.external_id.len(), LENGTH);
}

#[test]
fn a_cut_is_an_error_for_those_who_block_as_well() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let cut = head("content-length: 42") + &IDENTITY[..20];
    let rude = runtime.block_on(Rude::start(Manners::Reset(cut))).unwrap();
    let orq = builder(rude.url()).build().unwrap();
    let error = orq
        .identities()
        .retrieve("user_1")
        .send_blocking()
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
    let mut all = orq.identities().list().items().blocking();
    let error = all.next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
    assert!(all.next().is_none());
    assert!(runtime.block_on(rude.is_left_alone(PATIENCE)));
}

#[tokio::test]
async fn a_list_that_is_given_up_asks_for_nothing_more() {
    let page = r#"{"object":"list","has_more":true,"data":[{"_id":"1","external_id":"user_1"},{"_id":"2","external_id":"user_2"}]}"#;
    let rude = Rude::start(Manners::AnswerOnce(whole(
        "200 OK",
        "application/json",
        page,
    )))
    .await
    .unwrap();
    let orq = builder(rude.url())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let mut items = orq.identities().list().items();
    for id in ["user_1", "user_2"] {
        assert_eq!(items.try_next().await.unwrap().unwrap().external_id, id);
    }
    assert_eq!(rude.requests(), 1);
    // The next page is asked for, and given up before it comes; so is the list.
    let silent = Rude::start(Manners::Stall(String::new())).await.unwrap();
    let mut stalled = orq.identities().list().server(silent.url()).items();
    let given_up = tokio::time::timeout(Duration::from_millis(100), stalled.try_next()).await;
    assert!(given_up.is_err());
    drop(stalled);
    assert!(silent.is_left_alone(PATIENCE).await);
    drop(items);
    drop(orq);
    assert!(rude.is_left_alone(PATIENCE).await);
    assert_eq!((rude.requests(), silent.requests()), (1, 1));
}
