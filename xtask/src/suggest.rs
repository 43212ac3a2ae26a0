//! `cargo xtask codegen --suggest-overlay`: the reader's repairs, written down as an overlay.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use crate::source::{Sources, count};
use crate::target::Target;
use crate::workspace::Workspace;
use crate::{Error, Verdict, show};

/// What stands for standard output.
const STDOUT: &str = "-";

/// Writes the overlay to a new file or to standard output, and tells how much there is in it.
///
/// # Errors
///
/// When the document cannot be read, or the file is there already: what somebody has written is not written over.
pub fn run(workspace: &Workspace, target: &Target, file: &Path) -> Result<Verdict, Error> {
    let sources = Sources::of(target, workspace)?;
    let overlays = sources.overlays();
    let (suggestion, _) = generator::suggest_overlay(&sources.input(&overlays, None));
    if suggestion.left > 0 {
        show::eprint(&format!(
            "{} in other files than the document, which no overlay of it reaches\n",
            count(suggestion.left, "repair")
        ));
    }
    let Some(text) = suggestion.text else {
        show::eprint("the reader repaired nothing that an overlay could say\n");
        return Ok(Verdict::Passed);
    };
    let told = format!(
        "{} for {}",
        count(suggestion.actions, "action"),
        count(suggestion.repairs, "repair")
    );
    if file == Path::new(STDOUT) {
        show::print(&text)?;
        show::eprint(&format!("{told}\n"));
        return Ok(Verdict::Passed);
    }
    write_new(file, &text)?;
    show::print(&format!("{}: {told}\n", workspace.display_name(file)))?;
    Ok(Verdict::Passed)
}

fn write_new(file: &Path, text: &str) -> Result<(), Error> {
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|cause| {
        let there = cause.kind() == io::ErrorKind::AlreadyExists;
        let error = Error::io("write", file, cause);
        if there {
            error.help("name a new file, and take the actions over that you want")
        } else {
            error
        }
    })
}
