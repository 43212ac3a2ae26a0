//! The runtime by itself: a small API written by hand in the form that emitted code has, called over a transport and a clock
//! that live in the test. Only `network` opens connections, to this machine.

mod calls;
mod credentials;
mod encoding;
mod errors;
mod models;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod network;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod network_streams;
mod paging;
mod retries;
mod shop;
mod sse;
mod streams;
mod world;
