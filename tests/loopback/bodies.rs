//! Bodies of each kind, as they arrive.

use fixture_bodies::Shop;
use fixture_bodies::models::{SendFormRequest, SendJsonRequest};

use super::server::{Server, answer, bare};

#[tokio::test]
async fn bodies_arrive_with_their_media_types() {
    let done = || bare(204, "x-nothing: here");
    let server = Server::start([
        done(),
        done(),
        done(),
        done(),
        answer(200, "text/plain; charset=utf-8", "grüß dich"),
        answer(200, "image/png", "\u{1}\u{0}"),
    ]);
    let api = Shop::builder().server(&server.url).build().unwrap();
    let bodies = api.bodies();

    bodies
        .send_json(SendJsonRequest::new().a("1"))
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        request.header("content-type"),
        Some("application/merge-patch+json")
    );
    assert_eq!(request.body, br#"{"a":"1"}"#);

    bodies.send_optional().await.unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), None);
    assert_eq!(request.header("content-length"), Some("0"));

    bodies.send_optional().body(["x"]).await.unwrap();
    assert_eq!(server.request().body, br#"["x"]"#);

    bodies
        .send_form(SendFormRequest::new().a("x & y"))
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(request.body, b"a=x%20%26%20y");

    assert_eq!(bodies.send_text("grüß mich").await.unwrap(), "grüß dich");
    let request = server.request();
    assert_eq!(
        request.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(request.body, "grüß mich".as_bytes());

    let bytes = bodies.send_bytes(vec![0, 255]).await.unwrap();
    assert_eq!(&bytes[..], [1, 0]);
    let request = server.request();
    assert_eq!(
        request.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(request.body, [0, 255]);
}
