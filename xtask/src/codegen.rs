//! `cargo xtask codegen`: document in, crate out.
//!
//! [`plan`] does everything but write, and is what the tests call: the checked-in client is fresh when
//! `plan(&Target::client(&workspace))` is clean.

use std::time::Instant;

use generator::Report;

use crate::apply::apply;
use crate::cli::CodegenArgs;
use crate::plan::Plan;
use crate::source::{Sources, count, print_report};
use crate::target::Target;
use crate::timing::{Stopwatch, Timings};
use crate::workspace::Workspace;
use crate::{Error, Verdict, listing, show};

/// What a run of the generator came to, with nothing written yet.
#[derive(Debug)]
pub struct Outcome {
    /// What has to change on disk; `None` when the document has errors.
    pub plan: Option<Plan>,
    /// What the generator has to say about the document.
    pub report: Report,
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
    let sources = Sources::read(&workspace, &target.spec, target.settings.as_deref())?;

    let mut stopwatch = Stopwatch::start();
    let input = sources.input(target.package.as_deref());
    let generated = generator::generate(&input, &mut |phase| stopwatch.phase(phase));
    let Some(output) = generated.output else {
        return Ok(Outcome {
            plan: None,
            report: generated.report,
            timings: stopwatch.stop(),
        });
    };

    stopwatch.phase("compare");
    let files = target.files(&workspace, output.files)?;
    let owned = target.owned();
    let listing = listing::read(&target.out, files.keys().map(AsRef::as_ref), &owned)?;
    let plan = Plan::new(target.out.clone(), owned, files, listing);
    Ok(Outcome {
        plan: Some(plan),
        report: generated.report,
        timings: stopwatch.stop(),
    })
}

/// The command: plans, then writes or checks, and tells about it.
///
/// # Errors
///
/// When something cannot be read or written. Errors in the document and stale files are [`Verdict::Failed`].
pub fn run(arguments: &CodegenArgs) -> Result<Verdict, Error> {
    let workspace = Workspace::find()?;
    let target = target(arguments, &workspace);
    let Outcome {
        plan,
        report,
        timings,
    } = plan(&target)?;
    print_report(&report, arguments.notes);

    let Some(plan) = plan else {
        let errors = count(report.errors, "error");
        show::error(&Error::new(format!("{errors}, so nothing was written")));
        return Ok(Verdict::Failed);
    };
    let shown_out = workspace.display_name(&target.out);
    if arguments.check {
        return check(&plan, &shown_out, &timings);
    }

    let start = Instant::now();
    let summary = apply(&plan)?;
    let timings = timings.and("write", start.elapsed());
    let summary = show::summary(&summary, show::color_on_stdout());
    show::print(&format!("{shown_out}\n{summary}{timings}\n"))?;
    Ok(Verdict::Passed)
}

/// Tells whether the disk is as wanted, and what is stale where it is not.
fn check(plan: &Plan, shown_out: &str, timings: &Timings) -> Result<Verdict, Error> {
    if plan.is_clean() {
        show::print(&format!(
            "{shown_out} is up to date: {}\n{timings}\n",
            count(plan.unchanged(), "file")
        ))?;
        return Ok(Verdict::Passed);
    }
    let color = show::color_on_stdout();
    let summary = show::summary(&plan.summary(), color);
    show::print(&format!(
        "{}\n{shown_out}, if it were written:\n{summary}{timings}\n",
        plan.diff(color)
    ))?;
    show::error(&Error::new(format!("{shown_out} is stale")).help("run codegen without --check"));
    Ok(Verdict::Failed)
}

/// The checked-in client, or the crate that the options ask for.
fn target(arguments: &CodegenArgs, workspace: &Workspace) -> Target {
    match (&arguments.spec, &arguments.out) {
        (Some(spec), Some(out)) => Target {
            settings: arguments.settings.clone(),
            package: arguments.package.clone(),
            ..Target::standalone(spec, out)
        },
        // The command line lets the two come only together.
        _ => Target::client(workspace),
    }
}
