//! The default transport and clock: thin adapters over reqwest and tokio, compiled in with `rustls` or `native-tls`.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Uri;
use http::uri::{Authority, Scheme};
use http_body::Body as _;
use tokio::runtime::Handle;

use super::causes::{half_an_answer, no_answer};
use super::client::{Api, ClientBuilder};
use super::error::{Error, ErrorKind};
use super::transport::{Body, BoxFuture, Clock, Transport, TransportError};

const NO_RUNTIME: &str = "the default transport needs a running tokio runtime";
const UNSENDABLE: &str = "the request can't be sent";

/// Moves bytes with reqwest.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
    origin: OnceLock<Origin>,
}

impl ReqwestTransport {
    /// A transport over a client that is set up by hand. It should follow no redirects: reqwest does not know which
    /// headers and parameters of this API are credentials. What it repeats by itself is not counted as an attempt: by default that is
    /// what an HTTP/2 server has not looked at, which this crate repeats as well (`reqwest::retry::never()` leaves it to this crate).
    pub fn new(client: ::reqwest::Client) -> Self {
        Self {
            client,
            origin: OnceLock::new(),
        }
    }
}

/// A transport that follows no redirects and, when the server is this machine, uses no proxy: requests to it may travel
/// unencrypted, which they must not do through somebody else's machine.
pub(super) fn default_transport(
    loopback: bool,
    connect_timeout: Duration,
) -> Result<ReqwestTransport, Error> {
    let builder = ::reqwest::Client::builder()
        .redirect(::reqwest::redirect::Policy::none())
        .referer(false)
        // Repeating is the business of the client, which counts attempts and has a budget for them. Without the second setting, reqwest
        // would keep a copy of each request for the repetition that never comes.
        .retry(::reqwest::retry::never().max_retries_per_request(0))
        .connect_timeout(connect_timeout);
    let builder = if loopback {
        builder.no_proxy()
    } else {
        builder
    };
    let client = with_tls(builder, loopback)?
        .build()
        .map_err(|error| unbuildable(error.without_url()))?;
    Ok(ReqwestTransport::new(client))
}

/// Ring does the cryptography: it builds in a fraction of the time of reqwest's default. It is handed over with the client,
/// so that neither the process-wide provider nor anybody else's choice of it is touched.
#[cfg(feature = "rustls")]
fn with_tls(
    builder: ::reqwest::ClientBuilder,
    loopback: bool,
) -> Result<::reqwest::ClientBuilder, Error> {
    use std::sync::Arc;

    let provider = Arc::new(::rustls::crypto::ring::default_provider());
    let tls = ::rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(unbuildable)?;
    let tls = match rustls_platform_verifier::Verifier::new(provider) {
        // "Dangerous" is what rustls calls any verifier of the caller's choice; this one is the operating system's.
        Ok(verifier) => tls
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier)),
        // A bare container has no certificates to trust, and needs none to reach itself: then no certificate is trusted.
        Err(_) if loopback => tls.with_root_certificates(::rustls::RootCertStore::empty()),
        Err(error) => return Err(unbuildable(error)),
    };
    let mut tls = tls.with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(builder.tls_backend_preconfigured(tls))
}

#[cfg(not(feature = "rustls"))]
fn with_tls(builder: ::reqwest::ClientBuilder, _: bool) -> Result<::reqwest::ClientBuilder, Error> {
    Ok(builder)
}

fn unbuildable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(
        ErrorKind::Config,
        format!("the default transport can't be built: {error}"),
    )
    .because(error)
}

impl<A: Api> ClientBuilder<A> {
    /// Moves bytes with this client: for a proxy, a certificate authority of one's own, or a client certificate. It should follow
    /// no redirects; see [`ReqwestTransport::new`].
    pub fn reqwest_client(self, client: ::reqwest::Client) -> Self {
        self.transport(ReqwestTransport::new(client))
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            if Handle::try_current().is_err() {
                return Err(TransportError::not_sent(NO_RUNTIME).hopeless(UNSENDABLE));
            }
            let (parts, body) = request.into_parts();
            let body = match body.into_bytes() {
                Ok(bytes) if bytes.len() <= PIECE => ::reqwest::Body::from(bytes),
                Ok(bytes) => ::reqwest::Body::wrap(Pieces(bytes)),
                Err(stream) => ::reqwest::Body::wrap(Outgoing(Mutex::new(stream))),
            };
            let mut request = ::reqwest::Request::new(parts.method, self.url(&parts.uri)?);
            *request.headers_mut() = parts.headers;
            *request.body_mut() = Some(body);
            let response = self.client.execute(request).await.map_err(no_answer)?;
            Ok(http::Response::<::reqwest::Body>::from(response)
                .map(|body| Body::stream(Incoming(body))))
        })
    }
}

/// The origin of the first request, as both sides have it.
#[derive(Clone, Debug)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: ::reqwest::Url,
}

