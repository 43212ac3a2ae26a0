//! Rules about lists.

use crate::diagnostics::Code;
use crate::spec::carried;
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

/// A list whose first places have schemas of their own is a list of anything, and carries those schemas. They stand in
/// `prefixItems`, or in `items` as tuples were written before.
pub(in crate::spec) fn tuples(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    let key = if schema.get("items").is_some_and(Value::is_array) {
        "items"
    } else {
        "prefixItems"
    };
    let Some(places) = schema.remove(key) else {
        return;
    };
    schema.remove("prefixItems");
    schema.insert(carried::PREFIX_ITEMS.to_owned(), places);
    schema.insert("items".to_owned(), Value::Object(Map::new()));
    cx.report(
        Code::UnsupportedConstruct,
        key,
        "the places of this list have schemas of their own; it is read as a list of anything",
    );
}

/// A list that doesn't say what is in it holds anything.
pub(in crate::spec) fn items(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    if schema.get("type").is_some_and(|name| name == "array") && !schema.contains_key("items") {
        schema.insert("items".to_owned(), Value::Object(Map::new()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn tuples_are_lists_of_anything() {
        let expected = json!({"type": "array", "items": {}, (carried::PREFIX_ITEMS): [{"type": "string"}, {}]});
        for text in [
            "{type: array, items: [{type: string}, true]}",
            "{type: array, prefixItems: [{type: string}, true], items: false}",
        ] {
            let (value, complaints) = normalized(Kind::Schema, text);
            assert_eq!(value, expected);
            assert!(
                complaints[0].starts_with("unsupported-construct"),
                "{complaints:?}"
            );
        }
    }

    #[test]
    fn lists_have_items() {
        becomes("{type: array}", &json!({"type": "array", "items": {}}));
    }
}
