//! Earlier versions of files, from the repository that they are kept in.

use std::path::Path;
use std::process::Command;

use crate::Error;

/// A file as it was in a revision; `None` when it was not there.
///
/// # Errors
///
/// When git can't be run, or there is no such revision.
pub fn show(root: &Path, revision: &str, path: &str) -> Result<Option<String>, Error> {
    let commit = format!("{revision}^{{commit}}");
    if run(
        root,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ],
    )?
    .is_none()
    {
        return Err(
            Error::new(format!("{revision:?} is no file and no revision of git"))
                .help("name a document, a lock, or a commit, branch or tag"),
        );
    }
    run(
        root,
        &["show", "--end-of-options", &format!("{revision}:{path}")],
    )
}

/// What a command of git prints; `None` when it fails.
fn run(root: &Path, arguments: &[&str]) -> Result<Option<String>, Error> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output()
        .map_err(|cause| Error::io("run", "git", cause))?;
    let text = || String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(output.status.success().then(text))
}
