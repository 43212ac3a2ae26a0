//! The rule about types that other crates have already.

use serde::Deserialize;

use crate::spec::carried;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

/// What a schema says beside what fits it.
const BESIDE: &[&str] = &[
    "title",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "default",
    "example",
];

/// The value of the extension, as Oxide's tools write it. They also give the version that the document was made with, which
/// the settings decide here.
#[derive(Deserialize)]
struct Named {
    #[serde(rename = "crate")]
    package: String,
    path: String,
    #[serde(default)]
    parameters: Vec<Value>,
}

/// A schema that describes a type of a crate says nothing else of what fits it, where the settings have that crate.
pub(in crate::spec) fn types_of_crates(
    schema: &mut Map<String, Value>,
    context: &mut RuleContext<'_>,
) {
    let Some((key, value)) = extensions::find(Meaning::Foreign, |key| schema.get(key)) else {
        return;
    };
    let Some(named) = Named::deserialize(value).ok() else {
        return context.ignored(key, "it takes `crate` and `path`");
    };
    let library = match named.path.split_once("::") {
        Some((library, _)) if library == named.package.replace('-', "_") => library,
        _ => return context.ignored(key, "its `path` starts with what Rust calls its `crate`"),
    };
    if !named.path.split("::").all(is_name) {
        return context.ignored(key, "its `path` is none");
    }
    if !named.parameters.is_empty() {
        return context.ignored(key, "types with parameters are read by their schemas");
    }
    if !context.has_library(library) {
        let why = format!("the settings have no `{}` under [crates]", named.package);
        return context.ignored(key, &why);
    }
    let stays = |key: &str| {
        BESIDE.contains(&key) || (key.starts_with("x-") && !key.starts_with(carried::PREFIX))
    };
    schema.retain(|key, _| stays(key));
    schema.insert(carried::FOREIGN.to_owned(), Value::String(named.path));
}

/// Whether this may be a name in Rust. It goes into code as it is.
fn is_name(step: &str) -> bool {
    let is_part = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    !step.starts_with(|first: char| first.is_ascii_digit())
        && !step.is_empty()
        && step.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn what_a_crate_has_is_not_described_again() {
        becomes(
            "{x-rust-type: {crate: semver, path: 'semver::Version', version: '1'}, type: [string, 'null'], pattern: a, title: T}",
            &json!({
                "x-rust-type": {"crate": "semver", "path": "semver::Version", "version": "1"},
                "nullable": true,
                "title": "T",
                "x-carried-foreign": "semver::Version",
            }),
        );
        becomes(
            "{x-rust-type: {crate: semver, path: 'semver::Version'}, $ref: '#/a', description: D}",
            &json!({
                "x-rust-type": {"crate": "semver", "path": "semver::Version"},
                "description": "D",
                "x-carried-foreign": "semver::Version",
            }),
        );
    }

    #[test]
    fn other_types_are_as_their_schemas_say() {
        for (named, why) in [
            (
                "{crate: oxnet, path: 'oxnet::IpNet'}",
                "the settings have no `oxnet`",
            ),
            (
                "{crate: semver, path: 'semver::Version', parameters: [{}]}",
                "types with parameters",
            ),
            (
                "{crate: semver, path: 'other::Version'}",
                "its `path` starts",
            ),
            ("{crate: semver, path: 'semver'}", "its `path` starts"),
            (
                "{crate: semver, path: 'semver::A<B>'}",
                "its `path` is none",
            ),
            (
                "{crate: 'sem ver', path: 'sem ver::A'}",
                "its `path` is none",
            ),
            ("{path: 'semver::A'}", "it takes `crate`"),
            ("semver::A", "it takes `crate`"),
        ] {
            let (schema, said) = normalized(
                Kind::Schema,
                &format!("{{type: string, x-rust-type: {named}}}"),
            );
            assert_eq!(schema["type"], "string", "{named}");
            assert!(
                said.iter().any(|said| said.contains(why)),
                "{named}: {said:?}"
            );
        }
    }
}
