//! References: every `$ref` is looked up once, and written in one form, `#/` and a pointer.
//!
//! What leads nowhere is reported and taken out, so that later phases never meet a reference that fails. What stands
//! outside `components` but is referred to is handed back apart, because the typed model has no place for it.

use std::collections::{BTreeMap, BTreeSet};

use super::anchors::Anchors;
use super::check::{self, DROPPED};
use super::json::{Map, Value};
use super::keywords::Kind;
use super::suggest;
use super::version::Version;
use super::walk::{self, Trail, Visitor, find, look};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// Where components of a kind stand, for the kinds that the typed model can refer to.
pub(super) const SECTIONS: &[(Kind, &str)] = &[
    (Kind::Schema, "schemas"),
    (Kind::Response, "responses"),
    (Kind::Parameter, "parameters"),
    (Kind::Example, "examples"),
    (Kind::RequestBody, "requestBodies"),
    (Kind::Header, "headers"),
    (Kind::SecurityScheme, "securitySchemes"),
    (Kind::PathItem, "pathItems"),
];

/// Something that is referred to where the typed model doesn't look.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) kind: Kind,
    pub(super) at: Pointer,
    pub(super) value: Value,
}

/// What resolving gives beside the changed document.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) targets: Vec<Target>,
    /// Descriptions that stand beside references.
    pub(super) descriptions: BTreeMap<Pointer, String>,
}

/// Resolves all references of a document.
pub(super) fn resolve(
    root: &mut Value,
    version: Version,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let mut survey = Survey::new(root);
    survey.run(version, diagnostics);
    let Survey {
        found,
        strays,
        cyclic,
        ..
    } = survey;
    let copies = copies(root, &found, &strays);
    let mut rewrite = Rewrite {
        found: &found,
        cyclic: &cyclic,
        copies: &copies,
        diagnostics,
        descriptions: BTreeMap::new(),
    };
    walk::walk(
        Kind::Document,
        root,
        &Trail::Start(&Pointer::root()),
        &mut rewrite,
    );
    let mut strays = strays;
    for ((kind, at), value) in &mut strays {
        walk::walk(*kind, value, &Trail::Start(at), &mut rewrite);
    }
    let descriptions = rewrite.descriptions;
    let targets = targets(root, &found, strays);
    Resolved {
        targets,
        descriptions,
    }
}

type Found = BTreeMap<(Kind, String), Result<Pointer, Problem>>;
type Strays = BTreeMap<(Kind, Pointer), Value>;

/// Why a reference fails.
#[derive(Clone, Debug)]
enum Problem {
    External,
    Missing(Option<String>),
    OtherKind(&'static str),
}

/// Looks at all references before any is changed.
struct Survey<'v> {
    root: &'v Value,
    anchors: Anchors,
    found: Found,
    /// Targets where the walk doesn't get, such as schemas under an extension.
    strays: Strays,
    /// Places whose references lead back to themselves.
    cyclic: BTreeSet<Pointer>,
}

impl<'v> Survey<'v> {
    fn new(root: &'v Value) -> Self {
        Self {
            root,
            anchors: Anchors::new(root),
            found: BTreeMap::new(),
            strays: BTreeMap::new(),
            cyclic: BTreeSet::new(),
        }
    }

    fn run(&mut self, version: Version, diagnostics: &mut Diagnostics) {
        let mut open = uses(Kind::Document, self.root, &Pointer::root());
        while let Some((kind, text)) = open.pop() {
            if self.found.contains_key(&(kind, text.clone())) {
                continue;
            }
            let result = self.target(kind, &text);
            if let Ok(pointer) = &result {
                self.note_cycle(kind, pointer);
                let stray = matches!(find(self.root, pointer), Some((None, _)));
                if stray && !self.strays.contains_key(&(kind, pointer.clone())) {
                    let mut value =
                        find(self.root, pointer).map_or(Value::Null, |(_, value)| value.clone());
                    if !check::check(kind, &mut value, pointer, version, diagnostics) {
                        value = Value::Object(Map::new());
                    }
                    open.extend(uses(kind, &value, pointer));
                    self.strays.insert((kind, pointer.clone()), value);
                }
            }
            self.found.insert((kind, text), result);
        }
    }

    /// What a reference of a kind leads to.
    fn target(&self, kind: Kind, text: &str) -> Result<Pointer, Problem> {
        let pointer = self
            .anchors
            .pointer(text, self.root)
            .ok_or_else(|| self.not_a_pointer(kind, text))?;
        match find(self.root, &pointer) {
            None => Err(Problem::Missing(self.near(kind, &pointer))),
            Some((Some(other), _)) if other != kind => Err(Problem::OtherKind(other.table().title)),
            Some((Some(_), _)) => Ok(pointer),
            Some((None, value))
                if value.is_object() || (kind == Kind::Schema && value.is_boolean()) =>
            {
                Ok(pointer)
            }
            Some((None, _)) => Err(Problem::Missing(None)),
        }
    }

