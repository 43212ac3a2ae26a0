//! All references of a document, looked at before any is changed.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Found, Hit, Objects, Problem, mapped, section, slips};
use crate::diagnostics::Diagnostics;
use crate::parallel;
use crate::pointer::Pointer;
use crate::spec::anchors::Anchors;
use crate::spec::check::{self, DROPPED};
use crate::spec::json::{Map, Value};
use crate::spec::keywords::Kind;
use crate::spec::version::Version;
use crate::spec::walk::{Trail, find, look};
use crate::suggest;

/// What is known about the references of a document.
pub(super) struct Survey<'v> {
    root: &'v Value,
    anchors: Anchors,
    /// References that are still to be looked up.
    open: Vec<(Kind, String)>,
    pub(super) found: Found,
    /// Targets where the walk doesn't get, such as schemas under an extension.
    pub(super) strays: Objects,
    /// Places whose references lead back to themselves.
    pub(super) cyclic: BTreeSet<Pointer>,
    /// Places whose chains have been followed.
    followed: BTreeSet<Pointer>,
    /// How many more names are searched for one that is near.
    searches: Cell<usize>,
}

/// How many references that lead nowhere get a suggestion. Each compares all names of a section.
const SEARCHES: usize = 100;

impl<'v> Survey<'v> {
    pub(super) fn new(root: &'v Value) -> Self {
        let names = || Anchors::new(root);
        let (anchors, open) =
            parallel::both(names, || uses(Kind::Document, root, &Pointer::root()));
        Self {
            root,
            anchors,
            open,
            found: BTreeMap::new(),
            strays: BTreeMap::new(),
            cyclic: BTreeSet::new(),
            followed: BTreeSet::new(),
            searches: Cell::new(SEARCHES),
        }
    }

    pub(super) fn run(&mut self, version: Version, diagnostics: &mut Diagnostics) {
        while let Some((kind, text)) = self.open.pop() {
            if self.found.contains_key(&(kind, text.clone())) {
                continue;
            }
            let result = self.target(kind, &text);
            if let Ok(Hit { at, .. }) = &result {
                self.note_cycle(kind, at);
                let more = self.note_stray(kind, at, version, diagnostics);
                self.open.extend(more);
                let more = self.note_made(kind, at, &result);
                self.open.extend(more);
            }
            self.found.insert((kind, text), result);
        }
    }

    /// What a reference of a kind leads to.
    fn target(&self, kind: Kind, text: &str) -> Result<Hit, Problem> {
        let said = self.anchors.pointer(text, self.root);
        let there = said.clone().filter(|at| find(self.root, at).is_some());
        let (at, guess) = match there {
            Some(at) => (at, None),
            None => {
                let found = match &said {
                    Some(at) => self.elsewhere(kind, at),
                    None => self.named(kind, text),
                };
                let found = found.ok_or_else(|| {
                    let inside = || Pointer::parse(&format!("/{}", text.strip_prefix('#')?));
                    match said.clone().or_else(inside) {
                        Some(at) => Problem::Missing(self.near(kind, &at)),
                        None => Problem::External,
                    }
                })?;
                let guess = format!("nothing stands at `{text}`; it is read as `#{found}`");
                (found, Some(guess))
            }
        };
        let Some((found, value)) = find(self.root, &at) else {
            return Err(Problem::Missing(None));
        };
        let plain = |at| {
            Ok(Hit {
                at,
                guess,
                made: None,
            })
        };
        match found {
            Some(found) if found == kind => plain(at),
            Some(Kind::Parameter) if kind == Kind::Header => {
                let guess =
                    Some("a parameter is read as the header that is expected here".to_owned());
                Ok(Hit {
                    at,
                    guess,
                    made: None,
                })
            }
            Some(found) => slips::of_kind(kind, found, value, &at)
                .ok_or(Problem::OtherKind(found.table().title)),
            None if value.is_object() || (kind == Kind::Schema && value.is_boolean()) => plain(at),
            None => Err(Problem::Missing(None)),
        }
    }

    /// What a pointer means where nothing stands: a part of a schema that was moved into the document while its
    /// references still start at that schema, something behind a reference, something that has slashes in its name, or a
    /// component.
    fn elsewhere(&self, kind: Kind, at: &Pointer) -> Option<Pointer> {
        let part = (kind == Kind::Schema).then(|| self.anchors.part(at, self.root));
        part.flatten()
            .or_else(|| self.anchors.through_references(at, self.root))
            .or_else(|| self.anchors.with_slashes(at, self.root))
            .or_else(|| self.component(kind, at))
    }

