//! A piece merged into the document: objects key by key, lists one after the other, anything else in place of what
//! was there. Where each piece came from is kept.

use crate::diagnostics::Origins;
use crate::pointer::Pointer;
use crate::spec::json::{Map, Value, describe};

/// How many values all overlays may add together: an action that copies the document into itself doubles it.
pub(super) const BUDGET: usize = 200_000;

/// How deeply a document may be nested, as for the parsers.
const DEEPEST: usize = 127;

/// A value that is merged, and where it and all below it came from.
#[derive(Clone, Copy)]
pub(super) struct Piece<'p> {
    pub(super) value: &'p Value,
    pub(super) origins: &'p Origins,
}

/// Why a piece can't be merged, and where in the document.
#[derive(Debug)]
pub(super) struct Clash {
    pub(super) at: Pointer,
    pub(super) why: String,
    pub(super) mixed: bool,
}

/// The kinds of values that can be merged with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Object,
    List,
    Primitive,
}

impl Class {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Object(_) => Self::Object,
            Value::Array(_) => Self::List,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Self::Primitive,
        }
    }
}

/// Merges a piece into what an action targets; `false` when that changed nothing.
pub(super) fn target(
    into: &mut Value,
    at: &Pointer,
    piece: Piece<'_>,
    budget: &mut usize,
    origins: &mut Origins,
) -> Result<bool, Clash> {
    let mut merge = Merge {
        piece,
        budget,
        origins,
    };
    // Only the list that is the target itself takes a single entry.
    if let (Value::Array(list), false) = (&mut *into, piece.value.is_array()) {
        merge.append(list, at, piece.value, &Pointer::root())?;
        return Ok(true);
    }
    merge.value(into, at, piece.value, &Pointer::root())
}

struct Merge<'m> {
    piece: Piece<'m>,
    budget: &'m mut usize,
    origins: &'m mut Origins,
}

impl Merge<'_> {
    /// `from` is the place inside the piece.
    fn value(
        &mut self,
        into: &mut Value,
        at: &Pointer,
        value: &Value,
        from: &Pointer,
    ) -> Result<bool, Clash> {
        match (into, value) {
            (Value::Object(map), Value::Object(members)) => self.object(map, at, members, from),
            (Value::Array(list), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.append(list, at, item, &from.index(index))?;
                }
                Ok(!items.is_empty())
            }
            (into, value)
                if Class::of(into) == Class::Primitive && Class::of(value) == Class::Primitive =>
            {
                let changes = into != value;
                if changes {
                    *into = value.clone();
                    self.came(at, from);
                }
                Ok(changes)
            }
            (into, value) => Err(Clash {
                at: at.clone(),
                why: format!(
                    "{} can't be merged into {}",
                    describe(value),
                    describe(into)
                ),
                mixed: true,
            }),
        }
    }

    fn object(
        &mut self,
        map: &mut Map<String, Value>,
        at: &Pointer,
        members: &Map<String, Value>,
        from: &Pointer,
    ) -> Result<bool, Clash> {
        let (mut changes, mut added) = (false, false);
        for (key, value) in members {
            let (at, from) = (at.child(key), from.child(key));
            if let Some(known) = map.get_mut(key) {
                changes |= self.value(known, &at, value, &from)?;
            } else {
                self.afford(&at, value)?;
                map.insert(key.clone(), value.clone());
                self.came(&at, &from);
                added = true;
            }
        }
        if added {
            // Mappings are in the order of their keys, whatever `Map` is made of.
            let sorted: std::collections::BTreeMap<String, Value> =
                std::mem::take(map).into_iter().collect();
            *map = sorted.into_iter().collect();
        }
        Ok(changes || added)
    }

    fn append(
        &mut self,
        list: &mut Vec<Value>,
        at: &Pointer,
        value: &Value,
        from: &Pointer,
    ) -> Result<(), Clash> {
        let at = at.index(list.len());
        self.afford(&at, value)?;
        list.push(value.clone());
        self.came(&at, from);
        Ok(())
    }

    fn came(&mut self, at: &Pointer, from: &Pointer) {
        self.origins.put(at, self.piece.origins.take(from));
    }

    fn afford(&mut self, at: &Pointer, value: &Value) -> Result<(), Clash> {
        let (count, height) = size(value);
        let refused = if at.steps().count() + height > DEEPEST {
            Some(format!(
                "the document would be nested more than {DEEPEST} levels deep"
            ))
        } else {
            match self.budget.checked_sub(count) {
                Some(left) => {
                    *self.budget = left;
                    None
                }
                None => Some(too_much()),
            }
        };
        refused.map_or(Ok(()), |why| {
            Err(Clash {
                at: at.clone(),
                why,
                mixed: false,
            })
        })
    }
}

/// What is said where the budget is spent.
pub(super) fn too_much() -> String {
    format!("overlays add more than {BUDGET} values")
}

/// How many values there are in one, itself included, and how deeply they are nested.
pub(super) fn size(value: &Value) -> (usize, usize) {
    let below = |sizes: &mut dyn Iterator<Item = (usize, usize)>| {
        sizes.fold((1, 0), |(count, height), (more, below)| {
            (count + more, height.max(below + 1))
        })
    };
    match value {
        Value::Object(map) => below(&mut map.values().map(size)),
        Value::Array(list) => below(&mut list.iter().map(size)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (1, 0),
    }
}
