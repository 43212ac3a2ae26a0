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
    assert!(second.status.success(), "{}", stderr(&second));
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

/// The document with a required parameter more, which breaks callers and old clients.
fn grown() -> String {
    DOCUMENT.replace(
        "parameters: [",
        "parameters: [{ name: kind, in: query, required: true, schema: { type: string } }, ",
    )
}

#[test]
fn a_version_that_is_too_low_is_refused_and_raised_on_request() {
    let folder = TempDir::new().unwrap();
    let settings = folder.path().join("pets.toml");
    fs::write(&settings, "[package]\nversion = \"0.1.0\" # ours\n").unwrap();
    let with = ["--settings", "pets.toml"];
    let first = codegen(&folder, DOCUMENT, &with);
    assert!(first.status.success(), "{}", stderr(&first));
    let lock = folder.path().join("pets/openapi.lock");
    let kept = fs::read_to_string(&lock).unwrap();

    let refused = codegen(&folder, &grown(), &with);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        stderr(&refused)
            .contains("error: the version 0.1.0 is too low for these changes after 0.1.0")
            && stderr(&refused).contains("set `version = \"0.2.0\"`"),
        "{}",
        stderr(&refused)
    );
    let told = stdout(&refused);
    assert!(
        told.contains("source-breaking, wire-breaking pets().get().kind: the query parameter `kind` is new and required")
            && told.contains("verdict: major (source: major, wire: major)"),
        "{told}"
    );
    assert_eq!(fs::read_to_string(&lock).unwrap(), kept);

    let raised = codegen(&folder, &grown(), &["--settings", "pets.toml", "--bump"]);
    assert!(raised.status.success(), "{}", stderr(&raised));
    assert!(
        stdout(&raised).contains("\namplification "),
        "{}",
        stdout(&raised)
    );
    assert_eq!(
        fs::read_to_string(&settings).unwrap(),
        "[package]\nversion = \"0.2.0\" # ours\n"
    );
    let manifest = fs::read_to_string(folder.path().join("pets/Cargo.toml")).unwrap();
    assert!(manifest.contains("version = \"0.2.0\""), "{manifest}");
    let log = fs::read_to_string(folder.path().join("pets/CHANGELOG.md")).unwrap();
    assert!(
        log.starts_with("# Changelog\n\n## 0.2.0\n\n### Breaking\n\n- `pets().get().kind`"),
        "{log}"
    );
    let after = codegen(&folder, &grown(), &["--settings", "pets.toml", "--check"]);
    assert!(
        after.status.success(),
        "{}{}",
        stdout(&after),
        stderr(&after)
    );
}

#[test]
fn a_run_with_nothing_to_do_sees_what_was_touched() {
    let folder = TempDir::new().unwrap();
    codegen(&folder, DOCUMENT, &[]);
    let idle = codegen(&folder, DOCUMENT, &[]);
    assert!(
        stdout(&idle).starts_with("pets is as the last run left it: "),
        "{}",
        stdout(&idle)
    );
    let stray = folder.path().join("pets/src/generated/stray.rs");
    for path in [&stray, &folder.path().join("pets/src/lib.rs")] {
        fs::write(path, "// by hand\n").unwrap();
        let mended = codegen(&folder, DOCUMENT, &[]);
        assert!(mended.status.success());
        assert_ne!(
            fs::read_to_string(path).ok().as_deref(),
            Some("// by hand\n")
        );
    }
    fs::remove_file(folder.path().join("pets/openapi.lock")).unwrap();
    codegen(&folder, DOCUMENT, &[]);
    assert!(folder.path().join("pets/openapi.lock").exists());
}

#[test]
fn two_documents_are_compared_in_every_form() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("old.yaml"), DOCUMENT).unwrap();
    fs::write(folder.path().join("new.yaml"), grown()).unwrap();
    let diff = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["diff", "--from", "old.yaml", "--to", "new.yaml"])
            .args(more)
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let text = diff(&[]);
    assert!(
        text.contains(
            "new.yaml:6:5, at /paths/~1pets~1{id}/get\n      + kind: impl Into<String>\n"
        ),
        "{text}"
    );
    let json: serde_json::Value = serde_json::from_str(&diff(&["--format", "json"])).unwrap();
    assert_eq!(json["verdict"], "major");
    assert_eq!(json["version"]["needed"], "0.2.0");
    assert_eq!(json["changes"][0]["rule"], "required-parameter-added");
    assert_eq!(json["changes"][0]["place"], "new.yaml:6:5");
    let markdown = diff(&["--format", "markdown"]);
    assert!(
        markdown.contains("**source-breaking, wire-breaking** `pets().get().kind`"),
        "{markdown}"
    );
    let entry = diff(&["--format", "changelog"]);
    assert!(entry.starts_with("## 0.2.0\n\n### Breaking\n"), "{entry}");
    let unknown = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["diff", "--from", "no-such-revision"])
        .output()
        .unwrap();
    assert!(
        stderr(&unknown).contains("is no file and no revision of git"),
        "{}",
        stderr(&unknown)
    );
}
