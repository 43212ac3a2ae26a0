use serde_json::json;

use super::*;
use crate::diagnostics::{SourceId, Sources, render};
use crate::pointer::Pointer;
use crate::spec::read::read;

const DOCUMENT: &str = "\
info: {title: Pets, version: 1}
paths:
  /pets:
    get:
      parameters: [{name: a}, {name: b}, {name: c}]
      tags: [x, y]
tags: [{name: x}]
";

/// A document after overlays, the complaints as text, and where pieces came from.
fn overlaid(document: &str, overlays: &[&str]) -> (Value, String, Diagnostics) {
    let source = Source {
        name: "specs/pets.yaml",
        text: document,
    };
    let mut diagnostics = Diagnostics::about(Sources::new(source, None));
    let mut value = read(SourceId::DOCUMENT, document, &mut diagnostics).unwrap();
    let overlays: Vec<Source<'_>> = overlays
        .iter()
        .map(|text| Source {
            name: "specs/pets.overlay.yaml",
            text,
        })
        .collect();
    overlay(&mut value, source.name, &overlays, &mut diagnostics);
    let text = render(
        &diagnostics.clone().into_sorted(),
        &diagnostics.sources,
        false,
    );
    (value, text, diagnostics)
}

fn actions(version: &str, actions: &str) -> String {
    format!("overlay: {version}\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}")
}

/// The document after actions that are all well.
fn after(list: &str) -> (Value, Diagnostics) {
    let (value, complaints, diagnostics) = overlaid(DOCUMENT, &[&actions("1.1.0", list)]);
    assert_eq!(complaints, "", "{list}");
    (value, diagnostics)
}

/// The complaints about an overlay.
fn complaints(overlay: &str) -> String {
    overlaid(DOCUMENT, &[overlay]).1
}

#[test]
fn objects_are_merged_lists_grow_and_the_rest_is_replaced() {
    let (value, _) = after(
        "- {target: $, update: {info: {title: Dogs, x-a: 1}, tags: [{name: z}]}}
- {target: $.paths.*.get.tags, update: w}
- {target: $.paths.*.get.tags, update: [v, u]}
- {target: $.info.version, update: '2'}
- {target: $.paths.*.get.parameters, update: {name: d}}",
    );
    assert_eq!(
        value,
        json!({
            "info": {"title": "Dogs", "version": "2", "x-a": 1},
            "paths": {"/pets": {"get": {
                "parameters": [{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}],
                "tags": ["x", "y", "w", "v", "u"]
            }}},
            "tags": [{"name": "x"}, {"name": "z"}]
        })
    );
    let keys: Vec<&String> = value["info"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["title", "version", "x-a"]);
}

