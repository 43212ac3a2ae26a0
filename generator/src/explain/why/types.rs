//! Why a type or a field is what it is.

use super::{KEPT, Why, given, name, schema, secret};
use crate::diagnostics::Place;
use crate::explain::Known;
use crate::explain::items::type_places;
use crate::explain::places;
use crate::ir::Access;
use crate::pointer::Pointer;
use crate::spec::extensions::Meaning;
use crate::surface::{Field, Filled, Kind, Lock, RustType, Type, spell};

/// The reasons of a type.
pub(super) fn of_type(known: &Known<'_>, ty: &Type) -> Vec<Why> {
    let document = &known.trace.document;
    let own = type_places(known, ty);
    let setting = known
        .settings
        .types
        .iter()
        .find(|(_, name)| **name == ty.name);
    let last = ty.pointer.last().unwrap_or_default();
    let mut reasons = vec![match setting {
        Some((key, _)) => {
            Why::new("name", "chosen in the settings").at(Place::Settings(key.span()))
        }
        None if ty
            .pointer
            .parent()
            .is_some_and(|at| at.as_str() == "/components/schemas") =>
        {
            Why::new("name", format!("after the component {last:?}")).at(&ty.pointer)
        }
        None => Why::new(
            "name",
            "made of where it stands, since its schema has no name",
        )
        .at(&ty.pointer),
    }];
    let locked = |lock: &Lock| lock.surface.types.iter().any(|known| known.name == ty.name);
    if known.lock.is_some_and(locked) {
        reasons.push(Why::new("lock", KEPT));
    }
    if !ty.formerly.is_empty() {
        let before = ty.formerly.join("`, `");
        reasons.push(Why::new(
            "before",
            format!("`{before}`, kept as deprecated by the lock"),
        ));
    }
    reasons.extend(schema(known, &own));
    let mut parts = Vec::new();
    places::each_part(document, &ty.pointer, &mut |part| parts.push(part.clone()));
    for part in parts.iter().skip(1) {
        reasons.push(
            Why::new(
                "merged",
                "a member of `allOf`, or what a reference leads to",
            )
            .at(part),
        );
    }
    let kind = match &ty.kind {
        Kind::Struct(body) | Kind::Multipart(body) => {
            let rest = match &body.rest {
                Some(rest) => format!(", and any others as {}", spell::ty(rest)),
                None => String::new(),
            };
            format!("a struct of {} fields{rest}", body.fields.len())
        }
        Kind::Texts(values) => format!("an open enum of {} texts", values.len()),
        Kind::Numbers(values) => format!("an open enum of {} numbers", values.len()),
        Kind::Union(union) => match &union.tag {
            Some(tag) => format!("a union of {}, told apart by `{tag}`", union.variants.len()),
            None => format!(
                "a union of {}, told apart by what they require",
                union.variants.len()
            ),
        },
        Kind::Alias(target) => format!("another name for {}", spell::ty(target)),
        Kind::Newtype(inner) => format!("a struct around {}", spell::ty(inner)),
    };
    reasons.push(Why::new("kind", kind));
    let used = match (ty.sent, ty.received) {
        (true, true) => "requests and answers carry it",
        (true, false) => "only requests carry it",
        (false, true) => "only answers carry it",
        (false, false) => "nothing carries it",
    };
    reasons.push(Why::new("used", used));
    reasons
}

/// The reasons of a field.
pub(super) fn of_field(known: &Known<'_>, ty: &Type, field: &Field, found: &[Pointer]) -> Vec<Why> {
    let mut reasons = vec![name(known, found, Meaning::Property, &field.name)];
    reasons.extend(schema(known, found));
    let document = &known.trace.document;
    let own = type_places(known, ty);
    let merged = own
        .iter()
        .map(|at| places::property(document, at, &field.name.wire).len())
        .max();
    if let Some(count @ 2..) = merged {
        reasons.push(Why::new(
            "merged",
            format!("{count} schemas declare it, and hold at once"),
        ));
    }
    reasons.extend(secret(known, &field.name.wire));
    reasons.push(presence(known, ty, field));
    match (&field.ty, field.nullable) {
        (RustType::Patch(_), _) => reasons.push(Why::new(
            "null",
            "nullable and optional where requests carry it: absent, null and a value are three things",
        )),
        (RustType::Option(_), true) => reasons.push(Why::new("null", "nullable: null and absent both read as `None`")),
        _ => {}
    }
    match field.access {
        Access::ReadOnly => reasons.push(Why::new("access", "`readOnly`: no request carries it")),
        Access::WriteOnly => reasons.push(Why::new("access", "`writeOnly`: no answer carries it")),
        Access::ReadWrite => {}
    }
    if let Some(value) = &field.preset {
        let message = format!("set by `new`, to {value:?}, until the setter is called");
        reasons.push(Why::new("preset", message));
    }
    reasons.push(match &field.filled {
        Filled::By(how) => given(*how, field.required),
        Filled::Constant(value) => Why::new("given", format!("set by `new`, to {value:?}")),
    });
    reasons
}

/// Why a field is required or optional.
fn presence(known: &Known<'_>, ty: &Type, field: &Field) -> Why {
    let document = &known.trace.document;
    let own = type_places(known, ty);
    let named: Vec<Pointer> = own
        .iter()
        .flat_map(|at| places::required(document, at, &field.name.wire))
        .collect();
    match (field.required, named.first()) {
        (true, Some(at)) => Why::new("required", "`required` names it").at(at),
        (true, None) => Why::new("required", "it always stands in the object"),
        (false, None) => match taken_out(known, &own, &field.name.wire) {
            Some(action) => {
                Why::new("optional", "an overlay took it out of `required`").at(action.clone())
            }
            None => Why::new("optional", "no `required` names it"),
        },
        (false, Some(at)) => Why::new(
            "optional",
            "although `required` names it: an example of the document leaves it out, or only some of the merged schemas ask for it",
        )
        .at(at),
    }
}

/// The action of an overlay that took a property out of a `required`.
fn taken_out<'k>(known: &Known<'k>, own: &[Pointer], wire: &str) -> Option<&'k Place> {
    let mut lists = Vec::new();
    for at in own {
        places::each_part(&known.trace.document, at, &mut |part| {
            lists.push(part.child("required"));
        });
    }
    let mut removed = known.trace.removed.iter();
    let found = removed.find(|removed| lists.contains(&removed.from) && removed.value == wire);
    found.map(|removed| &removed.action)
}
