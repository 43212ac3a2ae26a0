//! Servers that can't prove who they are.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use orq_ai_sdk::ErrorKind;
use orq_ai_sdk::models::CreateIdentityRequest;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use super::world::{IDENTITY, builder, is_alone_with, whole};

/// Where the certificates are that this process trusts, instead of those of the system.
const TRUSTED: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/trusted.pem");

/// Somebody who gives out certificates.
fn authority(name: &str) -> (String, Issuer<'static, KeyPair>) {
    let mut authority = CertificateParams::new([]).unwrap();
    authority.distinguished_name.push(DnType::CommonName, name);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let text = authority.self_signed(&key).unwrap().pem();
    (text, Issuer::new(authority, key))
}

/// A certificate for a name, and until the end of a year.
fn certificate(name: &str, until: i32) -> CertificateParams {
    let mut certificate = CertificateParams::new([name.to_owned()]).unwrap();
    certificate.not_after = date_time_ymd(until, 12, 31);
    certificate
}

/// A server with this certificate, which ends with the handle. Gives its port.
async fn server(
    certificate: &CertificateParams,
    issuer: &Issuer<'_, KeyPair>,
) -> (u16, JoinHandle<()>) {
    let key = KeyPair::generate().unwrap();
    let certificate = certificate.signed_by(&key, issuer).unwrap();
    let tls = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that hangs up during the handshake is what this is about.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let answer = whole("200 OK", "application/json", IDENTITY);
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    (port, task)
}

/// A write to this server fails before anything is sent, and the error says why.
async fn refused(url: &str, why: &str) {
    let orq = builder(url).build().unwrap();
    let create = CreateIdentityRequest::new("user_1");
    let error = orq.identities().create(create).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    let text = error.to_string();
    assert!(
        text.contains("certificate") && text.contains(why),
        "{why}: {text}"
    );
}

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
    let (port, _good) = server(&certificate("localhost", 2999), &issuer).await;
    let orq = builder(&format!("https://localhost:{port}"))
        .build()
        .unwrap();
    let found = orq.identities().retrieve("user_1").await.unwrap();
    assert_eq!(found.external_id, "user_1");

    refused(&format!("https://127.0.0.1:{port}"), "not valid for name").await;
    let (port, _late) = server(&certificate("localhost", 2001), &issuer).await;
    refused(&format!("https://localhost:{port}"), "expired").await;
    let (port, _other) = server(&certificate("localhost", 2999), &stranger).await;
    refused(&format!("https://localhost:{port}"), "UnknownIssuer").await;
}
