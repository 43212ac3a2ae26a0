//! The texts that complaints are about, and which of them each piece of the document came from.

use std::collections::BTreeMap;

use crate::Source;
use crate::pointer::Pointer;

/// One of the texts of a run: the document comes first, overlays and whatever else makes up the document follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(usize);

impl SourceId {
    /// The document itself.
    pub const DOCUMENT: Self = Self(0);
}

/// The texts of a run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Text>,
    pub(super) settings: Option<Text>,
    /// Where the pieces of the document came from.
    pub origins: Origins,
}

#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) name: String,
    pub(super) text: String,
}

impl Text {
    fn new(source: Source<'_>) -> Self {
        Self {
            name: source.name.to_owned(),
            text: source.text.to_owned(),
        }
    }
}

impl Sources {
    /// The document and, where there are any, its settings.
    pub fn new(document: Source<'_>, settings: Option<Source<'_>>) -> Self {
        Self {
            files: vec![Text::new(document)],
            settings: settings.map(Text::new),
            origins: Origins::default(),
        }
    }

    /// Adds a text that pieces of the document come from.
    pub fn add(&mut self, source: Source<'_>) -> SourceId {
        self.files.push(Text::new(source));
        SourceId(self.files.len() - 1)
    }

    /// The name of a text.
    pub fn name(&self, source: SourceId) -> Option<&str> {
        self.files.get(source.0).map(|text| text.name.as_str())
    }

    /// All texts but the settings, in the order in which complaints about them are printed.
    pub(super) fn files(&self) -> impl Iterator<Item = (SourceId, &Text)> {
        self.files
            .iter()
            .enumerate()
            .map(|(index, text)| (SourceId(index), text))
    }
}

/// Where the pieces of the document came from: a tree of the places at which another text begins. A place that is not
/// in the tree stands in its text where it stands in what is around it.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    origin: Option<(SourceId, Pointer)>,
    below: BTreeMap<String, Origins>,
}

impl Origins {
    /// Where a place of the document stands: in which text, and where in it.
    pub fn of(&self, at: &Pointer) -> (SourceId, Pointer) {
        let (mut node, mut found) = (Some(self), (SourceId::DOCUMENT, Pointer::root()));
        if let Some(origin) = &self.origin {
            found = origin.clone();
        }
        for step in at.steps() {
            node = node.and_then(|node| node.below.get(&step));
            found = match node.and_then(|node| node.origin.as_ref()) {
                Some(origin) => origin.clone(),
                None => (found.0, found.1.child(&step)),
            };
        }
        found
    }

    /// What stands at a place, with all below it, came from a place in a text.
    pub fn set(&mut self, at: &Pointer, source: SourceId, from: Pointer) {
        self.put(
            at,
            Self {
                origin: Some((source, from)),
                below: BTreeMap::new(),
            },
        );
    }

    /// The origins of a place and all below it, to be put elsewhere.
    pub fn take(&self, at: &Pointer) -> Self {
        let mut node = Some(self);
        for step in at.steps() {
            node = node.and_then(|node| node.below.get(&step));
        }
        Self {
            origin: Some(self.of(at)),
            below: node.map(|node| node.below.clone()).unwrap_or_default(),
        }
    }

    /// Puts the origins of something where it now stands.
    pub fn put(&mut self, at: &Pointer, origins: Self) {
        let mut node = self;
        for step in at.steps() {
            node = node.below.entry(step).or_default();
        }
        *node = origins;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    #[test]
    fn a_piece_stands_where_the_nearest_piece_around_it_came_from() {
        let mut sources = Sources::default();
        for name in ["a.yaml", "b.yaml"] {
            sources.add(Source { name, text: "" });
        }
        let other = SourceId(1);
        let origins = &mut sources.origins;
        origins.set(&at("/a/b"), other, at("/x/0"));
        origins.set(&at("/a/b/c"), SourceId::DOCUMENT, at("/q"));
        assert_eq!(origins.of(&at("/a")), (SourceId::DOCUMENT, at("/a")));
        assert_eq!(origins.of(&at("/a/b/d/1")), (other, at("/x/0/d/1")));
        assert_eq!(
            origins.of(&at("/a/b/c/d")),
            (SourceId::DOCUMENT, at("/q/d"))
        );
        let moved = origins.take(&at("/a/b"));
        origins.put(&at("/z"), moved);
        assert_eq!(origins.of(&at("/z/d")), (other, at("/x/0/d")));
        assert_eq!(origins.of(&at("/z/c/d")), (SourceId::DOCUMENT, at("/q/d")));
    }
}
