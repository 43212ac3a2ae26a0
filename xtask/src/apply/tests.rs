use std::collections::BTreeMap;
use std::time::SystemTime;

use tempfile::TempDir;

use super::*;
use crate::listing;

const WANTED: &[(&str, &str)] = &[
    ("Cargo.toml", "[package]"),
    ("src/lib.rs", "mod generated;"),
    ("src/generated/mod.rs", "mod models;"),
    ("src/generated/models/pet.rs", "struct Pet;"),
];

fn plan(out: &Path, wanted: &[(&str, &str)]) -> Plan {
    let wanted: BTreeMap<_, _> = wanted
        .iter()
        .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()))
        .collect();
    let owned = vec![PathBuf::from("src/generated")];
    let listing = listing::read(out, wanted.keys().map(AsRef::as_ref), &owned).unwrap();
    Plan::new(out.to_path_buf(), owned, wanted, listing)
}

fn write(out: &Path, path: &str, text: &str) {
    let path = out.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every file and folder below `out` with its content and time; folders have neither.
fn snapshot(out: &Path) -> BTreeMap<PathBuf, Option<(String, SystemTime)>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![out.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for child in fs::read_dir(folder).unwrap() {
            let path = child.unwrap().path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            let content = metadata.is_file().then(|| {
                (
                    fs::read_to_string(&path).unwrap(),
                    metadata.modified().unwrap(),
                )
            });
            if metadata.is_dir() {
                pending.push(path.clone());
            }
            found.insert(path, content);
        }
    }
    found
}

/// An output that [`WANTED`] changes in every way: something to create, to replace, to remove and to keep.
fn previous_output() -> TempDir {
    let out = TempDir::new().unwrap();
    write(out.path(), "Cargo.toml", "[package]");
    write(out.path(), "notes.txt", "by hand");
    write(out.path(), "src/lib.rs", "old");
    write(out.path(), "src/generated/mod.rs", "old");
    write(out.path(), "src/generated/stray.rs", "stray");
    write(out.path(), "src/generated/resources/deep/stray.rs", "stray");
    out
}

#[test]
fn a_new_folder_is_filled_and_a_second_run_touches_nothing() {
    let parent = TempDir::new().unwrap();
    let out = parent.path().join("some/new/crate");
    let summary = apply(&plan(&out, WANTED)).unwrap();
    assert_eq!(summary.created.len(), WANTED.len());
    for (path, text) in WANTED {
        assert_eq!(&fs::read_to_string(out.join(path)).unwrap(), text);
    }

    let before = snapshot(&out);
    let second = plan(&out, WANTED);
    assert!(second.is_clean());
    assert_eq!(apply(&second).unwrap().unchanged, WANTED.len());
    assert_eq!(snapshot(&out), before);
}

#[test]
fn only_what_differs_is_written_and_strays_are_removed() {
    let out = previous_output();
    let before = snapshot(out.path());
    let summary = apply(&plan(out.path(), WANTED)).unwrap();
    assert_eq!(
        summary.created,
        [PathBuf::from("src/generated/models/pet.rs")]
    );
    assert_eq!(
        summary.changed,
        [
            PathBuf::from("src/generated/mod.rs"),
            PathBuf::from("src/lib.rs")
        ]
    );
    assert_eq!(summary.removed.len(), 2);

    let after = snapshot(out.path());
    for kept in ["Cargo.toml", "notes.txt"] {
        assert_eq!(
            after[&out.path().join(kept)],
            before[&out.path().join(kept)],
            "{kept}"
        );
    }
    assert!(!out.path().join("src/generated/stray.rs").exists());
    assert!(
        !out.path().join("src/generated/resources").exists(),
        "an emptied folder is removed"
    );
    assert!(!out.path().join(STAGING).exists());
    assert!(plan(out.path(), WANTED).is_clean());
}

#[test]
fn a_rename_that_fails_puts_everything_back() {
    let steps = plan(previous_output().path(), WANTED).changes().len();
    assert_eq!(steps, 5);
    for failing in 0..steps {
        let out = previous_output();
        let before = snapshot(out.path());
        let mut step = 0;
        let error = apply_watched(&plan(out.path(), WANTED), &mut |_| {
            step += 1;
            if step > failing {
                Err(io::Error::other("pulled the plug"))
            } else {
                Ok(())
            }
        })
        .unwrap_err();
        assert!(error.to_string().contains("pulled the plug"), "{error}");
        assert_eq!(snapshot(out.path()), before, "after {failing} renames");
    }
}

#[test]
fn a_first_run_that_fails_leaves_no_folder() {
    let parent = TempDir::new().unwrap();
    let out = parent.path().join("new");
    let failure = apply_watched(&plan(&out, &WANTED[..1]), &mut |_| {
        Err(io::Error::other("no"))
    });
    assert!(failure.is_err());
    assert!(!out.exists());
}

