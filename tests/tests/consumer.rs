//! A consumer of the client who tests their own code, has no async runtime, gets keys from elsewhere, and moves bytes by other means.

use orq_ai_sdk::models::Identity;
use orq_ai_sdk::resources::identities::{DeleteIdentity, RetrieveIdentity, RetrieveIdentityError};
use orq_ai_sdk::runtime::testing::{MockTransport, block_on};
use orq_ai_sdk::runtime::{
    Body, BoxFuture, Credential, CredentialProvider, Transport, TransportError,
};
use orq_ai_sdk::{Error, ErrorKind, Orq, RetryPolicy};
use sdk_tests::server::{API_KEY, Server};
use serde_json::json;

fn jane() -> Identity {
    let mut jane = Identity::new("1", "jane");
    jane.display_name = Some("Jane".to_owned());
    jane
}

/// The code under test.
async fn name_of(orq: &Orq, id: &str) -> Result<Option<String>, Error> {
    match orq.identities().retrieve(id).send().await {
        Ok(identity) => Ok(identity.display_name),
        Err(error) => match error.body() {
            Some(RetrieveIdentityError::NotFound(_)) => Ok(None),
            _ => Err(error.into()),
        },
    }
}

#[test]
fn their_code_is_tested_without_a_socket() {
    let mock = MockTransport::new();
    mock.on::<RetrieveIdentity>()
        .answer(&jane())
        .fail_with(404, &json!({"error": "no such identity"}));
    let orq: Orq = mock.client();
    let name = block_on(name_of(&orq, "jane")).expect("the mock answers");
    assert_eq!(name.as_deref(), Some("Jane"));
    assert_eq!(
        block_on(name_of(&orq, "joe")).expect("the mock answers"),
        None
    );
    let paths: Vec<_> = mock
        .requests()
        .iter()
        .map(|sent| sent.path().to_owned())
        .collect();
    assert_eq!(paths, ["/v2/identities/jane", "/v2/identities/joe"]);

    mock.on::<DeleteIdentity>().answer(&());
    block_on(orq.identities().delete("jane").send()).expect("the mock answers");
    assert_eq!(mock.only::<DeleteIdentity>().method(), "DELETE");
}

struct Vault;

impl CredentialProvider for Vault {
    fn credential(
        &self,
    ) -> BoxFuture<'_, Result<Credential, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async { Ok(Credential::token(API_KEY)) })
    }
}

#[test]
fn calls_block_and_keys_come_from_elsewhere() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime can be started");
    let server = runtime.block_on(Server::start()).expect("a port is free");
    let orq = Orq::builder()
        .server(server.url())
        .credential_provider("ApiKey", Vault)
        .build()
        .expect("all settings are good");
    let all: Result<Vec<_>, _> = orq.identities().list().items().blocking().collect();
    assert_eq!(all.expect("the server answers").len(), 0);
    let error = orq.identities().retrieve("nobody").send_blocking();
    assert_eq!(
        error
            .expect_err("nobody is there")
            .status()
            .map(|s| s.as_u16()),
        Some(404)
    );
}

/// What a consumer writes who sends requests over a pipe, a queue or a library of their own: here, into a function.
struct ByHand(fn(&http::Request<Body>) -> Option<http::Response<Body>>);

impl Transport for ByHand {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let answer =
            (self.0)(&request).ok_or_else(|| TransportError::not_sent("the pipe is closed"));
        Box::pin(async { answer })
    }
}

#[test]
fn bytes_are_moved_by_other_means() {
    let transport = ByHand(|request| {
        assert_eq!(
            request.headers()["authorization"],
            "Bearer orq-loopback-key"
        );
        let found = request.uri().path() == "/v2/identities/jane";
        let body = Body::from(r#"{"_id":"1","external_id":"jane"}"#);
        found.then(|| http::Response::new(body))
    });
    let builder = Orq::builder()
        .transport(transport)
        .retry(RetryPolicy::none());
    let orq = builder.credential_provider("ApiKey", Vault).build();
    let orq = orq.expect("all settings are good");
    let jane = orq.identities().retrieve("jane").send_blocking();
    assert_eq!(jane.expect("the pipe answers").external_id, "jane");
    let error = orq.identities().retrieve("joe").send_blocking();
    let error = error.expect_err("the pipe is closed");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().contains("the pipe is closed"), "{error}");
}