impl ReqwestTransport {
    /// The address as reqwest takes it. Reading its origin takes longer than all the rest, and nearly all requests of a client go to
    /// one: it is read once.
    fn url(&self, uri: &Uri) -> Result<::reqwest::Url, TransportError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return whole_url(uri);
        };
        // A user's name and password are no part of an origin, and are kept nowhere.
        if authority.as_str().contains('@') {
            return whole_url(uri);
        }
        if let Some(origin) = self.origin.get() {
            if (scheme, authority) != (&origin.scheme, &origin.authority) {
                return whole_url(uri);
            }
            let mut url = origin.url.clone();
            url.set_path(uri.path());
            if let Some(query) = uri.query() {
                url.set_query(Some(query));
            }
            return Ok(url);
        }
        let url = whole_url(uri)?;
        // What follows the origin belongs to this request, and may hold a key.
        let mut bare = url.clone();
        bare.set_path("");
        bare.set_query(None);
        _ = self.origin.set(Origin {
            scheme: scheme.clone(),
            authority: authority.clone(),
            url: bare,
        });
        Ok(url)
    }
}

/// It is put together by hand, because formatting a [`Uri`] takes as long as reading half of it.
fn whole_url(uri: &Uri) -> Result<::reqwest::Url, TransportError> {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let text = [uri.scheme_str().unwrap_or("http"), "://", authority, target].concat();
    ::reqwest::Url::parse(&text)
        .map_err(|error| TransportError::not_sent(error).hopeless(UNSENDABLE))
}

/// How much of a body is handed over at once.
const PIECE: usize = 64 * 1024;

/// A large body. What has been handed over is sent to its end, also when nobody waits for an answer any more; so this is handed over
/// piece by piece.
struct Pieces(Bytes);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        let length = PIECE.min(self.0.len());
        let piece = self.0.split_to(length);
        Poll::Ready((!piece.is_empty()).then(|| Ok(http_body::Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.0.len() as u64)
    }
}

/// A streamed body as reqwest takes it. The lock is never waited for: it makes a stream shareable that is not.
struct Outgoing(Mutex<Body>);

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        let stream = &mut self.get_mut().0;
        let stream = stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        let piece = ready!(Pin::new(stream).poll_next(cx));
        Poll::Ready(piece.map(|piece| piece.map(http_body::Frame::data)))
    }
}

/// reqwest's body as a stream of its data; trailers are left out.
struct Incoming(::reqwest::Body);

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(frame) = ready!(Pin::new(&mut self.0).poll_frame(cx)) else {
                return Poll::Ready(None);
            };
            match frame
                .map_err(half_an_answer)
                .map(http_body::Frame::into_data)
            {
                Ok(Ok(data)) => return Poll::Ready(Some(Ok(data))),
                Ok(Err(_trailers)) => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

/// Waits with tokio's timer.
#[derive(Clone, Copy, Debug)]
pub struct TokioClock;

impl Clock for TokioClock {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            // Without a runtime the timer would panic; the transport reports that one is missing.
            match Handle::try_current() {
                Ok(_) => tokio::time::sleep(duration).await,
                Err(_) => std::future::pending().await,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_that_is_known_changes_no_address() {
        let printable = (b'!'..=b'~').map(char::from);
        let targets = printable.flat_map(|c| {
            let places = [
                "/a{c}b",
                "/{c}",
                "/{c}{c}/..",
                "/a?{c}",
                "/a?x={c}&{c}{c}",
                "/?",
                "/a?",
            ];
            places.map(|place| place.replace("{c}", &c.to_string()))
        });
        let odd = [
            "//x/y",
            "/./a/../../b",
            "/%2e%2E/%2f?%23",
            "/a/%zz",
            "/\u{fc}?\u{fc}",
            "*",
            "",
        ];
        let targets: Vec<String> = targets.chain(odd.map(str::to_owned)).collect();
        let origins = [
            "http://127.0.0.1:8080",
            "https://A.example:443",
            "http://[::1]",
        ];
        for origin in origins {
            let transport = default_transport(true, Duration::from_secs(1)).unwrap();
            for target in &targets {
                // What is no address for one side never gets to the other.
                let Ok(uri) = [origin, target.as_str()].concat().parse::<Uri>() else {
                    continue;
                };
                let whole = whole_url(&uri).ok();
                assert_eq!(transport.url(&uri).ok(), whole, "{uri}");
                for elsewhere in ["://b.", "://Jane:Key@", "://jane:key@"] {
                    let elsewhere = uri.to_string().replacen("://", elsewhere, 1);
                    if let Ok(elsewhere) = elsewhere.parse::<Uri>() {
                        let whole = whole_url(&elsewhere).ok();
                        assert_eq!(transport.url(&elsewhere).ok(), whole, "{elsewhere}");
                    }
                }
            }
        }
    }
}
