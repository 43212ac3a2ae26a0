//! `cargo xtask codegen`: document in, crate out.
//!
//! [`plan`] does everything but write, and is what the tests call: the checked-in client is fresh when
//! `plan(&Target::client(&workspace))` is clean.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use generator::surface::Lock;
use generator::{Input, Report};

use crate::apply::apply;
use crate::changes::{self, Changes, Side};
use crate::cli::CodegenArgs;
use crate::memory::Memory;
use crate::plan::Plan;
use crate::source::{Sources, count, print_report};
use crate::target::Target;
use crate::timing::{Stopwatch, Timings};
use crate::workspace::Workspace;
use crate::{Error, Verdict, account, listing, show, suggest, version};

/// What a run of the generator came to, with nothing written yet.
#[derive(Debug)]
pub struct Outcome {
    /// What has to change on disk; `None` when the document has errors.
    pub plan: Option<Plan>,
    /// The same for the lock and the code samples, where they are no files of the crate.
    pub beside: Vec<Plan>,
    /// The other files that were asked for, by name.
    pub asked: Vec<String>,
    /// What the generator has to say about the document.
    pub report: Report,
    /// What changed for callers since the lock was written; `None` without a lock, or when the document has errors.
    pub changes: Option<Changes>,
    /// How long it took.
    pub timings: Timings,
}

/// Generates the target's files and compares them with the disk. Nothing is written.
///
/// # Errors
///
/// When the document cannot be read or the folder is refused. A document with errors is an [`Outcome`] without a plan.
pub fn plan(target: &Target) -> Result<Outcome, Error> {
    let workspace = Workspace::find()?;
    target.check_out(&workspace)?;
    let sources = Sources::of(target, &workspace)?;
    let overlays = sources.overlays();

    let mut stopwatch = Stopwatch::start();
    let input = Input {
        deny: &target.deny,
        ..sources.input(&overlays, target.package.as_deref())
    };
    let generated = generator::generate(&input, &mut |phase| stopwatch.phase(phase));
    let Some(output) = generated.output else {
        return Ok(Outcome {
            plan: None,
            beside: Vec::new(),
            changes: None,
            asked: sources.asked(),
            report: generated.report,
            timings: stopwatch.stop(),
        });
    };

    stopwatch.phase("compare");
    let lock = Lock::of(&output.surface);
    let new = Side {
        name: workspace.display_name(&target.spec),
        lock: &lock,
        report: Some(&generated.report),
    };
    let old = output.previous.as_ref().map(|lock| Side {
        name: workspace.display_name(&target.lock),
        lock,
        report: None,
    });
    let changes = old.map(|old| Changes::new(&old, &new)).transpose()?;
    let lock = lock.text();
    let mut files = target.files(&workspace, output.files)?;
    // The lock comes last: names that it keeps are those of a crate that was written.
    let samples = output.code_samples.map(|text| (&target.samples, text));
    let mut beside = Vec::new();
    for (path, text) in samples.into_iter().chain([(&target.lock, lock)]) {
        match path.strip_prefix(&target.out) {
            Ok(inside) => _ = files.insert(inside.to_path_buf(), text),
            Err(_) => beside.push(alone(path, text)?),
        }
    }
    let plan = compare(target.out.clone(), target.owned(), files)?;
    Ok(Outcome {
        plan: Some(plan),
        beside,
        changes,
        asked: sources.asked(),
        report: generated.report,
        timings: stopwatch.stop(),
    })
}

/// A plan for a file that is none of its crate.
fn alone(path: &Path, text: String) -> Result<Plan, Error> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(Error::new("no file can be written to").at(path));
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let files = BTreeMap::from([(PathBuf::from(name), text)]);
    compare(folder.to_path_buf(), Vec::new(), files)
}

fn compare(
    out: PathBuf,
    owned: Vec<PathBuf>,
    files: BTreeMap<PathBuf, String>,
) -> Result<Plan, Error> {
    let listing = listing::read(&out, files.keys().map(AsRef::as_ref), &owned)?;
    Ok(Plan::new(out, owned, files, listing))
}

