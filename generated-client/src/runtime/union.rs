//! Unions: which branch a JSON value belongs to, decided by a tag or by what the branches look like.

use std::borrow::Cow;
use std::cell::Cell;

use serde::Serialize;
use serde_json::{Map, Value};

/// What one branch of a union looks like on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    json: Json,
    /// Properties without which an object is not of this branch.
    required: &'static [&'static str],
    /// Properties that this branch has a place for.
    known: &'static [&'static str],
    /// Whether it has a place for any other property as well.
    open: bool,
    /// Properties that, when present, have one of these texts.
    tags: &'static [(&'static str, &'static [&'static str])],
    /// Properties that usually have one of these texts: open enums.
    hints: &'static [(&'static str, &'static [&'static str])],
    /// Texts that a string of this branch usually is one of.
    values: &'static [&'static str],
    /// What the value, or an item of the list, may look like.
    inside: &'static [Shape],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Json {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Formatted,
    Array,
    Object,
    OneOf,
    Any,
}

impl Shape {
    /// Null.
    pub const NULL: Self = Self::plain(Json::Null);
    /// True or false.
    pub const BOOLEAN: Self = Self::plain(Json::Boolean);
    /// A whole number.
    pub const INTEGER: Self = Self::plain(Json::Integer);
    /// Any number.
    pub const NUMBER: Self = Self::plain(Json::Number);
    /// A text.
    pub const STRING: Self = Self::plain(Json::String);
    /// A text of a format that not every text has: a time, an id.
    pub const FORMATTED: Self = Self::plain(Json::Formatted);
    /// A list.
    pub const ARRAY: Self = Self::plain(Json::Array);
    /// Anything at all.
    pub const ANY: Self = Self::plain(Json::Any);

    const fn plain(json: Json) -> Self {
        Self {
            json,
            required: &[],
            known: &[],
            open: false,
            tags: &[],
            hints: &[],
            values: &[],
            inside: &[],
        }
    }

    /// An object with these required and these known properties; the known ones include the required ones.
    pub const fn object(required: &'static [&'static str], known: &'static [&'static str]) -> Self {
        Self {
            required,
            known,
            ..Self::plain(Json::Object)
        }
    }

    /// The object keeps properties that are not known, too.
    pub const fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// A list whose items look like one of these.
    pub const fn list(items: &'static [Shape]) -> Self {
        Self {
            inside: items,
            ..Self::plain(Json::Array)
        }
    }

    /// A union inside a union.
    pub const fn one_of(branches: &'static [Shape]) -> Self {
        Self {
            inside: branches,
            ..Self::plain(Json::OneOf)
        }
    }

    /// Some properties, when present, have one of a few texts; with another text the object is not of this branch.
    pub const fn tags(mut self, tags: &'static [(&'static str, &'static [&'static str])]) -> Self {
        self.tags = tags;
        self
    }

    /// Some properties usually have one of a few texts: an object is rather of this branch when they do.
    pub const fn hints(
        mut self,
        hints: &'static [(&'static str, &'static [&'static str])],
    ) -> Self {
        self.hints = hints;
        self
    }

    /// The texts that a string usually is one of: an open enum.
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// How well the value fits, `None` when it does not.
    fn rank(&self, value: &Value) -> Option<i64> {
        match (self.json, value) {
            (Json::Any, _) => Some(i64::MIN),
            (Json::OneOf, _) => self.rank_inside(value),
            (Json::Null, Value::Null) | (Json::Boolean, Value::Bool(_)) => Some(0),
            (Json::Number, Value::Number(_)) => Some(0),
            // A whole number is better kept exactly than as a float.
            (Json::Integer, Value::Number(number)) => (!number.is_f64()).then_some(1),
            (Json::Formatted, Value::String(_)) => Some(1),
            (Json::String, Value::String(_)) if self.values.is_empty() => Some(0),
            (Json::String, Value::String(text)) => Some(if self.values.contains(&text.as_str()) {
                2
            } else {
                -1
            }),
            (Json::Array, Value::Array(items)) => match items.first() {
                // Items of one list look alike.
                Some(first) if !self.inside.is_empty() => self.rank_inside(first),
                _ => Some(0),
            },
            (Json::Object, Value::Object(object)) => self.rank_object(object),
            _ => None,
        }
    }

    fn rank_inside(&self, value: &Value) -> Option<i64> {
        self.inside
            .iter()
            .filter_map(|shape| shape.rank(value))
            .max()
    }

    fn rank_object(&self, object: &Map<String, Value>) -> Option<i64> {
        /// A tag says more than any number of properties that happen to be known.
        const TAG: i64 = 1 << 32;
        if !self.required.iter().all(|key| object.contains_key(*key)) {
            return None;
        }
        let has_text = |key: &str, texts: &[&str]| match object.get(key) {
            Some(Value::Null) | None => None,
            Some(value) => Some(tag_text(value).is_some_and(|text| texts.contains(&&*text))),
        };
        let mut rank = 0;
        for (key, allowed) in self.tags {
            match has_text(key, allowed) {
                Some(true) => rank += TAG,
                Some(false) => return None,
                None => {}
            }
        }
        for (key, usual) in self.hints {
            match has_text(key, usual) {
                Some(true) => rank += 1,
                Some(false) => rank -= 1,
                None => {}
            }
        }
        let known = object
            .keys()
            .filter(|key| self.known.contains(&key.as_str()))
            .count();
        // An object of which nothing is known belongs to no branch that knows properties.
        if known == 0 && !self.open && !self.known.is_empty() && !object.is_empty() {
            return None;
        }
        let (known, all) = (
            i64::try_from(known).ok()?,
            i64::try_from(object.len()).ok()?,
        );
        Some(rank + 2 * known - all)
    }
}

