//! What types look like on the wire, for unions whose branches carry no tag.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::models::Def;
use super::tokens::ident;
use super::types::{Room, ty};
use crate::ir::{Enum, EnumValues, Field, Scalar, Struct, Tag, TypeId, TypeKind, TypeRef};
use crate::surface::{is_required, resolved};

/// A shape as it stands in the table of a union.
pub(super) struct Spelled {
    pub(super) text: String,
    /// What it takes from the runtime.
    pub(super) needs: BTreeSet<&'static str>,
    /// The definition that it names.
    pub(super) named: Option<TypeId>,
}

impl Spelled {
    fn new(text: String, need: &'static str, named: Option<TypeId>) -> Self {
        Self {
            text,
            needs: BTreeSet::from([need]),
            named,
        }
    }

    fn plain(text: &str) -> Self {
        Self::new(format!("Shape::{text}"), "Shape", None)
    }
}

/// What a branch of the union `within` looks like.
pub(super) fn of(cx: Cx<'_>, within: TypeId, branch: &TypeRef) -> Spelled {
    let used = || ty(cx, branch, Room::Models);
    let named = branch.named();
    match resolved(cx.api, cx.facts, branch) {
        TypeRef::Scalar(scalar) => Spelled::plain(of_scalar(*scalar)),
        TypeRef::List(item) => of_list(cx, within, item),
        TypeRef::Map(_) => Spelled::plain("object(&[], &[])"),
        TypeRef::Foreign { is_text: true, .. } => Spelled::plain("FORMATTED"),
        TypeRef::Any | TypeRef::Foreign { .. } | TypeRef::Nullable(_) => Spelled::plain("ANY"),
        TypeRef::Named(id) => match cx.api.types.get(id).map(|def| &def.kind) {
            // An alias of a struct has its shape too, and is what this file imports.
            Some(TypeKind::Struct(_)) => {
                Spelled::new(format!("{}::SHAPE", used()), "Shaped", named)
            }
            Some(TypeKind::Enum(values)) => match values.values {
                EnumValues::Strings(_) => {
                    let text = format!("Shape::STRING.values({}::KNOWN)", used());
                    Spelled::new(text, "Shape", named)
                }
                EnumValues::Integers(_) => Spelled::plain("INTEGER"),
            },
            Some(TypeKind::Union(_)) if !leads_to(cx, *id, within) => {
                Spelled::new(format!("Shape::one_of({}::SHAPES)", used()), "Shape", named)
            }
            Some(TypeKind::Union(_) | TypeKind::Alias(_) | TypeKind::Multipart(_)) | None => {
                Spelled::plain("ANY")
            }
        },
    }
}

fn of_scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "BOOLEAN",
        Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => "INTEGER",
        Scalar::Number => "NUMBER",
        Scalar::Timestamp | Scalar::Date | Scalar::DateTime | Scalar::Uuid | Scalar::Url => {
            "FORMATTED"
        }
        Scalar::String | Scalar::Secret | Scalar::Base64 | Scalar::Binary | Scalar::File => {
            "STRING"
        }
    }
}

fn of_list(cx: Cx<'_>, within: TypeId, item: &TypeRef) -> Spelled {
    let mut inside = of(cx, within, item);
    if inside.text == "Shape::ANY" {
        return Spelled::plain("ARRAY");
    }
    inside.text = format!("Shape::list(&[{}])", inside.text);
    inside.needs.insert("Shape");
    inside
}

/// Whether the table of a union can be reached from that of another one: a constant can't contain itself.
fn leads_to(cx: Cx<'_>, from: TypeId, to: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        if !seen.insert(id) {
            continue;
        }
        if let Some(TypeKind::Union(union)) = cx.api.types.get(&id).map(|def| &def.kind)
            && union.tag == Tag::Untagged
        {
            open.extend(
                union
                    .variants
                    .iter()
                    .filter_map(|variant| item(cx, &variant.ty)),
            );
        }
    }
    false
}

/// The definition that decides what a branch looks like: its own, or that of the items of a list.
fn item(cx: Cx<'_>, branch: &TypeRef) -> Option<TypeId> {
    let mut current = resolved(cx.api, cx.facts, branch);
    for _ in 0..cx.api.types.len() {
        match current {
            TypeRef::Named(id) => return Some(*id),
            TypeRef::List(inner) => current = resolved(cx.api, cx.facts, inner),
            TypeRef::Map(_)
            | TypeRef::Nullable(_)
            | TypeRef::Scalar(_)
            | TypeRef::Foreign { .. }
            | TypeRef::Any => {
                return None;
            }
        }
    }
    None
}

/// The shape of a struct.
pub(super) fn of_struct(cx: Cx<'_>, def: Def<'_>, fields: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let required = fields
        .fields
        .iter()
        .filter(|field| is_required(field))
        .map(|field| &field.name.wire);
    let known = fields.fields.iter().map(|field| &field.name.wire);
    let (tags, hints): (Vec<_>, Vec<_>) = fields
        .fields
        .iter()
        .filter_map(|field| texts(cx, field))
        .partition(|(single, _)| *single);
    let list = |name: &str, rows: Vec<(bool, TokenStream)>| {
        let (name, rows) = (ident(name), rows.into_iter().map(|(_, row)| row));
        (rows.len() > 0).then(|| quote!(.#name(&[#(#rows),*])))
    };
    let (tags, hints) = (list("tags", tags), list("hints", hints));
    let open = fields.rest.as_ref().map(|_| quote!(.open()));
    quote! {
        impl Shaped for #name {
            const SHAPE: Shape = Shape::object(&[#(#required),*], &[#(#known),*])#open #tags #hints;
        }
    }
}

/// The texts that a property usually has, and whether it is only one.
fn texts(cx: Cx<'_>, field: &Field) -> Option<(bool, TokenStream)> {
    let wire = &field.name.wire;
    if let Some(only) = field.only {
        let only = only.to_string();
        return Some((true, quote!((#wire, &[#only]))));
    }
    let TypeRef::Named(id) = resolved(cx.api, cx.facts, field.ty.non_null()) else {
        return None;
    };
    let TypeKind::Enum(Enum { values }) = &cx.api.types.get(id)?.kind else {
        return None;
    };
    Some(match values {
        EnumValues::Strings(values) => {
            let used = ty(cx, field.ty.non_null(), Room::Models);
            (values.len() == 1, quote!((#wire, #used::KNOWN)))
        }
        EnumValues::Integers(values) => {
            let texts = values.iter().map(|value| value.wire.to_string());
            (values.len() == 1, quote!((#wire, &[#(#texts),*])))
        }
    })
}
