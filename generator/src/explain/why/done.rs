//! What the run did to a place: rules, overlays and repairs that touched it, and complaints about it.

use super::{Known, Why, schema_places};
use crate::diagnostics::{Code, Place, SourceId};
use crate::pointer::Pointer;

/// The normalization rules that changed what stands at some places.
pub(super) fn rules(known: &Known<'_>, found: &[Pointer]) -> Vec<Why> {
    let schemas = schema_places(found);
    let mut reasons = Vec::new();
    for at in found.iter().chain(&schemas) {
        for rule in known.trace.rules.get(at).into_iter().flatten() {
            reasons.push(
                Why::new(
                    "rule",
                    format!("{rule}: rewritten in the shapes of OpenAPI 3.0"),
                )
                .at(at),
            );
        }
    }
    reasons
}

/// What overlays did: pieces that come from one, and pieces that stand elsewhere in the file.
pub(super) fn overlays(known: &Known<'_>, found: &[Pointer]) -> Vec<Why> {
    let mut reasons = Vec::new();
    for at in found {
        let origin = known.report.origin(at);
        let name = known.report.source_name(origin.0);
        let mut overlays = known.input.overlays.iter();
        let text = if overlays.any(|overlay| Some(overlay.name) == name) {
            let action = origin.1.steps().nth(1).unwrap_or_default();
            format!("written by the overlay, /actions/{action}")
        } else if origin.0 != SourceId::DOCUMENT {
            format!("from another file, {}", name.unwrap_or_default())
        } else if origin.1 != *at {
            format!(
                "moved by the overlay: in the file it stands at {}",
                origin.1
            )
        } else {
            continue;
        };
        reasons.push(Why::new("overlay", text).at(at));
    }
    reasons
}

pub(super) fn repairs(known: &Known<'_>, found: &[Pointer]) -> Vec<Why> {
    let schemas = schema_places(found);
    let near = |edited: &Pointer| {
        let around = edited.parent().unwrap_or_default();
        found
            .iter()
            .chain(&schemas)
            .any(|at| at == edited || *at == around)
    };
    known
        .repairs
        .iter()
        .filter_map(|repair| {
            let edit = repair.edits.iter().find(|edit| near(&edit.at))?;
            Some(Why::new("repaired", repair.why.as_str()).at(&edit.at))
        })
        .collect()
}

/// What else the generator has to say about it.
pub(super) fn complaints(known: &Known<'_>, found: &[Pointer]) -> Vec<Why> {
    let about = |place: &Place| match place {
        Place::Document(at) => found
            .iter()
            .any(|known| known == at || at.parent().as_ref() == Some(known)),
        _ => false,
    };
    known
        .report
        .diagnostics()
        .iter()
        .filter(|complaint| complaint.code != Code::Repaired)
        .filter_map(|complaint| {
            let mut places = std::iter::once(&complaint.place).chain(&complaint.also);
            let place = places.find(|place| about(place))?;
            let text = format!(
                "{}[{}]: {}",
                complaint.severity,
                complaint.code.slug(),
                complaint.message
            );
            Some(Why::new("complaint", text).at(place.clone()))
        })
        .collect()
}
