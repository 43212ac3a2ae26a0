use serde_json::json;

use super::*;
use crate::diagnostics::SourceId;
use crate::spec::read::read;

/// Checks an object that is written as YAML: what is left of it, and the complaints with the places they are about.
fn checked(kind: Kind, yaml: &str) -> (Value, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let mut value = read(SourceId::DOCUMENT, yaml, &mut diagnostics).expect("the test's YAML");
    if !check(
        kind,
        &mut value,
        &Pointer::root(),
        Version::V3_0,
        &mut diagnostics,
    ) {
        value = Value::Null;
    }
    let complaints = diagnostics.into_sorted().into_iter().map(|found| {
        let Place::Document(at) = &found.place else {
            return found.message;
        };
        let help = found
            .help
            .map(|help| format!(" ({help})"))
            .unwrap_or_default();
        format!("{} {at}: {}{help}", found.code.slug(), found.message)
    });
    (value, complaints.collect())
}

use crate::diagnostics::Place;

#[test]
fn sound_objects_pass_unchanged() {
    let table = [
        (
            Kind::Schema,
            json!({"type": "object", "required": ["a"], "properties": {"a": {"minimum": -1.5}}}),
        ),
        (
            Kind::Schema,
            json!({"additionalProperties": false, "items": {}, "default": null, "x-nullable": null}),
        ),
        (
            Kind::Responses,
            json!({"200": {"description": ""}, "default": {"$ref": "#/x"}}),
        ),
        (
            Kind::SecurityRequirement,
            json!({"key": [], "x-key": ["a"]}),
        ),
        (
            Kind::Parameter,
            json!({"name": "a", "in": "query", "schema": {}}),
        ),
    ];
    for (kind, sound) in table {
        let (value, complaints) = checked(kind, &sound.to_string());
        assert_eq!(value, sound);
        assert!(
            complaints.iter().all(|found| found.starts_with("ignored-")),
            "{complaints:?}"
        );
    }
}

#[test]
fn slips_are_mended_with_a_warning() {
    let table = [
        (
            Kind::Schema,
            "maximum: '1'",
            json!({"maximum": 1}),
            "repaired /maximum: a number is expected; the text \"1\" is read as 1",
        ),
        (
            Kind::Schema,
            "nullable: yes",
            json!({"nullable": true}),
            "repaired /nullable: a boolean is expected; the text \"yes\" is read as true",
        ),
        (
            Kind::Schema,
            "minLength: -1",
            json!({}),
            "repaired /minLength: a count from 0 on is expected; the number -1 is left out",
        ),
        (
            Kind::Schema,
            "required: a",
            json!({"required": ["a"]}),
            "repaired /required: a list of texts is expected; \"a\" is read as its only one",
        ),
        (
            Kind::Schema,
            "type: String",
            json!({"type": "string"}),
            "repaired /type: \"String\" is no type; it is read as \"string\"",
        ),
        (
            Kind::Schema,
            "type: any",
            json!({}),
            "repaired /type: \"any\" is no type; it is read as absent, which allows anything",
        ),
        (
            Kind::Schema,
            "type: file",
            json!({"type": "string", "format": "binary"}),
            "repaired /type: `file` was a type in Swagger 2; it is read as a binary string",
        ),
        (
            Kind::Schema,
            "properties:",
            json!({}),
            "repaired /properties: `properties` has no value; it is read as absent",
        ),
        (
            Kind::Schema,
            "properties: {a: }",
            json!({"properties": {"a": {}}}),
            "repaired /properties/a: nothing stands where a schema is expected; it is read as `{}`",
        ),
        (
            Kind::Schema,
            "discriminator: kind",
            json!({"discriminator": {"propertyName": "kind"}}),
            "repaired /discriminator: a text stands where a discriminator is expected; it is read as its `propertyName`",
        ),
        (
            Kind::Info,
            "{title: a, version: 1.0}",
            json!({"title": "a", "version": "1.0"}),
            "repaired /version: a text is expected; the number 1.0 is read as \"1.0\"",
        ),
        (
            Kind::Response,
            "content: {}",
            json!({"content": {}, "description": ""}),
            "repaired : a response lacks `description`; it is read as empty",
        ),
        (
            Kind::Operation,
            "tags: a",
            json!({"tags": ["a"]}),
            "repaired /tags: a list of texts is expected; \"a\" is read as its only one",
        ),
        (
            Kind::Parameter,
            "{name: a, in: Query, schema: {}}",
            json!({"name": "a", "in": "query", "schema": {}}),
            "repaired /in: \"Query\" is read as \"query\"",
        ),
        (
            Kind::Parameter,
            "{name: a, in: path}",
            json!({"name": "a", "in": "path", "schema": {"type": "string"}}),
            "repaired : a parameter has neither `schema` nor `content`; it is read as a text",
        ),
        (
            Kind::Parameter,
            "{name: a, in: path, type: integer}",
            json!({"name": "a", "in": "path", "schema": {"type": "integer"}}),
            "repaired : a parameter says `type` itself; they are read as its `schema`",
        ),
        (
            Kind::MediaType,
            "examples: {a: 1}",
            json!({"examples": {"a": {"value": 1}}}),
            "repaired /examples/a: a bare value stands where an example is expected; it is read as its `value`",
        ),
        (
            Kind::OAuthFlows,
            "implicit: {scopes: {a: }}",
            json!({"implicit": {"scopes": {"a": ""}, "authorizationUrl": ""}}),
            "repaired /implicit: the flow `implicit` lacks `authorizationUrl`; it is read as empty",
        ),
        (
            Kind::ServerVariable,
            "enum: [a, b]",
            json!({"enum": ["a", "b"], "default": "a"}),
            "repaired : a server variable lacks `default`; its first value is taken",
        ),
    ];
    for (kind, before, after, complaint) in table {
        let (value, mut complaints) = checked(kind, before);
        complaints.retain(|found| !found.starts_with("ignored-"));
        assert_eq!(value, after, "{before}");
        assert_eq!(complaints, [complaint], "{before}");
    }
}

