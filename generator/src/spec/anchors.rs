//! The names by which schemas may be referred to beside their pointers: `$id`, `$anchor` and `$dynamicAnchor`, and
//! the address of the document itself.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::json::{Map, Value};
use super::keywords::Kind;
use super::walk::{Trail, find, look};
use crate::pointer::Pointer;

/// How many places are looked at for references that lead nowhere as they stand. Each of them may look at many.
const SEARCHED: usize = 100_000;

/// How many references in a row a step of a pointer may lead through.
const CHAIN: usize = 16;

/// How many steps of a pointer may be one name with slashes.
const PARTS: usize = 16;

/// Names of places in one document.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// `$self` and the `$id`s.
    addresses: BTreeMap<String, Pointer>,
    /// The first schema with each anchor.
    names: BTreeMap<String, Pointer>,
    /// The schemas that have a definition of a name.
    owners: BTreeMap<String, Vec<Pointer>>,
    /// How many places have been looked at for references that lead nowhere.
    searched: Cell<usize>,
}

impl Anchors {
    /// Finds all names.
    pub(super) fn new(root: &Value) -> Self {
        let mut anchors = Self::default();
        if let Some(address) = root.get("$self").and_then(Value::as_str) {
            anchors
                .addresses
                .insert(address.trim_end_matches('#').to_owned(), Pointer::root());
        }
        look(
            Kind::Document,
            root,
            &Trail::Start(&Pointer::root()),
            &mut |kind, map, at| {
                if kind != Kind::Schema {
                    return;
                }
                let definitions = ["$defs", "definitions"]
                    .iter()
                    .filter_map(|key| map.get(*key)?.as_object());
                for name in definitions.flat_map(Map::keys) {
                    anchors
                        .owners
                        .entry(name.clone())
                        .or_default()
                        .push(at.pointer());
                }
                if let Some(id) = map.get("$id").and_then(Value::as_str) {
                    let (address, fragment) = id.split_once('#').unwrap_or((id, ""));
                    let (list, name) = if address.is_empty() {
                        (&mut anchors.names, fragment)
                    } else {
                        (&mut anchors.addresses, address)
                    };
                    list.entry(name.to_owned()).or_insert_with(|| at.pointer());
                }
                for anchor in ["$anchor", "$dynamicAnchor"]
                    .iter()
                    .filter_map(|key| map.get(*key)?.as_str())
                {
                    anchors
                        .names
                        .entry(anchor.to_owned())
                        .or_insert_with(|| at.pointer());
                }
            },
        );
        anchors
    }

    /// The pointer that a reference means, whether or not something stands there; `None` where it leads out of the
    /// document or uses a name that nothing has.
    pub(super) fn pointer(&self, text: &str, root: &Value) -> Option<Pointer> {
        let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
        let base = if address.is_empty() {
            Pointer::root()
        } else {
            self.address(address)?
        };
        if fragment.is_empty() {
            // `#` alone is the document, which is no schema; an address alone is the schema of that name.
            return Some(base);
        }
        let Some(plain) = Pointer::parse(fragment) else {
            let decoded = percent_decoded(fragment);
            let name = self
                .names
                .get(fragment)
                .or_else(|| self.names.get(&decoded));
            let escaped = || Pointer::parse(&decoded).map(|decoded| join(&base, &decoded));
            return name.cloned().or_else(escaped);
        };
        // A name may really contain a percent sign, so the plain reading comes first.
        let plain = join(&base, &plain);
        if !fragment.contains('%') || find(root, &plain).is_some() {
            return Some(plain);
        }
        Some(
            Pointer::parse(&percent_decoded(fragment))
                .map_or(plain, |decoded| join(&base, &decoded)),
        )
    }

    /// The part of a schema that a pointer means where the document has nothing there: a definition, or any part of a
    /// schema with an `$id`. It has to be the only one, or any of several that are the same.
    pub(super) fn part(&self, at: &Pointer, root: &Value) -> Option<Pointer> {
        let mut steps = at.steps();
        let section = steps.next()?;
        let owners: &mut dyn Iterator<Item = &Pointer> =
            if section == "$defs" || section == "definitions" {
                &mut self.owners.get(&steps.next()?)?.iter()
            } else {
                &mut self.addresses.values()
            };
        let mut found: Option<(Pointer, &Value)> = None;
        for owner in owners {
            self.search()?;
            let place = join(owner, at);
            match (find(root, &place), &found) {
                (Some((_, value)), None) => found = Some((place, value)),
                (Some((_, value)), Some((_, known))) if value != *known => return None,
                _ => {}
            }
        }
        found.map(|(place, _)| place)
    }

    /// What a pointer means that goes on behind references, as if what they lead to stood in their place; `None` where
    /// nothing stands there either.
    pub(super) fn through_references(&self, at: &Pointer, root: &Value) -> Option<Pointer> {
        self.through(at, root, CHAIN)
    }

    /// The same, where that many references in a row may be followed; they can be of this kind themselves.
    fn through(&self, at: &Pointer, root: &Value, chain: usize) -> Option<Pointer> {
        let mut place = Pointer::root();
        for step in at.steps() {
            let mut left = chain;
            while find(root, &place.child(&step)).is_none() {
                left = left.checked_sub(1)?;
                self.search()?;
                let (_, value) = find(root, &place)?;
                let target = self.pointer(value.get("$ref")?.as_str()?, root)?;
                place = match find(root, &target) {
                    Some(_) => target,
                    None => self.through(&target, root, left)?,
                };
            }
            place = place.child(&step);
        }
        Some(place)
    }

