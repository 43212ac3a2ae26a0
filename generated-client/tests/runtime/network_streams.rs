//! Streams over the default transport, against this machine.

use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use orq_ai_sdk::runtime::{ErrorKind, FilePart};

use super::network::{run, server, shop};
use super::streams::{Texts, convert, watch};

const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

#[test]
fn a_cut_connection_is_an_error_after_what_came() {
    // The chunk is announced with more bytes than come.
    let cut: &'static str = format!("{HEAD}9\r\ndata: 1\n\n\r\n20\r\ndata: 2").leak();
    let whole: &'static str = format!("{HEAD}9\r\ndata: 1\n\n\r\n0\r\n\r\n").leak();
    let (url, _requests) = server(vec![cut, whole]);
    let shop = shop(&url);
    run(async {
        let mut stream = watch(&shop).stream().await.unwrap();
        assert_eq!(stream.try_next().await.unwrap().unwrap().data, 1);
        let error = stream.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(stream.try_next().await.unwrap().is_none());

        let mut stream = watch(&shop).stream().await.unwrap();
        assert_eq!(stream.try_next().await.unwrap().unwrap().data, 1);
        assert!(stream.try_next().await.unwrap().is_none());
    });
}

#[cfg(feature = "blocking")]
#[test]
fn a_stream_is_an_iterator_that_ends_after_an_error() {
    let cut: &'static str = format!("{HEAD}12\r\ndata: 1\n\ndata: 2\n\n\r\n20\r\ndata: 3").leak();
    let refusal = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
    let (url, _requests) = server(vec![cut, refusal]);
    let shop = shop(&url);
    let mut events = watch(&shop).stream_blocking().unwrap().blocking();
    assert_eq!(events.next().unwrap().unwrap().data, 1);
    assert_eq!(events.next().unwrap().unwrap().data, 2);
    let error = events.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(events.next().is_none());

    let error = watch(&shop).stream_blocking().unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
}

#[cfg(feature = "blocking")]
#[test]
fn bytes_are_an_iterator() {
    let answer: &'static str = format!("{HEAD}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").leak();
    let (url, _requests) = server(vec![answer]);
    let file = FilePart::bytes("content");
    let bytes = convert(&shop(&url), file).stream_blocking().unwrap();
    let pieces: Result<Vec<_>, _> = bytes.blocking().collect();
    assert_eq!(pieces.unwrap().concat(), b"abcde");
}

#[test]
fn a_form_is_streamed_and_its_echo_too() {
    run(async {
        let echo = |request: Request| async move {
            let chunked = !request.headers().contains_key("content-length");
            let media_type = request.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
            let body = to_bytes(request.into_body(), 1 << 20).await.unwrap();
            assert!(chunked, "a stream has no length");
            let expected = super::streams::expected_form(&media_type);
            assert_eq!(body, expected.as_bytes());
            body
        };
        let app = Router::new().route("/convert", post(echo));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, app).await });
        let file = FilePart::stream(Texts(vec!["a", "b", "c"])).file_name("a\"b.png");
        let stream = convert(&shop(&url), file).stream().await.unwrap();
        let stream = stream.idle_timeout(Duration::from_secs(10));
        let bytes = stream.bytes().await.unwrap();
        assert!(bytes.starts_with(b"--"));
        task.abort();
    });
}
