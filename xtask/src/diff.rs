//! `cargo xtask diff`: what changed for callers.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::surface::Lock;
use generator::{Report, Source};

use crate::amplification::Amplification;
use crate::changes::{self, Changes, Side};
use crate::cli::{DiffArgs, FileArgs, Format, NoteArgs};
use crate::files::Folder;
use crate::source::{Sources, count, print_report};
use crate::target::{LOCK, SAMPLES, Target};
use crate::workspace::Workspace;
use crate::{Error, Verdict, git, show};

/// A file's name and text.
type Text = (String, String);

/// A document or a lock, and what goes with it.
struct Texts {
    document: Text,
    overlays: Vec<Text>,
    settings: Option<Text>,
    /// The files around the document.
    files: Option<Folder>,
}

/// The command: compares two surfaces, and prints what changed.
///
/// # Errors
///
/// When something cannot be read. Errors in a document or a lock are [`Verdict::Failed`].
pub fn run(arguments: &DiffArgs) -> Result<Verdict, Error> {
    let workspace = Workspace::find()?;
    let own = Target::client(&workspace);
    let given = arguments.to.is_some();
    let settings = arguments.settings.clone();
    let settings = settings.or(own.settings.filter(|_| !given));
    let overlays = if given || !arguments.overlays.is_empty() {
        arguments.overlays.clone()
    } else {
        own.overlays
    };
    let beside = |path: &Path| -> Result<Texts, Error> {
        let overlays = overlays.iter().map(|path| read(&workspace, path));
        Ok(Texts {
            document: read(&workspace, path)?,
            overlays: overlays.collect::<Result<_, _>>()?,
            settings: settings
                .as_ref()
                .map(|path| read(&workspace, path))
                .transpose()?,
            files: Some(Folder::of(&workspace, path, &FileArgs::default())?),
        })
    };
    let old = match &arguments.from {
        None => beside(&own.lock)?,
        Some(from) if Path::new(from).exists() => beside(Path::new(from))?,
        Some(revision) => at_revision(&workspace, revision)?,
    };
    let whole = arguments.amplification;
    let Some(old) = side(old, None, whole)? else {
        return Ok(Verdict::Failed);
    };
    let to = arguments.to.as_ref().unwrap_or(&own.spec);
    let Some(new) = side(beside(to)?, Some(&old.lock), whole)? else {
        return Ok(Verdict::Failed);
    };
    if whole {
        let counted = Amplification::of_document(&old.text, &new.text);
        show::print(&counted.between(&old.files, &new.files).table())?;
        return Ok(Verdict::Passed);
    }
    let changes = Changes::new(&old.side(), &new.side())?;
    show::print(&match arguments.format {
        Format::Text => format!(
            "{} → {}\n\n{}",
            changes.from,
            changes.to,
            changes::text(&changes, show::color_on_stdout())
        ),
        Format::Json => changes::json(&changes),
        Format::Markdown => changes::markdown(&changes),
        Format::Changelog => {
            let enough = changes.version_will_do() && changes.new_version > changes.old_version;
            let version = if enough {
                changes.new_version.clone()
            } else {
                changes.needed()
            };
            changes::entry(&changes, &version)
        }
    })?;
    Ok(Verdict::Passed)
}

fn read(workspace: &Workspace, path: &Path) -> Result<Text, Error> {
    let text = fs::read_to_string(path).map_err(|cause| Error::io("read", path, cause))?;
    Ok((workspace.display_name(path), text))
}

/// The lock of a revision, or its document where it has no lock yet.
fn at_revision(workspace: &Workspace, revision: &str) -> Result<Texts, Error> {
    let file = |path: &str| -> Result<Option<Text>, Error> {
        let text = git::show(workspace.root(), revision, path)?;
        Ok(text.map(|text| (format!("{revision}:{path}"), text)))
    };
    let document = match file("specs/orq.lock")? {
        Some(lock) => lock,
        None => file("specs/orq.yaml")?.ok_or_else(|| {
            Error::new(format!(
                "{revision} has neither specs/orq.lock nor specs/orq.yaml"
            ))
        })?,
    };
    Ok(Texts {
        document,
        overlays: file("specs/orq.overlay.yaml")?.into_iter().collect(),
        settings: file("specs/orq.toml")?,
        files: None,
    })
}

/// The surface of a lock or of a document, which is named as after a run with the lock `before`; and of a document, the
/// whole crate where that is wanted.
fn side(texts: Texts, before: Option<&Lock>, whole: bool) -> Result<Option<Known>, Error> {
    let (name, text) = texts.document;
    if is_lock(&text) && whole {
        let help = "name two documents with --from and --to";
        return Err(Error::new(format!("{name} is a lock, of which no crate is made")).help(help));
    }
    if is_lock(&text) {
        let (lock, report) = generator::lock(Source {
            name: &name,
            text: &text,
        });
        return Ok(finish(name, lock, report, false));
    }
    let mut sources = Sources::given(&name, text.clone(), texts.overlays, texts.settings);
    if let Some(files) = texts.files {
        sources = sources.among(files);
    }
    if let Some(before) = before {
        sources = sources.locked_by("the other side", before.text());
    }
    let overlays = sources.overlays();
    let input = sources.input(&overlays, None);
    if !whole {
        let (surface, report) = generator::surface(&input, &mut |_| {});
        return Ok(finish(name, surface.as_ref().map(Lock::of), report, true));
    }
    let generated = generator::generate(&input, &mut |_| {});
    let lock = generated
        .output
        .as_ref()
        .map(|output| Lock::of(&output.surface));
    let mut files = BTreeMap::new();
    if let (Some(output), Some(lock)) = (generated.output, &lock) {
        files = output.files;
        files.extend(output.code_samples.map(|text| (SAMPLES.to_owned(), text)));
        files.insert(LOCK.to_owned(), lock.text());
    }
    let known = finish(name, lock, generated.report, true);
    Ok(known.map(|known| Known {
        text,
        files,
        ..known
    }))
}

/// A surface, and what it was read from.
struct Known {
    name: String,
    lock: Lock,
    report: Option<Report>,
    /// The document, where its crate is wanted.
    text: String,
    /// The files of the crate, where it is wanted.
    files: BTreeMap<String, String>,
}

impl Known {
    fn side(&self) -> Side<'_> {
        Side {
            name: self.name.clone(),
            lock: &self.lock,
            report: self.report.as_ref(),
        }
    }
}

fn finish(name: String, lock: Option<Lock>, report: Report, places: bool) -> Option<Known> {
    if report.errors > 0 {
        print_report(
            &report,
            NoteArgs {
                notes: false,
                quiet_notes: true,
            },
        );
        let errors = count(report.errors, "error");
        show::error(&Error::new(format!("{errors} in {name}")));
    }
    Some(Known {
        name,
        lock: lock?,
        report: places.then_some(report),
        text: String::new(),
        files: BTreeMap::new(),
    })
}

/// A lock says so in its first line that is no comment.
fn is_lock(text: &str) -> bool {
    text.lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .is_some_and(|line| line.starts_with("lock "))
}
