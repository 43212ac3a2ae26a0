//! The documents under `tests/fixtures` and `tests/rejected`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::apply::apply;
use xtask::listing;
use xtask::plan::Plan;
use xtask::target::Target;
use xtask::workspace::Workspace;

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
        let document = generator::Source {
            name: &self.file,
            text: &self.document,
        };
        generator::Input {
            overlays,
            settings: self.settings.as_deref().map(|text| generator::Source {
                name: "settings.toml",
                text,
            }),
            files: Some(self),
            ..generator::Input::new(document)
        }
    }

    /// Writes the crate that the generator makes of it, and only what changed, so that cargo sees what is fresh; gives all of
    /// its files.
    ///
    /// # Panics
    ///
    /// When the document is refused, or nothing can be written.
    pub fn write_crate(&self, folder: &Path) -> BTreeMap<PathBuf, String> {
        let package = format!("fixture-{}", self.name);
        let overlays = self.overlays();
        let input = generator::Input {
            package: Some(&package),
            ..self.input(&overlays)
        };
        let generated = generator::generate(&input, &mut |_| {});
        let output = generated
            .output
            .unwrap_or_else(|| panic!("{}", generated.report.render(false, false)));
        let target = Target {
            member: true,
            ..Target::standalone("", folder)
        };
        let workspace = Workspace::find().expect("the workspace is there");
        let files = target.files(&workspace, output.files);
        let files = files.expect("the runtime can be read");
        // As codegen does it, so that what an older build has left there is gone.
        let listing = listing::read(folder, files.keys().map(AsRef::as_ref), &target.owned());
        let listing = listing.expect("the folder can be read");
        let plan = Plan::new(folder.to_owned(), target.owned(), files.clone(), listing);
        apply(&plan).expect("files can be written");
        files
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

/// Writes a file, if it changed.
///
/// # Panics
///
/// When it can't be written.
pub fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("files stand in folders"))
        .expect("folders can be made");
    fs::write(path, text).expect("files can be written");
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
