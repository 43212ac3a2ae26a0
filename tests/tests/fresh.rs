//! What is checked in is what the generator writes, whatever the order of keys in the document.

use generator::{Input, Source};
use sdk_tests::fixtures;
use serde_yaml::{Mapping, Value};
use xtask::cli::DocumentOptions;
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
    for plan in outcome.beside.iter().chain([&plan]) {
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
    let sources = DocumentOptions::default()
        .read(&workspace)
        .expect("the document is there");
    let overlays = sources.overlays();
    check_order("specs/orq.yaml", &sources.input(&overlays, None));
    let all = fixtures::accepted();
    for fixture in all
        .iter()
        .filter(|fixture| !ABOUT_THE_TEXT.contains(&fixture.name.as_str()))
    {
        let overlays = fixture.overlays();
        check_order(&fixture.name, &fixture.input(&overlays));
    }
}

fn check_order(name: &str, input: &Input<'_>) {
    let value: Value = serde_yaml::from_str(input.document.text).expect("fixtures are YAML");
    let reversed = serde_yaml::to_string(&reversed(value)).expect("a value can be written");
    let turned = Input {
        document: Source {
            text: &reversed,
            ..input.document
        },
        ..*input
    };
    assert_eq!(files(input), files(&turned), "{name}");
}

fn files(input: &Input<'_>) -> Vec<(String, String)> {
    let generated = generator::generate(input, &mut |_| {});
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
