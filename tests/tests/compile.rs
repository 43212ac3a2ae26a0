//! What the generator writes for the fixtures is Rust that clippy and rustc have nothing to say about, with every
//! feature on and with none.
//!
//! All fixtures are members of one workspace, so that their dependencies are built once.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use sdk_tests::fixtures::{self, Fixture};
use sdk_tests::pages;

#[test]
fn emitted_code_compiles_without_a_warning() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let fixtures = fixtures::accepted();
    let mut programs = String::from(PROGRAMS);
    for fixture in &fixtures {
        let files = fixture.write_crate(&root.join(&fixture.name));
        for (path, text) in files
            .iter()
            .filter(|(path, _)| path.extension() == Some("md".as_ref()))
        {
            for (number, program) in pages::programs(text).iter().enumerate() {
                // The name tells which example of which page a complaint is about.
                let page = path.with_extension("");
                let place = format!("{} {} {number}", fixture.name, page.display());
                let module = place
                    .replace(|letter: char| !letter.is_alphanumeric(), "_")
                    .to_lowercase();
                let _ = writeln!(programs, "mod {module} {{\n{program}}}\n");
            }
        }
    }
    fixtures::write(&root.join(EXAMPLES).join("src/lib.rs"), &programs);
    fixtures::write(
        &root.join(EXAMPLES).join("Cargo.toml"),
        &examples_manifest(&fixtures),
    );
    remove_strays(&root, &fixtures);
    fixtures::write(&root.join("Cargo.toml"), &workspace(&fixtures));
    // The versions that the workspace is locked to are there already, so nothing has to be looked up.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    if !root.join("Cargo.lock").exists() {
        fs::copy(lock, root.join("Cargo.lock")).expect("the lock file can be copied");
    }
    cargo(&root, &["clippy", "--workspace", "--all-features"]);
    cargo(
        &root,
        &[
            "clippy",
            "--workspace",
            "--no-default-features",
            "--exclude",
            EXAMPLES,
        ],
    );
}

/// The member that holds every example of every page, as a consumer of all the crates.
const EXAMPLES: &str = "all-examples";

/// Its first lines: programs come as they stand, so nobody calls their `main`.
const PROGRAMS: &str = "//! Every example of every page.\n#![allow(dead_code, deprecated, clippy::disallowed_names)]\n\n";

fn examples_manifest(fixtures: &[Fixture]) -> String {
    let mut text = String::from(
        "[package]\nname = \"all-examples\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\nserde_json = \"1\"\n\
         jiff = { version = \"0.2\", default-features = false }\nuuid = { version = \"1\", default-features = false }\n\
         semver = { version = \"1\", features = [\"serde\"] }\n",
    );
    for fixture in fixtures {
        let name = &fixture.name;
        let _ = writeln!(
            text,
            "fixture-{name} = {{ path = \"../{name}\", features = [\"blocking\", \"testing\"] }}"
        );
    }
    text
}

fn workspace(fixtures: &[Fixture]) -> String {
    let mut text = String::from("[workspace]\nresolver = \"3\"\nmembers = [\n");
    for fixture in fixtures {
        let _ = writeln!(text, "    {:?},", fixture.name);
    }
    let _ = writeln!(text, "    {EXAMPLES:?},");
    text.push_str("]\n");
    text
}

/// Files that an earlier version of a fixture left behind would still be compiled.
fn remove_strays(root: &Path, fixtures: &[Fixture]) {
    for entry in fs::read_dir(root).expect("the folder is there").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir()
            && name != "target"
            && name != EXAMPLES
            && !fixtures.iter().any(|fixture| fixture.name == name)
        {
            fs::remove_dir_all(entry.path()).expect("our own folders can be removed");
        }
    }
}

fn cargo(root: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--quiet", "--", "-D", "warnings"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .output()
        .expect("cargo can be started");
    assert!(
        output.status.success(),
        "cargo {arguments:?}:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
