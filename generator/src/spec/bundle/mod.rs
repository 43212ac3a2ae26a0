//! Documents in several files, put together into one.
//!
//! What another file holds becomes a component of the document, where the typed model can refer to one, and takes the
//! place of the `$ref` everywhere else: path items, operations, texts, whole mappings. Every piece remembers where it
//! comes from, so that later complaints name the file that a person has to open.
//!
//! References that can't be followed stay as they are; the step that resolves references complains about them.

mod files;
mod find;
mod name;
#[cfg(test)]
mod tests;
mod visit;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::anchors::Anchors;
use super::json::{Map, Value};
use super::keywords::{Kind, Shape};
use super::walk::Trail;
use crate::Files;
use crate::diagnostics::{Diagnostics, SourceId};
use crate::pointer::Pointer;
use files::Loaded;

/// How many values may be put in place of references. Only files that were written to exhaust memory hold more.
const BUDGET: usize = 2_000_000;

/// How deep a document may get by putting files into one another.
const DEEPEST: usize = 250;

/// Where components of each kind stand.
const SECTIONS: &[(Kind, &str)] = &[
    (Kind::Schema, "schemas"),
    (Kind::Response, "responses"),
    (Kind::Parameter, "parameters"),
    (Kind::Example, "examples"),
    (Kind::RequestBody, "requestBodies"),
    (Kind::Header, "headers"),
    (Kind::SecurityScheme, "securitySchemes"),
    (Kind::Link, "links"),
    (Kind::Callback, "callbacks"),
];

/// Why references to other files fail, by the reference as it stands in the document now.
pub(super) type Failures = BTreeMap<String, String>;

/// Puts the files that a document refers to into it.
pub(super) fn bundle(
    root: &mut Value,
    name: &str,
    files: Option<&dyn Files>,
    diagnostics: &mut Diagnostics,
) -> Failures {
    if !leads_out(root) {
        return Failures::new();
    }
    let mut bundle = Bundle {
        anchors: Anchors::new(root),
        files: Loaded::new(name, root.clone(), files),
        taken: BTreeMap::new(),
        names: BTreeMap::new(),
        open: VecDeque::new(),
        strays: Vec::new(),
        seen: BTreeSet::new(),
        way: Vec::new(),
        budget: BUDGET,
        failures: Failures::new(),
        diagnostics,
    };
    if let Value::Object(members) = root {
        bundle.document(members);
    }
    bundle.failures
}

/// Whether any reference leads out of the text it stands in.
fn leads_out(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(key, below)| match below {
            Value::String(text) => key == "$ref" && !text.starts_with('#'),
            below => leads_out(below),
        }),
        Value::Array(list) => list.iter().any(leads_out),
        _ => false,
    }
}

/// What is known while files are put together.
struct Bundle<'b> {
    files: Loaded<'b>,
    /// The names that the document itself gives to places in it.
    anchors: Anchors,
    /// The names of components, by their section.
    taken: BTreeMap<&'static str, BTreeSet<String>>,
    /// The names of those that stand in other files.
    names: BTreeMap<(Kind, SourceId, Pointer), String>,
    /// Components that have a name and are not there yet.
    open: VecDeque<Part>,
    /// What the document refers to where no walk gets, such as schemas under an extension.
    strays: Vec<(Kind, Pointer)>,
    seen: BTreeSet<(Kind, Pointer)>,
    /// What is being put in place of references, the outermost first.
    way: Vec<(SourceId, Pointer)>,
    /// How many more values may be put in place of references.
    budget: usize,
    failures: Failures,
    diagnostics: &'b mut Diagnostics,
}

/// A component that another file holds.
struct Part {
    kind: Kind,
    section: &'static str,
    name: String,
    file: SourceId,
    at: Pointer,
}

