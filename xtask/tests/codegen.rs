//! The `codegen` command as it is typed: exit codes, what it prints and where, and what it leaves alone.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of a test fail it by panicking, and clippy only knows the test functions themselves"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const DOCUMENT: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://pets.example }]
paths:
  /pets/{id}:
    get:
      operationId: GetPet
      tags: [Pets]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema: { type: object, required: [name], properties: { name: { type: string } } }
";

const BROKEN: &str = "openapi: 3.1.0\ninfo: [BAD\n";

/// Runs `xtask codegen --spec pets.yaml --out pets` and more in the folder.
fn codegen(folder: &TempDir, document: &str, more: &[&str]) -> Output {
    fs::write(folder.path().join("pets.yaml"), document).unwrap();
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args([
            "codegen",
            "--spec",
            "pets.yaml",
            "--out",
            "pets",
            "--package",
            "pets",
        ])
        .args(more)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What the files of a generated crate hold, and when they were written.
fn crate_files(folder: &TempDir) -> Vec<(String, std::time::SystemTime)> {
    [
        "Cargo.toml",
        "src/lib.rs",
        "src/generated/mod.rs",
        "src/runtime/mod.rs",
    ]
    .map(|path| {
        let path = folder.path().join("pets").join(path);
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (text, fs::metadata(path).unwrap().modified().unwrap())
    })
    .to_vec()
}

fn append(path: &Path, text: &str) {
    let old = fs::read_to_string(path).unwrap();
    fs::write(path, old + text).unwrap();
}

#[test]
fn a_crate_is_written_once_and_then_found_up_to_date() {
    let folder = TempDir::new().unwrap();
    let first = codegen(&folder, DOCUMENT, &[]);
    assert!(first.status.success(), "{}", stderr(&first));
    assert!(
        stdout(&first).contains(" created, 0 changed, 0 removed, 0 unchanged\n"),
        "{}",
        stdout(&first)
    );
    assert!(!folder.path().join("pets/src/runtime/tests").exists());

    let before = crate_files(&folder);
    let second = codegen(&folder, DOCUMENT, &[]);
    assert!(
        stdout(&second).contains("\n0 created, 0 changed, 0 removed, "),
        "{}",
        stdout(&second)
    );
    assert_eq!(crate_files(&folder), before);

    let check = codegen(&folder, DOCUMENT, &["--check"]);
    assert_eq!(check.status.code(), Some(0), "{}", stdout(&check));
    assert!(
        stdout(&check).starts_with("pets is up to date: "),
        "{}",
        stdout(&check)
    );
}

#[test]
fn check_shows_what_is_stale_and_changes_nothing() {
    let folder = TempDir::new().unwrap();
    codegen(&folder, DOCUMENT, &[]);
    append(&folder.path().join("pets/src/lib.rs"), "// by hand\n");
    fs::write(
        folder.path().join("pets/src/generated/stray.rs"),
        "// stray\n",
    )
    .unwrap();

    let before = crate_files(&folder);
    let check = codegen(&folder, DOCUMENT, &["--check"]);
    assert_eq!(check.status.code(), Some(1));
    let shown = stdout(&check);
    assert!(
        shown.contains("--- a/src/lib.rs\n+++ b/src/lib.rs\n"),
        "{shown}"
    );
    assert!(shown.contains("\n-// by hand\n"), "{shown}");
    assert!(
        shown.contains("--- a/src/generated/stray.rs\n+++ /dev/null\n"),
        "{shown}"
    );
    assert!(
        stderr(&check).contains("error: pets is stale"),
        "{}",
        stderr(&check)
    );
    assert_eq!(crate_files(&folder), before);

    assert!(codegen(&folder, DOCUMENT, &[]).status.success());
    assert!(!folder.path().join("pets/src/generated/stray.rs").exists());
    assert!(codegen(&folder, DOCUMENT, &["--check"]).status.success());
}

#[test]
fn a_document_with_errors_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let failed = codegen(&folder, BROKEN, &[]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(
        stderr(&failed).contains("nothing was written"),
        "{}",
        stderr(&failed)
    );
    assert!(!folder.path().join("pets").exists());

    codegen(&folder, DOCUMENT, &[]);
    append(&folder.path().join("pets/src/lib.rs"), "// by hand\n");
    let before = crate_files(&folder);
    assert_eq!(codegen(&folder, BROKEN, &[]).status.code(), Some(1));
    assert_eq!(crate_files(&folder), before);
}

#[test]
fn a_foreign_folder_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("pets/src")).unwrap();
    fs::write(folder.path().join("pets/src/lib.rs"), "// theirs\n").unwrap();
    let refused = codegen(&folder, DOCUMENT, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        stderr(&refused).starts_with("error: codegen will not write into pets\n"),
        "{}",
        stderr(&refused)
    );
    assert!(!folder.path().join("pets/Cargo.toml").exists());
    assert_eq!(
        fs::read_to_string(folder.path().join("pets/src/lib.rs")).unwrap(),
        "// theirs\n"
    );
}

#[test]
fn a_missing_document_is_named() {
    let folder = TempDir::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["ir", "--spec", "nowhere.yaml"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).starts_with("error: cannot read nowhere.yaml: "),
        "{}",
        stderr(&output)
    );
}

#[test]
fn repairs_are_written_down_as_an_overlay_that_is_then_applied() {
    let folder = TempDir::new().unwrap();
    let quoted = DOCUMENT.replace("name: { type: string }", "name: { type: str }");
    fs::write(folder.path().join("pets.yaml"), quoted).unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--spec", "pets.yaml"])
            .args(arguments)
            .current_dir(&folder)
            .output()
            .unwrap()
    };
    let shown = run(&["--suggest-overlay"]);
    assert!(stdout(&shown).starts_with("overlay: 1.1.0\n"), "{shown:?}");
    assert_eq!(stderr(&shown), "1 action for 1 repair\n");
    let written = run(&["--suggest-overlay", "pets.overlay.yaml"]);
    assert!(written.status.success(), "{written:?}");
    let text = fs::read_to_string(folder.path().join("pets.overlay.yaml")).unwrap();
    assert_eq!(text, stdout(&shown));
    let again = run(&["--suggest-overlay", "pets.overlay.yaml"]);
    assert!(!again.status.success(), "{again:?}");
    assert!(stderr(&again).contains("name a new file"), "{again:?}");
    let repaired = run(&["--out", "a"]);
    assert!(
        stderr(&repaired).contains("warning[repaired]"),
        "{repaired:?}"
    );
    let corrected = run(&["--out", "b", "--overlay", "pets.overlay.yaml"]);
    assert_eq!(stderr(&corrected), "", "{corrected:?}");
}