    fn not_a_pointer(&self, kind: Kind, text: &str) -> Problem {
        // `Pet` and `#components/schemas/Pet` are slips, not files.
        let name = text
            .trim_start_matches('#')
            .rsplit('/')
            .next()
            .unwrap_or(text);
        match component(kind, name).filter(|at| find(self.root, at).is_some()) {
            Some(at) if text.starts_with('#') || !text.contains(['.', ':', '/']) => {
                Problem::Missing(Some(format!("#{at}")))
            }
            _ if text.starts_with('#') => Problem::Missing(None),
            _ => Problem::External,
        }
    }

    /// The nearest name beside the missing one, or among the components of the kind.
    fn near(&self, kind: Kind, pointer: &Pointer) -> Option<String> {
        let name = pointer.last()?;
        let section = component(kind, "").and_then(|at| at.parent());
        let places = [pointer.parent(), section];
        places.into_iter().flatten().find_map(|parent| {
            let (_, value) = find(self.root, &parent)?;
            let near = suggest::nearest(&name, value.as_object()?.keys().map(String::as_str))?;
            Some(format!("#{}", parent.child(near)))
        })
    }

    /// Follows a chain of references; the places of a circle are remembered.
    fn note_cycle(&mut self, kind: Kind, start: &Pointer) {
        let mut chain = vec![start.clone()];
        while let Some(next) = chain.last().and_then(|last| self.next(kind, last)) {
            if let Some(position) = chain.iter().position(|known| *known == next) {
                self.cyclic.extend(chain.drain(position..));
                return;
            }
            chain.push(next);
        }
    }

    fn next(&self, kind: Kind, at: &Pointer) -> Option<Pointer> {
        let (_, value) = find(self.root, at)?;
        self.target(kind, value.get("$ref")?.as_str()?).ok()
    }
}

/// The pointer of a component of a kind.
fn component(kind: Kind, name: &str) -> Option<Pointer> {
    let (_, section) = SECTIONS.iter().find(|(known, _)| *known == kind)?;
    Some(
        Pointer::root()
            .child("components")
            .child(section)
            .child(name),
    )
}

/// All references in a value, each with the kind of object that stands there.
fn uses(kind: Kind, value: &Value, at: &Pointer) -> Vec<(Kind, String)> {
    let mut list = BTreeSet::new();
    look(kind, value, &Trail::Start(at), &mut |kind, map, _| {
        let keys: &[&str] = if kind == Kind::Schema {
            &["$ref", "$dynamicRef"]
        } else {
            &["$ref"]
        };
        for text in keys
            .iter()
            .filter_map(|key| map.get(*key)?.as_str())
            .filter(|text| *text != DROPPED)
        {
            list.insert((kind, text.to_owned()));
        }
        if let (Kind::Discriminator, Some(Value::Object(mapping))) = (kind, map.get("mapping")) {
            list.extend(
                mapping
                    .values()
                    .filter_map(|text| Some((Kind::Schema, mapped(text.as_str()?)))),
            );
        }
    });
    list.into_iter().collect()
}

/// The reference that a value of `mapping` means: a plain word is the name of a schema.
fn mapped(text: &str) -> String {
    let word = !text.contains(['#', '/']) && !text.ends_with(".json") && !text.ends_with(".yaml");
    match component(Kind::Schema, text) {
        Some(at) if word => format!("#{at}"),
        _ => text.to_owned(),
    }
}

/// Copies for the kinds in whose place the typed model knows no reference.
fn copies(root: &Value, found: &Found, strays: &Strays) -> Strays {
    let mut copies = BTreeMap::new();
    for ((kind, _), result) in found {
        if let (false, Ok(pointer)) = (kind.table().reference, result) {
            let key = (*kind, pointer.clone());
            let value = strays
                .get(&key)
                .cloned()
                .or_else(|| find(root, pointer).map(|(_, value)| value.clone()));
            copies.extend(value.map(|value| (key, value)));
        }
    }
    copies
}

/// What is referred to outside the components that the typed model holds.
fn targets(root: &Value, found: &Found, mut strays: Strays) -> Vec<Target> {
    let mut seen = BTreeSet::new();
    let mut targets = Vec::new();
    for ((kind, _), result) in found {
        let Ok(at) = result else { continue };
        let section = component(*kind, "").and_then(|at| at.parent());
        // A component of its own kind is where everybody looks; path items have no such place in the typed model.
        let held = section.is_some() && at.parent() == section && *kind != Kind::PathItem;
        if held || section.is_none() || !seen.insert((*kind, at.clone())) {
            continue;
        }
        let stray = strays.remove(&(*kind, at.clone()));
        if let Some(value) = stray.or_else(|| find(root, at).map(|(_, value)| value.clone())) {
            targets.push(Target {
                kind: *kind,
                at: at.clone(),
                value,
            });
        }
    }
    targets
}

