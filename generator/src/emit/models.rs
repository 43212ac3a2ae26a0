//! The files under `models`: one for each component and for each operation with types of its own.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{self, ident};
use super::types::{Room, spelled};
use super::{Cx, Item, Module, docs, enums, multipart, origin, structs, unions};
use crate::analyze;
use crate::ir;
use crate::ir::{EnumValues, Scalar, Struct, TypeDef, TypeId, TypeKind, TypeRef};
use crate::surface::{Seat, alias_target, resolved, taken};

/// A definition and its id.
#[derive(Clone, Copy)]
pub(super) struct Def<'a> {
    pub(super) id: TypeId,
    def: &'a TypeDef,
}

impl std::ops::Deref for Def<'_> {
    type Target = TypeDef;

    fn deref(&self) -> &TypeDef {
        self.def
    }
}

/// `src/generated/models/mod.rs`: the modules under each condition, and what they export.
pub(super) fn root(cx: Cx<'_>) -> Module {
    let mut gates: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, module) in &cx.facts.modules {
        let names = gates.entry(tokens::condition(&module.gate)).or_default();
        names.push(name.clone());
    }
    let import = (!gates.is_empty()).then(|| {
        Item::Plain(quote!(
            use crate::modules;
        ))
    });
    let tables = gates.into_iter().map(|(head, rows)| Item::Table {
        name: "modules",
        head,
        rows,
    });
    Module {
        inner: docs::inner("The types of requests and answers."),
        items: import.into_iter().chain(tables).collect(),
    }
}

fn defs<'a>(cx: Cx<'a>, module: &'a analyze::Module) -> impl Iterator<Item = Def<'a>> {
    let known = |id: &TypeId| cx.api.types.get(id).map(|def| Def { id: *id, def });
    module.types.iter().filter_map(known)
}

/// The file of a module under `models`.
pub(super) fn file(cx: Cx<'_>, name: &str, module: &analyze::Module) -> Module {
    let defs: Vec<Def<'_>> = defs(cx, module).collect();
    let mut items = imports(cx, name, &defs);
    for def in defs {
        definition(cx, def, &mut items);
        items.extend(def.formerly.iter().map(|name| former(&def, name)));
    }
    Module {
        inner: TokenStream::new(),
        items,
    }
}

fn definition(cx: Cx<'_>, def: Def<'_>, items: &mut Vec<Item>) {
    match &def.kind {
        TypeKind::Struct(fields) => structs::emit(cx, def, fields, items),
        TypeKind::Multipart(body) => multipart::emit(cx, def, body, items),
        TypeKind::Enum(values) => enums::emit(&def, values, items),
        TypeKind::Union(union) => unions::emit(cx, def, union, items),
        TypeKind::Alias(target) => items.push(Item::Plain(alias(cx, def, target))),
    }
}

