//! Pieces of Markdown: tables, and what stands in their cells.

use crate::ir::{Docs, Example, Json};
use crate::markdown;
pub(super) use crate::markdown::code;

/// The longest example that a cell shows.
const LONGEST: usize = 300;

/// A table with a row for each item; nothing when there are none. Columns in which no row has anything are left out.
pub(super) fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let filled = |column: &usize| {
        rows.iter()
            .any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty()))
    };
    let shown: Vec<usize> = (0..columns.len()).filter(filled).collect();
    let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(shown.iter().map(|column| columns[*column]).collect());
    text.push_str(&line(shown.iter().map(|_| "---").collect()));
    for row in rows {
        let cells = shown
            .iter()
            .map(|column| row.get(*column).map_or("", String::as_str));
        let cells: Vec<String> = cells.map(|cell| cell.replace('|', "\\|")).collect();
        text.push_str(&line(cells.iter().map(String::as_str).collect()));
    }
    text.push('\n');
    text
}

/// What the document says about an item, on one line.
pub(super) fn prose(docs: &Docs) -> String {
    one_line(&markdown::safe(docs.text.trim()))
}

/// The bounds and defaults of an item, on one line.
pub(super) fn notes(docs: &Docs) -> String {
    docs.notes.join(" ")
}

/// The example that the document gives for an item.
pub(super) fn example(docs: &Docs) -> String {
    let given = docs.example.as_ref().and_then(Example::given);
    let text = given.map(Json::to_string).unwrap_or_default();
    if text.is_empty() || text.chars().count() > LONGEST {
        return String::new();
    }
    code(&text)
}

/// Whether something must be given.
pub(super) fn required(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// Markdown without its blocks: paragraphs and items of lists are set apart by breaks, fences are dropped.
fn one_line(text: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let fence = line.starts_with("```") || line.starts_with("~~~");
        let line = line.trim_start_matches(['#', '>']).trim_start();
        let item = line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ");
        if line.is_empty() || fence {
            open = false;
            continue;
        }
        match parts.last_mut().filter(|_| open && !item) {
            Some(part) => {
                part.push(' ');
                part.push_str(line);
            }
            None => parts.push(line.to_owned()),
        }
        open = true;
    }
    parts.join("<br>")
}

/// JSON over several lines, as a person would lay it out.
pub(super) fn pretty(value: &Json, indent: usize) -> String {
    let pad = "  ".repeat(indent + 1);
    let end = "  ".repeat(indent);
    match value {
        Json::List(items) if !items.is_empty() => {
            let items: Vec<String> = items
                .iter()
                .map(|item| format!("{pad}{}", pretty(item, indent + 1)))
                .collect();
            format!("[\n{}\n{end}]", items.join(",\n"))
        }
        Json::Object(members) if !members.is_empty() => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| {
                    format!(
                        "{pad}{}: {}",
                        Json::Text(name.clone()),
                        pretty(value, indent + 1)
                    )
                })
                .collect();
            format!("{{\n{}\n{end}}}", members.join(",\n"))
        }
        other => other.to_string(),
    }
}
