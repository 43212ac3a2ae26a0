//! Objects with named properties.

use std::collections::BTreeSet;

use super::schema::{self, Within};
use super::view::{self, Additional, Located, Node, View};
use super::{Lowering, Naming, constants, prose, secrets};
use crate::ir::{Access, Docs, Field, Name, Presence, Struct, TypeRef};
use crate::names::{self, Scope};
use crate::spec::extensions::{self, Meaning};

/// Builds a struct: required fields in the order of `required`, then the others by name.
pub(super) fn build<'d>(cx: &mut Lowering<'d>, view: &View<'d>, within: &Within<'_>) -> Struct {
    let mut order: Vec<&'d str> = view
        .required
        .iter()
        .copied()
        .filter(|name| view.properties.contains_key(name))
        .collect();
    order.extend(
        view.properties
            .keys()
            .filter(|name| !view.required.contains(name)),
    );
    let declared = |name: &&str| view.properties.contains_key(*name);
    if !view.required.iter().all(declared) {
        let message = "a name in `required` that no property has, has no effect";
        cx.ignored(view.at.child("required"), message);
    }
    let rest = rest(cx, view, within);
    let named: Vec<_> = order.iter().map(|wire| (*wire, word(view, wire))).collect();
    let called = names::called(&named);
    let rust = names::value_names(&called, Scope::fields(rest.is_some()));
    let fields = order
        .iter()
        .zip(called.iter().zip(rust))
        .map(|(wire, (called, rust))| {
            let naming = Naming::new(within.name, called, within.module);
            field(cx, view, wire, rust, &naming)
        })
        .collect();
    Struct { fields, rest }
}

/// The word that a vendor has for a property, in one of its places.
fn word<'d>(view: &View<'d>, wire: &str) -> Option<&'d str> {
    let places = view.properties.get(wire).into_iter().flatten();
    let mut said = places.filter_map(|place| match place.node {
        Node::Schema(schema) => {
            let data = &schema.schema_data;
            extensions::name(Meaning::Property, |key| data.extensions.get(key))
        }
        Node::Ref(_) => None,
    });
    said.next().map(|(_, name)| name)
}

fn field<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    wire: &str,
    rust: String,
    naming: &Naming,
) -> Field {
    let places = view.properties.get(wire).cloned().unwrap_or_default();
    let at = view.at.child("properties").child(wire);
    let ty = schema::use_of_all(cx, &places, &at, naming);
    let ty = secrets::concealed(cx, wire, &at, &places, ty);
    let required = view.required.contains(&wire);
    let relaxed = places.iter().any(|place| cx.relaxed.contains(&place.at));
    let only = constants::only_flag(cx, &places);
    let presence = match required && !relaxed {
        true if only.is_some() || constants::has_one_value(cx, &places) => Presence::Constant,
        true => Presence::Required,
        false => Presence::Optional,
    };
    let deprecated = places.iter().any(|place| match place.node {
        Node::Schema(schema) => schema.schema_data.deprecated,
        Node::Ref(_) => false,
    });
    Field {
        name: Name {
            wire: wire.to_owned(),
            rust,
        },
        docs: docs(&places),
        ty,
        presence,
        only,
        tag: None,
        access: access(cx, &places),
        deprecated,
    }
}

/// Which side sends a property, by what its schemas say or the schemas that they only name.
fn access(cx: &Lowering<'_>, places: &[Located<'_>]) -> Access {
    let (mut read_only, mut write_only) = (false, false);
    let mut seen = BTreeSet::new();
    let mut open = places.to_vec();
    while let Some(place) = open.pop() {
        if let Some((at, schema)) = view::target(cx, &place)
            && seen.insert(at.clone())
        {
            read_only |= schema.schema_data.read_only;
            write_only |= schema.schema_data.write_only;
            let node = Node::Schema(schema);
            open.extend(schema::pass_through(&Located { at, node }));
        }
    }
    match (read_only, write_only) {
        (true, false) => Access::ReadOnly,
        (false, true) => Access::WriteOnly,
        // Both at once contradict each other; the property is then no more special than any other.
        _ => Access::ReadWrite,
    }
}

/// The first words and the first example that the places of a property have.
fn docs(places: &[Located<'_>]) -> Docs {
    let all: Vec<Docs> = places.iter().map(prose::of_use).collect();
    let examples = || all.iter().filter_map(|docs| docs.example.as_ref());
    let example = examples().find(|example| example.given().is_some());
    let example = example.or_else(|| examples().next()).cloned();
    let said = all.iter().find(|docs| !docs.is_empty());
    Docs {
        example,
        ..said.cloned().unwrap_or_default()
    }
}

/// The type of unnamed properties, where the document allows them in so many words.
fn rest<'d>(cx: &mut Lowering<'d>, view: &View<'d>, within: &Within<'_>) -> Option<TypeRef> {
    match &view.additional {
        Additional::Unsaid | Additional::Forbidden => None,
        Additional::Anything => Some(TypeRef::Any),
        Additional::Schema(values) => {
            let naming = Naming::new(within.name, "additional", within.module);
            Some(schema::use_of(cx, values, &naming))
        }
    }
}
