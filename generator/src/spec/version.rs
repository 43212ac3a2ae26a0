//! The versions of OpenAPI that are read.

use std::fmt;

use super::json::{Map, Value, describe};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// A version of OpenAPI, without its patch number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 3.0.x
    V3_0,
    /// 3.1.x
    V3_1,
    /// 3.2.x
    V3_2,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

/// Reads `openapi`; `None`, with a complaint, when the document is no OpenAPI 3.
pub(super) fn version(root: &Map<String, Value>, diagnostics: &mut Diagnostics) -> Option<Version> {
    let at = Pointer::root().child("openapi");
    let Some(value) = root.get("openapi") else {
        diagnostics.push(no_version(root));
        return None;
    };
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        // `openapi: 3.1` without quotes is a number.
        Value::Number(number) => number.to_string(),
        other => {
            let message = format!(
                "`openapi` must be a version such as \"3.1.0\"; here stands {}",
                describe(other)
            );
            diagnostics.push(Diagnostic::new(Code::NotOpenApi, &at, message));
            return None;
        }
    };
    let mut numbers = text.split(['.', '-']);
    match (numbers.next(), numbers.next().unwrap_or("0")) {
        (Some("3"), "0") => Some(Version::V3_0),
        (Some("3"), "1") => Some(Version::V3_1),
        (Some("3"), "2") => Some(Version::V3_2),
        _ => {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnsupportedVersion,
                    &at,
                    format!("OpenAPI {text:?} is not a version that is read"),
                )
                .help("the versions are 3.0, 3.1 and 3.2"),
            );
            None
        }
    }
}

fn no_version(root: &Map<String, Value>) -> Diagnostic {
    if root.contains_key("swagger") {
        let at = Pointer::root().child("swagger");
        return Diagnostic::new(Code::UnsupportedVersion, at, "this is a Swagger 2 document, which is not read")
            .help("convert it to OpenAPI 3 first, for example with `npx swagger2openapi swagger.yaml -o openapi.yaml`");
    }
    if root.contains_key("asyncapi") {
        let at = Pointer::root().child("asyncapi");
        return Diagnostic::new(
            Code::NotOpenApi,
            at,
            "this is an AsyncAPI document, not an OpenAPI document",
        );
    }
    let help = "start the document with its version, for example `openapi: 3.1.0`";
    Diagnostic::new(
        Code::NotOpenApi,
        Pointer::root(),
        "the document doesn't say which OpenAPI it is: no `openapi`",
    )
    .help(help)
}
