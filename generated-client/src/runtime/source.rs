//! Where the bytes of a stream come from: the call that opened it, and the body with a limit on silence.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;

use super::call::Call;
use super::error::{Error, ErrorKind};
use super::message::redact;
use super::operation::OperationMeta;
use super::request::Request;
use super::response::Response;
use super::stream::StreamMeta;
use super::transport::{Body, BoxFuture};

/// The call that opens a stream, kept so that it can be sent again.
pub struct Source {
    pub(super) call: Call,
    pub(super) meta: &'static OperationMeta,
    pub(super) stream: &'static StreamMeta,
    pub(super) request: Option<Request>,
}

impl Source {
    pub(super) fn send(
        &self,
        request: Result<Request, Error>,
    ) -> BoxFuture<'static, Result<Response, Error>> {
        self.call
            .client
            .execute(self.meta, request, &self.call.options)
    }
}

/// An answer whose head is there and whose body is still to come.
pub struct Opened {
    pub(super) source: Source,
    /// The answer without its body.
    pub(super) head: Response,
    /// How long the server may send nothing.
    pub(super) idle: Duration,
    body: Option<Body>,
    /// Runs while the server is silent.
    alarm: Option<BoxFuture<'static, ()>>,
}

impl Opened {
    /// The stream in a success; an answer that was read to its end is something else, or nothing.
    pub(super) fn new(source: Source, response: Response) -> Result<Self, Error> {
        let mut opened = Self {
            idle: source.call.client.0.settings.idle_timeout,
            source,
            head: Response::new(response.status(), HeaderMap::new(), Bytes::new()),
            body: None,
            alarm: None,
        };
        opened.reopen(response)?;
        Ok(opened)
    }

    /// Goes on with another answer.
    pub(super) fn reopen(&mut self, response: Response) -> Result<(), Error> {
        self.body = response.take_rest();
        if self.body.is_none() && !response.body().is_empty() {
            let why = format!(
                "the answer is {} where {} was expected",
                response.media_type(),
                self.source.stream.accept
            );
            return Err(Error::new(ErrorKind::Decode, why)
                .answered(response)
                .of(self.source.meta));
        }
        self.head = response;
        self.alarm = None;
        Ok(())
    }

    /// The most that the client holds in memory at once.
    pub(super) fn limit(&self) -> usize {
        self.source.call.client.0.settings.max_response_bytes
    }

    /// The next bytes; nothing comes after an error.
    pub(super) fn poll_piece(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        match Pin::new(body).poll_next(cx) {
            Poll::Ready(Some(Ok(bytes))) => {
                self.alarm = None;
                Poll::Ready(Some(Ok(bytes)))
            }
            Poll::Ready(Some(Err(error))) => {
                let failure = self.fail(ErrorKind::Transport, &error.to_string());
                Poll::Ready(Some(Err(failure.because(error))))
            }
            Poll::Ready(None) => {
                self.body = None;
                Poll::Ready(None)
            }
            Poll::Pending => {
                let clock = &self.source.call.client.0.clock;
                let alarm = self.alarm.get_or_insert_with(|| clock.sleep(self.idle));
                if alarm.as_mut().poll(cx).is_pending() {
                    return Poll::Pending;
                }
                let why = format!("the stream was silent for {:?}", self.idle);
                Poll::Ready(Some(Err(self.fail(ErrorKind::Timeout, &why))))
            }
        }
    }

    /// Ends the exchange, and says why.
    pub(super) fn fail(&mut self, kind: ErrorKind, why: &str) -> Error {
        self.body = None;
        self.alarm = None;
        Error::new(
            kind,
            redact(why, &self.source.call.client.0.credentials.secrets()),
        )
        .answered(self.head.clone())
        .of(self.source.meta)
    }
}
