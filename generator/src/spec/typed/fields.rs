//! The members of one object, taken out one by one.

use openapiv3::{ReferenceOr, SecurityRequirement};
use serde::de::DeserializeOwned;

use crate::diagnostics::Diagnostics;
use crate::spec::json::{Map, Value};
use crate::spec::walk::Trail;

/// The members that are still to be taken.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// The members of an object; none of anything else, which the check has reported.
    pub(super) fn new(value: Value) -> Self {
        match value {
            Value::Object(map) => Self(map),
            _ => Self(Map::new()),
        }
    }

    pub(super) fn take(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key)
    }

    pub(super) fn put(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The reference that the object consists of.
    pub(super) fn reference(&mut self) -> Option<String> {
        self.text("$ref")
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        match self.0.remove(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        self.0.remove(key)?.as_bool()
    }

    pub(super) fn count(&mut self, key: &str) -> Option<usize> {
        usize::try_from(self.0.remove(key)?.as_u64()?).ok()
    }

    /// A whole number, which stays where it is.
    pub(super) fn whole(&self, key: &str) -> Option<i64> {
        self.0.get(key)?.as_i64()
    }

    pub(super) fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        let list = self.values(key)?;
        Some(
            list.into_iter()
                .filter_map(|text| {
                    if let Value::String(text) = text {
                        Some(text)
                    } else {
                        None
                    }
                })
                .collect(),
        )
    }

    pub(super) fn values(&mut self, key: &str) -> Option<Vec<Value>> {
        match self.0.remove(key) {
            Some(Value::Array(list)) => Some(list),
            _ => None,
        }
    }

    /// The entries of a list, each with its place.
    pub(super) fn list<T>(
        &mut self,
        key: &str,
        at: &Trail<'_>,
        mut read: impl FnMut(Value, &Trail<'_>) -> T,
    ) -> Option<Vec<T>> {
        let at = Trail::Key(at, key);
        let list = self.values(key)?;
        Some(
            list.into_iter()
                .enumerate()
                .map(|(index, item)| read(item, &Trail::Index(&at, index)))
                .collect(),
        )
    }

    /// The entries of a mapping, each with its place.
    pub(super) fn map<T, M: FromIterator<(String, T)>>(
        &mut self,
        key: &str,
        at: &Trail<'_>,
        mut read: impl FnMut(Value, &Trail<'_>) -> T,
    ) -> Option<M> {
        let at = Trail::Key(at, key);
        let Some(Value::Object(map)) = self.0.remove(key) else {
            return None;
        };
        let entries = map.into_iter().map(|(name, value)| {
            let read = read(value, &Trail::Key(&at, &name));
            (name, read)
        });
        Some(entries.collect())
    }

    /// The entries of a mapping of any values.
    pub(super) fn entries<M: FromIterator<(String, Value)> + Default>(&mut self, key: &str) -> M {
        match self.0.remove(key) {
            Some(Value::Object(map)) => map.into_iter().collect(),
            _ => M::default(),
        }
    }

    /// An object that serde reads.
    pub(super) fn leaf<T: DeserializeOwned>(
        &mut self,
        key: &str,
        at: &Trail<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        super::leaf(self.0.remove(key)?, &Trail::Key(at, key), diagnostics)
    }

    /// A list of objects that serde reads.
    pub(super) fn leaves<T: DeserializeOwned>(
        &mut self,
        key: &str,
        at: &Trail<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<T> {
        let list = self.list(key, at, |value, at| super::leaf(value, at, diagnostics));
        list.unwrap_or_default().into_iter().flatten().collect()
    }

    /// `security`; an empty list says that there is none, which is not the same as saying nothing.
    pub(super) fn security(&mut self) -> Option<Vec<SecurityRequirement>> {
        let list = self.values("security")?;
        let requirement = |value: Value| {
            let mut fields = Self::new(value);
            let names: Vec<String> = fields.0.keys().cloned().collect();
            names
                .into_iter()
                .map(|name| (name.clone(), fields.texts(&name).unwrap_or_default()))
                .collect()
        };
        Some(list.into_iter().map(requirement).collect())
    }

    /// The vendor's keys and the carried ones.
    pub(super) fn extensions<M: FromIterator<(String, Value)>>(&mut self) -> M {
        let keys: Vec<String> = self
            .0
            .keys()
            .filter(|key| key.starts_with("x-"))
            .cloned()
            .collect();
        keys.into_iter()
            .filter_map(|key| self.0.remove_entry(&key))
            .collect()
    }

    /// What nobody took.
    pub(super) fn rest(self) -> impl Iterator<Item = (String, Value)> {
        self.0.into_iter()
    }
}

/// A reference, or what `read` makes of the object.
pub(super) fn or_reference<T>(value: Value, read: impl FnOnce(Fields) -> T) -> ReferenceOr<T> {
    let mut fields = Fields::new(value);
    match fields.reference() {
        Some(reference) => ReferenceOr::Reference { reference },
        None => ReferenceOr::Item(read(fields)),
    }
}
