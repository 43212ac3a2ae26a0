//! Which document goes into which folder, which files that takes, and which folders are refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use generator::diagnostics::Code;

use crate::Error;
use crate::apply::STAGING;
use crate::cli::FileArgs;
use crate::listing::{self, Entry};
use crate::workspace::Workspace;

/// One run of the generator: a document, and the folder that its crate goes into.
#[derive(Clone, Debug)]
pub struct Target {
    /// The OpenAPI document.
    pub spec: PathBuf,
    /// The overlays that correct it, in their order.
    pub overlays: Vec<PathBuf>,
    /// The settings that go with it.
    pub settings: Option<PathBuf>,
    /// The folder of the crate.
    pub out: PathBuf,
    /// What the crate looks like to its callers: read before, and written with the crate.
    pub lock: PathBuf,
    /// The overlay that adds examples to the document.
    pub samples: PathBuf,
    /// The crate's name; it comes before the name in the settings.
    pub package: Option<String>,
    /// The other files that the document may refer to.
    pub files: FileArgs,
    /// Codes of complaints that are errors.
    pub deny: Vec<Code>,
    /// Whether the crate gets a copy of the runtime. The checked-in client has the original.
    pub standalone: bool,
    /// Whether the crate will be a member of another workspace, which then must be nearer to it than this one.
    pub member: bool,
}

impl Target {
    /// The checked-in client, from the checked-in document.
    #[must_use]
    pub fn client(workspace: &Workspace) -> Self {
        Self {
            spec: workspace.spec(),
            overlays: Some(workspace.overlay())
                .filter(|path| path.exists())
                .into_iter()
                .collect(),
            settings: Some(workspace.settings()),
            lock: workspace.lock(),
            samples: workspace.samples(),
            out: workspace.client(),
            package: None,
            deny: Vec::new(),
            files: FileArgs::default(),
            standalone: false,
            member: false,
        }
    }

    /// A crate of its own, from any document, without settings and named by the generator.
    #[must_use]
    pub fn standalone(spec: impl Into<PathBuf>, out: impl Into<PathBuf>) -> Self {
        let out = out.into();
        Self {
            spec: spec.into(),
            overlays: Vec::new(),
            settings: None,
            lock: out.join(LOCK),
            samples: out.join(SAMPLES),
            out,
            package: None,
            deny: Vec::new(),
            files: FileArgs::default(),
            standalone: true,
            member: false,
        }
    }

    /// Takes another lock than the one that goes with the target.
    #[must_use]
    pub fn locked_by(mut self, lock: Option<&Path>) -> Self {
        if let Some(lock) = lock {
            self.lock = lock.to_path_buf();
        }
        self
    }

    /// The folders below `out` in which every file is codegen's.
    #[must_use]
    pub fn owned(&self) -> Vec<PathBuf> {
        let folders: &[&str] = if self.standalone {
            &[
                "docs/resources",
                "docs/types",
                "src/generated",
                "src/runtime",
            ]
        } else {
            &["docs/resources", "docs/types", "src/generated"]
        };
        folders.iter().map(PathBuf::from).collect()
    }

    /// Refuses a folder in which codegen could overwrite or remove what it has not written.
    ///
    /// # Errors
    ///
    /// When `out` is a room of this repository, or holds files and none of ours.
    pub fn check_out(&self, workspace: &Workspace) -> Result<(), Error> {
        if !self.standalone {
            return Ok(());
        }
        let root = resolved(workspace.root());
        let out = resolved(&self.out);
        if root.starts_with(&out) || ROOMS.iter().any(|room| out.starts_with(root.join(room))) {
            return Err(Error::new("a stand-alone crate cannot be written into")
                .at(&self.out)
                .help(
                    "this folder belongs to the generator's own workspace, or holds it; choose another, \
                 or leave out --spec and --out to write generated-client/",
                ));
        }
        if is_ours_or_empty(&self.out)? {
            return Ok(());
        }
        Err(Error::new("codegen will not write into")
            .at(&self.out)
            .help(
                "it holds files and was not written by codegen (there is no src/generated in it); \
             choose a new or an empty folder",
            ))
    }

