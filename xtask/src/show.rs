//! What people see: diffs, summaries, timings and errors.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use similar::TextDiff;

use crate::Error;
use crate::listing::Entry;
use crate::plan::{Change, Plan, Summary};

/// A diff longer than this is cut: nobody reads it, and `git diff` shows it after a run that writes.
const MAX_DIFF_LINES: usize = 1000;

/// As many names as are listed for each kind of change.
const MAX_NAMES: usize = 20;

/// One file's diff is made coarser when it takes longer than this.
const DIFF_TIME: Duration = Duration::from_millis(500);

const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const CHANGED: Style = AnsiColor::Yellow.on_default();
const HUNK: Style = AnsiColor::Cyan.on_default();
const BOLD: Style = Style::new().bold();

/// Whether standard output takes colours: it is a terminal, and `NO_COLOR` and its kin do not forbid it.
#[must_use]
pub fn color_on_stdout() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// The same as [`color_on_stdout`] for standard error, where diagnostics go.
#[must_use]
pub fn color_on_stderr() -> bool {
    anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// Writes to standard output. A reader that has gone, as in `cargo xtask ir | head`, is no error.
///
/// # Errors
///
/// When standard output cannot be written to.
pub fn print(text: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::io("write to", "standard output", cause))
        }
        _ => Ok(()),
    }
}

