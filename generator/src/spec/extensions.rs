//! The vendors' extensions that have an effect, in one table. All others are reported as ignored.

use std::collections::BTreeMap;

use super::carried;
use super::json::Value;
use super::keywords::Kind;

/// What an extension means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The resource that an operation belongs to, dots or a list for nested ones.
    Group,
    /// The method of an operation on its resource.
    Method,
    /// What a property is called in code.
    Property,
    /// What a parameter is called in code.
    Parameter,
    /// The operation is not for clients.
    Ignored,
    /// The names of an enum's values: a list in their order, or a mapping from the values.
    ValueNames,
    /// What an enum's values mean, in the same forms.
    ValueDocs,
    /// Which of an enum's values are deprecated: a list of flags in their order.
    ValueDeprecated,
    /// The value of the discriminator that means a schema.
    TagValue,
    /// The schema allows null.
    Nullable,
    /// Texts that fit are not to be shown.
    Secret,
    /// Only the default fits, where no values are listed.
    Constant,
    /// What ends a stream of events.
    Sentinel,
    /// How long calls may take.
    Timeout,
    /// When calls are made again.
    Retries,
    /// The values of a parameter keep reserved characters.
    Reserved,
    /// The type of a crate that a schema describes.
    Foreign,
}

/// Every extension that has an effect. Of several with one meaning, the first one that is there counts.
const EXTENSIONS: &[(&str, Meaning)] = &[
    ("x-speakeasy-group", Meaning::Group),
    ("x-fern-sdk-group-name", Meaning::Group),
    ("x-speakeasy-name-override", Meaning::Method),
    ("x-fern-sdk-method-name", Meaning::Method),
    ("x-methodName", Meaning::Method),
    ("x-ms-client-name", Meaning::Property),
    ("x-fern-property-name", Meaning::Property),
    ("x-ms-client-name", Meaning::Parameter),
    ("x-fern-parameter-name", Meaning::Parameter),
    ("x-speakeasy-name-override", Meaning::Parameter),
    ("x-speakeasy-ignore", Meaning::Ignored),
    ("x-fern-ignore", Meaning::Ignored),
    ("x-enum-varnames", Meaning::ValueNames),
    ("x-enumNames", Meaning::ValueNames),
    ("x-enum-names", Meaning::ValueNames),
    ("x-speakeasy-enums", Meaning::ValueNames),
    ("x-ms-enum", Meaning::ValueNames),
    ("x-fern-enum", Meaning::ValueNames),
    (carried::VALUES, Meaning::ValueNames),
    ("x-enum-descriptions", Meaning::ValueDocs),
    ("x-enumDescriptions", Meaning::ValueDocs),
    ("x-speakeasy-enum-descriptions", Meaning::ValueDocs),
    ("x-ms-enum", Meaning::ValueDocs),
    ("x-fern-enum", Meaning::ValueDocs),
    ("x-enum-elements", Meaning::ValueDocs),
    (carried::VALUES, Meaning::ValueDocs),
    ("x-enumDeprecated", Meaning::ValueDeprecated),
    ("x-ms-discriminator-value", Meaning::TagValue),
    ("x-nullable", Meaning::Nullable),
    ("x-ms-secret", Meaning::Secret),
    ("x-stainless-const", Meaning::Constant),
    ("x-speakeasy-sse-sentinel", Meaning::Sentinel),
    ("x-speakeasy-timeout", Meaning::Timeout),
    ("x-speakeasy-retries", Meaning::Retries),
    ("x-ms-skip-url-encoding", Meaning::Reserved),
    ("x-multi-segment", Meaning::Reserved),
    ("x-reservedExpansion", Meaning::Reserved),
    ("x-rust-type", Meaning::Foreign),
];

impl Meaning {
    /// The objects that it can be about.
    fn subjects(self) -> &'static [Kind] {
        match self {
            Self::Group | Self::Method | Self::Ignored => &[Kind::Operation],
            Self::Timeout | Self::Retries => &[Kind::Document, Kind::Operation],
            Self::Parameter | Self::Reserved => &[Kind::Parameter],
            Self::Sentinel => &[Kind::MediaType],
            Self::Property
            | Self::ValueNames
            | Self::ValueDocs
            | Self::ValueDeprecated
            | Self::TagValue
            | Self::Nullable
            | Self::Secret
            | Self::Constant
            | Self::Foreign => &[Kind::Schema],
        }
    }
}

/// Whether an extension has an effect on objects of a kind.
pub(super) fn is_known(key: &str, kind: Kind) -> bool {
    let mut rows = EXTENSIONS.iter();
    rows.any(|(known, meaning)| *known == key && meaning.subjects().contains(&kind))
}

/// The extensions of a meaning that an object has, in the order of the table: keys and values.
fn said_by<'e>(
    meaning: Meaning,
    get: impl Fn(&str) -> Option<&'e Value>,
) -> impl Iterator<Item = (&'static str, &'e Value)> {
    let rows = EXTENSIONS.iter().filter(move |(_, own)| *own == meaning);
    rows.filter_map(move |(key, _)| Some((*key, get(key)?)))
}

/// The extension of a meaning among those of an object: its key and its value.
pub fn find<'e>(
    meaning: Meaning,
    get: impl Fn(&str) -> Option<&'e Value>,
) -> Option<(&'static str, &'e Value)> {
    said_by(meaning, get).next()
}

/// What something is called in code, by the extension that says it.
pub fn name<'e>(
    meaning: Meaning,
    get: impl Fn(&str) -> Option<&'e Value>,
) -> Option<(&'static str, &'e str)> {
    let mut said = said_by(meaning, get).filter_map(|(key, value)| Some((key, value.as_str()?)));
    said.find(|(_, name)| !name.trim().is_empty())
}

