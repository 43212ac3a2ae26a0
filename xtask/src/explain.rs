//! `cargo xtask explain`: why an item of the crate is what it is.

use crate::cli::{ExplainArgs, NoteArgs};
use crate::source::print_report;
use crate::workspace::Workspace;
use crate::{Error, Verdict, show};

/// The command: prints the explanation to standard output. An item that nothing has is [`Verdict::Failed`].
///
/// # Errors
///
/// When the document cannot be read.
pub fn run(arguments: &ExplainArgs) -> Result<Verdict, Error> {
    let workspace = Workspace::find()?;
    let sources = arguments.document.read(&workspace)?;
    let overlays = sources.overlays();
    let input = sources.input(&overlays, None);
    let (explanation, report) = generator::explain(&input, &arguments.question);
    if let Some(text) = explanation.text {
        show::print(&text)?;
        return Ok(Verdict::Passed);
    }
    if report.errors > 0 {
        print_report(&report, NoteArgs::default());
    }
    let error = Error::new(format!(
        "nothing in the crate or its document is {:?}",
        arguments.question
    ));
    show::error(&if explanation.near.is_empty() {
        error
            .help("name a Rust item such as `Identity::email`, or a JSON Pointer such as `#/paths`")
    } else {
        error.help(format!("perhaps {}", explanation.near.join(", ")))
    });
    Ok(Verdict::Failed)
}
