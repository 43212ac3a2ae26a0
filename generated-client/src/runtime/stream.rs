//! Answers that are read while they arrive: events, lines and bytes.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::call::{Call, Callable, refused};
use super::error::{CallError, Error, ErrorKind};
use super::frames::Frames;
use super::message::redact;
use super::operation::Operation;
use super::response::{Response, request_id};
use super::source::{Opened, Source};
use super::sse::EventItem;
use super::transport::BoxFuture;

/// What is known of an operation's stream before any call.
#[derive(Clone, Copy, Debug)]
pub struct StreamMeta {
    /// The media type asked for in `Accept`.
    pub accept: &'static str,
    /// How items are found in the bytes.
    pub framing: Framing,
}

/// How items are found in the bytes of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events.
    Events {
        /// The data that ends the stream; empty when there is none.
        sentinel: &'static str,
        /// What an item is decoded from.
        item: EventItem,
    },
    /// A JSON text on each line.
    Lines,
    /// JSON texts after record separators.
    Sequence,
    /// There are no items, only bytes.
    Bytes,
}

impl StreamMeta {
    /// Whether an answer can be read as this stream. One that is plainly something else is read to its end and reported.
    pub(super) fn fits(&self, response: &Response) -> bool {
        let media_type = response.media_type();
        match self.framing {
            Framing::Events { .. } => matches!(media_type.as_str(), "" | "text/event-stream"),
            Framing::Lines | Framing::Sequence => media_type != "text/html",
            Framing::Bytes => true,
        }
    }
}

/// An operation whose answer can be read while it arrives.
pub trait Streaming: Operation + Callable {
    /// The stream.
    type Stream: From<Opened>;
    /// What is known before any call.
    const STREAM: &'static StreamMeta;
}

impl Call {
    /// The future of an operation's stream.
    pub fn open<O: Streaming>(mut operation: O) -> Opening<O::Stream, O::Failure> {
        operation.call_mut().options.stream = Some(O::STREAM);
        let request = operation.request();
        let source = Source {
            call: operation.call().clone(),
            meta: O::META,
            stream: O::STREAM,
            request: request.as_ref().ok().cloned(),
        };
        let answer = source.send(request);
        let client = operation.call().client.clone();
        let opening = async move {
            let response = answer.await?;
            if !response.status().is_success() {
                return Err(refused::<O>(response));
            }
            Ok(O::Stream::from(Opened::new(source, response)?))
        };
        Opening(Box::pin(async move {
            let opened: Result<_, CallError<O::Failure>> = opening.await;
            opened.map_err(|error| {
                error.map_message(|text| redact(text, &client.0.credentials.secrets()))
            })
        }))
    }
}

/// The future of a stream: it is done when the head of the answer is there. Nothing is sent before it is polled.
#[must_use = "a call does nothing until it is awaited"]
pub struct Opening<S, B = Infallible>(BoxFuture<'static, Result<S, CallError<B>>>);

impl<S, B> Future for Opening<S, B> {
    type Output = Result<S, CallError<B>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl<S, B> fmt::Debug for Opening<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").finish_non_exhaustive()
    }
}

/// The events, or the lines, of an answer, decoded as they arrive. The stream ends after the first error; dropping it ends
/// the exchange.
#[must_use = "items are not read before they are asked for"]
pub struct EventStream<T> {
    frames: Frames,
    item: PhantomData<fn() -> T>,
}

impl<T> From<Opened> for EventStream<T> {
    fn from(opened: Opened) -> Self {
        Self {
            frames: Frames::new(opened),
            item: PhantomData,
        }
    }
}

impl<T> EventStream<T> {
    /// Limits how long the server may send nothing at all, instead of the client's limit.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.frames.opened.idle = limit;
        self
    }

    /// Connects again when the connection breaks, or falls silent, after an event with an id: the call is sent anew with
    /// `Last-Event-ID`, at most this many times in a row. Choose it only where sending the call again is harmless.
    pub fn resume(mut self, times: u32) -> Self {
        self.frames.resume = times;
        self
    }

    /// The id of the last event that had one.
    pub fn last_event_id(&self) -> Option<&str> {
        self.frames.last_event_id()
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.frames.opened.head.status()
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.frames.opened.head.headers()
    }

    /// The id under which the server knows this request, if it says so.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }
}

impl<T: DeserializeOwned> EventStream<T> {
    /// The next item, or `None` after the last.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }
}

impl<T: DeserializeOwned> Stream for EventStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let frames = &mut self.get_mut().frames;
        let Some(frame) = ready!(frames.poll_next(cx)) else {
            return Poll::Ready(None);
        };
        let item = frame.and_then(|frame| {
            frame.json().map_err(|why| {
                let what = format!("an item of the stream does not fit: {why}");
                frames.fail(ErrorKind::Decode, &what)
            })
        });
        Poll::Ready(Some(item))
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// The bytes of an answer as they arrive. The stream ends after the first error; dropping it ends the exchange.
#[must_use = "bytes are not read before they are asked for"]
pub struct ByteStream(Opened);

impl From<Opened> for ByteStream {
    fn from(opened: Opened) -> Self {
        Self(opened)
    }
}

impl ByteStream {
    /// Limits how long the server may send nothing at all, instead of the client's limit.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.0.idle = limit;
        self
    }

    /// The next bytes, or `None` after the last.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|cx| self.0.poll_piece(cx)).await.transpose()
    }

    /// All bytes that are left, if they are no more than the client accepts of an answer.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let most = self.0.limit();
        let mut all = Vec::new();
        while let Some(piece) = self.try_next().await? {
            if piece.len() > most - all.len() {
                let why = format!("the answer is larger than {most} bytes");
                return Err(self.0.fail(ErrorKind::TooLarge, &why));
            }
            all.extend_from_slice(&piece);
        }
        Ok(all.into())
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.head.status()
    }

    /// The headers of the answer, its media type and length among them.
    pub fn headers(&self) -> &HeaderMap {
        self.0.head.headers()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_piece(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// Writes the method that opens an operation's stream.
#[doc(hidden)]
#[macro_export]
macro_rules! stream_methods {
    ($operation:ident => $stream:ty, $failure:ty) => {
        impl $operation {
            /// Sends the call and reads the answer while it arrives. Time limits hold until the answer begins; from then
            /// on, the server may be silent for as long as the stream's own limit says.
            pub fn stream(self) -> $crate::runtime::Opening<$stream, $failure> {
                $crate::runtime::Call::open(self)
            }
        }

        #[cfg(feature = "blocking")]
        impl $operation {
            /// Sends the call and waits on this thread until the answer begins; `.blocking()` reads the stream on this thread too.
            /// It is for code that is not async: in an async function, it would hold up a thread of the runtime.
            pub fn stream_blocking(
                self,
            ) -> ::std::result::Result<$stream, $crate::runtime::CallError<$failure>> {
                $crate::runtime::Opening::wait(self.stream())
            }
        }
    };
}
