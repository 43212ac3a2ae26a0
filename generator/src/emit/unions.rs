//! Unions: `oneOf` and `anyOf`.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::models::Def;
use super::tokens::{self, ident};
use super::types::{Room, ty};
use super::{Cx, Item, Member, docs, origin, shapes};
use crate::ir::{Tag, TypeId, Union, Variant};
use crate::surface;

/// Adds a union, the table that the runtime reads it by, and conversions from its branches.
pub(super) fn emit(cx: Cx<'_>, def: Def<'_>, union: &Union, items: &mut Vec<Item>) {
    let fallback = origin::sentence(&def);
    let (docs, name, deprecated) = (
        docs::text(&def.docs, &fallback),
        ident(&def.name),
        tokens::deprecated(def.deprecated),
    );
    let variants = union.variants.iter().enumerate().map(|(index, variant)| {
        let (docs, name) = (
            docs::text(&variant.docs, &variant_docs(union, variant)),
            ident(&variant.rust),
        );
        let held = held(cx, def, index, variant);
        let code = quote!(#name(#held));
        Member { docs, code }
    });
    let unknown = quote! {
        /// Anything else that the server sends; it is written back unchanged.
        Unknown(serde_json::Value)
    };
    let code = quote! {
        #[derive(Clone, Debug, PartialEq)]
        #deprecated
        #[non_exhaustive]
        pub enum #name
    };
    let header = Member { docs, code };
    items.push(Item::Block(
        header,
        variants.chain([unknown.into()]).collect(),
    ));
    items.push(table(cx, def, union));
    items.extend(conversions(cx, def, union));
}

/// What the file must import from the runtime, and the definitions that the table names.
pub(super) fn needs(
    cx: Cx<'_>,
    def: Def<'_>,
    union: &Union,
) -> (BTreeSet<&'static str>, BTreeSet<TypeId>) {
    let mut runtime = BTreeSet::new();
    if converting(cx, union).next().is_some() {
        runtime.insert("conversions");
    }
    match union.tag {
        Tag::Field(_) => {
            runtime.insert("tagged_union");
            (runtime, BTreeSet::new())
        }
        Tag::Untagged => {
            let mut named = BTreeSet::new();
            runtime.insert("untagged_union");
            for variant in &union.variants {
                let shape = shapes::of(cx, def.id, &variant.ty);
                runtime.extend(shape.needs);
                named.extend(shape.named);
            }
            (runtime, named)
        }
    }
}

fn variant_docs(union: &Union, variant: &Variant) -> String {
    match &union.tag {
        Tag::Field(field) if variant.tags.is_empty() => {
            format!("{} is anything else, or missing.", docs::code(field))
        }
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
            let (told, others): (Vec<&Variant>, Vec<&Variant>) = union
                .variants
                .iter()
                .partition(|variant| !variant.tags.is_empty());
            let rows = told.iter().map(|variant| {
                let tags: Vec<String> = variant
                    .tags
                    .iter()
                    .map(|tag| Literal::string(tag).to_string())
                    .collect();
                format!("{} = {}", variant.rust, tags.join(" | "))
            });
            let mut head = format!("{} by {}", def.name, Literal::string(field));
            for variant in others {
                head.push_str(&format!(" else {}", variant.rust));
            }
            Item::Table {
                name: "tagged_union",
                head,
                rows: rows.collect(),
            }
        }
        Tag::Untagged => {
            let rows = union.variants.iter().map(|variant| {
                format!(
                    "{}: {}",
                    variant.rust,
                    shapes::of(cx, def.id, &variant.ty).text
                )
            });
            Item::Table {
                name: "untagged_union",
                head: def.name.clone(),
                rows: rows.collect(),
            }
        }
    }
}

/// The table of the branches that turn into the union by themselves.
fn conversions(cx: Cx<'_>, def: Def<'_>, union: &Union) -> Option<Item> {
    let rows: Vec<String> = converting(cx, union)
        .map(|(index, variant)| {
            let boxed = if is_boxed(cx, def, index) {
                " boxed"
            } else {
                ""
            };
            let held = ty(cx, &variant.ty, Room::Models).to_string();
            // Types have no words that a space keeps apart.
            let held = held.replace(' ', "").replace(',', ", ");
            format!("{}{boxed} = {held}", variant.rust)
        })
        .collect();
    (!rows.is_empty()).then(|| Item::Table {
        name: "conversions",
        head: def.name.clone(),
        rows,
    })
}

fn converting<'a>(cx: Cx<'a>, union: &'a Union) -> impl Iterator<Item = (usize, &'a Variant)> {
    let converts = surface::converting(cx.api, cx.facts, union);
    let all = union.variants.iter().enumerate().zip(converts);
    all.filter(|(_, converts)| *converts).map(|(one, _)| one)
}
