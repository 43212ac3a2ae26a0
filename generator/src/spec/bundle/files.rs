//! The files that a document is made of: their names, their texts, and what stands in them.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, SourceId};
use crate::pointer::Pointer;
use crate::spec::json::Value;
use crate::spec::read;
use crate::{Files, Source};

/// How the names of files end that are texts as they stand, whatever is in them.
const TEXTS: &[&str] = &[".md", ".markdown", ".txt", ".html", ".xml", ".graphql"];

/// The files that have been read so far; the document itself is the first.
pub(super) struct Loaded<'f> {
    source: Option<&'f dyn Files>,
    list: BTreeMap<SourceId, Loading>,
    /// What came of each name that was asked for.
    known: BTreeMap<String, Result<SourceId, String>>,
}

struct Loading {
    name: String,
    value: Value,
}

impl<'f> Loaded<'f> {
    pub(super) fn new(name: &str, document: Value, source: Option<&'f dyn Files>) -> Self {
        Self {
            source,
            list: BTreeMap::from([(
                SourceId::DOCUMENT,
                Loading {
                    name: name.to_owned(),
                    value: document,
                },
            )]),
            known: BTreeMap::from([(normal(name), Ok(SourceId::DOCUMENT))]),
        }
    }

    /// What a file holds.
    pub(super) fn value(&self, file: SourceId) -> &Value {
        self.list
            .get(&file)
            .map_or(&Value::Null, |file| &file.value)
    }

    pub(super) fn name(&self, file: SourceId) -> &str {
        self.list.get(&file).map_or("", |file| &file.name)
    }

    /// The file that an address means inside another one, read when it is asked for the first time.
    pub(super) fn open(
        &mut self,
        address: &str,
        from: SourceId,
        diagnostics: &mut Diagnostics,
    ) -> Result<SourceId, String> {
        let name = joined(self.name(from), address);
        if let Some(known) = self.known.get(&name) {
            return known.clone();
        }
        let opened = self.read(&name, diagnostics);
        self.known.insert(name, opened.clone());
        opened
    }

    fn read(&mut self, name: &str, diagnostics: &mut Diagnostics) -> Result<SourceId, String> {
        let source = self
            .source
            .ok_or("no other file was given to the generator")?;
        let decoded = name
            .contains('%')
            .then(|| crate::spec::anchors::percent_decoded(name));
        let text = match (source.text(name), decoded) {
            (Err(_), Some(decoded)) => source.text(&decoded),
            (text, _) => text,
        }?;
        let file = diagnostics.sources.add(Source { name, text: &text });
        let ending = name.to_ascii_lowercase();
        let value = if TEXTS.iter().any(|known| ending.ends_with(known)) {
            Value::String(text)
        } else {
            // What is wrong in the file has been reported there.
            read::read(file, &text, diagnostics).ok_or("it is neither YAML nor JSON")?
        };
        // It may be referred to by the address that it gives itself, also by its own references.
        let given = ["$self", "$id"].map(|key| value.get(key).and_then(Value::as_str));
        for address in given.into_iter().flatten().filter(|given| is_url(given)) {
            let address = normal(address.trim_end_matches('#'));
            self.known.entry(address).or_insert(Ok(file));
        }
        let name = name.to_owned();
        self.list.insert(file, Loading { name, value });
        Ok(file)
    }
}

/// The pointer of the schema with an anchor, in a file of any kind.
pub(super) fn anchored(value: &Value, name: &str, at: &Pointer) -> Option<Pointer> {
    match value {
        Value::Object(map) => {
            let named = |key: &str| map.get(key).and_then(Value::as_str);
            let own = named("$anchor") == Some(name)
                || named("$dynamicAnchor") == Some(name)
                || named("$id").and_then(|id| id.strip_prefix('#')) == Some(name);
            if own {
                return Some(at.clone());
            }
            map.iter()
                .find_map(|(key, below)| anchored(below, name, &at.child(key)))
        }
        Value::Array(list) => list
            .iter()
            .enumerate()
            .find_map(|(index, below)| anchored(below, name, &at.index(index))),
        _ => None,
    }
}

/// Whether a name is an address on the network rather than a path.
fn is_url(name: &str) -> bool {
    name.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The name of a file that is referred to in another one.
fn joined(base: &str, address: &str) -> String {
    let address = address.split('?').next().unwrap_or(address);
    if is_url(address) {
        return normal(address);
    }
    if address.starts_with('/') {
        return match base.split_once("://").filter(|_| is_url(base)) {
            Some((scheme, rest)) => {
                let host = rest.split('/').next().unwrap_or(rest);
                normal(&format!("{scheme}://{host}{address}"))
            }
            None => normal(address),
        };
    }
    match base.rsplit_once('/') {
        Some((folder, _)) => normal(&format!("{folder}/{address}")),
        None => normal(address),
    }
}

/// The name without `.` and `..`, as far as they can be taken out.
fn normal(name: &str) -> String {
    let (scheme, path) = match name.split_once("://").filter(|_| is_url(name)) {
        Some((scheme, path)) => (format!("{scheme}://"), path),
        None => (String::new(), name),
    };
    let mut steps: Vec<&str> = Vec::new();
    for (index, step) in path.split('/').enumerate() {
        match step {
            "." => {}
            ".." if steps.last().is_some_and(|last| !["", ".."].contains(last)) => {
                steps.pop();
            }
            // The first one is the root of an absolute path.
            "" if index > 0 => {}
            other => steps.push(other),
        }
    }
    format!("{scheme}{}", steps.join("/"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_relative_to_the_file_that_refers() {
        let table = [
            ("specs/a.yaml", "b.yaml", "specs/b.yaml"),
            ("specs/a.yaml", "./deep/../b.yaml", "specs/b.yaml"),
            ("specs/a.yaml", "../../b.yaml", "../b.yaml"),
            ("a.yaml", "../b.yaml", "../b.yaml"),
            ("/home/a.yaml", "b/c.yaml", "/home/b/c.yaml"),
            ("/home/a.yaml", "/etc/c.yaml", "/etc/c.yaml"),
            (
                "a.yaml",
                "https://shop.example/x/../b.yaml",
                "https://shop.example/b.yaml",
            ),
            (
                "https://shop.example/v1/a.yaml",
                "b.yaml",
                "https://shop.example/v1/b.yaml",
            ),
            (
                "https://shop.example/v1/a.yaml",
                "/b.yaml",
                "https://shop.example/b.yaml",
            ),
        ];
        for (base, address, expected) in table {
            assert_eq!(joined(base, address), expected, "{base} {address}");
        }
    }

    #[test]
    fn anchors_are_found_in_files_of_any_kind() {
        let value = json!({"x": [{"$anchor": "bee"}, {"y": {"$dynamicAnchor": "dee"}}]});
        let find = |name| anchored(&value, name, &Pointer::root()).map(|at| at.to_string());
        assert_eq!(find("bee").as_deref(), Some("/x/0"));
        assert_eq!(find("dee").as_deref(), Some("/x/1/y"));
        assert_eq!(find("nobody"), None);
    }
}
