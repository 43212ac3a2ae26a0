//! Where objects stand in a raw document, read from the tables of keywords.
//!
//! Examples, defaults, enum values and extensions are never entered: what looks like a schema there is data.

use super::json::{Map, Value};
use super::keywords::{Kind, Shape};
use crate::pointer::Pointer;

/// The way from the root to where a walk is, kept on the stack: a pointer is only built when somebody asks for it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trail<'t> {
    Start(&'t Pointer),
    Key(&'t Trail<'t>, &'t str),
    Index(&'t Trail<'t>, usize),
}

impl Trail<'_> {
    /// The place as a pointer.
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Start(pointer) => (*pointer).clone(),
            Self::Key(before, key) => before.pointer().child(key),
            Self::Index(before, index) => before.pointer().index(*index),
        }
    }

    /// How many steps there are on the way.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Start(pointer) => pointer.steps().count(),
            Self::Key(before, _) | Self::Index(before, _) => before.depth() + 1,
        }
    }

    /// The keys on the way, the last one first.
    pub(super) fn keys(&self) -> impl Iterator<Item = String> {
        let mut keys = Vec::new();
        let mut here = self;
        loop {
            here = match here {
                Trail::Start(pointer) => {
                    let mut start: Vec<String> = pointer.steps().collect();
                    start.reverse();
                    keys.extend(start);
                    return keys.into_iter();
                }
                Trail::Key(before, key) => {
                    keys.push((*key).to_owned());
                    before
                }
                Trail::Index(before, _) => before,
            };
        }
    }

    /// The last key on the way, past indices.
    pub(super) fn last_key(&self) -> Option<&str> {
        match self {
            Self::Start(_) => None,
            Self::Key(_, key) => Some(key),
            Self::Index(before, _) => before.last_key(),
        }
    }
}

/// Somebody who looks at every object.
pub(super) trait Visitor {
    /// Comes before what stands below; `false` keeps the walk out of it.
    fn enter(&mut self, _kind: Kind, _value: &mut Value, _at: &Trail<'_>) -> bool {
        true
    }

    /// Comes after what stands below.
    fn leave(&mut self, _kind: Kind, _value: &mut Value, _at: &Trail<'_>) {}
}

/// Visits an object and all objects below it, in the order of their keys.
pub(super) fn walk(kind: Kind, value: &mut Value, at: &Trail<'_>, visitor: &mut impl Visitor) {
    if !visitor.enter(kind, value, at) {
        return;
    }
    if let Value::Object(map) = value {
        for (key, below) in map.iter_mut() {
            if let Some(shape) = kind.shape(key) {
                walk_shape(shape, below, &Trail::Key(at, key), visitor);
            }
        }
    }
    visitor.leave(kind, value, at);
}

fn walk_shape(shape: Shape, value: &mut Value, at: &Trail<'_>, visitor: &mut impl Visitor) {
    match (shape, value) {
        (Shape::One(kind), value) => walk(kind, value, at, visitor),
        (Shape::OneOrFlag(kind), value @ Value::Object(_)) => walk(kind, value, at, visitor),
        (Shape::List(kind) | Shape::OneOrList(kind), Value::Array(list)) => {
            for (index, item) in list.iter_mut().enumerate() {
                walk(kind, item, &Trail::Index(at, index), visitor);
            }
        }
        (Shape::OneOrList(kind), value) => walk(kind, value, at, visitor),
        (Shape::Map(kind), Value::Object(map)) => {
            for (key, member) in map.iter_mut() {
                walk(kind, member, &Trail::Key(at, key), visitor);
            }
        }
        _ => {}
    }
}

/// Visits objects without changing them; the visitor says whether to go below.
pub(super) fn look<'v>(
    kind: Kind,
    value: &'v Value,
    at: &Trail<'_>,
    see: &mut impl FnMut(Kind, &'v Map<String, Value>, &Trail<'_>),
) {
    let Value::Object(map) = value else { return };
    see(kind, map, at);
    for (key, below) in map {
        let at = Trail::Key(at, key);
        match (kind.shape(key), below) {
            (Some(Shape::One(kind) | Shape::OneOrFlag(kind)), below) => look(kind, below, &at, see),
            (Some(Shape::List(kind) | Shape::OneOrList(kind)), Value::Array(list)) => {
                for (index, item) in list.iter().enumerate() {
                    look(kind, item, &Trail::Index(&at, index), see);
                }
            }
            (Some(Shape::OneOrList(kind)), below) => look(kind, below, &at, see),
            (Some(Shape::Map(kind)), Value::Object(members)) => {
                for (key, member) in members {
                    look(kind, member, &Trail::Key(&at, key), see);
                }
            }
            _ => {}
        }
    }
}