/// A type that a union without a tag can tell from its other branches.
pub trait Shaped {
    /// What it looks like on the wire.
    const SHAPE: Shape;
}

/// A way to read a branch.
pub type Branch<T> = fn(&Value) -> serde_json::Result<T>;

/// Reads the value as the branch that it fits best: by its shape, and where several look alike, by what each of them
/// keeps of it. Equally good ones count in the document's order.
pub fn fitting<T: Serialize>(value: &Value, shapes: &[Shape], branches: &[Branch<T>]) -> Option<T> {
    let mut ranked: Vec<(i64, &Branch<T>)> = shapes
        .iter()
        .zip(branches)
        .filter_map(|(shape, branch)| Some((shape.rank(value)?, branch)))
        .collect();
    ranked.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    for alike in ranked.chunk_by(|a, b| a.0 == b.0) {
        let mut decodable = alike.iter().map(|(_, branch)| branch);
        let found = match alike {
            [_, _, ..] if !is_trying() => decodable
                .min_by_key(|branch| trying(|| lost(value, branch)))
                .and_then(|branch| branch(value).ok()),
            _ => decodable.find_map(|branch| branch(value).ok()),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

thread_local! {
    /// Whether a branch is being tried. Unions inside of it then take the first branch that can be read: trying all of
    /// them at every depth would take a time that doubles with each level.
    static TRYING: Cell<bool> = const { Cell::new(false) };
}

fn is_trying() -> bool {
    TRYING.with(Cell::get)
}

fn trying<R>(attempt: impl FnOnce() -> R) -> R {
    /// Ends the attempt, also when it panics.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            TRYING.with(|trying| trying.set(false));
        }
    }
    TRYING.with(|trying| trying.set(true));
    let _end = End;
    attempt()
}

/// How much of the value a branch does not keep.
fn lost<T: Serialize>(value: &Value, branch: &Branch<T>) -> usize {
    let kept = branch(value).and_then(serde_json::to_value);
    kept.map_or(usize::MAX, |kept| missing(value, &kept))
}

/// How many of the values inside the first are not in the second.
fn missing(value: &Value, kept: &Value) -> usize {
    match (value, kept) {
        (Value::Object(a), Value::Object(b)) => a
            .iter()
            .map(|(key, value)| match b.get(key) {
                Some(kept) => missing(value, kept),
                // Absent and null both read as nothing.
                None => leaves(value),
            })
            .sum(),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .map(|(value, kept)| missing(value, kept))
            .sum(),
        (Value::Number(a), Value::Number(b)) => usize::from(a.as_f64() != b.as_f64()),
        (a, b) if a == b => 0,
        _ => leaves(value).max(1),
    }
}

fn leaves(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
        Value::Array(items) => 1 + items.iter().map(leaves).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(leaves).sum::<usize>(),
    }
}

