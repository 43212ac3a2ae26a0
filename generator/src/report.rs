//! What a run has to say about its input.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity, Sources, render};
use crate::pointer::Pointer;

/// Every complaint of a run, with the texts that they are about.
pub struct Report {
    /// How many errors there are; with any, nothing is generated.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// How many notes there are.
    pub notes: usize,
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

impl Report {
    pub(crate) fn new(diagnostics: Diagnostics) -> Self {
        let (diagnostics, sources) = diagnostics.into_parts();
        let count = |severity| {
            diagnostics
                .iter()
                .filter(|found| found.code.severity() == severity)
                .count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            diagnostics,
            sources,
        }
    }

    /// Every complaint, in the order in which they are printed.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Where values of the document stand, as `file:line:column`.
    pub fn places(&self, pointers: &BTreeSet<Pointer>) -> BTreeMap<Pointer, String> {
        self.sources.places(pointers)
    }

    /// The complaints as text, each with file, line, column and excerpt. Notes are left out unless asked for.
    pub fn render(&self, color: bool, notes: bool) -> String {
        let shown: Vec<Diagnostic> = self
            .diagnostics
            .iter()
            .filter(|found| notes || found.code.severity() != Severity::Note)
            .cloned()
            .collect();
        render(&shown, &self.sources, color)
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The sources are whole documents.
        f.debug_struct("Report")
            .field("diagnostics", &self.diagnostics)
            .finish_non_exhaustive()
    }
}
