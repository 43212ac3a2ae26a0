//! How many operations a document has, counted without the generator: it is the generator that is being tried.

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
pub(super) fn count(text: &str) -> Counted {
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
                .map(|(_, item)| operations(target(&document, item)))
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

/// The path item that a reference inside the document leads to.
fn target<'a>(document: &'a Value, item: &'a Value) -> &'a Value {
    let Some(pointer) = item
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.strip_prefix("#/"))
    else {
        return item;
    };
    let steps = pointer.split('/');
    let found = steps.into_iter().try_fold(document, |value, step| {
        let step = step
            .replace("%7B", "{")
            .replace("%7D", "}")
            .replace("~1", "/")
            .replace("~0", "~");
        value.get(step.as_str())
    });
    found.unwrap_or(item)
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
        );
        assert_eq!(counted.version.as_deref(), Some("3.2.0"));
        assert_eq!(counted.operations, Some(4));
    }

    #[test]
    fn what_is_no_document_stays_unknown() {
        assert_eq!(count("a: [").operations, None);
        assert_eq!(count("{}").operations, Some(0));
    }
}
