//! How many operations a document has, counted without the generator: it is the generator that is being tried.

use std::fs;
use std::path::Path;

use serde_yaml::Value;

/// The keys of a path item that are operations.
const VERBS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// What can be said of a document without understanding it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    /// The version of OpenAPI.
    pub(super) version: Option<String>,
    /// Operations under `paths`.
    pub(super) operations: Option<usize>,
}

/// Counts; what a plain reader of YAML cannot read stays unknown.
///
/// `folder` is where other files are that the document refers to.
pub(super) fn count(text: &str, folder: &Path) -> Counted {
    let Ok(document) = serde_json::from_str::<Value>(text).or_else(|_| serde_yaml::from_str(text))
    else {
        return Counted::default();
    };
    let version = document.get("openapi").or_else(|| document.get("swagger"));
    let items = document.get("paths").and_then(Value::as_mapping);
    Counted {
        version: version.and_then(|version| {
            let text = version.as_str().map(str::to_owned);
            text.or_else(|| version.as_f64().map(|number| number.to_string()))
        }),
        operations: Some(
            items
                .into_iter()
                .flatten()
                .filter(|(path, _)| path.as_str().is_some_and(|path| !path.starts_with("x-")))
                .map(|(_, item)| operations(&target(&document, item, folder)))
                .sum(),
        ),
    }
}

fn operations(item: &Value) -> usize {
    let named = VERBS
        .iter()
        .filter(|verb| item.get(**verb).is_some_and(Value::is_mapping))
        .count();
    let more = item
        .get("additionalOperations")
        .and_then(Value::as_mapping)
        .map_or(0, |more| more.len());
    named + more
}

/// The path item that a reference leads to.
fn target(document: &Value, item: &Value, folder: &Path) -> Value {
    let Some(reference) = item.get("$ref").and_then(Value::as_str) else {
        return item.clone();
    };
    let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    let other = fs::read_to_string(folder.join(file)).ok();
    let other: Option<Value> = other
        .filter(|_| !file.is_empty())
        .and_then(|text| serde_yaml::from_str(&text).ok());
    let document = other.as_ref().unwrap_or(document);
    let steps = pointer.split('/').filter(|step| !step.is_empty());
    let found = steps.into_iter().try_fold(document, |value, step| {
        let step = step
            .replace("%7B", "{")
            .replace("%7D", "}")
            .replace("~1", "/")
            .replace("~0", "~");
        value.get(step.as_str())
    });
    found.unwrap_or(item).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_counted_also_through_references() {
        let counted = count(
            "openapi: 3.2.0\npaths:\n  /a: {get: {}, query: {}, parameters: [], x-get: {}}\n  \
             /b: {$ref: '#/components/pathItems/b'}\n  \
             /c: {additionalOperations: {COPY: {}}}\n\
             components: {pathItems: {b: {post: {}}}}\n",
            Path::new("."),
        );
        assert_eq!(counted.version.as_deref(), Some("3.2.0"));
        assert_eq!(counted.operations, Some(4));
    }

    #[test]
    fn what_is_no_document_stays_unknown() {
        assert_eq!(count("a: [", Path::new(".")).operations, None);
        assert_eq!(count("{}", Path::new(".")).operations, Some(0));
    }
}
