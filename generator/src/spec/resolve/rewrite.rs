//! What was found, written into the document.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, Objects, Problem, mapped};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Edit};
use crate::pointer::Pointer;
use crate::spec::bundle::Failures;
use crate::spec::check::DROPPED;
use crate::spec::json::{Map, Value, count};
use crate::spec::keywords::Kind;
use crate::spec::walk::{Trail, Visitor};
use crate::suggest;

/// How many security schemes are looked through for one with a name that is near.
const SUGGESTED_FROM: usize = 100;

/// How many values all copies may have together.
const COPIED_VALUES: usize = 1_000_000;

/// Visits every reference.
pub(super) struct Rewrite<'f> {
    found: &'f Found,
    cyclic: &'f BTreeSet<Pointer>,
    copies: &'f Objects,
    failures: &'f Failures,
    diagnostics: &'f mut Diagnostics,
    /// How many more values may be copied.
    budget: usize,
    /// The names of the security schemes.
    schemes: BTreeSet<String>,
    pub(super) descriptions: BTreeMap<Pointer, String>,
}

impl Visitor for Rewrite<'_> {
    fn enter(&mut self, kind: Kind, value: &mut Value, at: &Trail<'_>) -> bool {
        let Value::Object(map) = value else {
            return true;
        };
        match kind {
            Kind::Discriminator => {
                self.mapping(map, at);
                self.default_mapping(map, at);
            }
            Kind::SecurityRequirement => self.requirement(map, at),
            _ => {}
        }
        // A dynamic reference is read as the plain one that it is where nobody overrides its anchor.
        if kind == Kind::Schema
            && !map.contains_key("$ref")
            && let Some(dynamic) = map.remove("$dynamicRef")
        {
            map.insert("$ref".to_owned(), dynamic);
        }
        let text = map.get("$ref").and_then(Value::as_str);
        let Some(text) = text.filter(|text| *text != DROPPED).map(str::to_owned) else {
            return true;
        };
        let referable = kind.table().reference;
        match self.lookup(kind, &text, at) {
            Some(target) if referable => {
                map.insert("$ref".to_owned(), Value::from(format!("#{target}")));
                self.beside(kind, map, at);
            }
            Some(target) => *value = self.copy(kind, target, at),
            None if kind == Kind::Schema => {
                map.remove("$ref");
            }
            None if referable => {
                *map = Map::from_iter([("$ref".to_owned(), Value::from(DROPPED))]);
            }
            None => map.clear(),
        }
        true
    }
}

impl<'f> Rewrite<'f> {
    pub(super) fn new(
        found: &'f Found,
        cyclic: &'f BTreeSet<Pointer>,
        copies: &'f Objects,
        failures: &'f Failures,
        schemes: BTreeSet<String>,
        diagnostics: &'f mut Diagnostics,
    ) -> Self {
        Self {
            found,
            cyclic,
            copies,
            failures,
            diagnostics,
            budget: COPIED_VALUES,
            schemes,
            descriptions: BTreeMap::new(),
        }
    }

    /// A copy of what a reference leads to, for kinds that can't be referred to.
    fn copy(&mut self, kind: Kind, target: Pointer, at: &Trail<'_>) -> Value {
        let copy = self.copies.get(&(kind, target));
        let left = copy.and_then(|copy| self.budget.checked_sub(count(copy)));
        if let (Some(copy), Some(left)) = (copy, left) {
            self.budget = left;
            return copy.clone();
        }
        let message = "this is left out: the document refers to too much in places that can't hold a reference";
        self.diagnostics.push(Diagnostic::new(
            Code::UnsupportedConstruct,
            at.pointer(),
            message,
        ));
        Value::Object(Map::new())
    }

    /// Where a reference leads; `None`, with a complaint, where it fails.
    fn lookup(&mut self, kind: Kind, text: &str, at: &Trail<'_>) -> Option<Pointer> {
        let place = || at.pointer().child("$ref");
        let title = kind.table().title;
        let complaint = match self.found.get(&(kind, text.to_owned()))? {
            Ok(hit) if !self.cyclic.is_empty() && self.cyclic.contains(&at.pointer()) => {
                let message = format!("the reference {text:?} only leads back to itself");
                Diagnostic::new(Code::RefCycle, place(), message)
                    .related(hit.at.clone(), "it leads here first")
                    .help(format!(
                        "let one of the references lead to {title} that says something"
                    ))
            }
            Ok(hit) if hit.guess.is_some() && self.is_elsewhere(&hit.at, &at.pointer()) => {
                let message = format!("the reference {text:?} leads nowhere in its file");
                let (code, help) = (Code::UnresolvedRef, format!("did you mean `#{}`?", hit.at));
                Diagnostic::new(code, place(), message).help(help)
            }
            Ok(hit) => {
                if let Some(guess) = &hit.guess {
                    let edit = match &hit.made {
                        Some(made) => Edit::set(at.pointer(), made.clone()),
                        None => Edit::set(place(), format!("#{}", hit.at)),
                    };
                    let found = Diagnostic::new(Code::Repaired, place(), guess.as_str());
                    self.diagnostics.repaired(found, vec![edit]);
                }
                return Some(hit.at.clone());
            }
            Err(Problem::External) => {
                let message = match self.failures.get(text) {
                    Some(why) => format!("the reference {text:?} can't be followed: {why}"),
                    None => format!("the reference {text:?} leads out of the document"),
                };
                Diagnostic::new(Code::ExternalRef, place(), message)
            }
            Err(Problem::Missing(near)) => {
                let message = format!("the reference {text:?} leads nowhere");
                let found = Diagnostic::new(Code::UnresolvedRef, place(), message);
                match near {
                    Some(near) => found.help(format!("did you mean `{near}`?")),
                    None => found,
                }
            }
            Err(Problem::OtherKind(other)) => {
                let message = format!(
                    "the reference {text:?} leads to {other}, but {title} is expected here"
                );
                Diagnostic::new(Code::UnresolvedRef, place(), message)
            }
        };
        // Nothing is lost to calls and types without these.
        let dispensable = [Kind::Example, Kind::Link, Kind::Callback, Kind::Header];
        if dispensable.contains(&kind) {
            let message = format!("{}; it is left out", complaint.message);
            let found = Diagnostic {
                code: Code::Repaired,
                severity: Code::Repaired.severity(),
                message,
                ..complaint
            };
            let edits = vec![Edit::remove(at.pointer())];
            self.diagnostics.repaired(found, edits);
        } else {
            self.diagnostics.push(complaint);
        }
        None
    }

