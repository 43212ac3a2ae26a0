//! `cargo xtask ir`: what the generator understood of a document.

use crate::cli::IrArgs;
use crate::source::{count, print_report};
use crate::workspace::Workspace;
use crate::{Error, Verdict, show};

/// The command: prints the IR to standard output, and the diagnostics to standard error.
///
/// # Errors
///
/// When the document cannot be read. Errors in the document are [`Verdict::Failed`].
pub fn run(arguments: &IrArgs) -> Result<Verdict, Error> {
    let workspace = Workspace::find()?;
    let sources = arguments.document.read(&workspace)?;
    let overlays = sources.overlays();
    let (text, report) = generator::ir_text(&sources.input(&overlays, None), &mut |_| {});
    print_report(&report, arguments.notes);
    if let Some(text) = text {
        show::print(&text)?;
    }
    if report.errors > 0 {
        show::error(&Error::new(format!(
            "{} in the document",
            count(report.errors, "error")
        )));
        return Ok(Verdict::Failed);
    }
    Ok(Verdict::Passed)
}
