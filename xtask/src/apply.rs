//! A plan carried out: every new file is written to a staging folder first, and then there are only renames.
//!
//! An interrupted run leaves the previous output whole, because until the last byte is staged nothing else has been
//! touched. A rename that fails puts everything back. The staging folder is inside the output folder, which keeps it
//! on the same filesystem; what an interrupted run leaves in it is cleaned up by the next one.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::plan::{Change, Plan, Summary};

/// The folder in which files wait for their rename.
pub const STAGING: &str = ".codegen-staging";

/// Makes the disk equal to what the plan wants, and tells what was done. Unchanged files keep their time stamps.
///
/// # Errors
///
/// When something cannot be written. The output is then as it was before.
pub fn apply(plan: &Plan) -> Result<Summary, Error> {
    apply_watched(plan, &mut |_| Ok(()))
}

/// The work of [`apply`]; `before` is asked before each rename, so that a test can make any one of them fail.
fn apply_watched(
    plan: &Plan,
    before: &mut dyn FnMut(&Path) -> io::Result<()>,
) -> Result<Summary, Error> {
    let leftovers = plan.out().join(STAGING).exists();
    if plan.is_clean() && !leftovers {
        return Ok(plan.summary());
    }
    let staging = Staging::open(plan.out())?;
    let result = stage(plan, &staging).and_then(|()| commit(plan, &staging, before));
    staging.close();
    result.map(|()| plan.summary())
}

/// The staging folder of one run, locked against a second run.
struct Staging {
    folder: PathBuf,
    /// The output folder, when it did not exist before this run.
    created_out: Option<PathBuf>,
    lock: File,
}

impl Staging {
    fn open(out: &Path) -> Result<Self, Error> {
        let created_out = (!out.exists()).then(|| out.to_path_buf());
        let folder = out.join(STAGING);
        fs::create_dir_all(&folder).map_err(|cause| Error::io("write into", out, cause))?;
        let lock_path = folder.join("lock");
        let lock =
            File::create(&lock_path).map_err(|cause| Error::io("write", &lock_path, cause))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new("another codegen is writing into")
                    .at(out)
                    .help("wait until it has finished, then run again"));
            }
            Err(TryLockError::Error(cause)) => return Err(Error::io("lock", lock_path, cause)),
        }
        let staging = Self {
            folder,
            created_out,
            lock,
        };
        for leftover in [staging.new_files(), staging.old_files()] {
            remove_folder(&leftover).map_err(|cause| Error::io("remove", leftover, cause))?;
        }
        Ok(staging)
    }

    /// Where the new files wait.
    fn new_files(&self) -> PathBuf {
        self.folder.join("new")
    }

    /// Where the files of the previous output wait until the run has succeeded.
    fn old_files(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Takes the folder away. Failing to do so costs nothing: the next run cleans up.
    fn close(self) {
        drop(self.lock);
        let _ = remove_folder(&self.folder);
        if let Some(out) = self.created_out {
            // This only succeeds when the run has failed and the folder is still empty.
            let _ = fs::remove_dir(out);
        }
    }
}

fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

/// Writes every new file, and keeps a second name for every file that will be replaced.
fn stage(plan: &Plan, staging: &Staging) -> Result<(), Error> {
    for (path, change) in plan.changes() {
        let new = match change {
            Change::Create(new) | Change::Replace { new, .. } => new,
            Change::Remove(_) => continue,
        };
        let staged = staging.new_files().join(path);
        create_parent(&staged)?;
        fs::write(&staged, new).map_err(|cause| Error::io("write", staged, cause))?;
    }
    Ok(())
}

fn create_parent(path: &Path) -> Result<(), Error> {
    match path.parent() {
        Some(parent) => {
            fs::create_dir_all(parent).map_err(|cause| Error::io("create", parent, cause))
        }
        None => Ok(()),
    }
}

/// Renames everything into place, or puts everything back.
fn commit(
    plan: &Plan,
    staging: &Staging,
    before: &mut dyn FnMut(&Path) -> io::Result<()>,
) -> Result<(), Error> {
    let mut done = Vec::new();
    // Removals come first: on a filesystem that ignores case, `Foo.rs` has to be gone before `foo.rs` arrives.
    let (removals, others): (Vec<_>, Vec<_>) = plan
        .changes()
        .iter()
        .partition(|(_, change)| matches!(change, Change::Remove(_)));
    for (path, change) in removals.into_iter().chain(others) {
        let outcome = match before(path) {
            Ok(()) => rename(plan, staging, path, change),
            Err(cause) => Err(Error::io("write", plan.out().join(path), cause)),
        };
        if let Err(error) = outcome {
            return Err(roll_back(plan, staging, &done, error));
        }
        done.push((path, change));
    }
    remove_empty_folders(plan);
    Ok(())
}

/// Carries out one change. It happens wholly or not at all.
fn rename(plan: &Plan, staging: &Staging, path: &Path, change: &Change) -> Result<(), Error> {
    let place = plan.out().join(path);
    let staged = staging.new_files().join(path);
    let kept = staging.old_files().join(path);
    match change {
        Change::Remove(_) => {
            create_parent(&kept)?;
            fs::rename(&place, &kept).map_err(|cause| Error::io("remove", place, cause))
        }
        Change::Replace { .. } => {
            create_parent(&kept)?;
            keep(&place, &kept).map_err(|cause| Error::io("read", &place, cause))?;
            fs::rename(&staged, &place).map_err(|cause| {
                // Where the old file was moved, not linked, it has to come back.
                let _ = fs::rename(&kept, &place);
                Error::io("write", place, cause)
            })
        }
        Change::Create(_) => {
            create_parent(&place)?;
            fs::rename(&staged, &place).map_err(|cause| Error::io("write", place, cause))
        }
    }
}

/// Gives the file a second name. A link is best, because then the file is never missing from its place; where there
/// are none, the file is moved, and is missing for a moment.
fn keep(place: &Path, kept: &Path) -> io::Result<()> {
    fs::hard_link(place, kept).or_else(|_| fs::rename(place, kept))
}

/// Undoes what has been done, last things first, and returns the error that led here.
fn roll_back(plan: &Plan, staging: &Staging, done: &[(&PathBuf, &Change)], error: Error) -> Error {
    for (path, change) in done.iter().rev() {
        let place = plan.out().join(path);
        let undone = match change {
            Change::Create(_) => fs::remove_file(&place),
            Change::Replace { .. } | Change::Remove(_) => {
                fs::rename(staging.old_files().join(path), &place)
            }
        };
        if let Err(cause) = undone {
            return Error::io("restore", place, cause).help(format!(
                "the output is incomplete; run again once this is solved: {error}"
            ));
        }
    }
    remove_empty_folders(plan);
    error
}

/// Removes the folders that a plan emptied, or, after a failure, that it created and left empty.
fn remove_empty_folders(plan: &Plan) {
    for path in plan.changes().keys() {
        for parent in path.ancestors().skip(1) {
            let inside = plan.owned().iter().any(|folder| parent.starts_with(folder));
            let absent = parent.as_os_str().is_empty();
            // Removing a folder that is not empty fails, which is exactly what is wanted.
            if absent || !inside || fs::remove_dir(plan.out().join(parent)).is_err() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests;
