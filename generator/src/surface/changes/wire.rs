//! Whether an old client and a new server still understand a value, by the way that it goes.

use std::collections::BTreeMap;

use super::super::{Kind, Pairs, RustType, Surface, Type, Variant};
use super::types_by_name;
use crate::ir::Scalar;

/// Which ways a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ways {
    /// From the client to the server.
    pub(super) sent: bool,
    /// From the server to the client.
    pub(super) received: bool,
}

impl Ways {
    pub(super) const SENT: Self = Self {
        sent: true,
        received: false,
    };
    pub(super) const RECEIVED: Self = Self {
        sent: false,
        received: true,
    };

    /// The ways that a type goes in either surface.
    pub(super) fn of(old: &Type, new: &Type) -> Self {
        Self {
            sent: old.sent && new.sent,
            received: old.received && new.received,
        }
    }
}

/// How what is on the wire changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shift {
    /// Not at all.
    Same,
    /// Every old value is a new one, and there are others.
    Wider,
    /// Every new value is an old one, and there were others.
    Narrower,
    /// Neither.
    Other,
}

impl Shift {
    fn breaks(self, ways: Ways) -> bool {
        match self {
            Self::Same => false,
            // The server may send what an old client doesn't know.
            Self::Wider => ways.received,
            // An old client may send what the server doesn't take any more.
            Self::Narrower => ways.sent,
            Self::Other => true,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, shift) | (shift, Self::Same) => shift,
            (a, b) if a == b => a,
            _ => Self::Other,
        }
    }
}

/// The types of both surfaces, and which are the same.
pub(super) struct Wire<'a> {
    old: BTreeMap<&'a str, &'a Type>,
    new: BTreeMap<&'a str, &'a Type>,
    /// The old name of each new type that was there before, or that took the place of another one.
    known: BTreeMap<&'a str, Vec<&'a str>>,
}

/// How many boxes, nulls and aliases may stand around a type.
const LAYERS: usize = 32;

/// How deep types are looked into that have nothing but their structure in common.
const DEPTH: usize = 4;

impl<'a> Wire<'a> {
    pub(super) fn new(old: &'a Surface, new: &'a Surface, pairs: &Pairs) -> Self {
        let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (index, was) in &pairs.types {
            let names = known.entry(new.types[*index].name.as_str()).or_default();
            names.push(old.types[*was].name.as_str());
        }
        for (index, replaced) in &pairs.successors {
            let is = &new.types[*index];
            let names = known.entry(is.name.as_str()).or_default();
            let replaced = replaced.iter().map(|was| old.types[*was].name.as_str());
            names.extend(replaced.filter(|was| is.formerly.iter().any(|name| name == was)));
        }
        Self {
            old: types_by_name(old),
            new: types_by_name(new),
            known,
        }
    }