    /// Whether a place comes from another file: a name means what has it in its own.
    fn is_elsewhere(&self, target: &Pointer, at: &Pointer) -> bool {
        let origins = &self.diagnostics.sources.origins;
        origins.of(target).0 != origins.of(at).0
    }

    /// What stands beside a reference: descriptions are kept, but the operations of a path item can't be.
    fn beside(&mut self, kind: Kind, map: &Map<String, Value>, at: &Trail<'_>) {
        if kind == Kind::Schema {
            return;
        }
        if let Some(Value::String(text)) = map.get("description") {
            self.descriptions.insert(at.pointer(), text.clone());
        }
        let left_out = map
            .iter()
            .filter(|(_, value)| value.is_object() || value.is_array());
        for (key, _) in left_out.filter(|(key, _)| kind == Kind::PathItem && !key.starts_with("x-"))
        {
            let message =
                format!("`{key}` is left out, because the path item beside `$ref` takes its place");
            let place = at.pointer().child(key);
            self.diagnostics
                .push(Diagnostic::new(Code::UnsupportedConstruct, place, message));
        }
    }

    /// A security requirement refers to schemes by their names. Those that nobody declares are left out: a caller can
    /// still set the header.
    fn requirement(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        for name in map.keys().filter(|name| !self.schemes.contains(*name)) {
            let message =
                format!("there is no security scheme {name:?}; calls are made without it");
            let place = at.pointer().child(name);
            let found = Diagnostic::new(Code::UnsupportedConstruct, place, message);
            let known = self.schemes.iter().map(String::as_str).take(SUGGESTED_FROM);
            self.diagnostics.push(match suggest::nearest(name, known) {
                Some(near) => found.help(format!("did you mean `{near}`?")),
                None => found.help("declare it in `components`, under `securitySchemes`"),
            });
        }
        map.retain(|name, _| self.schemes.contains(name));
    }

    /// The values of `mapping` become references too; those that lead nowhere are left out.
    fn mapping(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let Some(Value::Object(mapping)) = map.get_mut("mapping") else {
            return;
        };
        let mut gone = Vec::new();
        for (key, value) in mapping.iter_mut() {
            match self.schema_of(value, || at.pointer().child("mapping").child(key)) {
                Some(reference) => *value = reference,
                None => gone.push(key.clone()),
            }
        }
        for key in gone {
            let target = mapping.remove(&key).unwrap_or_default();
            let message = format!(
                "{key:?} is mapped to {target}, which is not in the document; it is left out"
            );
            let place = at.pointer().child("mapping").child(&key);
            self.diagnostics
                .push(Diagnostic::new(Code::UnsupportedConstruct, place, message));
        }
    }

    /// The same for what all other values are mapped to.
    fn default_mapping(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        const KEY: &str = "defaultMapping";
        let Some(target) = map.remove(KEY) else {
            return;
        };
        if let Some(reference) = self.schema_of(&target, || at.pointer().child(KEY)) {
            map.insert(KEY.to_owned(), reference);
            return;
        }
        let message = format!(
            "other values are mapped to {target}, which is not in the document; it is left out"
        );
        let place = at.pointer().child(KEY);
        self.diagnostics
            .push(Diagnostic::new(Code::UnsupportedConstruct, place, message));
    }

    /// The reference to the schema that a value of a discriminator is mapped to.
    fn schema_of(&mut self, target: &Value, place: impl Fn() -> Pointer) -> Option<Value> {
        let text = mapped(target.as_str()?);
        let Ok(hit) = self.found.get(&(Kind::Schema, text))? else {
            return None;
        };
        let reference = format!("#{}", hit.at);
        if let Some(guess) = &hit.guess {
            if self.is_elsewhere(&hit.at, &place()) {
                return None;
            }
            let found = Diagnostic::new(Code::Repaired, place(), guess.as_str());
            let edits = vec![Edit::set(place(), reference.as_str())];
            self.diagnostics.repaired(found, edits);
        }
        Some(Value::from(reference))
    }
}
