//! The document, its overlays and its settings, read from disk for the generator, which has no disk.

use std::fs;
use std::path::{Path, PathBuf};

use generator::{Files, Input, Report, Source};

use crate::cli::{DocumentOptions, FileArgs, NoteArgs};
use crate::encoding::NoText;
use crate::files::Folder;
use crate::target::Target;
use crate::workspace::Workspace;
use crate::{Error, encoding, show};

/// The text of a document, of its overlays and of its settings, with the names that diagnostics show.
#[derive(Clone, Debug)]
pub struct Sources {
    document: Text,
    overlays: Vec<Text>,
    settings: Option<Text>,
    lock: Option<Text>,
    files: Option<Folder>,
}

#[derive(Clone, Debug)]
struct Text {
    name: String,
    text: String,
}

impl Sources {
    /// A document that was read elsewhere, with what goes with it.
    #[must_use]
    pub fn given(
        name: &str,
        text: String,
        overlays: Vec<(String, String)>,
        settings: Option<(String, String)>,
    ) -> Self {
        let named = |(name, text)| Text { name, text };
        Self {
            document: Text {
                name: name.to_owned(),
                text,
            },
            settings: settings.map(named),
            overlays: overlays.into_iter().map(named).collect(),
            lock: None,
            files: None,
        }
    }

    /// Lets the document refer to the files around it.
    #[must_use]
    pub fn among(mut self, files: Folder) -> Self {
        self.files = Some(files);
        self
    }

    /// Reads the document and, where there are any, its overlays and settings.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is not text.
    pub fn read(
        workspace: &Workspace,
        spec: &Path,
        overlays: &[PathBuf],
        settings: Option<&Path>,
        files: &FileArgs,
    ) -> Result<Self, Error> {
        Ok(Self {
            document: Text::read(workspace, spec)?,
            overlays: overlays
                .iter()
                .map(|path| Text::read(workspace, path))
                .collect::<Result<_, _>>()?,
            settings: settings
                .map(|path| Text::read(workspace, path))
                .transpose()?,
            lock: None,
            files: Some(Folder::of(workspace, spec, files)?),
        })
    }

    /// Reads everything that a run of the generator for a target reads.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is not text.
    pub fn of(target: &Target, workspace: &Workspace) -> Result<Self, Error> {
        let settings = target.settings.as_deref();
        let files = &target.files;
        Self::read(workspace, &target.spec, &target.overlays, settings, files)?
            .with_lock(workspace, &target.lock)
    }

    /// Reads the lock as well; where there is none yet, names are chosen afresh.
    ///
    /// # Errors
    ///
    /// When the file is there and cannot be read.
    pub fn with_lock(mut self, workspace: &Workspace, lock: &Path) -> Result<Self, Error> {
        if lock.exists() {
            self.lock = Some(Text::read(workspace, lock)?);
        }
        Ok(self)
    }

    /// The overlays, which the generator is given by reference.
    #[must_use]
    pub fn overlays(&self) -> Vec<Source<'_>> {
        self.overlays.iter().map(Text::source).collect()
    }

    /// Takes a text for the lock.
    #[must_use]
    pub fn locked_by(mut self, name: &str, text: String) -> Self {
        self.lock = Some(Text {
            name: name.to_owned(),
            text,
        });
        self
    }

    /// The document's text.
    #[must_use]
    pub fn document(&self) -> &str {
        &self.document.text
    }

    /// The other files that the document has asked for so far, by name.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.files.as_ref().map(Folder::asked).unwrap_or_default()
    }

    /// What the other files of these names hold; nothing where they can't be read.
    #[must_use]
    pub fn others(&self, names: &[String]) -> Vec<Option<String>> {
        let text = |name: &String| self.files.as_ref()?.text(name).ok();
        names.iter().map(text).collect()
    }

    /// What the generator is given.
    #[must_use]
    pub fn input<'a>(&'a self, overlays: &'a [Source<'a>], package: Option<&'a str>) -> Input<'a> {
        Input {
            overlays,
            settings: self.settings.as_ref().map(Text::source),
            lock: self.lock.as_ref().map(Text::source),
            package,
            files: self.files.as_ref().map(|files| files as &dyn Files),
            ..Input::new(self.document.source())
        }
    }
}

impl Text {
    fn read(workspace: &Workspace, path: &Path) -> Result<Self, Error> {
        let bytes = fs::read(path).map_err(|cause| Error::io("read", path, cause))?;
        let text = encoding::text(bytes).map_err(|NoText { line, column }| {
            Error::new(format!("there is no text at {line}:{column} of"))
                .at(path)
                .help("save the file as UTF-8 and run again")
        })?;
        Ok(Self {
            name: workspace.display_name(path),
            text,
        })
    }

    fn source(&self) -> Source<'_> {
        Source {
            name: &self.name,
            text: &self.text,
        }
    }
}

impl DocumentOptions {
    /// Reads the document that the options name, or the checked-in one, with all that goes with it.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is not text.
    pub fn read(&self, workspace: &Workspace) -> Result<Sources, Error> {
        match &self.spec {
            Some(spec) => Sources::read(
                workspace,
                spec,
                &self.overlays,
                self.settings.as_deref(),
                &self.files,
            ),
            None => Sources::of(&Target::client(workspace), workspace),
        }
    }
}

/// Prints what the generator has to say about the document to standard error.
pub(crate) fn print_report(report: &Report, notes: NoteArgs) {
    show::eprint(&report_text(report, notes, show::color_on_stderr()));
}

/// What the generator has to say about the document.
pub(crate) fn report_text(report: &Report, notes: NoteArgs, color: bool) -> String {
    let mut text = report.render(color, notes.notes);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if report.notes > 0 && !notes.notes && !notes.quiet_notes {
        text.push_str(&format!(
            "{}; list them with --notes\n",
            count(report.notes, "note")
        ));
    }
    text
}

/// A number and its noun: "1 note", "3 notes".
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