#[test]
fn nothing_is_touched_before_everything_is_staged() {
    let out = previous_output();
    let before = snapshot(out.path());
    let plan = plan(out.path(), WANTED);
    let staging = Staging::open(out.path()).unwrap();
    stage(&plan, &staging).unwrap();
    let mut staged = snapshot(out.path());
    staged.retain(|path, _| !path.starts_with(out.path().join(STAGING)));
    assert_eq!(staged, before);
}

#[test]
fn leftovers_of_an_interrupted_run_are_cleaned_up() {
    let out = previous_output();
    let leftover = format!("{STAGING}/new/src/generated/half.rs");
    write(out.path(), &leftover, "half a fi");
    write(out.path(), &format!("{STAGING}/lock"), "");
    apply(&plan(out.path(), WANTED)).unwrap();
    assert!(!out.path().join(STAGING).exists());
    assert!(!out.path().join("src/generated/half.rs").exists());

    write(out.path(), &leftover, "half a fi");
    let clean = plan(out.path(), WANTED);
    assert!(clean.is_clean());
    apply(&clean).unwrap();
    assert!(
        !out.path().join(STAGING).exists(),
        "even when there is nothing to write"
    );
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let out = previous_output();
    let plan = plan(out.path(), WANTED);
    let before = snapshot(out.path());
    let first = Staging::open(out.path()).unwrap();
    let error = apply(&plan).unwrap_err();
    assert!(error.to_string().contains("another codegen"), "{error}");
    first.close();
    assert_eq!(snapshot(out.path()), before);
    apply(&plan).unwrap();
}

#[test]
fn a_folder_below_a_file_gives_a_clear_message() {
    let parent = TempDir::new().unwrap();
    write(parent.path(), "file", "");
    let out = parent.path().join("file/crate");
    let wanted = BTreeMap::from([(PathBuf::from("Cargo.toml"), String::new())]);
    let plan = Plan::new(out.clone(), Vec::new(), wanted, listing::Listing::default());
    let error = apply(&plan).unwrap_err();
    assert_eq!(error.kind(), Some(io::ErrorKind::NotADirectory));
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("cannot write into {}", out.display())),
        "{text}"
    );
    assert!(text.contains("choose another folder"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_gives_a_clear_message() {
    use std::os::unix::fs::PermissionsExt as _;

    let out = previous_output();
    let plan = plan(out.path(), WANTED);
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // The superuser may write anywhere, so there is nothing to see for them.
    let superuser = fs::write(out.path().join("probe"), "").is_ok();
    let result = apply(&plan);
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o755)).unwrap();
    if superuser {
        return;
    }
    let error = result.unwrap_err();
    assert_eq!(error.kind(), Some(io::ErrorKind::PermissionDenied));
    assert!(error.to_string().contains("check who owns it"), "{error}");
    assert!(!plan_is_applied(out.path()));
}

#[cfg(unix)]
fn plan_is_applied(out: &Path) -> bool {
    plan(out, WANTED).is_clean()
}

#[cfg(unix)]
#[test]
fn links_are_never_written_through() {
    let elsewhere = TempDir::new().unwrap();
    write(elsewhere.path(), "mod.rs", "theirs");

    let out = previous_output();
    let link = out.path().join("src/generated/link.rs");
    std::os::unix::fs::symlink(elsewhere.path().join("mod.rs"), &link).unwrap();
    apply(&plan(out.path(), &[("src/generated/link.rs", "ours")])).unwrap();
    assert_eq!(fs::read_to_string(&link).unwrap(), "ours");
    assert_eq!(
        fs::read_to_string(elsewhere.path().join("mod.rs")).unwrap(),
        "theirs"
    );

    fs::remove_dir_all(out.path().join("src/generated")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), out.path().join("src/generated")).unwrap();
    let owned = [PathBuf::from("src/generated")];
    let error = listing::read(out.path(), [], &owned).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("a link stands where codegen keeps a folder"),
        "{error}"
    );
}

#[test]
fn paths_that_lead_out_of_the_crate_are_refused() {
    let out = TempDir::new().unwrap();
    for path in ["../outside.rs", "/etc/passwd", "src/../../outside.rs", ""] {
        let error = listing::read(out.path(), [Path::new(path)], &[]).unwrap_err();
        assert!(
            error.to_string().contains("outside of the crate"),
            "{path}: {error}"
        );
    }
}

#[test]
fn a_folder_where_a_file_is_wanted_is_refused() {
    let out = TempDir::new().unwrap();
    write(out.path(), "Cargo.toml/precious.txt", "mine");
    let error = listing::read(out.path(), [Path::new("Cargo.toml")], &[]).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("a folder stands where codegen writes a file"),
        "{error}"
    );
}
