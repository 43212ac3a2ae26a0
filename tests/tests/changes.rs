//! The rules of the verdict, each in both directions: `tests/changes/<noun>.yaml` is a list of small changes of one
//! document, and the snapshot beside it says what each means, and what it means the other way round.
//!
//! A case gives a part of the document twice, as it was and as it is: `op` is the operation, `sent`, `received` and `both`
//! are schemas, `doc` is the whole; `settings` goes with the document. Each is merged into `base.yaml` (RFC 7386). Names
//! are kept by the lock of what was, unless the case is `fresh`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use generator::surface::{Lock, Rule, changes, level};
use generator::{Input, Source};
use serde_yaml::{Mapping, Value};

/// The nouns, which are the files.
const FILES: &[&str] = &[
    "answers",
    "bodies",
    "calls",
    "crate",
    "fields",
    "parameters",
    "types",
];

/// Rules about what only a maintainer or another generator can change.
const NO_DOCUMENT: &[Rule] = &[
    Rule::PackageRenamed,
    Rule::FeatureDefault,
    Rule::AliasRemoved,
    Rule::OperationFeature,
];

/// Where each part of a case goes.
const PARTS: &[(&str, &[&str])] = &[
    ("op", &["paths", "/things", "post"]),
    ("sent", &["components", "schemas", "Sent"]),
    ("received", &["components", "schemas", "Received"]),
    ("both", &["components", "schemas", "Both"]),
    ("doc", &[]),
];

#[test]
fn every_change_is_told_both_ways() {
    let mut seen: BTreeSet<Rule> = BTreeSet::new();
    let mut cases = 0;
    for file in FILES {
        let list: Vec<Value> = yaml(&folder().join(format!("{file}.yaml")));
        let mut told = String::new();
        for case in &list {
            cases += 1;
            let _ = writeln!(told, "{}", text(case, "name").expect("a case has a name"));
            for (mark, from, to) in [("→", 0, 1), ("←", 1, 0)] {
                tell(case, from, to, mark, &mut told, &mut seen);
            }
            told.push('\n');
        }
        snapshot(file, &told);
    }
    assert!(cases >= 60, "{cases} cases");
    let missing: Vec<&str> = Rule::all()
        .iter()
        .filter(|rule| !seen.contains(rule) && !NO_DOCUMENT.contains(rule))
        .map(|rule| rule.slug())
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

fn tell(
    case: &Value,
    from: usize,
    to: usize,
    mark: &str,
    told: &mut String,
    seen: &mut BTreeSet<Rule>,
) {
    let fresh = case.get("fresh").is_some();
    let old = lock(case, from, None);
    let new = lock(case, to, (!fresh).then_some(&old));
    let found = changes(&old, &new);
    let _ = writeln!(told, "  {mark} {}", level(&found));
    for change in &found {
        let classes: Vec<String> = change.classes.iter().map(ToString::to_string).collect();
        let rule = change.rule.slug();
        seen.insert(change.rule);
        let _ = writeln!(
            told,
            "      {}: {} [{rule}] {}",
            classes.join(", "),
            change.item,
            change.message
        );
    }
}

fn lock(case: &Value, side: usize, before: Option<&Lock>) -> Lock {
    let mut document: Value = yaml(&folder().join("base.yaml"));
    for (part, steps) in PARTS {
        let Some(patch) = case.get(*part).and_then(|sides| sides.get(side)) else {
            continue;
        };
        let patch = steps.iter().rev().fold(patch.clone(), |inner, step| {
            Value::Mapping(Mapping::from_iter([(Value::from(*step), inner)]))
        });
        merge(&mut document, patch);
    }
    let document = serde_yaml::to_string(&document).expect("a value can be written");
    let settings = case
        .get("settings")
        .and_then(|sides| sides.get(side)?.as_str());
    let before = before.map(Lock::text);
    let source = |name: &'static str| move |text| Source { name, text };
    let input = Input {
        settings: settings.map(source("settings.toml")),
        lock: before.as_deref().map(source("openapi.lock")),
        ..Input::new(source("openapi.yaml")(&document))
    };
    let (surface, report) = generator::surface(&input, &mut |_| {});
    let surface = surface.unwrap_or_else(|| panic!("{}\n{document}", report.render(false, false)));
    Lock::of(&surface)
}

/// RFC 7386: what is null goes.
fn merge(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Mapping(target), Value::Mapping(patch)) => {
            for (key, value) in patch {
                if value.is_null() {
                    target.remove(&key);
                } else {
                    merge(target.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (target, patch) => {
            // What is new may hold nulls too, which say that there is nothing.
            *target = match patch {
                Value::Mapping(patch) => {
                    let mut whole = Value::Mapping(Mapping::new());
                    merge(&mut whole, Value::Mapping(patch));
                    whole
                }
                other => other,
            };
        }
    }
}

fn yaml<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).expect("the cases are there");
    serde_yaml::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn text<'a>(case: &'a Value, key: &str) -> Option<&'a str> {
    case.get(key).and_then(Value::as_str)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("changes")
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
