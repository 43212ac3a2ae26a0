//! Large bodies to servers that read them slowly, or answer before they have read them.
#![cfg(target_os = "linux")]

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use orq_ai_sdk::runtime::{
    Api, Call, DecodeError, Multipart, MultipartBody, Operation, OperationMeta, Request, Response,
    TransportError,
};
use orq_ai_sdk::{Error, ErrorKind, FilePart, Orq};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::large::peak;
use super::world::{PATIENCE, builder, is_alone, whole};

const FIFTY: usize = 50 << 20;
const MEGABYTE: usize = 1 << 20;
const PIECE: usize = 64 << 10;

/// What a call may cost beyond the body: buffers of the client, and of the server, which is in this process as well.
const ROOM: usize = 8 * MEGABYTE;

/// What a server does once it has read the head of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Manners {
    /// Reads the body with pauses, and answers.
    Sip,
    /// Refuses, and reads on so that the refusal arrives, as RFC 9112 wants it.
    Polite,
    /// Refuses, and closes with half of the body unread, which resets the connection.
    Rude,
    /// Refuses, and reads nothing more.
    Deaf,
    /// Reads nothing more.
    Silent,
}

#[derive(Debug, Default)]
struct Counts {
    requests: AtomicUsize,
    read: AtomicUsize,
    open: AtomicUsize,
    over: AtomicBool,
}

async fn server(manners: Manners) -> (String, Arc<Counts>) {
    let socket = TcpSocket::new_v4().unwrap();
    // The system would take most of the body off the client's hands otherwise.
    socket.set_recv_buffer_size(64 << 10).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener: TcpListener = socket.listen(16).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let counts = Arc::new(Counts::default());
    let kept = Arc::clone(&counts);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let counts = Arc::clone(&kept);
            tokio::spawn(async move {
                counts.open.fetch_add(1, Ordering::SeqCst);
                // What becomes of the connection is the client's business to tell.
                let _ = treat(stream, manners, &counts).await;
                counts.open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    (url, counts)
}

async fn treat(mut stream: TcpStream, manners: Manners, counts: &Counts) -> io::Result<()> {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
    }
    counts.requests.fetch_add(1, Ordering::SeqCst);
    let refusal = whole(
        "413 Payload Too Large",
        "application/json",
        r#"{"message":"too much"}"#,
    );
    let refusal = refusal.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n");
    match manners {
        Manners::Sip => {
            // Both kinds of body end with this mark: the whole one because it is made so, the other one because it comes in chunks.
            let mut piece = vec![0; 4 * PIECE];
            while !bytes.ends_with(END) {
                let read = stream.read(&mut piece).await?;
                if read == 0 {
                    return Ok(());
                }
                counts.read.fetch_add(read, Ordering::SeqCst);
                bytes = piece[read.saturating_sub(END.len())..read].to_vec();
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            stream
                .write_all(whole("200 OK", "application/json", "{}").as_bytes())
                .await?;
        }
        Manners::Polite => {
            stream.write_all(refusal.as_bytes()).await?;
            stream.shutdown().await?;
            while stream.read(&mut [0; 4096]).await? > 0 {}
        }
        Manners::Rude => {
            stream.read_exact(&mut [0; 4096]).await?;
            stream.write_all(refusal.as_bytes()).await?;
        }
        Manners::Deaf => {
            stream.write_all(refusal.as_bytes()).await?;
            gone(&mut stream, counts).await?;
        }
        Manners::Silent => gone(&mut stream, counts).await?,
    }
    Ok(())
}

/// Reads nothing until the call is over, and then to the end: what the system holds of the body would hide that the client is gone.
async fn gone(stream: &mut TcpStream, counts: &Counts) -> io::Result<()> {
    while !counts.over.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut piece = vec![0; PIECE];
    loop {
        match stream.read(&mut piece).await? {
            0 => return Ok(()),
            read => counts.read.fetch_add(read, Ordering::SeqCst),
        };
    }
}

const END: &[u8] = b"0\r\n\r\n";

/// A body of fifty megabytes, made while it is sent.
struct Made(usize);

impl Stream for Made {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = PIECE.min(self.0);
        self.0 -= length;
        Poll::Ready((length > 0).then(|| Ok(vec![b'x'; length].into())))
    }
}

/// An operation that takes a file.
#[derive(Clone, Debug)]
struct Upload {
    call: Call,
    body: What,
}

#[derive(Clone, Debug)]
enum What {
    Whole(Bytes),
    Streamed(FilePart),
}

impl MultipartBody for Upload {
    fn parts(&self, form: &mut Multipart) {
        if let What::Streamed(file) = &self.body {
            form.file("file", Some(file), "");
        }
    }
}

orq_ai_sdk::call_options!(Upload);

impl Operation for Upload {
    type Success = ();
    type Failure = Infallible;
    const META: &'static OperationMeta = &OperationMeta {
        id: "Upload",
        method: "POST",
        path: "/files",
        accept: "application/json",
        idempotent: false,
        content: true,
        security: &[],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/files");
        match &self.body {
            What::Whole(bytes) => request.bytes(bytes.clone()),
            What::Streamed(_) => request.multipart(self)?,
        }
        Ok(request)
    }

    fn success(_: &Response) -> Result<(), DecodeError> {
        Ok(())
    }

    fn failure(_: &Response) -> Option<Infallible> {
        None
    }
}

