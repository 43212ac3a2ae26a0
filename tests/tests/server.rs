//! The loopback server by itself: what the tests of the client lean on must hold without the client.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::io;
use std::time::Duration;

use sdk_tests::rude::{Manners, Rude};
use sdk_tests::server::{API_KEY, Answer, Server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer: status, the lines of its head, body.
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Sends a request with a key, over a connection of its own.
async fn send_as(key: &str, url: &str, call: &str, body: Option<Value>) -> io::Result<Reply> {
    let body = body.map(|body| body.to_string());
    let content = body.as_ref().map_or_else(String::new, |body| {
        format!(
            "content-type: application/json\r\ncontent-length: {}\r\n",
            body.len()
        )
    });
    let host = url.trim_start_matches("http://");
    let request = format!(
        "{call} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {key}\r\nconnection: close\r\n{content}\r\n{}",
        body.unwrap_or_default()
    );
    let mut stream = TcpStream::connect(host).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or_default();
    Ok(Reply {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

/// Sends a request, such as `GET /v2/identities`, with the right key.
async fn send(server: &Server, call: &str, body: Option<Value>) -> Reply {
    send_as(API_KEY, server.url(), call, body).await.unwrap()
}

async fn get(server: &Server, target: &str) -> (u16, Value) {
    let reply = send(server, &format!("GET {target}"), None).await;
    (reply.status, reply.json())
}

/// The external ids of a page.
async fn listed(server: &Server, query: &str) -> (Vec<String>, bool) {
    let (status, page) = get(server, &format!("/v2/identities?{query}")).await;
    assert_eq!(status, 200, "{page}");
    let ids = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["external_id"].as_str().unwrap().to_owned());
    (ids.collect(), page["has_more"].as_bool().unwrap())
}

#[tokio::test]
async fn an_identity_lives_from_create_to_delete() {
    let server = Server::start().await.unwrap();
    let body = json!({ "external_id": "user_1", "email": "jane@example.com", "tags": ["premium"] });
    let created = send(&server, "POST /v2/identities", Some(body.clone())).await;
    assert_eq!(created.status, 201);
    let created: Value = created.json();
    assert_eq!(
        created["workspace_id"],
        "550e8400-e29b-41d4-a716-446655440000"
    );
    let id = created["_id"].as_str().unwrap();

    let again = send(&server, "POST /v2/identities", Some(body)).await;
    assert_eq!(again.status, 409);
    let again: Value = again.json();
    assert_eq!(again["error"]["code"], "conflict");

    let cleared = send(
        &server,
        "PATCH /v2/identities/user_1",
        Some(json!({ "email": null })),
    )
    .await;
    let cleared: Value = cleared.json();
    assert_eq!(
        (&cleared["email"], &cleared["tags"]),
        (&Value::Null, &json!(["premium"]))
    );
    assert_ne!(cleared["updated"], cleared["created"]);

    let (_, found) = get(
        &server,
        &format!("/v2/identities/{id}?include_metrics=true"),
    )
    .await;
    assert_eq!(found["metrics"]["total_tokens"], 1000);
    let deleted = send(&server, &format!("DELETE /v2/identities/{id}"), None).await;
    assert_eq!(deleted.status, 204);
    let (status, gone) = get(&server, "/v2/identities/user_1").await;
    assert_eq!(
        (status, gone),
        (404, json!({ "error": "Identity not found" }))
    );
}

#[tokio::test]
async fn contacts_are_created_or_updated() {
    let server = Server::start().await.unwrap();
    for name in ["Jane", "Joan"] {
        let body = json!({ "external_id": "user_1", "display_name": name });
        let contact = send(&server, "POST /v2/contacts", Some(body)).await;
        assert_eq!(contact.status, 200);
        assert_eq!(contact.json()["display_name"], name);
    }
    assert_eq!(listed(&server, "").await.0, ["user_1"]);
}

#[tokio::test]
async fn errors_come_in_three_shapes() {
    let server = Server::start().await.unwrap();
    let message = send(&server, "PATCH /v2/identities/nobody", Some(json!({}))).await;
    assert_eq!(message.json(), json!({ "message": "Identity not found" }));
    let error = send(&server, "DELETE /v2/identities/nobody", None).await;
    assert_eq!(error.json(), json!({ "error": "Identity not found" }));
    let (status, nested) = get(&server, "/v2/nothing").await;
    assert_eq!(
        (status, &nested["error"]["code"]),
        (404, &json!("not_found"))
    );
    let (status, method) = {
        let response = send(&server, "PUT /v2/identities", None).await;
        (response.status, response.json())
    };
    assert_eq!(
        (status, &method["error"]["code"]),
        (405, &json!("method_not_allowed"))
    );
}

#[tokio::test]
async fn bad_input_is_refused() {
    let server = Server::start().await.unwrap();
    for query in [
        "limit=0",
        "limit=51",
        "limit=ten",
        "search=j",
        "starting_after=x",
        "filter_by=x",
        "include_metrics=1",
    ] {
        let (status, body) = get(&server, &format!("/v2/identities?{query}")).await;
        assert_eq!(status, 400, "{query}: {body}");
    }
    let bodies = [
        json!({}),
        json!([]),
        json!({ "external_id": "" }),
        json!({ "external_id": "a", "tags": null }),
    ];
    for body in bodies {
        let response = send(&server, "POST /v2/identities", Some(body.clone())).await;
        assert_eq!(response.status, 400, "{body}");
    }
    let response = send(&server, "POST /v2/identities", None).await;
    assert_eq!(response.status, 415);
}

#[tokio::test]
async fn a_wrong_key_is_refused_everywhere() {
    let server = Server::start().await.unwrap();
    for target in ["/v2/identities", "/v2/identities/a", "/nothing"] {
        let response = send_as("wrong", server.url(), &format!("GET {target}"), None)
            .await
            .unwrap();
        assert_eq!(response.status, 401);
        assert_eq!(response.json()["error"]["code"], "unauthorized");
    }
}

#[tokio::test]
async fn pages_lead_forwards_and_backwards() {
    let server = Server::start().await.unwrap();
    server.seed(25);
    let (first, more) = listed(&server, "").await;
    assert_eq!(
        (first.len(), first.first().unwrap().as_str(), more),
        (10, "user_1", true)
    );
    let (last, more) = listed(&server, "limit=50&starting_after=user_20").await;
    assert_eq!(
        (last.len(), last.first().unwrap().as_str(), more),
        (5, "user_21", false)
    );
    let (before, more) = listed(&server, "limit=3&ending_before=user_20").await;
    assert_eq!(
        (before, more),
        (
            ["user_17", "user_18", "user_19"]
                .map(str::to_owned)
                .to_vec(),
            true
        )
    );
    let (before, more) = listed(&server, "limit=3&ending_before=user_3").await;
    assert_eq!((before.len(), more), (2, false));
    let (between, more) = listed(
        &server,
        "limit=2&starting_after=user_5&ending_before=user_9",
    )
    .await;
    assert_eq!(
        (between, more),
        (["user_6", "user_7"].map(str::to_owned).to_vec(), true)
    );
}

#[tokio::test]
async fn the_filter_has_three_forms() {
    let server = Server::start().await.unwrap();
    server.seed(12);
    for query in [
        "tags=premium,beta-user",
        "tags=premium%2Cbeta-user",
        "tags=premium&tags=beta-user",
        "filter_by=%7B%22tags%22%3A%5B%22premium%22%2C%22beta-user%22%5D%7D",
    ] {
        assert_eq!(
            listed(&server, query).await.0,
            ["user_6", "user_12"],
            "{query}"
        );
    }
    assert_eq!(listed(&server, "search=NUMBER%207").await.0, ["user_7"]);
    assert_eq!(listed(&server, "search=user8%40").await.0, ["user_8"]);
}

#[tokio::test]
async fn planned_answers_come_first_and_requests_are_recorded() {
    let server = Server::start().await.unwrap();
    server.answer_next(Answer::rate_limited(7));
    let limited = send(&server, "GET /v2/identities/a%2Fb?x=%20", None).await;
    assert_eq!(limited.status, 429);
    for line in ["retry-after: 7", "x-request-id: req_1"] {
        assert!(limited.head.contains(line), "{}", limited.head);
    }
    let (status, _) = get(&server, "/v2/identities").await;
    assert_eq!(status, 200);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(
        (requests[0].path(), requests[0].query()),
        ("/v2/identities/a%2Fb", "x=%20")
    );
    assert_eq!(
        requests[0].header("authorization"),
        Some("Bearer orq-loopback-key")
    );
}

#[tokio::test]
async fn a_dropped_server_is_gone() {
    let server = Server::start().await.unwrap();
    let url = server.url().to_owned();
    drop(server);
    // The port closes as soon as the serving task runs again.
    let closed = async {
        while send_as(API_KEY, &url, "GET /", None).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), closed)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_rude_server_hangs_up() {
    let rude = Rude::start(Manners::HangUp).await.unwrap();
    assert!(send_as(API_KEY, rude.url(), "GET /", None).await.is_err());
    assert!(rude.is_left_alone(Duration::from_secs(5)).await);
}
