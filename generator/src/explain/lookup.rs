//! From what somebody typed to items: a Rust path or a part of one, or a JSON Pointer.

use super::Known;
use super::items::{Item, What};
use super::places;
use crate::pointer::Pointer;
use crate::spec::json::Value;
use crate::suggest;

/// How many names are suggested where nothing has the one that was asked for.
const NEAR: usize = 5;

/// What was found.
pub(super) enum Found {
    /// The items of a name, by their index.
    Items(Vec<usize>),
    /// A place, and the items that stand there, or else the nearest one around it.
    Place {
        at: Pointer,
        items: Vec<usize>,
        exact: bool,
    },
}

/// Finds what is meant; or says what is near.
pub(super) fn find(
    known: &Known<'_>,
    items: &[Item<'_>],
    question: &str,
) -> Result<Found, Vec<String>> {
    let question = question.trim();
    let pointer = question.strip_prefix('#').unwrap_or(question);
    match Pointer::parse(pointer) {
        Some(at) if question.starts_with(['#', '/']) => place(known, items, &at),
        _ => named(known, items, question),
    }
}

/// The parts of a Rust path, however it is written: `orq.identities().list()` is `identities::list`.
fn parts<'q>(known: &Known<'_>, question: &'q str) -> Vec<&'q str> {
    let written: Vec<&str> = question
        .split(['.', ':', '('])
        .map(|part| part.trim_matches([')', ' ', '`', '#']))
        .filter(|part| !part.is_empty())
        .collect();
    let surface = known.surface;
    let roots = ["crate", surface.package.library.as_str()];
    let skipped = usize::from(written.len() > 1 && roots.contains(&written[0]));
    // The client may be called by its type or, as in the examples, by that in small letters.
    let client = surface.client.name.as_str();
    let is_client = |part: &&str| part.eq_ignore_ascii_case(client);
    let rest = &written[skipped..];
    let skipped = usize::from(rest.len() > 1 && is_client(&rest[0]));
    rest[skipped..].to_vec()
}

fn named(known: &Known<'_>, items: &[Item<'_>], question: &str) -> Result<Found, Vec<String>> {
    let wanted = parts(known, question);
    let ends = |path: &str, same: fn(&str, &str) -> bool| {
        let has: Vec<&str> = path.split("::").collect();
        !wanted.is_empty()
            && has.len() >= wanted.len()
            && has[has.len() - wanted.len()..]
                .iter()
                .zip(&wanted)
                .all(|(a, b)| same(a, b))
    };
    let whole = wanted.join("::");
    let spelled = |test: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let all = items.iter().enumerate();
        all.filter(|(_, item)| item.paths.iter().any(|path| test(path)))
            .map(|(index, _)| index)
            .collect()
    };
    // The whole path, the name of an operation as the document has it, a part of a path, and the same in any case.
    let searches: [&dyn Fn(&str) -> bool; 4] = [
        &|path| path == whole || path == question,
        &|path| path.strip_prefix("models::") == Some(&whole),
        &|path| ends(path, |a, b| a == b),
        &|path| ends(path, |a, b| a.eq_ignore_ascii_case(b)),
    ];
    for search in searches {
        let found = spelled(search);
        if !found.is_empty() {
            return Ok(Found::Items(found));
        }
    }
    let last = wanted.last().copied().unwrap_or(question);
    let all = || items.iter().flat_map(|item| item.paths.iter());
    let short = |path: &str| {
        let parts: Vec<&str> = path.split("::").collect();
        parts[parts.len().saturating_sub(wanted.len().max(1))..].join("::")
    };
    let by_part: Vec<String> = all().map(|path| short(path)).collect();
    let mut near: Vec<String> = suggest::several(&whole, by_part.iter().map(String::as_str), NEAR)
        .into_iter()
        .map(str::to_owned)
        .collect();
    if near.is_empty() {
        let lasts = all().filter_map(|path| path.rsplit("::").next());
        near = suggest::several(last, lasts, NEAR)
            .into_iter()
            .map(str::to_owned)
            .collect();
    }
    Err(near)
}

fn place(known: &Known<'_>, items: &[Item<'_>], at: &Pointer) -> Result<Found, Vec<String>> {
    let document = &known.trace.document;
    // A pointer that was copied from an address is encoded.
    let plain = at
        .as_str()
        .replace("%7B", "{")
        .replace("%7D", "}")
        .replace("%20", " ");
    let decoded = Pointer::parse(&plain).unwrap_or_else(|| at.clone());
    let Some(at) = [at, &decoded]
        .into_iter()
        .find_map(|at| places::resolved(document, at))
    else {
        return Err(near_place(document, &decoded));
    };
    let exact = standing_at(items, &at);
    if !exact.is_empty() {
        return Ok(Found::Place {
            at,
            items: exact,
            exact: true,
        });
    }
    let real = places::followed(document, &at);
    let behind = standing_at(items, &real);
    if real != at && !behind.is_empty() {
        return Ok(Found::Place {
            at,
            items: behind,
            exact: true,
        });
    }
    let mut around = at.parent();
    while let Some(outer) = around {
        let found = standing_at(items, &outer);
        if !found.is_empty() {
            return Ok(Found::Place {
                at,
                items: found,
                exact: false,
            });
        }
        around = outer.parent();
    }
    Ok(Found::Place {
        at,
        items: Vec::new(),
        exact: false,
    })
}

/// The items of a place. A type that stands there tells more than the answer or body that carries it.
fn standing_at(items: &[Item<'_>], at: &Pointer) -> Vec<usize> {
    let all = items.iter().enumerate();
    let found: Vec<usize> = all
        .filter(|(_, item)| item.places.contains(at))
        .map(|(index, _)| index)
        .collect();
    let is_type = |index: &usize| matches!(items[*index].what, What::Type(_));
    if found.iter().any(is_type) {
        found.into_iter().filter(is_type).collect()
    } else {
        found
    }
}

/// The deepest place on the way that is there, with the keys below it that are near to the next step.
fn near_place(document: &Value, at: &Pointer) -> Vec<String> {
    let mut here = Pointer::root();
    for step in at.steps() {
        let real = places::followed(document, &here);
        let below = real.child(&step);
        if places::value(document, &below).is_some() {
            here = below;
            continue;
        }
        let keys = places::value(document, &real).and_then(Value::as_object);
        let keys = keys
            .into_iter()
            .flat_map(|map| map.keys().map(String::as_str));
        let near = suggest::several(&step, keys, NEAR);
        return near
            .into_iter()
            .map(|key| real.child(key).to_string())
            .collect();
    }
    Vec::new()
}
