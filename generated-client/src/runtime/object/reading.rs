//! How the fields of an object are read.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::slice::IterMut;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::Both;
use super::keys::Keys;

// What the words of a table mean here.
pub use self::{
    Defaulted as nullable, Defaulted as optional, Defaulted as patch, Required as required,
};

/// How many fields a tuple takes; `fields!` and `sizes!` say the same.
const TUPLE: usize = 8;

/// A field that must be there.
pub struct Required<T>(pub T);

/// A field that has its type's default when it is missing: none, or absent.
pub struct Defaulted<T>(pub T);

/// A field.
pub trait Field<'de>: Sized {
    /// What stands for it when it is missing, if it may be.
    fn missing() -> Option<Self>;
    /// Reads the value that comes next in the map.
    fn read<M: MapAccess<'de>>(map: &mut M) -> Result<Self, M::Error>;
}

impl<'de, T: Deserialize<'de>> Field<'de> for Required<T> {
    fn missing() -> Option<Self> {
        None
    }

    fn read<M: MapAccess<'de>>(map: &mut M) -> Result<Self, M::Error> {
        map.next_value().map(Self)
    }
}

impl<'de, T: Deserialize<'de> + Default> Field<'de> for Defaulted<T> {
    fn missing() -> Option<Self> {
        Some(Self(T::default()))
    }

    fn read<M: MapAccess<'de>>(map: &mut M) -> Result<Self, M::Error> {
        map.next_value().map(Self)
    }
}

/// The place of a field while an object is read.
pub trait Slot<'de, M: MapAccess<'de>> {
    /// Reads the value that comes next in the map.
    fn read(&mut self, map: &mut M) -> Result<(), M::Error>;
    /// Whether there is no value: neither read nor one that stands for an absent one.
    fn is_empty(&self) -> bool;
}

impl<'de, M: MapAccess<'de>, F: Field<'de>> Slot<'de, M> for Option<F> {
    fn read(&mut self, map: &mut M) -> Result<(), M::Error> {
        F::read(map).map(|field| *self = Some(field))
    }

    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

/// The slots of an object's fields, in their order. A slot is taken when it is filled, so that a second value finds none.
type Table<'s, 'de, M> = [Option<&'s mut dyn Slot<'de, M>>];

/// What is left of a table while slots are put into it.
pub type Places<'t, 's, 'de, M> = IterMut<'t, Option<&'s mut dyn Slot<'de, M>>>;

/// Some fields of an object, or all of them.
pub trait Fields<'de>: Sized {
    /// A slot for each of them.
    type Slots;

    /// The slots before anything is read.
    fn slots() -> Self::Slots;
    /// Puts the slots into the next places of the table.
    fn place<'s, M: MapAccess<'de>>(slots: &'s mut Self::Slots, table: &mut Places<'_, 's, 'de, M>);
    /// Takes what is in the slots, unless one is empty.
    fn filled(slots: &mut Self::Slots) -> Option<Self>;
}

impl<'de, F: Fields<'de>, G: Fields<'de>> Fields<'de> for Both<F, G> {
    type Slots = (F::Slots, G::Slots);

    fn slots() -> Self::Slots {
        (F::slots(), G::slots())
    }

    fn place<'s, M: MapAccess<'de>>(
        slots: &'s mut Self::Slots,
        table: &mut Places<'_, 's, 'de, M>,
    ) {
        F::place(&mut slots.0, table);
        G::place(&mut slots.1, table);
    }

    fn filled(slots: &mut Self::Slots) -> Option<Self> {
        Some(Self(F::filled(&mut slots.0)?, G::filled(&mut slots.1)?))
    }
}

/// Lets tuples of fields be read.
macro_rules! tuples {
    ($($($field:ident)*;)*) => {$(
        #[allow(non_snake_case, reason = "a variable is named as the type of its field")]
        #[allow(clippy::unused_unit, reason = "there may be no field")]
        impl<'de, $($field: Field<'de>),*> Fields<'de> for ($($field,)*) {
            type Slots = ($(Option<$field>,)*);

            fn slots() -> Self::Slots {
                ($($field::missing(),)*)
            }

            fn place<'s, M: MapAccess<'de>>(
                slots: &'s mut Self::Slots,
                table: &mut Places<'_, 's, 'de, M>,
            ) {
                let ($($field,)*) = slots;
                place(&mut [$(Some($field)),*], table);
            }

            fn filled(slots: &mut Self::Slots) -> Option<Self> {
                let ($($field,)*) = slots;
                Some(($($field.take()?,)*))
            }
        }
    )*};
}

sizes!(tuples);

