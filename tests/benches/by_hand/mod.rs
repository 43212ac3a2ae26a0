//! What the SDK is compared with: the same types and calls, as a careful person would write them with reqwest and serde.

#![allow(dead_code, reason = "each benchmark uses its own part of this")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use orq_ai_sdk::runtime::{Body, BoxFuture, TransportError};
use orq_ai_sdk::{Orq, RetryPolicy, Transport};
use serde::Deserialize;

/// The key that both sides send.
pub(crate) const API_KEY: &str = "orq-benchmark-key";

/// The SDK's `Identity`, by hand.
#[derive(Debug, Deserialize)]
pub(crate) struct Identity {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) external_id: String,
    pub(crate) metrics: Option<Metrics>,
    pub(crate) avatar_url: Option<String>,
    pub(crate) created: Option<jiff::Timestamp>,
    pub(crate) display_name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) metadata: Option<BTreeMap<String, serde_json::Value>>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) updated: Option<jiff::Timestamp>,
}

/// The SDK's `IdentityMetrics`, by hand.
#[derive(Debug, Deserialize)]
pub(crate) struct Metrics {
    pub(crate) total_cost: f64,
    pub(crate) total_tokens: f64,
    pub(crate) total_requests: f64,
    pub(crate) error_rate: f64,
}

/// The SDK's `ListIdentitiesResponse`, by hand.
#[derive(Debug, Deserialize)]
pub(crate) struct Page {
    pub(crate) object: Option<String>,
    pub(crate) data: Vec<Identity>,
    pub(crate) has_more: bool,
}

/// One identity with everything that it may have.
pub(crate) fn identity(number: usize) -> String {
    format!(
        r#"{{"_id":"contact_01HZ{number:022}","external_id":"user_{number}","metrics":{{"total_cost":12.5,"total_tokens":{number},"total_requests":42,"error_rate":0.02}},"avatar_url":"https://example.com/avatars/{number}.png","created":"2024-01-15T09:30:00.000Z","display_name":"User Number {number}","email":"user{number}@example.com","metadata":{{"department":"engineering","level":{number},"remote":true}},"tags":["premium","beta-user"],"updated":"2024-02-01T10:00:00.000Z"}}"#
    )
}

/// A page of so many identities.
pub(crate) fn page(count: usize) -> String {
    let items: Vec<_> = (1..=count).map(identity).collect();
    format!(
        r#"{{"object":"list","data":[{}],"has_more":false}}"#,
        items.join(",")
    )
}

/// A whole answer with this body.
pub(crate) fn answer(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The SDK as it comes.
pub(crate) fn sdk(url: &str) -> Orq {
    Orq::builder()
        .api_key(API_KEY)
        .server(url)
        .build()
        .expect("the settings are right")
}

/// The SDK over a transport that answers at once.
pub(crate) fn sdk_in_process(body: &str) -> Orq {
    Orq::builder()
        .api_key(API_KEY)
        .server("https://api.example.com")
        .transport(AtOnce::new(body))
        .retry(RetryPolicy::new())
        .build()
        .expect("the settings are right")
}

/// A client for calls by hand, set up as the SDK sets up its own.
pub(crate) fn reqwest_client() -> reqwest::Client {
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

/// One call by hand.
pub(crate) async fn get(client: &reqwest::Client, url: &str) -> Bytes {
    let response = client
        .get(url)
        .bearer_auth(API_KEY)
        .header("accept", "application/json")
        .header("user-agent", "by-hand/1.0")
        .timeout(Duration::from_secs(60))
        .send()
        .await
        .expect("the server answers");
    let response = response.error_for_status().expect("it is a success");
    response.bytes().await.expect("the body is whole")
}

/// One call by hand over the transport that answers at once.
pub(crate) async fn get_in_process(transport: &dyn Transport, url: &str) -> Bytes {
    let request = http::Request::get(url)
        .header("authorization", format!("Bearer {API_KEY}"))
        .header("accept", "application/json")
        .header("user-agent", "by-hand/1.0")
        .body(Body::empty())
        .expect("the request is right");
    let response = transport.send(request).await.expect("there is an answer");
    assert!(response.status().is_success());
    let mut body = response.into_body();
    let mut bytes = BytesMut::new();
    while let Some(piece) =
        std::future::poll_fn(|cx| std::pin::Pin::new(&mut body).poll_next(cx)).await
    {
        bytes.extend_from_slice(&piece.expect("the body is whole"));
    }
    bytes.freeze()
}

/// A transport that gives the same answer to everything, at once.
#[derive(Clone)]
pub(crate) struct AtOnce(Bytes);

impl AtOnce {
    /// Answers with this body.
    pub(crate) fn new(body: &str) -> Self {
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
