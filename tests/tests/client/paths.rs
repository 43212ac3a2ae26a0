//! Values in the path: one segment each, whatever they hold.

use orq_ai_sdk::ErrorKind;
use orq_ai_sdk::models::{CreateIdentityRequest, UpdateIdentityRequest};

use super::start;

/// Ids that would change which resource a request is about, if they were sent as they are.
const TELLING: &[&str] = &[
    "a/b",
    "/",
    "../identities",
    "a?include_metrics=true",
    "a#b",
    "%2e%2e",
    "%2F",
    "100%",
    "a b",
    "a+b",
    "a&b=c",
    "a;b:c@d,e",
    "…",
    "...",
    ".a",
    "ключ-鍵-🔑",
    "a\\b",
    "a\nb",
    "\"'<>{}|^`",
];

#[tokio::test]
async fn any_id_is_one_segment() {
    let (server, orq) = start().await;
    for id in TELLING {
        orq.identities()
            .create(CreateIdentityRequest::new(*id))
            .await
            .unwrap();
        let found = orq.identities().retrieve(*id).await.unwrap();
        assert_eq!(found.external_id, *id);
        let request = server.last_request().unwrap();
        let segment = request.target.strip_prefix("/v2/identities/").unwrap();
        assert!(
            !segment.contains(['/', '?', '#', '+', ' ']),
            "{id:?} was sent as {segment:?}"
        );
        orq.identities()
            .update(*id, UpdateIdentityRequest::new().email("a@example.com"))
            .await
            .unwrap();
        orq.identities().delete(*id).await.unwrap();
    }
}

#[tokio::test]
async fn an_id_that_would_name_another_resource_is_refused_unsent() {
    let (server, orq) = start().await;
    for id in ["", ".", ".."] {
        let errors = [
            orq.identities()
                .retrieve(id)
                .await
                .unwrap_err()
                .into_error(),
            orq.identities()
                .update(id, UpdateIdentityRequest::new())
                .await
                .unwrap_err()
                .into_error(),
            orq.identities().delete(id).await.unwrap_err().into_error(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::Request);
            assert_eq!((error.status(), error.attempts()), (None, 0));
            assert!(error.to_string().contains("`id`"), "{error}");
        }
    }
    assert!(server.requests().is_empty());
}
