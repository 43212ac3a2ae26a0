//! The account as SARIF 2.1.0, which code hosts and editors show beside the lines.
//!
//! A complaint about several places is one result for each of them: to SARIF, several locations of one result would
//! mean that all of them have to change together.

use super::finding::{Finding, Spot, counts};
use crate::diagnostics::{Location, Severity};
use crate::spec::json::{Map, Value, object, pretty};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn sarif(findings: &[Finding<'_>]) -> String {
    let rules: Vec<Value> = counts(findings)
        .into_iter()
        .map(|(severity, code, _)| {
            object([
                ("id", code.slug().into()),
                ("shortDescription", message(code.meaning())),
                ("defaultConfiguration", object([("level", level(severity))])),
            ])
        })
        .collect();
    let driver = object([
        ("name", env!("CARGO_PKG_NAME").into()),
        ("semanticVersion", env!("CARGO_PKG_VERSION").into()),
        ("rules", rules.into()),
    ]);
    let results: Vec<Value> = findings.iter().flat_map(results).collect();
    let run = object([
        ("tool", object([("driver", driver)])),
        ("columnKind", "unicodeCodePoints".into()),
        ("results", results.into()),
    ]);
    pretty(&object([
        ("$schema", SCHEMA.into()),
        ("version", "2.1.0".into()),
        ("runs", vec![run].into()),
    ]))
}

fn results(finding: &Finding<'_>) -> Vec<Value> {
    let found = finding.diagnostic;
    let told = match &found.help {
        Some(help) => format!("{} (help: {help})", found.message),
        None => found.message.clone(),
    };
    let related: Vec<Value> = finding
        .related
        .iter()
        .enumerate()
        .filter_map(|(id, (spot, remark))| {
            let Value::Object(mut place) = location(spot)? else {
                return None;
            };
            place.insert("id".to_owned(), id.into());
            place.insert("message".to_owned(), message(remark));
            Some(Value::Object(place))
        })
        .collect();
    finding
        .spots
        .iter()
        .map(|spot| {
            let places: Vec<Value> = location(spot).into_iter().collect();
            object([
                ("ruleId", found.code.slug().into()),
                ("level", level(found.severity)),
                ("message", message(&told)),
                ("locations", places.into()),
                ("relatedLocations", related.clone().into()),
            ])
        })
        .collect()
}

fn level(severity: Severity) -> Value {
    severity.to_string().into()
}

fn message(text: &str) -> Value {
    object([("text", text.into())])
}

fn location(spot: &Spot<'_>) -> Option<Value> {
    let mut place = Map::new();
    if let Some(found) = &spot.location {
        place.insert("physicalLocation".to_owned(), physical(found));
    }
    if let Some(pointer) = spot.pointer {
        let logical = object([
            ("fullyQualifiedName", pointer.as_str().into()),
            ("kind", "object".into()),
        ]);
        place.insert("logicalLocations".to_owned(), vec![logical].into());
    }
    (!place.is_empty()).then_some(Value::Object(place))
}

fn physical(found: &Location) -> Value {
    object([
        (
            "artifactLocation",
            object([("uri", uri(&found.file).into())]),
        ),
        (
            "region",
            object([
                ("startLine", found.line.into()),
                ("startColumn", found.column.into()),
                ("endColumn", (found.column + found.length).into()),
            ]),
        ),
    ])
}

/// A path as a reference: relative as it is, absolute as an address of a file.
fn uri(path: &str) -> String {
    let mut text = String::new();
    if path.starts_with('/') {
        text.push_str("file://");
    }
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}
