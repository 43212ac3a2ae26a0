//! Bodies whose media type the document leaves open, misspells, or gets wrong.

use fixture_media_types_by_mistake::Shop;
use fixture_media_types_by_mistake::models::{Row, SetWordsRequest};
use fixture_media_types_by_mistake::runtime::{ErrorKind, FilePart};

use super::server::{Server, answer, json};

fn client(server: &Server) -> Shop {
    Shop::builder().server(&server.url).build().unwrap()
}

#[tokio::test]
async fn a_text_comes_as_json_or_as_it_is() {
    let rows = [
        ("application/json", r#""a \"word\"""#, r#"a "word""#),
        ("text/plain", "a \"word\"", r#"a "word""#),
        ("application/json", "a word", "a word"),
        ("text/plain", "\"a word\"", "\"a word\""),
        ("text/html", "<p>a word", "<p>a word"),
        ("application/json", "2024-05-17", "2024-05-17"),
        ("text/plain", "17", "17"),
        ("text/plain", "", ""),
    ];
    let server = Server::start(rows.map(|(media_type, body, _)| answer(200, media_type, body)));
    for (media_type, body, word) in rows {
        let found = client(&server).words().get().await.unwrap();
        assert_eq!(found, word, "{media_type}: {body}");
    }
    assert_eq!(server.request().header("accept"), Some("*/*"));
}

#[tokio::test]
async fn json_of_something_else_is_no_text() {
    let bodies = [r#"{"word":1}"#, "null", "\"cut of", ""];
    let server = Server::start(bodies.map(|body| json(200, body)));
    for body in bodies {
        let error = client(&server).words().get().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
    }
    // Nor where JSON was said, and the server names nothing.
    let bodies = [r#"{"word":1}"#, "\"cut of", ""];
    let server = Server::start(bodies.map(|body| answer(201, "", body)));
    for body in bodies {
        let error = client(&server).words().add("a").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
    }
}

#[tokio::test]
async fn a_page_where_json_was_said_is_no_text() {
    let server = Server::start([
        answer(201, "text/plain", "1"),
        json(201, "null"),
        answer(201, "text/html", "<p>Log in"),
    ]);
    let words = client(&server).words();
    assert_eq!(words.add("a").await.unwrap().as_deref(), Some("1"));
    assert_eq!(words.add("a").await.unwrap(), None);
    let error = words.add("a").await.unwrap_err();
    assert!(error.to_string().contains("text/html"), "{error}");
}

#[tokio::test]
async fn bodies_go_as_what_the_document_means() {
    let server = Server::start([
        json(201, "\"1\""),
        answer(200, "image/png", "abc"),
        json(200, r#"{"cells":["b"]}"#),
    ]);
    let words = client(&server).words();
    let id = words.add("a \"word\"").await.unwrap();
    assert_eq!(id.as_deref(), Some("1"));
    let request = server.request();
    assert_eq!(
        request.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(request.body, br#"a "word""#);

    let list = SetWordsRequest::new().list(FilePart::bytes("a\nb"));
    assert_eq!(&words.set(list).await.unwrap()[..], b"abc");
    let request = server.request();
    let kind = request.header("content-type").unwrap();
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");

    let row = |cell: &str| Row::new().cells([cell]);
    assert_eq!(words.add_row(row("a")).await.unwrap(), row("b"));
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.body, br#"{"cells":["a"]}"#);
}
