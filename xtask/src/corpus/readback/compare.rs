//! What an example and what came back of it have in common.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::judge::Fits;

/// How an example came back, the worse the later.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The same, up to the order of keys and the spelling of numbers.
    Same,
    /// The same, with a time or an id spelled in the usual way.
    Respelled,
    /// The same without a null: absent and null both read as nothing.
    NullIsAbsent,
    /// The same without properties that the schema allows and doesn't name.
    UnnamedIsDropped,
    /// The same without properties that are only for the other side: read-only in a request, write-only in an answer.
    OneSidedIsLeftOut,
    /// Something else.
    Changed,
    /// Not at all: it could not be read.
    Unread,
}

impl Outcome {
    /// What a person reads.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Respelled => "a time or id is spelled otherwise",
            Self::NullIsAbsent => "null is absent",
            Self::UnnamedIsDropped => "properties without a name in the schema are dropped",
            Self::OneSidedIsLeftOut => "properties of the other side are left out",
            Self::Changed => "changed",
            Self::Unread => "not read",
        }
    }
}

/// Compares; the second part is where the worst difference is.
pub(super) fn compare(before: &Value, after: &Value, fits: &Fits) -> (Outcome, String) {
    let mut worst = (Outcome::Same, String::new());
    differ(before, after, String::new(), &mut |outcome, at| {
        let is_gone = outcome == Outcome::Changed && after.pointer(&at).is_none();
        let outcome = if fits.unnamed.contains(&at) {
            Outcome::UnnamedIsDropped
        } else if is_gone && fits.one_sided.contains(&at) {
            Outcome::OneSidedIsLeftOut
        } else {
            outcome
        };
        if outcome > worst.0 {
            worst = (outcome, at);
        }
    });
    worst
}

fn differ(before: &Value, after: &Value, at: String, found: &mut impl FnMut(Outcome, String)) {
    match (before, after) {
        (Value::Object(a), Value::Object(b)) => {
            let key = |name: &str| format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            for (name, value) in a {
                match b.get(name) {
                    Some(other) => differ(value, other, key(name), found),
                    None if value.is_null() => found(Outcome::NullIsAbsent, key(name)),
                    None => found(Outcome::Changed, key(name)),
                }
            }
            for name in b.keys().filter(|name| !a.contains_key(*name)) {
                found(Outcome::Changed, key(name));
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (one, other)) in a.iter().zip(b).enumerate() {
                differ(one, other, format!("{at}/{index}"), found);
            }
        }
        (Value::Number(a), Value::Number(b)) if a == b || a.as_f64() == b.as_f64() => {}
        (Value::String(a), Value::String(b)) if a != b && means_the_same(a, b) => {
            found(Outcome::Respelled, at)
        }
        (a, b) if a == b => {}
        _ => found(Outcome::Changed, at),
    }
}

fn means_the_same(a: &str, b: &str) -> bool {
    let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
    let is_id = a.len() == 36 && a.eq_ignore_ascii_case(b);
    is_id || (time(a).is_some() && time(a) == time(b))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_difference_has_a_name_and_the_worst_counts() {
        let cases = [
            (
                json!({"a": 1, "b": [1.0]}),
                json!({"b": [1], "a": 1}),
                Outcome::Same,
                "",
            ),
            (
                json!({"a": "2020-01-01T02:00:00+02:00"}),
                json!({"a": "2020-01-01T00:00:00Z"}),
                Outcome::Respelled,
                "/a",
            ),
            (
                json!({"a": null, "t": "x"}),
                json!({"t": "x"}),
                Outcome::NullIsAbsent,
                "/a",
            ),
            (json!({"u": 1}), json!({}), Outcome::UnnamedIsDropped, "/u"),
            (
                json!({"u": 1, "r": 1}),
                json!({}),
                Outcome::OneSidedIsLeftOut,
                "/r",
            ),
            (json!({"r": 1}), json!({"r": 2}), Outcome::Changed, "/r"),
            (
                json!({"u": 1, "a": null, "b": 2}),
                json!({"b": 3}),
                Outcome::Changed,
                "/b",
            ),
            (json!({}), json!({"b": 3}), Outcome::Changed, "/b"),
            (json!([1]), json!([1, 2]), Outcome::Changed, ""),
        ];
        let fits = Fits {
            unnamed: vec!["/u".to_owned()],
            one_sided: vec!["/r".to_owned()],
        };
        for (before, after, outcome, at) in cases {
            assert_eq!(
                compare(&before, &after, &fits),
                (outcome, at.to_owned()),
                "{before}"
            );
        }
    }
}
