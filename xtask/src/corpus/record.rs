//! What came of a document, as a row of a table and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::ReadBack;
use crate::Error;
use crate::cli::Level;

/// What came of one document.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Record {
    /// Its path below the folder.
    pub document: String,
    /// The name of its crate.
    pub package: String,
    /// The version of OpenAPI that it is written for.
    pub version: Option<String>,
    /// How many operations it has, counted without the generator.
    pub operations: Option<usize>,
    /// How many operations the crate has.
    pub generated: usize,
    /// How many types the crate has.
    pub types: usize,
    /// How many schemas say what fits and still became any JSON value.
    pub fallbacks: usize,
    /// How often a field, a parameter or a body is any JSON value, mostly because the document says so.
    pub any: usize,
    /// How many complaints there are, by code.
    pub complaints: BTreeMap<String, usize>,
    /// Lines of emitted Rust, the runtime aside.
    pub lines: usize,
    /// How long generating took.
    pub seconds: f64,
    /// How much memory generating took at most.
    pub megabytes: Option<u64>,
    /// How long each level of compiling took.
    pub compile_seconds: BTreeMap<Level, f64>,
    /// How far it came.
    pub level: Option<Level>,
    /// What kept it from the next level.
    pub first_error: Option<String>,
    /// The features that turn resources on.
    pub features: Vec<String>,
    /// What came of its examples, where that was asked for.
    pub readback: Option<ReadBack>,
}

/// The columns of the table, each with how a record fills it.
type Column = (&'static str, fn(&Record) -> String);
const COLUMNS: &[Column] = &[
    ("document", |record| record.document.clone()),
    ("version", |record| {
        record.version.clone().unwrap_or_else(unknown)
    }),
    ("operations", |record| {
        record
            .operations
            .map_or_else(unknown, |count| count.to_string())
    }),
    ("generated", |record| record.generated.to_string()),
    ("types", |record| record.types.to_string()),
    ("fallbacks", |record| record.fallbacks.to_string()),
    ("any", |record| record.any.to_string()),
    ("complaints", |record| {
        let each: Vec<_> = record
            .complaints
            .iter()
            .map(|(code, count)| format!("{code}:{count}"))
            .collect();
        each.join(" ")
    }),
    ("lines", |record| record.lines.to_string()),
    ("seconds", |record| format!("{:.2}", record.seconds)),
    ("MB", |record| {
        record
            .megabytes
            .map_or_else(unknown, |count| count.to_string())
    }),
    ("read back", |record| {
        let share = |came: &ReadBack| format!("{}/{}", came.same(), came.fitting);
        record.readback.as_ref().map_or_else(unknown, share)
    }),
    ("level", |record| record.level.map_or_else(unknown, level)),
    ("first error", |record| {
        record.first_error.clone().unwrap_or_default()
    }),
];

/// Too wide for a terminal; the files have it.
const ONLY_IN_FILES: &str = "complaints";

fn unknown() -> String {
    "-".to_owned()
}

fn level(level: Level) -> String {
    format!("{level:?}").to_lowercase()
}

/// All columns, separated by tabs.
pub(super) fn tsv(records: &[Record]) -> String {
    let heads: Vec<_> = COLUMNS.iter().map(|(head, _)| *head).collect();
    let mut text = heads.join("\t") + "\n";
    for record in records {
        let cells: Vec<_> = COLUMNS
            .iter()
            .map(|(_, cell)| cell(record).replace(['\t', '\n', '\r'], " "))
            .collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

/// Everything, for other programs.
pub(super) fn json(records: &[Record]) -> Result<String, Error> {
    serde_json::to_string_pretty(records)
        .map(|text| text + "\n")
        .map_err(|error| Error::new(format!("the results are no JSON: {error}")))
}

/// The table that a person reads, with a summary.
pub(super) fn table(records: &[Record], wanted: Level) -> String {
    let columns: Vec<&Column> = COLUMNS
        .iter()
        .filter(|(head, _)| *head != ONLY_IN_FILES)
        .collect();
    let widths: Vec<usize> = columns
        .iter()
        .map(|(head, cell)| {
            let cells = records.iter().map(|record| cell(record).chars().count());
            cells.max().unwrap_or(0).max(head.len())
        })
        .collect();
    let mut text = String::new();
    let heads = columns.iter().map(|(head, _)| (*head).to_owned()).collect();
    row(&mut text, &widths, heads);
    for record in records {
        row(
            &mut text,
            &widths,
            columns.iter().map(|(_, cell)| cell(record)).collect(),
        );
    }
    let passed = records
        .iter()
        .filter(|record| record.level == Some(wanted))
        .count();
    let whole = records
        .iter()
        .filter(|record| record.operations == Some(record.generated))
        .count();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "\n{passed} of {total} documents reach {}; {whole} have every operation",
        level(wanted),
        total = records.len(),
    );
    text
}

fn row(text: &mut String, widths: &[usize], cells: Vec<String>) {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let _ = write!(line, "{cell:<width$}  ");
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            document: "shop.yaml".to_owned(),
            operations: Some(3),
            generated: 3,
            complaints: [("repaired".to_owned(), 2)].into(),
            level: Some(Level::Check),
            first_error: Some("two\nlines".to_owned()),
            ..Record::default()
        }
    }

    #[test]
    fn a_row_is_one_line() {
        let text = tsv(&[record()]);
        assert_eq!(text.lines().count(), 2);
        assert!(
            text.contains("repaired:2\t0\t0.00\t-\t-\tcheck\ttwo lines"),
            "{text}"
        );
    }

    #[test]
    fn the_table_counts_those_that_pass() {
        let text = table(&[record(), Record::default()], Level::Check);
        assert!(
            text.ends_with("1 of 2 documents reach check; 1 have every operation\n"),
            "{text}"
        );
    }

    #[test]
    fn a_record_survives_json() {
        let mut record = record();
        record.compile_seconds.insert(Level::Doc, 1.5);
        let text = json(&[record]).unwrap();
        let back: Vec<Record> = serde_json::from_str(&text).unwrap();
        assert_eq!(back[0].compile_seconds[&Level::Doc], 1.5);
    }
}
