//! A server with bad manners, on a bare socket: it hangs up, cuts answers short, stalls, drips or floods.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// No flood goes on forever: a client that doesn't hang up by then has failed its test anyway.
const FLOOD_LIMIT: usize = 256 << 20;

/// What the server does with each connection, once it has read a request.
#[derive(Clone, Debug)]
pub enum Manners {
    /// Closes the connection without a word.
    HangUp,
    /// Sends these bytes and closes the connection.
    Say(String),
    /// Sends these bytes, which need not be text, and closes the connection.
    Raw(Vec<u8>),
    /// Sends these bytes and resets the connection.
    Reset(String),
    /// Answers every request with these bytes and keeps the connection open, as a server should.
    Answer(String),
    /// Answers the first request of each connection with these bytes; reads the second one and closes without a word.
    AnswerOnce(String),
    /// Sends these bytes and then nothing more, until the client gives up.
    Stall(String),
    /// Sends the head of an answer, then one byte of its body after each pause.
    Drip(Duration),
    /// Sends these bytes one by one with such pauses between, and closes the connection.
    Dribble(String, Duration),
    /// Sends the head of an answer without a length, then JSON without an end.
    Flood,
    /// Sends these bytes, then so many more, of JSON that goes on and on.
    Pour(String, usize),
}

/// A running server; it stops, and drops all its connections, when it is dropped.
#[derive(Debug)]
pub struct Rude {
    url: String,
    counts: Arc<Counts>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Counts {
    requests: AtomicUsize,
    open: AtomicUsize,
    poured: AtomicUsize,
}

impl Rude {
    /// Starts a server on a free port of 127.0.0.1.
    pub async fn start(manners: Manners) -> io::Result<Self> {
        let listener = crate::server::listen()?;
        let url = format!("http://{}", listener.local_addr()?);
        let counts = Arc::new(Counts::default());
        let task = tokio::spawn(serve(listener, manners, Arc::clone(&counts)));
        Ok(Self { url, counts, task })
    }

    /// Where the server listens, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many requests it has read.
    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.counts.open.load(Ordering::SeqCst)
    }

    /// How many bytes of what it pours out have left it.
    pub fn poured(&self) -> usize {
        self.counts.poured.load(Ordering::SeqCst)
    }

    /// Waits until it has read a request and then until no connection is open; false when that takes too long.
    pub async fn is_left_alone(&self, patience: Duration) -> bool {
        let pause = Duration::from_millis(5);
        let idle = async {
            while self.requests() == 0 || self.connections() > 0 {
                tokio::time::sleep(pause).await;
            }
        };
        tokio::time::timeout(patience, idle).await.is_ok()
    }
}

impl Drop for Rude {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, manners: Manners, counts: Arc<Counts>) {
    // Connections live in this set, so that aborting the task ends them as well.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (manners, counts) = (manners.clone(), Arc::clone(&counts));
        connections.spawn(async move {
            counts.open.fetch_add(1, Ordering::SeqCst);
            // A client that hangs up in the middle is what half of the tests are about.
            let _ = treat(stream, manners, &counts).await;
            counts.open.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

async fn treat(mut stream: TcpStream, manners: Manners, counts: &Counts) -> io::Result<()> {
    let mut unread = Vec::new();
    read_request(&mut stream, &mut unread).await?;
    counts.requests.fetch_add(1, Ordering::SeqCst);
    match manners {
        Manners::HangUp => Ok(()),
        Manners::Say(text) => stream.write_all(text.as_bytes()).await,
        Manners::Raw(bytes) => stream.write_all(&bytes).await,
        Manners::Reset(text) => {
            stream.write_all(text.as_bytes()).await?;
            // What was written must have left before the reset overtakes it.
            tokio::time::sleep(Duration::from_millis(5)).await;
            stream.set_zero_linger()
        }
        Manners::Answer(text) => loop {
            stream.write_all(text.as_bytes()).await?;
            read_request(&mut stream, &mut unread).await?;
            counts.requests.fetch_add(1, Ordering::SeqCst);
        },
        Manners::AnswerOnce(text) => {
            stream.write_all(text.as_bytes()).await?;
            read_request(&mut stream, &mut unread).await?;
            counts.requests.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
        Manners::Stall(text) => {
            stream.write_all(text.as_bytes()).await?;
            wait_for_end(&mut stream).await
        }
        Manners::Drip(pause) => {
            stream
                .write_all(head("content-length: 100000").as_bytes())
                .await?;
            loop {
                stream.write_all(b" ").await?;
                tokio::time::sleep(pause).await;
            }
        }
        Manners::Dribble(text, pause) => {
            for byte in text.as_bytes() {
                stream.write_all(&[*byte]).await?;
                tokio::time::sleep(pause).await;
            }
            Ok(())
        }
        // Without a length and without chunks the body lasts as long as the connection.
        Manners::Flood => pour(&mut stream, &head("connection: close"), FLOOD_LIMIT, counts).await,
        Manners::Pour(head, length) => pour(&mut stream, &head, length, counts).await,
    }
}

/// Sends a head and then so many bytes of JSON.
async fn pour(
    stream: &mut TcpStream,
    head: &str,
    length: usize,
    counts: &Counts,
) -> io::Result<()> {
    let begin = r#"{"object":"list","has_more":false,"data":["#;
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(begin.as_bytes()).await?;
    let piece = r#"{"_id":"contact_1","external_id":"user_1"},"#.repeat(1000);
    let mut left = length.saturating_sub(begin.len());
    while left > 0 {
        let size = piece.len().min(left);
        stream.write_all(&piece.as_bytes()[..size]).await?;
        counts.poured.fetch_add(size, Ordering::SeqCst);
        left -= size;
    }
    Ok(())
}

/// The head of a JSON answer with one more header.
pub fn head(header: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{header}\r\n\r\n")
}

/// An answer of a megabyte that becomes a gigabyte once it is unpacked: of blanks, which JSON may begin with.
pub fn gzip_bomb() -> Vec<u8> {
    const MEGABYTE: usize = 1 << 20;
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    // Writing into memory never fails.
    let _ = packed.write_all(&vec![b' '; MEGABYTE]);
    let body = packed.finish().unwrap_or_default().repeat(1 << 10);
    let length = format!("content-encoding: gzip\r\ncontent-length: {}", body.len());
    [head(&length).into_bytes(), body].concat()
}

/// Reads one request with its body; what came after it stays in `unread`.
async fn read_request(stream: &mut TcpStream, unread: &mut Vec<u8>) -> io::Result<()> {
    loop {
        if let Some(length) = whole_request(unread) {
            unread.drain(..length);
            return Ok(());
        }
        if stream.read_buf(unread).await? == 0 || unread.len() > 1 << 20 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

/// How long the first request in these bytes is, once it is whole.
fn whole_request(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .and_then(|length| length.trim().parse::<usize>().ok())
        .unwrap_or_default();
    (bytes.len() >= end + length).then_some(end + length)
}

async fn wait_for_end(stream: &mut TcpStream) -> io::Result<()> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}
