//! Where a reference leads, across files.

use std::collections::BTreeSet;

use super::Bundle;
use super::files::anchored;
use crate::diagnostics::SourceId;
use crate::pointer::Pointer;
use crate::spec::anchors::percent_decoded;
use crate::spec::json::Value;
use crate::spec::keywords::Kind;

/// Where a reference leads.
pub(super) enum Found {
    /// To a place of the document, in words that the document itself understands.
    Inside,
    /// To a place of a file.
    At(SourceId, Pointer),
}

/// Why a reference leads nowhere, and the reference in words that don't depend on the file it stands in.
pub(super) struct Failure {
    pub(super) text: String,
    pub(super) why: String,
}

impl Bundle<'_> {
    /// Where a reference in a file leads.
    pub(super) fn locate(&mut self, text: &str, file: SourceId) -> Result<Found, Failure> {
        let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
        if file == SourceId::DOCUMENT {
            let own = self.files.value(SourceId::DOCUMENT);
            if address.is_empty() || self.anchors.pointer(text, own).is_some() {
                return Ok(Found::Inside);
            }
        }
        let fail = |name: &str, why: String| Failure {
            text: if fragment.is_empty() {
                name.to_owned()
            } else {
                format!("{name}#{fragment}")
            },
            why,
        };
        let target = if address.is_empty() {
            file
        } else {
            match self.files.open(address, file, self.diagnostics) {
                Ok(target) => target,
                // A bare word is the name of a component that lacks its pointer.
                Err(_) if !address.contains(['.', '/', ':']) => {
                    return Err(fail(address, String::new()));
                }
                Err(why) => return Err(fail(address, why)),
            }
        };
        let value = self.files.value(target);
        if let Some(at) = place(value, fragment) {
            return Ok(Found::At(target, at));
        }
        // Pieces that were cut out of a document often go on to speak of its components.
        let own = self.files.value(SourceId::DOCUMENT);
        if let Some(at) = place(own, fragment).filter(|_| address.is_empty()) {
            return Ok(Found::At(SourceId::DOCUMENT, at));
        }
        let name = self.files.name(target).to_owned();
        Err(fail(
            &name,
            format!("nothing stands at `#{fragment}` in {name}"),
        ))
    }

    /// The place in another file, or in the document, that a chain of references leads to; none where it fails or stays
    /// inside the document all along.
    pub(super) fn follow(
        &mut self,
        kind: Kind,
        text: &str,
        file: SourceId,
    ) -> Option<(SourceId, Pointer)> {
        let mut seen = BTreeSet::new();
        let mut place = match self.locate(text, file) {
            Ok(Found::At(file, at)) => (file, at),
            Ok(Found::Inside) | Err(_) => return None,
        };
        while place.0 != SourceId::DOCUMENT && seen.insert(place.clone()) {
            let Some(Value::Object(map)) = raw(self.files.value(place.0), &place.1) else {
                break;
            };
            let alone = map.len() == 1 || kind != Kind::Schema;
            let Some(text) = map.get("$ref").and_then(Value::as_str).filter(|_| alone) else {
                break;
            };
            let text = text.to_owned();
            match self.locate(&text, place.0) {
                Ok(Found::At(file, at)) => place = (file, at),
                Ok(Found::Inside) | Err(_) => break,
            }
        }
        Some(place)
    }
}

/// The pointer that a fragment means in a value, where something stands there.
fn place(value: &Value, fragment: &str) -> Option<Pointer> {
    if fragment.is_empty() || fragment == "/" {
        return Some(Pointer::root());
    }
    let decoded = percent_decoded(fragment);
    for text in [fragment, decoded.as_str()] {
        // `file.yaml#Name` and `file.yaml#definitions/Name` lack their slash.
        let pointer = Pointer::parse(text).or_else(|| Pointer::parse(&format!("/{text}")));
        if let Some(at) = pointer.filter(|at| raw(value, at).is_some()) {
            return Some(at);
        }
    }
    (!fragment.starts_with('/'))
        .then(|| anchored(value, fragment, &Pointer::root()))
        .flatten()
}

/// What stands at a pointer, whatever it is.
pub(super) fn raw<'v>(value: &'v Value, at: &Pointer) -> Option<&'v Value> {
    at.steps().try_fold(value, |value, step| match value {
        Value::Object(map) => map.get(&step),
        Value::Array(list) => list.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}
