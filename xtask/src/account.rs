//! `--report FILE`: the account of a run, written where it is asked for.

use std::fs;
use std::path::Path;

use generator::{Format, Report};

use crate::cli::{AccountArgs, ReportFormat};
use crate::{Error, show};

/// What stands for standard output.
const STDOUT: &str = "-";

/// Writes the account, if one is asked for.
///
/// # Errors
///
/// When the file cannot be written.
pub fn write(report: &Report, arguments: &AccountArgs) -> Result<(), Error> {
    let Some(file) = &arguments.report else {
        return Ok(());
    };
    let format = match arguments.report_format {
        Some(ReportFormat::Text) => Format::Text,
        Some(ReportFormat::Json) => Format::Json,
        Some(ReportFormat::Sarif) => Format::Sarif,
        None => by_ending(file),
    };
    let text = report.account(format);
    if file == Path::new(STDOUT) {
        return show::print(&text);
    }
    fs::write(file, text).map_err(|cause| Error::io("write", file, cause))
}

fn by_ending(file: &Path) -> Format {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("json") => Format::Json,
        Some("sarif") => Format::Sarif,
        _ => Format::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_format() {
        for (file, format) in [
            ("a.json", Format::Json),
            ("b/a.sarif", Format::Sarif),
            ("a.txt", Format::Text),
            ("-", Format::Text),
        ] {
            assert_eq!(by_ending(Path::new(file)), format, "{file}");
        }
    }
}
