//! Text to value: YAML or JSON, through one visitor, so that both give the same value for the same document.
//!
//! The value's mappings are sorted by key. That is what makes the generator's output independent of the order in
//! the file: nobody after this phase can see it.

mod pieces;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use serde_json::map::Entry as Slot;

use super::json::{Map, Number, Value};
use super::syntax;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, SourceId};
use crate::parallel;
use crate::pointer::Pointer;
use pieces::{Entry, PROBE, Piece};

/// How many values a document may have beyond one per character of its text. Only aliases can make more, and only a
/// document that was written to exhaust memory does.
const ALIAS_ALLOWANCE: usize = 1_000_000;

/// How many bytes a piece of a long text has at least. `serde_yaml` keeps all of a text in memory in a form that is several times as
/// long before it gives any of it away, and clearing memory is what takes the time.
const PIECE: usize = 128 * 1024;

/// The members of a piece, and its keys that stand twice.
type ReadPiece = (Members, Vec<Vec<String>>);

type Members = Map<String, Value>;

/// The key under which YAML merges another mapping.
const MERGE: &str = "<<";

/// Reads a text; `None`, with a complaint, when it is neither JSON nor YAML.
pub(super) fn read(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let budget = text.len() + ALIAS_ALLOWANCE;
    let mut reader = Reader::new(source, budget);
    let value = if looks_like_json(text) {
        reader.json(text).or_else(|complaint| {
            // A comma after the last entry is no JSON, but YAML, and what is meant is plain.
            if !complaint.message.ends_with(syntax::TRAILING_COMMA) {
                return Err(complaint);
            }
            reader = Reader::new(source, budget);
            reader.merge = false;
            let Ok(value) = reader.yaml(text) else {
                return Err(complaint);
            };
            let message = format!("{}; it is read as YAML", complaint.message);
            diagnostics.push(Diagnostic {
                code: Code::Repaired,
                severity: Code::Repaired.severity(),
                message,
                ..*complaint
            });
            Ok(value)
        })
    } else if let Some(value) = reader.yaml_in_pieces(text, PIECE) {
        Ok(value)
    } else {
        reader.yaml(text)
    };
    for steps in reader.repeated {
        let at = steps
            .iter()
            .rev()
            .fold(Pointer::root(), |at, step| at.child(step));
        let message = format!(
            "the key {:?} stands twice in this mapping; the last one counts",
            steps[0]
        );
        diagnostics.push(
            Diagnostic::new(Code::DuplicateKey, Place::Source(source, at), message)
                .help("remove one of the two"),
        );
    }
    match value {
        Ok(value) => Some(value),
        Err(complaint) => {
            diagnostics.push(*complaint);
            None
        }
    }
}

/// JSON objects start with `{` and a quote; YAML's flow mappings seldom do.
fn looks_like_json(text: &str) -> bool {
    let rest = text.trim_start().strip_prefix('{').map(str::trim_start);
    rest.is_some_and(|rest| rest.starts_with(['"', '}']))
}

/// What is known while one text is read.
struct Reader {
    source: SourceId,
    /// How many more values may come.
    budget: usize,
    /// Whether `<<` merges; it is a key like any other in JSON.
    merge: bool,
    /// Whether something was merged.
    merged: bool,
    /// Keys that stand twice in a mapping, each with the steps that lead to it, the innermost first.
    repeated: Vec<Vec<String>>,
}

impl Reader {
    fn new(source: SourceId, budget: usize) -> Self {
        Self {
            source,
            budget,
            merge: true,
            merged: false,
            repeated: Vec::new(),
        }
    }

    fn json(&mut self, text: &str) -> Result<Value, Box<Diagnostic>> {
        self.merge = false;
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = Node(self).deserialize(&mut deserializer);
        value
            .and_then(|value| deserializer.end().map(|()| value))
            .map_err(|error| Box::new(syntax::json(self.source, text, &error)))
    }

    fn yaml(&mut self, text: &str) -> Result<Value, Box<Diagnostic>> {
        Node(self)
            .deserialize(serde_yaml::Deserializer::from_str(text))
            .map_err(|error| Box::new(syntax::yaml(self.source, text, &error)))
    }

