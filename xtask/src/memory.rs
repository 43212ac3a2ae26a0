//! What the last run read and wrote, kept below `target/`: a run with the same input over the same output has nothing to
//! do, and a run with another document can say how much of the output moved with it.
//!
//! Nothing is taken on trust: what is on disk is read and compared, only the generator's work is saved. It is no part of
//! the crate, and without it a run only takes longer. `--check` never looks at it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::amplification::Amplification;
use crate::cli::NoteArgs;
use crate::codegen::Outcome;
use crate::listing::{self, Entry};
use crate::plan::Plan;
use crate::source::{Sources, report_text};
use crate::target::Target;
use crate::workspace::Workspace;
use crate::{Error, show};

/// The memory of one target.
#[derive(Debug)]
pub struct Memory {
    workspace: Workspace,
    target: Target,
    record: PathBuf,
    /// The document of the last run.
    document: PathBuf,
}

/// What is remembered.
#[derive(Debug, Deserialize, Serialize)]
struct Record {
    /// The fingerprint of everything that was read, the generator included.
    read: u64,
    /// The other files that the document asked for, by name.
    asked: Vec<String>,
    /// The fingerprint of each file that was written, by its path in the output folder.
    written: BTreeMap<PathBuf, u64>,
    /// What was said about the document, in colour.
    report: String,
}

impl Memory {
    /// The memory of a target, which may be empty.
    ///
    /// # Errors
    ///
    /// When the folder that is stood in cannot be told.
    pub fn of(workspace: &Workspace, target: &Target) -> Result<Self, Error> {
        let absolute = |path: &PathBuf| {
            std::path::absolute(path).map_err(|cause| Error::io("find", path, cause))
        };
        let name = fingerprint(&(
            absolute(&target.out)?,
            absolute(&target.spec)?,
            absolute(&target.lock)?,
        ));
        let folder = workspace.root().join("target").join("codegen");
        Ok(Self {
            workspace: workspace.clone(),
            target: target.clone(),
            record: folder.join(format!("{name:016x}.json")),
            document: folder.join(format!("{name:016x}.document")),
        })
    }

    /// How many files there are, when the disk holds what this run would write; says again what was said about the
    /// document.
    ///
    /// # Errors
    ///
    /// When what is on disk cannot be read.
    pub fn nothing_to_do(&self, notes: NoteArgs) -> Result<Option<usize>, Error> {
        let Some(record) = fs::read_to_string(&self.record)
            .ok()
            .and_then(|text| serde_json::from_str::<Record>(&text).ok())
        else {
            return Ok(None);
        };
        if record.read != self.read(&record.asked)?
            || record.written != self.written(record.written.keys())?
        {
            return Ok(None);
        }
        let report = if show::color_on_stderr() {
            record.report
        } else {
            anstream::adapter::strip_str(&record.report).to_string()
        };
        let quiet = notes.quiet_notes;
        let lines = report.split_inclusive('\n');
        show::eprint(
            &lines
                .filter(|line| !(quiet && line.ends_with("list them with --notes\n")))
                .collect::<String>(),
        );
        Ok(Some(record.written.len()))
    }

    /// Remembers a run that has written everything.
    ///
    /// # Errors
    ///
    /// When what is on disk cannot be read again. A memory that can't be written is none, and no error.
    pub fn keep(&self, outcome: &Outcome, notes: NoteArgs) -> Result<(), Error> {
        let Some(plan) = &outcome.plan else {
            return Ok(());
        };
        let counted = NoteArgs {
            notes: false,
            quiet_notes: false,
        };
        if notes.notes {
            return Ok(());
        }
        let record = Record {
            read: self.read(&outcome.asked)?,
            asked: outcome.asked.clone(),
            written: self.written(plan.wanted())?,
            report: report_text(&outcome.report, counted, true),
        };
        let sources = self.sources()?;
        if let (Some(folder), Ok(text)) = (self.record.parent(), serde_json::to_string(&record)) {
            // What can't be remembered is done again.
            let _ = fs::create_dir_all(folder)
                .and_then(|()| fs::write(&self.document, sources.document()))
                .and_then(|()| fs::write(&self.record, text));
        }
        Ok(())
    }

    /// How many lines changed in the output for each that changed in the document since the last run that is
    /// remembered.
    pub fn amplification<'a>(&self, plans: impl Iterator<Item = &'a Plan>) -> Option<String> {
        let old = fs::read_to_string(&self.document).ok()?;
        let new = fs::read_to_string(&self.target.spec).ok()?;
        let document = Amplification::of_document(&old, &new);
        plans.fold(document, Amplification::of_plan).line()
    }

    fn sources(&self) -> Result<Sources, Error> {
        let target = &self.target;
        let settings = target.settings.as_deref();
        Sources::read(
            &self.workspace,
            &target.spec,
            &target.overlays,
            settings,
            &target.files,
        )?
        .with_lock(&self.workspace, &target.lock)
    }

    fn read(&self, asked: &[String]) -> Result<u64, Error> {
        let sources = self.sources()?;
        let overlays = sources.overlays();
        let input = sources.input(&overlays, self.target.package.as_deref());
        let texts: Vec<Option<(&str, &str)>> = [Some(input.document), input.settings, input.lock]
            .into_iter()
            .chain(overlays.iter().map(|overlay| Some(*overlay)))
            .map(|source| source.map(|source| (source.name, source.text)))
            .collect();
        // The files that are copied in, which are no part of this program.
        let copied = self.target.files(&self.workspace, BTreeMap::new())?;
        let others = sources.others(asked);
        Ok(fingerprint(&(
            program(),
            texts,
            others,
            input.package,
            copied,
        )))
    }

    fn written<'a>(
        &self,
        wanted: impl Iterator<Item = &'a PathBuf>,
    ) -> Result<BTreeMap<PathBuf, u64>, Error> {
        let owned = self.target.owned();
        let listing = listing::read(&self.target.out, wanted.map(AsRef::as_ref), &owned)?;
        let files = listing
            .entries
            .into_iter()
            .map(|(path, entry)| match entry {
                Entry::File(bytes) => (path, fingerprint(&bytes)),
                Entry::Special => (path, 0),
            });
        Ok(files.collect())
    }
}

fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What tells this program from any other build of it.
fn program() -> Option<(PathBuf, u64, u128)> {
    let path = env::current_exe().ok()?;
    let metadata = fs::metadata(&path).ok()?;
    let since = metadata
        .modified()
        .ok()?
        .duration_since(std::time::UNIX_EPOCH)
        .ok()?;
    Some((path, metadata.len(), since.as_nanos()))
}
