//! What the SDK is compared with: the same types and calls, as a careful person would write them with reqwest and serde.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderValue, StatusCode};
use orq_ai_sdk::runtime::{Body, BoxFuture, TransportError};
use orq_ai_sdk::{Orq, RetryPolicy, Transport};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The key that both sides send.
pub const API_KEY: &str = "orq-benchmark-key";

/// The SDK's `Identity`, by hand.
#[derive(Debug, Deserialize)]
pub struct Identity {
    #[serde(rename = "_id")]
    /// `id`.
    pub id: String,
    /// `external_id`.
    pub external_id: String,
    /// `metrics`.
    pub metrics: Option<Metrics>,
    /// `avatar_url`.
    pub avatar_url: Option<String>,
    /// `created`.
    pub created: Option<jiff::Timestamp>,
    /// `display_name`.
    pub display_name: Option<String>,
    /// `email`.
    pub email: Option<String>,
    /// `metadata`.
    pub metadata: Option<BTreeMap<String, serde_json::Value>>,
    /// `tags`.
    pub tags: Option<Vec<String>>,
    /// `updated`.
    pub updated: Option<jiff::Timestamp>,
}

/// The SDK's `IdentityMetrics`, by hand.
#[derive(Debug, Deserialize)]
pub struct Metrics {
    /// `total_cost`.
    pub total_cost: f64,
    /// `total_tokens`.
    pub total_tokens: f64,
    /// `total_requests`.
    pub total_requests: f64,
    /// `error_rate`.
    pub error_rate: f64,
}

/// The SDK's `ListIdentitiesResponse`, by hand.
#[derive(Debug, Deserialize)]
pub struct Page {
    /// `object`.
    pub object: Option<String>,
    /// `data`.
    pub data: Vec<Identity>,
    /// `has_more`.
    pub has_more: bool,
}

/// One identity with everything that it may have.
pub fn identity(number: usize) -> String {
    format!(
        r#"{{"_id":"contact_01HZ{number:022}","external_id":"user_{number}","metrics":{{"total_cost":12.5,"total_tokens":{number},"total_requests":42,"error_rate":0.02}},"avatar_url":"https://example.com/avatars/{number}.png","created":"2024-01-15T09:30:00.000Z","display_name":"User Number {number}","email":"user{number}@example.com","metadata":{{"department":"engineering","level":{number},"remote":true}},"tags":["premium","beta-user"],"updated":"2024-02-01T10:00:00.000Z"}}"#
    )
}

/// A page of so many identities.
pub fn page(count: usize) -> String {
    let items: Vec<_> = (1..=count).map(identity).collect();
    format!(
        r#"{{"object":"list","data":[{}],"has_more":false}}"#,
        items.join(",")
    )
}

/// A whole answer with this body.
pub fn answer(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The SDK as it comes.
pub fn sdk(url: &str) -> Orq {
    Orq::builder()
        .api_key(API_KEY)
        .server(url)
        .build()
        .expect("the settings are right")
}

/// The SDK over a transport that answers at once.
pub fn sdk_in_process(body: &str) -> Orq {
    Orq::builder()
        .api_key(API_KEY)
        .server("https://api.example.com")
        .transport(AtOnce::new(body))
        .retry(RetryPolicy::new())
        .build()
        .expect("the settings are right")
}

/// A client for calls by hand, set up as the SDK sets up its own.
pub fn reqwest_client() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    // No call here goes over TLS, but reqwest wants to know what would do it.
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring knows the default versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(Duration::from_secs(10))
        .no_proxy()
        .tls_backend_preconfigured(tls)
        .build()
        .expect("the settings are right")
}

/// Why a call by hand gave nothing.
#[derive(Debug)]
pub enum Failure {
    /// No whole answer came in time.
    Late,
    /// The connection broke, or never came about.
    Broken(Box<dyn std::error::Error + Send + Sync>),
    /// The server answered with another status, and this.
    Refused(u16, Bytes),
    /// The answer is longer than anybody wants.
    TooLarge,
    /// The answer is no JSON, or not of the right shape.
    Misfit(serde_json::Error, Bytes),
}