impl Bundle<'_> {
    fn document(&mut self, root: &mut Map<String, Value>) {
        let start = Pointer::root();
        let at = Trail::Start(&start);
        let mut components = self.components(root.remove("components"), &at);
        self.object(Kind::Document, root, &at, SourceId::DOCUMENT);
        loop {
            if let Some(part) = self.open.pop_front() {
                let (section, name, value) = self.part(part);
                let entries = components
                    .entry(section)
                    .or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(entries) = entries {
                    entries.insert(name, value);
                }
            } else if let Some((kind, at)) = self.strays.pop() {
                if let Some(found) = stray(root, &mut components, &at) {
                    let mut value = std::mem::take(found);
                    self.value(
                        Shape::One(kind),
                        &mut value,
                        &Trail::Start(&at),
                        SourceId::DOCUMENT,
                    );
                    if let Some(found) = stray(root, &mut components, &at) {
                        *found = value;
                    }
                }
            } else {
                break;
            }
        }
        if !components.is_empty() {
            root.insert("components".to_owned(), Value::Object(components));
        }
    }

    /// The components of the document. Those that are nothing but a reference to a file give what is there their name.
    fn components(&mut self, components: Option<Value>, at: &Trail<'_>) -> Map<String, Value> {
        let Some(mut components) = components else {
            return Map::new();
        };
        let at = Trail::Key(at, "components");
        let shape = Shape::One(Kind::Components);
        let file = self.through(shape, &mut components, &at, SourceId::DOCUMENT);
        let Value::Object(mut members) = components else {
            return Map::new();
        };
        let mut sections = Vec::new();
        for (kind, section) in SECTIONS {
            if let Some(mut entries) = members.remove(*section) {
                let at = Trail::Key(&at, section);
                let file = self.through(Shape::Map(*kind), &mut entries, &at, file);
                if let Value::Object(entries) = &mut entries {
                    self.named(*kind, section, entries, &at, file);
                }
                sections.push((*kind, *section, entries, file));
            }
        }
        self.object(Kind::Components, &mut members, &at, file);
        for (kind, section, mut entries, file) in sections {
            self.below(
                Shape::Map(kind),
                &mut entries,
                &Trail::Key(&at, section),
                file,
            );
            members.insert(section.to_owned(), entries);
        }
        self.way.clear();
        members
    }

    /// Notes the names of the components in a section, and takes out those that stand in other files.
    fn named(
        &mut self,
        kind: Kind,
        section: &'static str,
        entries: &mut Map<String, Value>,
        at: &Trail<'_>,
        file: SourceId,
    ) {
        self.taken
            .entry(section)
            .or_default()
            .extend(entries.keys().cloned());
        let mut elsewhere = Vec::new();
        for (name, entry) in entries.iter() {
            let alone = entry.as_object().is_some_and(|map| map.len() == 1);
            let text = entry.get("$ref").and_then(Value::as_str);
            let place = match text.filter(|_| alone || kind != Kind::Schema) {
                Some(text) => match self.follow(kind, text, file) {
                    Some(place) => place,
                    None => continue,
                },
                None => self
                    .diagnostics
                    .sources
                    .origins
                    .of(&at.pointer().child(name)),
            };
            if place.0 == SourceId::DOCUMENT
                || self.names.contains_key(&(kind, place.0, place.1.clone()))
            {
                continue;
            }
            self.names
                .insert((kind, place.0, place.1.clone()), name.clone());
            if text.is_some() {
                elsewhere.push(name.clone());
                self.open.push_back(Part {
                    kind,
                    section,
                    name: name.clone(),
                    file: place.0,
                    at: place.1,
                });
            }
        }
        for name in elsewhere {
            entries.remove(&name);
        }
    }

    /// The name of the component that stands at a place of another file.
    fn hoisted(
        &mut self,
        kind: Kind,
        section: &'static str,
        file: SourceId,
        at: Pointer,
    ) -> String {
        let key = (kind, file, at);
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let (_, file, at) = key.clone();
        let taken = self.taken.entry(section).or_default();
        let mut names = name::candidates(self.files.name(file), &at);
        let last = names.last().cloned().unwrap_or_default();
        let numbered = (2..).map(|number| format!("{last} {number}"));
        let name = names
            .drain(..)
            .chain(numbered)
            .find(|name| !taken.contains(name))
            .unwrap_or(last);
        taken.insert(name.clone());
        self.names.insert(key, name.clone());
        self.open.push_back(Part {
            kind,
            section,
            name: name.clone(),
            file,
            at,
        });
        name
    }

    /// A component as it stands in its file, with its own references seen to.
    fn part(&mut self, part: Part) -> (&'static str, String, Value) {
        let place = component(part.section, &part.name);
        let found = find::raw(self.files.value(part.file), &part.at);
        let mut value = found.cloned().unwrap_or_default();
        let origins = &mut self.diagnostics.sources.origins;
        origins.set(&place, part.file, part.at);
        if part.kind == Kind::Example {
            wrap_example(&mut value);
        }
        self.value(
            Shape::One(part.kind),
            &mut value,
            &Trail::Start(&place),
            part.file,
        );
        (part.section, part.name, value)
    }
}

/// Where a component stands.
fn component(section: &str, name: &str) -> Pointer {
    Pointer::root()
        .child("components")
        .child(section)
        .child(name)
}

/// A file of an example often is the example's value itself.
fn wrap_example(value: &mut Value) {
    const KEYS: &[&str] = &[
        "value",
        "externalValue",
        "dataValue",
        "serializedValue",
        "$ref",
    ];
    if !KEYS.iter().any(|key| value.get(*key).is_some()) {
        let bare = std::mem::take(value);
        *value = Value::Object(Map::from_iter([("value".to_owned(), bare)]));
    }
}

/// What stands at a pointer of the document while its components are apart.
fn stray<'v>(
    root: &'v mut Map<String, Value>,
    components: &'v mut Map<String, Value>,
    at: &Pointer,
) -> Option<&'v mut Value> {
    let (map, rest) = match at.as_str().strip_prefix("/components") {
        Some(rest) => (components, Pointer::parse(rest)?),
        None => (root, at.clone()),
    };
    let mut steps = rest.steps();
    let mut value = map.get_mut(&steps.next()?)?;
    for step in steps {
        value = match value {
            Value::Object(map) => map.get_mut(&step)?,
            Value::Array(list) => list.get_mut(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}