#[test]
fn actions_follow_one_another_and_copies_move_things() {
    let (value, _) = after(
        "- {target: $.paths, update: {/dogs: {}}}
- {target: \"$.paths['/dogs']\", copy: \"$.paths['/pets']\"}
- {target: \"$.paths['/pets']\", remove: true}",
    );
    assert_eq!(value["paths"]["/pets"], Value::Null);
    assert_eq!(value["paths"]["/dogs"]["get"]["tags"], json!(["x", "y"]));
}

#[test]
fn pieces_are_known_by_where_they_came_from() {
    let (value, diagnostics) = after(
        "- {target: $.paths.*.get, update: {summary: s, parameters: [{name: d, in: {e: 1}}]}}
- {target: \"$.paths.*.get.parameters[?@.name == 'b']\", remove: true}
- {target: $.paths, update: {/dogs: {}}}
- {target: \"$.paths['/dogs']\", copy: \"$.paths['/pets']\"}",
    );
    assert_eq!(
        value["paths"]["/pets"]["get"]["parameters"],
        json!([{"name": "a"}, {"name": "c"}, {"name": "d", "in": {"e": 1}}])
    );
    let at = |text: &str| Pointer::parse(text).unwrap();
    let overlay = diagnostics.sources.origins.of(&at("/paths/~1dogs")).0;
    let table = [
        ("/info/title", SourceId::DOCUMENT, "/info/title"),
        (
            "/paths/~1pets/get/summary",
            overlay,
            "/actions/0/update/summary",
        ),
        (
            "/paths/~1pets/get/tags/1",
            SourceId::DOCUMENT,
            "/paths/~1pets/get/tags/1",
        ),
        // What stood behind the removed parameter has come forward.
        (
            "/paths/~1pets/get/parameters/0/name",
            SourceId::DOCUMENT,
            "/paths/~1pets/get/parameters/0/name",
        ),
        (
            "/paths/~1pets/get/parameters/1/name",
            SourceId::DOCUMENT,
            "/paths/~1pets/get/parameters/2/name",
        ),
        (
            "/paths/~1pets/get/parameters/2/in/e",
            overlay,
            "/actions/0/update/parameters/0/in/e",
        ),
        // A copy stands where its original does.
        ("/paths/~1dogs", overlay, "/actions/2/update/~1dogs"),
        (
            "/paths/~1dogs/get/tags/0",
            SourceId::DOCUMENT,
            "/paths/~1pets/get/tags/0",
        ),
        (
            "/paths/~1dogs/get/parameters/1",
            SourceId::DOCUMENT,
            "/paths/~1pets/get/parameters/2",
        ),
        (
            "/paths/~1dogs/get/summary",
            overlay,
            "/actions/0/update/summary",
        ),
    ];
    assert_ne!(overlay, SourceId::DOCUMENT);
    for (place, source, from) in table {
        let found = diagnostics.sources.origins.of(&at(place));
        assert_eq!(found, (source, at(from)), "{place}");
    }
}

#[test]
fn every_match_is_removed_whatever_its_index() {
    let (value, _) =
        after("- {target: \"$.paths.*.get['parameters', 'tags'][0, 2, 1]\", remove: true}");
    assert_eq!(
        value["paths"]["/pets"]["get"],
        json!({"parameters": [], "tags": []})
    );
    let (value, _) = after("- {target: $..name, remove: true}");
    assert_eq!(value["tags"], json!([{}]));
}

#[test]
fn an_action_without_effect_is_a_warning_that_says_why() {
    let text = complaints(&actions(
        "1.1.0",
        "- {target: \"$.paths['/pet'].get\", remove: true}
- {target: $.info, update: {title: Pets}}
- {target: $.info, copy: $.nothing}
- {target: $.info, remove: false}",
    ));
    let expected = "\
warning[unused-overlay-action]: this action matches nothing in the document
 --> specs/pets.overlay.yaml:4:4
  |
4 | - {target: \"$.paths['/pet'].get\", remove: true}
  |    ^^^^^^
  |
  = at /actions/0/target
  = help: `$.paths` is there, `['/pet']` after it is not; did you mean `/pets`?
";
    assert!(text.starts_with(expected), "{text}");
    for part in [
        "the document says the same already",
        "there is nothing to copy",
        "this action does nothing",
        "4 warnings",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn wrong_overlays_are_errors_at_their_place() {
    let whole = |text: &str| text.to_owned();
    let table = [
        (whole("[]"), "1:1", "an overlay is a mapping"),
        (whole("a: [b"), "2:1", "this is no YAML"),
        (
            whole("actions: []\ninfo: {title: t, version: 1}"),
            "1:1",
            "doesn't say which version",
        ),
        (
            whole("overlay: 2.0.0\ninfo: {title: t, version: 1}\nactions: []"),
            "1:1",
            "\"2.0.0\" is no version",
        ),
        (
            whole("overlay: 1.1.0\ninfo: {title: t}\nactions: []"),
            "2:1",
            "`version` is missing",
        ),
        (
            whole("overlay: 1.1.0\nactions: []"),
            "1:1",
            "must have `info`",
        ),
        (
            whole("overlay: 1.1.0\ninfo: {title: t, version: 1}"),
            "1:1",
            "must have `actions`",
        ),
        (
            actions("1.1.0", "- {update: 1}"),
            "4:3",
            "`target` is missing",
        ),
        (
            actions("1.1.0", "- {target: $.info}"),
            "4:3",
            "does nothing",
        ),
        (
            actions("1.1.0", "- {target: $.info, updates: {}}"),
            "4:20",
            "has no key `updates`",
        ),
        (
            actions("1.1.0", "- {target: $.info, update: {}, remove: true}"),
            "4:3",
            "only one of `update` and `remove`",
        ),
        (
            actions("1.1.0", "- {target: $.info, update: {}, copy: $}"),
            "4:3",
            "only one of `update` and `copy`",
        ),
        (
            actions("1.1.0", "- {target: info, remove: true}"),
            "4:4",
            "no JSONPath",
        ),
        (
            actions("1.1.0", "- {target: '$.a[', remove: true}"),
            "4:4",
            "no JSONPath",
        ),
        (
            actions("1.1.0", "- {target: $.info, remove: 'yes'}"),
            "4:20",
            "must be `true` or `false`",
        ),
        (
            actions("1.1.0", "- {target: $.info, update: [1]}"),
            "4:20",
            "a list can't be merged into an object",
        ),
        (
            actions("1.1.0", "- {target: $.info, update: {title: [1]}}"),
            "4:20",
            "a list can't be merged into",
        ),
        (
            actions("1.1.0", "- {target: '$.*', update: {}}"),
            "4:4",
            "several kinds",
        ),
        (
            actions(
                "1.1.0",
                "- {target: $.info, copy: '$.paths.*.get.parameters.*'}",
            ),
            "4:20",
            "this matches 3",
        ),
        (
            actions("1.1.0", "- {target: $, remove: true}"),
            "4:4",
            "can't be removed",
        ),
    ];
    for (overlay, place, message) in table {
        let text = complaints(&overlay);
        assert!(text.contains("error["), "{overlay}\n{text}");
        assert!(text.contains(message), "{overlay}\n{text}");
        let place = format!(" --> specs/pets.overlay.yaml:{place}\n");
        assert!(text.contains(&place), "{overlay}\n{text}");
    }
}

#[test]
fn overlays_say_what_they_are_for_and_what_they_know() {
    let extends = |extends: &str| {
        complaints(&format!(
            "overlay: 1.0.0\nextends: {extends}\nx-a: 1\ninfo: {{title: t, version: '1'}}\nactions:\n- {{target: $.info, update: {{x-b: 1}}}}"
        ))
    };
    for right in [
        "./pets.yaml",
        "../specs/pets.yaml",
        "pets.yaml",
        "/home/me/specs/pets.yaml",
    ] {
        assert!(!extends(right).contains("overlay-mismatch"), "{right}");
    }
    assert!(extends("pets.yaml").contains("note[ignored-extension]"));
    assert!(
        extends("dogs.yaml")
            .contains("warning[overlay-mismatch]: this overlay is for specs/dogs.yaml")
    );
    assert!(extends("https://a.example/dogs.yaml").contains("note[ignored-keyword]: `extends`"));
    let text = complaints(&actions(
        "1.0.0",
        "- {target: $.info.title, update: Dogs}\n- {target: $.info, copy: \"$.tags[0]\"}",
    ));
    assert!(
        text.contains("a target is no object or list came with Overlay 1.1"),
        "{text}"
    );
    assert!(text.contains("`copy` came with Overlay 1.1"), "{text}");
    assert!(text.ends_with("2 notes\n"), "{text}");
}

#[test]
fn overlays_can_exhaust_nothing() {
    let doubling = "- {target: $.paths, copy: $}\n".repeat(60);
    let text = complaints(&actions("1.1.0", &doubling));
    assert!(
        text.contains("more than 127 levels") || text.contains("more than 200000 values"),
        "{text}"
    );
    let bushy = format!(
        "- {{target: $, update: {{xa: {}}}}}\n{}",
        "[[1, 1, 1, 1, 1, 1, 1, 1]]",
        "- {target: $.xa, copy: $.xa}\n".repeat(60)
    );
    let text = complaints(&actions("1.1.0", &bushy));
    assert!(text.contains("more than 200000 values"), "{text}");
    for path in [
        "$..*..*..*..*..*".to_owned(),
        format!("$[?{}@.a{}]", "(".repeat(1_000), ")".repeat(1_000)),
        format!("$[?{}@.a]", "!".repeat(1_000)),
        format!("${}", "[?@".repeat(1_000)),
        format!("${}", ".a".repeat(100_000)),
    ] {
        let overlay = actions("1.1.0", &format!("- {{target: '{path}', remove: true}}"));
        let text = complaints(&overlay);
        assert!(text.contains("[invalid-overlay]"), "{path}: {text}");
    }
}
