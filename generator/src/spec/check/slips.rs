//! Slips that only a whole object shows.

use super::{Check, is_extension, values};
use crate::diagnostics::{Code, Diagnostic, Edit};
use crate::spec::json::{Map, Value};
use crate::spec::keywords::{Kind, OTHERS, free_key, is_token, key_of_method};
use crate::spec::media_types;
use crate::spec::walk::Trail;
use crate::suggest;

/// What a parameter of Swagger 2 says itself, and one of OpenAPI 3 in its `schema`.
const OF_THE_SCHEMA: &[&str] = &[
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
];

/// Where a parameter can be sent.
const PLACES: &[&str] = &["query", "header", "path", "cookie", "querystring"];

/// What a security scheme of a type must say.
const OF_SCHEMES: &[(&str, &[&str])] = &[
    ("apiKey", &["name", "in"]),
    ("http", &["scheme"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

/// The addresses that an OAuth flow must have, and whether a client can do without.
const OF_FLOWS: &[(&str, &str, bool)] = &[
    ("implicit", "authorizationUrl", true),
    ("password", "tokenUrl", true),
    ("clientCredentials", "tokenUrl", false),
    ("authorizationCode", "authorizationUrl", true),
    ("authorizationCode", "tokenUrl", true),
];

/// Whether the value of a vendor's keyword is what others write for webhooks.
pub(super) fn are_webhooks(value: &Value) -> bool {
    let is_call = |(key, call): (&String, &Value)| key_of_method(key).is_some() && call.is_object();
    let is_item = |item: &Value| {
        let item = item.as_object();
        item.is_some_and(|item| item.contains_key("$ref") || item.iter().any(is_call))
    };
    let items = value.as_object();
    items.is_some_and(|items| items.values().all(is_item))
}

impl Check<'_> {
    /// What stands beside a `$ref` that is no schema's: the reference takes the place of the whole object.
    pub(super) fn beside_reference(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        for key in map.keys().filter(|key| !is_extension(key)) {
            if !["$ref", "summary", "description"].contains(&key.as_str()) {
                let message = format!("`{key}` has no effect beside `$ref`");
                self.report(Code::IgnoredKeyword, &Trail::Key(at, key), message);
            }
        }
        map.retain(|key, value| {
            key == "$ref"
                || (value.is_string() && ["summary", "description"].contains(&key.as_str()))
        });
    }

    /// Slips that only a whole schema shows.
    pub(super) fn mend_schema(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if map.get("type").is_some_and(|name| name == "file") {
            let schema = at.pointer();
            let edits = vec![
                Edit::set(schema.child("type"), "string"),
                Edit::set(schema.child("format"), "binary"),
            ];
            self.mended(
                &Trail::Key(at, "type"),
                "`file` was a type in Swagger 2; it is read as a binary string",
                edits,
            );
            map.insert("type".to_owned(), Value::from("string"));
            map.insert("format".to_owned(), Value::from("binary"));
        }
        let flag = map.get("required").is_some_and(|value| {
            value.is_boolean()
                || value
                    .as_str()
                    .is_some_and(|text| values::flag(text).is_some())
        });
        if flag {
            map.remove("required");
            let at = at.pointer().child("required");
            let message =
                "`required` of a schema is a list of property names; this boolean has no effect";
            let found = Diagnostic::new(Code::Repaired, &at, message)
                .help("name the property in the `required` list of the schema that it belongs to");
            self.diagnostics.repaired(found, vec![Edit::remove(at)]);
        }
    }

    /// What must be there depends on the type of the scheme. Keys that were taken out have been complained about.
    pub(super) fn complete_scheme(
        &mut self,
        map: &Map<String, Value>,
        gone: &[String],
        at: &Trail<'_>,
    ) -> bool {
        let name = map.get("type").and_then(Value::as_str).unwrap_or_default();
        let required = OF_SCHEMES
            .iter()
            .find(|(owner, _)| *owner == name)
            .map_or(&[][..], |(_, keys)| keys);
        let missing: Vec<&&str> = required
            .iter()
            .filter(|key| !map.contains_key(**key))
            .collect();
        for key in &missing {
            if !gone.iter().any(|gone| gone == **key) {
                let message = format!("a security scheme of the type `{name}` must have `{key}`");
                self.missing(Kind::SecurityScheme, &message, at);
            }
        }
        missing.is_empty()
    }

    /// Flows without their addresses; only the one that the client itself goes through can't do without.
    pub(super) fn complete_flows(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        for (name, key, optional) in OF_FLOWS {
            let Some(Value::Object(flow)) = map.get_mut(*name) else {
                continue;
            };
            if flow.contains_key(*key) {
                continue;
            }
            let at = Trail::Key(at, name);
            if *optional {
                let edit = Edit::set(at.pointer().child(key), "");
                let message = format!("the flow `{name}` lacks `{key}`; it is read as empty");
                self.mended(&at, message, vec![edit]);
                flow.insert((*key).to_owned(), Value::from(""));
            } else {
                self.missing(
                    Kind::OAuthFlow,
                    &format!("the flow `{name}` must have `{key}`"),
                    &at,
                );
                map.remove(*name);
            }
        }
    }

    /// A parameter or header needs a schema. One that says what Swagger 2 let it say gets that as its schema.
    pub(super) fn mend_parameter(
        &mut self,
        kind: Kind,
        map: &mut Map<String, Value>,
        at: &Trail<'_>,
    ) {
        let title = kind.table().title;
        if kind == Kind::Parameter && !map.contains_key("$ref") {
            self.mend_name(map, at);
            self.mend_place(map, at);
        }
        if map
            .get("content")
            .is_some_and(|content| content.as_object().is_some_and(Map::is_empty))
        {
            map.remove("content");
        }
        if map.contains_key("schema") && map.remove("content").is_some() {
            let message =
                format!("{title} has `schema` or `content`, not both; `content` is left out");
            self.report(
                Code::UnsupportedConstruct,
                &Trail::Key(at, "content"),
                message,
            );
        }
        if map
            .get("content")
            .and_then(Value::as_object)
            .is_some_and(|content| content.len() > 1)
        {
            let message = format!(
                "`content` of {title} has one media type; the first one in their order is taken"
            );
            self.report(
                Code::UnsupportedConstruct,
                &Trail::Key(at, "content"),
                message,
            );
        }
        if ["schema", "content", "$ref"]
            .iter()
            .any(|key| map.contains_key(*key))
        {
            return;
        }
        let own: Vec<&str> = OF_THE_SCHEMA
            .iter()
            .copied()
            .filter(|key| map.contains_key(*key))
            .collect();
        let mut schema: Map<String, Value> = own
            .iter()
            .filter_map(|key| map.remove_entry(*key))
            .collect();
        let message = if own.is_empty() {
            schema.insert("type".to_owned(), Value::from("string"));
            format!("{title} has neither `schema` nor `content`; it is read as a text")
        } else {
            let words = own.join("`, `");
            format!("{title} says `{words}` itself; they are read as its `schema`")
        };
        let place = at.pointer();
        let moved = own.iter().map(|key| Edit::remove(place.child(key)));
        let edits = moved
            .chain([Edit::set(place.child("schema"), schema.clone())])
            .collect();
        self.mended(at, message, edits);
        map.insert("schema".to_owned(), Value::Object(schema));
    }

    /// Operations of methods that a path item has keys for, among those of other methods. They are read where they stand.
    pub(super) fn misplaced_methods(&mut self, map: &Map<String, Value>, at: &Trail<'_>) {
        let list = Trail::Key(at, OTHERS);
        let others = map.get(OTHERS).and_then(Value::as_object);
        for (method, operation) in others.into_iter().flatten() {
            let Some(key) = free_key(method, map) else {
                continue;
            };
            let place = Trail::Key(&list, method);
            let message = format!("the place of {method:?} is the key `{key}` of the path item");
            let edits = vec![
                Edit::set(at.pointer().child(key), operation.clone()),
                Edit::remove(place.pointer()),
            ];
            self.mended(&place, message, edits);
        }
    }

    /// A link leads to one operation.
    pub(super) fn beside_operation_ref(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if map.remove("operationId").is_some() {
            let message = "`operationId` has no effect beside `operationRef`";
            self.report(
                Code::IgnoredKeyword,
                &Trail::Key(at, "operationId"),
                message,
            );
        }
    }

    /// Media types that are written as no one sends them. They are read where they stand.
    pub(super) fn misspelled_media_types(&mut self, map: &Map<String, Value>, at: &Trail<'_>) {
        let Some(Value::Object(content)) = map.get("content") else {
            return;
        };
        let at = Trail::Key(at, "content");
        for (key, meant) in media_types::meanings_in(content) {
            if let Some(meant) = meant.filter(|meant| *meant != key) {
                let place = Trail::Key(&at, key);
                let message = format!("{key:?} is no media type; it is read as {meant:?}");
                let edits = vec![Edit::rename(place.pointer(), meant)];
                self.mended(&place, message, edits);
            }
        }
    }

    /// Whether what is sent as a header has the name of one: nobody can send it otherwise.
    pub(super) fn can_be_sent(
        &mut self,
        kind: Kind,
        map: &Map<String, Value>,
        at: &Trail<'_>,
    ) -> bool {
        // Schemes of other types need no name, and have some keys that mean nothing.
        let named = kind == Kind::Parameter || map.get("type").is_some_and(|ty| ty == "apiKey");
        let in_header = named && map.get("in").is_some_and(|place| place == "header");
        let name = map.get("name").and_then(Value::as_str).unwrap_or_default();
        let sound = !in_header || is_token(name);
        if !sound {
            let title = kind.table().title;
            let message =
                format!("no header can be called {name:?}; {title} of that name is left out");
            self.left_out(at, message);
        }
        sound
    }

    /// A parameter that is the whole query needs no name on the wire, and often has none.
    fn mend_name(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let whole = map.get("in").is_some_and(|place| place == "querystring");
        if whole && !map.contains_key("name") {
            let edit = Edit::set(at.pointer().child("name"), "query");
            let message = "the parameter lacks `name`; it is called \"query\"";
            self.mended(at, message, vec![edit]);
            map.insert("name".to_owned(), Value::from("query"));
        }
    }

    /// A parameter that doesn't say where it is sent: in the path where that has a place for it, else in the query.
    fn mend_place(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let Some(Value::String(name)) = map.get("name") else {
            return;
        };
        let given = map.get("in").and_then(Value::as_str);
        let meant = match given {
            // Other spellings of a place are seen to where words are.
            Some(text) if PLACES.iter().any(|place| place.eq_ignore_ascii_case(text)) => return,
            Some(text) => match suggest::nearest(text, PLACES.iter().copied()) {
                Some(near) => near,
                None => return,
            },
            None if map.contains_key("in") => return,
            None if at.keys().any(|key| key.contains(&format!("{{{name}}}"))) => "path",
            None => "query",
        };
        let message = match given {
            Some(text) => format!("a parameter can't be in {text:?}; it is read as {meant:?}"),
            None => format!("the parameter {name:?} lacks `in`; it is read as {meant:?}"),
        };
        let place = Trail::Key(at, "in");
        let edit = Edit::set(place.pointer(), meant);
        match given {
            Some(_) => self.mended(&place, message, vec![edit]),
            None => self.mended(at, message, vec![edit]),
        }
        map.insert("in".to_owned(), Value::from(meant));
    }
}
