//! A program that knows nothing but `sdk.json` calls every operation, with bodies given as JSON, and finds on the wire and in
//! Rust what the file says.

use std::path::{Path, PathBuf};

use sdk_tests::calls::check_crate;
use sdk_tests::fixtures;
use xtask::workspace::Workspace;

/// The fixtures that show something which goes over the wire.
const ON_THE_WIRE: &[&str] = &[
    "additional-properties",
    "answers",
    "bodies",
    "bytes-in-json",
    "event-streams",
    "form-encoding",
    "headers-and-cookies",
    "multipart",
    "odd-paths",
    "path-parameters",
    "presence",
    "query-parameters",
    "read-only-write-only",
];

#[test]
fn all_six_operations_are_called_from_sdk_json() {
    let workspace = Workspace::find().expect("the workspace is there");
    check(&workspace.client(), 22);
}

#[test]
fn what_fixtures_show_is_called_from_sdk_json() {
    for fixture in fixtures::accepted() {
        if ON_THE_WIRE.contains(&fixture.name.as_str()) {
            let folder = out().join("crates").join(&fixture.name);
            fixture.write_crate(&folder);
            check(&folder, 1);
        }
    }
}

/// Calls all of a crate: at least this often, and without a fault.
fn check(folder: &Path, at_least: usize) {
    let calls = check_crate(&out(), folder);
    assert!(calls.made >= at_least, "only {} calls", calls.made);
    assert!(
        calls.faults.is_empty(),
        "{}:\n{}",
        folder.display(),
        calls.faults.join("\n")
    );
}

fn out() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("calls")
}
