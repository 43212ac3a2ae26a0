//! The documents under `tests/fixtures` and `tests/rejected`.

use std::fs;
use std::path::{Path, PathBuf};

/// A document that shows one construct, and the settings that it needs.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// The construct, which is the folder's name.
    pub name: String,
    /// Where its files are.
    pub folder: PathBuf,
    /// The text of `openapi.yaml` or `openapi.json`.
    pub document: String,
    /// The document's file name.
    pub file: String,
    /// The text of `overlay.yaml`.
    pub overlay: Option<String>,
    /// The text of `settings.toml`.
    pub settings: Option<String>,
}

impl Fixture {
    /// The overlay, where there is one.
    pub fn overlays(&self) -> Vec<generator::Source<'_>> {
        let overlay = self.overlay.as_deref().map(|text| generator::Source {
            name: "overlay.yaml",
            text,
        });
        overlay.into_iter().collect()
    }

    /// What the generator reads.
    pub fn input<'a>(&'a self, overlays: &'a [generator::Source<'a>]) -> generator::Input<'a> {
        generator::Input {
            document: generator::Source {
                name: &self.file,
                text: &self.document,
            },
            overlays,
            settings: self.settings.as_deref().map(|text| generator::Source {
                name: "settings.toml",
                text,
            }),
            lock: None,
            package: None,
            files: Some(self),
        }
    }

    /// Whether it shows a construct of schemas: those answer `getThing`, or have no operation at all.
    pub fn is_about_models(&self) -> bool {
        self.document.contains("operationId: getThing\n") && !self.document.contains("parameters:")
    }
}

impl generator::Files for Fixture {
    fn text(&self, name: &str) -> Result<String, String> {
        fs::read_to_string(self.folder.join(name)).map_err(|_| "there is no such file".to_owned())
    }
}

/// The documents that must be understood.
pub fn accepted() -> Vec<Fixture> {
    in_folder("fixtures")
}

/// The documents that must be refused.
pub fn rejected() -> Vec<Fixture> {
    in_folder("rejected")
}

fn in_folder(name: &str) -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let Ok(entries) = fs::read_dir(root) else {
        return Vec::new();
    };
    let mut found: Vec<Fixture> = entries
        .flatten()
        .filter_map(|entry| read(&entry.path()))
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn read(folder: &Path) -> Option<Fixture> {
    let (file, document) = ["openapi.yaml", "openapi.json"]
        .into_iter()
        .find_map(|file| Some((file.to_owned(), fs::read_to_string(folder.join(file)).ok()?)))?;
    Some(Fixture {
        name: folder.file_name()?.to_string_lossy().into_owned(),
        folder: folder.to_owned(),
        document,
        file,
        overlay: fs::read_to_string(folder.join("overlay.yaml")).ok(),
        settings: fs::read_to_string(folder.join("settings.toml")).ok(),
    })
}
