use openapiv3::{ParameterSchemaOrContent, ReferenceOr, SchemaKind, Type};

use super::*;
use crate::Source;
use crate::diagnostics::{Sources, render};

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n";

/// Reads the rest of a document: what came of it, and the complaints as they are printed.
fn document(rest: &str) -> (Option<Document>, String) {
    whole(&format!("{HEAD}{rest}"))
}

fn whole(text: &str) -> (Option<Document>, String) {
    let mut diagnostics = Diagnostics::new();
    let source = Source {
        name: "a.yaml",
        text,
    };
    let document = read(source, &[], None, &BTreeSet::new(), &mut diagnostics);
    (
        document,
        render(
            &diagnostics.into_sorted(),
            &Sources::new(source, None),
            false,
        ),
    )
}

#[test]
fn texts_of_which_nothing_can_be_made() {
    let table = [
        (
            "",
            "error[not-openapi]: an OpenAPI document is a mapping; it is empty",
        ),
        (
            "- a\n",
            "error[not-openapi]: an OpenAPI document is a mapping; it is a list",
        ),
        (
            "just words\n",
            "error[not-openapi]: an OpenAPI document is a mapping; it is the text \"just words\"",
        ),
        (
            "{}",
            "error[not-openapi]: the document doesn't say which OpenAPI it is",
        ),
        ("swagger: '2.0'\n", "= help: convert it to OpenAPI 3 first"),
        (
            "asyncapi: 2.0.0\n",
            "error[not-openapi]: this is an AsyncAPI document",
        ),
        (
            "openapi: 4.0.0\n",
            "error[unsupported-version]: OpenAPI \"4.0.0\" is not a version that is read",
        ),
        (
            "openapi: [3]\n",
            "error[not-openapi]: `openapi` must be a version",
        ),
        (
            "openapi: 3.1.0\n\tinfo: {}\n",
            "= help: YAML allows no tabs in the indentation; use spaces",
        ),
        ("openapi: 3.1.0\n  info: {}\n", " --> a.yaml:2:7"),
        ("{\"openapi\": \"3.1.0\" 1}", " --> a.yaml:1:21"),
        (
            "openapi: \"3.1.0\n",
            "error[syntax-error]: this is no YAML: found unexpected end of stream",
        ),
        ("openapi: 3.1.0\n---\nopenapi: 3.1.0\n", " --> a.yaml:2:1"),
    ];
    for (text, complaint) in table {
        let (document, complaints) = whole(text);
        assert!(document.is_none(), "{text:?}");
        assert!(complaints.contains(complaint), "{text:?} {complaints}");
    }
}

#[test]
fn defects_are_placed_and_the_rest_is_read() {
    let table = [
        (
            "paths: {parameters: []}\n",
            "warning[repaired]: \"parameters\" is no path; it is left out\n --> a.yaml:3:9",
        ),
        (
            "paths: 5\n",
            "error[wrong-type]: `paths` must be the paths; here stands the number 5\n --> a.yaml:3:1",
        ),
        (
            "paths:\n  /a: {get: []}\n",
            "warning[repaired]: an empty list stands where an operation is expected",
        ),
        (
            "paths:\n  /a:\n    get: {responses: {'2000': {description: d}}}\n",
            "warning[repaired]: \"2000\" is not a status such as `200` or `4XX`, or `default`; it is left out\n --> a.yaml:5:23",
        ),
        (
            "paths:\n  /a: {get: {parameters: {a: b}}}\n",
            "error[wrong-type]: `parameters` must be a list; here stands an object\n --> a.yaml:4:14",
        ),
        (
            "components: {schemas: {A: {$ref: '#/components/schemas/B'}, Bee: {}}}\n",
            "error[unresolved-ref]",
        ),
        (
            "components: {schemas: {A: {type: object, properties: {a: [1]}}}}\n",
            "error[wrong-type]: `a` must be a schema; here stands a list",
        ),
        (
            "components: {schemas: {A: {type: object, type: string}}}\n",
            "warning[duplicate-key]: the key \"type\" stands twice in this mapping; the last one counts\n --> a.yaml:3:42",
        ),
        (
            "components: {securitySchemes: {A: {type: mutualTLS}}}\n",
            "warning[unsupported-construct]: client certificates",
        ),
        (
            "security: [{key: []}]\n",
            "warning[unsupported-construct]: there is no security scheme \"key\"",
        ),
        (
            "servers: {url: /}\n",
            "warning[repaired]: a list is expected; a server alone is read as its only entry",
        ),
        (
            "jsonSchemaDialect: https://dialect.example\n",
            "note[ignored-keyword]: `jsonSchemaDialect` has no effect",
        ),
    ];
    for (rest, complaint) in table {
        let (document, complaints) = document(rest);
        assert!(document.is_some(), "{rest:?}");
        assert!(complaints.contains(complaint), "{rest:?} {complaints}");
    }
}

