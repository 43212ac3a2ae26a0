//! How much of the output moves with the document: changed lines out for each changed line in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use similar::{Algorithm, ChangeTag, TextDiff};

use crate::listing::Entry;
use crate::plan::{Change, Plan};

/// How long the lines of one file are compared. After that the rest counts as changed.
const DIFF_TIME: Duration = Duration::from_secs(10);

/// What files are for, by how their paths begin. The first that fits counts.
const KINDS: &[(&str, &str)] = &[
    ("src/", "code"),
    ("docs/code-samples.overlay.yaml", "code samples"),
    ("docs/", "docs"),
    ("sdk.json", "sdk.json"),
    ("openapi.lock", "lock"),
    ("orq.lock", "lock"),
    ("orq.code-samples.overlay.yaml", "code samples"),
    ("", "the rest"),
];

/// The kind that consumers compile.
const CODE: &str = "code";

/// Changed lines, counted as a diff counts them: one that changes is one that goes and one that comes.
#[derive(Clone, Debug, Default)]
pub struct Amplification {
    document: usize,
    kinds: BTreeMap<&'static str, usize>,
    /// The lines of files that came or went as a whole.
    whole: usize,
}

impl Amplification {
    /// Nothing but the change of the document.
    #[must_use]
    pub fn of_document(old: &str, new: &str) -> Self {
        Self {
            document: changed_lines(old, new),
            ..Self::default()
        }
    }

    /// Counts what the files of one run have that those of the other don't.
    #[must_use]
    pub fn between(
        mut self,
        old: &BTreeMap<String, String>,
        new: &BTreeMap<String, String>,
    ) -> Self {
        let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for path in paths {
            let text = |files: &BTreeMap<String, String>| files.get(path).cloned();
            self.count(Path::new(path), text(old).as_deref(), text(new).as_deref());
        }
        self
    }

    /// Counts what a plan changes on disk.
    #[must_use]
    pub fn of_plan(mut self, plan: &Plan) -> Self {
        for (path, change) in plan.changes() {
            match change {
                Change::Create(new) => self.count(path, None, Some(new)),
                Change::Replace { old, new } => self.count(path, Some(&text(old)), Some(new)),
                Change::Remove(old) => self.count(path, Some(&text(old)), None),
            }
        }
        self
    }

    fn count(&mut self, path: &Path, old: Option<&str>, new: Option<&str>) {
        let lines = match (old, new) {
            (Some(old), Some(new)) => changed_lines(old, new),
            (only, other) => {
                let lines = only.or(other).map_or(0, |text| text.lines().count());
                self.whole += lines;
                lines
            }
        };
        let known = KINDS.iter().find(|(start, _)| begins(path, start));
        if let Some((_, kind)) = known
            && lines > 0
        {
            *self.kinds.entry(kind).or_default() += lines;
        }
    }

    /// Both ratios in a line; `None` when the document did not change.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        let (code, all, document) = (self.code(), self.all(), self.document);
        (document > 0).then(|| {
            format!(
                "amplification {} in code, {} in all: {document} lines of the document, {code} of code, {all} in all",
                self.ratio(code),
                self.ratio(all)
            )
        })
    }

    /// A line for each kind of file, with how many lines of it changed.
    #[must_use]
    pub fn table(&self) -> String {
        let row =
            |name: &str, lines: usize| format!("{name:<14}{lines:>8}{:>8}\n", self.ratio(lines));
        let mut text = format!("Changed lines, for {} of the document\n\n", self.document);
        for (kind, lines) in &self.kinds {
            text.push_str(&row(kind, *lines));
        }
        text.push_str(&row("in all", self.all()));
        text.push_str(&row("in files kept", self.all() - self.whole));
        text
    }

    fn code(&self) -> usize {
        self.kinds.get(CODE).copied().unwrap_or_default()
    }

    fn all(&self) -> usize {
        self.kinds.values().sum()
    }

    fn ratio(&self, lines: usize) -> String {
        if self.document == 0 {
            return String::new();
        }
        format!("{:.2}", lines as f64 / self.document as f64)
    }
}

fn begins(path: &Path, start: &str) -> bool {
    let path: PathBuf = path.components().collect();
    path.to_string_lossy().replace('\\', "/").starts_with(start)
}

fn text(entry: &Entry) -> String {
    match entry {
        Entry::File(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Entry::Special => String::new(),
    }
}

/// How many lines only one of two texts has, and no more than must be: the heuristics of the default would count more.
fn changed_lines(old: &str, new: &str) -> usize {
    let diff = TextDiff::configure()
        .algorithm(Algorithm::RawMyers)
        .timeout(DIFF_TIME)
        .diff_lines(old, new);
    diff.iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_by_what_their_files_are_for() {
        let files = |pairs: &[(&str, &str)]| {
            let owned = pairs.iter();
            owned
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
                .collect::<BTreeMap<_, _>>()
        };
        let old = files(&[
            ("src/lib.rs", "a\nb\nc\n"),
            ("sdk.json", "{}\n"),
            ("docs/gone.md", "1\n2\n3\n"),
        ]);
        let new = files(&[("src/lib.rs", "a\nx\nc\n"), ("sdk.json", "{}\n")]);
        let told = Amplification::of_document("a: 1\n", "a: 2\n").between(&old, &new);
        assert_eq!(
            told.line().unwrap_or_default(),
            "amplification 1.00 in code, 2.50 in all: 2 lines of the document, 2 of code, 5 in all"
        );
        let lines: Vec<String> = told.table().lines().skip(2).map(str::to_owned).collect();
        assert_eq!(
            lines,
            [
                "code                 2    1.00",
                "docs                 3    1.50",
                "in all               5    2.50",
                "in files kept        2    1.00",
            ]
        );
    }

    #[test]
    fn no_change_has_no_ratio() {
        let told = Amplification::of_document("a: 1\n", "a: 1\n");
        assert_eq!(told.line(), None);
    }
}
