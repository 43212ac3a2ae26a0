//! Schemas that lead back to themselves through what they are merged from.
//!
//! A component that refers to itself is found by its name, and an inline type by its place. What `allOf` puts together
//! anew at every place is known by its parts alone; and a list or a map has no definition to lead back to until one is
//! asked for.

use std::collections::BTreeMap;

use super::prose;
use super::view::View;
use super::{Lowering, Naming, Slot};
use crate::diagnostics::Code;
use crate::ir::{Docs, TypeKind, TypeRef};
use crate::pointer::Pointer;

/// How deep schemas that are merged from several may stand in each other: parts that repeat in different rhythms meet again
/// only after very many types, and the compiler follows types into each other no deeper than 128 steps.
const DEEPEST: usize = 24;

/// What is being lowered, from the outermost schema to the innermost, and the rings that were found.
#[derive(Default)]
pub(super) struct Rings {
    known: BTreeMap<Key, Ring>,
    /// How many of them are merged from several schemas.
    depth: usize,
    /// How often a schema led back to one that was being lowered, or to a ring.
    closed: usize,
}

struct Ring {
    /// What to refer to, once there is something.
    ty: Option<TypeRef>,
    /// The definition that it gets where something inside of it refers to what would have none.
    alias: Option<Alias>,
    /// Where that takes its name from.
    naming: Naming,
    /// How often a ring had been closed before.
    closed: usize,
}

/// A definition that waits for its content.
struct Alias {
    slot: Slot,
    at: Pointer,
    docs: Docs,
    deprecated: bool,
}

/// What a view is known by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The schemas that it is made of, in one order.
    parts: Vec<Pointer>,
    /// How many unions are left in it: a branch of a union may be made of the same schemas as the whole.
    unions: usize,
}

impl Key {
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut parts = view.parts.clone();
        parts.sort();
        parts.dedup();
        let unions = view.unions.len();
        Self { parts, unions }
    }

    fn is_merged(&self) -> bool {
        self.parts.len() > 1
    }
}

/// What a view is, if it is being lowered already. Otherwise it is from now on, until [`leave`].
pub(super) fn enter(
    cx: &mut Lowering<'_>,
    key: &Key,
    view: &View<'_>,
    naming: &Naming,
) -> Option<TypeRef> {
    if let Some(ring) = cx.rings.known.get(key) {
        cx.rings.closed += 1;
        if ring.ty.is_some() {
            return ring.ty.clone();
        }
        let naming = ring.naming.clone();
        let alias = Alias {
            slot: cx.slot(&view.at, &naming),
            at: view.at.clone(),
            docs: prose::of_view(view),
            deprecated: view.data.deprecated,
        };
        let ty = TypeRef::Named(alias.slot.id);
        if let Some(ring) = cx.rings.known.get_mut(key) {
            (ring.ty, ring.alias) = (Some(ty.clone()), Some(alias));
        }
        return Some(ty);
    }
    if key.is_merged() {
        if cx.rings.depth == DEEPEST {
            let message = format!(
                "merged schemas stand in each other more than {DEEPEST} deep here; what is deeper is any JSON"
            );
            cx.warn(Code::UnsupportedConstruct, &view.at, message);
            return Some(TypeRef::Any);
        }
        cx.rings.depth += 1;
    }
    let ring = Ring {
        ty: None,
        alias: None,
        naming: naming.clone(),
        closed: cx.rings.closed,
    };
    cx.rings.known.insert(key.clone(), ring);
    None
}

/// Says what to refer to while the view is still being lowered.
pub(super) fn name(cx: &mut Lowering<'_>, key: &Key, ty: &TypeRef) {
    if let Some(ring) = cx.rings.known.get_mut(key) {
        ring.ty = Some(ty.clone());
    }
}

/// Ends what [`enter`] began: the view is this type, or a definition of it where something inside of it needs one.
pub(super) fn leave(cx: &mut Lowering<'_>, key: Key, mut ty: TypeRef) -> TypeRef {
    if key.is_merged() {
        cx.rings.depth -= 1;
    }
    let Some(mut ring) = cx.rings.known.remove(&key) else {
        return ty;
    };
    if let Some(Alias {
        slot,
        at,
        docs,
        deprecated,
    }) = ring.alias.take()
    {
        cx.define(&slot, &at, docs, deprecated, TypeKind::Alias(ty));
        ty = TypeRef::Named(slot.id);
    }
    // What is part of a ring would otherwise be lowered again on every way into it.
    if cx.rings.closed > ring.closed {
        ring.ty = Some(ty.clone());
        cx.rings.known.insert(key, ring);
    }
    ty
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use crate::diagnostics::Code;
    use crate::{Input, Source, generate};

    /// The codes of all complaints about a document with these schemas; none of them is an error.
    fn complaints(schemas: &str) -> Vec<Code> {
        let text = format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{{schemas}}}}}}}"#
        );
        let name = "openapi.json";
        let document = Source { name, text: &text };
        let generated = generate(&Input::new(document), &mut |_| ());
        assert!(generated.output.is_some(), "{:?}", generated.report);
        let found = generated.report.diagnostics().iter();
        found.map(|found| found.code).collect()
    }

    #[test]
    fn rhythms_that_hardly_ever_meet_have_an_end() {
        let mut schemas = String::new();
        let rhythms = [2, 3, 5, 7];
        for length in rhythms {
            for step in 0..length {
                let next = (step + 1) % length;
                let _ = write!(
                    schemas,
                    r##""C{length}S{step}": {{"properties": {{"p": {{"allOf": [{{"$ref": "#/components/schemas/C{length}S{next}"}}, {{"properties": {{"q{step}": {{}}}}}}]}}}}}}, "##
                );
            }
        }
        let all =
            rhythms.map(|length| format!(r##"{{"$ref": "#/components/schemas/C{length}S0"}}"##));
        let _ = write!(schemas, r#""All": {{"allOf": [{}]}}"#, all.join(", "));
        assert!(complaints(&schemas).contains(&Code::UnsupportedConstruct));
    }

    #[test]
    fn many_ways_into_a_ring_are_gone_once() {
        let names: Vec<String> = (0..12).map(|number| format!("p{number}")).collect();
        let told = |own: &str| {
            let told = names
                .iter()
                .map(|name| format!(r#""{name}": {{"properties": {{"{own}{name}": {{}}}}}}"#));
            told.collect::<Vec<_>>().join(", ")
        };
        let properties = names.iter().map(|name| {
            format!(
                r##""{name}": {{"allOf": [{{"$ref": "#/components/schemas/B"}}, {{"properties": {{{}}}}}]}}"##,
                told(name)
            )
        });
        let properties: Vec<String> = properties.collect();
        complaints(&format!(
            r#""B": {{"properties": {{{}}}}}"#,
            properties.join(", ")
        ));
    }
}
