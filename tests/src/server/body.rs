//! The bodies that create, update and upsert take, checked by a table.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::answer::Answer;
use super::store::Identity;

type Check = fn(&Value) -> bool;

/// The properties of a body and what their values must be. Only the first is ever required.
const FIELDS: &[(&str, Check)] = &[
    ("external_id", is_external_id),
    ("display_name", is_text_or_null),
    ("email", is_text_or_null),
    ("avatar_url", is_text_or_null),
    ("tags", is_tags),
    ("metadata", Value::is_object),
];

/// The properties of a body that must name the external id.
pub(super) fn creating(headers: &HeaderMap, body: &str) -> Result<Identity, Answer> {
    let fields = fields(headers, body)?;
    if fields.contains_key("external_id") {
        Ok(fields)
    } else {
        Err(Answer::bad_request("external_id is required"))
    }
}

/// The properties of a body that may name any of them but the external id.
pub(super) fn changing(headers: &HeaderMap, body: &str) -> Result<Identity, Answer> {
    let mut fields = fields(headers, body)?;
    fields.remove("external_id");
    Ok(fields)
}

fn fields(headers: &HeaderMap, body: &str) -> Result<Identity, Answer> {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if !content_type.is_some_and(|value| value.starts_with("application/json")) {
        return Err(Answer::nested(
            415,
            "unsupported_media_type",
            "The body must be JSON",
        ));
    }
    let Ok(Value::Object(mut given)) = serde_json::from_str(body) else {
        return Err(Answer::bad_request("The body must be a JSON object"));
    };
    let mut fields = Map::new();
    for (name, check) in FIELDS {
        let Some(value) = given.remove(*name) else {
            continue;
        };
        if !check(&value) {
            return Err(Answer::bad_request(&format!("{name} is invalid")));
        }
        fields.insert((*name).to_owned(), value);
    }
    Ok(fields)
}

fn is_external_id(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| (1..=120).contains(&text.chars().count()))
}

fn is_text_or_null(value: &Value) -> bool {
    value.is_string() || value.is_null()
}

fn is_tags(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|tags| tags.iter().all(Value::is_string))
}
