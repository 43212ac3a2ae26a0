//! What a run has to say about its input.

mod finding;
mod json;
mod sarif;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use finding::Finding;

use crate::diagnostics::{
    Diagnostic, Diagnostics, Location, Place, Severity, SourceId, Sources, locate, render,
};
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
                .filter(|found| found.severity == severity)
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
        let places: Vec<Place> = pointers.iter().map(Place::from).collect();
        let found = locate(places.iter(), &self.sources);
        let shown = |found: Location| format!("{}:{}:{}", found.file, found.line, found.column);
        pointers
            .iter()
            .zip(found)
            .filter_map(|(at, found)| Some((at.clone(), shown(found?))))
            .collect()
    }

    /// The complaints as text, each with file, line, column and excerpt. Notes are left out unless asked for.
    pub fn render(&self, color: bool, notes: bool) -> String {
        let shown: Vec<Diagnostic> = self
            .diagnostics
            .iter()
            .filter(|found| notes || found.severity != Severity::Note)
            .cloned()
            .collect();
        render(&shown, &self.sources, color)
    }

    /// Where a place of the document came from: in which text, and where in it.
    pub fn origin(&self, at: &Pointer) -> (SourceId, Pointer) {
        self.sources.origins.of(at)
    }

    /// The name of a text that the document is made of.
    pub fn source_name(&self, source: SourceId) -> Option<&str> {
        self.sources.name(source)
    }

    /// Looks places up; those that are nowhere have no location.
    pub fn locate<'p>(
        &self,
        places: impl Iterator<Item = &'p Place> + Clone,
    ) -> Vec<Option<Location>> {
        locate(places, &self.sources)
    }

    /// The account: every complaint with every place that it is about, counted by code.
    pub fn account(&self, format: Format) -> String {
        let findings = Finding::all(&self.diagnostics, &self.sources);
        match format {
            Format::Text => text::text(&findings),
            Format::Json => json::json(&findings),
            Format::Sarif => sarif::sarif(&findings),
        }
    }
}

/// How an account is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: an object with counts and complaints.
    Json,
    /// For tools that show findings in code: SARIF 2.1.0.
    Sarif,
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The sources are whole documents.
        f.debug_struct("Report")
            .field("diagnostics", &self.diagnostics)
            .finish_non_exhaustive()
    }
}