/// Sends fifty megabytes to such a server, in one way and in the other, and shows each outcome.
async fn meet(manners: Manners, time: Duration, check: impl Fn(Option<Error>, &Counts)) {
    let mut whole = vec![b'x'; FIFTY];
    whole[FIFTY - END.len()..].copy_from_slice(END);
    let whole = Bytes::from(whole);
    let before = peak();
    for streamed in [false, true] {
        let (url, counts) = server(manners).await;
        let orq: Orq = builder(&url).build().unwrap();
        let call = Call::new(orq.client());
        let body = if streamed {
            What::Streamed(FilePart::stream(Made(FIFTY)))
        } else {
            What::Whole(whole.clone())
        };
        let upload = Upload { call, body }.timeout(time);
        let outcome = Call::send(&upload).await;
        counts.over.store(true, Ordering::SeqCst);
        let left = async {
            while manners != Manners::Sip && counts.open.load(Ordering::SeqCst) > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, left)
            .await
            .unwrap_or_else(|_| panic!("{manners:?}: the connection outlived the error"));
        check(outcome.err().map(Error::from), &counts);
        assert_eq!(counts.requests.load(Ordering::SeqCst), 1, "{manners:?}");
    }
    // The system counts pages in bunches, so that a peak may seem to sink.
    let rise = peak().saturating_sub(before);
    assert!(rise < ROOM, "{manners:?}: {rise} bytes");
}

#[tokio::test]
async fn fifty_megabytes_meet_such_servers() {
    if !is_alone("uploads::fifty_megabytes_meet_such_servers") {
        return;
    }
    meet(Manners::Sip, PATIENCE, |error, counts| {
        assert!(error.is_none(), "{error:?}");
        assert!(counts.read.load(Ordering::SeqCst) > FIFTY - MEGABYTE);
    })
    .await;
    for manners in [Manners::Polite, Manners::Deaf] {
        meet(manners, PATIENCE, |error, _| {
            let error = error.unwrap();
            let status = error.status().map(|status| status.as_u16());
            assert_eq!(
                (status, error.message()),
                (Some(413), "too much"),
                "{manners:?}"
            );
        })
        .await;
    }
    // A reset may overtake the refusal. Then nobody knows what became of the request, and it is not sent again.
    meet(Manners::Rude, PATIENCE, |error, _| {
        let error = error.unwrap();
        match error.kind() {
            ErrorKind::Status => {
                assert_eq!(error.status().map(|status| status.as_u16()), Some(413))
            }
            kind => assert_eq!(
                (kind, error.attempts()),
                (ErrorKind::Transport, 1),
                "{error}"
            ),
        }
    })
    .await;
    meet(
        Manners::Silent,
        Duration::from_millis(300),
        |error, counts| {
            assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::Timeout));
            let read = counts.read.load(Ordering::SeqCst);
            assert!(read < FIFTY / 2, "{read} bytes were sent for nobody");
        },
    )
    .await;
}
