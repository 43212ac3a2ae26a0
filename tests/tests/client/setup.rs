//! Making a client: from settings, from the environment, and what is refused.

use std::env;
use std::process::Command;

use futures_core::Stream;
use orq_ai_sdk::models::{CreateIdentityRequest, UpdateIdentityRequest};
use orq_ai_sdk::{ErrorKind, Orq};
use sdk_tests::server::{API_KEY, Server};

use super::start;

#[tokio::test]
async fn no_key_shows() {
    let (_server, orq) = start().await;
    let builder = Orq::builder().api_key(API_KEY);
    let call = orq.identities().list().header("x-other-key", "do-not-show");
    let with_response = orq.identities().list().send_with_response().await.unwrap();
    for text in [
        format!("{orq:?} {orq:#?}"),
        format!("{builder:?}"),
        format!("{:?}", orq.identities()),
        format!("{call:?}"),
        format!("{:?}", call.clone().send()),
        format!("{:?}", call.clone().items()),
        format!("{with_response:?}"),
    ] {
        assert!(
            !text.contains(API_KEY) && !text.contains("do-not-show"),
            "{text}"
        );
    }
}

#[test]
fn plain_http_stays_at_home() {
    let build = |url: &str| Orq::builder().api_key(API_KEY).server(url).build();
    for url in [
        "http://127.0.0.1:9",
        "http://localhost:9/",
        "http://[::1]:9",
        "https://api.example.com/base",
    ] {
        build(url).unwrap();
    }
    let bad = [
        "http://api.orq.ai",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://user@127.0.0.1",
        "ftp://127.0.0.1",
        "api.orq.ai",
        "//api.orq.ai",
        "",
        "https://",
        "https://api.orq.ai/?a=b",
        "https://api.orq.ai/#a",
    ];
    for url in bad {
        let error = build(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{url}");
    }
    Orq::builder()
        .api_key(API_KEY)
        .server("http://10.0.0.1")
        .allow_plain_http()
        .build()
        .unwrap();
}

#[test]
fn a_complaint_about_a_server_shows_no_password() {
    let error = Orq::builder()
        .server("https://user:hunter22@api.orq.ai")
        .build()
        .unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("hunter22"),
        "{error}"
    );
}

#[tokio::test]
async fn a_call_without_a_key_is_refused_unsent() {
    let server = Server::start().await.unwrap();
    let orq = Orq::builder().server(server.url()).build().unwrap();
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Credentials, 0)
    );
    assert!(error.to_string().contains("ORQ_API_KEY"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_key_that_no_header_can_hold_is_an_error() {
    let server = Server::start().await.unwrap();
    let orq = Orq::builder()
        .api_key("key\r\nx-evil: 1")
        .server(server.url())
        .build()
        .unwrap();
    let error = orq.identities().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(!format!("{error} {error:?}").contains("x-evil"), "{error}");
    assert!(server.requests().is_empty());
}

/// Runs a test of this file again, in a process of its own with these variables: tests share one environment.
/// True in that other process.
fn is_alone(test: &str, variables: &[(&str, &str)]) -> bool {
    const MARK: &str = "SDK_TESTS_ALONE";
    if env::var_os(MARK).is_some() {
        return true;
    }
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", &format!("setup::{test}"), "--nocapture"])
        .env_remove("ORQ_API_KEY");
    let output = command
        .env_remove("ORQ_SERVER")
        .envs(variables.iter().copied())
        .env(MARK, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    false
}

#[test]
fn an_environment_without_a_key_is_explained() {
    if is_alone("an_environment_without_a_key_is_explained", &[]) {
        let error = Orq::from_env().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains("ORQ_API_KEY"), "{error}");
    }
}

#[test]
fn an_empty_key_is_none() {
    if is_alone("an_empty_key_is_none", &[("ORQ_API_KEY", " ")]) {
        assert_eq!(Orq::from_env().unwrap_err().kind(), ErrorKind::Credentials);
    }
}

#[test]
fn the_environment_gives_key_and_server() {
    let variables = [
        ("ORQ_API_KEY", "secret-of-the-environment\n"),
        ("ORQ_SERVER", "http://127.0.0.1:9"),
    ];
    if is_alone("the_environment_gives_key_and_server", &variables) {
        let orq = Orq::from_env().unwrap();
        let text = format!("{orq:?}");
        assert!(
            text.contains("http://127.0.0.1:9") && !text.contains("secret"),
            "{text}"
        );
        // What the program says itself comes first.
        let orq = Orq::builder()
            .server("https://api.example.com")
            .from_env()
            .unwrap()
            .build()
            .unwrap();
        assert!(format!("{orq:?}").contains("https://api.example.com"));
    }
}

#[test]
fn clients_and_calls_move_between_threads() {
    fn can_be_shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn can_move<T: Send + 'static>(_: &T) {}
    fn is_stream<T: Stream>(_: &T) {}
    // The default transport wants a runtime only when something is sent.
    let orq = Orq::builder().api_key(API_KEY).build().unwrap();
    can_be_shared(&orq);
    can_be_shared(&orq.identities());
    can_be_shared(&orq.identities().list());
    can_move(&orq.identities().list().send());
    can_move(&orq.identities().list().items());
    can_move(&orq.identities().list().pages());
    can_move(
        &orq.identities()
            .create(CreateIdentityRequest::new("a"))
            .send_with_response(),
    );
    can_move(&orq.identities().retrieve("a").send());
    can_move(
        &orq.identities()
            .update("a", UpdateIdentityRequest::new())
            .send(),
    );
    can_move(&orq.identities().delete("a").send());
    is_stream(&orq.identities().list().pages());
    let mut items = orq.identities().list().items();
    is_stream(&items);
    can_move(&async move { items.try_next().await.is_ok() });
}
