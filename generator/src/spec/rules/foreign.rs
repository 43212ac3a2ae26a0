//! The rule about types that other crates have already.

use serde::Deserialize;

use crate::names;
use crate::spec::carried;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

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

/// The path of the type is carried where the settings have its crate. The schema stays: it tells what the type is in JSON, and
/// where another schema takes it in with `allOf`, that one needs what it says.
pub(in crate::spec) fn types_of_crates(
    schema: &mut Map<String, Value>,
    context: &mut RuleContext<'_>,
) {
    let Some((key, value)) = extensions::find(Meaning::Foreign, |key| schema.get(key)) else {
        return;
    };
    let Ok(named) = Named::deserialize(value) else {
        return context.ignored(key, "it takes `crate` and `path`");
    };
    let library = match named.path.split_once("::") {
        Some((library, _)) if library == named.package.replace('-', "_") => library,
        _ => {
            return context.ignored(
                key,
                "its `path` has to start with what Rust calls its `crate`",
            );
        }
    };
    if !named.path.split("::").all(is_name) {
        return context.ignored(key, "its `path` is no path of a type");
    }
    if !named.parameters.is_empty() {
        return context.ignored(key, "types with parameters are read by their schemas");
    }
    if !context.has_library(library) {
        let why = format!("the settings have no `{}` under [crates]", named.package);
        return context.ignored(key, &why);
    }
    schema.insert(carried::FOREIGN.to_owned(), Value::String(named.path));
}

/// Whether this may be a name in Rust. It goes into code as it is.
fn is_name(step: &str) -> bool {
    let is_part = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    let is_own = names::is_keyword(step) || ["Self", "_", ""].contains(&step);
    !is_own && !step.starts_with(|first: char| first.is_ascii_digit()) && step.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn the_type_of_a_crate_is_carried_beside_what_a_schema_says() {
        becomes(
            "{x-rust-type: {crate: semver, path: 'semver::Version', version: '1'}, type: [string, 'null'], pattern: a, title: T}",
            &json!({
                "x-rust-type": {"crate": "semver", "path": "semver::Version", "version": "1"},
                "type": "string",
                "nullable": true,
                "pattern": "a",
                "title": "T",
                "x-carried-foreign": "semver::Version",
            }),
        );
        becomes(
            "{x-rust-type: {crate: semver, path: 'semver::Version'}, $ref: '#/a'}",
            &json!({
                "x-rust-type": {"crate": "semver", "path": "semver::Version"},
                "allOf": [{"$ref": "#/a"}],
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
                "its `path` has to start",
            ),
            ("{crate: semver, path: 'semver'}", "its `path` has to start"),
            (
                "{crate: semver, path: 'semver::A<B>'}",
                "its `path` is no path of a type",
            ),
            (
                "{crate: 'sem ver', path: 'sem ver::A'}",
                "its `path` is no path of a type",
            ),
            (
                "{crate: semver, path: 'semver::fn::A'}",
                "its `path` is no path of a type",
            ),
            (
                "{crate: semver, path: 'semver::_'}",
                "its `path` is no path of a type",
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