#[test]
fn the_order_of_keys_makes_no_difference() {
    let (one, _) = whole(
        "{\"openapi\": \"3.0.0\", \"info\": {\"title\": \"t\", \"version\": \"1\"}, \"paths\": {\"/b\": {}, \"/a\": {}}}",
    );
    let (two, _) =
        whole("paths:\n  /a: {}\n  /b: {}\ninfo: {version: '1', title: t}\nopenapi: 3.0.0\n");
    let (one, two) = (one.unwrap().openapi, two.unwrap().openapi);
    assert_eq!(one, two);
    assert_eq!(
        one.paths.paths.keys().collect::<Vec<_>>(),
        two.paths.paths.keys().collect::<Vec<_>>()
    );
}

#[test]
fn references_are_followed_to_where_things_stand() {
    let (document, complaints) = document(
        "
paths:
  /a:
    get:
      parameters: [{$ref: '#/components/parameters/One'}, {$ref: '#/paths/~1b/post/parameters/0'}]
      responses: {4xx: {$ref: '#/components/responses/Two'}}
  /b: {post: {parameters: [{name: p, in: header, schema: {$ref: '#/components/schemas/A/properties/a'}}]}}
  /c: {$ref: '#/components/pathItems/Item'}
components:
  schemas:
    A: {type: object, properties: {a: {type: [string, 'null']}}}
    B: {$ref: '#/components/schemas/C'}
    C: {$ref: '#/components/schemas/A'}
  parameters:
    One: {$ref: '#/components/parameters/Two'}
    Two: {name: two, in: query, schema: {}}
  responses:
    Two: {description: d, content: {a/b: {examples: {one: {$ref: '#/components/examples/E'}}, example: 1}}}
  examples: {E: {value: {x: 1}}}
  pathItems: {Item: {get: {operationId: c}}}
",
    );
    assert_eq!(complaints, "");
    let document = document.unwrap();
    let at = Pointer::root();

    let (place, schema) = document.schema("#/components/schemas/B").unwrap();
    assert_eq!(place.as_str(), "/components/schemas/A");
    assert!(matches!(
        schema.schema_kind,
        SchemaKind::Type(Type::Object(_))
    ));
    let (place, schema) = document
        .schema("#/components/schemas/A/properties/a")
        .unwrap();
    assert_eq!(place.as_str(), "/components/schemas/A/properties/a");
    assert!(
        schema.schema_data.nullable
            && matches!(schema.schema_kind, SchemaKind::Type(Type::String(_)))
    );
    assert!(document.schema("#/components/schemas/Nobody").is_none());

    let (_, item) = document
        .path_item(&document.openapi.paths.paths["/a"], &at)
        .unwrap();
    let operation = item.get.as_ref().unwrap();
    let (place, parameter) = document.parameter(&operation.parameters[0], &at).unwrap();
    assert_eq!(
        (place.as_str(), parameter.parameter_data_ref().name.as_str()),
        ("/components/parameters/Two", "two")
    );
    let (place, parameter) = document.parameter(&operation.parameters[1], &at).unwrap();
    assert_eq!(place.as_str(), "/paths/~1b/post/parameters/0");
    let ParameterSchemaOrContent::Schema(schema) = &parameter.parameter_data_ref().format else {
        panic!("a schema")
    };
    assert_eq!(
        schema,
        &ReferenceOr::ref_("#/components/schemas/A/properties/a")
    );

    let (status, response) = operation.responses.responses.first().unwrap();
    assert_eq!(status.to_string(), "4XX");
    let (place, response) = document.response(response, &at).unwrap();
    let examples = document.example_values(
        &response.content["a/b"],
        &place.child("content").child("a/b"),
    );
    let places: Vec<&str> = examples.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "/components/responses/Two/content/a~1b/example",
            "/components/examples/E/value"
        ]
    );

    let (place, item) = document
        .path_item(&document.openapi.paths.paths["/c"], &at)
        .unwrap();
    assert_eq!(place.as_str(), "/components/pathItems/Item");
    assert_eq!(
        item.get.as_ref().unwrap().operation_id.as_deref(),
        Some("c")
    );
}