/// The command: plans, then writes or checks, and tells about it.
///
/// # Errors
///
/// When something cannot be read or written. Errors in the document, a version that is too low and stale files are
/// [`Verdict::Failed`].
pub fn run(arguments: &CodegenArgs) -> Result<Verdict, Error> {
    let workspace = Workspace::find()?;
    let target = target(arguments, &workspace);
    if let Some(file) = &arguments.suggest_overlay {
        return suggest::run(&workspace, &target, file);
    }
    let memory = Memory::of(&workspace, &target)?;
    if !arguments.check
        && !arguments.notes.notes
        && !arguments.account.is_asked_for()
        && let Some(files) = memory.nothing_to_do(arguments.notes)?
    {
        let (out, files) = (workspace.display_name(&target.out), count(files, "file"));
        show::print(&format!("{out} is as the last run left it: {files}\n"))?;
        return Ok(Verdict::Passed);
    }
    let mut outcome = plan(&target)?;
    print_report(&outcome.report, arguments.notes);
    account::write(&outcome.report, &arguments.account)?;
    let changes = outcome.changes.take().filter(|changes| !changes.is_empty());
    if let Some(changes) = &changes {
        show::print(&format!(
            "Since {}:\n\n{}\n",
            changes.from,
            changes::text(changes, show::color_on_stdout())
        ))?;
    }
    let low = changes
        .as_ref()
        .filter(|changes| !changes.version_will_do());
    if let (Some(changes), true) = (low, arguments.bump) {
        version::raise(&target, &changes.needed())?;
        outcome = plan(&target)?;
    }
    let Some(plan) = &outcome.plan else {
        let errors = count(outcome.report.errors, "error");
        show::error(&Error::new(format!("{errors}, so nothing was written")));
        return Ok(Verdict::Failed);
    };
    if arguments.check {
        let checked = check(&workspace, plan, &outcome.beside, &outcome.timings)?;
        return Ok(low.map_or(checked, too_low));
    }
    if let (Some(changes), false) = (low, arguments.bump) {
        return Ok(too_low(changes));
    }
    write(&workspace, &target, &outcome, changes.as_ref(), &memory)?;
    if let (Some(changes), true) = (&changes, arguments.bump) {
        version::log(&target, changes)?;
    }
    memory.keep(&outcome, arguments.notes)?;
    Ok(Verdict::Passed)
}

/// Says that the version does not allow for the changes.
fn too_low(changes: &Changes) -> Verdict {
    let (old, new, needed) = (&changes.old_version, &changes.new_version, changes.needed());
    let problem = format!("the version {new} is too low for these changes after {old}");
    let help = format!("set `version = \"{needed}\"` in the settings, or run with --bump");
    show::error(&Error::new(problem).help(help));
    Verdict::Failed
}

/// Makes the disk as it is wanted, and tells what that took.
fn write(
    workspace: &Workspace,
    target: &Target,
    outcome: &Outcome,
    changes: Option<&Changes>,
    memory: &Memory,
) -> Result<(), Error> {
    let Some(plan) = &outcome.plan else {
        return Ok(());
    };
    let start = Instant::now();
    let mut summary = apply(plan)?;
    for other in &outcome.beside {
        summary.extend(
            apply(other)?,
            Path::new(&workspace.display_name(other.out())),
        );
    }
    let timings = outcome.timings.clone().and("write", start.elapsed());
    let summary = show::summary(&summary, show::color_on_stdout());
    let plans = std::iter::once(plan).chain(&outcome.beside);
    // The first run writes everything, which says nothing about how quiet it is.
    let amplification = changes
        .and_then(|_| memory.amplification(plans))
        .map(|told| format!("{told}\n"))
        .unwrap_or_default();
    let out = workspace.display_name(&target.out);
    show::print(&format!("{out}\n{summary}{amplification}{timings}\n"))
}

/// Tells whether the disk is as wanted, and what is stale where it is not.
fn check(
    workspace: &Workspace,
    plan: &Plan,
    beside: &[Plan],
    timings: &Timings,
) -> Result<Verdict, Error> {
    let shown_out = workspace.display_name(plan.out());
    if plan.is_clean() && beside.iter().all(Plan::is_clean) {
        show::print(&format!(
            "{shown_out} is up to date: {}\n{timings}\n",
            count(
                plan.unchanged() + beside.iter().map(Plan::unchanged).sum::<usize>(),
                "file"
            )
        ))?;
        return Ok(Verdict::Passed);
    }
    let color = show::color_on_stdout();
    let (mut summary, mut diff) = (plan.summary(), plan.diff(color));
    for other in beside {
        summary.extend(
            other.summary(),
            Path::new(&workspace.display_name(other.out())),
        );
        diff.push_str(&other.diff(color));
    }
    let summary = show::summary(&summary, color);
    show::print(&format!(
        "{diff}\n{shown_out}, if it were written:\n{summary}{timings}\n"
    ))?;
    show::error(&Error::new(format!("{shown_out} is stale")).help("run codegen without --check"));
    Ok(Verdict::Failed)
}

/// The checked-in client, or the crate that the options ask for.
fn target(arguments: &CodegenArgs, workspace: &Workspace) -> Target {
    let out = arguments.out.clone().unwrap_or_default();
    let target = match &arguments.spec {
        Some(spec) => Target {
            overlays: arguments.overlays.clone(),
            settings: arguments.settings.clone(),
            package: arguments.package.clone(),
            files: arguments.files.clone(),
            ..Target::standalone(spec, out)
        }
        .locked_by(arguments.lock.as_deref()),
        None => Target::client(workspace),
    };
    Target {
        deny: arguments.account.deny.clone(),
        ..target
    }
}
