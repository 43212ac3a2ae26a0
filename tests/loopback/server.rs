//! A server on a socket that gives the next of some answers to each request, whatever it is.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// A server that runs until its answers are used up.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Receiver<Vec<u8>>,
}

/// What the server was sent.
pub(crate) struct Request {
    /// The lines of the head, with the names of headers in lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Server {
    pub(crate) fn start(
        answers: impl IntoIterator<Item = String, IntoIter: Send + 'static>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (send, requests) = channel();
        let answers = answers.into_iter();
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                stream
                    .set_read_timeout(Some(Duration::from_secs(10)))
                    .unwrap();
                let (mut request, mut piece) = (Vec::new(), [0; 4096]);
                while !is_whole(&request) {
                    match stream.read(&mut piece) {
                        Ok(0) | Err(_) => break,
                        Ok(length) => request.extend_from_slice(&piece[..length]),
                    }
                }
                // The request is there for the test before the answer is there for the client.
                let _ = send.send(request);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { url, requests }
    }

    /// The next request.
    pub(crate) fn request(&self) -> Request {
        let request = self.requests.recv_timeout(Duration::from_secs(10)).unwrap();
        let end = end_of_head(&request).unwrap();
        Request {
            head: String::from_utf8(request[..end].to_vec()).unwrap(),
            body: request[end..].to_vec(),
        }
    }
}

impl Request {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

fn end_of_head(request: &[u8]) -> Option<usize> {
    let end = request.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some(end + 4)
}

fn is_whole(request: &[u8]) -> bool {
    let Some(end) = end_of_head(request) else {
        return false;
    };
    let head = String::from_utf8_lossy(&request[..end]);
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.parse::<usize>().unwrap());
    request.len() >= end + length
}

/// An answer with a body.
pub(crate) fn answer(status: u16, media_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} -\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

/// An answer that ends with its head, and with one more header.
pub(crate) fn bare(status: u16, header: &str) -> String {
    format!("HTTP/1.1 {status} -\r\n{header}\r\nconnection: close\r\n\r\n")
}

/// An answer of JSON.
pub(crate) fn json(status: u16, body: &str) -> String {
    answer(status, "application/json", body)
}
