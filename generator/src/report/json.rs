//! The account for programs.

use super::finding::{Finding, Spot, counts};
use crate::spec::json::{Value, object, pretty};

pub(super) fn json(findings: &[Finding<'_>]) -> String {
    let counts = counts(findings)
        .into_iter()
        .map(|(severity, code, count)| {
            object([
                ("code", code.slug().into()),
                ("severity", severity.to_string().into()),
                ("meaning", code.meaning().into()),
                ("places", count.into()),
            ])
        })
        .collect::<Vec<_>>();
    let complaints: Vec<Value> = findings.iter().map(complaint).collect();
    pretty(&object([
        ("counts", counts.into()),
        ("complaints", complaints.into()),
    ]))
}

fn complaint(finding: &Finding<'_>) -> Value {
    let found = finding.diagnostic;
    let places: Vec<Value> = finding.spots.iter().map(place).collect();
    let related = finding
        .related
        .iter()
        .map(|(spot, remark)| object([("place", place(spot)), ("message", (*remark).into())]));
    object([
        ("code", found.code.slug().into()),
        ("severity", found.severity.to_string().into()),
        ("message", found.message.as_str().into()),
        ("help", found.help.clone().into()),
        ("places", places.into()),
        ("related", related.collect::<Vec<_>>().into()),
    ])
}

fn place(spot: &Spot<'_>) -> Value {
    let located = |value: fn(&crate::diagnostics::Location) -> Value| {
        spot.location.as_ref().map_or(Value::Null, value)
    };
    object([
        ("file", located(|found| found.file.as_str().into())),
        ("line", located(|found| found.line.into())),
        ("column", located(|found| found.column.into())),
        ("pointer", spot.pointer.map(ToString::to_string).into()),
    ])
}
