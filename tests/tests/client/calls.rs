//! The six operations when all goes well: what is sent, and what comes back.

use orq_ai_sdk::models::{
    CreateContactRequest, CreateIdentityRequest, ListIdentitiesFilterBy, UpdateIdentityRequest,
};
use orq_ai_sdk::{Error, Patch};
use serde_json::{Value, json};

use super::{pairs, start};

/// The body of the last request.
fn sent(server: &sdk_tests::server::Server) -> Value {
    serde_json::from_str(&server.last_request().unwrap().body).unwrap()
}

#[tokio::test]
async fn all_six_operations() {
    let (server, orq) = start().await;
    let created = orq
        .identities()
        .create(
            CreateIdentityRequest::new("user_12345")
                .display_name("Jane Smith")
                .email("jane.smith@example.com")
                .avatar_url("https://example.com/avatars/jane-smith.jpg")
                .tags(["premium", "beta-user"])
                .metadata([("department", json!("Engineering")), ("logins", json!(7))]),
        )
        .send()
        .await
        .unwrap();
    assert_eq!(created.external_id, "user_12345");
    assert_eq!(
        created.workspace_id.to_string(),
        "550e8400-e29b-41d4-a716-446655440000"
    );
    assert_eq!(created.created.unwrap().to_string(), "2024-01-15T00:00:00Z");

    let page = orq.identities().list().send().await.unwrap();
    assert_eq!((page.data.len(), page.has_more), (1, false));
    assert_eq!(page.data[0].id, created.id);
    assert_eq!(page.data[0].metrics, None);

    for id in ["user_12345", created.id.as_str()] {
        let found = orq
            .identities()
            .retrieve(id)
            .include_metrics(true)
            .send()
            .await
            .unwrap();
        assert_eq!(found.email.as_deref(), Some("jane.smith@example.com"));
        assert_eq!(found.metadata.unwrap()["logins"], 7);
        assert_eq!(found.metrics.unwrap().total_cost, 12.5);
    }

    let update = UpdateIdentityRequest::new().display_name("Jane Smith-Wilson");
    let updated = orq
        .identities()
        .update("user_12345", update)
        .send()
        .await
        .unwrap();
    assert_eq!(updated.display_name.as_deref(), Some("Jane Smith-Wilson"));
    assert!(updated.updated > updated.created);

    orq.identities().delete("user_12345").send().await.unwrap();
    assert!(
        orq.identities()
            .list()
            .send()
            .await
            .unwrap()
            .data
            .is_empty()
    );

    let contact = orq
        .contacts()
        .create(CreateContactRequest::new("user_2").tags(["new"]))
        .send()
        .await
        .unwrap();
    assert_eq!(contact.tags.unwrap(), ["new"]);

    let calls: Vec<_> = server
        .requests()
        .iter()
        .map(|request| format!("{} {}", request.method, request.path()))
        .collect();
    let id = format!("GET /v2/identities/{}", created.id);
    let expected = [
        "POST /v2/identities",
        "GET /v2/identities",
        "GET /v2/identities/user_12345",
        &id,
        "PATCH /v2/identities/user_12345",
        "DELETE /v2/identities/user_12345",
        "GET /v2/identities",
        "POST /v2/contacts",
    ];
    assert_eq!(calls, expected);
}

#[tokio::test]
async fn the_calls_that_the_readme_shows() -> Result<(), Error> {
    let (server, orq) = start().await;
    server.seed(12);
    let page = orq
        .identities()
        .list()
        .limit(10)
        .search("user")
        .filter_by(ListIdentitiesFilterBy::new().tags(["premium", "beta-user"]))
        .include_metrics(false)
        .send()
        .await?;
    assert_eq!(page.data.len(), 2);
    let query = server.last_request().unwrap().query().to_owned();
    assert_eq!(
        pairs(&query),
        [
            "include_metrics=false",
            "limit=10",
            "search=user",
            "tags=premium,beta-user"
        ]
    );
    let mut all = orq.identities().list().search("user").items();
    let mut count = 0;
    while let Some(identity) = all.try_next().await? {
        assert!(identity.external_id.starts_with("user_"));
        count += 1;
    }
    assert_eq!(count, 12);
    Ok(())
}

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    let (server, orq) = start().await;
    orq.identities().list().await.unwrap();
    assert_eq!(server.last_request().unwrap().target, "/v2/identities");
    orq.identities()
        .create(CreateIdentityRequest::new("user_1"))
        .await
        .unwrap();
    assert_eq!(
        server.last_request().unwrap().body,
        r#"{"external_id":"user_1"}"#
    );
    orq.identities().retrieve("user_1").await.unwrap();
    assert_eq!(
        server.last_request().unwrap().target,
        "/v2/identities/user_1"
    );
}

