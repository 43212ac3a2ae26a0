//! What is checked in is what the generator writes, whatever the order of keys in the document.

use generator::surface::Lock;
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
    let as_written = files(input);
    for seed in 1..=SHUFFLES {
        let shuffled = shuffled(value.clone(), &mut Dice(seed));
        let shuffled = serde_yaml::to_string(&shuffled).expect("a value can be written");
        let turned = Input {
            document: Source {
                text: &shuffled,
                ..input.document
            },
            ..*input
        };
        assert_eq!(as_written, files(&turned), "{name}, shuffled by {seed}");
    }
}

fn files(input: &Input<'_>) -> Vec<(String, String)> {
    let generated = generator::generate(input, &mut |_| {});
    let output = generated
        .output
        .unwrap_or_else(|| panic!("{}", generated.report.render(false, false)));
    let beside = [
        ("code samples", output.code_samples.unwrap_or_default()),
        ("lock", Lock::of(&output.surface).text()),
    ];
    let beside = beside.map(|(name, text)| (name.to_owned(), text));
    output.files.into_iter().chain(beside).collect()
}

/// How many orders of its keys each document is tried in.
const SHUFFLES: u64 = 3;

/// Numbers by chance, the same ones for the same seed (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("it is below the limit")
    }
}

/// The entries of every mapping in another order; lists keep theirs, which has a meaning.
fn shuffled(value: Value, dice: &mut Dice) -> Value {
    match value {
        Value::Mapping(mapping) => {
            let mut entries: Vec<(Value, Value)> = mapping
                .into_iter()
                .map(|(key, value)| (key, shuffled(value, dice)))
                .collect();
            for last in (1..entries.len()).rev() {
                entries.swap(last, dice.below(last + 1));
            }
            Value::Mapping(Mapping::from_iter(entries))
        }
        Value::Sequence(items) => {
            let items = items.into_iter().map(|item| shuffled(item, dice));
            Value::Sequence(items.collect())
        }
        scalar => scalar,
    }
}
