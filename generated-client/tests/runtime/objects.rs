//! Structs by their tables behave as those that serde derives: with every state of every field, in text and in values.

use std::collections::BTreeMap;

use orq_ai_sdk::object;
use orq_ai_sdk::runtime::Patch;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A struct by its table, and its twin with what serde derives.
macro_rules! twins {
    ($table:ident, $derived:ident { $($(#[$serde:meta])? $field:ident: $ty:ty,)* }) => {
        #[derive(Clone, Debug, PartialEq)]
        struct $table {
            $($field: $ty,)*
        }

        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        struct $derived {
            $($(#[$serde])? $field: $ty,)*
        }
    };
}

twins!(Table, Derived {
    #[serde(rename = "the name")]
    name: String,
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    limit: Patch<i64>,
});

object!(Table {
    required name = "the name",
    nullable note = "note",
    optional count = "count",
    patch limit = "limit",
});

twins!(OpenTable, OpenDerived {
    name: String,
    #[serde(flatten)]
    more: BTreeMap<String, Option<i64>>,
});

object!(OpenTable {
    required name = "name",
    ..more,
});

twins!(EmptyTable, EmptyDerived {});

object!(EmptyTable {});

/// What a property can look like in a text: not there, null, right, wrong, there twice.
fn states(key: &str, right: &str, wrong: &str) -> Vec<Vec<String>> {
    let with = |value: &str| format!("{key:?}: {value}");
    vec![
        vec![],
        vec![with("null")],
        vec![with(right)],
        vec![with(wrong)],
        vec![with(right), with(right)],
    ]
}

/// Every text that takes one state for each property, in both orders.
fn texts(properties: &[Vec<Vec<String>>]) -> Vec<String> {
    let mut rows: Vec<Vec<String>> = vec![vec![]];
    for states in properties {
        rows = rows
            .iter()
            .flat_map(|row| {
                states
                    .iter()
                    .map(|state| [row.clone(), state.clone()].concat())
            })
            .collect();
    }
    let turned = rows.clone().into_iter().map(|mut row| {
        row.reverse();
        row
    });
    let all = rows.iter().cloned().chain(turned);
    all.map(|row| format!("{{{}}}", row.join(", "))).collect()
}

/// What serde does before it tries the branches of a union: everything is first put into a value of its own.
#[derive(Deserialize)]
#[serde(untagged)]
enum Buffered<T> {
    Only(T),
}

type Outcome = Result<String, String>;

fn written<T: Serialize>(value: &serde_json::Result<T>) -> Outcome {
    match value {
        Ok(value) => Ok(serde_json::to_string(value).unwrap()),
        Err(error) => Err(error.to_string()),
    }
}

/// What becomes of a text by each of the ways to read it.
fn outcomes<T: DeserializeOwned + Serialize>(text: &str) -> [Outcome; 3] {
    let read = serde_json::from_str::<T>(text);
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let buffered = serde_json::from_str(text).map(|Buffered::Only(value)| value);
    [
        written(&read),
        written(&serde_json::from_value::<T>(value)),
        written::<T>(&buffered),
    ]
}

#[test]
fn every_state_of_every_field_reads_and_writes_as_derived() {
    let texts = texts(&[
        states("the name", "\"é\\n\"", "1"),
        states("note", "\"b\"", "[]"),
        states("count", "2", "\"2\""),
        states("limit", "3", "{}"),
        states("unknown", "{\"name\": 1}", "[null]"),
    ]);
    assert_eq!(texts.len(), 2 * 5_usize.pow(5));
    for text in texts {
        assert_eq!(
            outcomes::<Table>(&text),
            outcomes::<Derived>(&text),
            "{text}"
        );
    }
}

#[test]
fn properties_without_a_field_are_kept_as_derived() {
    let texts = texts(&[
        states("name", "\"a\"", "1"),
        states("one", "1", "\"1\""),
        states("", "2", "[]"),
    ]);
    for text in texts {
        let (table, derived) = (outcomes::<OpenTable>(&text), outcomes::<OpenDerived>(&text));
        // Where it is wrong is told better than by serde, which looks at the rest only in the end.
        let same = |(table, derived): (&Outcome, &Outcome)| match (table, derived) {
            (Err(_), Err(_)) => true,
            (table, derived) => table == derived,
        };
        assert!(
            table.iter().zip(&derived).all(same),
            "{text}: {table:?} {derived:?}"
        );
    }
    let value = serde_json::json!({"name": "a", "z": 1, "b": null});
    assert_eq!(
        serde_json::from_value::<OpenTable>(value).unwrap().more,
        BTreeMap::from([("b".to_owned(), None), ("z".to_owned(), Some(1))])
    );
}

#[test]
fn an_object_without_fields_is_an_object() {
    for text in ["{}", "{\"a\": [1, {}]}"] {
        assert_eq!(outcomes::<EmptyTable>(text), outcomes::<EmptyDerived>(text));
    }
}

#[test]
fn nothing_but_an_object_is_read() {
    for (text, found) in [
        ("null", "null"),
        ("\"a\"", "string \"a\""),
        ("[\"a\", null, null, null]", "sequence"),
    ] {
        let error = serde_json::from_str::<Table>(text).unwrap_err().to_string();
        let expected = format!("invalid type: {found}, expected an object (Table) at line 1");
        assert!(error.starts_with(&expected), "{error}");
    }
}
