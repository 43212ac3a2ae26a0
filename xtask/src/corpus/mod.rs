//! `cargo xtask corpus`: the generator tried on many documents.
//!
//! | module | what it does |
//! | --- | --- |
//! | `documents` | which documents there are |
//! | `child` | one document generated, in a process of its own |
//! | `limits` | a process with limits on time and memory |
//! | `compile` | the crates compiled over one shared target folder |
//! | `readback` | the documents' own examples, read and written by the crates |
//! | `measure` | `cargo xtask measure`: what one document costs, to generate and to compile |
//! | `count` | how many operations a document has, counted without the generator |
//! | `record` | what came of a document, as a row and as JSON |

mod child;
mod compile;
mod count;
mod documents;
mod limits;
mod measure;
mod readback;
mod record;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

pub use child::document;
pub use measure::run as measure;
pub use readback::{Exception, Outcome, ReadBack};
pub use record::Record;

use crate::cli::{CorpusArgs, Level};
use crate::workspace::Workspace;
use crate::{Error, Verdict, show};
use compile::Crates;
use documents::Document;

/// How much must fit on the disk, in bytes.
const PROBE: usize = 1 << 20;

/// The command: every document through every level, results on standard output and in files.
///
/// # Errors
///
/// When the documents cannot be listed, the results cannot be written, or the disk is full: that is no document's fault.
/// Documents that do not reach the level are [`Verdict::Failed`].
pub fn run(arguments: &CorpusArgs) -> Result<Verdict, Error> {
    let workspace = Workspace::find()?;
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => workspace.root().join("target").join("corpus"),
    };
    fs::create_dir_all(&out).map_err(|cause| Error::io("create", &out, cause))?;
    let out = out
        .canonicalize()
        .map_err(|cause| Error::io("read", &out, cause))?;
    let documents = documents::find(arguments)?;
    if documents.is_empty() {
        return Err(Error::new("there is no document to try in").at(&arguments.folder));
    }

    let mut records = generate_all(&documents, arguments, &out);
    records
        .iter()
        .try_for_each(|record| stop_if_full(record, &out))?;
    if arguments.level > Level::Gen || arguments.readback {
        // Small crates first: the first results come soon, and one large document does not hold up the rest.
        records.sort_by_key(|record| record.lines);
        let crates = Crates::prepare(&workspace, &out, &records, arguments.jobs.max(1))?;
        let total = records.len();
        for (index, record) in records.iter_mut().enumerate() {
            crates.compile(record, arguments.level);
            if arguments.readback {
                crates.read_back(record);
            }
            progress(index, total, record);
            stop_if_full(record, &out)?;
        }
    }
    records.sort_by(|a, b| a.document.cmp(&b.document));

    write(&out.join("corpus.tsv"), &record::tsv(&records))?;
    write(&out.join("corpus.json"), &record::json(&records)?)?;
    show::print(&record::table(&records, arguments.level))?;
    if arguments.readback {
        let came = records
            .iter()
            .filter_map(|record| Some((record.document.as_str(), record.readback.as_ref()?)));
        show::print(&readback::summary(came))?;
    }
    let passed = records
        .iter()
        .all(|record| record.level == Some(arguments.level));
    Ok(if passed {
        Verdict::Passed
    } else {
        Verdict::Failed
    })
}

/// Generates the documents, a few at the same time.
fn generate_all(documents: &[Document], arguments: &CorpusArgs, out: &Path) -> Vec<Record> {
    let open = Mutex::new(documents.iter());
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..arguments.jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let next = open.lock().ok().and_then(|mut open| open.next());
                    let Some(document) = next else {
                        return;
                    };
                    let record = child::generate(document, arguments, out);
                    if let Ok(mut done) = done.lock() {
                        progress(done.len(), documents.len(), &record);
                        done.push(record);
                    }
                }
            });
        }
    });
    done.into_inner().unwrap_or_default()
}

/// What fails on a full disk says nothing of the document, and neither would what comes after it.
fn stop_if_full(record: &Record, out: &Path) -> Result<(), Error> {
    let readback = record.readback.as_ref();
    let failures = [
        record.first_error.as_deref(),
        readback.and_then(|came| came.failure.as_deref()),
    ];
    let mut failures = failures.into_iter().flatten().peekable();
    if failures.peek().is_some() && (failures.any(limits::says_disk_is_full) || !has_space(out)) {
        let why =
            "nothing can be said of this document and of those after it: there is no room left in";
        return Err(Error::new(why)
            .at(out)
            .help("make room, or name another folder with `--out`"));
    }
    Ok(())
}

/// Whether there is room for a little more. A process on a full disk may not even be able to tell.
fn has_space(out: &Path) -> bool {
    let probe = out.join(".room-for-more");
    let written = fs::write(&probe, vec![0; PROBE]);
    // Nothing is lost where it can't be removed.
    let _ = fs::remove_file(&probe);
    let kind = written.err().map(|error| error.kind());
    !matches!(
        kind,
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
    )
}

fn progress(index: usize, total: usize, record: &Record) {
    let came = match (record.level, &record.first_error) {
        (_, Some(error)) => format!("FAILED {error}"),
        (Some(level), None) => format!("{level:?}").to_lowercase(),
        (None, None) => "nothing".to_owned(),
    };
    let number = index + 1;
    show::eprint(&format!("[{number}/{total}] {}: {came}\n", record.document));
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(|cause| Error::io("write", path, cause))
}