/// A text, or a list of texts with dots between them.
pub fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => {
            let words: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            words
                .filter(|words| !words.is_empty())
                .map(|words| words.join("."))
        }
        _ => None,
    }
}

/// What is said of each value, values as texts, in their order: by the first extension of a meaning that says something.
pub fn of_values<'e>(
    meaning: Meaning,
    get: impl Fn(&str) -> Option<&'e Value>,
    values: &[&str],
) -> Option<Vec<Option<String>>> {
    said_by(meaning, get).find_map(|(key, given)| match key {
        // Its other members are about the enum as a whole.
        "x-ms-enum" => said(given.get("values")?, meaning, values)
            .filter(|_| given["values"].get(0).is_some_and(Value::is_object)),
        _ => said(given, meaning, values),
    })
}

/// What an extension says of each value; `None` where it says nothing of any, or it is not told of which.
///
/// There are three forms: a list of texts in the order of the values; a list of objects with the `value` that they are about, or
/// where they say no name its `name`, which may stand in an object as `values`; and a mapping from the values to texts or objects.
fn said(given: &Value, meaning: Meaning, values: &[&str]) -> Option<Vec<Option<String>>> {
    let key = match meaning {
        Meaning::ValueDocs => "description",
        _ => "name",
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let inside = |entry: &Value| entry.get(key).and_then(text);
    let said: Vec<Option<String>> = match given {
        Value::Array(list) => match subject(list, key) {
            Some(subject) => {
                let entries = list.iter().rev();
                // The first of several with one value counts. Lists can be long, so nothing searches them for each value.
                let entries: BTreeMap<String, &Value> = entries
                    .filter_map(|entry| Some((text_of(&entry[subject])?, entry)))
                    .collect();
                let of = |value: &&str| entries.get(*value).copied().map(inside);
                // A list that leaves one out is about other values.
                values.iter().map(of).collect::<Option<_>>()?
            }
            None if list.len() == values.len() => list.iter().map(text).collect(),
            None => return None,
        },
        Value::Object(map) => match map.get("values") {
            Some(list @ Value::Array(_)) => return self::said(list, meaning, values),
            _ => {
                let of = |value: &&str| match map.get(*value)? {
                    own @ Value::Object(_) => inside(own),
                    own => text(own),
                };
                values.iter().map(of).collect()
            }
        },
        _ => return None,
    };
    said.iter().any(Option::is_some).then_some(said)
}

/// The member by which objects in a list tell which value they are about: some call the value itself its name.
fn subject(list: &[Value], said: &str) -> Option<&'static str> {
    let mut subjects = ["value", "name"].into_iter();
    subjects.find(|own| *own != said && list.iter().all(|entry| entry.get(own).is_some()))
}

/// The text of a value of an enum: of a text, or of an integer.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(own) => Some(own.clone()),
        number => number.as_i64().map(|own| own.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn something_is_said_of_values_in_lists_and_mappings() {
        let objects = json!({"name": "E", "values": [
            {"value": "b", "name": "B", "description": "Bee."},
            {"value": "a"},
        ]});
        let of_b = json!({"b": {"name": "B"}, "a": {"description": "Ay."}});
        let table = [
            (
                json!(["A", "B"]),
                Meaning::ValueNames,
                Some([Some("A"), Some("B")]),
            ),
            (json!(["A"]), Meaning::ValueNames, None),
            (
                objects.clone(),
                Meaning::ValueNames,
                Some([None, Some("B")]),
            ),
            (objects, Meaning::ValueDocs, Some([None, Some("Bee.")])),
            (
                json!([{"value": "a", "name": "A"}]),
                Meaning::ValueNames,
                None,
            ),
            (
                json!({"a": "A"}),
                Meaning::ValueNames,
                Some([Some("A"), None]),
            ),
            (of_b.clone(), Meaning::ValueNames, Some([None, Some("B")])),
            (of_b, Meaning::ValueDocs, Some([Some("Ay."), None])),
            (
                json!([{"name": "b", "description": "Bee."}, {"name": "a"}]),
                Meaning::ValueDocs,
                Some([None, Some("Bee.")]),
            ),
            (json!({"c": "C"}), Meaning::ValueNames, None),
            (json!(5), Meaning::ValueDocs, None),
        ];
        for (given, meaning, expected) in table {
            let expected = expected.map(|said| said.map(|text| text.map(str::to_owned)).to_vec());
            assert_eq!(said(&given, meaning, &["a", "b"]), expected, "{given}");
        }
    }

    #[test]
    fn the_first_extension_that_says_something_of_values_counts() {
        let here = json!({
            "x-enum-descriptions": ["One."],
            "x-ms-enum": {"name": "a", "values": ["x", "y"]},
            "x-fern-enum": {"a": {"description": "Ay."}},
        });
        let said = |meaning| of_values(meaning, |key| here.get(key), &["name", "a"]);
        assert_eq!(
            said(Meaning::ValueDocs),
            Some(vec![None, Some("Ay.".to_owned())])
        );
        assert_eq!(said(Meaning::ValueNames), None);
    }

    #[test]
    fn the_first_extension_of_a_meaning_counts() {
        let here = json!({"x-fern-sdk-group-name": ["a", "b"], "x-speakeasy-group": "c.d"});
        let found = find(Meaning::Group, |key| here.get(key));
        assert_eq!(
            found.and_then(|(_, value)| words(value)).as_deref(),
            Some("c.d")
        );
        assert_eq!(
            words(&here["x-fern-sdk-group-name"]).as_deref(),
            Some("a.b")
        );
        assert!(find(Meaning::Method, |key| here.get(key)).is_none());
    }
}
