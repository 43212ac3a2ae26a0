//! What changed between two surfaces, and whom it hurts.
//!
//! A change can break code (`source`), requests and answers between an old client and the new server (`wire`), or neither.
//! For source, Cargo's rules hold: what is public may grow and may not go. For the wire, the direction decides: a server
//! may ask for less and tell more. Enums and unions are open, so a new value or branch breaks nobody who reads it.

mod answers;
mod calls;
mod fields;
mod inputs;
mod package;
mod rules;
mod shown;
mod types;
mod verdict;
mod webhooks;
mod wire;

use std::collections::BTreeMap;
use std::fmt;

pub use rules::Rule;
pub use verdict::{Level, enough, level, next};

use super::{Lock, Pairs, RustType, Surface, Type};
use crate::pointer::Pointer;
use wire::Wire;

/// Whom a change hurts; the largest damage comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Code that compiled does not, or means something else.
    SourceBreaking,
    /// An old client and the new server no longer understand each other.
    WireBreaking,
    /// Everything compiles and is understood, and something happens that did not.
    Behaviour,
    /// There is more than there was.
    Additive,
    /// Only prose changed.
    DocsOnly,
}

impl Class {
    /// Every class, the largest damage first.
    pub const ALL: [Self; 5] = [
        Self::SourceBreaking,
        Self::WireBreaking,
        Self::Behaviour,
        Self::Additive,
        Self::DocsOnly,
    ];
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::SourceBreaking => "source-breaking",
            Self::WireBreaking => "wire-breaking",
            Self::Behaviour => "behaviour",
            Self::Additive => "additive",
            Self::DocsOnly => "docs-only",
        })
    }
}

/// Where in a document a change is seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// In the document as it was: something is gone.
    Before(Pointer),
    /// In the document as it is.
    After(Pointer),
    /// In no one place.
    Nowhere,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: Rule,
    /// Whom it hurts, the largest damage first; never empty.
    pub classes: Vec<Class>,
    /// What it belongs to for a reader: a resource, or the types that several share.
    pub group: String,
    /// The Rust item.
    pub item: String,
    /// What happened, in one sentence without a full stop.
    pub message: String,
    /// The item as it was, as Rust.
    pub before: Option<String>,
    /// The item as it is, as Rust.
    pub after: Option<String>,
    /// Where the document says so.
    pub site: Site,
}

impl Change {
    /// The largest damage.
    pub fn class(&self) -> Class {
        self.classes.first().copied().unwrap_or(Class::DocsOnly)
    }

    /// What a caller must do, in one sentence.
    pub fn advice(&self) -> &'static str {
        self.rule.advice()
    }
}

/// Everything that changed, by group and then by damage.
pub fn changes(old: &Lock, new: &Lock) -> Vec<Change> {
    let pairs = Pairs::new(&old.surface, &new.surface);
    let cx = Cx {
        wire: Wire::new(&old.surface, &new.surface, &pairs),
        old,
        new,
        pairs: &pairs,
    };
    let mut found = Found(Vec::new());
    package::compare(&cx, &mut found);
    calls::compare(&cx, &mut found);
    webhooks::compare(&cx, &mut found);
    types::compare(&cx, &mut found);
    let mut changes = found.0;
    for change in &mut changes {
        change.classes.sort();
        change.classes.dedup();
    }
    // Groups with the largest damage come first; the crate itself before all others.
    let mut worst: BTreeMap<String, Class> = BTreeMap::new();
    for change in &changes {
        let class = worst.entry(change.group.clone()).or_insert(Class::DocsOnly);
        *class = (*class).min(change.class());
    }
    changes.sort_by_key(|change| {
        (
            worst.get(&change.group).copied(),
            change.group.clone(),
            change.class(),
            change.item.clone(),
            change.rule,
            change.message.clone(),
        )
    });
    changes
}