/// Writes what was found into the document.
struct Rewrite<'f> {
    found: &'f Found,
    cyclic: &'f BTreeSet<Pointer>,
    copies: &'f Strays,
    diagnostics: &'f mut Diagnostics,
    descriptions: BTreeMap<Pointer, String>,
}

impl Visitor for Rewrite<'_> {
    fn enter(&mut self, kind: Kind, value: &mut Value, at: &Trail<'_>) -> bool {
        let Value::Object(map) = value else {
            return true;
        };
        if kind == Kind::Discriminator {
            self.mapping(map, at);
        }
        // A dynamic reference is read as the plain one that it is where nobody overrides its anchor.
        if let (Kind::Schema, false, Some(dynamic)) =
            (kind, map.contains_key("$ref"), map.remove("$dynamicRef"))
        {
            map.insert("$ref".to_owned(), dynamic);
        }
        let Some(text) = map
            .get("$ref")
            .and_then(Value::as_str)
            .filter(|text| *text != DROPPED)
        else {
            return true;
        };
        let text = text.to_owned();
        match self.lookup(kind, &text, at) {
            Some(target) if kind.table().reference => {
                map.insert("$ref".to_owned(), Value::from(format!("#{target}")));
                if let (true, Some(Value::String(text))) =
                    (kind != Kind::Schema, map.get("description"))
                {
                    self.descriptions.insert(at.pointer(), text.clone());
                }
            }
            Some(target) => {
                *value = self
                    .copies
                    .get(&(kind, target))
                    .cloned()
                    .unwrap_or_default()
            }
            None if kind == Kind::Schema => {
                map.remove("$ref");
            }
            None if kind.table().reference => *value = dropped(),
            None => *value = Value::Object(Map::new()),
        }
        true
    }
}

fn dropped() -> Value {
    Value::Object(Map::from_iter([("$ref".to_owned(), Value::from(DROPPED))]))
}

impl Rewrite<'_> {
    /// Where a reference leads; `None`, with a complaint, where it fails.
    fn lookup(&mut self, kind: Kind, text: &str, at: &Trail<'_>) -> Option<Pointer> {
        let place = || at.pointer().child("$ref");
        let title = kind.table().title;
        let complaint = match self.found.get(&(kind, text.to_owned()))? {
            Ok(target) if !self.cyclic.is_empty() && self.cyclic.contains(&at.pointer()) => Diagnostic::new(
                Code::RefCycle,
                place(),
                format!("the reference {text:?} only leads back to itself"),
            )
            .related(target.clone(), "it leads here first")
            .help(format!(
                "let one of the references lead to {title} that says something"
            )),
            Ok(target) => return Some(target.clone()),
            Err(Problem::External) => Diagnostic::new(
                Code::ExternalRef,
                place(),
                format!("the reference {text:?} leads out of the document"),
            )
            .help("bundle the files into one document first, for example with `npx @redocly/cli bundle`"),
            Err(Problem::Missing(near)) => {
                let found = Diagnostic::new(
                    Code::UnresolvedRef,
                    place(),
                    format!("the reference {text:?} leads nowhere"),
                );
                match near {
                    Some(near) => found.help(format!("did you mean `{near}`?")),
                    None => found,
                }
            }
            Err(Problem::OtherKind(other)) => {
                let message =
                    format!("the reference {text:?} leads to {other}, but {title} is expected here");
                Diagnostic::new(Code::UnresolvedRef, place(), message)
            }
        };
        self.diagnostics.push(complaint);
        None
    }

    fn mapping(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let Some(Value::Object(mapping)) = map.get_mut("mapping") else {
            return;
        };
        let mut gone = Vec::new();
        for (key, value) in mapping.iter_mut() {
            let Some(text) = value.as_str().map(mapped) else {
                continue;
            };
            match self.found.get(&(Kind::Schema, text)) {
                Some(Ok(target)) => *value = Value::from(format!("#{target}")),
                _ => gone.push(key.clone()),
            }
        }
        for key in gone {
            let name = mapping.remove(&key).unwrap_or_default();
            let message = format!(
                "the mapping of {key:?} leads to {name}, which is not in the document; it is left out"
            );
            let place = at.pointer().child("mapping").child(&key);
            self.diagnostics
                .push(Diagnostic::new(Code::UnsupportedConstruct, place, message));
        }
    }
}