/// Writes to standard error, as well as it can be done: there is nowhere left to complain.
pub fn eprint(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints an error the way that cargo does.
pub fn error(error: &Error) {
    let label = paint(
        "error",
        AnsiColor::Red.on_default().bold(),
        color_on_stderr(),
    );
    eprint(&format!("{label}: {error}\n"));
}

/// The changes of a plan as a unified diff, from what is on disk to what is wanted.
#[must_use]
pub fn diff(plan: &Plan, color: bool) -> String {
    let mut shown = String::new();
    let mut lines = 0;
    let mut cut = 0;
    for (path, change) in plan.changes() {
        if lines >= MAX_DIFF_LINES {
            cut += 1;
            continue;
        }
        let name = path.display().to_string().replace('\\', "/");
        for line in file_diff(&name, change).split_inclusive('\n') {
            lines += 1;
            if lines > MAX_DIFF_LINES {
                cut += 1;
                break;
            }
            shown.push_str(&paint_diff_line(line, color));
        }
    }
    if cut > 0 {
        let _ = writeln!(shown, "… and more: {cut} file(s) not shown to their end");
    }
    shown
}

fn file_diff(name: &str, change: &Change) -> String {
    let (old, new) = match change {
        Change::Create(new) => (String::new(), new.as_str()),
        Change::Replace { old, new } => (text(old), new.as_str()),
        Change::Remove(old) => (text(old), ""),
    };
    let from = match change {
        Change::Create(_) => "/dev/null".to_owned(),
        Change::Replace { .. } | Change::Remove(_) => format!("a/{name}"),
    };
    let to = match change {
        Change::Remove(_) => "/dev/null".to_owned(),
        Change::Create(_) | Change::Replace { .. } => format!("b/{name}"),
    };
    let diff = TextDiff::configure()
        .timeout(DIFF_TIME)
        .diff_lines(old.as_str(), new);
    let text = diff.unified_diff().header(&from, &to).to_string();
    if text.is_empty() {
        // An empty file that comes or goes has no lines to show, and would not be seen at all.
        return format!("--- {from}\n+++ {to}\n");
    }
    text
}

/// What is on disk, as well as it can be shown.
fn text(entry: &Entry) -> String {
    match entry {
        Entry::File(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Entry::Special => "(a link or another thing that is no plain file)\n".to_owned(),
    }
}

fn paint_diff_line(line: &str, color: bool) -> String {
    let style = match line.as_bytes() {
        [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => BOLD,
        [b'+', ..] => ADDED,
        [b'-', ..] => REMOVED,
        [b'@', ..] => HUNK,
        _ => return line.to_owned(),
    };
    let (content, end) = line
        .strip_suffix('\n')
        .map_or((line, ""), |content| (content, "\n"));
    format!("{}{end}", paint(content, style, color))
}

/// The text in a style, or as it is where colours are not wanted.
pub(crate) fn paint(text: &str, style: Style, color: bool) -> String {
    if color {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}

/// What was done, or would be done: names of changed files, then the counts in one line.
#[must_use]
pub fn summary(summary: &Summary, color: bool) -> String {
    let mut shown = String::new();
    let kinds = [
        ('+', ADDED, &summary.created),
        ('~', CHANGED, &summary.changed),
        ('-', REMOVED, &summary.removed),
    ];
    for (mark, style, paths) in kinds {
        names(&mut shown, mark, style, paths, color);
    }
    let _ = writeln!(
        shown,
        "{} created, {} changed, {} removed, {} unchanged",
        summary.created.len(),
        summary.changed.len(),
        summary.removed.len(),
        summary.unchanged
    );
    shown
}

fn names(shown: &mut String, mark: char, style: Style, paths: &[PathBuf], color: bool) {
    for path in paths.iter().take(MAX_NAMES) {
        let line = format!("{mark} {}", path.display());
        let _ = writeln!(shown, "  {}", paint(&line, style, color));
    }
    if paths.len() > MAX_NAMES {
        let _ = writeln!(shown, "  {mark} … and {} more", paths.len() - MAX_NAMES);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::listing::Listing;

    fn plan(wanted: &[(&str, &str)], existing: &[(&str, &str)]) -> Plan {
        let wanted = wanted
            .iter()
            .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()))
            .collect();
        let entries: BTreeMap<_, _> = existing
            .iter()
            .map(|(path, text)| (PathBuf::from(path), Entry::File(text.as_bytes().to_vec())))
            .collect();
        Plan::new(
            PathBuf::from("out"),
            vec![PathBuf::from("src")],
            wanted,
            Listing { entries },
        )
    }

    #[test]
    fn a_diff_goes_from_the_disk_to_what_is_wanted() {
        let plan = plan(
            &[("src/a.rs", "one\ntwo\n"), ("src/b.rs", "b\n")],
            &[("src/a.rs", "one\n2\n"), ("src/c.rs", "c\n")],
        );
        let expected = "--- a/src/a.rs\n+++ b/src/a.rs\n@@ -1,2 +1,2 @@\n one\n-2\n+two\n\
                        --- /dev/null\n+++ b/src/b.rs\n@@ -0,0 +1 @@\n+b\n\
                        --- a/src/c.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-c\n";
        assert_eq!(plan.diff(false), expected);
    }

    #[test]
    fn colours_are_only_there_when_asked_for() {
        let plan = plan(&[("src/a.rs", "a\n")], &[]);
        assert!(!plan.diff(false).contains('\u{1b}'));
        assert!(
            plan.diff(true).contains("\u{1b}[32m+a\u{1b}[0m\n"),
            "{}",
            plan.diff(true)
        );
    }

    #[test]
    fn an_empty_file_is_seen() {
        assert_eq!(
            plan(&[("src/a.rs", "")], &[]).diff(false),
            "--- /dev/null\n+++ b/src/a.rs\n"
        );
    }

    #[test]
    fn a_long_diff_is_cut_and_says_so() {
        let long = "line\n".repeat(3 * MAX_DIFF_LINES);
        let diff = plan(&[("src/a.rs", &long), ("src/b.rs", &long)], &[]).diff(false);
        assert_eq!(diff.lines().count(), MAX_DIFF_LINES + 1);
        assert!(
            diff.ends_with("2 file(s) not shown to their end\n"),
            "{diff}"
        );
    }

    #[test]
    fn a_summary_names_the_files_and_counts_them() {
        let plan = plan(&[("src/a.rs", "a")], &[("src/b.rs", "b")]);
        assert_eq!(
            summary(&plan.summary(), false),
            "  + src/a.rs\n  - src/b.rs\n1 created, 0 changed, 1 removed, 0 unchanged\n"
        );
    }
}
