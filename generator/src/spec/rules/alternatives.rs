//! One schema for several.

use serde_json::json;

use super::nulls;
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

/// A schema that fits what any of these fits, which are normalized.
pub(super) fn any_of(schemas: Vec<Value>, cx: &mut RuleContext<'_>) -> Value {
    let mut distinct: Vec<Value> = Vec::new();
    // `false` is read as what fits nothing.
    let nothing = json!({"not": {}});
    for schema in schemas.into_iter().filter(|schema| *schema != nothing) {
        if !distinct.contains(&schema) {
            distinct.push(schema);
        }
    }
    let fits_all = |schema: &Value| schema.as_object().is_some_and(Map::is_empty);
    if distinct.is_empty() || distinct.iter().any(fits_all) {
        return Value::Object(Map::new());
    }
    if distinct.len() == 1 {
        return distinct.remove(0);
    }
    let mut union = Map::from_iter([("anyOf".to_owned(), Value::Array(distinct))]);
    nulls::null_branches(&mut union, cx);
    Value::Object(union)
}
