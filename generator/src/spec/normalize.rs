//! OpenAPI 3.1 and 3.2 in the words of 3.0, which is what the typed model knows.
//!
//! A rule may rewrite or wrap the object that it stands on, never move one: a pointer into the normalized document is
//! a pointer into the file. What a rule wraps has no pointer of its own; complaints about it fall back to the nearest
//! place that the file has.

use std::collections::BTreeSet;

use super::json::{Map, Value};
use super::keywords::Kind;
use super::rules::{
    branches, enums, foreign, lists, media, names, nulls, numbers, objects, refs, types,
};
use super::version::Version;
use super::walk::{Trail, Visitor, walk};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Edit};
use crate::pointer::Pointer;

/// One rule: its name, the kind of object it stands on, and what it does.
type Rule = (
    &'static str,
    Kind,
    fn(&mut Map<String, Value>, &mut RuleContext<'_>),
);

/// The rules in their order. They are applied from the innermost objects outwards, so a rule finds everything below
/// its object normalized.
const RULES: &[Rule] = &[
    ("const-is-an-enum", Kind::Schema, enums::constant),
    (
        "exclusive-bounds-are-flags",
        Kind::Schema,
        numbers::exclusive_bounds,
    ),
    ("vendors-say-nullable", Kind::Schema, nulls::vendor_nullable),
    ("null-types-are-nullable", Kind::Schema, nulls::null_types),
    (
        "null-branches-are-nullable",
        Kind::Schema,
        nulls::null_branches,
    ),
    (
        "branches-of-values-are-an-enum",
        Kind::Schema,
        branches::values,
    ),
    ("null-values-are-nullable", Kind::Schema, enums::null_values),
    (
        "enum-values-tell-the-type",
        Kind::Schema,
        enums::types_of_values,
    ),
    (
        "enum-values-have-the-type",
        Kind::Schema,
        enums::values_of_type,
    ),
    (
        "enum-values-stand-once",
        Kind::Schema,
        enums::repeated_values,
    ),
    ("patterns-are-maps", Kind::Schema, objects::patterns),
    (
        "texts-of-numbers-are-numbers",
        Kind::Schema,
        numbers::as_text,
    ),
    (
        "formats-of-integers-are-integers",
        Kind::Schema,
        numbers::of_integers,
    ),
    (
        "several-types-are-a-union",
        Kind::Schema,
        types::several_types,
    ),
    (
        "foreign-keywords-say-nothing",
        Kind::Schema,
        types::foreign_keywords,
    ),
    (
        "integers-have-integer-bounds",
        Kind::Schema,
        numbers::integer_bounds,
    ),
    ("tuples-are-lists", Kind::Schema, lists::tuples),
    ("lists-have-items", Kind::Schema, lists::items),
    (
        "encoded-texts-have-a-format",
        Kind::Schema,
        media::content_encoding,
    ),
    ("vendors-say-secret", Kind::Schema, media::vendor_secret),
    ("first-example-counts", Kind::Schema, media::first_example),
    (
        "types-of-crates-are-carried",
        Kind::Schema,
        foreign::types_of_crates,
    ),
    ("references-stand-alone", Kind::Schema, refs::siblings),
    (
        "bodies-are-required",
        Kind::RequestBody,
        media::required_body,
    ),
    ("streams-are-lists", Kind::MediaType, media::item_schema),
    ("explode-is-carried", Kind::Encoding, media::explode),
    (
        "statuses-are-spelled-alike",
        Kind::Responses,
        names::statuses,
    ),
];

/// The names of the rules, each of which has a fixture.
pub fn rule_names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|(name, ..)| *name)
}

/// What a rule may look at and complain to.
pub(super) struct RuleContext<'c> {
    by: Normalization<'c>,
    at: &'c Trail<'c>,
    diagnostics: &'c mut Diagnostics,
}

impl RuleContext<'_> {
    /// Whether the document is one of OpenAPI 3.0, which has no type for null.
    pub(super) fn is_of_3_0(&self) -> bool {
        self.by.version == Version::V3_0
    }

    /// Whether the object is a property.
    pub(super) fn is_property(&self) -> bool {
        let list = self.at.pointer().parent();
        list.and_then(|list| list.last())
            .is_some_and(|step| step == "properties")
    }

    /// Whether types of a crate may be used, by what Rust calls it.
    pub(super) fn has_library(&self, name: &str) -> bool {
        self.by.libraries.contains(name)
    }

    /// An extension of the object that has no effect here, said once for all its places.
    pub(super) fn ignored(&mut self, key: &str, why: &str) {
        let at = self.at.pointer().child(key);
        let message = format!("the extension `{key}` has no effect: {why}");
        self.diagnostics.count(Code::IgnoredExtension, at, message);
    }

    /// A complaint about a keyword of the object.
    pub(super) fn report(&mut self, code: Code, key: &str, message: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::new(code, self.at.pointer().child(key), message));
    }

    /// A keyword of the object that is read as another value, or as absent.
    pub(super) fn repaired(&mut self, key: &str, message: impl Into<String>, value: Option<Value>) {
        let at = self.at.pointer().child(key);
        let edit = match value {
            Some(value) => Edit::set(at.clone(), value),
            None => Edit::remove(at.clone()),
        };
        let found = Diagnostic::new(Code::Repaired, at, message);
        self.diagnostics.repaired(found, vec![edit]);
    }
}