/// The value at a pointer, and what kind of object it is; no kind where the walk doesn't get there.
pub(super) fn find<'v>(root: &'v Value, pointer: &Pointer) -> Option<(Option<Kind>, &'v Value)> {
    let mut value = root;
    // What the next step leads into: an object of a kind, or a keyword's value of a shape.
    let mut here = Some(Shape::One(Kind::Document));
    for step in pointer.steps() {
        here = match (here, value) {
            (
                Some(Shape::One(kind) | Shape::OneOrFlag(kind) | Shape::OneOrList(kind)),
                Value::Object(_),
            ) => kind.shape(&step),
            (Some(Shape::List(kind) | Shape::OneOrList(kind)), Value::Array(_)) => {
                Some(Shape::One(kind))
            }
            (Some(Shape::Map(kind)), Value::Object(_)) => Some(Shape::One(kind)),
            _ => None,
        };
        value = match value {
            Value::Object(map) => map.get(&step)?,
            Value::Array(list) => list.get(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    let kind = match (here, value) {
        (Some(Shape::One(kind)), _) => Some(kind),
        (Some(Shape::OneOrFlag(kind) | Shape::OneOrList(kind)), Value::Object(_)) => Some(kind),
        _ => None,
    };
    Some((kind, value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({
            "paths": {"/a": {"get": {"responses": {"200": {"content": {"x/y": {
                "schema": {"items": [{"type": "string"}], "default": {"properties": {"z": {}}}, "x-v": {"items": {}}},
                "examples": {"one": {"value": {"schema": {}}}}
            }}}}}}},
            "components": {"schemas": {"properties": {"properties": {"items": {"enum": [{"items": {}}]}}}}}
        })
    }

    #[test]
    fn data_is_never_entered_and_names_are_no_keywords() {
        let mut schemas = Vec::new();
        let document = document();
        look(
            Kind::Document,
            &document,
            &Trail::Start(&Pointer::root()),
            &mut |kind, _, at| {
                if kind == Kind::Schema {
                    schemas.push(at.pointer().as_str().to_owned());
                }
            },
        );
        let content = "/paths/~1a/get/responses/200/content/x~1y/schema";
        let expected = [
            "/components/schemas/properties",
            "/components/schemas/properties/properties/items",
            content,
            &format!("{content}/items/0"),
        ];
        assert_eq!(schemas, expected);
        let mut entered = Entered(Vec::new());
        walk(
            Kind::Document,
            &mut document.clone(),
            &Trail::Start(&Pointer::root()),
            &mut entered,
        );
        assert_eq!(entered.0, expected);
    }

    struct Entered(Vec<String>);

    impl Visitor for Entered {
        fn enter(&mut self, kind: Kind, _: &mut Value, at: &Trail<'_>) -> bool {
            if kind == Kind::Schema {
                self.0.push(at.pointer().as_str().to_owned());
            }
            true
        }
    }

    #[test]
    fn kinds_are_found_by_pointer() {
        let document = document();
        let kind =
            |text: &str| find(&document, &Pointer::parse(text).unwrap()).map(|(kind, _)| kind);
        assert_eq!(
            kind("/components/schemas/properties/properties/items"),
            Some(Some(Kind::Schema))
        );
        assert_eq!(kind("/components/schemas"), Some(None));
        assert_eq!(kind("/components/schemas/nobody"), None);
        let schema = "/paths/~1a/get/responses/200/content/x~1y/schema";
        assert_eq!(kind(&format!("{schema}/items/0")), Some(Some(Kind::Schema)));
        assert_eq!(kind(&format!("{schema}/default/properties/z")), Some(None));
        assert_eq!(kind(&format!("{schema}/x-v/items")), Some(None));
    }
}
