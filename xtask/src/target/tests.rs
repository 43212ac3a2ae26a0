use tempfile::TempDir;

use super::*;

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn check(out: &Path) -> Result<(), Error> {
    Target::standalone("petstore.yaml", out).check_out(&Workspace::find().unwrap())
}

#[test]
fn new_empty_and_own_folders_are_taken() {
    let parent = TempDir::new().unwrap();
    check(parent.path()).unwrap();
    check(&parent.path().join("new/deep")).unwrap();

    write(parent.path(), "versioned/.git/HEAD", "");
    check(&parent.path().join("versioned")).unwrap();

    write(parent.path(), "ours/Cargo.toml", "");
    write(parent.path(), "ours/src/generated/mod.rs", "");
    check(&parent.path().join("ours")).unwrap();

    write(parent.path(), &format!("interrupted/{STAGING}/lock"), "");
    write(parent.path(), "interrupted/Cargo.toml", "");
    check(&parent.path().join("interrupted")).unwrap();
}

#[test]
fn foreign_folders_are_refused() {
    let parent = TempDir::new().unwrap();
    write(parent.path(), "src/main.rs", "fn main() {}");
    let error = check(parent.path()).unwrap_err();
    assert_eq!(error.path(), Some(parent.path()));
    assert!(
        error.to_string().contains("was not written by codegen"),
        "{error}"
    );

    let error = check(&parent.path().join("src/main.rs")).unwrap_err();
    assert!(
        error.to_string().contains("choose another folder"),
        "{error}"
    );
}

#[test]
fn the_rooms_of_this_repository_are_refused() {
    let workspace = Workspace::find().unwrap();
    let root = workspace.root();
    for out in [
        workspace.client(),
        workspace.client().join("src/generated"),
        root.join("generator/../specs/new"),
        root.join("nowhere/../specs/new"),
        root.to_path_buf(),
        root.join(".."),
    ] {
        let error = check(&out).unwrap_err();
        assert!(error.to_string().contains("own workspace"), "{error}");
    }
    check(&root.join("target/some/new/crate")).unwrap();
}

#[test]
fn a_stand_alone_crate_gets_the_runtime_without_its_tests() {
    let workspace = Workspace::find().unwrap();
    let out = TempDir::new().unwrap();
    let emitted = BTreeMap::from([("Cargo.toml".to_owned(), "[package]\n".to_owned())]);
    let files = Target::standalone("a.yaml", out.path())
        .files(&workspace, emitted.clone())
        .unwrap();
    assert_eq!(files[Path::new("Cargo.toml")], "[package]\n");
    assert!(files.contains_key(Path::new("src/runtime/mod.rs")));
    for (path, text) in &files {
        assert!(!is_test(path), "{}", path.display());
        assert!(!text.contains("\nmod tests;"), "{}", path.display());
    }

    let files = Target::client(&workspace)
        .files(&workspace, emitted)
        .unwrap();
    assert_eq!(files.len(), 1, "the checked-in client has the original");
}

#[test]
fn a_crate_inside_this_workspace_says_that_it_is_no_member() {
    let workspace = Workspace::find().unwrap();
    let out = workspace.root().join("target/some/new/crate");
    let emitted = BTreeMap::from([("Cargo.toml".to_owned(), "[package]\n".to_owned())]);
    let files = Target::standalone("a.yaml", out)
        .files(&workspace, emitted)
        .unwrap();
    assert!(files[Path::new("Cargo.toml")].ends_with("\n[workspace]\n"));
}

#[test]
fn only_the_declaration_of_a_test_file_is_taken_out() {
    let text = "mod a;\n\n#[cfg(test)]\nmod tests;\n\nmod b;\n#[cfg(test)]\nmod tests {\n}\n";
    assert_eq!(
        without_test_modules(text),
        "mod a;\n\nmod b;\n#[cfg(test)]\nmod tests {\n}\n"
    );
    assert_eq!(
        without_test_modules("mod a;\n\n#[cfg(test)]\nmod tests;\n"),
        "mod a;\n"
    );
    assert_eq!(
        without_test_modules("mod a;\n#[cfg(test)]\nmod tests;\nmod b;\n"),
        "mod a;\nmod b;\n"
    );
}
