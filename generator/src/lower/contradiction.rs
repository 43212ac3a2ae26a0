//! Members of `allOf` that ask for different JSON types.

use super::Lowering;
use super::json_type::JsonType;
use super::view::{Additional, View};
use crate::diagnostics::{Code, Diagnostic};
use crate::pointer::Pointer;

/// Complains about a member that asks for another type than the schema it is merged into.
pub(super) fn report(
    cx: &mut Lowering<'_>,
    view: &View<'_>,
    member: &Pointer,
    (own, other): (JsonType, JsonType),
) {
    let types = format!("{own:?} and for {other:?}").to_lowercase();
    let message =
        format!("`allOf` asks for {types} at once: no value is both, so any JSON value is taken");
    cx.diagnostics.push(
        Diagnostic::new(Code::TypeConflict, member, message)
            .related(view.at.clone(), "the schema that it contradicts")
            .help("use `oneOf` where either type is meant"),
    );
}

/// Leaves nothing but prose: a type made of one side would refuse what the other side sends.
pub(super) fn forget(view: &mut View<'_>) {
    view.contradictory = true;
    view.json_type = None;
    view.format = None;
    view.values.clear();
    view.properties.clear();
    view.required.clear();
    view.additional = Additional::Unsaid;
    view.items.clear();
    view.unions.clear();
}
