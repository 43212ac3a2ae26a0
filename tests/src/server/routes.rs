//! The six operations.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::answer::Answer;
use super::listing::{self, Listing};
use super::{Shared, body, watch};

const WORKSPACE: &str = "550e8400-e29b-41d4-a716-446655440000";
const NOT_FOUND: &str = "Identity not found";

/// All routes, with what stands before them.
pub(super) fn router(shared: Shared) -> Router {
    Router::new()
        .route("/v2/identities", get(list).post(create))
        .route(
            "/v2/identities/{id}",
            get(retrieve).patch(update).delete(delete),
        )
        .route("/v2/contacts", post(upsert))
        .fallback(async || Answer::nested(404, "not_found", "There is nothing at this address"))
        .method_not_allowed_fallback(async || {
            Answer::nested(405, "method_not_allowed", "Not this way")
        })
        .layer(from_fn_with_state(shared.clone(), watch::watch))
        .with_state(shared)
}

async fn list(State(shared): State<Shared>, Query(query): Query<Vec<(String, String)>>) -> Answer {
    let page = Listing::read(query).and_then(|listing| listing.page(&shared.lock().store));
    page.map_or_else(|refusal| refusal, Answer::ok)
}

async fn create(State(shared): State<Shared>, headers: HeaderMap, text: String) -> Answer {
    let fields = match body::creating(&headers, &text) {
        Ok(fields) => fields,
        Err(refusal) => return refusal,
    };
    let store = &mut shared.lock().store;
    if fields
        .get("external_id")
        .and_then(Value::as_str)
        .is_some_and(|id| store.find(id).is_some())
    {
        return Answer::nested(
            409,
            "conflict",
            "An identity with this external_id exists already",
        );
    }
    let mut identity = store.create(fields);
    identity.insert("workspace_id".to_owned(), json!(WORKSPACE));
    Answer::json(201, Value::Object(identity))
}

async fn retrieve(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Answer {
    let asked = query.iter().find(|(name, _)| name == "include_metrics");
    let asked = match asked.map_or(Ok(false), |(name, value)| listing::boolean(name, value)) {
        Ok(asked) => asked,
        Err(refusal) => return refusal,
    };
    let Some(mut identity) = shared.lock().store.find(&id).cloned() else {
        return Answer::error(404, NOT_FOUND);
    };
    identity.insert(
        "metrics".to_owned(),
        if asked {
            listing::metrics()
        } else {
            Value::Null
        },
    );
    Answer::ok(identity)
}

async fn update(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    text: String,
) -> Answer {
    match body::changing(&headers, &text) {
        Ok(fields) => {
            let identity = shared.lock().store.update(&id, fields);
            identity.map_or_else(|| Answer::message(404, NOT_FOUND), Answer::ok)
        }
        Err(refusal) => refusal,
    }
}

async fn delete(State(shared): State<Shared>, Path(id): Path<String>) -> Answer {
    if shared.lock().store.delete(&id) {
        Answer::new(204, "")
    } else {
        Answer::error(404, NOT_FOUND)
    }
}

/// Contacts are identities by another name: this creates one or changes the one that is there.
async fn upsert(State(shared): State<Shared>, headers: HeaderMap, text: String) -> Answer {
    let fields = match body::creating(&headers, &text) {
        Ok(fields) => fields,
        Err(refusal) => return refusal,
    };
    let store = &mut shared.lock().store;
    let id = fields
        .get("external_id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let updated = store.update(&id, fields.clone());
    Answer::ok(updated.unwrap_or_else(|| store.create(fields)))
}
