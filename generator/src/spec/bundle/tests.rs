use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::Source;
use crate::diagnostics::Sources;
use crate::spec::json::count;
use crate::spec::read;

#[derive(Debug)]
struct Folder(BTreeMap<&'static str, &'static str>);

impl Files for Folder {
    fn text(&self, name: &str) -> Result<String, String> {
        let text = self.0.get(name).ok_or("there is no such file")?;
        Ok((*text).to_owned())
    }
}

/// Puts the files together: the document, the complaints, and why references fail.
fn bundled(
    document: &str,
    files: &[(&'static str, &'static str)],
) -> (Value, Vec<String>, Failures) {
    let source = Source {
        name: "api/a.yaml",
        text: document,
    };
    let mut diagnostics = Diagnostics::about(Sources::new(source, None));
    let mut root = read::read(SourceId::DOCUMENT, document, &mut diagnostics).unwrap();
    let folder = Folder(files.iter().copied().collect());
    let failures = bundle(&mut root, "api/a.yaml", Some(&folder), &mut diagnostics);
    let complaints = diagnostics.into_sorted().into_iter();
    let complaints = complaints.map(|found| format!("{} {}", found.code.slug(), found.message));
    (root, complaints.collect(), failures)
}

#[test]
fn components_take_the_place_of_files_and_refer_to_one_another() {
    let document = "
paths:
  /a: {$ref: paths/a.yaml}
components:
  schemas:
    Cat: {$ref: ./schemas/pet.yaml}
    Error: {type: object}
";
    let files = [
        (
            "api/paths/a.yaml",
            "get:\n  $ref: 'ops.yaml#/list'\n  summary: own\nparameters: [{$ref: '../shared.yaml#/params/page'}]",
        ),
        (
            "api/paths/ops.yaml",
            "list: {summary: theirs, description: {$ref: words.md}, responses: {200: {$ref: '../shared.yaml#/ok'}, 404: {$ref: '../a.yaml#/components/responses/none'}}}",
        ),
        ("api/paths/words.md", "# Hello: a\n"),
        (
            "api/shared.yaml",
            "params: {page: {name: p, in: query, schema: {$ref: '#/number'}}}\nnumber: {type: integer}\nok: {content: {a/b: {schema: {$ref: schemas/pet.yaml}}}}",
        ),
        (
            "api/schemas/pet.yaml",
            "type: object\nproperties: {friend: {$ref: pet.yaml}, error: {$ref: error.yaml}, of: {$ref: '#/components/schemas/Error'}}",
        ),
        ("api/schemas/error.yaml", "type: string"),
    ];
    let (root, complaints, failures) = bundled(document, &files);
    let expected = json!({
        "paths": {"/a": {
            "get": {
                "summary": "own",
                "description": "# Hello: a\n",
                "responses": {
                    "200": {"$ref": "#/components/responses/ok"},
                    "404": {"$ref": "api/a.yaml#/components/responses/none"},
                },
            },
            "parameters": [{"$ref": "#/components/parameters/page"}],
        }},
        "components": {
            "schemas": {
                "Cat": {"type": "object", "properties": {
                    "friend": {"$ref": "#/components/schemas/Cat"},
                    "error": {"$ref": "#/components/schemas/error"},
                    "of": {"$ref": "#/components/schemas/Error"},
                }},
                "Error": {"type": "object"},
                "error": {"type": "string"},
                "number": {"type": "integer"},
            },
            "parameters": {"page": {"name": "p", "in": "query", "schema": {"$ref": "#/components/schemas/number"}}},
            "responses": {"ok": {"content": {"a/b": {"schema": {"$ref": "#/components/schemas/Cat"}}}}},
        },
    });
    assert_eq!(root, expected);
    assert_eq!(complaints, [""; 0]);
    assert_eq!(
        failures["api/a.yaml#/components/responses/none"],
        "nothing stands at `#/components/responses/none` in api/a.yaml"
    );
}

#[test]
fn what_discriminators_are_mapped_to_is_taken_from_files() {
    let document = "components: {schemas: {Pet: {$ref: pet.yaml}, Dog: {type: object}}}";
    let files = [
        (
            "api/pet.yaml",
            "discriminator: {propertyName: t, mapping: {c: cat.yaml, d: Dog}, defaultMapping: other.yaml}",
        ),
        ("api/cat.yaml", "type: object"),
        ("api/other.yaml", "type: object"),
    ];
    let (root, complaints, _) = bundled(document, &files);
    let schema = |name: &str| format!("#/components/schemas/{name}");
    let expected = json!({
        "propertyName": "t",
        "mapping": {"c": schema("cat"), "d": "Dog"},
        "defaultMapping": schema("other"),
    });
    let schemas = &root["components"]["schemas"];
    assert_eq!(schemas["Pet"]["discriminator"], expected);
    assert_eq!(schemas["other"]["type"], "object");
    assert_eq!(complaints, [""; 0]);
}

