//! Documents that were torn apart and put together again, given to the generator.
//!
//! The fixtures are the material. What the bytes choose is where they are cut, and what from another place or another
//! fixture goes in there; so most of what comes out is nearly a document, which gets further than noise would.

use std::path::Path;
use std::sync::LazyLock;

use generator::diagnostics::Code;
use generator::{Input, Source};
use serde_json::Value;

/// No file is larger than this for every byte of the document, however its parts repeat each other.
const GROWTH: usize = 2_000;
/// What the files take that don't depend on the document.
const CONSTANT: usize = 500_000;

/// Texts and trees of all fixtures, in the order of their names.
static SEEDS: LazyLock<Vec<(String, Value)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let folders = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = folders
        .map(|entry| entry.path().join("openapi.yaml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|path| {
            let text = std::fs::read_to_string(path).ok()?;
            let tree = serde_yaml::from_str(&text).unwrap_or(Value::Null);
            Some((text, tree))
        })
        .collect()
});

/// Choices, as long as there are bytes.
pub(super) struct Choices<'a>(pub(super) &'a [u8]);

impl Choices<'_> {
    /// A number below this one; the first when the bytes have run out.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let mut number = 0;
        for _ in 0..2 {
            if let Some((first, rest)) = self.0.split_first() {
                number = number * 256 + usize::from(*first);
                self.0 = rest;
            }
        }
        number % end.max(1)
    }

    fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

/// Every document gives a crate or complaints, and never more text than it can account for.
pub(crate) fn documents(bytes: &[u8]) {
    let text = match bytes.split_first() {
        Some((0..64, rest)) => torn_text(&mut Choices(rest)),
        Some((64..72, rest)) => String::from_utf8_lossy(rest).into_owned(),
        Some((_, rest)) => grafted_tree(&mut Choices(rest)),
        None => String::new(),
    };
    check(&text);
}

/// The text gives a crate or complaints, and never more than it can account for.
pub(super) fn check(text: &str) {
    let document = Source {
        name: "openapi.yaml",
        text,
    };
    let input = Input {
        package: Some("fuzzed"),
        ..Input::new(document)
    };
    let generated = generator::generate(&input, &mut |_| ());
    let report = &generated.report;
    assert_eq!(generated.output.is_some(), report.errors == 0, "{text}");
    let faults = report.diagnostics().iter();
    let fault = faults
        .filter(|found| found.code == Code::Internal)
        .map(|found| &found.message)
        .next();
    assert_eq!(fault, None, "{text}");
    // Printing a complaint looks its place up, which is work of its own.
    let _ = report.render(false, true);
    let files = generated.output.map(|output| output.files);
    let size: usize = files.iter().flatten().map(|(_, file)| file.len()).sum();
    assert!(
        size <= CONSTANT + GROWTH * text.len(),
        "{size} bytes of Rust from {} bytes:\n{text}",
        text.len()
    );
}

/// A fixture with a few stretches of its text, or of another's, left out, doubled or put elsewhere.
fn torn_text(choices: &mut Choices<'_>) -> String {
    let mut letters: Vec<char> = seed(choices).0.chars().collect();
    while !choices.is_over() && letters.len() < 20_000 {
        let other: Vec<char> = seed(choices).0.chars().collect();
        let from = choices.below(other.len());
        let piece = &other[from..(from + choices.below(80)).min(other.len())];
        let at = choices.below(letters.len());
        let gone = at..(at + choices.below(40)).min(letters.len());
        letters.splice(gone, piece.iter().copied());
    }
    letters.into_iter().collect()
}

/// A fixture in which branches were exchanged for branches of others, as JSON.
fn grafted_tree(choices: &mut Choices<'_>) -> String {
    let mut tree = seed(choices).1.clone();
    let mut size = tree.to_string().len();
    while !choices.is_over() && size < 40_000 {
        let other = &seed(choices).1;
        let count = nodes(other);
        let graft = match choices.below(8) {
            0 => Value::Null,
            1 => Value::from(choices.below(3)),
            2 => {
                Value::from(["", "..", "#/components/schemas/A", "object", "🦀"][choices.below(5)])
            }
            _ => nth(other, &mut choices.below(count)).unwrap_or(Value::Null),
        };
        let count = nodes(&tree);
        change(
            &mut tree,
            &mut choices.below(count),
            choices.below(4),
            graft,
        );
        size = tree.to_string().len();
    }
    tree.to_string()
}

fn seed(choices: &mut Choices<'_>) -> &'static (String, Value) {
    &SEEDS[choices.below(SEEDS.len())]
}

fn children(tree: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match tree {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(fields) => Box::new(fields.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn nodes(tree: &Value) -> usize {
    1 + children(tree).map(nodes).sum::<usize>()
}

/// The branch that is met after so many others.
fn nth(tree: &Value, left: &mut usize) -> Option<Value> {
    if *left == 0 {
        return Some(tree.clone());
    }
    *left -= 1;
    children(tree).find_map(|child| nth(child, left))
}

/// Exchanges, removes, adds to or renames something at the branch that is met after so many others.
fn change(tree: &mut Value, left: &mut usize, how: usize, graft: Value) -> bool {
    if *left == 0 {
        match (how, tree) {
            (1, Value::Object(fields)) => {
                if let Some(key) = fields
                    .keys()
                    .nth(graft.to_string().len() % fields.len().max(1))
                    .cloned()
                {
                    fields.remove(&key);
                }
            }
            (2, Value::Object(fields)) => match graft {
                Value::Object(more) => fields.extend(more),
                other => drop(fields.insert("allOf".to_owned(), Value::Array(vec![other]))),
            },
            (2, Value::Array(items)) => items.push(graft),
            (3, Value::Object(fields)) => {
                if let Some((key, value)) = fields
                    .iter()
                    .next()
                    .map(|(key, value)| (key.clone(), value.clone()))
                {
                    fields.remove(&key);
                    fields.insert(graft.as_str().map_or(key, str::to_owned), value);
                }
            }
            (_, place) => *place = graft,
        }
        return true;
    }
    *left -= 1;
    match tree {
        Value::Array(items) => items
            .iter_mut()
            .any(|child| change(child, left, how, graft.clone())),
        Value::Object(fields) => fields
            .values_mut()
            .any(|child| change(child, left, how, graft.clone())),
        _ => false,
    }
}
