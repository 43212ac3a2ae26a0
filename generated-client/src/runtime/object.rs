//! Objects: how a struct is written to and read from JSON, by a table of its fields.
//!
//! What serde would derive for each struct is code that the compiler has to check each time: it made up two thirds of the time
//! and half of the memory that a large client takes to compile. Here the loops over fields exist once, and a struct only says
//! which field goes by which name.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Unexpected, Visitor,
};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

/// A struct with a table of its fields.
pub trait Object: Sized {
    /// The name of the struct, for complaints.
    const NAME: &'static str;
    /// The names of the fields on the wire, in their order.
    const KEYS: &'static [&'static str];

    /// Reads the fields.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// The place of a field while an object is read.
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the value that comes next in the map.
    fn read(&mut self, map: &mut A) -> Result<(), A::Error>;
    /// Whether there is no value: neither read nor one that stands for an absent one.
    fn is_empty(&self) -> bool;
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Option<T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value().map(|value| *self = Some(value))
    }

    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

/// The place of properties that have no field.
pub trait Rest<'de, A: MapAccess<'de>> {
    /// Reads the value that comes next in the map, of the property with this name.
    fn read(&mut self, name: String, map: &mut A) -> Result<(), A::Error>;
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Rest<'de, A> for BTreeMap<String, T> {
    fn read(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        map.next_value().map(|value| _ = self.insert(name, value))
    }
}

/// Fills the slots from the map. Gives the name of the first field that is missing.
pub fn fill<'de, A: MapAccess<'de>>(
    mut map: A,
    keys: &'static [&'static str],
    slots: &mut [Option<&mut dyn Slot<'de, A>>],
    rest: &mut [&mut dyn Rest<'de, A>],
) -> Result<Option<&'static str>, A::Error> {
    let mut keys_read = Keys {
        keys,
        expected: 0,
        other: (!rest.is_empty()).then(String::new),
    };
    while let Some(index) = map.next_key_seed(&mut keys_read)? {
        if let Some(slot) = slots.get_mut(index) {
            // A slot is taken when it is filled, so that a second value finds none.
            match slot.take() {
                Some(slot) => slot.read(&mut map)?,
                None => return Err(A::Error::duplicate_field(keys.get(index).unwrap_or(&""))),
            }
        } else if let (Some(name), Some(rest)) = (&mut keys_read.other, rest.first_mut()) {
            rest.read(std::mem::take(name), &mut map)?;
        } else {
            map.next_value::<IgnoredAny>()?;
        }
    }
    let mut left = keys.iter().zip(slots);
    let missing = left.find(|(_, slot)| slot.as_ref().is_some_and(|slot| slot.is_empty()));
    Ok(missing.map(|(key, _)| *key))
}

/// The complaint about a field that must be there.
pub fn missing<E: serde::de::Error>(name: Option<&'static str>) -> E {
    E::missing_field(name.unwrap_or_default())
}

/// Reads keys and finds the index of the field of each. That of a key without a field is beyond all of them.
struct Keys {
    keys: &'static [&'static str],
    /// The field that comes next when the sender has the same order.
    expected: usize,
    /// The name of a key without a field, if anybody wants it.
    other: Option<String>,
}

impl<'de> DeserializeSeed<'de> for &mut Keys {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Keys {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<usize, E> {
        let found = if self.keys.get(self.expected) == Some(&name) {
            self.expected
        } else if let Some(found) = self.keys.iter().position(|key| *key == name) {
            found
        } else {
            if let Some(other) = &mut self.other {
                name.clone_into(other);
            }
            return Ok(usize::MAX);
        };
        self.expected = found + 1;
        Ok(found)
    }

    fn visit_bytes<E: serde::de::Error>(self, name: &[u8]) -> Result<usize, E> {
        match std::str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(name), &self)),
        }
    }
}

/// Reads an object.
pub fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(map)
    }
}

