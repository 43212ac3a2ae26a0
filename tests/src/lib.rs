//! What the tests stand on: documents that show one construct each, a server that keeps the contract of the orq.ai API,
//! and two that keep none.

/// The code of README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

pub mod calls;
pub mod fixtures;
pub mod frames;
pub mod pages;
pub mod rude;
pub mod server;

/// Listens on a free port of 127.0.0.1, with room in the queue for every client of a test: what the system does with connections
/// that it has no room for is not what the tests are about, and it takes minutes.
///
/// # Errors
///
/// When the system gives no port.
fn listen() -> std::io::Result<tokio::net::TcpListener> {
    let socket = tokio::net::TcpSocket::new_v4()?;
    socket.bind((std::net::Ipv4Addr::LOCALHOST, 0).into())?;
    socket.listen(4096)
}
