//! Where the rooms of this repository are.

use std::env;
use std::path::{Path, PathBuf};

use crate::Error;

/// The repository that the command was built from.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the repository: the folder above this crate's own.
    ///
    /// Cargo's word at run time comes first, so that a built binary follows a repository that was moved.
    ///
    /// # Errors
    ///
    /// When the repository that the binary was built from is gone.
    pub fn find() -> Result<Self, Error> {
        let crate_folder = env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .filter(|folder| folder.ends_with("xtask"))
            .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        let root = crate_folder.parent().unwrap_or(&crate_folder).to_path_buf();
        if root.join("generated-client").join("Cargo.toml").is_file() {
            return Ok(Self { root });
        }
        Err(Error::new("there is no workspace of the generator at")
            .at(root)
            .help("run it as `cargo xtask …` inside the repository"))
    }

    /// The repository's top folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The document that the checked-in client is generated from.
    #[must_use]
    pub fn spec(&self) -> PathBuf {
        self.root.join("specs").join("orq.yaml")
    }

    /// The settings that go with [`Self::spec`].
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.root.join("specs").join("orq.toml")
    }

    /// What the checked-in client looks like to its callers, as the last run left it.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.root.join("specs").join("orq.lock")
    }

    /// The overlay that corrects [`Self::spec`], where there is one.
    #[must_use]
    pub fn overlay(&self) -> PathBuf {
        self.root.join("specs").join("orq.overlay.yaml")
    }

    /// The overlay that adds the checked-in client's examples to [`Self::spec`].
    #[must_use]
    pub fn samples(&self) -> PathBuf {
        self.root
            .join("specs")
            .join("orq.code-samples.overlay.yaml")
    }

    /// The checked-in client.
    #[must_use]
    pub fn client(&self) -> PathBuf {
        self.root.join("generated-client")
    }

    /// The runtime written by hand, the one copy that every stand-alone crate gets a copy of.
    #[must_use]
    pub fn runtime(&self) -> PathBuf {
        self.client().join("src").join("runtime")
    }

    /// The path as people and diagnostics name it: inside the repository it starts at the repository's top, so that
    /// the same run says the same on every machine.
    #[must_use]
    pub fn display_name(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.root).unwrap_or(path);
        shown.display().to_string()
    }
}
