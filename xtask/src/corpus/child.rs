//! One document generated in a process of its own: a crash or a hang there is a result here.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use generator::diagnostics::{Code, Severity};

use super::documents::Document;
use super::limits::{self, End};
use super::{Record, count, readback};
use crate::apply::apply;
use crate::cli::{CorpusArgs, DocumentArgs, Level};
use crate::plan::Plan;
use crate::source::Sources;
use crate::target::Target;
use crate::workspace::Workspace;
use crate::{Error, Verdict, encoding, listing, show};

/// No document has any business taking longer.
const TIME: Duration = Duration::from_secs(120);
/// No document has any business taking more memory. It is address space, of which more is reserved than used.
const MEGABYTES: u64 = 4096;

/// What is complained of where a schema says what fits and becomes any JSON value all the same.
const FALLBACKS: &[Code] = &[Code::FallbackToAny, Code::TypeConflict];

/// Generates a document in a child process, and learns how that ended.
pub(super) fn generate(document: &Document, arguments: &CorpusArgs, out: &Path) -> Record {
    let bytes = fs::read(&document.path).unwrap_or_default();
    let text = encoding::text(bytes).unwrap_or_default();
    let own = document.path.parent().unwrap_or(&arguments.folder);
    let counted = count::count(&text, own);
    let crate_folder = out.join("crates").join(&document.package);
    let logs = out.join("logs");
    let (stdout, stderr) = (
        logs.join(format!("{}.gen.json", document.package)),
        logs.join(format!("{}.gen.txt", document.package)),
    );
    let mut record = Record::default();
    let start = Instant::now();
    let end = match (env::current_exe(), fs::create_dir_all(&logs)) {
        (Ok(program), Ok(())) => {
            let mut command = limits::with_memory(&program, MEGABYTES);
            command
                .args(["corpus-document", "--spec"])
                .arg(&document.path)
                .arg("--out")
                .arg(&crate_folder)
                .args(["--package", &document.package])
                .arg("--folder")
                .arg(&arguments.folder)
                .args(arguments.readback.then_some("--readback"));
            limits::run(&mut command, TIME, &stdout, &stderr)
        }
        _ => End::NotStarted,
    };
    if let End::Ended(_) = end {
        let told = fs::read_to_string(&stdout).unwrap_or_default();
        record = serde_json::from_str(&told).unwrap_or_default();
    } else {
        record.seconds = start.elapsed().as_secs_f64();
    }
    if record.level.is_none() && record.first_error.is_none() {
        let said = fs::read_to_string(&stderr).unwrap_or_default();
        let full = said.lines().find(|line| limits::says_disk_is_full(line));
        let last = full.or_else(|| said.lines().find(|line| !line.trim().is_empty()));
        // What can't be read is refused before there is anything to report.
        let refused = last.filter(|last| last.starts_with("error:"));
        record.first_error = Some(match end {
            End::TimedOut => format!("took longer than {} s", TIME.as_secs()),
            End::NotStarted => "the generator could not be started".to_owned(),
            End::Crashed | End::Ended(_) => match refused {
                Some(why) => why.to_owned(),
                None => format!("crashed: {}", last.unwrap_or("without a word")),
            },
        });
    }
    record.document.clone_from(&document.name);
    record.package.clone_from(&document.package);
    record.version = counted.version;
    record.operations = counted.operations;
    record
}

/// What the child process does: generates, writes the crate, and prints a [`Record`] as JSON.
///
/// # Errors
///
/// When something cannot be read or written.
pub fn document(arguments: &DocumentArgs) -> Result<Verdict, Error> {
    let workspace = Workspace::find()?;
    let target = Target {
        package: Some(arguments.package.clone()),
        files: arguments.files.clone(),
        member: true,
        ..Target::standalone(&arguments.spec, &arguments.out)
    };
    target.check_out(&workspace)?;
    let sources = Sources::read(&workspace, &target.spec, &[], None, &target.files)?;
    let start = Instant::now();
    let generated =
        generator::generate(&sources.input(&[], target.package.as_deref()), &mut |_| {});
    let mut record = Record {
        seconds: start.elapsed().as_secs_f64(),
        megabytes: limits::peak_megabytes(),
        ..Record::default()
    };
    let mut complaints = BTreeMap::new();
    for found in generated.report.diagnostics() {
        *complaints.entry(found.code.slug().to_owned()).or_insert(0) += 1;
    }
    record.fallbacks = FALLBACKS
        .iter()
        .filter_map(|code| complaints.get(code.slug()))
        .sum();
    record.complaints = complaints;
    show::eprint(&generated.report.render(false, true));
    if let Some(output) = generated.output {
        record.operations = None;
        record.generated = output.size.operations;
        record.types = output.size.types;
        record.any = output.size.any;
        record.features = output.size.features;
        let rust = output
            .files
            .iter()
            .filter(|(path, _)| path.ends_with(".rs"));
        record.lines = rust.map(|(_, text)| text.lines().count()).sum();
        record.level = Some(Level::Gen);
        let files = target.files(&workspace, output.files)?;
        let owned = target.owned();
        let listing = listing::read(&target.out, files.keys().map(AsRef::as_ref), &owned)?;
        apply(&Plan::new(target.out.clone(), owned, files, listing))?;
        if arguments.readback {
            let text = fs::read_to_string(&arguments.spec).unwrap_or_default();
            let came =
                readback::prepare(&text, &output.places, &arguments.out, &arguments.package)?;
            record.readback = Some(came);
        }
    } else {
        let rendered = generated.report.render(false, false);
        let mut lines = rendered.lines();
        let problem = lines.find(|line| line.starts_with(&Severity::Error.to_string()));
        let place = lines.next().map_or("", str::trim);
        record.first_error = problem.map(|problem| format!("{problem} {place}"));
    }
    let json = serde_json::to_string(&record)
        .map_err(|error| Error::new(format!("the result is no JSON: {error}")))?;
    show::print(&json)?;
    Ok(if record.level.is_some() {
        Verdict::Passed
    } else {
        Verdict::Failed
    })
}
