//! Unions: `oneOf` and `anyOf`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::models::Def;
use super::tokens::{self, ident};
use super::types::{Room, ty};
use super::{Cx, Item, docs, origin};
use crate::ir::{EnumValues, Scalar, Tag, TypeKind, TypeRef, Union, Variant};
use crate::surface::{converts, resolved};

/// Adds a union, the table that the runtime reads it by, and conversions from its branches.
pub(super) fn emit(cx: Cx<'_>, def: Def<'_>, union: &Union, items: &mut Vec<Item>) {
    let fallback = origin::sentence(&def);
    let (docs, name, deprecated) = (
        docs::outer(&def.docs, &fallback),
        ident(&def.name),
        tokens::deprecated(def.deprecated),
    );
    let variants = union.variants.iter().enumerate().map(|(index, variant)| {
        let (docs, name) = (
            docs::outer(&variant.docs, &variant_docs(union, variant)),
            ident(&variant.rust),
        );
        let held = held(cx, def, index, variant);
        quote!(#docs #name(#held))
    });
    items.push(Item::Plain(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #deprecated
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// Anything else that the server sends; it is written back unchanged.
            Unknown(serde_json::Value),
        }
    }));
    items.push(table(cx, def, union));
    for (index, variant) in union.variants.iter().enumerate() {
        if converts(cx.api, cx.facts, union, variant) {
            items.push(Item::Plain(conversion(cx, def, index, variant)));
        }
    }
}

/// What the file must import from the runtime.
pub(super) fn runtime_names(cx: Cx<'_>, union: &Union) -> Vec<&'static str> {
    match union.tag {
        Tag::Field(_) => vec!["tagged_union"],
        Tag::Untagged => {
            let shapes: Vec<String> = union
                .variants
                .iter()
                .map(|variant| shape(cx, &variant.ty))
                .collect();
            let plain = shapes
                .iter()
                .any(|shape| shape.starts_with("Shape::"))
                .then_some("Shape");
            let of_structs = shapes
                .iter()
                .any(|shape| shape.ends_with("::SHAPE"))
                .then_some("Shaped");
            ["untagged_union"]
                .into_iter()
                .chain(plain)
                .chain(of_structs)
                .collect()
        }
    }
}

fn variant_docs(union: &Union, variant: &Variant) -> String {
    match &union.tag {
        Tag::Field(field) => {
            let tags: Vec<String> = variant
                .tags
                .iter()
                .map(|tag| docs::code(&format!("{tag:?}")))
                .collect();
            format!("{} is {}.", docs::code(field), tags.join(" or "))
        }
        Tag::Untagged => format!("The branch `{}`.", variant.rust),
    }
}

fn held(cx: Cx<'_>, def: Def<'_>, index: usize, variant: &Variant) -> TokenStream {
    let held = ty(cx, &variant.ty, Room::Models);
    if is_boxed(cx, def, index) {
        quote!(Box<#held>)
    } else {
        held
    }
}

fn is_boxed(cx: Cx<'_>, def: Def<'_>, index: usize) -> bool {
    cx.facts.boxed.contains(&(def.id, index))
}

fn table(cx: Cx<'_>, def: Def<'_>, union: &Union) -> Item {
    match &union.tag {
        Tag::Field(field) => {
            let rows = union.variants.iter().map(|variant| {
                let tags: Vec<String> = variant
                    .tags
                    .iter()
                    .map(|tag| Literal::string(tag).to_string())
                    .collect();
                format!("{} = {}", variant.rust, tags.join(" | "))
            });
            let head = format!("{} by {}", def.name, Literal::string(field));
            Item::Table {
                name: "tagged_union",
                head,
                rows: rows.collect(),
            }
        }
        Tag::Untagged => {
            let rows = union
                .variants
                .iter()
                .map(|variant| format!("{}: {}", variant.rust, shape(cx, &variant.ty)));
            Item::Table {
                name: "untagged_union",
                head: def.name.clone(),
                rows: rows.collect(),
            }
        }
    }
}

/// What a branch requires of a value before it is tried.
fn shape(cx: Cx<'_>, branch: &TypeRef) -> String {
    let name = match resolved(cx.api, cx.facts, branch) {
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Boolean => "BOOLEAN",
            Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => "INTEGER",
            Scalar::Number => "NUMBER",
            Scalar::String
            | Scalar::Secret
            | Scalar::Timestamp
            | Scalar::Date
            | Scalar::Uuid
            | Scalar::Base64
            | Scalar::Binary
            | Scalar::File => "STRING",
        },
        TypeRef::List(_) => "ARRAY",
        TypeRef::Map(_) => return "Shape::object(&[], &[])".to_owned(),
        TypeRef::Any | TypeRef::Nullable(_) => "ANY",
        TypeRef::Named(id) => match cx.api.types.get(id) {
            Some(def) => match &def.kind {
                // An alias of a struct has its shape too, and is what this file imports.
                TypeKind::Struct(_) => return format!("{}::SHAPE", ty(cx, branch, Room::Models)),
                TypeKind::Enum(values) => match values.values {
                    EnumValues::Strings(_) => {
                        return format!(
                            "Shape::STRING.values({}::KNOWN)",
                            ty(cx, branch, Room::Models)
                        );
                    }
                    EnumValues::Integers(_) => "INTEGER",
                },
                TypeKind::Alias(_) | TypeKind::Union(_) | TypeKind::Multipart(_) => "ANY",
            },
            None => "ANY",
        },
    };
    format!("Shape::{name}")
}

fn conversion(cx: Cx<'_>, def: Def<'_>, index: usize, variant: &Variant) -> TokenStream {
    let (name, branch) = (ident(&def.name), ident(&variant.rust));
    let held = ty(cx, &variant.ty, Room::Models);
    let value = if is_boxed(cx, def, index) {
        quote!(Box::new(value))
    } else {
        quote!(value)
    };
    quote! {
        impl From<#held> for #name {
            fn from(value: #held) -> Self {
                Self::#branch(#value)
            }
        }
    }
}
