//! `type`: the names that it may have, and those that people write instead.

use super::Check;
use crate::spec::json::Value;
use crate::spec::walk::Trail;
use crate::suggest;

/// The JSON types.
const TYPES: &[&str] = &[
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// Names that other languages have for the JSON types; `any` names none.
const TYPE_ALIASES: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("long", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
    ("str", "string"),
    ("text", "string"),
    ("date", "string"),
    ("datetime", "string"),
    ("date-time", "string"),
    ("uuid", "string"),
    ("list", "array"),
    ("dict", "object"),
    ("map", "object"),
    ("none", "null"),
    ("any", ""),
];

/// Whether a text names a type, in one language or another.
pub(super) fn is_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    TYPES.contains(&lower.as_str()) || TYPE_ALIASES.iter().any(|(alias, _)| *alias == lower)
}

impl Check<'_> {
    /// The name of a type or a list of them; `false` when it has to be taken out.
    pub(super) fn types(&mut self, value: &mut Value, at: &Trail<'_>) -> bool {
        match value {
            Value::String(_) => self.type_name(value, at),
            Value::Array(list) => {
                let mut index = 0;
                list.retain_mut(|name| {
                    let keep = self.type_name(name, &Trail::Index(at, index));
                    index += 1;
                    keep
                });
                if index == 0 {
                    self.left_out(at, "`type` names no type; it is read as absent");
                }
                !list.is_empty()
            }
            other => {
                self.wrong(at, "the name of a type or a list of them", other);
                false
            }
        }
    }

    fn type_name(&mut self, value: &mut Value, at: &Trail<'_>) -> bool {
        // `null` without quotes means the type of that name.
        if value.is_null() {
            *value = Value::from("null");
        }
        let Value::String(text) = value else {
            self.wrong(at, "the name of a type", value);
            return false;
        };
        if TYPES.contains(&text.as_str()) {
            return true;
        }
        let lower = text.to_lowercase();
        let same = TYPES.iter().find(|name| **name == lower).copied();
        let alias = TYPE_ALIASES
            .iter()
            .find(|(alias, _)| *alias == lower)
            .map(|(_, name)| *name);
        let near = || suggest::nearest(text, TYPES.iter().copied());
        match same.or(alias).or_else(near) {
            Some("") => {
                self.left_out(
                    at,
                    format!("{text:?} is no type; it is read as absent, which allows anything"),
                );
                false
            }
            Some(name) => {
                let message = format!("{text:?} is no type; it is read as {name:?}");
                *value = Value::from(name);
                self.repaired(at, message, value);
                true
            }
            None => {
                let message = format!(
                    "there is no type {text:?}; it is read as absent, which allows anything"
                );
                let help = format!("the types are {}", TYPES.join(", "));
                self.left_out_with(at, message, help);
                false
            }
        }
    }
}
