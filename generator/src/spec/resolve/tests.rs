use serde_json::json;

use super::*;

/// Resolves a document; gives it with the complaints and the targets.
fn resolved(mut root: Value) -> (Value, Vec<String>, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let resolved = resolve(&mut root, Version::V3_1, &Failures::new(), &mut diagnostics);
    let complaints = diagnostics.into_sorted().into_iter().map(|found| {
        let help = found
            .help
            .map(|help| format!(" ({help})"))
            .unwrap_or_default();
        format!("{}: {}{help}", found.code.slug(), found.message)
    });
    let targets = resolved.targets.iter().map(|target| target.at.to_string());
    (root, complaints.collect(), targets.collect())
}

fn with_schemas(schemas: Value) -> (Value, Vec<String>, Vec<String>) {
    let (root, complaints, targets) = resolved(json!({"components": {"schemas": schemas}}));
    (root["components"]["schemas"].clone(), complaints, targets)
}

#[test]
fn references_are_written_in_one_form() {
    let (schemas, complaints, targets) = with_schemas(json!({
        "A b": {"$anchor": "ab", "properties": {"x": {}}},
        "C": {"items": {"$ref": "#/components/schemas/A%20b"}},
        "D": {"$ref": "#ab"},
        "E": {"$ref": "#/components/schemas/A b/properties/x"},
        "F": {"$dynamicRef": "#ab"},
    }));
    assert_eq!(schemas["C"]["items"]["$ref"], "#/components/schemas/A b");
    assert_eq!(schemas["D"]["$ref"], "#/components/schemas/A b");
    assert_eq!(schemas["F"]["$ref"], "#/components/schemas/A b");
    assert_eq!(complaints, [""; 0]);
    assert_eq!(targets, ["/components/schemas/A b/properties/x"]);
}

#[test]
fn references_that_fail_are_taken_out() {
    let (schemas, complaints, _) = with_schemas(json!({
        "Pet": {"type": "object"},
        "A": {"$ref": "#/components/schemas/Pets", "description": "d"},
        "B": {"$ref": "Dog"},
        "C": {"$ref": "other.yaml#/Pet"},
        "D": {"$ref": "#/components/parameters/P"},
        "E": {"$ref": "#components/schemas/Dog"},
    }));
    assert_eq!(schemas["A"], json!({"description": "d"}));
    assert_eq!(
        complaints,
        [
            "unresolved-ref: the reference \"#/components/schemas/Pets\" leads nowhere (did you mean `#/components/schemas/Pet`?)",
            "external-ref: the reference \"Dog\" leads out of the document",
            "external-ref: the reference \"other.yaml#/Pet\" leads out of the document",
            "unresolved-ref: the reference \"#/components/parameters/P\" leads nowhere",
            "unresolved-ref: the reference \"#components/schemas/Dog\" leads nowhere",
        ]
    );
}

#[test]
fn components_are_found_by_name_where_nothing_else_is_said() {
    let plain = [
        "Pet",
        "#Pet",
        "#/Pet",
        "#components/schemas/Pet",
        "#/definitions/Pet",
        "#/$defs/Pet",
        "#/schemas/Pet",
        "#/components/Pet",
        "#/components/schema/Pet",
        "#/component/schemas/Pet",
    ];
    let read = |text: &str| {
        let (schemas, complaints, _) =
            with_schemas(json!({"Pet": {"type": "object"}, "A": {"$ref": text}}));
        assert_eq!(complaints.len(), 1, "{text}: {complaints:?}");
        schemas["A"].clone()
    };
    for text in plain {
        assert_eq!(read(text)["$ref"], "#/components/schemas/Pet", "{text}");
    }
    let others = [
        "Pet.json",
        "./Pet",
        "https://example.com/Pet",
        "#/components/schemas/Dog/properties/Pet",
        "#/components/parameters/Pet",
        "#/paths/Pet",
    ];
    for text in others {
        assert_eq!(read(text), json!({}), "{text}");
    }
}

#[test]
fn pointers_go_on_behind_references() {
    let (schemas, complaints, _) = with_schemas(json!({
        "Pet": {"properties": {"owner": {"$ref": "#/components/schemas/Person"}}},
        "Person": {"properties": {"name": {"type": "string"}}},
        "Name": {"properties": {"of": {"$ref": "#/components/schemas/Pet/properties/owner/properties/name"}}},
        "Gone": {"properties": {"of": {"$ref": "#/components/schemas/Pet/properties/owner/properties/age"}}},
        "Twice": {"properties": {
            "pet": {"$ref": "#/components/schemas/Pet"},
            "owner": {"$ref": "#/components/schemas/Twice/properties/pet/properties/owner"},
            "name": {"$ref": "#/components/schemas/Twice/properties/owner/properties/name"},
        }},
        "Ring": {"properties": {
            "a": {"$ref": "#/components/schemas/Ring/properties/b"},
            "b": {"$ref": "#/components/schemas/Ring/properties/a"},
            "c": {"$ref": "#/components/schemas/Ring/properties/a/properties/c"},
        }},
    }));
    let name = "#/components/schemas/Person/properties/name";
    assert_eq!(schemas["Name"]["properties"]["of"]["$ref"], name);
    assert_eq!(schemas["Twice"]["properties"]["name"]["$ref"], name);
    let about = |text: &str| complaints.iter().any(|found| found.contains(text));
    assert!(about("repaired: nothing stands at"), "{complaints:?}");
    assert!(
        about(
            "unresolved-ref: the reference \"#/components/schemas/Pet/properties/owner/properties/age\""
        ),
        "{complaints:?}"
    );
    assert!(
        about(
            "unresolved-ref: the reference \"#/components/schemas/Ring/properties/a/properties/c\""
        ),
        "{complaints:?}"
    );
}