#[test]
fn what_means_nothing_is_complained_about_and_taken_out() {
    let table = [
        (
            Kind::Schema,
            "items: 5",
            json!({}),
            "wrong-type /items: `items` must be a schema; here stands the number 5",
        ),
        (
            Kind::Schema,
            "allOf: [5, {}]",
            json!({"allOf": [{}, {}]}),
            "wrong-type /allOf/0: an entry of `allOf` must be a schema; here stands the number 5",
        ),
        (
            Kind::Schema,
            "type: application/json",
            json!({}),
            "repaired /type: there is no type \"application/json\"; it is read as absent, which allows anything (the types are array, boolean, integer, null, number, object, string)",
        ),
        (
            Kind::Schema,
            "enum: {a: b}",
            json!({}),
            "wrong-type /enum: `enum` must be a list; here stands an object",
        ),
        (
            Kind::Schema,
            "title: [a]",
            json!({}),
            "repaired /title: `title` must be a text; here stands a list, which is left out",
        ),
        (
            Kind::Schema,
            "nullable: maybe",
            json!({}),
            "repaired /nullable: `nullable` must be `true` or `false`; here stands the text \"maybe\", which is left out",
        ),
        (
            Kind::Parameter,
            "{name: a, in: body, schema: {}}",
            Value::Null,
            "unknown-value /in: `in` can't be \"body\" (Swagger 2 had parameters in the body; use `requestBody`)",
        ),
        (
            Kind::Parameter,
            "{in: query, schema: {}}",
            Value::Null,
            "missing-key : a parameter must have `name`",
        ),
        (
            Kind::Operation,
            "parameters: [{name: a, in: query, schema: {}}, 5]",
            json!({"parameters": [{"name": "a", "in": "query", "schema": {}}, {"$ref": "#dropped"}]}),
            "wrong-type /parameters/1: an entry of `parameters` must be a parameter; here stands the number 5",
        ),
        (
            Kind::Paths,
            "{'https://shop.example/a': {}}",
            json!({}),
            "repaired /https:~1~1shop.example~1a: \"https://shop.example/a\" is not a path; it is left out",
        ),
        (
            Kind::SecurityScheme,
            "{type: http}",
            Value::Null,
            "repaired : a security scheme of the type `http` must have `scheme`; it is left out",
        ),
        (
            Kind::SecurityScheme,
            "{type: htp, scheme: a}",
            Value::Null,
            "repaired /type: `type` can't be \"htp\"; it is left out (did you mean `http`?)",
        ),
    ];
    for (kind, before, after, complaint) in table {
        let (value, complaints) = checked(kind, before);
        assert_eq!(value, after, "{before}");
        assert_eq!(complaints, [complaint], "{before}");
    }
}

#[test]
fn words_of_this_generator_mean_nothing_in_a_document() {
    let (value, _) = checked(
        Kind::Schema,
        "{x-carried-only-null: true, $ref: '#dropped'}",
    );
    assert_eq!(value, json!({"$ref": "#/dropped"}));
}

#[test]
fn what_has_no_effect_is_accounted_for() {
    let table = [
        (
            Kind::Schema,
            "nulable: true",
            "unknown-keyword /nulable: a schema has no keyword `nulable`; it has no effect (did you mean `nullable`?)",
        ),
        (
            Kind::Schema,
            "xml: {name: a}",
            "ignored-keyword /xml: `xml` has no effect: XML is not read or written",
        ),
        (
            Kind::Schema,
            "const: 1",
            "newer-keyword /const: `const` came with OpenAPI 3.1; this document says 3.0",
        ),
        (
            Kind::Schema,
            "{x-b: 1, items: {x-b: 2}}",
            "ignored-extension /items/x-b: the extension `x-b` has no effect; it stands in 2 places",
        ),
        (
            Kind::Schema,
            "required: true",
            "repaired /required: `required` of a schema is a list of property names; this boolean has no effect (name the property in the `required` list of the schema that it belongs to)",
        ),
        (
            Kind::Response,
            "{$ref: '#/a', content: {}}",
            "ignored-keyword /content: `content` has no effect beside `$ref`",
        ),
        (
            Kind::Parameter,
            "{name: a, in: query, schema: {}, content: {a/b: {}}}",
            "unsupported-construct /content: a parameter has `schema` or `content`, not both; `content` is left out",
        ),
    ];
    for (kind, before, complaint) in table {
        assert_eq!(checked(kind, before).1, [complaint], "{before}");
    }
}

#[test]
fn what_a_vendor_calls_webhooks_counts_where_calls_stand_in_it() {
    let head = "openapi: 3.0.0, info: {title: a, version: b}, paths: {}";
    for (webhooks, are_some) in [
        ("{a: {post: {responses: {}}}}", true),
        ("{a: {$ref: '#/x'}}", true),
        ("{a: {url: https://example.com}}", false),
        ("{a: {post: true}}", false),
        ("[a]", false),
        ("null", false),
    ] {
        let (value, complaints) = checked(
            Kind::Document,
            &format!("{{{head}, x-webhooks: {webhooks}}}"),
        );
        assert_eq!(value.get("x-webhooks").is_some(), are_some, "{webhooks}");
        let ignored = "ignored-extension /x-webhooks: the extension `x-webhooks` has no effect";
        let expected: &[&str] = if are_some { &[] } else { &[ignored] };
        assert_eq!(complaints, expected, "{webhooks}");
    }
}
