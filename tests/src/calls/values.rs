//! Made-up values for types, by how they are spelled.

use serde_json::{Map, Value, json};

use super::{Sdk, array, text};

/// How deep optional fields are filled in.
const DEEP: usize = 3;

/// Which of several possible values is taken: of an enum, of the branches of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    First,
    Last,
}

impl Pick {
    fn of<T>(self, all: &[T]) -> Option<&T> {
        match self {
            Self::First => all.first(),
            Self::Last => all.last(),
        }
    }
}

/// Makes values for one place: `path`, `query`, `header`, `cookie`, `body` or `answer`.
pub(super) struct Maker<'a> {
    pub(super) sdk: &'a Sdk,
    pub(super) place: &'a str,
    pub(super) pick: Pick,
}

impl Maker<'_> {
    /// A value of a type.
    pub(super) fn value(&self, ty: &str) -> Value {
        self.value_at(ty, 0)
    }

    fn value_at(&self, ty: &str, depth: usize) -> Value {
        let inside = |outer: &str| ty.strip_prefix(outer)?.strip_suffix('>');
        let own = format!("{}::", self.sdk.library());
        let (local, is_own) = match ty.strip_prefix(&own) {
            Some(local) => (local, true),
            None => (ty, false),
        };
        // Types may hold themselves, in lists and behind null.
        let ends = depth > 2 * DEEP;
        if let Some(inner) = inside("Vec<") {
            if ends {
                return json!([]);
            }
            let item = self.value_at(inner, depth + 1);
            return json!([item, item]);
        }
        if let Some(inner) = inside("std::collections::BTreeMap<String, ") {
            if ends {
                return json!({});
            }
            return json!({ "some key": self.value_at(inner, depth + 1) });
        }
        if ends && ty.starts_with("Option<") {
            return Value::Null;
        }
        if let Some(inner) = inside("Option<").or(inside("Box<")) {
            return self.value_at(inner, depth);
        }
        if let Some(inner) = local
            .strip_prefix("Patch<")
            .and_then(|rest| rest.strip_suffix('>'))
        {
            return self.value_at(inner, depth);
        }
        match local {
            "bool" => json!(true),
            "i32" | "i64" | "u32" | "u64" => json!(7),
            "f64" => json!(1.5),
            "jiff::Timestamp" => json!("2026-01-02T03:04:05Z"),
            "jiff::civil::Date" => json!("2026-01-02"),
            "uuid::Uuid" => json!("6f1c2d3e-0000-4000-8000-000000000001"),
            "Base64" if is_own => json!("aGk="),
            "FilePart" if is_own => json!("content of a file"),
            "bytes::Bytes" => json!("bytes"),
            "serde_json::Value" if matches!(self.place, "body" | "answer") => {
                json!({ "any": [1, "thing"] })
            }
            "serde_json::Value" => json!("anything"),
            // Headers have no room for more than ASCII.
            "String" | "Secret" if self.place == "header" => json!("some text"),
            "String" | "Secret" => json!("a b/c?d=é&e"),
            _ => match local
                .strip_prefix("models::")
                .and_then(|name| self.sdk.model(name))
            {
                Some(model) => self.model_value(model, depth),
                None => panic!("{ty} is no type that sdk.json describes"),
            },
        }
    }

    fn model_value(&self, model: &Value, depth: usize) -> Value {
        match text(&model["kind"]) {
            "struct" | "multipart" => Value::Object(self.object(model, depth)),
            "enum" => match self.pick.of(array(&model["values"])) {
                Some(known) => known["value"].clone(),
                None => json!("unheard of"),
            },
            "union" => self.union(model, depth),
            _ => self.value_at(text(&model["target"]), depth + 1),
        }
    }

    fn object(&self, model: &Value, depth: usize) -> Map<String, Value> {
        // Where objects are flattened into a text, only the first level has a form.
        let deep = if matches!(self.place, "body" | "answer") {
            DEEP
        } else {
            1
        };
        let fields = array(&model["fields"]).iter();
        let fields = fields.filter(|field| field["required"] == true || depth < deep);
        let mut object: Map<String, Value> = fields
            .map(|field| {
                let value = self.value_at(text(&field["type"]), depth + 1);
                (text(&field["name"]).to_owned(), value)
            })
            .collect();
        if let Some(ty) = model["additionalProperties"]["type"].as_str()
            && depth < deep
        {
            object.insert("an extra".to_owned(), self.value_at(ty, depth + 1));
        }
        object
    }

    fn union(&self, model: &Value, depth: usize) -> Value {
        let variants = array(&model["variants"]);
        // Deeper down, a branch that ends is better than one that goes on.
        let choice = variants.get(if depth > DEEP { variants.len() - 1 } else { 0 });
        let Some(variant) = choice.filter(|_| depth < 20) else {
            return Value::Null;
        };
        let mut value = self.value_at(text(&variant["type"]), depth + 1);
        if let (Some(tag), Some(object)) = (model["tag"].as_str(), value.as_object_mut())
            && let Some(name) = array(&variant["tags"]).first()
        {
            object.insert(tag.to_owned(), name.clone());
        }
        value
    }
}