/// Gives a union without a tag its conversions. The enum itself is written out beside it: one variant with one field per
/// branch, and `Unknown(serde_json::Value)`.
#[doc(hidden)]
#[macro_export]
macro_rules! untagged_union {
    ($name:ident { $($variant:ident: $shape:expr),+ $(,)? }) => {
        impl $name {
            /// What the branches look like, for unions that hold this one.
            #[doc(hidden)]
            pub const SHAPES: &'static [$crate::runtime::Shape] = &[$($shape),+];
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => ::serde::Serialize::serialize(value, serializer),)+
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let branches: &[$crate::runtime::Branch<Self>] =
                    &[$(|value| ::serde::Deserialize::deserialize(value).map(Self::$variant)),+];
                let decoded = $crate::runtime::fitting(&value, Self::SHAPES, branches);
                ::std::result::Result::Ok(decoded.unwrap_or(Self::Unknown(value)))
            }
        }
    };
}

/// Gives a union with a tag its conversions. The enum itself is written out beside it: one variant with one field per branch,
/// and `Unknown(serde_json::Value)` for tags that the document does not know. The branch after `else` is what they all mean,
/// and no tag at all, as long as it can be read as that.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged_union {
    (@other $other:ident $tag:literal) => {
        $crate::runtime::Shape::object(&[$tag], &[$tag])
    };
    ($name:ident by $tag:literal $(else $other:ident)? { $($variant:ident = $first:literal $(| $more:literal)*),+ $(,)? }) => {
        impl $name {
            /// What the branches look like, for unions that hold this one.
            #[doc(hidden)]
            pub const SHAPES: &'static [$crate::runtime::Shape] = &[
                $crate::runtime::Shape::object(&[$tag], &[$tag]).tags(&[($tag, &[$($first $(, $more)*),+])]),
                $($crate::tagged_union!(@other $other $tag),)?
            ];
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::tagged($tag, $first, value, serializer),)+
                    $(Self::$other(value) => ::serde::Serialize::serialize(value, serializer),)?
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let decoded: ::serde_json::Result<Self> = match $crate::runtime::tag(&value, $tag).as_deref() {
                    $(::std::option::Option::Some($first $(| $more)*) => {
                        ::serde::Deserialize::deserialize(&value).map(Self::$variant)
                    })+
                    _ => {
                        $(if let ::std::result::Result::Ok(other) = ::serde::Deserialize::deserialize(&value) {
                            return ::std::result::Result::Ok(Self::$other(other));
                        })?
                        return ::std::result::Result::Ok(Self::Unknown(value));
                    }
                };
                decoded.map_err(::serde::de::Error::custom)
            }
        }
    };
}

/// Lets the branches of a union turn into it by themselves, where a branch's type tells which it is.
#[doc(hidden)]
#[macro_export]
macro_rules! conversions {
    ($name:ident { $($variant:ident $($boxed:ident)? = $ty:ty),+ $(,)? }) => {
        $($crate::conversions!(@one $name $variant $($boxed)? = $ty);)+
    };
    (@one $name:ident $variant:ident = $ty:ty) => {
        impl ::std::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::$variant(value)
            }
        }
    };
    (@one $name:ident $variant:ident boxed = $ty:ty) => {
        impl ::std::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::$variant(::std::boxed::Box::new(value))
            }
        }
    };
}

/// The text of an object's tag; of a number or a flag, its JSON text.
pub fn tag<'a>(value: &'a Value, tag: &str) -> Option<Cow<'a, str>> {
    tag_text(value.get(tag)?)
}

fn tag_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        other @ (Value::Bool(_) | Value::Number(_)) => Some(Cow::Owned(other.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Writes a branch, with its tag when its own type has no place for it.
pub fn tagged<T: Serialize, S: serde::Serializer>(
    tag: &str,
    name: &str,
    branch: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(branch).map_err(serde::ser::Error::custom)?;
    if let Value::Object(object) = &mut value {
        object.entry(tag).or_insert_with(|| name.into());
    }
    serde::Serialize::serialize(&value, serializer)
}