#[test]
fn what_is_built_here_is_what_openapiv3_would_read() {
    let rest = "
servers: [{url: 'https://{a}', variables: {a: {default: x, enum: [x]}}}]
tags: [{name: t}]
security: [{key: []}]
paths:
  x-more: 1
  /a:
    summary: s
    parameters: [{name: p, in: query, style: deepObject, explode: true, allowReserved: true, schema: {type: object}}]
    post:
      tags: [t]
      operationId: o
      deprecated: true
      security: []
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, properties: {f: {type: string, format: binary}}}
            encoding: {f: {contentType: image/png, style: form, headers: {h: {schema: {type: string}}}}}
      responses:
        '200': {description: d, headers: {h: {required: true, schema: {type: integer}}}}
        default: {description: e, content: {a/b: {schema: {oneOf: [{type: string}, {type: number}]}, example: 1}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: k}}
  schemas:
    Any: {type: object, oneOf: [{required: [a]}], discriminator: {propertyName: a}, title: t}
    Numbers: {type: integer, format: int64, minimum: 1, maximum: 9223372036854775807, enum: [1, 2], default: 1}
    Array: {type: array, items: {type: number, multipleOf: 0.5}, uniqueItems: true, minItems: 1, nullable: true}
    Map: {type: object, additionalProperties: {type: boolean}, maxProperties: 2, readOnly: true}
    Text: {type: string, pattern: a, minLength: 1, enum: [a], example: a, deprecated: true}
    All: {allOf: [{$ref: '#/components/schemas/Map'}], description: d}
    Not: {not: {type: string}}
    Mixed: {enum: [1, {a: b}]}
";
    let (document, complaints) = document(rest);
    assert!(!complaints.contains("error["), "{complaints}");
    let text = format!("{HEAD}{rest}");
    let mut value = read::read(SourceId::DOCUMENT, &text, &mut Diagnostics::new()).unwrap();
    // The one thing that rules change here.
    value["openapi"] = "3.1.0".into();
    let expected: openapiv3::OpenAPI = serde_json::from_value(value).unwrap();
    assert_eq!(document.unwrap().openapi, expected);
}

#[test]
fn deep_nesting_is_read_on_a_small_stack() {
    // Three levels of the text for each level of the schema: as deep as the reader allows.
    let schema = (0..39).fold("{type: string}".to_owned(), |inner, _| {
        format!("{{allOf: [{{items: {inner}}}]}}")
    });
    let (document, complaints) = document(&format!("components: {{schemas: {{A: {schema}}}}}\n"));
    assert_eq!(complaints, "");
    let (_, found) = document
        .as_ref()
        .unwrap()
        .schema("#/components/schemas/A")
        .unwrap();
    assert!(matches!(found.schema_kind, SchemaKind::AllOf { .. }));
    let (document, complaints) =
        self::document(&format!("x-a: {}1{}\n", "[".repeat(200), "]".repeat(200)));
    assert!(document.is_none());
    assert!(
        complaints.contains("nested more than 127 levels deep"),
        "{complaints}"
    );
}
