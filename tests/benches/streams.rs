//! 100,000 server-sent events: the SDK's parser and its typed stream, beside a splitter of lines that knows nothing of events and
//! the same splitter with plain `serde_json` behind it.

#![allow(missing_docs, reason = "criterion's macros write public items")]

use std::convert::Infallible;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use futures_core::Stream;
use orq_ai_sdk::runtime::{
    Api, Body, BoxFuture, Call, DecodeError, Error, EventItem, EventStream, Framing, Operation,
    OperationMeta, Request, Response, SseParser, StreamMeta, Streaming, TransportError,
};
use orq_ai_sdk::{Orq, Transport};
use serde::Deserialize;

const EVENTS: usize = 100_000;

/// How much comes at once, as it does from a socket.
const PIECE: usize = 16 * 1024;

/// What a model says, word by word.
#[derive(Debug, Deserialize)]
struct Word {
    id: String,
    index: u64,
    text: String,
}

/// An operation that answers with words.
#[derive(Clone, Debug)]
struct Speak {
    call: Call,
}

orq_ai_sdk::call_options!(Speak);

impl Operation for Speak {
    type Success = ();
    type Failure = Infallible;
    const META: &'static OperationMeta = &OperationMeta {
        id: "Speak",
        method: "POST",
        path: "/speak",
        accept: "text/event-stream",
        idempotent: false,
        content: true,
        security: &[],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/speak");
        Ok(request)
    }

    fn success(response: &Response) -> Result<(), DecodeError> {
        response.empty()
    }

    fn failure(_: &Response) -> Option<Infallible> {
        None
    }
}

impl Streaming for Speak {
    type Stream = EventStream<Word>;
    const STREAM: &'static StreamMeta = &StreamMeta {
        accept: "text/event-stream",
        framing: Framing::Events {
            sentinel: "[DONE]",
            item: EventItem::Json,
        },
    };
}

fn events() -> Bytes {
    let mut text = String::new();
    for index in 0..EVENTS {
        text.push_str(&format!(
            "event: word\nid: {index}\ndata: {{\"id\":\"answer_1\",\"index\":{index},\"text\":\"word number {index}\"}}\n\n"
        ));
    }
    text.push_str("data: [DONE]\n\n");
    text.into()
}

/// The whole stream in pieces.
struct Pieces(Bytes);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = PIECE.min(self.0.len());
        let piece = self.0.split_to(length);
        Poll::Ready((!piece.is_empty()).then_some(Ok(piece)))
    }
}

struct Speaker(Bytes);

impl Transport for Speaker {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let response = http::Response::builder()
            .header("content-type", "text/event-stream")
            .body(Body::stream(Pieces(self.0.clone())))
            .map_err(TransportError::not_sent);
        Box::pin(std::future::ready(response))
    }
}

/// Hands on each line, and keeps the beginning of one that is cut.
fn each_line(bytes: &Bytes, mut line: impl FnMut(&[u8])) {
    let mut kept: Vec<u8> = Vec::new();
    for piece in bytes.chunks(PIECE) {
        let mut rest = piece;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            if kept.is_empty() {
                line(&rest[..end]);
            } else {
                kept.extend_from_slice(&rest[..end]);
                line(&kept);
                kept.clear();
            }
            rest = &rest[end + 1..];
        }
        kept.extend_from_slice(rest);
    }
}

/// Runs a future that waits for nothing.
fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("there is nothing to wait for"),
    }
}

fn streams(criterion: &mut Criterion) {
    let bytes = events();
    let mut group = criterion.benchmark_group("100,000 events");
    group.throughput(Throughput::Elements(EVENTS as u64));
    group.sample_size(10);
    group.bench_function("lines, split by hand", |bencher| {
        bencher.iter(|| {
            let mut count = 0;
            each_line(&bytes, |line| {
                count += usize::from(!black_box(line).is_empty())
            });
            assert_eq!(count, EVENTS * 3 + 1);
        });
    });
    group.bench_function("the SDK's parser", |bencher| {
        bencher.iter(|| {
            let mut parser = SseParser::new(1024 * 1024);
            let mut count = 0;
            for piece in bytes.chunks(PIECE) {
                parser.feed(piece);
                while let Some(event) = parser.next_event() {
                    black_box(event.expect("it is small"));
                    count += 1;
                }
            }
            assert_eq!(count, EVENTS + 1);
        });
    });
    group.bench_function("lines, split by hand and decoded", |bencher| {
        bencher.iter(|| {
            let mut count = 0;
            each_line(&bytes, |line| {
                let data = line.strip_prefix(b"data: ");
                if let Some(data) = data.filter(|data| *data != b"[DONE]") {
                    let word: Word = serde_json::from_slice(data).expect("it fits");
                    count += usize::from(check(&word));
                }
            });
            assert_eq!(count, EVENTS);
        });
    });
    let orq = Orq::builder().transport(Speaker(bytes.clone()));
    let orq = orq.build().expect("the settings are right");
    group.bench_function("the SDK's stream", |bencher| {
        bencher.iter(|| {
            let call = Call::new(orq.client());
            let count = run(async {
                let mut words = Call::open(Speak { call }).await.expect("it opens");
                let mut count = 0;
                while let Some(word) = words.try_next().await.expect("it fits") {
                    count += usize::from(check(&word));
                }
                count
            });
            assert_eq!(count, EVENTS);
        });
    });
    group.finish();
}

fn check(word: &Word) -> bool {
    !word.text.is_empty() && word.id.len() as u64 <= word.index + 8
}

criterion_group!(benches, streams);
criterion_main!(benches);
