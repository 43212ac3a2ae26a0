//! Places in the document as it was read, through references.

use crate::pointer::Pointer;
use crate::spec::json::Value;
use crate::spec::media_types;

/// How many references and members of `allOf` are gone through in search of one thing.
const STEPS: usize = 200;

/// The value at a place.
pub(super) fn value<'v>(document: &'v Value, at: &Pointer) -> Option<&'v Value> {
    document.pointer(at.as_str())
}

/// Where something really stands: references at the place itself are followed.
pub(super) fn followed(document: &Value, at: &Pointer) -> Pointer {
    let mut at = at.clone();
    for _ in 0..STEPS {
        let target = value(document, &at)
            .and_then(|value| value.get("$ref")?.as_str()?.strip_prefix('#'))
            .and_then(Pointer::parse)
            .filter(|target| value(document, target).is_some());
        match target {
            Some(target) => at = target,
            None => break,
        }
    }
    at
}

/// Where a body says what it is in a media type, however the document writes that.
pub(super) fn media_type(document: &Value, body: &Pointer, media_type: &str) -> Pointer {
    let at = body.child("content");
    let content = value(document, &at).and_then(Value::as_object);
    let mut meanings = content
        .into_iter()
        .flat_map(|content| media_types::meanings_in(content));
    let key = meanings.find(|(_, meant)| meant.as_deref() == Some(media_type));
    at.child(key.map_or(media_type, |(key, _)| key))
}

/// A place as it really stands, references on the way followed too; `None` where nothing stands there.
pub(super) fn resolved(document: &Value, at: &Pointer) -> Option<Pointer> {
    if value(document, at).is_some() {
        return Some(at.clone());
    }
    at.steps().try_fold(Pointer::root(), |at, step| {
        let at = followed(document, &at);
        let below = at.child(&step);
        value(document, &below).map(|_| below)
    })
}

/// Every place that declares a property of a schema: its own, and those of the schemas that hold with it.
pub(super) fn property(document: &Value, schema: &Pointer, name: &str) -> Vec<Pointer> {
    let mut found = Vec::new();
    each_part(document, schema, &mut |part| {
        let at = part.child("properties").child(name);
        if value(document, &at).is_some() {
            found.push(at);
        }
    });
    found
}

/// Every place whose `required` names a property of a schema.
pub(super) fn required(document: &Value, schema: &Pointer, name: &str) -> Vec<Pointer> {
    let mut found = Vec::new();
    each_part(document, schema, &mut |part| {
        let at = part.child("required");
        let names = value(document, &at).and_then(Value::as_array);
        if names.is_some_and(|names| names.iter().any(|other| other == name)) {
            found.push(at);
        }
    });
    found
}

/// Sees a schema and all that hold with it: what references lead to, and members of `allOf`.
pub(super) fn each_part(document: &Value, schema: &Pointer, see: &mut impl FnMut(&Pointer)) {
    let mut open = vec![schema.clone()];
    let mut seen = Vec::new();
    while let Some(at) = open.pop() {
        let real = followed(document, &at);
        if seen.contains(&real) || seen.len() > STEPS {
            continue;
        }
        see(&real);
        let members = value(document, &real.child("allOf")).and_then(Value::as_array);
        let count = members.map_or(0, Vec::len);
        open.extend(
            (0..count)
                .rev()
                .map(|index| real.child("allOf").index(index)),
        );
        seen.push(real);
    }
}

/// The parameter of an operation, by its name and place: its own list, then that of the path.
pub(super) fn parameter(
    document: &Value,
    operation: &Pointer,
    name: &str,
    place: &str,
) -> Vec<Pointer> {
    let lists = [Some(operation.clone()), operation.parent()];
    let mut found = Vec::new();
    for list in lists.into_iter().flatten() {
        let list = list.child("parameters");
        let count = value(document, &list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        for index in 0..count {
            let at = list.index(index);
            let real = followed(document, &at);
            let says = |key: &str, word: &str| {
                let said = value(document, &real).and_then(|value| value.get(key)?.as_str());
                said.is_some_and(|said| said.eq_ignore_ascii_case(word))
            };
            if says("name", name) && says("in", place) {
                found.push(at.clone());
                if real != at {
                    found.push(real);
                }
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}