/// Puts slots into the next places of the table.
fn place<'s, 'de, M: MapAccess<'de>>(
    slots: &mut Table<'s, 'de, M>,
    table: &mut Places<'_, 's, 'de, M>,
) {
    for (slot, place) in slots.iter_mut().zip(table) {
        *place = slot.take();
    }
}

/// The properties that have no field: a map, or nothing when nobody wants them.
pub trait Others<'de>: Default {
    /// Where they go.
    fn rest<M: MapAccess<'de>>(&mut self) -> Option<&mut dyn Rest<'de, M>>;
}

impl<'de> Others<'de> for () {
    fn rest<M: MapAccess<'de>>(&mut self) -> Option<&mut dyn Rest<'de, M>> {
        None
    }
}

impl<'de, T: Deserialize<'de>> Others<'de> for (BTreeMap<String, T>,) {
    fn rest<M: MapAccess<'de>>(&mut self) -> Option<&mut dyn Rest<'de, M>> {
        Some(&mut self.0)
    }
}

/// The place of properties that have no field.
pub trait Rest<'de, M: MapAccess<'de>> {
    /// Reads the value that comes next in the map, of the property with this name.
    fn read(&mut self, name: String, map: &mut M) -> Result<(), M::Error>;
}

impl<'de, M: MapAccess<'de>, T: Deserialize<'de>> Rest<'de, M> for BTreeMap<String, T> {
    fn read(&mut self, name: String, map: &mut M) -> Result<(), M::Error> {
        map.next_value().map(|value| _ = self.insert(name, value))
    }
}

/// Reads an object: its fields, and the properties that have none.
pub fn read<'de, D: Deserializer<'de>, F: Fields<'de>, O: Others<'de>>(
    deserializer: D,
    name: &'static str,
    keys: &'static [&'static str],
) -> Result<(F, O), D::Error> {
    deserializer.deserialize_map(ObjectVisitor {
        name,
        keys,
        read: PhantomData,
    })
}

struct ObjectVisitor<R> {
    /// The name of the struct, for complaints.
    name: &'static str,
    /// The names of the fields on the wire, in their order.
    keys: &'static [&'static str],
    /// What is read.
    read: PhantomData<R>,
}

impl<'de, F: Fields<'de>, O: Others<'de>> Visitor<'de> for ObjectVisitor<(F, O)> {
    type Value = (F, O);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", self.name)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<(F, O), M::Error> {
        let (mut slots, mut others) = (F::slots(), O::default());
        // A table of few slots, as most are, asks for no memory.
        let mut few = [const { None }; TUPLE];
        let mut many = Vec::new();
        let table: &mut Table<'_, 'de, M> = if let Some(few) = few.get_mut(..self.keys.len()) {
            few
        } else {
            many.resize_with(self.keys.len(), || None);
            &mut many
        };
        F::place(&mut slots, &mut table.iter_mut());
        let missing = fill(map, self.keys, table, others.rest())?;
        finish(&mut slots, others, missing)
    }
}

/// What was read. It is put together here and not where objects are nested, so that each level of them takes less stack.
fn finish<'de, F: Fields<'de>, O, E: serde::de::Error>(
    slots: &mut F::Slots,
    others: O,
    missing: Option<&'static str>,
) -> Result<(F, O), E> {
    match F::filled(slots) {
        Some(fields) => Ok((fields, others)),
        None => Err(E::missing_field(missing.unwrap_or_default())),
    }
}

/// Fills the slots from the map. Gives the name of the first field that is missing.
fn fill<'de, M: MapAccess<'de>>(
    mut map: M,
    keys: &'static [&'static str],
    table: &mut Table<'_, 'de, M>,
    mut rest: Option<&mut dyn Rest<'de, M>>,
) -> Result<Option<&'static str>, M::Error> {
    let mut keys_read = Keys::new(keys, rest.is_some());
    while let Some(index) = map.next_key_seed(&mut keys_read)? {
        if let Some(slot) = table.get_mut(index) {
            match slot.take() {
                Some(slot) => slot.read(&mut map)?,
                None => return Err(M::Error::duplicate_field(keys.get(index).unwrap_or(&""))),
            }
        } else if let (Some(name), Some(rest)) = (keys_read.other(), &mut rest) {
            rest.read(name, &mut map)?;
        } else {
            map.next_value::<IgnoredAny>()?;
        }
    }
    let mut left = keys.iter().zip(table);
    let missing = left.find(|(_, slot)| slot.as_ref().is_some_and(|slot| slot.is_empty()));
    Ok(missing.map(|(key, _)| *key))
}
