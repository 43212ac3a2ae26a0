//! What changed between two surfaces, with everything that a report of it says.

mod changelog;
mod json;
mod markdown;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use generator::Report;
use generator::pointer::Pointer;
use generator::surface::{self, Change, Class, Level, Lock, Site};
use semver::Version;

pub use changelog::{entry, with_entry};
pub use json::json;
pub use markdown::markdown;
pub use text::text;

use crate::Error;

/// One of the two surfaces.
pub struct Side<'a> {
    /// What it is called: a file, or a revision.
    pub name: String,
    /// The surface.
    pub lock: &'a Lock,
    /// What was read, where the surface comes from a document.
    pub report: Option<&'a Report>,
}

/// A change, and where it is seen.
type Seen<'a> = (&'a Change, Option<&'a str>);

/// The changes between two surfaces, and the version that they ask for.
#[derive(Debug)]
pub struct Changes {
    /// What the old surface is called.
    pub from: String,
    /// What the new surface is called.
    pub to: String,
    /// The changes, by group and then by damage.
    pub list: Vec<Change>,
    /// How far they move the version.
    pub level: Level,
    /// The version of the old surface.
    pub old_version: Version,
    /// The version that the new surface has.
    pub new_version: Version,
    /// Where each change is seen, as `file:line:column`, by its index in the list.
    places: Vec<Option<String>>,
}

impl Changes {
    /// Compares two surfaces.
    ///
    /// # Errors
    ///
    /// When a version in a lock is none.
    pub fn new(old: &Side<'_>, new: &Side<'_>) -> Result<Self, Error> {
        let list = surface::changes(old.lock, new.lock);
        let at = |wanted: &dyn Fn(&Site) -> Option<Pointer>, report: Option<&Report>| {
            let pointers: BTreeSet<Pointer> = list
                .iter()
                .filter_map(|change| wanted(&change.site))
                .collect();
            report
                .map(|report| report.places(&pointers))
                .unwrap_or_default()
        };
        let gone: BTreeMap<Pointer, String> = at(&before, old.report);
        let here: BTreeMap<Pointer, String> = at(&after, new.report);
        let places = list
            .iter()
            .map(|change| match &change.site {
                Site::Before(at) => gone.get(at).cloned(),
                Site::After(at) => here.get(at).cloned(),
                Site::Nowhere => None,
            })
            .collect();
        Ok(Self {
            from: old.name.clone(),
            to: new.name.clone(),
            level: surface::level(&list),
            old_version: version(old.lock)?,
            new_version: version(new.lock)?,
            list,
            places,
        })
    }

    /// Whether nothing changed for callers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether the new surface's version is high enough.
    #[must_use]
    pub fn version_will_do(&self) -> bool {
        surface::enough(&self.old_version, &self.new_version, self.level)
    }

    /// The lowest version that will do.
    #[must_use]
    pub fn needed(&self) -> Version {
        surface::next(&self.old_version, self.level)
    }

    /// How far the changes that hurt code move the version, and those that hurt requests and answers.
    fn levels(&self) -> [Level; 2] {
        [Class::SourceBreaking, Class::WireBreaking].map(|class| {
            let hurt = self
                .list
                .iter()
                .any(|change| change.classes.contains(&class));
            if hurt {
                Level::Major
            } else {
                self.level.min(Level::Minor)
            }
        })
    }

    /// How many changes there are of each class, by their largest damage.
    fn counts(&self) -> Vec<(Class, usize)> {
        Class::ALL
            .into_iter()
            .map(|class| {
                let count = self.list.iter().filter(|change| change.class() == class);
                (class, count.count())
            })
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// The changes of each group, with where they are seen.
    fn groups(&self) -> Vec<(&str, Vec<Seen<'_>>)> {
        let mut groups: Vec<(&str, Vec<Seen<'_>>)> = Vec::new();
        for (change, place) in self.list.iter().zip(&self.places) {
            let entry = (change, place.as_deref());
            match groups.last_mut() {
                Some((group, list)) if *group == change.group => list.push(entry),
                _ => groups.push((&change.group, vec![entry])),
            }
        }
        groups
    }

    /// The verdict in one sentence without a full stop.
    fn verdict(&self) -> String {
        let [source, wire] = self.levels();
        match self.level {
            Level::None => "nothing changed for callers".to_owned(),
            Level::Patch => "patch: only prose changed".to_owned(),
            level => format!("{level} (source: {source}, wire: {wire})"),
        }
    }
}

fn before(site: &Site) -> Option<Pointer> {
    match site {
        Site::Before(at) => Some(at.clone()),
        Site::After(_) | Site::Nowhere => None,
    }
}

fn after(site: &Site) -> Option<Pointer> {
    match site {
        Site::After(at) => Some(at.clone()),
        Site::Before(_) | Site::Nowhere => None,
    }
}

fn pointer(site: &Site) -> Option<&Pointer> {
    match site {
        Site::Before(at) | Site::After(at) => Some(at),
        Site::Nowhere => None,
    }
}

fn version(lock: &Lock) -> Result<Version, Error> {
    let text = &lock.surface.package.version;
    Version::parse(text).map_err(|why| Error::new(format!("{text:?} is no version: {why}")))
}

/// The classes of a change, in words.
fn classes(change: &Change) -> String {
    let words: Vec<String> = change.classes.iter().map(Class::to_string).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests;
