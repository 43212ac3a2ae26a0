//! The two doors to the outside: a [`Transport`] moves bytes, a [`Clock`] tells and waits. Both can be replaced.

use std::fmt;
use std::future::Future;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use futures_core::Stream;

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one HTTP request and hands back the head of the answer, with a body that is still to be read.
///
/// A transport follows no redirects, unpacks nothing, repeats nothing and judges no status: the client does. Dropping the future, or the
/// body, must abandon the exchange.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

/// Time, as far as the client needs it, and the chance that spreads retries.
pub trait Clock: Send + Sync + 'static {
    /// The present, for measuring how long something took.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// The present by the calendar, for a `Retry-After` that is a date.
    fn today(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// A number between 0 and 1 by chance; it spreads the retries of many clients.
    fn jitter(&self) -> f64 {
        // Each RandomState has fresh keys, which is chance enough for spreading retries and costs no dependency.
        let random = RandomState::new().build_hasher().finish();
        (random >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A body on its way: bytes at hand, or a stream of them.
pub struct Body(Content);

enum Content {
    Full(Option<Bytes>),
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>),
}

impl Body {
    /// A body without content.
    pub fn empty() -> Self {
        Self(Content::Full(None))
    }

    /// A body that arrives piece by piece.
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Content::Stream(Box::pin(stream)))
    }

    /// The whole body when it is at hand, `None` when it is a stream.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Content::Full(bytes) => Some(bytes.as_deref().unwrap_or_default()),
            Content::Stream(_) => None,
        }
    }

    /// The whole body when it is at hand, or this body back when it is a stream.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Full(bytes) => Ok(bytes.unwrap_or_default()),
            Content::Stream(_) => Err(self),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Full(Some(bytes).filter(|bytes| !bytes.is_empty())))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.get_mut().0 {
            Content::Full(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Content::Stream(stream) => stream.as_mut().poll_next(cx),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_bytes() {
            Some(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            None => f.write_str("Body(stream)"),
        }
    }
}

/// Why no answer came.
#[derive(Debug)]
pub struct TransportError {
    sent: bool,
    hopeless: bool,
    /// What happened in plain words, where more is known than that the exchange failed.
    told: Option<&'static str>,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl TransportError {
    /// No byte of the request left, or the server says that it has not looked at any: it can't have acted on it, so that any request
    /// may be sent again.
    pub fn not_sent(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            sent: false,
            hopeless: false,
            told: None,
            source: source.into(),
        }
    }

    /// The exchange broke after the request, or a part of it, may have reached the server.
    pub fn broken(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            sent: true,
            hopeless: false,
            told: None,
            source: source.into(),
        }
    }

    /// Another attempt would fail in the same way, for this reason in plain words: none is made, whatever the policy says.
    pub fn hopeless(self, why: &'static str) -> Self {
        Self {
            hopeless: true,
            ..self.told(why)
        }
    }

    /// Says in plain words what happened.
    pub(super) fn told(self, what: &'static str) -> Self {
        Self {
            told: Some(what),
            ..self
        }
    }

    /// Whether another attempt would fail in the same way.
    pub fn is_hopeless(&self) -> bool {
        self.hopeless
    }

    /// Whether the server may have acted on the request.
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.told.unwrap_or(if self.sent {
            "the connection broke"
        } else {
            "no connection"
        }))?;
        // The cause of a broken connection hides several layers down, so the whole chain is told.
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&*self.source);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for TransportError {}
