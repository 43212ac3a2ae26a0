//! Which field the next key of an object belongs to.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Unexpected, Visitor};

/// Reads keys and finds the index of the field of each. That of a key without a field is beyond all of them.
pub(super) struct Keys {
    keys: &'static [&'static str],
    /// The field that comes next when the sender has the same order.
    expected: usize,
    /// The name of a key without a field, if anybody wants it.
    other: Option<String>,
}

impl Keys {
    /// Nothing read yet. The names of keys without a field are kept when somebody wants them.
    pub(super) fn new(keys: &'static [&'static str], others: bool) -> Self {
        Self {
            keys,
            expected: 0,
            other: others.then(String::new),
        }
    }

    /// The name of the key that was read last, when that had no field.
    pub(super) fn other(&mut self) -> Option<String> {
        self.other.as_mut().map(std::mem::take)
    }
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
