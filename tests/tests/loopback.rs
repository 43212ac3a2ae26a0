//! What fixtures show of bodies and answers holds over real connections: a consumer of their crates, `tests/loopback`, is compiled
//! beside them and run.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use sdk_tests::fixtures;

const FIXTURES: &[&str] = &[
    "answers",
    "bodies",
    "credentials",
    "event-streams",
    "files-beside-json",
    "media-types",
    "media-types-by-mistake",
    "without-content",
];

#[test]
fn fixtures_are_called_over_loopback() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("loopback");
    let mut manifest = String::from(
        "[package]\nname = \"consumer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[[test]]\nname = \"loopback\"\npath = \"main.rs\"\n\n\
         [dependencies]\ntokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n",
    );
    for fixture in fixtures::accepted() {
        let name = &fixture.name;
        if FIXTURES.contains(&name.as_str()) {
            fixture.write_crate(&root.join(name));
            let _ = writeln!(manifest, "fixture-{name} = {{ path = \"../{name}\" }}");
        }
    }
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in fs::read_dir(package.join("loopback")).expect("the folder is there") {
        let file = file.expect("files are there").path();
        let name = file.file_name().expect("files have names");
        let text = fs::read_to_string(&file).expect("files can be read");
        fixtures::write(&root.join("consumer").join(name), &text);
    }
    fixtures::write(&root.join("consumer/Cargo.toml"), &manifest);
    let members: Vec<&str> = FIXTURES.iter().copied().chain(["consumer"]).collect();
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    fixtures::write(&root.join("Cargo.toml"), &workspace);
    // The versions that the workspace is locked to are there already, so nothing has to be looked up.
    if !root.join("Cargo.lock").exists() {
        fs::copy(package.join("../Cargo.lock"), root.join("Cargo.lock"))
            .expect("the lock file can be copied");
    }
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--package", "consumer"])
        .current_dir(&root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .output()
        .expect("cargo can be started");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(told.contains("17 passed"), "{told}");
}
