//! HTTP/2 servers that refuse requests, leave in the middle, or leave between two calls: what a server has not looked at is sent
//! again, whatever it is; what it may have acted on is sent again where that is harmless.

use std::path::Path;
use std::sync::Arc;

use orq_ai_sdk::models::CreateIdentityRequest;
use orq_ai_sdk::runtime::{ClientBuilder, WithResponse};
use orq_ai_sdk::{Error, ErrorKind, Orq};
use sdk_tests::frames::{Turn, Turns};
use tokio::net::TcpListener;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ALL_VERSIONS, ClientConfig, RootCertStore};

use super::world::{CREATED, builder};

/// How a call ends: with an error or none, after so many attempts, and so many requests that came whole.
type End = (Option<ErrorKind>, u32, usize);

const AT_ONCE: End = (None, 1, 1);
const AGAIN: End = (None, 2, 2);
const LOST: End = (Some(ErrorKind::Transport), 1, 1);
const REFUSED: End = (Some(ErrorKind::Connect), 3, 3);

const INTERNAL_ERROR: u32 = 2;
const CANCEL: u32 = 8;

/// What a server does, what becomes of a read, and what of a write.
const FAULTS: &[(&[Turn], End, End)] = &[
    (&[Turn::Answer], AT_ONCE, AT_ONCE),
    (&[Turn::LeaveAndAnswer], AT_ONCE, AT_ONCE),
    (&[Turn::Refuse, Turn::Answer], AGAIN, AGAIN),
    (&[Turn::Refuse], REFUSED, REFUSED),
    (&[Turn::LeaveBefore, Turn::Answer], AGAIN, AGAIN),
    (&[Turn::LeaveBefore], REFUSED, REFUSED),
    (&[Turn::LeaveBehind, Turn::Answer], AGAIN, LOST),
    (&[Turn::GiveUp(CANCEL), Turn::Answer], AGAIN, LOST),
    (&[Turn::GiveUp(INTERNAL_ERROR), Turn::Answer], AGAIN, LOST),
    (&[Turn::RefuseHalfway, Turn::Answer], AGAIN, LOST),
];

fn end<T, E: Into<Error>>(call: Result<WithResponse<T>, E>, turns: &Turns) -> End {
    match call {
        Ok(response) => (None, response.attempts(), turns.requests()),
        Err(error) => {
            let error = error.into();
            (Some(error.kind()), error.attempts(), turns.requests())
        }
    }
}

async fn read(orq: &Orq, turns: &Turns) -> End {
    let call = orq.identities().retrieve("user_1").send_with_response();
    end(call.await, turns)
}

async fn write(orq: &Orq, turns: &Turns) -> End {
    let create = CreateIdentityRequest::new("user_1");
    let call = orq.identities().create(create).send_with_response();
    end(call.await, turns)
}

/// Calls over and over a server that leaves after each answer: each call is one request, over a connection of its own.
async fn leaves_between_calls(orq: &Orq, turns: &Turns) {
    for number in 1..=40 {
        let (error, _, requests) = if number % 2 == 0 {
            read(orq, turns).await
        } else {
            write(orq, turns).await
        };
        // An attempt may run into the end of a connection, and no further.
        assert_eq!((error, requests), (None, number));
    }
    assert!(turns.connections() >= 40, "{}", turns.connections());
}

/// A server on a port of this machine, with connections as they come.
async fn plain(turns: &Arc<Turns>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let turns = Arc::clone(turns);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let turns = Arc::clone(&turns);
            tokio::spawn(async move { turns.serve(stream).await });
        }
    });
    url
}

/// A client that was set up by hand, which speaks HTTP/2 without having been asked to.
fn by_hand(url: &str) -> ClientBuilder<Orq> {
    // No call here goes over TLS, but reqwest wants to know what would do it.
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(ALL_VERSIONS)
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .no_proxy()
        .http2_prior_knowledge()
        .tls_backend_preconfigured(tls);
    builder(url).reqwest_client(client.build().unwrap())
}

