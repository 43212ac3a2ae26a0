//! JSONPath (RFC 9535): what an action targets.

use serde_json_path::{JsonPath, PathElement};

use crate::pointer::Pointer;
use crate::spec::json::Value;
use crate::suggest;

/// How long a path may be, how deeply its brackets may be nested, and how many `..` it may have: what is far above what
/// a person writes takes memory or time without end (each level of a filter inside a filter doubles the time to parse).
const LONGEST: usize = 4_000;
const DEEPEST: usize = 8;
const DESCENTS: usize = 3;

/// A path with its text.
#[derive(Clone, Debug)]
pub(super) struct Path<'v> {
    pub(super) text: &'v str,
    parsed: JsonPath,
}

/// A step from the root to a value; ordered as the document's values are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// The steps to a value.
pub(super) type Steps = Vec<Step>;

impl<'v> Path<'v> {
    /// Takes a path; or says what is wrong with it, in words that go on after "this is no JSONPath".
    pub(super) fn parse(text: &'v str) -> Result<Self, String> {
        within_limits(text)?;
        let parsed = JsonPath::parse(text).map_err(|error| {
            let why = Some(error.message()).filter(|why| *why != "parser error");
            let why = why.map_or(String::new(), |why| format!(": {why}"));
            format!("from character {} on{why}", error.position() + 1)
        })?;
        Ok(Self { text, parsed })
    }

    /// The steps to each value that the path selects, in the order of the document and each once.
    pub(super) fn select(&self, document: &Value) -> Vec<Steps> {
        let mut found: Vec<Steps> = self
            .parsed
            .query_located(document)
            .locations()
            .map(|location| location.iter().map(step).collect())
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// Why the path selects nothing: how much of it does, and what is near to the next step.
    pub(super) fn miss(&self, document: &Value) -> Option<String> {
        let ends = segments(self.text);
        let (kept, end) = ends.iter().rev().find_map(|end| {
            let found = JsonPath::parse(&self.text[..*end]).ok()?.query(document);
            found.first().map(|value| (value, *end))
        })?;
        let next = ends.iter().find(|next| **next > end).copied();
        let lost = &self.text[end..next.unwrap_or(self.text.len())];
        let name = lost.trim_start_matches(['.', '[', '\'', '"']);
        let name = name.trim_end_matches([']', '\'', '"']);
        let keys = kept.as_object().into_iter().flat_map(|map| map.keys());
        let near = suggest::nearest(name, keys.map(String::as_str))
            .map(|near| format!("; did you mean `{near}`?"));
        let near = near.unwrap_or_default();
        let before = &self.text[..end];
        Some(format!(
            "`{before}` is there, `{lost}` after it is not{near}"
        ))
    }
}

fn step(element: &PathElement<'_>) -> Step {
    match element {
        PathElement::Name(name) => Step::Key((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    }
}

/// The pointer of some steps.
pub(super) fn pointer(steps: &[Step]) -> Pointer {
    steps.iter().fold(Pointer::root(), |at, step| match step {
        Step::Key(key) => at.child(key),
        Step::Index(index) => at.index(*index),
    })
}

/// The value at the end of some steps.
pub(super) fn value<'v>(root: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps.iter().try_fold(root, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(*index),
    })
}

/// The same, to be changed.
pub(super) fn value_mut<'v>(root: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
    steps.iter().try_fold(root, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(*index),
    })
}

/// Walks through a path's text, telling for each character how deep in brackets it stands; quoted ones are left out.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let (mut quote, mut escaped, mut depth) = (None, false, 0_usize);
    text.char_indices().filter_map(move |(at, letter)| {
        if let Some(open) = quote {
            let closes = letter == open && !escaped;
            escaped = letter == '\\' && !escaped;
            if closes {
                quote = None;
            }
            return None;
        }
        let outside = depth;
        match letter {
            '\'' | '"' => {
                quote = Some(letter);
                return None;
            }
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        Some((at, letter, outside.min(depth)))
    })
}

/// Where the segments of a path end, that of the root first.
fn segments(text: &str) -> Vec<usize> {
    let mut before = ' ';
    let starts = unquoted(text).filter_map(|(at, letter, depth)| {
        let starts = depth == 0 && matches!(letter, '.' | '[') && before != '.';
        before = letter;
        starts.then_some(at)
    });
    let mut ends: Vec<usize> = starts.collect();
    ends.push(text.len());
    ends
}

fn within_limits(text: &str) -> Result<(), String> {
    let deepest = unquoted(text).map(|(_, _, depth)| depth).max().unwrap_or(0);
    let mut before = (0, ' ');
    let descents = unquoted(text)
        .filter(|(at, letter, _)| {
            let descends = before == (at.wrapping_sub(1), '.') && *letter == '.';
            before = (*at, *letter);
            descends
        })
        .count();
    if text.len() > LONGEST {
        return Err(format!("that is read: it is longer than {LONGEST} bytes"));
    }
    if deepest >= DEEPEST {
        return Err(format!(
            "that is read: its brackets are nested more than {DEEPEST} deep"
        ));
    }
    if descents > DESCENTS {
        return Err(format!(
            "that is read: it has more than {DESCENTS} times `..`"
        ));
    }
    Ok(())
}
