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

/// Twins with some required and then some optional fields, which are called on the wire as here.
macro_rules! wide_twins {
    ($table:ident, $derived:ident: $($required:ident = $must:literal)* | $($optional:ident = $may:literal)*) => {
        #[derive(Clone, Debug, PartialEq)]
        struct $table {
            $($required: i64,)*
            $($optional: Option<i64>,)*
        }

        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        struct $derived {
            $($required: i64,)*
            $(#[serde(skip_serializing_if = "Option::is_none")] $optional: Option<i64>,)*
        }

        object!($table {
            $(required $required = $must,)*
            $(optional $optional = $may,)*
        });

        impl $table {
            const KEYS: &[&str] = &[$($must,)* $($may),*];
        }
    };
}

// As many fields as one tuple takes, one more, and as many as are split in both ways.
wide_twins!(Eight, EightDerived: a="a" b="b" c="c" d="d" e="e" f="f" g="g" | h="h");
wide_twins!(Nine, NineDerived: a="a" b="b" c="c" d="d" e="e" f="f" g="g" h="h" i="i" |);
wide_twins!(FortyTwo, FortyTwoDerived:
    k1="k1" k2="k2" k3="k3" k4="k4" k5="k5" k6="k6" k7="k7" k8="k8" k9="k9" k10="k10" k11="k11" k12="k12"
    k13="k13" k14="k14" k15="k15" k16="k16" k17="k17" k18="k18" k19="k19" k20="k20" k21="k21" k22="k22" k23="k23" k24="k24"
    |
    k25="k25" k26="k26" k27="k27" k28="k28" k29="k29" k30="k30" k31="k31" k32="k32" k33="k33" k34="k34" k35="k35" k36="k36"
    k37="k37" k38="k38" k39="k39" k40="k40" k41="k41" k42="k42"
);

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

/// Compares twins in every state of each field, and of each field and the one after it, while the others are there.
fn compare_wide<T, D>(keys: &[&str])
where
    T: DeserializeOwned + Serialize,
    D: DeserializeOwned + Serialize,
{
    for changed in 0..keys.len() {
        let state = |(index, key): (usize, &&str)| match index.checked_sub(changed) {
            Some(0 | 1) => states(key, "-1", "\"a\""),
            _ => vec![vec![format!("{key:?}: {index}")]],
        };
        let rows: Vec<_> = keys.iter().enumerate().map(state).collect();
        for text in texts(&rows).iter().chain([&"{}".to_owned()]) {
            assert_eq!(outcomes::<T>(text), outcomes::<D>(text), "{text}");
        }
    }
}

#[test]
fn any_number_of_fields_reads_and_writes_as_derived() {
    compare_wide::<Eight, EightDerived>(Eight::KEYS);
    compare_wide::<Nine, NineDerived>(Nine::KEYS);
    compare_wide::<FortyTwo, FortyTwoDerived>(FortyTwo::KEYS);
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
