//! Complaints: gathered while all phases go on, never thrown, and printed with their place in the file.

mod codes;
mod excerpt;
mod page;
mod render;
mod repairs;
mod sources;
mod trace;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use codes::{Code, Severity};
pub use page::{Location, locate};
pub use render::render;
pub use repairs::{Edit, Repair};
pub use sources::{Origins, SourceId, Sources};
pub use trace::{Removed, Trace};

use crate::pointer::Pointer;

/// Where a complaint points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A value of the document as it is read, whichever text it came from.
    Document(Pointer),
    /// A value of one of the texts, as it stands there.
    Source(SourceId, Pointer),
    /// A place in a text, where there is no value yet to point to; both counted from 1, in characters.
    SourceAt {
        /// The text.
        source: SourceId,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// A span of the settings' text, in bytes.
    Settings(Range<usize>),
    /// The run as a whole.
    Nowhere,
}

impl Place {
    /// The order of places: the texts of the document from their start, then the settings.
    fn order(&self) -> (u8, Option<SourceId>, &str, usize, usize) {
        match self {
            Self::SourceAt {
                source,
                line,
                column,
            } => (0, Some(*source), "", *line, *column),
            Self::Source(source, pointer) => (1, Some(*source), pointer.as_str(), 0, 0),
            Self::Document(pointer) => (2, None, pointer.as_str(), 0, 0),
            Self::Settings(span) => (3, None, "", span.start, span.end),
            Self::Nowhere => (4, None, "", 0, 0),
        }
    }
}

impl From<Pointer> for Place {
    fn from(pointer: Pointer) -> Self {
        Self::Document(pointer)
    }
}

impl From<&Pointer> for Place {
    fn from(pointer: &Pointer) -> Self {
        Self::Document(pointer.clone())
    }
}

/// One complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is about.
    pub code: Code,
    /// How bad it is: as bad as its code, or an error where somebody denies the code.
    pub severity: Severity,
    /// Where it points.
    pub place: Place,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that belong to it, each with a remark.
    pub related: Vec<(Place, String)>,
    /// Other places of which the same is to be said.
    pub also: Vec<Place>,
}

impl Diagnostic {
    /// A complaint without help and without other places.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            place: place.into(),
            message: message.into(),
            help: None,
            related: Vec::new(),
            also: Vec::new(),
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The places that are shown in its text.
    fn shown_places(&self) -> impl Iterator<Item = &Place> {
        std::iter::once(&self.place).chain(self.related.iter().map(|(place, _)| place))
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, message: impl Into<String>) -> Self {
        self.related.push((place.into(), message.into()));
        self
    }
}

/// Gathers complaints; every phase is handed the same one.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// What is said once for all its places.
    counted: BTreeMap<(Code, String), Vec<Place>>,
    /// What was read in another way than it is written, in the order in which it was.
    repairs: Vec<Repair>,
    denied: BTreeSet<Code>,
    /// What the reader did, where somebody asks for it.
    pub trace: Option<Trace>,
    /// The texts that the complaints are about.
    pub sources: Sources,
}

impl Diagnostics {
    /// Nothing to complain about so far, and no text to complain about.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing to complain about so far in these texts.
    pub fn about(sources: Sources) -> Self {
        Self {
            sources,
            ..Self::default()
        }
    }

    /// Adds a complaint.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds the complaints that a part of the work has gathered by itself.
    pub(crate) fn append(&mut self, other: Self) {
        self.list.extend(other.list);
        for (what, places) in other.counted {
            self.counted.entry(what).or_default().extend(places);
        }
        self.repairs.extend(other.repairs);
    }

    /// Adds a place to a complaint that is made once, however many places it is about.
    pub fn count(&mut self, code: Code, place: impl Into<Place>, message: impl Into<String>) {
        let places = self.counted.entry((code, message.into())).or_default();
        places.push(place.into());
    }

    /// Makes errors of all complaints with a code.
    pub fn deny(&mut self, code: Code) {
        self.denied.insert(code);
    }

    /// Adds that something was read in another way than it is written, and what would have to be written.
    pub fn repaired(&mut self, found: Diagnostic, edits: Vec<Edit>) {
        self.repairs.push(Repair {
            why: found.message.clone(),
            edits,
        });
        self.push(found);
    }

    /// Adds what would have to be written where a complaint that was made already says what is wrong.
    pub fn repaired_with_it(&mut self, why: String, edits: Vec<Edit>) {
        self.repairs.push(Repair { why, edits });
    }

    /// The repairs in the order in which they were made.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// The complaints in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there is an error among them.
    pub fn has_errors(&self) -> bool {
        let all = self.list.iter().map(|found| found.code);
        all.chain(self.counted.keys().map(|(code, _)| *code))
            .any(|code| code.severity() == Severity::Error || self.denied.contains(&code))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.counted.is_empty()
    }

    /// All of them, sorted by place and code and without repetitions, so that every run prints the same.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        self.into_parts().0
    }

    /// All of them, sorted, and the texts that they are about.
    pub fn into_parts(mut self) -> (Vec<Diagnostic>, Sources) {
        let counted = std::mem::take(&mut self.counted);
        self.list.extend(
            counted
                .into_iter()
                .filter_map(|((code, message), places)| one(code, &message, places)),
        );
        for found in &mut self.list {
            if self.denied.contains(&found.code) {
                found.severity = Severity::Error;
            }
        }
        self.list.sort_by(|a, b| {
            let key = |found: &Diagnostic| (found.code, found.message.clone());
            a.place
                .order()
                .cmp(&b.place.order())
                .then_with(|| key(a).cmp(&key(b)))
        });
        self.list.dedup();
        (self.list, self.sources)
    }
}

/// The complaint about several places, at the first of them.
fn one(code: Code, message: &str, mut places: Vec<Place>) -> Option<Diagnostic> {
    places.sort_by(|a, b| a.order().cmp(&b.order()));
    places.dedup();
    let count = places.len();
    let mut places = places.into_iter();
    let first = places.next()?;
    let message = match count {
        1 => message.to_owned(),
        many => format!("{message}; it stands in {many} places"),
    };
    let mut found = Diagnostic::new(code, first, message);
    found.also = places.collect();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_come_sorted_and_once() {
        let mut all = Diagnostics::new();
        assert!(all.is_empty());
        let at = Pointer::root().child("paths");
        all.push(Diagnostic::new(
            Code::UnusedSetting,
            Place::Settings(3..4),
            "s",
        ));
        all.push(Diagnostic::new(Code::WrongType, &at, "b"));
        all.push(Diagnostic::new(Code::WrongType, &at, "b"));
        all.push(Diagnostic::new(Code::UnresolvedRef, Pointer::root(), "a"));
        assert!(all.has_errors());
        let messages: Vec<String> = all
            .into_sorted()
            .into_iter()
            .map(|found| found.message)
            .collect();
        assert_eq!(messages, ["a", "b", "s"]);
    }
}
