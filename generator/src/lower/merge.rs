//! `allOf`: several schemas that hold for one value become one view.

use std::collections::BTreeSet;

use openapiv3::Schema;

use super::json_type::JsonType;
use super::view::{self, Additional, View};
use super::{Lowering, contradiction};
use crate::diagnostics::{Code, Diagnostic};
use crate::pointer::Pointer;

/// How deep `allOf` may lead. Each schema on the way takes in what all below it say, which in documents that people write are few.
const DEEPEST: usize = 100;

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
    if merge.way.len() == DEEPEST {
        let message =
            format!("`allOf` leads to this {DEEPEST} schemas deep; what it says is left out there");
        cx.warn(Code::UnsupportedConstruct, at, message);
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

#[cfg(test)]
mod tests {
    use super::DEEPEST;
    use crate::{Input, Source};

    fn report(deep: usize) -> String {
        let schemas: String = (1..deep)
            .map(|at| {
                format!(
                    "    S{at}: {{allOf: [{{$ref: '#/components/schemas/S{}'}}]}}\n",
                    at - 1
                )
            })
            .collect();
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: Deep, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    S0: {{type: object, properties: {{p: {{type: string}}}}}}\n{schemas}"
        );
        let source = Source {
            name: "deep.yaml",
            text: &text,
        };
        let (_, report) = crate::ir_text(&Input::new(source), &mut |_| {});
        report.render(false, true)
    }

    #[test]
    fn merging_ends_where_nobody_looks() {
        assert_eq!(report(DEEPEST).matches("schemas deep").count(), 0);
        assert_eq!(report(DEEPEST + 3).matches("schemas deep").count(), 3);
    }
}
