//! Where places are in the texts.

use std::collections::{BTreeMap, BTreeSet};

use super::excerpt::Lines;
use super::sources::Text;
use super::{Place, SourceId, Sources};
use crate::pointer::Pointer;
use crate::spec::locate::{self, Position};

/// A place as a person is told it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The name of the text.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1, in characters.
    pub column: usize,
    /// How many characters it spans.
    pub length: usize,
}

/// Looks places up; those that are nowhere have no location.
pub fn locate<'p>(
    places: impl Iterator<Item = &'p Place> + Clone,
    sources: &Sources,
) -> Vec<Option<Location>> {
    let page = Page::new(places.clone(), sources);
    let location = |spot: Spot<'_>| Location {
        file: spot.name.to_owned(),
        line: spot.line,
        column: spot.column,
        length: spot.length,
    };
    places.map(|place| page.spot(place).map(location)).collect()
}

/// A place in a text.
pub(super) struct Spot<'s> {
    /// The texts of the document come before the settings.
    pub(super) rank: u8,
    pub(super) source: Option<SourceId>,
    pub(super) name: &'s str,
    pub(super) lines: &'s Lines<'s>,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) length: usize,
}

/// A text with its lines, and where the pointers are that somebody asks for.
struct File<'s> {
    name: &'s str,
    lines: Lines<'s>,
    positions: BTreeMap<Pointer, Position>,
}

impl<'s> File<'s> {
    fn new(text: &'s Text, pointers: &BTreeSet<Pointer>) -> Self {
        Self {
            name: &text.name,
            lines: Lines::new(&text.text),
            positions: locate::locate(&text.text, pointers),
        }
    }
}

/// The texts that complaints point into.
pub(super) struct Page<'s> {
    sources: &'s Sources,
    files: BTreeMap<SourceId, File<'s>>,
    settings: Option<File<'s>>,
}

impl<'s> Page<'s> {
    /// Looks up the places, each text once.
    pub(super) fn new<'p>(places: impl Iterator<Item = &'p Place>, sources: &'s Sources) -> Self {
        let mut wanted: BTreeMap<SourceId, BTreeSet<Pointer>> = BTreeMap::new();
        for place in places {
            match place {
                Place::Document(at) => {
                    let (source, at) = sources.origins.of(at);
                    wanted.entry(source).or_default().insert(at);
                }
                Place::Source(source, at) => {
                    wanted.entry(*source).or_default().insert(at.clone());
                }
                Place::SourceAt { source, .. } => {
                    wanted.entry(*source).or_default();
                }
                Place::Settings(_) | Place::Nowhere => {}
            }
        }
        let files = sources.files().filter_map(|(source, text)| {
            let pointers = wanted.get(&source)?;
            Some((source, File::new(text, pointers)))
        });
        let settings = sources.settings.as_ref();
        Self {
            sources,
            files: files.collect(),
            settings: settings.map(|text| File::new(text, &BTreeSet::new())),
        }
    }

    pub(super) fn spot(&self, place: &Place) -> Option<Spot<'_>> {
        match place {
            Place::Document(at) => {
                let (source, at) = self.sources.origins.of(at);
                self.value(source, &at)
            }
            Place::Source(source, at) => self.value(*source, at),
            Place::SourceAt {
                source,
                line,
                column,
            } => {
                let position = Position {
                    line: *line,
                    column: *column,
                    length: 1,
                };
                Some(spot(0, Some(*source), self.files.get(source)?, position))
            }
            Place::Settings(span) => {
                let file = self.settings.as_ref()?;
                let (line, column) = file.lines.position(span.start);
                let position = Position {
                    line,
                    column,
                    length: span.len(),
                };
                Some(spot(1, None, file, position))
            }
            Place::Nowhere => None,
        }
    }

    fn value(&self, source: SourceId, at: &Pointer) -> Option<Spot<'_>> {
        let file = self.files.get(&source)?;
        Some(spot(0, Some(source), file, *file.positions.get(at)?))
    }
}

fn spot<'s>(
    rank: u8,
    source: Option<SourceId>,
    file: &'s File<'s>,
    position: Position,
) -> Spot<'s> {
    Spot {
        rank,
        source,
        name: file.name,
        lines: &file.lines,
        line: position.line,
        column: position.column,
        length: position.length,
    }
}
