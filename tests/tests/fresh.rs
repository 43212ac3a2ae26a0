//! What is checked in is what the generator writes, whatever the order of keys in the document.

use std::fs;

use sdk_tests::fixtures;
use serde_yaml::{Mapping, Value};
use xtask::codegen;
use xtask::target::Target;
use xtask::workspace::Workspace;

#[test]
fn the_client_is_what_codegen_would_write() {
    let workspace = Workspace::find().expect("the workspace is there");
    let outcome = codegen::plan(&Target::client(&workspace)).expect("the document can be read");
    let plan = outcome
        .plan
        .unwrap_or_else(|| panic!("{}", outcome.report.render(false, false)));
    for plan in outcome.lock.iter().chain([&plan]) {
        assert!(
            plan.is_clean(),
            "run `cargo xtask codegen`:\n{}",
            plan.diff(false)
        );
    }
}

/// Documents that show what only their text can say, and no YAML value can hold: duplicate keys, endless numbers.
const ABOUT_THE_TEXT: &[&str] = &["rule-integers-have-integer-bounds", "yaml-oddities"];

#[test]
fn the_order_of_keys_makes_no_difference() {
    let workspace = Workspace::find().expect("the workspace is there");
    let orq = fs::read_to_string(workspace.spec()).expect("the document is there");
    let settings = fs::read_to_string(workspace.settings()).expect("the settings are there");
    check_order("specs/orq.yaml", &orq, Some(&settings));
    let all = fixtures::accepted();
    for fixture in all
        .iter()
        .filter(|fixture| !ABOUT_THE_TEXT.contains(&fixture.name.as_str()))
    {
        check_order(
            &fixture.name,
            &fixture.document,
            fixture.settings.as_deref(),
        );
    }
}

fn check_order(name: &str, document: &str, settings: Option<&str>) {
    let value: Value = serde_yaml::from_str(document).expect("fixtures are YAML");
    let reversed = serde_yaml::to_string(&reversed(value)).expect("a value can be written");
    assert_eq!(
        files(document, settings),
        files(&reversed, settings),
        "{name}"
    );
}

fn files(document: &str, settings: Option<&str>) -> Vec<(String, String)> {
    let input = generator::Input {
        document: generator::Source {
            name: "openapi.yaml",
            text: document,
        },
        settings: settings.map(|text| generator::Source {
            name: "settings.toml",
            text,
        }),
        lock: None,
        package: None,
    };
    let generated = generator::generate(&input, &mut |_| {});
    let output = generated
        .output
        .unwrap_or_else(|| panic!("{}", generated.report.render(false, false)));
    output.files.into_iter().collect()
}

/// Every mapping the other way round; lists keep their order, which has a meaning.
fn reversed(value: Value) -> Value {
    match value {
        Value::Mapping(mapping) => {
            let entries: Vec<(Value, Value)> = mapping.into_iter().collect();
            let turned: Mapping = entries
                .into_iter()
                .rev()
                .map(|(key, value)| (key, reversed(value)))
                .collect();
            Value::Mapping(turned)
        }
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(reversed).collect()),
        scalar => scalar,
    }
}
