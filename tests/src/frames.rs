//! A server that speaks HTTP/2 frame by frame, so that it can refuse and leave where a real one would only now and then.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// What becomes of one request, once it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is answered.
    Answer,
    /// It is answered, and nothing more will be on this connection.
    AnswerAndLeave,
    /// No more than requests until this one will be answered on this connection, and then this one is.
    LeaveAndAnswer,
    /// It is given back unread.
    Refuse,
    /// It is left behind unread, and the connection with it.
    LeaveBefore,
    /// It is read, and the connection is left without an answer.
    LeaveBehind,
    /// It is read, and given up for this reason.
    GiveUp(u32),
    /// Half of it is answered, and then it is called unread.
    RefuseHalfway,
    /// It is called too large before its body is read, and no more of that is wanted.
    TooLarge,
}

/// What a server does with the requests that it gets, over all connections. The last turn is for all further ones.
#[derive(Debug)]
pub struct Turns {
    turns: Vec<Turn>,
    body: String,
    requests: AtomicUsize,
    connections: AtomicUsize,
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RESET: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const LEAVE: u8 = 7;
const ACKNOWLEDGED: u8 = 1;
const END_OF_STREAM: u8 = 1;
const END_OF_HEADERS: u8 = 4;

const NO_ERROR: u32 = 0;
const REFUSED: u32 = 7;

/// With what a client begins.
const PREFACE: usize = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();

struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    content: Vec<u8>,
}

impl Turns {
    /// Answers, where it does, with this JSON.
    pub fn new(turns: &[Turn], body: &str) -> Arc<Self> {
        Arc::new(Self {
            turns: turns.to_vec(),
            body: body.to_owned(),
            requests: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
        })
    }

    /// How many whole requests came.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// How many connections came.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Serves one connection, until it is left or closed.
    ///
    /// # Errors
    ///
    /// When the client goes away in the middle of something.
    pub async fn serve(&self, mut wire: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
        self.connections.fetch_add(1, Ordering::SeqCst);
        wire.read_exact(&mut [0; PREFACE]).await?;
        write(&mut wire, SETTINGS, 0, 0, &[]).await?;
        loop {
            let frame = read(&mut wire).await?;
            let over = match frame.kind {
                SETTINGS | PING if frame.flags & ACKNOWLEDGED == 0 => {
                    // A ping is sent back as it came, settings are not.
                    let content = if frame.kind == PING {
                        &frame.content[..]
                    } else {
                        &[]
                    };
                    write(&mut wire, frame.kind, ACKNOWLEDGED, 0, content).await?;
                    false
                }
                HEADERS if self.turn() == Turn::TooLarge => {
                    self.take_turn(&mut wire, frame.stream).await?
                }
                HEADERS | DATA if frame.flags & END_OF_STREAM != 0 => {
                    self.take_turn(&mut wire, frame.stream).await?
                }
                _ => false,
            };
            if over {
                wire.shutdown().await?;
                // Closed with something unread, the connection would be reset.
                while wire.read(&mut [0; 1024]).await? > 0 {}
                return Ok(());
            }
        }
    }

    /// What becomes of the next request.
    fn turn(&self) -> Turn {
        let last = self.turns.len().saturating_sub(1);
        let turn = self.turns.get(self.requests().min(last)).copied();
        turn.unwrap_or(Turn::Answer)
    }

    /// Treats one request; true when the connection is over.
    async fn take_turn(
        &self,
        wire: &mut (impl AsyncWrite + Unpin),
        stream: u32,
    ) -> io::Result<bool> {
        let turn = self.turn();
        self.requests.fetch_add(1, Ordering::SeqCst);
        match turn {
            Turn::Answer => self.answer(wire, stream).await?,
            Turn::AnswerAndLeave => {
                self.answer(wire, stream).await?;
                leave(wire, stream).await?;
                return Ok(true);
            }
            Turn::LeaveAndAnswer => {
                leave(wire, stream).await?;
                self.answer(wire, stream).await?;
                return Ok(true);
            }
            Turn::Refuse => reset(wire, stream, REFUSED).await?,
            Turn::LeaveBefore => {
                leave(wire, stream.saturating_sub(2)).await?;
                return Ok(true);
            }
            Turn::LeaveBehind => {
                leave(wire, stream).await?;
                return Ok(true);
            }
            Turn::TooLarge => too_large(wire, stream).await?,
            Turn::GiveUp(reason) => reset(wire, stream, reason).await?,
            Turn::RefuseHalfway => {
                head(wire, stream).await?;
                write(wire, DATA, 0, stream, &self.body.as_bytes()[..1]).await?;
                reset(wire, stream, REFUSED).await?;
            }
        }
        Ok(false)
    }

    async fn answer(&self, wire: &mut (impl AsyncWrite + Unpin), stream: u32) -> io::Result<()> {
        head(wire, stream).await?;
        write(wire, DATA, END_OF_STREAM, stream, self.body.as_bytes()).await
    }
}

/// The head of a success, of JSON.
async fn head(wire: &mut (impl AsyncWrite + Unpin), stream: u32) -> io::Result<()> {
    // RFC 7541: entry 8 of the static table is status 200, entry 31 the header content-type, with a value of 16 bytes.
    let content = [&[0x88, 0x0f, 0x10, 16][..], b"application/json"].concat();
    write(wire, HEADERS, END_OF_HEADERS, stream, &content).await
}

/// An answer without a body, and the news that no more of the request is wanted, as RFC 9113, section 8.1, has it.
async fn too_large(wire: &mut (impl AsyncWrite + Unpin), stream: u32) -> io::Result<()> {
    let content = [&[0x08, 3][..], b"413"].concat();
    write(
        wire,
        HEADERS,
        END_OF_HEADERS | END_OF_STREAM,
        stream,
        &content,
    )
    .await?;
    reset(wire, stream, NO_ERROR).await
}

/// GOAWAY: no request after this one was looked at.
async fn leave(wire: &mut (impl AsyncWrite + Unpin), last: u32) -> io::Result<()> {
    let content = [last.to_be_bytes(), NO_ERROR.to_be_bytes()].concat();
    write(wire, LEAVE, 0, 0, &content).await
}

/// RST_STREAM.
async fn reset(wire: &mut (impl AsyncWrite + Unpin), stream: u32, reason: u32) -> io::Result<()> {
    write(wire, RESET, 0, stream, &reason.to_be_bytes()).await
}

async fn write(
    wire: &mut (impl AsyncWrite + Unpin),
    kind: u8,
    flags: u8,
    stream: u32,
    content: &[u8],
) -> io::Result<()> {
    let length = u32::try_from(content.len())
        .unwrap_or(u32::MAX)
        .to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
    wire.write_all(&[&head, content].concat()).await?;
    wire.flush().await
}

async fn read(wire: &mut (impl AsyncRead + Unpin)) -> io::Result<Frame> {
    let mut head = [0; 9];
    wire.read_exact(&mut head).await?;
    let [a, b, c, kind, flags, stream @ ..] = head;
    let mut content = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
    wire.read_exact(&mut content).await?;
    Ok(Frame {
        kind,
        flags,
        stream: u32::from_be_bytes(stream),
        content,
    })
}
