//! An explanation as text.

use std::fmt::Write as _;

use super::items::Item;
use super::lookup::Found;
use super::why::{self, Why};
use super::{Known, describe};
use crate::diagnostics::{Location, Place};

/// How many items are told in full; the others are named.
const IN_FULL: usize = 3;

/// How many items below one are named.
const BELOW: usize = 40;

/// The width of labels.
const LABEL: usize = 12;

/// A line of an explanation. Places are looked up for all lines at once.
enum Line {
    /// As it is.
    Plain(String),
    /// A label and what it says, and where that stands.
    Labelled(&'static str, String, Option<Place>),
}

/// Prints what was found.
pub(super) fn print(known: &Known<'_>, items: &[Item<'_>], found: &Found) -> String {
    let mut lines = Vec::new();
    match found {
        Found::Items(list) => several(known, items, list, &mut lines),
        Found::Place {
            at,
            items: list,
            exact,
        } => {
            if list.is_empty() || !exact {
                let told = if list.is_empty() {
                    "nothing in the crate comes of this place"
                } else {
                    "no item of its own comes of this place; it is a part of:"
                };
                lines.push(Line::Plain(told.to_owned()));
                lines.push(Line::Labelled("document", at.to_string(), Some(at.into())));
                lines.push(Line::Plain(String::new()));
            }
            several(known, items, list, &mut lines);
        }
    }
    written(known, &lines)
}

fn several(known: &Known<'_>, items: &[Item<'_>], list: &[usize], lines: &mut Vec<Line>) {
    for (count, index) in list.iter().enumerate() {
        let item = &items[*index];
        if count < IN_FULL {
            if count > 0 {
                lines.push(Line::Plain(String::new()));
            }
            one(known, items, item, lines);
            continue;
        }
        if count == IN_FULL {
            let more = list.len() - IN_FULL;
            lines.push(Line::Plain(format!("\nand {more} more of that name:")));
        }
        lines.push(Line::Plain(format!("  {}", describe::title(known, item))));
    }
}

fn one(known: &Known<'_>, items: &[Item<'_>], item: &Item<'_>, lines: &mut Vec<Line>) {
    let mut add = |label, text: String, place| lines.push(Line::Labelled(label, text, place));
    let title = describe::title(known, item);
    add("", title, None);
    for path in &item.paths {
        add("rust", path.clone(), None);
    }
    for place in &item.places {
        add("document", place.to_string(), Some(place.into()));
    }
    for Why { label, text, place } in why::all(known, item) {
        add(label, text, place);
    }
    let below = below(items, item);
    for index in below.iter().take(BELOW) {
        add("holds", describe::title(known, &items[*index]), None);
    }
    if below.len() > BELOW {
        add("holds", format!("… and {} more", below.len() - BELOW), None);
    }
    let settings = describe::settings(known, item);
    if !settings.is_empty() {
        lines.push(Line::Plain("  to change it, in the settings:".to_owned()));
        let pasted = settings.iter().map(|setting| format!("      {setting}"));
        lines.extend(pasted.map(Line::Plain));
    }
}

/// The items whose path goes on from that of another one.
fn below(items: &[Item<'_>], item: &Item<'_>) -> Vec<usize> {
    let Some(path) = item.paths.first() else {
        return Vec::new();
    };
    let prefix = format!("{path}::");
    let inside = |other: &Item<'_>| {
        other.paths.iter().any(|path| {
            path.strip_prefix(&prefix)
                .is_some_and(|rest| !rest.contains("::"))
        })
    };
    let all = items.iter().enumerate();
    all.filter(|(_, other)| inside(other))
        .map(|(index, _)| index)
        .collect()
}

fn written(known: &Known<'_>, lines: &[Line]) -> String {
    let places = lines.iter().filter_map(|line| match line {
        Line::Labelled(_, _, place) => place.as_ref(),
        Line::Plain(_) => None,
    });
    let mut locations = known.report.locate(places).into_iter();
    let (mut text, mut before) = (String::new(), "");
    for line in lines {
        let (label, shown, place) = match line {
            Line::Plain(plain) => {
                before = "";
                let _ = writeln!(text, "{plain}");
                continue;
            }
            Line::Labelled(label, shown, place) => (*label, shown, place),
        };
        if label.is_empty() {
            let _ = writeln!(text, "{shown}");
            continue;
        }
        // A label stands once for all its lines.
        let once = if label == before { "" } else { label };
        before = label;
        let _ = write!(text, "  {once:<LABEL$}{shown}");
        if place.is_some()
            && let Some(Location {
                file, line, column, ..
            }) = locations.next().flatten()
        {
            let _ = write!(text, " ({file}:{line}:{column})");
        }
        text.push('\n');
    }
    text
}
