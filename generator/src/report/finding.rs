//! Complaints with their places looked up.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Location, Place, Severity, Sources, locate};
use crate::pointer::Pointer;

/// A complaint with all its places.
pub(super) struct Finding<'r> {
    pub(super) diagnostic: &'r Diagnostic,
    /// The place of the complaint, and all others of which the same is to be said.
    pub(super) spots: Vec<Spot<'r>>,
    /// Places that belong to it, each with a remark.
    pub(super) related: Vec<(Spot<'r>, &'r str)>,
}

/// A place: where in a text, and at which pointer.
pub(super) struct Spot<'r> {
    pub(super) location: Option<Location>,
    pub(super) pointer: Option<&'r Pointer>,
}

impl<'r> Finding<'r> {
    /// All complaints, in the order of the report.
    pub(super) fn all(diagnostics: &'r [Diagnostic], sources: &Sources) -> Vec<Self> {
        let places = diagnostics.iter().flat_map(places);
        let mut locations = locate(places, sources).into_iter();
        let mut spot = |place: &'r Place| Spot {
            location: locations.next().flatten(),
            pointer: match place {
                Place::Document(pointer) | Place::Source(_, pointer) => Some(pointer),
                Place::SourceAt { .. } | Place::Settings(_) | Place::Nowhere => None,
            },
        };
        diagnostics
            .iter()
            .map(|diagnostic| Self {
                diagnostic,
                spots: std::iter::once(&diagnostic.place)
                    .chain(&diagnostic.also)
                    .map(&mut spot)
                    .collect(),
                related: diagnostic
                    .related
                    .iter()
                    .map(|(place, remark)| (spot(place), remark.as_str()))
                    .collect(),
            })
            .collect()
    }
}

/// Every place of a complaint, in the order in which a finding has them.
fn places(found: &Diagnostic) -> impl Iterator<Item = &Place> + Clone {
    std::iter::once(&found.place)
        .chain(&found.also)
        .chain(found.related.iter().map(|(place, _)| place))
}

/// How many places there are for each code, the worst codes first.
pub(super) fn counts(findings: &[Finding<'_>]) -> Vec<(Severity, Code, usize)> {
    let mut counts: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for finding in findings {
        let key = (finding.diagnostic.severity, finding.diagnostic.code);
        *counts.entry(key).or_default() += finding.spots.len();
    }
    counts
        .into_iter()
        .map(|((severity, code), count)| (severity, code, count))
        .collect()
}
