//! The changes as an entry of the changelog that goes with the crate.

use std::fmt::Write;

use generator::surface::{Change, Class};
use semver::Version;

use super::{Changes, markdown};

/// The sections of an entry, and what goes into each.
const SECTIONS: &[(&str, &[Class])] = &[
    ("Breaking", &[Class::SourceBreaking, Class::WireBreaking]),
    ("Changed", &[Class::Behaviour]),
    ("Added", &[Class::Additive]),
    ("Documentation", &[Class::DocsOnly]),
];

const HEAD: &str = "# Changelog\n";

/// The entry for a version.
#[must_use]
pub fn entry(changes: &Changes, version: &Version) -> String {
    let mut text = format!("## {version}\n");
    for (title, classes) in SECTIONS {
        let list: Vec<&Change> = changes
            .list
            .iter()
            .filter(|change| classes.contains(&change.class()))
            .collect();
        if list.is_empty() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n### {title}\n");
        if classes.contains(&Class::DocsOnly) {
            let items: Vec<String> = list
                .iter()
                .map(|change| format!("`{}`", change.item))
                .collect();
            let _ = writeln!(text, "- {}", items.join(", "));
            continue;
        }
        for change in list {
            let told = change.class() != Class::Additive;
            let advice = if told {
                format!(". {}", change.advice())
            } else {
                String::new()
            };
            let _ = writeln!(text, "- `{}`: {}{advice}", change.item, change.message);
            if told {
                markdown::snippet(&mut text, change);
            }
        }
    }
    text
}

/// The changelog with an entry at its top, in place of an earlier one for the same version.
#[must_use]
pub fn with_entry(old: Option<&str>, version: &Version, entry: &str) -> String {
    let old = old.unwrap_or(HEAD);
    let (head, rest) = match old.find("\n## ") {
        Some(end) => old.split_at(end + 1),
        None => (old, ""),
    };
    let title = format!("## {version}\n");
    let rest = match rest.strip_prefix(title.as_str()) {
        Some(same) => same.find("\n## ").map_or("", |end| &same[end + 1..]),
        None => rest,
    };
    let gap = if rest.is_empty() { "" } else { "\n" };
    format!("{}\n\n{entry}{gap}{rest}", head.trim_end())
}