#[test]
fn whole_mappings_and_data_are_taken_from_files() {
    let document = "
paths: {$ref: paths.yaml}
components:
  schemas: {$ref: schemas/_index.yaml}
  examples:
    one: {value: {$ref: one.json}}
    two: {$ref: one.json}
    three: {value: {$ref: 'nobody.json', kept: true}}
";
    let files = [
        (
            "api/paths.yaml",
            "/a: {get: {tags: {$ref: words.yaml#/tags}}}",
        ),
        ("api/words.yaml", "tags: [x]"),
        (
            "api/schemas/_index.yaml",
            "Pet: {$ref: pet.yaml}\nOwner: {properties: {pet: {$ref: '#/Pet'}, pets: {$ref: _index.yaml#/Pets}}}\nPets: {type: array}",
        ),
        (
            "api/schemas/pet.yaml",
            "properties: {owner: {$ref: _index.yaml#/Owner}}",
        ),
        ("api/one.json", "{\"a\": 1}"),
    ];
    let (root, complaints, failures) = bundled(document, &files);
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(root["paths"]["/a"]["get"]["tags"], json!(["x"]));
    assert_eq!(
        root["components"]["schemas"],
        json!({
            "Pet": {"properties": {"owner": schema("Owner")}},
            "Owner": {"properties": {"pet": schema("Pet"), "pets": schema("Pets")}},
            "Pets": {"type": "array"},
        })
    );
    assert_eq!(
        root["components"]["examples"],
        json!({
            "one": {"value": {"a": 1}},
            "two": {"value": {"a": 1}},
            "three": {"value": {"$ref": "nobody.json", "kept": true}},
        })
    );
    assert_eq!(complaints, [""; 0]);
    assert!(failures.is_empty());
}

#[test]
fn circles_and_growth_end_with_a_complaint() {
    let circle = [
        ("api/b.yaml", "get: {$ref: c.yaml}"),
        ("api/c.yaml", "$ref: c.yaml"),
    ];
    let (_, complaints, _) = bundled("paths: {/a: {$ref: b.yaml}}", &circle);
    assert_eq!(
        complaints,
        ["ref-cycle the reference \"c.yaml\" leads back to where it stands"]
    );
    // What is only data is left as it stands there.
    let mut bomb = "a0: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n".to_owned();
    for level in 1..12 {
        let below = format!("{{$ref: 'bomb.yaml#/a{}'}}", level - 1);
        bomb.push_str(&format!(
            "a{level}: [{}]\n",
            [below.as_str(); 10].join(", ")
        ));
    }
    bomb.push_str("round: {a: {$ref: 'bomb.yaml#/round'}}");
    let files = [("api/bomb.yaml", bomb.leak() as &str)];
    let document = "components: {examples: {x: {value: {$ref: 'bomb.yaml#/a11'}}, y: {value: {$ref: 'bomb.yaml#/round'}}}}";
    let (root, complaints, _) = bundled(document, &files);
    assert_eq!(complaints, [""; 0]);
    assert!(count(&root) < 2 * BUDGET);
    assert_eq!(
        root["components"]["examples"]["y"],
        json!({"value": {"a": {"$ref": "bomb.yaml#/round"}}})
    );
}

#[test]
fn files_with_one_name_are_told_apart_by_their_folders() {
    let document = "components: {schemas: {A: {properties: {x: {$ref: one/error.yaml}, y: {$ref: two/error.yaml}, z: {$ref: two/other.yaml#/error}}}}}";
    let files = [
        ("api/one/error.yaml", "type: string"),
        ("api/two/error.yaml", "type: integer"),
        ("api/two/other.yaml", "error: {type: boolean}"),
    ];
    let (root, ..) = bundled(document, &files);
    let names: Vec<&String> = root["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    assert_eq!(names, ["A", "error", "other error", "two error"]);
}

#[test]
fn files_may_call_themselves_by_an_address() {
    let document = "components: {schemas: {A: {$ref: 'b.yaml#/A'}}}";
    let file = "
$self: https://shop.example/v1/b.yaml
A: {$ref: 'https://shop.example/v1/b.yaml#/B'}
B: {type: string}
";
    let (root, complaints, failures) = bundled(document, &[("api/b.yaml", file)]);
    assert_eq!(complaints, [""; 0]);
    assert!(failures.is_empty(), "{failures:?}");
    let schema = &root["components"]["schemas"]["A"];
    assert_eq!(schema["type"], "string", "{root}");
}

#[test]
fn what_leads_out_of_the_document_is_said_of_maps_and_texts_too() {
    let document = "
info: {description: {$ref: some words}}
components:
  securitySchemes:
    a: {type: oauth2, flows: {implicit: {scopes: {$ref: read things}}}}
";
    let (_, complaints, _) = bundled(document, &[]);
    assert_eq!(
        complaints,
        [
            "external-ref the reference \"read things\" can't be followed: it leads out of the document",
            "repaired the text \"some words\" can't be read: it leads out of the document; it is left out",
        ]
    );
}
