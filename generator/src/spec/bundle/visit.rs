//! The walk that puts files in place of references.

use super::find::{Failure, Found, raw};
use super::{Bundle, DEEPEST, SECTIONS};
use crate::diagnostics::{Code, Diagnostic, Place, SourceId};
use crate::pointer::Pointer;
use crate::spec::json::{Map, Value, count};
use crate::spec::keywords::{Kind, Shape};
use crate::spec::resolve::mapped;
use crate::spec::walk::{Trail, find};

impl Bundle<'_> {
    /// A value of a shape, in the file that its references are relative to.
    pub(super) fn value(
        &mut self,
        shape: Shape,
        value: &mut Value,
        at: &Trail<'_>,
        file: SourceId,
    ) {
        if at.depth() > DEEPEST {
            let message = "files are put into one another without end here";
            self.complain(Code::RefCycle, at, message.to_owned());
            *value = nothing(shape);
            return;
        }
        let section = match shape {
            Shape::One(kind) | Shape::OneOrFlag(kind) | Shape::OneOrList(kind) => section(kind),
            _ => None,
        };
        match (section, &mut *value) {
            (Some((kind, section)), Value::Object(map)) => {
                self.refer(kind, section, map, file);
                self.below(shape, value, at, file);
            }
            _ => {
                let outside = self.way.len();
                let file = self.through(shape, value, at, file);
                self.below(shape, value, at, file);
                self.way.truncate(outside);
            }
        }
    }

    /// What stands below a value that is no reference itself.
    pub(super) fn below(
        &mut self,
        shape: Shape,
        value: &mut Value,
        at: &Trail<'_>,
        file: SourceId,
    ) {
        match (shape, value) {
            (
                Shape::One(kind) | Shape::OneOrFlag(kind) | Shape::OneOrList(kind),
                Value::Object(map),
            ) => {
                self.object(kind, map, at, file);
            }
            (Shape::List(kind) | Shape::OneOrList(kind), Value::Array(list)) => {
                for (index, item) in list.iter_mut().enumerate() {
                    self.value(Shape::One(kind), item, &Trail::Index(at, index), file);
                }
            }
            (Shape::Map(kind), Value::Object(map)) => {
                for (key, member) in map.iter_mut() {
                    self.value(Shape::One(kind), member, &Trail::Key(at, key), file);
                }
            }
            (Shape::TextMap, Value::Object(map)) => {
                for (key, member) in map.iter_mut() {
                    self.value(Shape::Text, member, &Trail::Key(at, key), file);
                }
            }
            (Shape::Any | Shape::Values | Shape::ValueMap, value) => self.data(value, at, file),
            _ => {}
        }
    }

    /// The members of an object.
    pub(super) fn object(
        &mut self,
        kind: Kind,
        map: &mut Map<String, Value>,
        at: &Trail<'_>,
        file: SourceId,
    ) {
        for (key, member) in map.iter_mut() {
            let at = Trail::Key(at, key);
            match (kind, key.as_str(), member) {
                (Kind::Discriminator, "mapping", Value::Object(mapping)) => {
                    for target in mapping.values_mut() {
                        self.mapping(target, file);
                    }
                }
                (Kind::Discriminator, "defaultMapping", target) => self.mapping(target, file),
                (_, key, member) => {
                    if let Some(shape) = kind.shape(key) {
                        self.value(shape, member, &at, file);
                    }
                }
            }
        }
    }

    /// A reference in a place that can hold one: it leads to a component from now on.
    fn refer(
        &mut self,
        kind: Kind,
        section: &'static str,
        map: &mut Map<String, Value>,
        file: SourceId,
    ) {
        // Where nobody overrides its anchor, a dynamic reference is a plain one.
        let dynamic =
            kind == Kind::Schema && file != SourceId::DOCUMENT && !map.contains_key("$ref");
        if dynamic && let Some(text) = map.remove("$dynamicRef") {
            map.insert("$ref".to_owned(), text);
        }
        if let Some(Value::String(text)) = map.get_mut("$ref")
            && let Some(other) = self.rewritten(kind, section, text, file)
        {
            *text = other;
        }
    }

    /// A reference in words of the document; none where it is that already.
    fn rewritten(
        &mut self,
        kind: Kind,
        section: &'static str,
        text: &str,
        file: SourceId,
    ) -> Option<String> {
        match self.locate(text, file) {
            Ok(Found::Inside) => {
                self.note_stray(kind, text);
                None
            }
            Ok(Found::At(target, at)) => {
                let (target, at) = self.follow(kind, text, file).unwrap_or((target, at));
                if target == SourceId::DOCUMENT {
                    let text = format!("#{at}");
                    self.note_stray(kind, &text);
                    return Some(text);
                }
                let name = self.hoisted(kind, section, target, at);
                Some(format!("#{}", super::component(section, &name)))
            }
            Err(Failure { text, why }) => {
                if !why.is_empty() {
                    self.failures.insert(text.clone(), why);
                }
                Some(text)
            }
        }
    }

    /// The values of `mapping` are references too, or names.
    fn mapping(&mut self, target: &mut Value, file: SourceId) {
        if let Value::String(text) = target
            && mapped(text) == *text
            && let Some(other) = self.rewritten(Kind::Schema, "schemas", text, file)
        {
            *text = other;
        }
    }

    /// Remembers what the document refers to where the walk doesn't get.
    fn note_stray(&mut self, kind: Kind, text: &str) {
        let root = self.files.value(SourceId::DOCUMENT);
        if let Some(at) = self.anchors.pointer(text, root)
            && let Some((None, _)) = find(root, &at)
            && self.seen.insert((kind, at.clone()))
        {
            self.strays.push((kind, at));
        }
    }

    /// Puts what the references lead to in their place, and says in which file it stands. Where something is left that
    /// the document itself has to resolve, that is a reference still.
    pub(super) fn through(
        &mut self,
        shape: Shape,
        value: &mut Value,
        at: &Trail<'_>,
        mut file: SourceId,
    ) -> SourceId {
        while let Some(text) = value.get("$ref").and_then(Value::as_str).map(str::to_owned) {
            // Data may speak of references without being one.
            let data = matches!(shape, Shape::Any | Shape::Values | Shape::ValueMap);
            if data && text.starts_with('#') {
                return file;
            }
            let whole = matches!(shape, Shape::One(_));
            let (target, pointer) = match self.locate(&text, file) {
                Ok(Found::Inside) if whole => return file,
                Ok(Found::Inside) => {
                    let root = self.files.value(SourceId::DOCUMENT);
                    match self.anchors.pointer(&text, root) {
                        Some(pointer) if raw(root, &pointer).is_some() => {
                            (SourceId::DOCUMENT, pointer)
                        }
                        _ => return file,
                    }
                }
                Ok(Found::At(SourceId::DOCUMENT, pointer)) if whole => {
                    value["$ref"] = Value::from(format!("#{pointer}"));
                    return SourceId::DOCUMENT;
                }
                Ok(Found::At(target, pointer)) => (target, pointer),
                Err(failure) => {
                    self.failed(shape, value, at, failure);
                    return file;
                }
            };
            let place = (target, pointer);
            if self.way.contains(&place) && data {
                return file;
            }
            if self.way.contains(&place) {
                let message = format!("the reference {text:?} leads back to where it stands");
                self.complain(Code::RefCycle, at, message);
                *value = nothing(shape);
                return file;
            }
            let (target, pointer) = place.clone();
            let copy = raw(self.files.value(target), &pointer)
                .cloned()
                .unwrap_or_default();
            let Some(left) = self.budget.checked_sub(count(&copy)) else {
                if data {
                    return file;
                }
                let message = "files are put into one another too often here".to_owned();
                self.complain(Code::RefCycle, at, message);
                *value = nothing(shape);
                return file;
            };
            self.budget = left;
            self.way.push(place);
            self.replace(shape, value, copy, at, file, (target, pointer));
            file = target;
        }
        file
    }

    /// Puts a copy in place of a reference. What stands beside the reference comes before what the copy says.
    fn replace(
        &mut self,
        shape: Shape,
        value: &mut Value,
        copy: Value,
        at: &Trail<'_>,
        file: SourceId,
        (target, pointer): (SourceId, Pointer),
    ) {
        let here = at.pointer();
        let kept = self.diagnostics.sources.origins.take(&here);
        self.diagnostics.sources.origins.set(&here, target, pointer);
        let before = std::mem::replace(value, copy);
        let (Value::Object(before), Value::Object(map)) = (before, value) else {
            return;
        };
        for (key, mut beside) in before.into_iter().filter(|(key, _)| key != "$ref") {
            let at = Trail::Key(at, &key);
            let own = kept.take(&Pointer::root().child(&key));
            self.diagnostics.sources.origins.put(&at.pointer(), own);
            if let Shape::One(kind) = shape
                && let Some(shape) = kind.shape(&key)
            {
                self.value(shape, &mut beside, &at, file);
            }
            map.insert(key, beside);
        }
    }

    /// A reference that can't be followed. Where the document has a place for references it stays, to be complained
    /// about with the others; a text can be done without.
    fn failed(&mut self, shape: Shape, value: &mut Value, at: &Trail<'_>, failure: Failure) {
        let Failure { text, why } = failure;
        let told = match why.as_str() {
            "" => "it leads out of the document",
            why => why,
        };
        match shape {
            Shape::One(_) => {
                value["$ref"] = Value::from(text.as_str());
                if !why.is_empty() {
                    self.failures.insert(text, why);
                }
            }
            Shape::Text => {
                let message = format!("the text {text:?} can't be read: {told}; it is left out");
                self.complain(Code::Repaired, at, message);
                *value = nothing(shape);
            }
            Shape::Any | Shape::Values | Shape::ValueMap => {}
            _ => {
                let message = format!("the reference {text:?} can't be followed: {told}");
                self.complain(Code::ExternalRef, at, message);
                *value = nothing(shape);
            }
        }
    }

    /// Examples, defaults and the like. What looks like a reference in them is one where it leads to a file that is
    /// there.
    fn data(&mut self, value: &mut Value, at: &Trail<'_>, file: SourceId) {
        match value {
            Value::Object(map) => {
                for (key, below) in map.iter_mut() {
                    self.value(Shape::Any, below, &Trail::Key(at, key), file);
                }
            }
            Value::Array(list) => {
                for (index, below) in list.iter_mut().enumerate() {
                    self.value(Shape::Any, below, &Trail::Index(at, index), file);
                }
            }
            _ => {}
        }
    }

    fn complain(&mut self, code: Code, at: &Trail<'_>, message: String) {
        let (file, origin) = self.diagnostics.sources.origins.of(&at.pointer());
        self.diagnostics
            .push(Diagnostic::new(code, Place::Source(file, origin), message));
    }
}

/// The section of the components of a kind.
fn section(kind: Kind) -> Option<(Kind, &'static str)> {
    SECTIONS.iter().copied().find(|(known, _)| *known == kind)
}

/// What stands for something that can't be read.
fn nothing(shape: Shape) -> Value {
    match shape {
        Shape::Text | Shape::Word(_) => Value::from(""),
        Shape::List(_) | Shape::Texts | Shape::Values => Value::Array(Vec::new()),
        Shape::Any | Shape::Types | Shape::Bound | Shape::Flag | Shape::Number | Shape::Count => {
            Value::Null
        }
        Shape::One(_)
        | Shape::Map(_)
        | Shape::OneOrFlag(_)
        | Shape::OneOrList(_)
        | Shape::TextMap
        | Shape::ValueMap => Value::Object(Map::new()),
    }
}
