//! Answers that are read while they arrive, and bodies in parts.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use orq_ai_sdk::runtime::{
    Api, ByteStream, Call, DecodeError, Error, ErrorKind, EventItem, EventStream, FilePart,
    Framing, Multipart, MultipartBody, Operation, OperationMeta, Request, Response, RetryPolicy,
    StreamMeta, Streaming, TransportError,
};
use serde::{Deserialize, Serialize};

use super::shop::{Reason, RetrieveError, Shop, Thing};
use super::world::{Piece, Script, World, answer, json, run};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Event {
    pub(crate) data: i64,
    event: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
}

/// An operation that answers a thing or a stream of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    call: Call,
}

orq_ai_sdk::call_methods!(Watch => Thing, RetrieveError);
orq_ai_sdk::stream_methods!(Watch => EventStream<Event>, RetrieveError);

impl Operation for Watch {
    type Success = Thing;
    type Failure = RetrieveError;
    const META: &'static OperationMeta = &OperationMeta {
        id: "WatchThings",
        method: "POST",
        path: "/watch",
        accept: "application/json",
        idempotent: true,
        content: true,
        security: &[&["Token"]],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/watch");
        let body = Reason {
            error: "none".to_owned(),
        };
        request.json_choosing(&body, "stream", self.call.streams())?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Thing, DecodeError> {
        response.json()
    }

    fn failure(response: &Response) -> Option<RetrieveError> {
        response.json().ok().map(RetrieveError::NotFound)
    }
}

impl Streaming for Watch {
    type Stream = EventStream<Event>;
    const STREAM: &'static StreamMeta = &StreamMeta {
        accept: "text/event-stream",
        framing: Framing::Events {
            sentinel: "[DONE]",
            item: EventItem::EventWithJson,
        },
    };
}

/// An operation that takes a form and answers bytes.
#[derive(Clone, Debug)]
pub(crate) struct Convert {
    call: Call,
    body: Form,
}

#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) title: Option<String>,
    pub(crate) file: FilePart,
}

impl MultipartBody for Form {
    fn parts(&self, form: &mut Multipart) {
        form.field("title", self.title.as_ref(), "");
        form.field("tags", Some(&["a", "b"]), "");
        form.field("meta", Some(&serde_json::json!({"x": [1]})), "");
        form.field("all", Some(&["a", "b"]), "application/json");
        form.file("file", Some(&self.file), "image/png");
    }
}

orq_ai_sdk::call_methods!(Convert => Bytes, std::convert::Infallible);
orq_ai_sdk::stream_methods!(Convert => ByteStream, std::convert::Infallible);

impl Operation for Convert {
    type Success = Bytes;
    type Failure = std::convert::Infallible;
    const META: &'static OperationMeta = &OperationMeta {
        id: "ConvertThing",
        path: "/convert",
        accept: "image/png",
        ..*Watch::META
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/convert");
        request.multipart(&self.body)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Bytes, DecodeError> {
        response.bytes()
    }

    fn failure(_response: &Response) -> Option<Self::Failure> {
        None
    }
}

impl Streaming for Convert {
    type Stream = ByteStream;
    const STREAM: &'static StreamMeta = &StreamMeta {
        accept: "image/png",
        framing: Framing::Bytes,
    };
}

pub(crate) fn watch(shop: &Shop) -> Watch {
    Watch {
        call: Call::new(shop.client()),
    }
}

pub(crate) fn convert(shop: &Shop, file: FilePart) -> Convert {
    let title = Some("A \"title\"".to_owned());
    Convert {
        call: Call::new(shop.client()),
        body: Form { title, file },
    }
}

/// A stream of these texts.
pub(crate) struct Texts(pub(crate) Vec<&'static str>);

impl Stream for Texts {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(Bytes::from_static(self.0.remove(0).as_bytes()))))
    }
}

fn events(pieces: Vec<Piece>) -> Script {
    let headers = vec![(
        "content-type",
        "text/event-stream; charset=utf-8".to_owned(),
    )];
    Script::Answer(200, headers, pieces)
}

fn text(text: &'static str) -> Piece {
    Piece::Data(Bytes::from_static(text.as_bytes()))
}

/// The data of a stream's events, and the error that ended it; nothing comes after that.
fn drain(stream: &mut EventStream<Event>) -> (Vec<i64>, Option<Error>) {
    let (mut found, mut failure) = (Vec::new(), None);
    loop {
        match run(stream.try_next()) {
            Ok(Some(event)) => found.push(event.data),
            Ok(None) => break,
            Err(error) => assert!(failure.replace(error).is_none(), "a second error"),
        }
    }
    (found, failure)
}

