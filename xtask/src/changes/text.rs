//! The changes for people, in a terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use generator::surface::{Change, Class};

use super::{Changes, classes, pointer};
use crate::show::paint;
use crate::source::count;

const GROUP: Style = Style::new().bold().underline();
const ITEM: Style = Style::new().bold();
const PLACE: Style = Style::new().dimmed();
const BEFORE: Style = AnsiColor::Red.on_default();
const AFTER: Style = AnsiColor::Green.on_default();

/// The colour of a damage.
fn style(class: Class) -> Style {
    match class {
        Class::SourceBreaking => AnsiColor::Red.on_default().bold(),
        Class::WireBreaking => AnsiColor::Magenta.on_default().bold(),
        Class::Behaviour => AnsiColor::Yellow.on_default(),
        Class::Additive => AnsiColor::Green.on_default(),
        Class::DocsOnly => AnsiColor::Cyan.on_default(),
    }
}

/// Writes the changes, grouped, the largest damage first, and the verdict.
#[must_use]
pub fn text(changes: &Changes, color: bool) -> String {
    let mut text = String::new();
    for (group, list) in changes.groups() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", paint(group, GROUP, color));
        for (change, place) in list {
            one(&mut text, change, place, color);
        }
        text.push('\n');
    }
    let counts: Vec<String> = changes
        .counts()
        .into_iter()
        .map(|(class, count)| paint(&format!("{count} {class}"), style(class), color))
        .collect();
    if !counts.is_empty() {
        let total = count(changes.list.len(), "change");
        let _ = writeln!(text, "{total}: {}", counts.join(", "));
    }
    let _ = writeln!(text, "verdict: {}", changes.verdict());
    let _ = writeln!(text, "{}", version(changes));
    text
}

/// What the verdict means for the version.
fn version(changes: &Changes) -> String {
    let (old, new) = (&changes.old_version, &changes.new_version);
    if changes.list.is_empty() {
        return format!("version: {new}");
    }
    if changes.version_will_do() {
        return format!("version: {new} will do after {old}");
    }
    format!(
        "version: {new} is too low after {old}; {} will do",
        changes.needed()
    )
}

fn one(text: &mut String, change: &Change, place: Option<&str>, color: bool) {
    let _ = writeln!(
        text,
        "  {} {}: {}",
        paint(&classes(change), style(change.class()), color),
        paint(&change.item, ITEM, color),
        change.message
    );
    if change.class() == Class::Additive || change.class() == Class::DocsOnly {
        return;
    }
    let at = pointer(&change.site).map(|at| format!("at {at}"));
    let place: Vec<String> = place.map(str::to_owned).into_iter().chain(at).collect();
    if !place.is_empty() {
        let _ = writeln!(text, "      {}", paint(&place.join(", "), PLACE, color));
    }
    for (mark, line, style) in [('-', &change.before, BEFORE), ('+', &change.after, AFTER)] {
        if let Some(line) = line {
            let _ = writeln!(
                text,
                "      {}",
                paint(&format!("{mark} {line}"), style, color)
            );
        }
    }
    let _ = writeln!(text, "      {} [{}]", change.advice(), change.rule.slug());
}
