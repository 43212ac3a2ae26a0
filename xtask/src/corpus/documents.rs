//! Which documents there are, and what their crates are called.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::cli::CorpusArgs;

/// How a document's file name ends.
const ENDINGS: &[&str] = &["yaml", "yml", "json"];

/// One document of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// Its path below the folder, as it is shown.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
    /// The name of its crate, unique in the corpus.
    pub(super) package: String,
}

/// The documents that the options ask for, by name.
pub(super) fn find(arguments: &CorpusArgs) -> Result<Vec<Document>, Error> {
    let mut names = match &arguments.list {
        Some(list) => listed(list)?,
        None => walked(&arguments.folder)?,
    };
    if let Some(only) = &arguments.only {
        names.retain(|name| name.contains(only.as_str()));
    }
    names.sort();
    names.dedup();
    let mut taken = BTreeSet::new();
    let documents = names.into_iter().map(|name| {
        let plain = package(&name);
        let package = (1..)
            .map(|number| match number {
                1 => plain.clone(),
                _ => format!("{plain}-{number}"),
            })
            .find(|candidate| taken.insert(candidate.clone()))
            .unwrap_or(plain);
        Document {
            path: arguments.folder.join(&name),
            package,
            name,
        }
    });
    Ok(documents.collect())
}

fn listed(list: &Path) -> Result<Vec<String>, Error> {
    let text = fs::read_to_string(list).map_err(|cause| Error::io("read", list, cause))?;
    let lines = text.lines().map(str::trim);
    Ok(lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect())
}

fn walked(folder: &Path) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(current) = open.pop() {
        let children =
            fs::read_dir(&current).map_err(|cause| Error::io("read", &current, cause))?;
        for child in children {
            let child = child.map_err(|cause| Error::io("read", &current, cause))?;
            let path = child.path();
            // A link is not followed: it may lead back.
            let is_folder = child.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known))
                && let Ok(name) = path.strip_prefix(folder)
            {
                found.push(name.to_string_lossy().into_owned());
            }
        }
    }
    Ok(found)
}

/// The longest name of a package, in letters: cargo makes names of files of it, and no file system takes any length.
const LONGEST: usize = 100;

/// A name that cargo takes, from a path; from its end where it is long, which tells more.
fn package(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| match letter {
            'a'..='z' | '0'..='9' => letter,
            'A'..='Z' => letter.to_ascii_lowercase(),
            _ => '-',
        })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let words = words.join("-");
    let end = &words[words.len().saturating_sub(LONGEST)..];
    format!("doc-{}", end.trim_start_matches('-'))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::cli::Level;

    fn arguments(folder: &Path) -> CorpusArgs {
        CorpusArgs {
            readback: false,
            folder: folder.to_path_buf(),
            list: None,
            level: Level::Gen,
            only: None,
            out: None,
            jobs: 1,
        }
    }

    fn folder() -> TempDir {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("deep")).unwrap();
        for name in ["a b.yaml", "a_b.json", "deep/C.yml", "read.me"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        folder
    }

    #[test]
    fn documents_below_the_folder_get_names_of_their_own() {
        let folder = folder();
        let found = find(&arguments(folder.path())).unwrap();
        let packages: Vec<_> = found.iter().map(|found| found.package.as_str()).collect();
        assert_eq!(packages, ["doc-a-b-yaml", "doc-a-b-json", "doc-deep-c-yml"]);
    }

    #[test]
    fn long_paths_give_packages_that_have_a_file() {
        let name = package(&format!("{}/end.yaml", "deep/".repeat(80)));
        assert!(name.len() <= 104 && name.ends_with("-end-yaml"), "{name}");
        assert!(name.starts_with("doc-") && !name.contains("--"), "{name}");
    }

    #[test]
    fn a_list_and_a_filter_choose() {
        let folder = folder();
        let list = folder.path().join("list.txt");
        fs::write(&list, "# comment\na b.yaml\n\ndeep/C.yml\n").unwrap();
        let mut chosen = arguments(folder.path());
        chosen.list = Some(list);
        assert_eq!(find(&chosen).unwrap().len(), 2);
        chosen.only = Some("deep".to_owned());
        assert_eq!(find(&chosen).unwrap()[0].name, "deep/C.yml");
    }
}
