//! The body of an answer, read to its end under limits on size and time.

use std::future::poll_fn;
use std::pin::{Pin, pin};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, header};

use super::alarm::Alarm;
use super::transport::{Body, TransportError};

/// As much of a body as came, and what cut it short.
pub(super) struct Read {
    pub(super) bytes: Bytes,
    pub(super) fault: Option<ReadFault>,
}

/// What cut a body short.
pub(super) enum ReadFault {
    TooLarge,
    Late,
    Broken(TransportError),
}

/// The length of a body, as far as its head tells.
pub(super) fn content_length(headers: &HeaderMap) -> Option<usize> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// Reads a body of which a length was announced, or none. One that comes in one piece is not copied.
#[expect(
    clippy::manual_async_fn,
    reason = "what an async fn takes has its room twice, what a block takes along has it once"
)]
pub(super) fn read(
    mut body: Body,
    length: Option<usize>,
    most: usize,
    alarm: &mut Alarm<'_>,
) -> impl Future<Output = Read> {
    async move {
        let mut kept = Kept::default();
        let fault = loop {
            let piece = pin!(poll_fn(|cx| Pin::new(&mut body).poll_next(cx)));
            match alarm.limit(piece).await {
                Some(Some(Ok(piece))) => {
                    let room = most - kept.len();
                    let whole = piece.len() <= room;
                    kept.add(
                        if whole { piece } else { piece.slice(..room) },
                        length,
                        most,
                    );
                    if !whole {
                        break Some(ReadFault::TooLarge);
                    }
                }
                Some(Some(Err(error))) => break Some(ReadFault::Broken(error)),
                Some(None) => break None,
                None => break Some(ReadFault::Late),
            }
        };
        Read {
            bytes: kept.into_bytes(),
            fault,
        }
    }
}

/// The pieces of a body so far.
#[derive(Default)]
struct Kept {
    /// The first piece, as long as it is the only one.
    only: Bytes,
    joined: Vec<u8>,
}

impl Kept {
    fn len(&self) -> usize {
        self.only.len() + self.joined.len()
    }

    fn add(&mut self, piece: Bytes, length: Option<usize>, most: usize) {
        /// What a server announces is only a hint: memory is set aside for this much of it at once.
        const AT_ONCE: usize = 1024 * 1024;
        if self.len() == 0 {
            self.only = piece;
            return;
        }
        if self.joined.is_empty() {
            let hint = length.unwrap_or_default().min(AT_ONCE).min(most);
            self.joined.reserve(hint.max(self.len() + piece.len()));
            self.joined
                .extend_from_slice(&std::mem::take(&mut self.only));
        }
        self.joined.extend_from_slice(&piece);
    }

    fn into_bytes(self) -> Bytes {
        if self.joined.is_empty() {
            self.only
        } else {
            self.joined.into()
        }
    }
}
