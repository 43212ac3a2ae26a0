//! Wanted files against what is on disk: what has to be created, changed and removed.
//!
//! A plan is made without touching the disk, so that `--check` and writing are the same code up to the last step.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::listing::{Entry, Listing};
use crate::show;

/// One file that the disk does not have as wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The file is missing and will hold this text.
    Create(String),
    /// The file holds something else.
    Replace {
        /// What is on disk.
        old: Entry,
        /// What it will hold.
        new: String,
    },
    /// The file stands in a folder that codegen owns, and is not wanted.
    Remove(Entry),
}

/// What it takes to make the disk equal to the wanted files.
#[derive(Clone, Debug)]
pub struct Plan {
    out: PathBuf,
    owned: Vec<PathBuf>,
    changes: BTreeMap<PathBuf, Change>,
    unchanged: usize,
    wanted: Vec<PathBuf>,
}

impl Plan {
    /// Compares the wanted files with the listing of `out`; both are keyed by the path below `out`.
    ///
    /// A file below one of the `owned` folders that is not wanted will be removed. Any other file in the listing is
    /// left alone.
    #[must_use]
    pub fn new(
        out: PathBuf,
        owned: Vec<PathBuf>,
        wanted: BTreeMap<PathBuf, String>,
        listing: Listing,
    ) -> Self {
        let mut existing = listing.entries;
        let mut changes = BTreeMap::new();
        let mut unchanged = 0;
        let paths = wanted.keys().cloned().collect();
        for (path, new) in wanted {
            match existing.remove(&path) {
                None => {
                    changes.insert(path, Change::Create(new));
                }
                Some(Entry::File(bytes)) if bytes == new.as_bytes() => unchanged += 1,
                Some(old) => {
                    changes.insert(path, Change::Replace { old, new });
                }
            }
        }
        for (path, old) in existing {
            if owned.iter().any(|folder| path.starts_with(folder)) {
                changes.insert(path, Change::Remove(old));
            }
        }
        Self {
            out,
            owned,
            changes,
            unchanged,
            wanted: paths,
        }
    }

    /// Every wanted file, by its path below [`Self::out`].
    pub fn wanted(&self) -> impl Iterator<Item = &PathBuf> {
        self.wanted.iter()
    }

    /// The folder that the plan is about.
    #[must_use]
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// The folders below [`Self::out`] in which codegen owns every file.
    #[must_use]
    pub fn owned(&self) -> &[PathBuf] {
        &self.owned
    }

    /// What has to change, by path below [`Self::out`].
    #[must_use]
    pub fn changes(&self) -> &BTreeMap<PathBuf, Change> {
        &self.changes
    }

    /// How many wanted files are on disk already, byte by byte.
    #[must_use]
    pub fn unchanged(&self) -> usize {
        self.unchanged
    }

    /// Whether the disk is as wanted.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes as a unified diff, from what is on disk to what is wanted.
    #[must_use]
    pub fn diff(&self, color: bool) -> String {
        show::diff(self, color)
    }

    /// The changes by kind and name, without their content.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary {
            unchanged: self.unchanged,
            ..Summary::default()
        };
        for (path, change) in &self.changes {
            let paths = match change {
                Change::Create(_) => &mut summary.created,
                Change::Replace { .. } => &mut summary.changed,
                Change::Remove(_) => &mut summary.removed,
            };
            paths.push(path.clone());
        }
        summary
    }
}

/// Which files a plan creates, changes and removes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were missing.
    pub created: Vec<PathBuf>,
    /// Files that held something else.
    pub changed: Vec<PathBuf>,
    /// Files in codegen's folders that are not wanted any more.
    pub removed: Vec<PathBuf>,
    /// How many files were as wanted and have not been touched.
    pub unchanged: usize,
}

impl Summary {
    /// Adds what happens in another folder.
    pub fn extend(&mut self, other: Self, folder: &Path) {
        let there = |paths: Vec<PathBuf>| paths.into_iter().map(|path| folder.join(path));
        self.created.extend(there(other.created));
        self.changed.extend(there(other.changed));
        self.removed.extend(there(other.removed));
        self.unchanged += other.unchanged;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(wanted: &[(&str, &str)], existing: &[(&str, &str)]) -> Plan {
        let wanted = wanted
            .iter()
            .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()))
            .collect();
        let entries = existing
            .iter()
            .map(|(path, text)| (PathBuf::from(path), Entry::File(text.as_bytes().to_vec())))
            .collect();
        Plan::new(
            PathBuf::from("out"),
            vec![PathBuf::from("src/generated")],
            wanted,
            Listing { entries },
        )
    }

    #[test]
    fn every_file_falls_into_its_kind() {
        let plan = plan(
            &[
                ("Cargo.toml", "same"),
                ("src/generated/a.rs", "new"),
                ("src/generated/b.rs", "b"),
            ],
            &[
                ("Cargo.toml", "same"),
                ("src/generated/a.rs", "old"),
                ("src/generated/gone.rs", "x"),
            ],
        );
        assert!(!plan.is_clean());
        assert_eq!(
            plan.summary(),
            Summary {
                created: vec![PathBuf::from("src/generated/b.rs")],
                changed: vec![PathBuf::from("src/generated/a.rs")],
                removed: vec![PathBuf::from("src/generated/gone.rs")],
                unchanged: 1,
            }
        );
    }

    #[test]
    fn only_owned_folders_have_strays() {
        let plan = plan(
            &[],
            &[("notes.txt", "mine"), ("src/generated.rs", "mine as well")],
        );
        assert!(plan.is_clean(), "{plan:?}");
    }

    #[test]
    fn what_is_no_plain_file_is_replaced() {
        let path = PathBuf::from("Cargo.toml");
        let listing = Listing {
            entries: BTreeMap::from([(path.clone(), Entry::Special)]),
        };
        let wanted = BTreeMap::from([(path.clone(), String::new())]);
        let plan = Plan::new(PathBuf::from("out"), Vec::new(), wanted, listing);
        assert_eq!(plan.summary().changed, [path]);
    }
}
