//! Unions: which branch a JSON value belongs to, decided by a tag or by what the branches look like.

use serde_json::{Map, Value};

/// What one branch of a union looks like on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    json: Json,
    /// Properties without which an object is not of this branch.
    required: &'static [&'static str],
    /// Properties that this branch has a place for.
    known: &'static [&'static str],
    /// Properties that are present only with one of these texts.
    tags: &'static [(&'static str, &'static [&'static str])],
    /// Texts that a string of this branch usually is one of.
    values: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Json {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
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
    /// A list.
    pub const ARRAY: Self = Self::plain(Json::Array);
    /// Anything at all.
    pub const ANY: Self = Self::plain(Json::Any);

    const fn plain(json: Json) -> Self {
        Self {
            json,
            required: &[],
            known: &[],
            tags: &[],
            values: &[],
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

    /// Some properties, when present, have one of a few texts.
    pub const fn tags(mut self, tags: &'static [(&'static str, &'static [&'static str])]) -> Self {
        self.tags = tags;
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
            (Json::Null, Value::Null)
            | (Json::Boolean, Value::Bool(_))
            | (Json::Array, Value::Array(_)) => Some(0),
            (Json::Number, Value::Number(_)) => Some(0),
            // A whole number is better kept exactly than as a float.
            (Json::Integer, Value::Number(number)) => (!number.is_f64()).then_some(1),
            (Json::String, Value::String(_)) if self.values.is_empty() => Some(0),
            (Json::String, Value::String(text)) => Some(if self.values.contains(&text.as_str()) {
                1
            } else {
                -1
            }),
            (Json::Object, Value::Object(object)) => self.rank_object(object),
            _ => None,
        }
    }

    fn rank_object(&self, object: &Map<String, Value>) -> Option<i64> {
        /// A tag says more than any number of properties that happen to be known.
        const TAG: i64 = 1 << 32;
        if !self.required.iter().all(|key| object.contains_key(*key)) {
            return None;
        }
        let mut rank = 0;
        for (key, allowed) in self.tags {
            match object.get(*key) {
                Some(Value::String(text)) if allowed.contains(&text.as_str()) => rank += TAG,
                Some(Value::Null) | None => {}
                Some(_) => return None,
            }
        }
        for key in object.keys() {
            rank += if self.known.contains(&key.as_str()) {
                1
            } else {
                -1
            };
        }
        Some(rank)
    }
}

/// A type that a union without a tag can tell from its other branches.
pub trait Shaped {
    /// What it looks like on the wire.
    const SHAPE: Shape;
}

/// The branches that the value may belong to, the best one first; equally good ones in the document's order.
pub fn ranked(value: &Value, shapes: &[Shape]) -> Vec<usize> {
    let mut fitting: Vec<(i64, usize)> = shapes
        .iter()
        .enumerate()
        .filter_map(|(index, shape)| Some((shape.rank(value)?, index)))
        .collect();
    fitting.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    fitting.into_iter().map(|(_, index)| index).collect()
}

/// Gives a union without a tag its conversions. The enum itself is written out beside it: one variant with one field per
/// branch, and `Unknown(serde_json::Value)`.
#[doc(hidden)]
#[macro_export]
macro_rules! untagged_union {
    ($name:ident { $($variant:ident: $shape:expr),+ $(,)? }) => {
        impl $name {
            const SHAPES: &'static [$crate::runtime::Shape] = &[$($shape),+];
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
                let branches: &[fn(&::serde_json::Value) -> ::serde_json::Result<Self>] =
                    &[$(|value| ::serde::Deserialize::deserialize(value).map(Self::$variant)),+];
                let decoded = $crate::runtime::ranked(&value, Self::SHAPES)
                    .into_iter()
                    .filter_map(|index| branches.get(index))
                    .find_map(|branch| branch(&value).ok());
                ::std::result::Result::Ok(decoded.unwrap_or(Self::Unknown(value)))
            }
        }
    };
}

/// Gives a union with a tag its conversions. The enum itself is written out beside it: one variant with one field per branch,
/// and `Unknown(serde_json::Value)` for tags that the document does not know.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged_union {
    ($name:ident by $tag:literal { $($variant:ident = $first:literal $(| $more:literal)*),+ $(,)? }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::tagged($tag, $first, value, serializer),)+
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let decoded: ::serde_json::Result<Self> = match $crate::runtime::tag(&value, $tag) {
                    $(::std::option::Option::Some($first $(| $more)*) => {
                        ::serde::Deserialize::deserialize(&value).map(Self::$variant)
                    })+
                    _ => return ::std::result::Result::Ok(Self::Unknown(value)),
                };
                decoded.map_err(::serde::de::Error::custom)
            }
        }
    };
}

/// The text of an object's tag.
pub fn tag<'a>(value: &'a Value, tag: &str) -> Option<&'a str> {
    value.get(tag)?.as_str()
}

/// Writes a branch, with its tag when its own type has no place for it.
pub fn tagged<T: serde::Serialize, S: serde::Serializer>(
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
