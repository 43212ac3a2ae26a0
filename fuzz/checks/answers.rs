//! Answers of any kind, taken by the client as they are.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use orq_ai_sdk::runtime::{Body, BoxFuture, TransportError, retry_after};
use orq_ai_sdk::{Clock, Error, ErrorKind, Orq, RetryPolicy, Transport};
use serde_json::{Value, json};

const KEY: &str = "key-of-the-caller";

/// No message is longer, whatever the server says.
const LONGEST: usize = 1500;

/// One answer, and a time that stands still.
struct Scripted(u16, HeaderMap, Bytes);

impl Transport for Scripted {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let response = http::Response::builder()
            .status(self.0)
            .body(Body::from(self.2.clone()))
            .map_err(TransportError::not_sent);
        let response = response.map(|mut response| {
            *response.headers_mut() = self.1.clone();
            response
        });
        Box::pin(std::future::ready(response))
    }
}

struct Still;

impl Clock for Still {
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

fn client(status: u16, headers: HeaderMap, body: &[u8]) -> Orq {
    Orq::builder()
        .api_key(KEY)
        .server("https://api.example.com")
        .transport(Scripted(status, headers, Bytes::copy_from_slice(body)))
        .clock(Still)
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

/// Runs a future that waits for nothing.
fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("there is nothing to wait for"),
    }
}

/// What holds for the text of every error: one line of bounded length, without the caller's key, whole or in part. What the
/// server itself makes up that looks like it is another matter.
fn check_text(error: &Error, bytes: &[u8]) {
    let message = error.message();
    assert!(message.chars().count() <= LONGEST, "{message}");
    assert!(!message.contains(char::is_control), "{message:?}");
    let shown = format!("{error} {error:?}");
    let parts = [&KEY[..8], &KEY[KEY.len() - 8..]];
    let made_up = String::from_utf8_lossy(bytes);
    for part in parts {
        assert!(made_up.contains(part) || !shown.contains(part), "{shown}");
    }
}

/// The bodies of errors: the message in them is found and made fit to be shown, and nothing is lost.
pub(crate) fn error_bodies(bytes: &[u8]) {
    let mut echo = bytes.to_vec();
    echo.extend(KEY.bytes());
    echo.extend(bytes);
    let text = String::from_utf8_lossy(bytes);
    let wrapped = json!({ "errors": [{ "message": text }, text] }).to_string();
    let echoed = json!({ "error": { "message": format!("{text}{KEY}{text}") } }).to_string();
    for body in [bytes, &echo, wrapped.as_bytes(), echoed.as_bytes()] {
        let call = client(400, HeaderMap::new(), body)
            .identities()
            .retrieve("a");
        let error = run(call.send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(&error.raw_body()[..], body);
        check_text(&error.into_error(), bytes);
    }
}

/// Header values of any bytes: the ids of requests and the wishes for another attempt.
pub(crate) fn headers(bytes: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(bytes) else {
        return;
    };
    let names = [
        "x-request-id",
        "retry-after",
        "retry-after-ms",
        "content-type",
        "content-length",
        "content-encoding",
        "location",
    ];
    for name in names {
        let headers = HeaderMap::from_iter([(http::HeaderName::from_static(name), value.clone())]);
        let today = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let wish = retry_after(&headers, today);
        let number = std::str::from_utf8(bytes)
            .ok()
            .filter(|text| (1..=9).contains(&text.len()))
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|text| text.parse::<u64>().ok());
        match (name, number) {
            ("retry-after", Some(number)) => assert_eq!(wish, Some(Duration::from_secs(number))),
            ("retry-after-ms", Some(number)) => {
                assert!(
                    wish.unwrap().abs_diff(Duration::from_millis(number))
                        < Duration::from_micros(1)
                );
            }
            ("retry-after" | "retry-after-ms", None) => {}
            _ => assert_eq!(wish, None),
        }
        for status in [200, 302, 429, 503] {
            let orq = client(status, headers.clone(), b"{}");
            let error = run(orq.identities().retrieve("a").send()).unwrap_err();
            let id = (name == "x-request-id")
                .then(|| value.to_str().ok())
                .flatten();
            assert_eq!(error.request_id(), id);
            assert_eq!(error.headers(), &headers);
            assert!(error.message().chars().count() <= LONGEST);
        }
    }
}

/// Successes of any bytes: what does not fit is located, and the place is the right one.
pub(crate) fn locations(bytes: &[u8]) {
    let headers = || {
        let json = HeaderValue::from_static("application/json");
        HeaderMap::from_iter([(http::header::CONTENT_TYPE, json)])
    };
    let call = client(200, headers(), bytes).identities().list();
    if let Err(error) = run(call.send()) {
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(&error.raw_body()[..], bytes);
        check_text(&error.into_error(), bytes);
    }

    let Some((&choice, rest)) = bytes.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest);
    let texts: Vec<&str> = text.split('\n').take(5).collect();
    let bad = [
        json!(5),
        json!(true),
        json!(["x"]),
        json!({"x": [1]}),
        json!(-0.5),
    ];
    let mut tags: Vec<Value> = texts.iter().map(|text| json!(text)).collect();
    let tag = usize::from(choice) % (tags.len() + 1);
    tags.insert(tag, bad[usize::from(choice / 8) % bad.len()].clone());
    let good = json!({ "_id": text, "external_id": texts[0], "metadata": { texts[0]: texts } });
    let mut misfit = good.clone();
    misfit["tags"] = json!(tags);
    let index = usize::from(choice / 64);
    let mut data = vec![good; 4];
    data[index] = misfit;
    let page = json!({ "data": data, "has_more": false, "a": { "b": texts } });
    for body in [page.to_string(), format!("{page:#}")] {
        let call = client(200, headers(), body.as_bytes()).identities().list();
        let error = run(call.send()).unwrap_err();
        let place = format!("data[{index}].tags[{tag}]: ");
        assert!(error.message().contains(&place), "{place} in {error}");
    }
}