/// What a comparison reads.
struct Cx<'a> {
    old: &'a Lock,
    new: &'a Lock,
    pairs: &'a Pairs,
    wire: Wire<'a>,
}

impl Cx<'_> {
    /// Whether two types are spelled alike for callers. A type under its former name is the same type.
    fn same(&self, old: &RustType, new: &RustType) -> bool {
        match (old, new) {
            (RustType::Model(old), RustType::Model(new)) => {
                old == new
                    || self
                        .wire
                        .new_type(new)
                        .is_some_and(|ty| ty.formerly.contains(old))
            }
            (RustType::Answers(old_module, old), RustType::Answers(new_module, new)) => {
                old_module == new_module && old == new
            }
            (RustType::Vec(old), RustType::Vec(new))
            | (RustType::Map(old), RustType::Map(new))
            | (RustType::Option(old), RustType::Option(new))
            | (RustType::Patch(old), RustType::Patch(new))
            | (RustType::Boxed(old), RustType::Boxed(new))
            | (RustType::EventStream(old), RustType::EventStream(new)) => self.same(old, new),
            _ => old == new,
        }
    }
}

/// The changes so far.
struct Found(Vec<Change>);

/// A change before it is known whom it hurts.
struct Draft<'f> {
    found: &'f mut Found,
    change: Change,
}

impl Found {
    fn change(&mut self, rule: Rule, item: &Item<'_>, message: impl Into<String>) -> Draft<'_> {
        Draft {
            found: self,
            change: Change {
                rule,
                classes: Vec::new(),
                group: item.group.to_owned(),
                item: item.name.clone(),
                message: message.into(),
                before: None,
                after: None,
                site: item.site.clone(),
            },
        }
    }

    /// The descriptions of an item and of all that is in it changed. They do whenever something comes or goes, so that it is worth
    /// a line only where nothing else was found of the item, of which there were so many changes before.
    fn prose(&mut self, before: usize, item: &Item<'_>, message: &str) {
        if self.0.len() == before {
            self.change(Rule::Prose, item, message).or(Class::DocsOnly);
        }
    }
}

impl Draft<'_> {
    /// How the item was spelled, and how it is.
    fn shown(mut self, before: Option<String>, after: Option<String>) -> Self {
        (self.change.before, self.change.after) = (before, after);
        self
    }

    /// Hurts somebody, where a condition holds.
    fn when(mut self, condition: bool, class: Class) -> Self {
        if condition {
            self.change.classes.push(class);
        }
        self
    }

    /// Ends the draft, which hurts somebody more.
    fn and(self, class: Class) {
        self.when(true, class).or(class);
    }

    /// Ends the draft; a change that hurts nobody is of the class given.
    fn or(mut self, class: Class) {
        if self.change.classes.is_empty() {
            self.change.classes.push(class);
        }
        self.found.0.push(self.change);
    }

    /// Ends the draft; what hurts nobody is no change.
    fn or_nothing(self) {
        if !self.change.classes.is_empty() {
            self.found.0.push(self.change);
        }
    }
}

/// What a change is about.
#[derive(Clone)]
struct Item<'a> {
    group: &'a str,
    name: String,
    site: Site,
}

impl Item<'_> {
    /// Something inside this item.
    fn part(&self, name: &str, steps: &[&str]) -> Self {
        let below = |at: &Pointer| steps.iter().fold(at.clone(), |at, step| at.child(step));
        Self {
            group: self.group,
            name: format!("{}{name}", self.name),
            site: match &self.site {
                Site::Before(at) => Site::Before(below(at)),
                Site::After(at) => Site::After(below(at)),
                Site::Nowhere => Site::Nowhere,
            },
        }
    }
}

/// The types of a surface by their names.
fn types_by_name(surface: &Surface) -> BTreeMap<&str, &Type> {
    let types = surface.types.iter();
    types.map(|ty| (ty.name.as_str(), ty)).collect()
}
