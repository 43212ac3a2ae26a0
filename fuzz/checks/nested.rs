//! Objects in objects, with lists, nulls and empty things inside, as query parameters: read back into a tree by a decoder that shares
//! nothing with the encoder.

use std::collections::BTreeMap;

use orq_ai_sdk::resources::identities::RetrieveIdentity;
use orq_ai_sdk::runtime::{CookieStyle, Operation, QueryStyle, Request};
use serde_json::{Map, Value, json};

/// What a server makes of a query: texts by the keys that lead to them, each as often as it came.
#[derive(Debug, Default, PartialEq)]
struct Tree {
    texts: Vec<String>,
    inside: BTreeMap<String, Tree>,
}

impl Tree {
    /// What has to arrive: everything but nulls and what is empty.
    fn of(value: &Value) -> Self {
        let mut tree = Self::default();
        match value {
            Value::Null => {}
            Value::Array(items) => {
                let texts = items.iter().map(Self::of);
                tree.texts = texts.flat_map(|item| item.texts).collect();
            }
            Value::Object(object) => {
                let inside = object
                    .iter()
                    .map(|(key, value)| (key.clone(), Self::of(value)));
                tree.inside = inside
                    .filter(|(_, tree)| *tree != Self::default())
                    .collect();
            }
            Value::String(text) => tree.texts.push(text.clone()),
            plain => tree.texts.push(plain.to_string()),
        }
        tree
    }

    fn at(&mut self, key: &str) -> &mut Self {
        self.inside.entry(key.to_owned()).or_default()
    }

    /// Reads `color[a][b]=c` as frameworks do that nest.
    fn read_deep(query: &str) -> Self {
        let mut tree = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let keys = name.strip_prefix("color[").unwrap();
            let keys = keys.strip_suffix(']').unwrap().split("][");
            let place = keys.fold(&mut tree, Self::at);
            place.texts.push(value.into_owned());
        }
        tree
    }

    /// Reads `a=b&a=c`.
    fn read_flat(query: &str) -> Self {
        let mut tree = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            tree.at(&name).texts.push(value.into_owned());
        }
        tree
    }
}

/// An object made of these bytes: each choice takes one of them, each text the next line.
struct Maker<'a> {
    choices: std::slice::Iter<'a, u8>,
    lines: std::str::Lines<'a>,
}

impl Maker<'_> {
    fn text(&mut self) -> String {
        self.lines.next().unwrap_or_default().to_owned()
    }

    fn object(&mut self, depth: usize) -> Value {
        let count = self.choices.next().map_or(1, |choice| choice % 4);
        let members = (0..count).map(|_| (self.text(), self.member(depth)));
        Value::Object(members.collect::<Map<_, _>>())
    }

    fn member(&mut self, depth: usize) -> Value {
        match self.choices.next().map_or(0, |choice| choice % 8) {
            0 => Value::Null,
            1 => json!([]),
            2 => json!([self.text(), null, self.text()]),
            3 => json!(self.choices.len()),
            4 => json!(depth == 0),
            5 | 6 if depth > 0 => self.object(depth - 1),
            _ => json!(self.text()),
        }
    }
}

/// Nested objects in the style that nests, flat ones in the styles that don't.
pub(super) fn nested(bytes: &[u8], text: &str) {
    let mut maker = Maker {
        choices: bytes.iter(),
        lines: text.lines(),
    };
    let (deep, flat) = (maker.object(3), maker.object(0));
    // A bracket inside of a key can't be told from those around it.
    if !keys(&deep).any(|key| key.contains(['[', ']'])) {
        let query = query(&deep, QueryStyle::DEEP_OBJECT);
        assert_eq!(Tree::read_deep(&query), Tree::of(&deep), "{query}");
    }
    let wanted = Tree::of(&flat);
    let query = query(&flat, QueryStyle::FORM);
    assert_eq!(Tree::read_flat(&query), wanted, "{query}");
    let mut request = Request::new(RetrieveIdentity::META);
    request
        .cookie("color", Some(&flat), CookieStyle::FORM)
        .unwrap();
    let cookies = request.cookies().replace("; ", "&");
    assert_eq!(Tree::read_flat(&cookies), wanted, "{cookies}");
}

/// The keys of an object and of all objects in it.
fn keys(value: &Value) -> impl Iterator<Item = &str> {
    let mut found = Vec::new();
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        if let Value::Object(object) = value {
            found.extend(object.keys().map(String::as_str));
            left.extend(object.values());
        }
    }
    found.into_iter()
}

fn query(value: &Value, style: QueryStyle) -> String {
    let mut request = Request::new(RetrieveIdentity::META);
    request.query("color", Some(value), style).unwrap();
    request.target().trim_start_matches('?').to_owned()
}
