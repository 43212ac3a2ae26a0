//! How the fields of an object are written.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::Both;
use crate::runtime::Patch;

// What the words of a table mean here.
pub use self::{Always as nullable, Always as required, Unless as optional, Unless as patch};

/// A field that is written whatever it holds.
pub struct Always<T>(pub T);

/// A field that is left out while it holds nothing.
pub struct Unless<T>(pub T);

/// A field.
pub trait Entry<M: SerializeMap> {
    /// Whether it is left out.
    fn is_absent(&self) -> bool;
    /// Writes it under this name.
    fn write(&self, name: &str, map: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize> Entry<M> for Always<&T> {
    fn is_absent(&self) -> bool {
        false
    }

    fn write(&self, name: &str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, self.0)
    }
}

impl<M: SerializeMap, T: Serialize> Entry<M> for Unless<&Option<T>> {
    fn is_absent(&self) -> bool {
        self.0.is_none()
    }

    fn write(&self, name: &str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, self.0)
    }
}

impl<M: SerializeMap, T: Serialize> Entry<M> for Unless<&Patch<T>> {
    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }

    fn write(&self, name: &str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, self.0)
    }
}

/// What is done with each field.
type Each<'a, M> = &'a mut dyn FnMut(&dyn Entry<M>) -> Result<(), <M as SerializeMap>::Error>;

/// Some fields of an object, or all of them, in their order.
pub trait Entries<M: SerializeMap> {
    /// Goes through the fields, up to one that fails.
    fn each(&self, each: Each<'_, M>) -> Result<(), M::Error>;
}

impl<M: SerializeMap, E: Entries<M>, F: Entries<M>> Entries<M> for Both<E, F> {
    fn each(&self, each: Each<'_, M>) -> Result<(), M::Error> {
        self.0.each(each)?;
        self.1.each(each)
    }
}

/// Lets tuples of fields be written.
macro_rules! tuples {
    ($($($field:ident)*;)*) => {$(
        #[allow(non_snake_case, reason = "a variable is named as the type of its field")]
        impl<M: SerializeMap, $($field: Entry<M>),*> Entries<M> for ($($field,)*) {
            fn each(&self, each: Each<'_, M>) -> Result<(), M::Error> {
                let ($($field,)*) = self;
                let entries: &[&dyn Entry<M>] = &[$($field),*];
                entries.iter().try_for_each(|entry| each(*entry))
            }
        }
    )*};
}

sizes!(tuples);

/// The properties that have no field: a map, or nothing when nobody wants them.
pub trait Others<M: SerializeMap> {
    /// How many they are.
    fn count(&self) -> usize;
    /// Writes all of them.
    fn write(&self, map: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap> Others<M> for () {
    fn count(&self) -> usize {
        0
    }

    fn write(&self, _map: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<M: SerializeMap, T: Serialize> Others<M> for (&BTreeMap<String, T>,) {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn write(&self, map: &mut M) -> Result<(), M::Error> {
        self.0
            .iter()
            .try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

/// Writes an object: the fields that are there, and then the others.
pub fn write<S: Serializer, E: Entries<S::SerializeMap>, O: Others<S::SerializeMap>>(
    serializer: S,
    keys: &'static [&'static str],
    fields: E,
    others: O,
) -> Result<S::Ok, S::Error> {
    write_all(serializer, keys, &fields, &others)
}

/// The same, once for all structs that a serializer writes.
fn write_all<S: Serializer>(
    serializer: S,
    keys: &'static [&'static str],
    fields: &dyn Entries<S::SerializeMap>,
    others: &dyn Others<S::SerializeMap>,
) -> Result<S::Ok, S::Error> {
    let mut length = others.count();
    fields.each(&mut |entry| {
        length += usize::from(!entry.is_absent());
        Ok(())
    })?;
    let mut map = serializer.serialize_map(Some(length))?;
    let mut keys = keys.iter();
    fields.each(&mut |entry| match keys.next() {
        Some(name) if !entry.is_absent() => entry.write(name, &mut map),
        _ => Ok(()),
    })?;
    others.write(&mut map)?;
    map.end()
}