    /// Reads the pieces of a text at the same time; `None` where it can't be told from them what the text says.
    fn yaml_in_pieces(&mut self, text: &str, size: usize) -> Option<Value> {
        let pieces = pieces::cut(text, size);
        if pieces.len() < 2 {
            return None;
        }
        let (source, allowance) = (self.source, ALIAS_ALLOWANCE / pieces.len());
        let is_sure = AtomicBool::new(true);
        let read = |piece: &Piece<'_>| {
            let read = is_sure
                .load(Ordering::Relaxed)
                .then(|| Self::piece(source, allowance, piece))
                .flatten();
            is_sure.fetch_and(read.is_some(), Ordering::Relaxed);
            read
        };
        let read = parallel::map(&pieces, read);
        let joined = self.joined(&pieces, read);
        if joined.is_none() {
            // They are found again in the whole.
            self.repeated.clear();
        }
        joined
    }

    /// What the pieces say together.
    fn joined(&mut self, pieces: &[Piece<'_>], read: Vec<Option<ReadPiece>>) -> Option<Value> {
        let mut root = Map::new();
        for (piece, read) in pieces.iter().zip(read) {
            let (members, repeated) = read?;
            self.repeated.extend(repeated);
            self.graft(&mut root, members, &piece.from)?;
        }
        Some(Value::Object(root))
    }

    /// What a piece says alone, and its keys that stand twice; `None` where that may not be what it says in the whole.
    fn piece(source: SourceId, allowance: usize, piece: &Piece<'_>) -> Option<ReadPiece> {
        let mut reader = Self::new(source, piece.text.len() + allowance);
        let Value::Object(mut root) = reader.yaml(&piece.alone()).ok()? else {
            return None;
        };
        let (mut probed, repeated) = (&mut root, reader.repeated);
        for entry in &piece.to {
            probed.remove(PROBE)?;
            probed = probed.get_mut(entry.key)?.as_object_mut()?;
        }
        if !piece.to.is_empty() {
            probed.remove(PROBE)?;
        }
        // What is merged yields to keys that may stand in another piece. Line breaks that were not looked for can hide an entry
        // of the same key as that which goes on here.
        let is_from = |steps: &[String]| {
            let mut keys = piece.from.iter().map(|entry| entry.key);
            steps.iter().rev().all(|step| keys.next() == Some(step))
        };
        let is_sure = |steps: &Vec<String>| steps[0] != PROBE && !is_from(steps);
        (!reader.merged && repeated.iter().all(is_sure)).then_some((root, repeated))
    }

    /// Adds what a piece says, beginning with the members of the entry that it goes on with.
    fn graft(&mut self, map: &mut Members, mut more: Members, from: &[Entry<'_>]) -> Option<()> {
        if let [Entry { key, .. }, inner @ ..] = from {
            let (Some(Value::Object(open)), Some(Value::Object(members))) =
                (map.get_mut(*key), more.remove(*key))
            else {
                return None;
            };
            self.below(
                || (*key).to_owned(),
                |reader| reader.graft(open, members, inner),
            )?;
        }
        for (key, value) in more {
            match map.entry(key) {
                Slot::Vacant(slot) => {
                    slot.insert(value);
                }
                Slot::Occupied(mut slot) => {
                    self.repeated.push(vec![slot.key().clone()]);
                    slot.insert(value);
                }
            }
        }
        // Nothing to do as long as `Map` is sorted by itself.
        map.sort_keys();
        Some(())
    }

    fn spend<E: Error>(&mut self) -> Result<(), E> {
        self.budget = self
            .budget
            .checked_sub(1)
            .ok_or_else(|| E::custom(syntax::TOO_MANY_VALUES))?;
        Ok(())
    }

    /// Reads a child and prefixes the repeated keys that were found below it with its step.
    fn below<T>(&mut self, step: impl FnOnce() -> String, read: impl FnOnce(&mut Self) -> T) -> T {
        let known = self.repeated.len();
        let value = read(self);
        if self.repeated.len() > known {
            let step = step();
            for steps in &mut self.repeated[known..] {
                steps.push(step.clone());
            }
        }
        value
    }

    /// Sorts the entries, keeps the last of those with the same key, and remembers which these were.
    fn mapping(&mut self, mut entries: Vec<(String, Value)>) -> Value {
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut sorted: Vec<(String, Value)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            match sorted.last_mut() {
                Some(last) if last.0 == key => {
                    last.1 = value;
                    self.repeated.push(vec![key]);
                }
                _ => sorted.push((key, value)),
            }
        }
        let mut map: Map<String, Value> = sorted.into_iter().collect();
        if self.merge && map.contains_key(MERGE) {
            self.merged = true;
            map = merged(map);
        }
        Value::Object(map)
    }
}

/// Applies `<<`: keys that stand beside it win, and the first of several merged mappings wins over later ones.
fn merged(mut map: Map<String, Value>) -> Map<String, Value> {
    let sources = match map.remove(MERGE) {
        None => return map,
        Some(Value::Object(source)) => vec![source],
        Some(Value::Array(list)) if list.iter().all(Value::is_object) => list
            .into_iter()
            .filter_map(|source| {
                if let Value::Object(source) = source {
                    Some(source)
                } else {
                    None
                }
            })
            .collect(),
        Some(other) => {
            map.insert(MERGE.to_owned(), other);
            return map;
        }
    };
    let mut entries: BTreeMap<String, Value> = map.into_iter().collect();
    for source in sources {
        for (key, value) in source {
            entries.entry(key).or_insert(value);
        }
    }
    // Collected from a sorted map, so that the order holds whatever `Map` is made of.
    entries.into_iter().collect()
}

/// Reads one value.
struct Node<'r>(&'r mut Reader);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.spend()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        // JSON has no word for infinity, so it stays a text.
        Ok(Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        let reader = self.0;
        loop {
            let index = list.len();
            match reader.below(
                || index.to_string(),
                |reader| items.next_element_seed(Node(reader)),
            )? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        let reader = self.0;
        while let Some(key) = members.next_key_seed(Key)? {
            let value = reader.below(
                || key.clone(),
                |reader| members.next_value_seed(Node(reader)),
            )?;
            entries.push((key, value));
        }
        Ok(reader.mapping(entries))
    }

    /// A YAML tag such as `!Ref` says nothing in OpenAPI; its value counts.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value) = tagged.variant_seed(Key)?;
        value.newtype_variant_seed(self)
    }
}

/// Reads a key as it is written: `200`, `true` and `null` are texts in this place.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as key")
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}
