//! The default transport and clock against a loopback server that speaks just enough HTTP.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::sync::mpsc::{Receiver, channel};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use orq_ai_sdk::runtime::{ClientBuilder, ErrorKind, RetryPolicy};

use super::shop::{Shop, Thing, Token};

/// Answers each connection's first request with the next of these texts, then hangs up; hands out what it was sent.
pub(crate) fn server(answers: Vec<&'static str>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (requests, received) = channel();
    thread::spawn(move || {
        // A request ends with an empty line; one that begins with a handshake byte is TLS and has no such end.
        let is_whole = |request: &[u8]| {
            request.starts_with(&[0x16]) || request.windows(4).any(|end| end == b"\r\n\r\n")
        };
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            stream
                .set_read_timeout(Some(Duration::from_secs(10)))
                .unwrap();
            let mut request = Vec::new();
            let mut piece = [0; 4096];
            while !is_whole(&request) {
                match stream.read(&mut piece) {
                    Ok(0) | Err(_) => break,
                    Ok(length) => request.extend_from_slice(&piece[..length]),
                }
            }
            _ = requests.send(String::from_utf8_lossy(&request).into_owned());
            _ = stream.write_all(answer.as_bytes());
            _ = stream.shutdown(Shutdown::Both);
        }
    });
    (url, received)
}

pub(crate) fn shop(url: &str) -> Shop {
    ClientBuilder::new()
        .server(url)
        .token("key-of-the-caller")
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

const THING: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n{\"id\":\"a\",\"count\":1}";

#[test]
fn paths_arrive_as_they_were_written() {
    for id in ["a", "a/b", "../x", "%2e%2e", "a b?c#d", "ü", "a\\b", "'"] {
        let (url, received) = server(vec![THING]);
        assert_eq!(run(shop(&url).retrieve(id).send()).unwrap().id, "a");
        let request = received.recv().unwrap();
        let path = request
            .split(' ')
            .nth(1)
            .unwrap()
            .strip_prefix("/things/")
            .unwrap()
            .to_owned();
        assert!(!path.contains('/'), "{path}");
        assert_eq!(
            percent_encoding::percent_decode_str(&path)
                .decode_utf8()
                .unwrap(),
            id
        );
        assert!(
            request.contains("authorization: Bearer key-of-the-caller"),
            "{request}"
        );
        assert!(request.contains("user-agent: shop/1.0"), "{request}");
    }
}

#[test]
fn a_body_arrives_with_its_length() {
    let (url, received) = server(vec![THING]);
    run(shop(&url)
        .create(Thing {
            id: "ü".to_owned(),
            count: 1,
        })
        .send())
    .unwrap();
    let request = received.recv().unwrap();
    assert!(
        request.starts_with("POST /things HTTP/1.1") && request.contains("content-length: 21"),
        "{request}"
    );
}

#[test]
fn redirects_take_no_credentials_along() {
    let (elsewhere, received) = server(vec![THING]);
    let redirect = format!(
        "HTTP/1.1 302 Found\r\nlocation: {elsewhere}/things/a\r\ncontent-length: 0\r\n\r\n"
    );
    let (url, _) = server(vec![redirect.leak()]);
    run(shop(&url).retrieve("a").send()).unwrap();
    let request = received.recv().unwrap();
    assert!(request.starts_with("GET /things/a HTTP/1.1"), "{request}");
    assert!(
        !request.to_lowercase().contains("authorization"),
        "{request}"
    );
}

#[test]
fn connections_that_fail() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let error = run(shop(&format!("http://{free}")).retrieve("a").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");

    let (url, _) = server(vec![""]);
    let error = run(shop(&url).retrieve("a").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");

    let (url, _) = server(vec!["HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{\"id\""]);
    let error = run(shop(&url).retrieve("a").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(!error.to_string().contains("127.0.0.1"), "{error}");
}

#[test]
fn a_server_that_never_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let error = run(shop(&url)
        .retrieve("a")
        .timeout(Duration::from_millis(50))
        .send())
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
}

#[test]
fn tls_is_ready_and_refuses_what_is_no_tls() {
    let (url, _) = server(vec!["HTTP/1.1 200 OK\r\n\r\n"]);
    let error = run(shop(&url.replace("http:", "https:")).retrieve("a").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic_or_wait() {
    let shop = ClientBuilder::new()
        .server("http://127.0.0.1:9")
        .token("key-of-the-caller")
        .retry(RetryPolicy::new());
    let shop: Shop = shop.build().unwrap();
    let call = std::pin::pin!(shop.retrieve("a").send());
    let mut nobody = Context::from_waker(Waker::noop());
    let Poll::Ready(Err(error)) = call.poll(&mut nobody) else {
        panic!("it waits for a timer that nobody turns");
    };
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1));
    assert!(error.message().contains("needs a running tokio runtime"));
}