#[tokio::test]
async fn a_client_set_up_by_hand() {
    for (turns, of_reads, of_writes) in FAULTS {
        // reqwest repeats by itself what was not looked at, twice for each attempt.
        let expected = |end: &End| match *end {
            AGAIN if of_writes == of_reads => (None, 1, 2),
            REFUSED => (Some(ErrorKind::Connect), 3, 9),
            other => other,
        };
        let server = Turns::new(turns, CREATED);
        let orq = by_hand(&plain(&server).await).build().unwrap();
        assert_eq!(read(&orq, &server).await, expected(of_reads), "{turns:?}");
        let server = Turns::new(turns, CREATED);
        let orq = by_hand(&plain(&server).await).build().unwrap();
        let written = write(&orq, &server).await;
        assert_eq!(written, expected(of_writes), "{turns:?}, a write");
    }
    let server = Turns::new(&[Turn::AnswerAndLeave], CREATED);
    let orq = by_hand(&plain(&server).await).build().unwrap();
    leaves_between_calls(&orq, &server).await;
}

#[tokio::test]
async fn a_body_that_is_not_wanted() {
    // More than fits into what a server accepts unasked.
    let tags = vec!["x".repeat(1 << 20)];
    let server = Turns::new(&[Turn::TooLarge], CREATED);
    let orq = by_hand(&plain(&server).await).build().unwrap();
    let create = CreateIdentityRequest::new("user_1").tags(tags);
    let error = orq.identities().create(create).await.unwrap_err();
    let status = error.status().map(|status| status.as_u16());
    assert_eq!((status, error.attempts()), (Some(413), 1), "{error}");
    // The connection is as good as before.
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    let status = error.status().map(|status| status.as_u16());
    assert_eq!((status, server.connections()), (Some(413), 1), "{error}");
}

/// The client as it comes chooses HTTP/2 in a handshake of TLS.
#[cfg(target_os = "linux")]
mod over_tls {
    use super::*;
    use crate::tls::{authority, certificate, identity, settings};
    use crate::world::is_alone_with;
    use rcgen::{Issuer, KeyPair};
    use tokio_rustls::TlsAcceptor;

    /// Where the certificates are that this process trusts.
    const TRUSTED: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/trusted-http2.pem");

    async fn secure(turns: &Arc<Turns>, issuer: &Issuer<'static, KeyPair>) -> String {
        let (certificate, key) = identity(&certificate("localhost", 2999), issuer);
        let settings = settings(ALL_VERSIONS).with_no_client_auth();
        let mut settings = settings.with_single_cert(vec![certificate], key).unwrap();
        settings.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(settings));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let turns = Arc::clone(turns);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (turns, acceptor) = (Arc::clone(&turns), acceptor.clone());
                tokio::spawn(async move { turns.serve(acceptor.accept(stream).await?).await });
            }
        });
        format!("https://localhost:{port}")
    }

    #[tokio::test]
    async fn the_client_as_it_comes() {
        let trusted = Path::new(TRUSTED);
        let name = "http2::over_tls::the_client_as_it_comes";
        if !is_alone_with(name, &[("SSL_CERT_FILE", trusted)]) {
            return;
        }
        let (text, issuer) = authority("somebody");
        std::fs::write(trusted, text).unwrap();
        for (turns, of_reads, of_writes) in FAULTS {
            let server = Turns::new(turns, CREATED);
            let orq = builder(&secure(&server, &issuer).await).build().unwrap();
            assert_eq!(read(&orq, &server).await, *of_reads, "{turns:?}");
            let server = Turns::new(turns, CREATED);
            let orq = builder(&secure(&server, &issuer).await).build().unwrap();
            let written = write(&orq, &server).await;
            assert_eq!(written, *of_writes, "{turns:?}, a write");
        }
        let server = Turns::new(&[Turn::AnswerAndLeave], CREATED);
        let orq = builder(&secure(&server, &issuer).await).build().unwrap();
        leaves_between_calls(&orq, &server).await;
    }
}
