//! Answers without content, and ranges of statuses.

use std::time::Duration;

use fixture_without_content::Shop;
use fixture_without_content::resources::things::{ChangeThingError, ChangeThingSuccess};

use super::server::{Server, answer, bare, json};

fn client(server: &Server) -> Shop {
    let builder = Shop::builder().server(&server.url);
    builder.timeout(Duration::from_secs(10)).build().unwrap()
}

/// A connection that stays open behind an answer is no reason to wait for more.
fn left_open(status: u16, header: &str) -> String {
    format!("HTTP/1.1 {status} -\r\n{header}\r\n\r\n")
}

#[tokio::test]
async fn nobody_waits_for_what_never_comes() {
    let server = Server::start([
        left_open(200, "content-length: 20"),
        left_open(404, "content-length: 20"),
        left_open(204, "content-type: application/json"),
        left_open(200, "content-length: 0"),
        json(200, r#"{"id":"a"}"#),
    ]);
    let things = client(&server).things();
    let head = things.head("a").send_with_response().await.unwrap();
    assert_eq!(head.headers()["content-length"], "20");
    let error = things.head("a").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
    things.delete("a").await.unwrap();
    things.touch("a").await.unwrap();
    // What the document says nothing about is left alone.
    things.touch("a").await.unwrap();
    assert!(server.request().head.starts_with("HEAD /things/a "));
}

#[tokio::test]
async fn ranges_hold_for_what_is_not_declared_by_itself() {
    let server = Server::start([
        json(201, r#"{"id":"new"}"#),
        bare(204, "x-nothing: here"),
        json(409, r#"{"id":"theirs"}"#),
        answer(410, "text/plain", "gone"),
        json(501, r#"{"why":"broken"}"#),
    ]);
    let things = client(&server).things();
    assert!(
        matches!(things.change("a").await.unwrap(), ChangeThingSuccess::Success(thing) if thing.id == "new")
    );
    assert_eq!(
        things.change("a").await.unwrap(),
        ChangeThingSuccess::NoContent
    );
    let error = things.change("a").await.unwrap_err();
    assert!(
        matches!(error.body(), Some(ChangeThingError::Conflict(thing)) if thing.id == "theirs")
    );
    let error = things.change("a").await.unwrap_err();
    assert!(matches!(error.body(), Some(ChangeThingError::ClientError(text)) if text == "gone"));
    let error = things.change("a").await.unwrap_err();
    assert!(matches!(error.body(), Some(ChangeThingError::Default(body)) if body.why == "broken"));
}
