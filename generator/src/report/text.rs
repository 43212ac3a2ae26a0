//! The account for people: by code, then by what is said, with all places.

use std::fmt::Write as _;

use super::finding::{Finding, Spot, counts};

pub(super) fn text(findings: &[Finding<'_>]) -> String {
    let counts = counts(findings);
    if counts.is_empty() {
        return "nothing to account for\n".to_owned();
    }
    let mut text = String::new();
    for (severity, code, count) in &counts {
        let _ = writeln!(text, "{count:>6} {severity:<8} {code}", code = code.slug());
    }
    for (severity, code, count) in &counts {
        let _ = write!(
            text,
            "\n{severity}[{}]: {} {count} place{}.\n",
            code.slug(),
            code.meaning(),
            if *count == 1 { "" } else { "s" }
        );
        let of_the_code = findings.iter().filter(|finding| {
            (finding.diagnostic.severity, finding.diagnostic.code) == (*severity, *code)
        });
        for finding in of_the_code {
            let _ = writeln!(text, "  {}", finding.diagnostic.message);
            if let Some(help) = &finding.diagnostic.help {
                let _ = writeln!(text, "    help: {help}");
            }
            for spot in &finding.spots {
                let _ = writeln!(text, "    {}", place(spot));
            }
            for (spot, remark) in &finding.related {
                let _ = writeln!(text, "    {}: {remark}", place(spot));
            }
        }
    }
    text
}

fn place(spot: &Spot<'_>) -> String {
    let location = spot
        .location
        .as_ref()
        .map(|found| format!("{}:{}:{}", found.file, found.line, found.column));
    let pointer = spot.pointer.map(ToString::to_string);
    let parts: Vec<String> = location.into_iter().chain(pointer).collect();
    if parts.is_empty() {
        "the run as a whole".to_owned()
    } else {
        parts.join(" ").trim_end().to_owned()
    }
}