#[test]
fn events_arrive_one_by_one() {
    let body = "event: add\nid: 7\ndata: 1\n\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n";
    let world = World::new([events(vec![text(&body[..20]), text(&body[20..])])]);
    let mut stream = run(watch(&world.once()).stream()).unwrap();
    let first = run(stream.try_next()).unwrap().unwrap();
    assert_eq!((first.data, first.event.as_deref()), (1, Some("add")));
    assert_eq!(stream.last_event_id(), Some("7"));
    assert_eq!(drain(&mut stream).0, [2]);
    let sent = world.only();
    assert_eq!(sent.headers["accept"], "text/event-stream");
    assert_eq!(sent.body, r#"{"error":"none","stream":true}"#);
}

#[test]
fn the_same_operation_sends_for_a_whole_answer() {
    let world = World::new([json(200, r#"{"id":"a","count":1}"#)]);
    run(watch(&world.once()).send()).unwrap();
    let sent = world.only();
    assert_eq!(sent.headers["accept"], "application/json");
    assert_eq!(sent.body, r#"{"error":"none","stream":false}"#);
}

#[test]
fn what_goes_wrong_is_told_once() {
    let broken = || text("data: 1\n\n");
    for (pieces, kind) in [
        (vec![broken(), Piece::Break], ErrorKind::Transport),
        (vec![broken(), Piece::Hang], ErrorKind::Timeout),
        (vec![broken(), text("data: {\n\n")], ErrorKind::Decode),
        (vec![broken(), text("data: \"x\"\n\n")], ErrorKind::Decode),
        (vec![broken(), text("data: 2\n")], ErrorKind::Transport),
    ] {
        let world = World::new([events(pieces)]);
        let mut stream = run(watch(&world.once()).stream()).unwrap();
        let (found, error) = drain(&mut stream);
        let error = error.unwrap();
        assert_eq!((found, error.kind()), (vec![1], kind), "{error}");
        assert_eq!(error.operation(), Some("WatchThings"));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    }
}

#[test]
fn silence_has_a_limit_of_its_own() {
    let world = World::new([events(vec![text("data: 1\n\n"), Piece::Hang])]);
    let call = watch(&world.once()).timeout(Duration::from_secs(1));
    let stream = run(call.stream()).unwrap();
    let mut stream = stream.idle_timeout(Duration::from_secs(40));
    let error = drain(&mut stream).1.unwrap();
    assert_eq!(error.message(), "the stream was silent for 40s");
    assert_eq!(world.elapsed(), Duration::from_secs(40));
}

#[test]
fn an_event_has_a_bound() {
    let world = World::new([events(vec![text(
        "data: 1\n\ndata: 12345678901234567890\n\n",
    )])]);
    let shop = world.builder().max_response_bytes(16).build().unwrap();
    let (found, error) = drain(&mut run(watch(&shop).stream()).unwrap());
    assert_eq!(
        (found, error.unwrap().kind()),
        (vec![1], ErrorKind::TooLarge)
    );
}

#[test]
fn a_refusal_is_the_typed_error() {
    let world = World::new([json(404, r#"{"error":"no"}"#)]);
    let error = run(watch(&world.once()).stream()).unwrap_err();
    let RetrieveError::NotFound(body) = error.body().unwrap();
    assert_eq!(body.error, "no");
}

#[test]
fn opening_is_tried_again_like_any_call() {
    let world = World::new([json(503, "{}"), events(vec![text("data: 1\n\n")])]);
    let mut stream = run(watch(&world.shop()).stream()).unwrap();
    assert_eq!(drain(&mut stream).0, [1]);
    assert_eq!(world.sent().len(), 2);
}

#[test]
fn something_else_than_a_stream_is_an_error_with_its_body() {
    let world = World::new([json(200, r#"{"id":"a"}"#)]);
    let error = run(watch(&world.once()).stream()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(&error.raw_body()[..], br#"{"id":"a"}"#);
    let world = World::new([answer(204, &[], "")]);
    let mut stream = run(watch(&world.once()).stream()).unwrap();
    assert!(drain(&mut stream).0.is_empty());
}

#[test]
fn a_stream_goes_on_where_it_broke_when_asked_to() {
    let script = || {
        [
            events(vec![
                text("retry: 2000\nid: 1\ndata: 1\n\ndata: 9"),
                Piece::Break,
            ]),
            Script::Break,
            events(vec![text("id: 2\ndata: 2\n\n")]),
        ]
    };
    let world = World::new(script());
    let mut stream = run(watch(&world.once()).stream()).unwrap().resume(2);
    let (found, error) = drain(&mut stream);
    assert_eq!(found, [1, 2], "{error:?}");
    assert!(error.is_none());
    let sent = world.sent();
    assert!(!sent[0].headers.contains_key("last-event-id"));
    assert_eq!(sent[2].headers["last-event-id"], "1");
    assert_eq!(sent[1].at, Duration::from_secs(2));

    let world = World::new(script());
    let mut stream = run(watch(&world.once()).stream()).unwrap();
    assert_eq!(drain(&mut stream).1.unwrap().kind(), ErrorKind::Transport);
    assert_eq!(world.sent().len(), 1);
}

#[test]
fn bytes_are_read_as_they_come_or_all_at_once() {
    let script = || answer(200, &[("content-type", "image/png")], "0123456789");
    let world = World::new([script(), script(), script()]);
    let shop = world.builder().max_response_bytes(9).build().unwrap();
    let file = || FilePart::bytes("x");
    let mut stream = run(convert(&shop, file()).stream()).unwrap();
    assert_eq!(run(stream.try_next()).unwrap().unwrap(), "0123456789");
    assert!(run(stream.try_next()).unwrap().is_none());
    let stream = run(convert(&shop, file()).stream()).unwrap();
    assert_eq!(run(stream.bytes()).unwrap_err().kind(), ErrorKind::TooLarge);
    let stream = run(convert(&world.once(), file()).stream()).unwrap();
    assert_eq!(run(stream.bytes()).unwrap(), "0123456789");
}

/// What a form of [`Form`]'s parts looks like, apart from its boundary.
pub(crate) const PARTS: &[&str] = &[
    "Content-Disposition: form-data; name=\"title\"\r\n\r\nA \"title\"\r\n",
    "Content-Disposition: form-data; name=\"tags\"\r\n\r\na\r\n",
    "Content-Disposition: form-data; name=\"tags\"\r\n\r\nb\r\n",
    "Content-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"x\":[1]}\r\n",
    "Content-Disposition: form-data; name=\"all\"\r\nContent-Type: application/json\r\n\r\n[\"a\",\"b\"]\r\n",
    "Content-Disposition: form-data; name=\"file\"; filename=\"a%22b.png\"\r\nContent-Type: image/png\r\n\r\nabc\r\n",
];

pub(crate) fn expected_form(content_type: &str) -> String {
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let parts = PARTS.iter().map(|part| format!("--{boundary}\r\n{part}"));
    parts.collect::<String>() + &format!("--{boundary}--\r\n")
}

#[test]
fn forms_in_memory_and_streamed_are_the_same() {
    let name = "a\"b.png";
    let whole = FilePart::bytes("abc").file_name(name);
    let streamed = FilePart::stream(Texts(vec!["a", "bc"])).file_name(name);
    for file in [whole, streamed] {
        let world = World::new([answer(200, &[], "")]);
        run(convert(&world.shop(), file).send()).unwrap();
        let sent = world.only();
        let content_type = sent.headers["content-type"].to_str().unwrap();
        assert_eq!(sent.body, expected_form(content_type));
    }
}

#[test]
fn a_text_in_place_of_a_file_has_no_file_name() {
    let world = World::new([(); 3].map(|()| answer(200, &[], "")));
    let plain = FilePart::text("file_17");
    let typed = plain.clone().content_type("text/plain");
    let written = serde_json::from_str(r#"{"value": "file_17"}"#).unwrap();
    let typed_head = "\r\nContent-Type: text/plain";
    for (file, more) in [(plain, ""), (typed, typed_head), (written, "")] {
        run(convert(&world.shop(), file).send()).unwrap();
        let sent = world.sent();
        let part = format!("form-data; name=\"file\"{more}\r\n\r\nfile_17\r\n");
        assert!(sent[sent.len() - 1].body.contains(&part));
    }
}

#[test]
fn a_streamed_body_is_never_sent_twice() {
    for first in [json(503, "{}"), Script::Break, Script::Refuse] {
        let world = World::new([first]);
        let file = FilePart::stream(Texts(vec!["a"]));
        let call = convert(&world.shop(), file).retry(RetryPolicy::new());
        let again = call.clone();
        assert!(run(call.send()).is_err());
        let error = run(again.send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(world.sent().len(), 1);
    }
}

#[test]
fn a_media_type_that_would_break_the_form_is_refused() {
    let world = World::new([]);
    let file = FilePart::bytes("x").content_type("a\r\nb");
    let error = run(convert(&world.shop(), file).send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
}
