//! The other files that a document refers to, read from disk for the generator as far as it may have them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use generator::Files;

use crate::Error;
use crate::cli::FileArgs;
use crate::encoding::{self, NoText};
use crate::workspace::Workspace;

/// The folder that a document may refer to files of, and files that were given by name.
///
/// Nothing else is read: a document from somebody else could ask for any file of the machine.
#[derive(Clone, Debug)]
pub struct Folder {
    /// What the names of files are relative to.
    base: PathBuf,
    /// The folder, with links followed.
    folder: PathBuf,
    given: BTreeMap<String, PathBuf>,
    /// The names that were asked for.
    asked: RefCell<BTreeSet<String>>,
}

impl Folder {
    /// The files around a document.
    ///
    /// # Errors
    ///
    /// When the folder can't be read.
    pub fn of(workspace: &Workspace, spec: &Path, arguments: &FileArgs) -> Result<Self, Error> {
        let own = spec
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let folder = arguments.folder.as_deref().unwrap_or(own);
        let folder = folder
            .canonicalize()
            .map_err(|cause| Error::io("read", folder, cause))?;
        // Inside the repository a document is named from its top.
        let base = if spec.starts_with(workspace.root()) {
            workspace.root().to_path_buf()
        } else {
            PathBuf::new()
        };
        Ok(Self {
            base,
            folder,
            given: arguments.given.iter().cloned().collect(),
            asked: RefCell::default(),
        })
    }

    /// The names that were asked for so far.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.asked.borrow().iter().cloned().collect()
    }
}

impl Files for Folder {
    fn text(&self, name: &str) -> Result<String, String> {
        self.asked.borrow_mut().insert(name.to_owned());
        if let Some(path) = self.given.get(name) {
            return read(path);
        }
        if name.contains("://") {
            return Err(format!(
                "nothing is read from the network; download it and give it with --file {name}=FILE"
            ));
        }
        let path = self.base.join(name);
        let real = path.canonicalize().map_err(|cause| why(&cause))?;
        if !real.starts_with(&self.folder) {
            return Err(format!(
                "it is outside of {}, and only what is below that is read; --folder DIR names another folder",
                self.folder.display()
            ));
        }
        read(&real)
    }
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|cause| why(&cause))?;
    encoding::text(bytes)
        .map_err(|NoText { line, column }| format!("there is no text at {line}:{column} of it"))
}

fn why(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn only_files_of_the_folder_and_given_ones_are_read() {
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("api/deep")).unwrap();
        for (name, text) in [
            ("api/a.yaml", "a"),
            ("api/deep/b.yaml", "b"),
            ("secret.yaml", "s"),
        ] {
            fs::write(root.join(name), text).unwrap();
        }
        let workspace = Workspace::find().unwrap();
        let arguments = FileArgs {
            folder: None,
            given: vec![(
                "https://shop.example/x.yaml".to_owned(),
                root.join("secret.yaml"),
            )],
        };
        let spec = root.join("api/a.yaml");
        let files = Folder::of(&workspace, &spec, &arguments).unwrap();
        let text = |name: &str| files.text(&root.join(name).display().to_string());
        assert_eq!(text("api/deep/b.yaml").as_deref(), Ok("b"));
        assert!(text("secret.yaml").unwrap_err().contains("--folder"));
        assert!(text("api/deep/../../secret.yaml").is_err());
        assert_eq!(
            text("api/nobody.yaml").unwrap_err(),
            "there is no such file"
        );
        assert_eq!(
            files.text("https://shop.example/x.yaml").as_deref(),
            Ok("s")
        );
        let unknown = files.text("https://shop.example/y.yaml").unwrap_err();
        assert!(unknown.contains("--file https://shop.example/y.yaml=FILE"));
        let wider = FileArgs {
            folder: Some(root.to_path_buf()),
            given: Vec::new(),
        };
        let files = Folder::of(&workspace, &spec, &wider).unwrap();
        let secret = root.join("secret.yaml").display().to_string();
        assert_eq!(files.text(&secret).as_deref(), Ok("s"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("api")).unwrap();
        fs::write(root.join("secret.yaml"), "s").unwrap();
        fs::write(root.join("api/a.yaml"), "a").unwrap();
        std::os::unix::fs::symlink(root.join("secret.yaml"), root.join("api/link.yaml")).unwrap();
        let workspace = Workspace::find().unwrap();
        let spec = root.join("api/a.yaml");
        let files = Folder::of(&workspace, &spec, &FileArgs::default()).unwrap();
        assert!(
            files
                .text(&root.join("api/link.yaml").display().to_string())
                .is_err()
        );
    }
}