/// What the rules go by beside the document.
#[derive(Clone, Copy)]
pub(super) struct Normalization<'a> {
    /// What the document says it is.
    pub(super) version: Version,
    /// The crates whose types may be used, as Rust calls them.
    pub(super) libraries: &'a BTreeSet<String>,
}

impl Normalization<'_> {
    /// Normalizes an object and everything below it.
    pub(super) fn normalize(
        self,
        kind: Kind,
        value: &mut Value,
        at: &Pointer,
        diagnostics: &mut Diagnostics,
    ) {
        let mut rules = Normalize {
            by: self,
            diagnostics,
        };
        walk(kind, value, &Trail::Start(at), &mut rules);
    }
}

struct Normalize<'d> {
    by: Normalization<'d>,
    diagnostics: &'d mut Diagnostics,
}

impl Visitor for Normalize<'_> {
    fn leave(&mut self, kind: Kind, value: &mut Value, at: &Trail<'_>) {
        // A boolean schema is no object yet: `true` allows everything, `false` nothing.
        if let (Kind::Schema, Value::Bool(everything)) = (kind, &value) {
            *value = if *everything {
                Value::Object(Map::new())
            } else {
                never()
            };
        }
        let Value::Object(map) = value else { return };
        let mut context = RuleContext {
            by: self.by,
            at,
            diagnostics: self.diagnostics,
        };
        for (name, _, rule) in RULES.iter().filter(|(_, owner, _)| *owner == kind) {
            let before = context.diagnostics.trace.as_ref().map(|_| map.clone());
            rule(map, &mut context);
            if let (Some(before), Some(trace)) = (before, &mut context.diagnostics.trace)
                && before != *map
            {
                trace.rules.entry(at.pointer()).or_default().push(name);
            }
        }
    }
}

/// The schema that nothing satisfies.
fn never() -> Value {
    Value::Object(Map::from_iter([(
        "not".to_owned(),
        Value::Object(Map::new()),
    )]))
}

/// Applies all rules to an object that is written as YAML, for the tests of the rules: the object and the complaints.
#[cfg(test)]
pub(super) fn normalized(kind: Kind, yaml: &str) -> (Value, Vec<String>) {
    use crate::diagnostics::SourceId;

    let mut diagnostics = Diagnostics::new();
    let mut value =
        super::read::read(SourceId::DOCUMENT, yaml, &mut diagnostics).expect("the test's YAML");
    super::check::check(
        kind,
        &mut value,
        &Pointer::root(),
        Version::V3_2,
        &mut diagnostics,
    );
    // What only the oldest documents need is done as well.
    let oldest = Normalization {
        version: Version::V3_0,
        libraries: &BTreeSet::from(["semver".to_owned()]),
    };
    oldest.normalize(kind, &mut value, &Pointer::root(), &mut diagnostics);
    let complaints = diagnostics.into_sorted();
    (
        value,
        complaints
            .iter()
            .map(|found| format!("{} {}", found.code.slug(), found.message))
            .collect(),
    )
}

/// Asserts that a schema becomes another one, without a complaint.
#[cfg(test)]
pub(super) fn becomes(before: &str, after: &Value) {
    let (value, complaints) = normalized(Kind::Schema, before);
    assert_eq!(&value, after, "{before}");
    assert_eq!(complaints, [""; 0], "{before}");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rules_have_names_of_their_own() {
        let mut names: Vec<&str> = RULES.iter().map(|(name, ..)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn boolean_schemas_become_objects_except_where_a_boolean_may_stand() {
        becomes(
            "{properties: {a: true, b: false}, additionalProperties: false, oneOf: [true]}",
            &json!({"properties": {"a": {}, "b": {"not": {}}}, "additionalProperties": false, "oneOf": [{}]}),
        );
        becomes(
            "{type: array, items: true}",
            &json!({"type": "array", "items": {}}),
        );
    }
}
