//! A server with bad manners, on a bare socket: it hangs up, cuts answers short, stalls, drips or floods.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

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
    /// Sends these bytes and then nothing more, until the client gives up.
    Stall(String),
    /// Sends the head of an answer, then one byte of its body after each pause.
    Drip(Duration),
    /// Sends the head of an answer without a length, then JSON without an end.
    Flood,
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
}

impl Rude {
    /// Starts a server on a free port of 127.0.0.1.
    pub async fn start(manners: Manners) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
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

    /// Waits until it has read a request and then until no connection is open; false when that takes too long.
    pub async fn is_left_alone(&self, patience: Duration) -> bool {
        let pause = Duration::from_millis(5);
        let idle = async {
            while self.requests() == 0 || self.counts.open.load(Ordering::SeqCst) > 0 {
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
    read_head(&mut stream).await?;
    counts.requests.fetch_add(1, Ordering::SeqCst);
    match manners {
        Manners::HangUp => Ok(()),
        Manners::Say(text) => stream.write_all(text.as_bytes()).await,
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
        Manners::Flood => {
            // Without a length and without chunks the body lasts as long as the connection.
            stream
                .write_all(head("connection: close").as_bytes())
                .await?;
            stream
                .write_all(br#"{"object":"list","has_more":false,"data":["#)
                .await?;
            let piece = r#"{"_id":"contact_1","external_id":"user_1"},"#.repeat(1000);
            for _ in 0..FLOOD_LIMIT / piece.len() {
                stream.write_all(piece.as_bytes()).await?;
            }
            Ok(())
        }
    }
}

/// The head of a JSON answer with one more header.
pub fn head(header: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{header}\r\n\r\n")
}

async fn read_head(stream: &mut TcpStream) -> io::Result<()> {
    let mut seen = Vec::new();
    while !seen.ends_with(b"\r\n\r\n") && seen.len() < 64 << 10 {
        seen.push(stream.read_u8().await?);
    }
    Ok(())
}

async fn wait_for_end(stream: &mut TcpStream) -> io::Result<()> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}