    /// What a pointer means where a name in it has slashes that are not escaped; `None` where nothing stands there either.
    pub(super) fn with_slashes(&self, at: &Pointer, root: &Value) -> Option<Pointer> {
        self.below(root, Pointer::root(), &at.steps().collect::<Vec<_>>())
    }

    /// The place that steps lead to from another one, where a name may be made of several of them.
    fn below(&self, value: &Value, place: Pointer, steps: &[String]) -> Option<Pointer> {
        if steps.is_empty() {
            return Some(place);
        }
        (1..=steps.len().min(PARTS)).find_map(|count| {
            self.search()?;
            let name = steps[..count].join("/");
            let inner = match value {
                Value::Object(map) => map.get(&name)?,
                Value::Array(list) => list.get(name.parse::<usize>().ok()?)?,
                _ => return None,
            };
            self.below(inner, place.child(&name), &steps[count..])
        })
    }

    /// Counts a place that is looked at; `None` when that were too many.
    fn search(&self) -> Option<()> {
        self.searched.set(self.searched.get() + 1);
        (self.searched.get() <= SEARCHED).then_some(())
    }

    /// An address as it is written in a `$id`, or its last part: references are usually relative to it.
    fn address(&self, address: &str) -> Option<Pointer> {
        let relative = address.trim_start_matches("./");
        let last = |known: &str| {
            known == relative
                || known
                    .strip_suffix(relative)
                    .is_some_and(|rest| rest.ends_with('/'))
        };
        self.addresses
            .get(address)
            .or_else(|| {
                self.addresses
                    .iter()
                    .find(|(known, _)| last(known))
                    .map(|(_, at)| at)
            })
            .cloned()
    }
}

/// Appends a pointer; its steps are escaped anew, so that every place is written in one way.
fn join(base: &Pointer, below: &Pointer) -> Pointer {
    below.steps().fold(base.clone(), |at, step| at.child(&step))
}

pub(crate) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(byte) = bytes.get(index) {
        let escaped = (*byte == b'%')
            .then(|| {
                text.get(index + 1..index + 3)
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            })
            .flatten();
        decoded.push(escaped.unwrap_or(*byte));
        index += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn slashes_may_belong_to_names() {
        let root = json!({"s": {"https:": {}, "https://a.b/c": {"properties": {"d/e": [1, 2]}}}});
        let find = |text| {
            let at =
                Pointer::parse(text).and_then(|at| Anchors::default().with_slashes(&at, &root));
            at.map(|at| at.to_string())
        };
        let name = "/s/https:~1~1a.b~1c";
        let inner = format!("{name}/properties/d~1e/1");
        assert_eq!(find("/s/https://a.b/c").as_deref(), Some(name));
        assert_eq!(
            find("/s/https://a.b/c/properties/d/e/1").as_deref(),
            Some(inner.as_str())
        );
        assert_eq!(find("/s/https://a.b/d"), None);
    }

    #[test]
    fn parts_are_found_below_an_id_and_the_search_has_an_end() {
        let root = json!({"components": {"schemas": {"A": {"$id": "https://a.b/c", "properties": {"d": {}}}}}});
        let anchors = Anchors::new(&root);
        let at = Pointer::root().child("properties").child("d");
        let part = || anchors.part(&at, &root).map(|at| at.to_string());
        let found = "/components/schemas/A/properties/d";
        assert_eq!(part().as_deref(), Some(found));
        anchors.searched.set(SEARCHED);
        assert_eq!(part(), None);
    }

    #[test]
    fn names_addresses_and_escapes_lead_to_pointers() {
        let root = json!({
            "$self": "https://example.com/api.yaml",
            "components": {"schemas": {
                "A": {"$id": "https://example.com/schemas/a", "$defs": {"B": {"$anchor": "bee"}}},
                "C": {"properties": {"d": {"$id": "#dee"}}},
                "a b/c": {}, "100%25": {}
            }}
        });
        let anchors = Anchors::new(&root);
        let table = [
            ("#bee", Some("/components/schemas/A/$defs/B")),
            ("#dee", Some("/components/schemas/C/properties/d")),
            (
                "https://example.com/schemas/a",
                Some("/components/schemas/A"),
            ),
            ("a#/$defs/B", Some("/components/schemas/A/$defs/B")),
            (
                "https://example.com/api.yaml#/components/schemas/C",
                Some("/components/schemas/C"),
            ),
            (
                "#/components/schemas/a%20b~1c",
                Some("/components/schemas/a b~1c"),
            ),
            ("#%2Fcomponents/schemas/%43", Some("/components/schemas/C")),
            (
                "#/components/schemas/100%25",
                Some("/components/schemas/100%25"),
            ),
            ("#nobody", None),
            ("other.yaml#/a", None),
        ];
        for (text, expected) in table {
            let found = anchors.pointer(text, &root);
            assert_eq!(found.as_ref().map(Pointer::as_str), expected, "{text}");
        }
    }
}
