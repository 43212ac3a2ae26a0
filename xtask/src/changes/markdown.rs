//! The changes for a pull request.

use std::fmt::Write;

use generator::surface::Change;

use super::{Changes, classes};
use crate::source::count;

/// Writes the changes as Markdown: what breaks is spelled out, everything else is folded away.
#[must_use]
pub fn markdown(changes: &Changes) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "## Changes of the API: {}\n", changes.verdict());
    let counts: Vec<String> = changes
        .counts()
        .into_iter()
        .map(|(class, count)| format!("{count} {class}"))
        .collect();
    if counts.is_empty() {
        return text;
    }
    let total = count(changes.list.len(), "change");
    let _ = writeln!(text, "{total}: {}.", counts.join(", "));
    let (old, new) = (&changes.old_version, &changes.new_version);
    let _ = if changes.version_will_do() {
        writeln!(text, "Version {new} will do after {old}.")
    } else {
        let needed = changes.needed();
        writeln!(
            text,
            "Version {new} is too low after {old}; **{needed}** will do."
        )
    };
    for (group, list) in changes.groups() {
        let _ = writeln!(text, "\n### `{group}`\n");
        let (loud, quiet): (Vec<_>, Vec<_>) =
            list.into_iter().partition(|(change, _)| is_loud(change));
        for (change, place) in loud {
            one(&mut text, change, place);
        }
        if quiet.is_empty() {
            continue;
        }
        let _ = writeln!(
            text,
            "<details><summary>{} that break nobody</summary>\n",
            count(quiet.len(), "change")
        );
        for (change, _) in quiet {
            let _ = writeln!(
                text,
                "- {}: `{}`, {}",
                classes(change),
                change.item,
                change.message
            );
        }
        let _ = writeln!(text, "\n</details>");
    }
    text
}

/// Whether a caller has to do something.
fn is_loud(change: &Change) -> bool {
    use generator::surface::Class;
    match change.class() {
        Class::SourceBreaking | Class::WireBreaking | Class::Behaviour => true,
        Class::Additive | Class::DocsOnly => false,
    }
}

fn one(text: &mut String, change: &Change, place: Option<&str>) {
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    let _ = writeln!(
        text,
        "- **{}** `{}`: {}{place}. {}",
        classes(change),
        change.item,
        change.message,
        change.advice()
    );
    snippet(text, change);
}

/// The item before and after, as a block inside a list.
pub(super) fn snippet(text: &mut String, change: &Change) {
    if change.before.is_none() && change.after.is_none() {
        return;
    }
    let _ = writeln!(text, "  ```diff");
    for (mark, line) in [('-', &change.before), ('+', &change.after)] {
        if let Some(line) = line {
            let _ = writeln!(text, "  {mark} {line}");
        }
    }
    let _ = writeln!(text, "  ```");
}
