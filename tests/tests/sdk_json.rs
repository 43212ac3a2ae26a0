//! `sdk.json` is what its schema says, for every fixture and for the client.

use std::collections::BTreeSet;
use std::fs;

use jsonschema::Validator;
use sdk_tests::fixtures;
use serde_json::Value;
use xtask::workspace::Workspace;

#[test]
fn every_crate_is_described_as_the_schema_says() {
    let workspace = Workspace::find().expect("the workspace is there");
    let client = workspace.client();
    let read = |name: &str| fs::read_to_string(client.join(name)).expect("it is emitted");
    let schema: Value = serde_json::from_str(&read("sdk.schema.json")).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    check("orq", &validator, &schema, &read("sdk.json"));
    for fixture in fixtures::accepted() {
        let overlays = fixture.overlays();
        let generated = generator::generate(&fixture.input(&overlays), &mut |_| {});
        let files = generated.output.expect("fixtures can be read").files;
        check(&fixture.name, &validator, &schema, &files["sdk.json"]);
    }
}

fn check(name: &str, validator: &Validator, schema: &Value, text: &str) {
    let sdk: Value = serde_json::from_str(text).expect("it is JSON");
    let faults: Vec<String> = validator
        .iter_errors(&sdk)
        .map(|fault| format!("{} at {}", fault, fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{name}: {faults:#?}");
    assert_eq!(sdk["$schema"], schema["$id"], "{name}");
    check_references(name, &sdk);
}

/// Every type that is named under `models` is described, and every scheme and feature that is named is there.
fn check_references(name: &str, sdk: &Value) {
    let all = |list: &str, key: &str| -> BTreeSet<String> {
        let items = sdk.pointer(list).and_then(Value::as_array).expect("a list");
        let texts = items.iter().map(|item| item[key].as_str().expect("a text"));
        texts.map(str::to_owned).collect()
    };
    let types = all("/types", "path");
    let root = format!(
        "{}::models::",
        sdk["crate"]["library"].as_str().expect("a text")
    );
    let whole = sdk.to_string();
    for (at, _) in whole.match_indices(&root) {
        let end = whole[at + root.len()..]
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .expect("JSON ends in a brace");
        let path = &whole[at..at + root.len() + end];
        assert!(types.contains(path), "{name}: {path} is not described");
    }
    let schemes = all("/client/credentials", "scheme");
    let features = all("/crate/features", "name");
    for operation in sdk["operations"].as_array().expect("a list") {
        let alternatives = operation["security"].as_array().expect("a list");
        let named = alternatives
            .iter()
            .flat_map(|all| all.as_array().expect("a list"));
        for scheme in named {
            assert!(
                schemes.contains(scheme.as_str().expect("a text")),
                "{name}: {scheme}"
            );
        }
        let feature = operation["feature"].as_str().expect("a text");
        assert!(features.contains(feature), "{name}: {feature}");
    }
}