#[test]
fn circles_of_references_are_reported_where_they_are() {
    let (schemas, complaints, _) = with_schemas(json!({
        "A": {"$ref": "#/components/schemas/B"},
        "B": {"$ref": "#/components/schemas/A"},
        "C": {"$ref": "#/components/schemas/A"},
        "D": {"properties": {"d": {"$ref": "#/components/schemas/D"}}},
        "E": {"$ref": "#/components/schemas/E"},
    }));
    assert_eq!(schemas["A"], json!({}));
    assert_eq!(schemas["C"], json!({"$ref": "#/components/schemas/A"}));
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    assert!(
        complaints
            .iter()
            .all(|found| found.starts_with("ref-cycle"))
    );
}

#[test]
fn objects_of_other_kinds_are_dropped_copied_or_guessed() {
    let (root, complaints, targets) = resolved(json!({
        "paths": {
            "/a": {"get": {
                "parameters": [{"$ref": "#/components/schemas/S"}, {"$ref": "#/components/parameters/P"}],
                "responses": {"200": {
                    "headers": {"h": {"$ref": "#/components/parameters/P", "description": "d"}},
                    "content": {"x/y": {"$ref": "#/components/mediaTypes/M"}},
                }},
            }},
            "/b": {"$ref": "#/paths/~1a"},
        },
        "components": {
            "schemas": {"S": {}},
            "parameters": {"P": {"name": "p", "in": "query"}},
            "mediaTypes": {"M": {"schema": {"$ref": "#/x-more/T"}}},
        },
        "x-more": {"T": {"items": {"$ref": "#/components/schemas/S"}}},
    }));
    let operation = &root["paths"]["/a"]["get"];
    assert_eq!(operation["parameters"][0], json!({"$ref": "#dropped"}));
    assert_eq!(
        operation["responses"]["200"]["content"]["x/y"],
        json!({"schema": {"$ref": "#/x-more/T"}})
    );
    assert_eq!(complaints.len(), 2, "{complaints:?}");
    assert_eq!(
        targets,
        ["/paths/~1a", "/components/parameters/P", "/x-more/T"]
    );
}

#[test]
fn definitions_are_found_in_the_schema_that_they_came_with() {
    let inner = json!({"$defs": {"One": {"type": "string"}}, "items": {"$ref": "#/$defs/One"}});
    let (schemas, complaints, targets) = with_schemas(json!({"A": {"properties": {"p": inner}}}));
    let expected = "/components/schemas/A/properties/p/$defs/One";
    assert_eq!(
        schemas["A"]["properties"]["p"]["items"]["$ref"],
        format!("#{expected}")
    );
    assert_eq!(targets, [expected]);
    assert_eq!(complaints.len(), 1);
}

#[test]
fn mappings_are_references() {
    let (schemas, complaints, _) = with_schemas(json!({
        "Cat": {},
        "Pet": {"discriminator": {"propertyName": "t", "mapping": {
            "a": "Cat", "b": "#/components/schemas/Cat", "c": "Dog"
        }, "defaultMapping": "Cat"}},
        "Gone": {"discriminator": {"propertyName": "t", "defaultMapping": "Dog"}},
    }));
    let cat = "#/components/schemas/Cat";
    assert_eq!(
        schemas["Pet"]["discriminator"]["mapping"],
        json!({"a": cat, "b": cat})
    );
    assert_eq!(schemas["Pet"]["discriminator"]["defaultMapping"], cat);
    assert_eq!(
        schemas["Gone"]["discriminator"]["defaultMapping"],
        Value::Null
    );
    assert_eq!(complaints.len(), 2);
}

#[test]
fn copies_end_and_chains_of_them_are_followed() {
    let (root, complaints, _) = resolved(json!({
        "paths": {"/a": {"get": {
            "responses": {"200": {"content": {"x/y": {"$ref": "#/components/mediaTypes/M"}}}},
            "callbacks": {"c": {"{$url}": {"post": {"$ref": "#/paths/~1a/get"}}}},
        }}},
        "components": {"mediaTypes": {
            "M": {"$ref": "#/components/mediaTypes/N"},
            "N": {"schema": {"type": "string"}},
            "O": {"$ref": "#/components/mediaTypes/O"},
        }},
    }));
    let media = &root["paths"]["/a"]["get"]["responses"]["200"]["content"]["x/y"];
    assert_eq!(media, &json!({"schema": {"type": "string"}}));
    assert_eq!(complaints.len(), 1, "{complaints:?}");
}

#[test]
fn long_chains_take_no_time() {
    let count = 3_000;
    let link = |index: usize| {
        let next = format!("#/components/schemas/S{}", (index + 1) % count);
        (format!("S{index}"), json!({"$ref": next}))
    };
    let schemas: serde_json::Map<String, Value> = (0..count).map(link).collect();
    let (_, complaints, _) = with_schemas(Value::Object(schemas));
    assert_eq!(complaints.len(), count);
}