/// How long an answer may be, and how long it may take.
const MOST: usize = 64 * 1024 * 1024;
const LIMIT: Duration = Duration::from_secs(60);

/// The address of one identity, whatever its id holds.
pub fn address(base: &str, id: &str) -> String {
    format!("{base}/v2/identities/{}", utf8_percent_encode(id, ENCODED))
}

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// One call by hand with reqwest: with a time limit, a bound on the answer, and what the server says when it refuses.
pub async fn get<T: DeserializeOwned>(client: &reqwest::Client, url: &str) -> Result<T, Failure> {
    let broken = |error: reqwest::Error| {
        if error.is_timeout() {
            Failure::Late
        } else {
            Failure::Broken(error.into())
        }
    };
    let mut response = client
        .get(url)
        .bearer_auth(API_KEY)
        .header("accept", "application/json")
        .header("accept-encoding", "gzip")
        .header("user-agent", "by-hand/1.0")
        .timeout(LIMIT)
        .send()
        .await
        .map_err(broken)?;
    let status = response.status();
    let mut body = Joined::default();
    while let Some(piece) = response.chunk().await.map_err(broken)? {
        body.add(piece)?;
    }
    decode(status, body.into_bytes())
}

/// The same over the transport that answers at once.
pub async fn get_in_process<T: DeserializeOwned>(
    transport: &dyn Transport,
    url: &str,
) -> Result<T, Failure> {
    let call = async {
        let mut key = HeaderValue::try_from(format!("Bearer {API_KEY}"))
            .map_err(|error| Failure::Broken(error.into()))?;
        key.set_sensitive(true);
        let request = http::Request::get(url)
            .header("authorization", key)
            .header("accept", "application/json")
            .header("accept-encoding", "gzip")
            .header("user-agent", "by-hand/1.0")
            .body(Body::empty())
            .map_err(|error| Failure::Broken(error.into()))?;
        let broken = |error: TransportError| Failure::Broken(error.into());
        let response = transport.send(request).await.map_err(broken)?;
        let status = response.status();
        let mut pieces = response.into_body();
        let mut body = Joined::default();
        while let Some(piece) = poll_fn(|cx| Pin::new(&mut pieces).poll_next(cx)).await {
            body.add(piece.map_err(broken)?)?;
        }
        decode(status, body.into_bytes())
    };
    tokio::time::timeout(LIMIT, call)
        .await
        .unwrap_or(Err(Failure::Late))
}

fn decode<T: DeserializeOwned>(status: StatusCode, body: Bytes) -> Result<T, Failure> {
    if !status.is_success() {
        return Err(Failure::Refused(status.as_u16(), body));
    }
    serde_json::from_slice(&body).map_err(|error| Failure::Misfit(error, body))
}

/// The pieces of a body, of which a single one is not copied.
#[derive(Default)]
struct Joined {
    only: Bytes,
    more: Vec<u8>,
}

impl Joined {
    fn add(&mut self, piece: Bytes) -> Result<(), Failure> {
        if self.only.len() + self.more.len() + piece.len() > MOST {
            return Err(Failure::TooLarge);
        }
        if self.only.is_empty() && self.more.is_empty() {
            self.only = piece;
            return Ok(());
        }
        if self.more.is_empty() {
            self.more.extend_from_slice(&std::mem::take(&mut self.only));
        }
        self.more.extend_from_slice(&piece);
        Ok(())
    }

    fn into_bytes(self) -> Bytes {
        if self.more.is_empty() {
            self.only
        } else {
            self.more.into()
        }
    }
}

/// A transport that gives the same answer to everything, at once.
#[derive(Clone)]
pub struct AtOnce(Bytes);

impl AtOnce {
    /// Answers with this body.
    pub fn new(body: &str) -> Self {
        Self(Bytes::copy_from_slice(body.as_bytes()))
    }
}

impl Transport for AtOnce {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let response = http::Response::builder()
            .header("content-type", "application/json")
            .header("content-length", self.0.len())
            .body(Body::from(self.0.clone()))
            .map_err(TransportError::not_sent);
        Box::pin(std::future::ready(response))
    }
}
