//! A world without network and without waiting: answers are scripted, and time passes only when somebody sleeps.

use std::collections::VecDeque;
use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use futures_core::Stream;
use orq_ai_sdk::runtime::{
    Body, BoxFuture, ClientBuilder, Clock, RetryPolicy, Transport, TransportError,
};

use super::shop::{Shop, Token};

/// What the transport does with one request.
pub(crate) enum Script {
    /// Answers at once.
    Answer(u16, Vec<(&'static str, String)>, Vec<Piece>),
    /// Never connects.
    Refuse,
    /// Breaks after the request went out.
    Break,
    /// Never answers.
    Hang,
}

/// A piece of a body.
pub(crate) enum Piece {
    Data(Bytes),
    Break,
    Hang,
}

pub(crate) fn json(status: u16, body: &str) -> Script {
    let headers = vec![("content-type", "application/json".to_owned())];
    Script::Answer(
        status,
        headers,
        vec![Piece::Data(Bytes::copy_from_slice(body.as_bytes()))],
    )
}

pub(crate) fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Script {
    let headers = headers
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    Script::Answer(
        status,
        headers,
        vec![Piece::Data(Bytes::copy_from_slice(body.as_bytes()))],
    )
}

/// What was sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
    /// How long after the beginning.
    pub(crate) at: Duration,
}

/// The transport and the clock, seen from the test.
#[derive(Clone)]
pub(crate) struct World(Arc<Mutex<Inner>>);

struct Inner {
    script: VecDeque<Script>,
    sent: Vec<Sent>,
    begin: Instant,
    now: Instant,
}

pub(crate) const TODAY: u64 = 1_700_000_000;

impl World {
    pub(crate) fn new(script: impl IntoIterator<Item = Script>) -> Self {
        let now = Instant::now();
        Self(Arc::new(Mutex::new(Inner {
            script: script.into_iter().collect(),
            sent: Vec::new(),
            begin: now,
            now,
        })))
    }

    pub(crate) fn builder(&self) -> ClientBuilder<Shop> {
        ClientBuilder::new()
            .token("key-of-the-caller")
            .transport(self.clone())
            .clock(self.clone())
    }

    pub(crate) fn shop(&self) -> Shop {
        self.builder().build().unwrap()
    }

    /// A client that makes one attempt only.
    pub(crate) fn once(&self) -> Shop {
        self.builder().retry(RetryPolicy::none()).build().unwrap()
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.0.lock().unwrap().sent.clone()
    }

    pub(crate) fn only(&self) -> Sent {
        let sent = self.sent();
        assert_eq!(sent.len(), 1, "{sent:?}");
        sent.into_iter().next().unwrap()
    }

    pub(crate) fn elapsed(&self) -> Duration {
        let inner = self.0.lock().unwrap();
        inner.now - inner.begin
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.0.lock().unwrap().now += time;
    }
}

impl Transport for World {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (request, mut body) = request.into_parts();
            let mut bytes = Vec::new();
            while let Some(piece) = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
                bytes.extend_from_slice(&piece?);
            }
            let script = {
                let mut inner = self.0.lock().unwrap();
                let sent = Sent {
                    method: request.method.to_string(),
                    url: request.uri.to_string(),
                    headers: request.headers.clone(),
                    body: String::from_utf8(bytes).unwrap(),
                    at: inner.now - inner.begin,
                };
                inner.sent.push(sent);
                inner
                    .script
                    .pop_front()
                    .expect("an answer for each request")
            };
            match script {
                Script::Answer(status, headers, pieces) => {
                    let mut response = http::Response::builder().status(status);
                    for (name, value) in headers {
                        response = response.header(name, value);
                    }
                    Ok(response.body(Body::stream(Pieces(pieces.into()))).unwrap())
                }
                Script::Refuse => Err(TransportError::not_sent("connection refused")),
                Script::Break => Err(TransportError::broken("connection reset")),
                Script::Hang => pending().await,
            }
        })
    }
}

struct Pieces(VecDeque<Piece>);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.pop_front() {
            Some(Piece::Data(bytes)) => Poll::Ready(Some(Ok(bytes))),
            Some(Piece::Break) => {
                Poll::Ready(Some(Err(TransportError::broken("connection reset"))))
            }
            Some(Piece::Hang) => {
                self.0.push_front(Piece::Hang);
                Poll::Pending
            }
            None => Poll::Ready(None),
        }
    }
}

impl Clock for World {
    fn now(&self) -> Instant {
        self.0.lock().unwrap().now
    }

    fn today(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(TODAY)
    }

    /// Sleeping is over as soon as somebody waits for it, and then it is later.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let world = self.clone();
        let end = self.now() + duration;
        Box::pin(async move {
            let mut inner = world.0.lock().unwrap();
            inner.now = inner.now.max(end);
        })
    }

    fn jitter(&self) -> f64 {
        1.0
    }
}

/// Runs a future that waits for nothing but this world.
pub(crate) fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    for _ in 0..1000 {
        if let Poll::Ready(done) = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            return done;
        }
    }
    panic!("the future waits for something outside the test");
}
