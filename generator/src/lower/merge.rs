//! `allOf`: several schemas that hold for one value become one view.

use std::collections::BTreeSet;

use openapiv3::Schema;

use super::json_type::JsonType;
use super::view::{self, Additional, View};
use super::{Lowering, contradiction};
use crate::diagnostics::{Code, Diagnostic};
use crate::pointer::Pointer;

/// What a merge has come by.
#[derive(Default)]
pub(super) struct Merge {
    /// The schemas on the way here: one of them again is a circle.
    way: Vec<Pointer>,
    /// All schemas so far. Merging one twice changes nothing, and would take for ever where each part has two parts.
    seen: BTreeSet<Pointer>,
}

/// The view of a schema with the members of its `allOf` merged in; `None` where that was done before.
pub(super) fn merged<'d>(
    cx: &mut Lowering<'d>,
    schema: &'d Schema,
    at: &Pointer,
    merge: &mut Merge,
) -> Option<View<'d>> {
    if !merge.seen.insert(at.clone()) {
        if merge.way.contains(at) {
            let message = "this schema is a part of itself through `allOf`; that part adds nothing and is left out";
            cx.diagnostics.push(
                Diagnostic::new(Code::Repaired, at, message).help("remove one of the references"),
            );
        }
        return None;
    }
    merge.way.push(at.clone());
    let mut view = view::own(schema, at);
    for member in view::members(schema, at) {
        if let Some((member_at, member_schema)) = view::target(cx, &member)
            && let Some(part) = merged(cx, member_schema, &member_at, merge)
        {
            absorb(cx, &mut view, part, &member.at);
        }
    }
    merge.way.pop();
    Some(view)
}

/// Takes in what a member of `allOf` says beside the schema it stands in.
pub(super) fn absorb<'d>(
    cx: &mut Lowering<'d>,
    view: &mut View<'d>,
    part: View<'d>,
    member: &Pointer,
) {
    if view.contradictory || part.contradictory {
        contradiction::forget(view);
        return;
    }
    view.json_type = match (view.json_type, part.json_type) {
        (Some(JsonType::Number), Some(JsonType::Integer))
        | (Some(JsonType::Integer), Some(JsonType::Number)) => Some(JsonType::Integer),
        (Some(own), Some(other)) if own != other => {
            contradiction::report(cx, view, member, (own, other));
            contradiction::forget(view);
            return;
        }
        (own, other) => own.or(other),
    };
    view.format = view.format.take().or(part.format);
    view.values = match (view.values.is_empty(), part.values.is_empty()) {
        (true, _) => part.values,
        (_, true) => std::mem::take(&mut view.values),
        // Both lists hold: what is left are the values in both.
        _ => view
            .values
            .drain(..)
            .filter(|value| part.values.contains(value))
            .collect(),
    };
    view.told.extend(part.told);
    // What a chain of `allOf` has come by is much, and what each schema adds to it is little.
    let own = std::mem::replace(&mut view.properties, part.properties);
    for (name, mut places) in own {
        let others = view.properties.entry(name).or_default();
        places.append(others);
        *others = places;
    }
    view::add_required(view, part.required.into_iter());
    if matches!(view.additional, Additional::Unsaid) {
        view.additional = part.additional;
    }
    view.items.extend(part.items);
    // A union of which the whole is a branch already tells nothing more: a base may list the schemas that extend it.
    let mut unions = part.unions;
    unions.retain(|union| !union.list.iter().any(|branch| view.is_made_of(cx, branch)));
    view.unions.extend(unions);
    view.parts.extend(part.parts);
    for note in part.notes {
        if !view.notes.contains(&note) {
            view.notes.push(note);
        }
    }
}
