//! A stand-in for the orq.ai API on a loopback port: it keeps identities in memory and remembers what it was sent.
//!
//! It knows nothing of the SDK, so that the SDK's example can include these files as they are.

mod answer;
mod body;
mod listing;
mod routes;
mod store;
mod watch;

use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;

pub use answer::Answer;
pub use watch::Recorded;

/// The only key that the server accepts.
pub const API_KEY: &str = "orq-loopback-key";

/// A running server; it stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    url: String,
    shared: Shared,
    /// Never sent: dropping it is what tells the serving task to stop.
    _stop: oneshot::Sender<()>,
}

/// Listens on a free port of 127.0.0.1, with room in the queue for every client of a test: what the system does with connections
/// that it has no room for is not what the tests are about, and it takes minutes.
///
/// # Errors
///
/// When the system gives no port.
pub fn listen() -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    socket.listen(4096)
}

impl Server {
    /// Starts a server without identities on a free port of 127.0.0.1.
    pub async fn start() -> io::Result<Self> {
        let listener = listen()?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Shared::default();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving =
            axum::serve(listener, routes::router(shared.clone())).with_graceful_shutdown(async {
                // The sender is never used, so this ends with an error exactly when the server is dropped.
                let _ = stopped.await;
            });
        tokio::spawn(async { serving.await });
        Ok(Self {
            url,
            shared,
            _stop: stop,
        })
    }

    /// Where the server listens, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Every request since the start, in the order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.lock().requests.clone()
    }

    /// The last request that arrived.
    pub fn last_request(&self) -> Option<Recorded> {
        self.shared.lock().requests.last().cloned()
    }

    /// Adds identities `user_1` to `user_<count>`: every second one is premium, every third one a beta user.
    pub fn seed(&self, count: usize) {
        self.shared.lock().store.seed(count);
    }

    /// Gives this answer to the next request, whatever it asks; several calls line up.
    pub fn answer_next(&self, answer: Answer) {
        self.shared.lock().planned.push_back(answer);
    }
}

/// What all requests share.
#[derive(Clone, Debug, Default)]
struct Shared(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    store: store::Store,
    requests: Vec<Recorded>,
    planned: std::collections::VecDeque<Answer>,
}

impl Shared {
    /// A handler that panicked must not take the others down with it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
