//! Connections and heads that break.

use orq_ai_sdk::ErrorKind;
use sdk_tests::rude::{Manners, Rude, head};

use super::world::{Fault, IDENTITY, PATIENCE, builder, meet, whole};

const fn cut(name: &'static str, manners: Manners) -> Fault {
    Fault {
        name,
        manners,
        kind: ErrorKind::Transport,
        status: None,
        reads: 3,
    }
}

#[tokio::test]
async fn what_breaks_is_an_error_and_read_again() {
    let say = |text: &str| Manners::Say(text.to_owned());
    let reset = |text: &str| Manners::Reset(text.to_owned());
    let with = |header: &str, body: &str| say(&(head(header) + body));
    let many = format!(
        "HTTP/1.1 200 OK\r\n{}\r\n{IDENTITY}",
        "x-a: 1\r\n".repeat(5000)
    );
    let long = format!("HTTP/1.1 200 OK\r\nx-a: {}\r\n\r\n", "a".repeat(2 << 20));
    let faults = [
        cut("closed before the head", Manners::HangUp),
        cut("reset before the head", reset("")),
        cut(
            "reset inside the head",
            reset("HTTP/1.1 200 OK\r\ncontent-ty"),
        ),
        cut("reset after the head", reset(&head("content-length: 42"))),
        cut(
            "reset inside the body",
            reset(&(head("content-length: 42") + "{\"_id\"")),
        ),
        cut(
            "closed inside the head",
            say("HTTP/1.1 200 OK\r\ncontent-ty"),
        ),
        cut(
            "a length beyond the body",
            with("content-length: 43", IDENTITY),
        ),
        cut(
            "a length that is no number",
            with("content-length: many", IDENTITY),
        ),
        cut("a length below zero", with("content-length: -1", IDENTITY)),
        cut(
            "two lengths",
            with("content-length: 42\r\ncontent-length: 41", IDENTITY),
        ),
        cut(
            "half a chunk",
            with("transfer-encoding: chunked", "2a\r\n{\"_id\""),
        ),
        cut(
            "no last chunk",
            with(
                "transfer-encoding: chunked",
                &format!("2a\r\n{IDENTITY}\r\n"),
            ),
        ),
        cut(
            "a chunk without a size",
            with(
                "transfer-encoding: chunked",
                &format!("xyz\r\n{IDENTITY}\r\n0\r\n\r\n"),
            ),
        ),
        cut("another protocol", say("220 smtp.example.com ESMTP\r\n")),
        cut("a status that is none", say("HTTP/1.1 20 OK\r\n\r\n")),
        cut("a header without a name", with(": nothing", IDENTITY)),
        cut("headers without end", say(&many)),
        cut("a header without end", say(&long)),
    ];
    for fault in faults {
        meet(fault, PATIENCE).await;
    }
}

#[tokio::test]
async fn without_a_length_the_end_of_the_connection_is_the_end() {
    let rude = Rude::start(Manners::Say(head("connection: close") + IDENTITY))
        .await
        .unwrap();
    let orq = builder(rude.url()).build().unwrap();
    let found = orq.identities().retrieve("user_1").await.unwrap();
    assert_eq!((found.external_id.as_str(), rude.requests()), ("user_1", 1));

    // Nobody can tell that there should have been more, but half a document is none.
    meet(
        Fault {
            name: "half a document without a length",
            manners: Manners::Say(head("connection: close") + &IDENTITY[..20]),
            kind: ErrorKind::Decode,
            status: Some(200),
            reads: 1,
        },
        PATIENCE,
    )
    .await;
}

#[tokio::test]
async fn a_length_that_is_too_short_cuts_the_body() {
    meet(
        Fault {
            name: "a length short of the body",
            manners: Manners::Say(head("content-length: 20") + IDENTITY),
            kind: ErrorKind::Decode,
            status: Some(200),
            reads: 1,
        },
        PATIENCE,
    )
    .await;
}

#[tokio::test]
async fn what_comes_behind_an_answer_answers_nothing_else() {
    let forged = whole(
        "200 OK",
        "application/json",
        &IDENTITY.replace("user_1", "forged"),
    );
    let both = whole("200 OK", "application/json", IDENTITY) + &forged;
    let rude = Rude::start(Manners::Stall(both)).await.unwrap();
    let orq = builder(rude.url()).build().unwrap();
    for calls in 1..=20 {
        let found = orq.identities().retrieve("user_1").await.unwrap();
        assert_eq!(
            (found.external_id.as_str(), rude.requests()),
            ("user_1", calls)
        );
    }
}

#[tokio::test]
async fn nobody_there_is_safe_to_repeat() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let orq = builder(&url).build().unwrap();
    let create = orq_ai_sdk::models::CreateIdentityRequest::new("user_1");
    let error = orq.identities().create(create).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
}