    /// All files of the crate: the emitted ones, and what a stand-alone crate needs beside them.
    ///
    /// # Errors
    ///
    /// When the runtime cannot be read.
    pub fn files(
        &self,
        workspace: &Workspace,
        emitted: BTreeMap<String, String>,
    ) -> Result<BTreeMap<PathBuf, String>, Error> {
        let mut files: BTreeMap<PathBuf, String> = emitted
            .into_iter()
            .map(|(path, text)| (PathBuf::from(path), text))
            .collect();
        if !self.standalone {
            return Ok(files);
        }
        files.extend(runtime_copy(workspace)?);
        if !self.member
            && resolved(&self.out).starts_with(resolved(workspace.root()))
            && let Some(manifest) = files.get_mut(Path::new("Cargo.toml"))
        {
            manifest.push_str(OUTSIDE_THE_WORKSPACE);
        }
        Ok(files)
    }
}

/// The lock of a stand-alone crate, beside its manifest.
pub const LOCK: &str = "openapi.lock";

/// The code samples of a stand-alone crate, beside its docs.
pub const SAMPLES: &str = "docs/code-samples.overlay.yaml";

/// The folders of this repository that hold something written by hand.
const ROOMS: &[&str] = &[
    "specs",
    "generator",
    "generated-client",
    "xtask",
    "tests",
    ".git",
    ".ci",
    ".cargo",
];

/// Cargo refuses a crate inside a workspace that it is no member of, unless the crate says that this is meant.
const OUTSIDE_THE_WORKSPACE: &str =
    "\n# This crate is no member of the workspace around it.\n[workspace]\n";

/// Names in an otherwise empty folder that do not make it somebody else's: version control, and our own leftovers.
const NOBODYS: &[&str] = &[".git", STAGING];

fn is_ours_or_empty(out: &Path) -> Result<bool, Error> {
    let children = match fs::read_dir(out) {
        Ok(children) => children,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Err(cause) => return Err(Error::io("write into", out, cause)),
    };
    // The staging folder is ours alone: an interrupted first run leaves it, and perhaps no src/generated yet.
    if out.join("src/generated").is_dir() || out.join(STAGING).is_dir() {
        return Ok(true);
    }
    for child in children {
        let child = child.map_err(|cause| Error::io("read", out, cause))?;
        if !NOBODYS.iter().any(|name| child.file_name() == *name) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The path with links followed, as far as it exists; in the rest there are no links to follow.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let existing = absolute.ancestors().find_map(|ancestor| {
        let resolved = ancestor.canonicalize().ok()?;
        let rest = absolute.strip_prefix(ancestor).ok()?;
        Some((resolved, rest))
    });
    let Some((mut resolved, rest)) = existing else {
        return absolute;
    };
    for part in rest.components() {
        if part == Component::ParentDir {
            resolved.pop();
        } else {
            resolved.push(part);
        }
    }
    resolved
}

/// The runtime as it goes into a stand-alone crate: without its tests, which belong to this repository.
fn runtime_copy(workspace: &Workspace) -> Result<BTreeMap<PathBuf, String>, Error> {
    let runtime = workspace.runtime();
    let everything = [PathBuf::new()];
    let mut files = BTreeMap::new();
    for (path, entry) in listing::read(&runtime, [], &everything)?.entries {
        let (Entry::File(bytes), false) = (entry, is_test(&path)) else {
            continue;
        };
        let text = String::from_utf8(bytes).map_err(|_| {
            Error::new("only text can be copied into a stand-alone crate:").at(runtime.join(&path))
        })?;
        files.insert(
            Path::new("src/runtime").join(&path),
            without_test_modules(&text),
        );
    }
    if files.is_empty() {
        return Err(Error::new("there is no runtime to copy in").at(runtime));
    }
    Ok(files)
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs")
}

/// Takes `#[cfg(test)] mod tests;` out, because the file that it names is not copied.
fn without_test_modules(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().map_or("", |next| next.trim());
        if line.trim() == "#[cfg(test)]" && next == "mod tests;" {
            lines.next();
            // The blank line that set the module apart goes with it.
            if kept.ends_with("\n\n") && lines.peek().is_none_or(|after| after.trim().is_empty()) {
                kept.pop();
            }
            continue;
        }
        kept.push_str(line);
    }
    kept
}

#[cfg(test)]
mod tests;
