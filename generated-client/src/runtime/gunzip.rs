//! Compressed answers: asked for, and unpacked as they arrive.
//!
//! It is done here and not in the transport, so that it works over any transport, and so that the limit on the size of
//! an answer counts what comes out: each step unpacks a few kilobytes, and nobody asks for more once the limit is reached.

use std::io::{self, BufRead, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use flate2::bufread::MultiGzDecoder;
use futures_core::Stream;
use http::{HeaderMap, HeaderValue, header};

use super::transport::{Body, TransportError};

/// How much is unpacked at a time.
const STEP: usize = 16 * 1024;

/// Asks for compressed answers, unless the caller has asked for something else.
pub(super) fn ask(headers: &mut HeaderMap) {
    if !headers.contains_key(header::RANGE) {
        let entry = headers.entry(header::ACCEPT_ENCODING);
        entry.or_insert(HeaderValue::from_static("gzip"));
    }
}

/// Unpacks an answer that is compressed, and takes the headers away that are true of the packed body only.
pub(super) fn unpack(mut response: http::Response<Body>) -> http::Response<Body> {
    let encoding = response.headers().get(header::CONTENT_ENCODING);
    let packed = encoding.is_some_and(|encoding| {
        let encoding = encoding.as_bytes().trim_ascii();
        encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
    });
    if !packed {
        return response;
    }
    response.headers_mut().remove(header::CONTENT_ENCODING);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.map(|body| Body::stream(Unpacked::new(body)))
}

struct Unpacked {
    body: Body,
    decoder: MultiGzDecoder<Inbox>,
    /// Whether the body held anything at all: an empty one is no broken archive.
    begun: bool,
    buffer: Box<[u8]>,
}

impl Unpacked {
    fn new(body: Body) -> Self {
        Self {
            body,
            decoder: MultiGzDecoder::new(Inbox::default()),
            begun: false,
            buffer: vec![0; STEP].into(),
        }
    }
}

impl Stream for Unpacked {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.begun {
                match this.decoder.read(&mut this.buffer) {
                    Ok(0) => return Poll::Ready(None),
                    Ok(length) => {
                        let piece = Bytes::copy_from_slice(&this.buffer[..length]);
                        return Poll::Ready(Some(Ok(piece)));
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(error) => return Poll::Ready(Some(Err(TransportError::broken(error)))),
                }
            }
            match std::task::ready!(Pin::new(&mut this.body).poll_next(cx)) {
                Some(Ok(piece)) => {
                    this.begun |= !piece.is_empty();
                    this.decoder.get_mut().piece = piece;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if !this.begun => return Poll::Ready(None),
                None => this.decoder.get_mut().end = true,
            }
        }
    }
}

/// The piece that is being unpacked. "Would block" is how the decoder learns that more may come; it goes on from there.
#[derive(Default)]
struct Inbox {
    piece: Bytes,
    end: bool,
}

impl Read for Inbox {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Inbox {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece.is_empty() && !self.end {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(&self.piece)
    }

    fn consume(&mut self, length: usize) {
        _ = self.piece.split_to(length.min(self.piece.len()));
    }
}
