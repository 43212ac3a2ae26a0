//! The runtime by itself: a small API written by hand in the form that emitted code has, called over a transport and a clock
//! that live in the test. Only `network` opens connections, to this machine.

#[cfg(all(
    feature = "blocking",
    feature = "testing",
    any(feature = "rustls", feature = "native-tls")
))]
mod blocking;
mod calls;
#[cfg(feature = "gzip")]
mod compressed;
mod credentials;
mod encoding;
mod errors;
mod middleware;
#[cfg(feature = "testing")]
mod mock;
mod models;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod network;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod network_streams;
#[cfg(all(feature = "testing", any(feature = "rustls", feature = "native-tls")))]
mod oauth;
mod objects;
mod paging;
mod providers;
mod redirects;
mod reserved;
mod retries;
mod servers;
mod shop;
mod sse;
mod streams;
mod world;
