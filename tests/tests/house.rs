//! The rules of ARCHITECTURE.md that a machine can check: which crate may be named where, and how long files get.

use std::fs;
use std::path::{Path, PathBuf};

/// A crate (or a path of the standard library), and the only places under `generator/src` that may name it.
const ROOMS: &[(&str, &[&str])] = &[
    ("serde_yaml::", &["spec/"]),
    ("serde_json::", &["spec/"]),
    ("serde_json_path::", &["spec/overlay/"]),
    ("saphyr_parser::", &["spec/"]),
    ("openapiv3::", &["spec/", "lower/"]),
    ("heck::", &["names/"]),
    ("deunicode::", &["names/"]),
    ("quote::", &["emit/", "format"]),
    ("proc_macro2::", &["emit/", "format"]),
    ("syn::", &["format"]),
    ("prettyplease::", &["format"]),
    ("annotate_snippets::", &["diagnostics/"]),
    ("pulldown_cmark::", &["markdown/"]),
    ("std::fs", &[]),
    ("std::env", &[]),
    ("std::net", &[]),
    ("std::process", &[]),
    ("std::time", &[]),
];

/// Modules of the generator that must not know each other: (from, to).
const STRANGERS: &[(&str, &str)] = &[
    ("ir/", "crate::spec"),
    ("ir/", "crate::lower"),
    ("ir/", "crate::emit"),
    ("spec/", "crate::ir"),
    ("spec/", "crate::lower"),
    ("lower/", "crate::emit"),
    ("lower/", "crate::analyze"),
    ("analyze.rs", "crate::lower"),
    ("analyze.rs", "crate::spec"),
    ("emit/", "crate::spec"),
    ("emit/", "crate::lower"),
    ("surface/", "crate::emit"),
    ("surface/", "crate::lower"),
    ("surface/", "crate::spec"),
];

/// Folders of code by hand, and the length at which a file is hiding a noun.
const BY_HAND: &[&str] = &[
    "generator/src",
    "xtask/src",
    "generated-client/src/runtime",
    "generated-client/examples",
    "tests/src",
    "tests/tests",
];
const TOO_LONG: usize = 450;

#[test]
fn crates_stay_in_their_rooms() {
    let root = workspace().join("generator/src");
    let mut faults = Vec::new();
    for (path, text) in rust_files(&root) {
        for (name, rooms) in ROOMS {
            if !rooms.iter().any(|room| path.starts_with(room)) {
                faults.extend(
                    lines_with(&text, name).map(|line| format!("{path}:{line} names {name}")),
                );
            }
        }
        for (from, to) in STRANGERS {
            if path.starts_with(from) {
                faults
                    .extend(lines_with(&text, to).map(|line| format!("{path}:{line} names {to}")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_by_hand_stay_short() {
    let mut faults = Vec::new();
    for folder in BY_HAND {
        for (path, text) in rust_files(&workspace().join(folder)) {
            let lines = text.lines().count();
            if lines > TOO_LONG {
                faults.push(format!("{folder}/{path} has {lines} lines"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Lines of code (comments aside) that hold a text. A path that only ends in the name is another crate.
fn lines_with<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.lines().enumerate().filter_map(move |(index, line)| {
        let code = line.split("//").next().unwrap_or_default();
        let named = code.match_indices(name).any(|(at, _)| {
            !code[..at].ends_with(|before: char| {
                before.is_alphanumeric() || before == '_' || before == '"'
            })
        });
        // What is quoted is emitted, not used.
        (named
            && !code.contains("quote!(")
            && !line.trim_start().starts_with('#')
            && !emitted(code, name))
        .then_some(index + 1)
    })
}

/// Emitted code names crates of the generated crate, which are none of the generator's.
fn emitted(code: &str, name: &str) -> bool {
    name == "serde_json::"
        && (code.contains("serde_json::Value") || code.contains("serde_json :: Value"))
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ stands in the workspace")
        .to_owned()
}

/// Every Rust file below a folder, by its path inside it.
fn rust_files(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(root)
                    .expect("it was found below the root")
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((
                    name,
                    fs::read_to_string(&path).expect("source files are text"),
                ));
            }
        }
    }
    found.sort();
    found
}