#[tokio::test]
async fn an_update_tells_absent_null_and_a_value_apart() {
    let (server, orq) = start().await;
    server.seed(1);
    let update = |body| orq.identities().update("user_1", body).send();

    let cleared = update(UpdateIdentityRequest::new().email(Patch::Null))
        .await
        .unwrap();
    assert_eq!(server.last_request().unwrap().body, r#"{"email":null}"#);
    assert_eq!(cleared.email, None);
    assert_eq!(cleared.display_name.as_deref(), Some("User Number 1"));

    update(UpdateIdentityRequest::new().display_name("Jane"))
        .await
        .unwrap();
    assert_eq!(
        server.last_request().unwrap().body,
        r#"{"display_name":"Jane"}"#
    );

    let set = update(
        UpdateIdentityRequest::new()
            .email("jane@example.com")
            .avatar_url(Patch::Null),
    )
    .await
    .unwrap();
    assert_eq!(
        sent(&server),
        json!({ "email": "jane@example.com", "avatar_url": null })
    );
    assert_eq!(set.email.as_deref(), Some("jane@example.com"));

    update(UpdateIdentityRequest::new().tags(Vec::<String>::new()))
        .await
        .unwrap();
    assert_eq!(server.last_request().unwrap().body, r#"{"tags":[]}"#);

    update(UpdateIdentityRequest::new()).await.unwrap();
    assert_eq!(server.last_request().unwrap().body, "{}");
}

#[tokio::test]
async fn a_contact_is_created_and_then_updated() {
    let (_server, orq) = start().await;
    let first = orq
        .contacts()
        .create(CreateContactRequest::new("user_1").display_name("Jane"))
        .await
        .unwrap();
    let second = orq
        .contacts()
        .create(CreateContactRequest::new("user_1").email("j@example.com"))
        .await
        .unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(second.display_name.as_deref(), Some("Jane"));
    assert_eq!(second.email.as_deref(), Some("j@example.com"));
}

#[tokio::test]
async fn a_query_survives_any_text() {
    let (server, orq) = start().await;
    let body = CreateIdentityRequest::new("user_1")
        .display_name("Zoë & Søn = 100% +1?#")
        .tags(["a b", "ü&="]);
    orq.identities().create(body).await.unwrap();
    let filter = ListIdentitiesFilterBy::new().tags(["a b", "ü&="]);
    let page = orq
        .identities()
        .list()
        .search("& søn = 100% +1?#")
        .filter_by(filter)
        .await
        .unwrap();
    assert_eq!(
        page.data.len(),
        1,
        "{}",
        server.last_request().unwrap().target
    );
}

#[tokio::test]
async fn an_empty_filter_filters_nothing() {
    let (server, orq) = start().await;
    server.seed(3);
    let page = orq
        .identities()
        .list()
        .filter_by(ListIdentitiesFilterBy::new())
        .await
        .unwrap();
    assert_eq!(page.data.len(), 3);
    assert_eq!(server.last_request().unwrap().target, "/v2/identities");
}

#[tokio::test]
async fn every_request_says_who_asks_and_what_for() {
    let (server, orq) = start().await;
    orq.identities()
        .create(CreateIdentityRequest::new("user_1"))
        .await
        .unwrap();
    let request = server.last_request().unwrap();
    assert_eq!(
        request.header("authorization"),
        Some("Bearer orq-loopback-key")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert!(
        request
            .header("user-agent")
            .unwrap()
            .starts_with("orq-ai-sdk/")
    );
    orq.identities().delete("user_1").await.unwrap();
    let request = server.last_request().unwrap();
    assert_eq!(
        (request.header("content-type"), request.body.as_str()),
        (None, "")
    );
}

#[tokio::test]
async fn status_and_headers_come_beside_the_value() {
    let (_server, orq) = start().await;
    let created = orq
        .identities()
        .create(CreateIdentityRequest::new("user_1"))
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(created.status(), 201);
    assert_eq!(created.request_id(), Some("req_1"));
    assert_eq!(created.headers()["content-type"], "application/json");
    assert_eq!(created.value.external_id, "user_1");
    let deleted = orq
        .identities()
        .delete("user_1")
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(deleted.status(), 204);
}
