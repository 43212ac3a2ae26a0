//! Rules about lists.

use crate::diagnostics::Code;
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;
use crate::spec::rules::alternatives::any_of;

/// A list whose first places have schemas of their own is a list of what any of its items may be. The schemas stand in
/// `prefixItems`, or in `items` as tuples were written before.
pub(in crate::spec) fn tuples(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    let key = if schema.get("items").is_some_and(Value::is_array) {
        "items"
    } else {
        "prefixItems"
    };
    let Some(Value::Array(mut places)) = schema.remove(key) else {
        return;
    };
    schema.remove("prefixItems");
    // What comes after the places. Where nothing is said about it, nothing comes.
    places.extend(schema.remove("items"));
    let message =
        "the places of this list have schemas of their own; each item may be what any of them says";
    cx.report(Code::IgnoredKeyword, key, message);
    schema.insert("items".to_owned(), any_of(places, cx));
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

    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn tuples_are_lists_of_what_any_item_may_be() {
        let items = |text: &str| normalized(Kind::Schema, text).0["items"].clone();
        let both = json!({"anyOf": [{"type": "string"}, {"type": "integer"}]});
        for text in [
            "{type: array, items: [{type: string}, {type: integer}]}",
            "{type: array, prefixItems: [{type: string}, {type: integer}, {type: string}], items: false}",
            "{type: array, prefixItems: [{type: string}], items: {type: integer}}",
        ] {
            assert_eq!(items(text), both);
        }
        let pair = "{type: array, prefixItems: [{type: number}, {type: number}]}";
        assert_eq!(items(pair), json!({"type": "number"}));
        let anything = "{type: array, prefixItems: [{type: number}, true]}";
        assert_eq!(items(anything), json!({}));
    }

    #[test]
    fn lists_have_items() {
        becomes("{type: array}", &json!({"type": "array", "items": {}}));
    }
}