    pub(super) fn new_type(&self, name: &str) -> Option<&'a Type> {
        self.new.get(name).copied()
    }

    /// Whether a value of one type breaks somebody who takes it for the other.
    pub(super) fn breaks(&self, old: &RustType, new: &RustType, ways: Ways) -> bool {
        self.shift(old, new, DEPTH).breaks(ways)
    }

    /// How the values of a type changed, null aside. What changed inside of a type that both know is told of there.
    fn shift(&self, old: &RustType, new: &RustType, depth: usize) -> Shift {
        if let (RustType::Model(a), RustType::Model(b)) = (old.bare(), new.bare())
            && self.is_known(a, b)
        {
            return Shift::Same;
        }
        match (bare(old, &self.old), bare(new, &self.new)) {
            (RustType::Model(a), RustType::Model(b)) if self.is_known(a, b) => Shift::Same,
            (RustType::Model(a), RustType::Model(b)) => self.models(a, b, depth),
            (RustType::Model(name), other) if self.old_union(name).is_some() => {
                // What was one of the branches is the only one now.
                let mut branches = self.old_union(name).into_iter().flatten();
                let fits = |branch: &Variant| {
                    depth > 0 && self.shift(&branch.ty, other, depth - 1) == Shift::Same
                };
                if branches.any(fits) {
                    Shift::Narrower
                } else {
                    Shift::Other
                }
            }
            (other, RustType::Model(name)) if self.new_union(name).is_some() => {
                let mut branches = self.new_union(name).into_iter().flatten();
                let fits = |branch: &Variant| {
                    depth > 0 && self.shift(other, &branch.ty, depth - 1) == Shift::Same
                };
                if branches.any(fits) {
                    Shift::Wider
                } else {
                    Shift::Other
                }
            }
            (RustType::Model(name), RustType::Scalar(scalar)) => {
                open_enum(self.old.get(name.as_str()), *scalar, Shift::Wider)
            }
            (RustType::Scalar(scalar), RustType::Model(name)) => {
                open_enum(self.new.get(name.as_str()), *scalar, Shift::Narrower)
            }
            (RustType::Scalar(a), RustType::Scalar(b)) => scalars(*a, *b),
            (RustType::Vec(a), RustType::Vec(b))
            | (RustType::Map(a), RustType::Map(b))
            | (RustType::EventStream(a), RustType::EventStream(b)) => {
                self.nullness(a, b).and(self.shift(a, b, depth))
            }
            (a, b) if a == b => Shift::Same,
            // An answer that nobody reads may hold anything.
            (RustType::Unit, _) => Shift::Same,
            (_, RustType::Value) => Shift::Wider,
            (RustType::Value, _) => Shift::Narrower,
            _ => Shift::Other,
        }
    }

    fn is_known(&self, old: &str, new: &str) -> bool {
        let known = self.known.get(new);
        known.is_some_and(|names| names.contains(&old))
    }

    fn old_union(&self, name: &str) -> Option<&'a [Variant]> {
        union(self.old.get(name).copied())
    }

    fn new_union(&self, name: &str) -> Option<&'a [Variant]> {
        union(self.new.get(name).copied())
    }

    fn nullness(&self, old: &RustType, new: &RustType) -> Shift {
        match (is_nullable(old), is_nullable(new)) {
            (false, true) => Shift::Wider,
            (true, false) => Shift::Narrower,
            (false, false) | (true, true) => Shift::Same,
        }
    }

    /// How one type became another one that has a place of its own.
    fn models(&self, old: &str, new: &str, depth: usize) -> Shift {
        let (Some(old), Some(new)) = (self.old.get(old), self.new.get(new)) else {
            return Shift::Other;
        };
        let Some(depth) = depth.checked_sub(1) else {
            return Shift::Same;
        };
        match (&old.kind, &new.kind) {
            (Kind::Struct(a), Kind::Struct(b)) => {
                let mut shift = Shift::Same;
                for field in &a.fields {
                    let same = b.fields.iter().find(|one| one.name.wire == field.name.wire);
                    shift = shift.and(match same {
                        // A field more or less of those that may be absent is no trouble to anybody.
                        None if field.required => Shift::Wider,
                        None => Shift::Same,
                        Some(now) => {
                            let presence = match (field.required, now.required) {
                                (true, false) => Shift::Wider,
                                (false, true) => Shift::Narrower,
                                (true, true) | (false, false) => Shift::Same,
                            };
                            let null = match (field.nullable, now.nullable) {
                                (false, true) if field.required => Shift::Wider,
                                (true, false) => Shift::Narrower,
                                (false, _) | (true, true) => Shift::Same,
                            };
                            let inside = self.shift(&field.ty, &now.ty, depth);
                            presence.and(null).and(inside)
                        }
                    });
                }
                for field in &b.fields {
                    let was = a.fields.iter().any(|one| one.name.wire == field.name.wire);
                    if !was && field.required {
                        shift = shift.and(Shift::Narrower);
                    }
                }
                shift
            }
            (Kind::Texts(a), Kind::Texts(b)) => values(
                a.iter()
                    .all(|value| b.iter().any(|one| one.wire == value.wire)),
            ),
            (Kind::Numbers(a), Kind::Numbers(b)) => values(
                a.iter()
                    .all(|value| b.iter().any(|one| one.wire == value.wire)),
            ),
            (Kind::Union(a), Kind::Union(b)) if a.tag == b.tag => {
                values(a.variants.iter().all(|variant| {
                    b.variants.iter().any(|one| {
                        one.tags == variant.tags
                            && self.shift(&variant.ty, &one.ty, depth) == Shift::Same
                    })
                }))
            }
            _ => Shift::Other,
        }
    }
}

