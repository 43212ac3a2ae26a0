//! Servers that can't prove who they are.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use orq_ai_sdk::models::CreateIdentityRequest;
use orq_ai_sdk::{Error, ErrorKind};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{
    ALL_VERSIONS, ConfigBuilder, RootCertStore, ServerConfig, SupportedProtocolVersion,
    WantsVerifier,
};

use super::world::{IDENTITY, builder, is_alone_with, whole};

/// Where the certificates are that this process trusts, instead of those of the system.
const TRUSTED: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/trusted.pem");

/// Somebody who gives out certificates.
pub(crate) fn authority(name: &str) -> (String, Issuer<'static, KeyPair>) {
    let mut authority = CertificateParams::new([]).unwrap();
    authority.distinguished_name.push(DnType::CommonName, name);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let text = authority.self_signed(&key).unwrap().pem();
    (text, Issuer::new(authority, key))
}

/// A certificate for a name, and until the end of a year.
pub(crate) fn certificate(name: &str, until: i32) -> CertificateParams {
    let mut certificate = CertificateParams::new([name.to_owned()]).unwrap();
    certificate.not_after = date_time_ymd(until, 12, 31);
    certificate
}

/// What a server with this certificate says in a handshake.
pub(crate) fn identity(
    certificate: &CertificateParams,
    issuer: &Issuer<'_, KeyPair>,
) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let key = KeyPair::generate().unwrap();
    let certificate = certificate.signed_by(&key, issuer).unwrap();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    (certificate.der().clone(), key.into())
}

/// The beginning of a server's settings, with these versions of TLS.
pub(crate) fn settings(
    versions: &[&'static SupportedProtocolVersion],
) -> ConfigBuilder<ServerConfig, WantsVerifier> {
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
}

/// A server with these settings, which ends with its task.
struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Server {
    async fn start(settings: ServerConfig) -> Self {
        let acceptor = TlsAcceptor::from(Arc::new(settings));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                // A handshake that fails, on either side, is what this is about.
                let mut bytes = [0; 4096];
                match acceptor.accept(stream).into_fallible().await {
                    Ok(mut stream) => {
                        let _ = stream.read(&mut bytes).await;
                        let answer = whole("200 OK", "application/json", IDENTITY);
                        let _ = stream.write_all(answer.as_bytes()).await;
                        let _ = stream.shutdown().await;
                    }
                    // Closed with something unread, the connection would be reset, and the reason might never arrive.
                    Err((_, mut stream)) => {
                        while stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
                    }
                }
            }
        });
        Self {
            port,
            connections,
            task,
        }
    }

    /// A server with this certificate.
    async fn with(certificate: &CertificateParams, issuer: &Issuer<'_, KeyPair>) -> Self {
        let (certificate, key) = identity(certificate, issuer);
        let settings = settings(ALL_VERSIONS).with_no_client_auth();
        Self::start(settings.with_single_cert(vec![certificate], key).unwrap()).await
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A read and a write to this server fail at once, and the error says why.
async fn refused(server: &Server, host: &str, kind: ErrorKind, why: [&str; 2]) {
    let orq = builder(&format!("https://{host}:{}", server.port))
        .build()
        .unwrap();
    let before = server.connections();
    let read = orq.identities().retrieve("user_1").await.unwrap_err();
    let create = CreateIdentityRequest::new("user_1");
    let write = orq.identities().create(create).await.unwrap_err();
    assert_eq!(server.connections() - before, 2, "{why:?}: {read}");
    for error in [Error::from(read), write.into()] {
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{error}");
        let text = error.to_string();
        assert!(why.iter().all(|why| text.contains(why)), "{why:?}: {text}");
    }
}

const CERTIFICATE: &str = "the server's certificate is refused";

#[tokio::test]
async fn who_can_not_prove_it_is_sent_nothing() {
    let trusted = Path::new(TRUSTED);
    let variables = [("SSL_CERT_FILE", trusted)];
    if !is_alone_with("tls::who_can_not_prove_it_is_sent_nothing", &variables) {
        return;
    }
    let (text, issuer) = authority("somebody");
    fs::write(trusted, text).unwrap();
    let (_, stranger) = authority("somebody else");

    // With the right name and issuer it is an answer like any other.
    let good = Server::with(&certificate("localhost", 2999), &issuer).await;
    let orq = builder(&format!("https://localhost:{}", good.port))
        .build()
        .unwrap();
    let found = orq.identities().retrieve("user_1").await.unwrap();
    assert_eq!(found.external_id, "user_1");

    // A second look at a certificate finds the same, so that there is none.
    let connect = ErrorKind::Connect;
    let name = [CERTIFICATE, "not valid for name"];
    refused(&good, "127.0.0.1", connect, name).await;
    let late = Server::with(&certificate("localhost", 2001), &issuer).await;
    refused(&late, "localhost", connect, [CERTIFICATE, "expired"]).await;
    let other = Server::with(&certificate("localhost", 2999), &stranger).await;
    refused(&other, "localhost", connect, [CERTIFICATE, "UnknownIssuer"]).await;

    // Nor does a second handshake bring what both sides can do closer together.
    let (certificate, key) = identity(&certificate("localhost", 2999), &issuer);
    let mut elsewhere = settings(ALL_VERSIONS)
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key.clone_key())
        .unwrap();
    elsewhere.alpn_protocols = vec![b"acme-tls/1".to_vec()];
    let elsewhere = Server::start(elsewhere).await;
    refused(
        &elsewhere,
        "localhost",
        connect,
        ["of TLS in common", "ApplicationProtocol"],
    )
    .await;

    // A server that wants to know its clients tells them so only after the handshake.
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .unwrap();
    let choosy = settings(ALL_VERSIONS)
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let choosy = Server::start(choosy).await;
    let why = ["refuses the client's certificate", "CertificateRequired"];
    refused(&choosy, "localhost", ErrorKind::Transport, why).await;
}