    /// The component that a pointer means by its last step, where the steps before it say no more than that it is one: as
    /// Swagger 2 has it (`/definitions/Pet`), or nearly as OpenAPI has it.
    fn component(&self, kind: Kind, at: &Pointer) -> Option<Pointer> {
        let section = section(kind)?;
        let (many, steps): (_, Vec<String>) = (section.last()?, at.parent()?.steps().collect());
        let singular = |step: &str| {
            many.strip_suffix('s') == Some(step)
                || many
                    .strip_suffix("ies")
                    .is_some_and(|stem| step.strip_suffix('y') == Some(stem))
        };
        let is_section = |step: &String| match step.as_str() {
            "definitions" | "$defs" => kind == Kind::Schema,
            step => step == many || singular(step),
        };
        let is_nearly =
            |step: &str| suggest::nearest(step, std::iter::once("components")).is_some();
        let says_no_more = match steps.as_slice() {
            [] => true,
            [step] => is_nearly(step) || is_section(step),
            [first, step] => is_nearly(first) && is_section(step),
            _ => false,
        };
        let meant = section.child(&at.last().filter(|_| says_no_more)?);
        find(self.root, &meant).is_some().then_some(meant)
    }

    /// The component that a text means which is no pointer: `Pet`, `#Pet` or `#components/schemas/Pet`.
    fn named(&self, kind: Kind, text: &str) -> Option<Pointer> {
        let is_file = || text.contains(['.', ':', '/']);
        let inside = match text.strip_prefix('#') {
            Some(inside) => inside,
            None if is_file() => return None,
            None => text,
        };
        let at = self.anchors.pointer(&format!("#/{inside}"), self.root)?;
        self.component(kind, &at)
    }

    /// The nearest name beside the missing one, or among the components of the kind.
    fn near(&self, kind: Kind, at: &Pointer) -> Option<String> {
        self.searches.set(self.searches.get().checked_sub(1)?);
        let name = at.last()?;
        let places = [at.parent(), section(kind)];
        places.into_iter().flatten().find_map(|parent| {
            let (_, value) = find(self.root, &parent)?;
            let near = suggest::nearest(&name, value.as_object()?.keys().map(String::as_str))?;
            Some(format!("#{}", parent.child(near)))
        })
    }

    /// Follows a chain of references to what is known already; the places of a circle are remembered.
    fn note_cycle(&mut self, kind: Kind, start: &Pointer) {
        let mut chain: Vec<Pointer> = Vec::new();
        let mut in_chain = BTreeSet::new();
        let mut place = Some(start.clone());
        while let Some(at) = place.filter(|at| !self.followed.contains(at)) {
            if !in_chain.insert(at.clone()) {
                self.cyclic
                    .extend(chain.iter().skip_while(|known| **known != at).cloned());
                break;
            }
            place = self.next(kind, &at);
            chain.push(at);
        }
        self.followed.extend(chain);
    }

    fn next(&self, kind: Kind, at: &Pointer) -> Option<Pointer> {
        let (_, value) = find(self.root, at)?;
        Some(self.target(kind, value.get("$ref")?.as_str()?).ok()?.at)
    }

    /// Puts in place what was made of a target of another kind; gives the references in it.
    fn note_made(
        &mut self,
        kind: Kind,
        at: &Pointer,
        result: &Result<Hit, Problem>,
    ) -> Vec<(Kind, String)> {
        let Ok(Hit {
            made: Some(made), ..
        }) = result
        else {
            return Vec::new();
        };
        let open = uses(kind, made, at);
        self.strays.insert((kind, at.clone()), made.clone());
        open
    }

    /// Checks a target that the walk through the document doesn't meet; gives the references in it.
    fn note_stray(
        &mut self,
        kind: Kind,
        at: &Pointer,
        version: Version,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(Kind, String)> {
        let key = (kind, at.clone());
        let value = match find(self.root, at) {
            Some((None, value)) if !self.strays.contains_key(&key) => value,
            _ => return Vec::new(),
        };
        let mut value = value.clone();
        if !check::check(kind, &mut value, at, version, diagnostics) {
            value = Value::Object(Map::new());
        }
        let open = uses(kind, &value, at);
        self.strays.insert(key, value);
        open
    }
}

/// All references in a value, each with the kind of object that stands there.
fn uses(kind: Kind, value: &Value, at: &Pointer) -> Vec<(Kind, String)> {
    let mut list = BTreeSet::new();
    look(kind, value, &Trail::Start(at), &mut |kind, map, _| {
        let text = |key: &str| map.get(key).and_then(Value::as_str);
        let dynamic = text("$dynamicRef").filter(|_| kind == Kind::Schema);
        let references = text("$ref").into_iter().chain(dynamic);
        list.extend(
            references
                .filter(|text| *text != DROPPED)
                .map(|text| (kind, text.to_owned())),
        );
        if kind == Kind::Discriminator {
            let mapping = map.get("mapping").and_then(Value::as_object);
            let values = mapping.into_iter().flat_map(Map::values);
            let texts = values.chain(map.get("defaultMapping"));
            let texts = texts.filter_map(Value::as_str);
            list.extend(texts.map(|text| (Kind::Schema, mapped(text))));
        }
    });
    list.into_iter().collect()
}