/// A name that the type had before.
fn former(def: &Def<'_>, name: &str) -> Item {
    let docs = docs::plain(&format!("What [`{}`] was called before.", def.name));
    let note = format!("it is `{}` now", def.name);
    let (name, current) = (ident(name), ident(&def.name));
    Item::Plain(quote!(#docs #[deprecated(note = #note)] pub type #name = #current;))
}

fn alias(cx: Cx<'_>, def: Def<'_>, target: &TypeRef) -> TokenStream {
    let fallback = origin::sentence(&def);
    let (docs, name) = (docs::outer(&def.docs, &fallback), ident(&def.name));
    let target = spelled(
        &alias_target(cx.api, cx.facts, def.id, target),
        Room::Models,
    );
    if cx.facts.newtypes.contains(&def.id) {
        return quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct #name(pub #target);
        };
    }
    quote!(#docs pub type #name = #target;)
}

/// An alias that means nothing but itself says nothing about its values.
fn is_endless_alias(cx: Cx<'_>, def: Def<'_>) -> bool {
    matches!(def.kind, TypeKind::Alias(_)) && cx.facts.endless.contains(&def.id)
}

/// What a file needs from elsewhere, and nothing else.
fn imports(cx: Cx<'_>, module: &str, defs: &[Def<'_>]) -> Vec<Item> {
    let mut needs = Needs::default();
    for def in defs {
        needs.look_at(cx, *def);
    }
    let mut items = Vec::new();
    let mut push = |condition: bool, tokens: TokenStream| {
        if condition {
            items.push(Item::Plain(tokens));
        }
    };
    push(
        needs.map,
        quote!(
            use std::collections::BTreeMap;
        ),
    );
    push(
        needs.derives,
        quote!(
            use serde::{Deserialize, Serialize};
        ),
    );
    push(
        needs.reads && !needs.derives,
        quote!(
            use serde::Deserialize;
        ),
    );
    let (macros, runtime): (Vec<&str>, Vec<&str>) = needs
        .runtime
        .iter()
        .partition(|name| name.starts_with(char::is_lowercase));
    let (macros, runtime): (Vec<_>, Vec<_>) = (
        macros.into_iter().map(ident).collect(),
        runtime.into_iter().map(ident).collect(),
    );
    push(!macros.is_empty(), quote!(use crate::{#(#macros),*};));
    push(
        !runtime.is_empty(),
        quote!(use crate::runtime::{#(#runtime),*};),
    );
    let neighbours: Vec<_> = needs
        .named
        .iter()
        .filter_map(|id| cx.api.types.get(id))
        .filter(|def| def.module != module)
        .map(|def| def.name.as_str())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(ident)
        .collect();
    push(
        !neighbours.is_empty(),
        quote!(use super::{#(#neighbours),*};),
    );
    items
}

#[derive(Default)]
struct Needs {
    map: bool,
    derives: bool,
    /// Only reading is derived.
    reads: bool,
    runtime: BTreeSet<&'static str>,
    named: BTreeSet<TypeId>,
}

impl Needs {
    fn look_at(&mut self, cx: Cx<'_>, def: Def<'_>) {
        match &def.kind {
            TypeKind::Struct(fields) => {
                self.runtime.insert("object");
                self.map |= fields.rest.is_some();
                if cx.facts.shaped.contains(&def.id) {
                    self.runtime.extend(["Shape", "Shaped"]);
                }
                self.look_at_arguments(cx, def, fields);
            }
            TypeKind::Multipart(body) => {
                self.reads = true;
                self.map |= body.fields.rest.is_some();
                self.look_at_arguments(cx, def, &body.fields);
            }
            TypeKind::Enum(values) => {
                self.runtime.insert(match values.values {
                    EnumValues::Strings(_) => "open_enum",
                    EnumValues::Integers(_) => "open_number_enum",
                });
            }
            TypeKind::Union(union) => {
                let (runtime, named) = unions::needs(cx, def, union);
                self.runtime.extend(runtime);
                self.named.extend(named);
            }
            TypeKind::Alias(_) => {
                self.derives |= cx.facts.newtypes.contains(&def.id);
            }
        }
        if is_endless_alias(cx, def) {
            return;
        }
        for (_, ty) in ir::uses(&def) {
            self.look_at_use(ty);
        }
    }

    /// Constructors and setters spell what is inside of a list or a map, also behind an alias.
    fn look_at_arguments(&mut self, cx: Cx<'_>, def: Def<'_>, fields: &Struct) {
        for (index, field) in fields.fields.iter().enumerate() {
            let seat = Seat {
                id: def.id,
                index,
                field,
            };
            if seat.is_patch(cx.facts) {
                self.runtime.insert("Patch");
            } else if let TypeRef::List(inner) | TypeRef::Map(inner) =
                resolved(cx.api, cx.facts, taken(field))
            {
                self.look_at_use(inner);
            }
        }
    }

    fn look_at_use(&mut self, ty: &TypeRef) {
        match ty {
            TypeRef::Named(id) => {
                self.named.insert(*id);
            }
            TypeRef::Scalar(Scalar::Secret) => {
                self.runtime.insert("Secret");
            }
            TypeRef::Scalar(Scalar::Base64) => {
                self.runtime.insert("Base64");
            }
            TypeRef::Map(inner) => {
                self.map = true;
                self.look_at_use(inner);
            }
            TypeRef::List(inner) | TypeRef::Nullable(inner) => self.look_at_use(inner),
            TypeRef::Scalar(_) | TypeRef::Foreign { .. } | TypeRef::Any => {}
        }
    }
}
