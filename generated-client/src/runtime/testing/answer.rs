//! What a mock plays.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;

use super::super::transport::{Body, TransportError};

/// One answer: a status with headers and a body, or a way to fail without them.
#[derive(Clone, Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    pieces: VecDeque<Bytes>,
    ending: Ending,
    /// The body ends in a broken connection instead of its end.
    cut: bool,
}

/// How the exchange goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Whole,
    NotSent,
    Broken,
    Never,
}

impl Answer {
    /// A status without a body.
    pub fn empty(status: u16) -> Self {
        let mut answer = Self {
            status: StatusCode::NOT_IMPLEMENTED,
            headers: HeaderMap::new(),
            pieces: VecDeque::new(),
            ending: Ending::Whole,
            cut: false,
        };
        match StatusCode::from_u16(status) {
            Ok(status) => answer.status = status,
            Err(_) => answer.defect(format!(
                "the mock was told to answer {status}, which is no status"
            )),
        }
        answer
    }

    /// A JSON body.
    pub fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => Self::bytes(status, "application/json", json),
            Err(error) => {
                let mut answer = Self::empty(501);
                answer.defect(format!(
                    "the mock's answer can't be written as JSON: {error}"
                ));
                answer
            }
        }
    }

    /// A text body.
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self::bytes(status, "text/plain; charset=utf-8", body.into())
    }

    /// A body of this media type.
    pub fn bytes(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        Self::pieces(status, media_type, [body.into()])
    }

    /// A body of this media type that arrives in these pieces.
    pub fn pieces(
        status: u16,
        media_type: &str,
        pieces: impl IntoIterator<Item = impl Into<Bytes>>,
    ) -> Self {
        let mut answer = Self::empty(status).header("content-type", media_type);
        if answer.pieces.is_empty() {
            answer.pieces = pieces.into_iter().map(Into::into).collect();
        }
        answer
    }

    /// No connection comes about.
    pub fn not_sent() -> Self {
        Self {
            ending: Ending::NotSent,
            ..Self::empty(501)
        }
    }

    /// The connection breaks after the request went out.
    pub fn broken() -> Self {
        Self {
            ending: Ending::Broken,
            ..Self::empty(501)
        }
    }

    /// Nothing ever comes, until the call's time is over.
    pub fn never() -> Self {
        Self {
            ending: Ending::Never,
            ..Self::empty(501)
        }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => _ = self.headers.append(name, value),
            _ => self.defect(format!("the mock's header {name:?} can't be sent")),
        }
        self
    }

    /// Breaks the connection at the end of the body.
    pub fn cut(mut self) -> Self {
        self.cut = true;
        self
    }

    /// What a test got wrong shows up as the message of the failed call.
    fn defect(&mut self, why: String) {
        self.status = StatusCode::NOT_IMPLEMENTED;
        self.headers
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        self.pieces = VecDeque::from([why.into()]);
    }

    pub(super) fn ending(&self) -> Ending {
        self.ending
    }

    pub(super) fn response(self) -> http::Response<Body> {
        let body = Body::stream(Pieces {
            pieces: self.pieces,
            cut: self.cut,
        });
        let mut response = http::Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

struct Pieces {
    pieces: VecDeque<Bytes>,
    cut: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let end = std::mem::take(&mut self.cut);
        Poll::Ready(match self.pieces.pop_front() {
            Some(piece) => {
                self.cut = end;
                Some(Ok(piece))
            }
            None => end.then(|| Err(TransportError::broken("the mock cuts the body"))),
        })
    }
}