/// A field while an object is written.
pub trait Entry<M: SerializeMap> {
    /// Writes the field under this name.
    fn write(&self, name: &str, map: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize> Entry<M> for T {
    fn write(&self, name: &str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, self)
    }
}

/// The properties that have no field, while an object is written.
pub trait Others<M: SerializeMap> {
    /// How many they are.
    fn count(&self) -> usize;
    /// Writes all of them.
    fn write(&self, map: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize> Others<M> for BTreeMap<String, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn write(&self, map: &mut M) -> Result<(), M::Error> {
        self.iter()
            .try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

/// Writes the fields that are there, and then the others.
pub fn write<S: Serializer>(
    serializer: S,
    keys: &'static [&'static str],
    entries: &[Option<&dyn Entry<S::SerializeMap>>],
    others: &[&dyn Others<S::SerializeMap>],
) -> Result<S::Ok, S::Error> {
    let length = entries.iter().flatten().count()
        + others.iter().map(|others| others.count()).sum::<usize>();
    let mut map = serializer.serialize_map(Some(length))?;
    for (name, entry) in keys.iter().zip(entries) {
        if let Some(entry) = entry {
            entry.write(name, &mut map)?;
        }
    }
    for others in others {
        others.write(&mut map)?;
    }
    map.end()
}

/// A field that must be there.
pub mod required {
    use super::{Entry, Serialize, SerializeMap};

    /// The slot before anything is read.
    pub fn slot<T>() -> Option<T> {
        None
    }

    /// What is written.
    pub fn entry<T: Serialize, M: SerializeMap>(value: &T) -> Option<&dyn Entry<M>> {
        Some(value)
    }
}

/// A field that is there, with a value or null. One that is missing is read as null.
pub mod nullable {
    pub use super::required::entry;

    /// The slot before anything is read.
    pub fn slot<T>() -> Option<Option<T>> {
        Some(None)
    }
}

/// A field that is left out when it has no value.
pub mod optional {
    use super::{Entry, Serialize, SerializeMap};

    pub use super::nullable::slot;

    /// What is written.
    pub fn entry<T: Serialize, M: SerializeMap>(value: &Option<T>) -> Option<&dyn Entry<M>> {
        value.as_ref().map(|value| value as &dyn Entry<M>)
    }
}

/// A field that is left out, null or a value.
pub mod patch {
    use super::super::Patch;
    use super::{Entry, Serialize, SerializeMap};

    /// The slot before anything is read.
    pub fn slot<T>() -> Option<Patch<T>> {
        Some(Patch::Absent)
    }

    /// What is written.
    pub fn entry<T: Serialize, M: SerializeMap>(value: &Patch<T>) -> Option<&dyn Entry<M>> {
        (!value.is_absent()).then_some(value as &dyn Entry<M>)
    }
}

/// Gives a struct its conversions. The struct itself is written out beside it. Each row says how a field may be absent, and
/// what it is called on the wire; `..` stands before the map of the properties that have no field.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident { $($presence:ident $field:ident = $key:literal,)* $(..$rest:ident,)? }) => {
        #[allow(deprecated)]
        impl $crate::runtime::object::Object for $name {
            const NAME: &'static str = ::std::stringify!($name);
            const KEYS: &'static [&'static str] = &[$($key),*];

            fn read<'de, A: ::serde::de::MapAccess<'de>>(map: A) -> ::std::result::Result<Self, A::Error> {
                $(let mut $field = $crate::runtime::object::$presence::slot();)*
                $(let mut $rest = ::std::collections::BTreeMap::new();)?
                let missing = $crate::runtime::object::fill(
                    map,
                    Self::KEYS,
                    &mut [$(::std::option::Option::Some(&mut $field)),*],
                    &mut [$(&mut $rest)?],
                )?;
                let (::std::option::Option::None, $(::std::option::Option::Some($field),)*) = (missing, $($field,)*) else {
                    return ::std::result::Result::Err($crate::runtime::object::missing(missing));
                };
                ::std::result::Result::Ok(Self { $($field,)* $($rest)? })
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::object::read(deserializer)
            }
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::object::write(
                    serializer,
                    <Self as $crate::runtime::object::Object>::KEYS,
                    &[$($crate::runtime::object::$presence::entry(&self.$field)),*],
                    &[$(&self.$rest)?],
                )
            }
        }
    };
}
