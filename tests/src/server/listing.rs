//! What the list's query asks for, and the page that answers it.

use serde_json::{Value, json};

use super::answer::Answer;
use super::store::{Identity, Store};

/// The query of the list, read and checked.
#[derive(Debug)]
pub(super) struct Listing {
    limit: usize,
    after: Option<String>,
    before: Option<String>,
    search: Option<String>,
    tags: Vec<String>,
    metrics: bool,
}

impl Listing {
    /// Reads the query; parameters that the API doesn't know are ignored.
    pub(super) fn read(query: Vec<(String, String)>) -> Result<Self, Answer> {
        let mut listing = Self {
            limit: 10,
            after: None,
            before: None,
            search: None,
            tags: Vec::new(),
            metrics: false,
        };
        for (name, value) in query {
            match name.as_str() {
                "limit" => listing.limit = limit(&value)?,
                "starting_after" => listing.after = Some(value),
                "ending_before" => listing.before = Some(value),
                "search" if value.chars().count() < 2 => {
                    return Err(Answer::bad_request("search takes two characters or more"));
                }
                "search" => listing.search = Some(value.to_lowercase()),
                "tags" => listing.tags.extend(value.split(',').map(str::to_owned)),
                "filter_by" => listing.tags.extend(tags(&value)?),
                "include_metrics" => listing.metrics = boolean(&name, &value)?,
                _ => {}
            }
        }
        Ok(listing)
    }

    /// The page, read from the front or, when it is bounded only at its end, from the back.
    pub(super) fn page(&self, store: &Store) -> Result<Value, Answer> {
        let start = cursor(store, self.after.as_deref())?.map_or(0, |position| position + 1);
        let end = cursor(store, self.before.as_deref())?.unwrap_or(store.all().len());
        let between = store.all().get(start..end).unwrap_or_default();
        let mut fitting: Vec<&Identity> = between
            .iter()
            .filter(|identity| self.fits(identity))
            .collect();
        let has_more = fitting.len() > self.limit;
        if self.before.is_some() && self.after.is_none() {
            fitting.drain(..fitting.len().saturating_sub(self.limit));
        } else {
            fitting.truncate(self.limit);
        }
        let data: Vec<Value> = fitting
            .into_iter()
            .map(|identity| self.item(identity))
            .collect();
        Ok(json!({ "object": "list", "data": data, "has_more": has_more }))
    }

    fn fits(&self, identity: &Identity) -> bool {
        let text = |name: &str| {
            identity
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_lowercase()
        };
        let found = |search: &String| {
            text("display_name").contains(search) || text("email").contains(search)
        };
        let carried = identity
            .get("tags")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        self.search.as_ref().is_none_or(found)
            && self.tags.iter().all(|tag| carried.contains(&json!(tag)))
    }

    /// Unlike retrieve, the list leaves the metrics out when nobody asked for them.
    fn item(&self, identity: &Identity) -> Value {
        let mut item = identity.clone();
        if self.metrics {
            item.insert("metrics".to_owned(), metrics());
        }
        Value::Object(item)
    }
}

/// The same consumption for everyone.
pub(super) fn metrics() -> Value {
    json!({ "total_cost": 12.5, "total_tokens": 1000, "total_requests": 10, "error_rate": 0.1 })
}

/// Reads a boolean of the query.
pub(super) fn boolean(name: &str, value: &str) -> Result<bool, Answer> {
    value
        .parse()
        .map_err(|_| Answer::bad_request(&format!("{name} must be true or false")))
}

fn limit(value: &str) -> Result<usize, Answer> {
    let limit = value.parse().ok().filter(|limit| (1..=50).contains(limit));
    limit.ok_or_else(|| Answer::bad_request("limit must be between 1 and 50"))
}

/// The JSON form of the filter.
fn tags(filter: &str) -> Result<Vec<String>, Answer> {
    let filter: Value = serde_json::from_str(filter).unwrap_or_default();
    let tags = filter.get("tags").and_then(Value::as_array);
    let tags = tags.and_then(|tags| {
        tags.iter()
            .map(|tag| tag.as_str().map(str::to_owned))
            .collect()
    });
    tags.ok_or_else(|| Answer::bad_request("filter_by must be an object with a list of tags"))
}

fn cursor(store: &Store, id: Option<&str>) -> Result<Option<usize>, Answer> {
    let Some(id) = id else { return Ok(None) };
    let position = store.position(id);
    position
        .map(Some)
        .ok_or_else(|| Answer::bad_request("The cursor names no identity"))
}
