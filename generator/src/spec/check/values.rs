//! The shapes of values: what fits stays, what plainly means something is mended, the rest is taken out.

use super::{Check, DROPPED};
use crate::diagnostics::Code;
use crate::spec::json::{Map, Number, Value, describe};
use crate::spec::keywords::{Kind, Shape};
use crate::spec::walk::Trail;
use crate::suggest;

/// What a boolean is written as where it isn't one. YAML 1.1 knew the long list, and people still write it.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

impl Check<'_> {
    /// A value of a shape; `false` when it has to be taken out.
    pub(super) fn shape(&mut self, shape: Shape, value: &mut Value, at: &Trail<'_>) -> bool {
        match shape {
            Shape::Any => true,
            Shape::Text => self.text(value, at),
            Shape::Word(words) => self.word(words, value, at),
            Shape::Flag => self.flag(value, at),
            Shape::Number => self.number(value, at),
            Shape::Count => self.count(value, at),
            Shape::Bound => value.is_boolean() || self.number(value, at),
            Shape::Types => self.types(value, at),
            Shape::Texts => self.texts(value, at),
            Shape::TextMap => self.text_map(value, at),
            Shape::Values => self.values(value, at),
            Shape::ValueMap => self.mapping(value, at).is_some(),
            Shape::One(kind) => self.one(kind, value, at),
            Shape::OneOrFlag(kind) => self.one_or_flag(kind, value, at),
            Shape::OneOrList(kind) => match value {
                Value::Array(_) => self.list(kind, value, at),
                _ => self.one(kind, value, at),
            },
            Shape::List(kind) => self.list(kind, value, at),
            Shape::Map(kind) => self.map(kind, value, at),
        }
    }

    fn text(&mut self, value: &mut Value, at: &Trail<'_>) -> bool {
        match value {
            Value::String(_) => true,
            Value::Number(_) | Value::Bool(_) => {
                let text = value.to_string();
                let found = describe(value);
                let message = format!("a text is expected; {found} is read as {text:?}");
                *value = Value::String(text);
                self.repaired(at, message, value);
                true
            }
            other => {
                self.wrong(at, "a text", other);
                false
            }
        }
    }

    fn word(&mut self, words: &[&str], value: &mut Value, at: &Trail<'_>) -> bool {
        let Value::String(text) = value else {
            self.wrong(at, "a text", value);
            return false;
        };
        if words.contains(&text.as_str()) {
            return true;
        }
        if let Some(word) = words.iter().find(|word| word.eq_ignore_ascii_case(text)) {
            let message = format!("{text:?} is read as {word:?}");
            *text = (*word).to_owned();
            self.repaired(at, message, value);
            return true;
        }
        let help = match (text.as_str(), suggest::nearest(text, words.iter().copied())) {
            ("body" | "formData", _) => {
                "Swagger 2 had parameters in the body; use `requestBody`".to_owned()
            }
            (_, Some(near)) => format!("did you mean `{near}`?"),
            (_, None) => format!("it may be one of {}", words.join(", ")),
        };
        let name = at.last_key().unwrap_or("this").to_owned();
        let message = format!("`{name}` can't be {text:?}");
        if self.dispensable {
            self.left_out_with(at, format!("{message}; it is left out"), help);
        } else {
            self.helped(Code::UnknownValue, at, message, help);
        }
        false
    }

    fn flag(&mut self, value: &mut Value, at: &Trail<'_>) -> bool {
        if value.is_boolean() {
            return true;
        }
        match value.as_str().and_then(flag) {
            Some(flag) => {
                let found = describe(value);
                let message = format!("a boolean is expected; {found} is read as {flag}");
                *value = Value::Bool(flag);
                self.repaired(at, message, value);
                true
            }
            None => {
                self.wrong(at, "`true` or `false`", value);
                false
            }
        }
    }

    fn number(&mut self, value: &mut Value, at: &Trail<'_>) -> bool {
        if value.is_number() {
            return true;
        }
        match value.as_str().and_then(number) {
            Some(number) => {
                let found = describe(value);
                let message = format!("a number is expected; {found} is read as {number}");
                *value = Value::Number(number);
                self.repaired(at, message, value);
                true
            }
            None => {
                self.wrong(at, "a number", value);
                false
            }
        }
    }

    fn count(&mut self, value: &mut Value, at: &Trail<'_>) -> bool {
        if value.is_u64() {
            return true;
        }
        if !self.number(value, at) {
            return false;
        }
        if value.is_u64() {
            return true;
        }
        match value
            .as_f64()
            .filter(|count| count.fract() == 0.0 && *count >= 0.0)
        {
            // `10.0` is a count for JSON Schema; one beyond 64 bits bounds nothing.
            Some(count) if count < u64::MAX as f64 => {
                *value = Value::from(count as u64);
                true
            }
            Some(_) => false,
            None => {
                let message = format!(
                    "a count from 0 on is expected; {} is left out",
                    describe(value)
                );
                self.left_out(at, message);
                false
            }
        }
    }

    fn texts(&mut self, value: &mut Value, at: &Trail<'_>) -> bool {
        if let Value::String(text) = value {
            let message = format!("a list of texts is expected; {text:?} is read as its only one");
            *value = Value::Array(vec![Value::from(text.as_str())]);
            self.repaired(at, message, value);
            return true;
        }
        let Value::Array(list) = value else {
            self.wrong(at, "a list of texts", value);
            return false;
        };
        let mut index = 0;
        list.retain_mut(|text| {
            let keep = self.text(text, &Trail::Index(at, index));
            index += 1;
            keep
        });
        true
    }

    fn text_map(&mut self, value: &mut Value, at: &Trail<'_>) -> bool {
        let Some(map) = self.mapping(value, at) else {
            return false;
        };
        let mut gone = Vec::new();
        for (key, text) in map.iter_mut() {
            if text.is_null() {
                *text = Value::from("");
            } else if !self.text(text, &Trail::Key(at, key)) {
                gone.push(key.clone());
            }
        }
        for key in gone {
            map.remove(&key);
        }
        true
    }

    fn values(&mut self, value: &mut Value, at: &Trail<'_>) -> bool {
        match value {
            Value::Array(_) => true,
            Value::String(_) | Value::Number(_) | Value::Bool(_) => {
                let found = describe(value);
                let message = format!("a list is expected; {found} is read as its only value");
                *value = Value::Array(vec![std::mem::take(value)]);
                self.repaired(at, message, value);
                true
            }
            other => {
                self.wrong(at, "a list", other);
                false
            }
        }
    }

    fn one_or_flag(&mut self, kind: Kind, value: &mut Value, at: &Trail<'_>) -> bool {
        match value {
            Value::Bool(_) => true,
            Value::String(text) if flag(text).is_some() => self.flag(value, at),
            _ => self.one(kind, value, at),
        }
    }

    fn list(&mut self, kind: Kind, value: &mut Value, at: &Trail<'_>) -> bool {
        // A list of schemas whose entries are named by their positions, as some tools write it.
        if let (Kind::Schema, Value::Object(map)) = (kind, &mut *value)
            && !map.is_empty()
            && map.iter().all(|(key, entry)| {
                key.bytes().all(|byte| byte.is_ascii_digit()) && entry.is_object()
            })
        {
            *value = std::mem::take(map)
                .into_iter()
                .map(|(_, entry)| entry)
                .collect();
            let message = "a list is expected; the values of this mapping are read as its entries";
            self.repaired(at, message, value);
        }
        let alone = match kind {
            Kind::Server | Kind::SecurityRequirement | Kind::Tag => true,
            Kind::Schema => value
                .as_object()
                .is_some_and(|map| map.keys().any(|key| kind.table().keyword(key).is_some())),
            Kind::Parameter => value.get("name").is_some() || value.get("$ref").is_some(),
            _ => false,
        };
        if alone && (value.is_object() || value.is_string()) {
            let title = kind.table().title;
            let message = format!("a list is expected; {title} alone is read as its only entry");
            *value = Value::Array(vec![std::mem::take(value)]);
            self.repaired(at, message, value);
        }
        let Value::Array(list) = value else {
            self.wrong(at, "a list", value);
            return false;
        };
        let mut index = 0;
        list.retain_mut(|item| {
            let keep = self.member(kind, item, &Trail::Index(at, index));
            index += 1;
            keep
        });
        true
    }

    fn map(&mut self, kind: Kind, value: &mut Value, at: &Trail<'_>) -> bool {
        let Some(map) = self.mapping(value, at) else {
            return false;
        };
        let mut gone = Vec::new();
        for (key, member) in map.iter_mut() {
            // Names of schemas and properties are free, but an extension is an extension elsewhere.
            let free = matches!(
                kind,
                Kind::Schema | Kind::Header | Kind::MediaType | Kind::Encoding | Kind::Example
            );
            let extension = !free && super::is_extension(key) && !member.is_object();
            if extension || !self.member(kind, member, &Trail::Key(at, key)) {
                gone.push(key.clone());
            }
        }
        for key in gone {
            map.remove(&key);
        }
        true
    }

    /// An entry of a list or mapping. Where something can stand in for it, its neighbours keep their places.
    pub(super) fn member(&mut self, kind: Kind, value: &mut Value, at: &Trail<'_>) -> bool {
        if self.one(kind, value, at) {
            return true;
        }
        if kind == Kind::Schema {
            *value = Value::Object(Map::new());
        } else if kind.table().reference {
            *value = Value::Object(Map::from_iter([("$ref".to_owned(), Value::from(DROPPED))]));
        }
        kind.table().reference
    }

    fn mapping<'v>(
        &mut self,
        value: &'v mut Value,
        at: &Trail<'_>,
    ) -> Option<&'v mut Map<String, Value>> {
        if value.as_array().is_some_and(Vec::is_empty) {
            *value = Value::Object(Map::new());
            self.repaired(
                at,
                "a mapping is expected; the empty list is read as `{}`",
                value,
            );
        }
        if !value.is_object() {
            self.wrong(at, "a mapping", value);
        }
        value.as_object_mut()
    }
}

/// A number that was put in quotes.
fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let whole = text
        .parse::<i64>()
        .map(Number::from)
        .or_else(|_| text.parse::<u64>().map(Number::from))
        .ok();
    whole.or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
}