/// The branches of a union.
fn union(ty: Option<&Type>) -> Option<&[Variant]> {
    match ty.map(|ty| &ty.kind) {
        Some(Kind::Union(union)) => Some(&union.variants),
        _ => None,
    }
}

/// Enums and unions are open to read: only what is no longer taken matters.
fn values(all_are_left: bool) -> Shift {
    if all_are_left {
        Shift::Same
    } else {
        Shift::Narrower
    }
}

/// The type without what only Rust sees: boxes, null, and aliases.
fn bare<'t>(ty: &'t RustType, types: &BTreeMap<&str, &'t Type>) -> &'t RustType {
    let mut current = ty;
    // Aliases may lead back to themselves.
    for _ in 0..LAYERS {
        current = match current {
            RustType::Option(inner) | RustType::Patch(inner) | RustType::Boxed(inner) => inner,
            RustType::Model(name) => match types.get(name.as_str()).map(|ty| &ty.kind) {
                Some(Kind::Alias(target) | Kind::Newtype(target)) => target,
                _ => return current,
            },
            _ => return current,
        };
    }
    current
}

pub(super) fn is_nullable(ty: &RustType) -> bool {
    match ty {
        RustType::Option(_) | RustType::Patch(_) | RustType::Value => true,
        RustType::Boxed(inner) => is_nullable(inner),
        _ => false,
    }
}

/// A list of known values beside the scalar that they are of: an enum reads any value.
fn open_enum(ty: Option<&&Type>, scalar: Scalar, without_list: Shift) -> Shift {
    let agrees = match ty.map(|ty| &ty.kind) {
        Some(Kind::Texts(_)) => is_text(scalar),
        Some(Kind::Numbers(_)) => range(scalar).is_some(),
        _ => false,
    };
    match (agrees, without_list) {
        (false, _) => Shift::Other,
        (true, Shift::Wider) => Shift::Same,
        (true, shift) => shift,
    }
}

fn is_text(scalar: Scalar) -> bool {
    match scalar {
        Scalar::String
        | Scalar::Secret
        | Scalar::Timestamp
        | Scalar::Date
        | Scalar::DateTime
        | Scalar::Uuid
        | Scalar::Url
        | Scalar::Base64 => true,
        Scalar::Boolean
        | Scalar::Int32
        | Scalar::Int64
        | Scalar::Uint32
        | Scalar::Uint64
        | Scalar::Number
        | Scalar::Binary
        | Scalar::File => false,
    }
}

/// The whole numbers that a scalar holds; none where it is no number.
fn range(scalar: Scalar) -> Option<(i128, i128)> {
    match scalar {
        Scalar::Int32 => Some((i32::MIN.into(), i32::MAX.into())),
        Scalar::Int64 => Some((i64::MIN.into(), i64::MAX.into())),
        Scalar::Uint32 => Some((0, u32::MAX.into())),
        Scalar::Uint64 => Some((0, u64::MAX.into())),
        Scalar::Number => Some((i128::MIN, i128::MAX)),
        Scalar::Boolean
        | Scalar::String
        | Scalar::Secret
        | Scalar::Timestamp
        | Scalar::Date
        | Scalar::DateTime
        | Scalar::Uuid
        | Scalar::Url
        | Scalar::Base64
        | Scalar::Binary
        | Scalar::File => None,
    }
}

fn scalars(old: Scalar, new: Scalar) -> Shift {
    if old == new {
        return Shift::Same;
    }
    // Whether text is shown is nobody's business on the wire.
    let plain = |scalar: Scalar| matches!(scalar, Scalar::String | Scalar::Secret);
    match (range(old), range(new)) {
        (Some(old), Some(new)) if new.0 <= old.0 && old.1 <= new.1 => Shift::Wider,
        (Some(old), Some(new)) if old.0 <= new.0 && new.1 <= old.1 => Shift::Narrower,
        _ if plain(old) && plain(new) => Shift::Same,
        _ if plain(old) && is_text(new) => Shift::Narrower,
        _ if is_text(old) && plain(new) => Shift::Wider,
        _ => Shift::Other,
    }
}
