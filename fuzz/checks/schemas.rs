//! Schemas that refer to each other and to themselves, through everything that schemas may stand in.
//!
//! Three components and the body of one operation. The bytes choose the keywords and where the references lead.

use serde_json::{Map, Value, json};

use super::documents::{Choices, check};

const NAMES: [&str; 3] = ["A", "B", "C"];

/// How deep a component is, references aside.
const DEEP: usize = 4;

/// Every such document gives a crate or complaints.
pub(crate) fn schemas(bytes: &[u8]) {
    let choices = &mut Choices(bytes);
    let components: Map<String, Value> = NAMES
        .iter()
        .map(|name| ((*name).to_owned(), schema(choices, DEEP)))
        .collect();
    let body = json!({"content": {"application/json": {"schema": schema(choices, 2)}}});
    let mut answer = body.clone();
    answer["description"] = json!("What came of it.");
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Schemas", "version": "1"},
        "paths": {"/a": {"post": {"requestBody": body, "responses": {"200": answer}}}},
        "components": {"schemas": components},
    });
    check(&document.to_string());
}

fn schema(choices: &mut Choices<'_>, deep: usize) -> Value {
    if deep == 0 || choices.below(4) == 0 {
        return leaf(choices);
    }
    let mut keywords = Map::new();
    for _ in 0..1 + choices.below(3) {
        let inner = |choices: &mut Choices<'_>| schema(choices, deep - 1);
        let list = |choices: &mut Choices<'_>| -> Value {
            (0..1 + choices.below(3)).map(|_| inner(choices)).collect()
        };
        let (keyword, value) = match choices.below(14) {
            0..=2 => ("allOf", list(choices)),
            3 => ("oneOf", list(choices)),
            4 => ("anyOf", list(choices)),
            5 => ("prefixItems", list(choices)),
            6 => ("items", inner(choices)),
            7 => ("additionalProperties", inner(choices)),
            8..=9 => {
                let name = ["p", "q", "r"][choices.below(3)];
                (
                    "properties",
                    json!({name: inner(choices), "s": inner(choices)}),
                )
            }
            10 => ("required", json!(["p"])),
            11 => ("discriminator", json!({"propertyName": "p"})),
            12 => ("enum", json!(["a", null])),
            _ => ("$ref", reference(choices)),
        };
        keywords.insert(keyword.to_owned(), value);
    }
    Value::Object(keywords)
}

fn leaf(choices: &mut Choices<'_>) -> Value {
    match choices.below(8) {
        0 => json!({}),
        1 => {
            let types = ["object", "array", "string", "integer"];
            json!({"type": types[choices.below(types.len())]})
        }
        2 => json!({"minItems": 1}),
        _ => json!({"$ref": reference(choices)}),
    }
}

/// A component, or now and then a place in one, which need not be there.
fn reference(choices: &mut Choices<'_>) -> Value {
    let name = NAMES[choices.below(3)];
    let place = match choices.below(40) {
        0 => "/properties/s",
        1 => "/items",
        2 => "/allOf/0",
        3 => "/oneOf/0",
        _ => "",
    };
    json!(format!("#/components/schemas/{name}{place}"))
}
