//! Structs: the objects of the document.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::models::Def;
use super::tokens::{self, ident};
use super::types::{Argument, Room, argument, spelled, ty};
use super::{Cx, Item, Member, docs, origin, shapes};
use crate::ir::{Field, Presence, Scalar, Struct, TypeKind, TypeRef};
use crate::surface::{Seat, is_argument, is_required, resolved};

/// Adds a struct and its constructor and setters.
pub(super) fn emit(cx: Cx<'_>, def: Def<'_>, fields: &Struct, items: &mut Vec<Item>) {
    let fallback = origin::sentence(&def);
    let (docs, name, deprecated) = (
        docs::text(&def.docs, &fallback),
        ident(&def.name),
        tokens::deprecated(def.deprecated),
    );
    let default = derives_default(cx, def, fields);
    let mut members: Vec<Member> = fields
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| member(cx, def, index, field))
        .collect();
    members.extend(fields.rest.as_ref().map(|rest| {
        let rest = ty(cx, rest, Room::Models);
        let code = quote! {
            /// Properties that the document allows without naming them.
            pub additional_properties: BTreeMap<String, #rest>
        };
        Member::from(code)
    }));
    let code = quote! {
        #[derive(Clone, Debug, #default PartialEq)]
        #deprecated
        #[non_exhaustive]
        pub struct #name
    };
    let header = Member { docs, code };
    items.push(Item::Block(header, members));
    items.push(table(cx, def, fields));
    items.push(Item::Block(
        quote!(impl #name).into(),
        methods(cx, def, fields),
    ));
    items.extend(default_by_new(cx, def, fields));
    if cx.facts.shaped.contains(&def.id) {
        items.push(Item::Plain(shapes::of_struct(cx, def, fields)));
    }
}

/// The table that the runtime reads and writes the struct by.
fn table(cx: Cx<'_>, def: Def<'_>, fields: &Struct) -> Item {
    let rows = fields.fields.iter().enumerate().map(|(index, field)| {
        let presence = presence(cx, seat(def, index, field));
        let wire = Literal::string(&field.name.wire);
        format!("{presence} {} = {wire}", field.name.rust)
    });
    let rest = fields
        .rest
        .iter()
        .map(|_| "..additional_properties".to_owned());
    Item::Table {
        name: "object",
        head: def.name.clone(),
        rows: rows.chain(rest).collect(),
    }
}

/// How a field may be absent, in a word of the runtime.
fn presence(cx: Cx<'_>, seat: Seat<'_>) -> &'static str {
    if seat.is_patch(cx.facts) {
        return "patch";
    }
    if !is_required(seat.field) {
        return "optional";
    }
    // An alias can be an `Option` too.
    let resolved = resolved(cx.api, cx.facts, &seat.field.ty);
    let boxed_whole = seat.is_boxed(cx.facts) && !matches!(seat.field.ty, TypeRef::Nullable(_));
    if matches!(resolved, TypeRef::Nullable(_)) && !boxed_whole {
        "nullable"
    } else {
        "required"
    }
}

/// The derive of `Default`, where a value needs no arguments.
pub(super) fn derives_default(cx: Cx<'_>, def: Def<'_>, fields: &Struct) -> Option<TokenStream> {
    (cx.facts.defaults.contains(&def.id) && !has_constant(fields)).then(|| quote!(Default,))
}

/// `Default` of what needs no arguments and has a constant, which no derive knows.
pub(super) fn default_by_new(cx: Cx<'_>, def: Def<'_>, fields: &Struct) -> Option<Item> {
    let name = ident(&def.name);
    let default = cx.facts.defaults.contains(&def.id) && has_constant(fields);
    default.then(|| {
        Item::Plain(quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        })
    })
}

/// Whether `new` sets a field by itself.
fn has_constant(fields: &Struct) -> bool {
    let mut fields = fields.fields.iter();
    fields.any(|field| field.presence == Presence::Constant || field.tag.is_some())
}

/// The constructor and the setters.
pub(super) fn methods(cx: Cx<'_>, def: Def<'_>, fields: &Struct) -> Vec<Member> {
    let mut methods = vec![constructor(cx, def, fields)];
    let optional = fields
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| !is_required(field));
    methods.extend(optional.map(|(index, field)| setter(cx, def, index, field)));
    methods.extend(
        fields
            .rest
            .as_ref()
            .map(|rest| rest_setter(cx, rest).into()),
    );
    methods
}

fn member(cx: Cx<'_>, def: Def<'_>, index: usize, field: &Field) -> Member {
    let fallback = format!("The property {}.", docs::code(&field.name.wire));
    let (docs, name, deprecated) = (
        docs::text(&field.docs, &fallback),
        ident(&field.name.rust),
        tokens::deprecated(field.deprecated),
    );
    let held = seat(def, index, field).held(cx.api, cx.facts);
    let ty = spelled(&held, Room::Models);
    let code = quote! {
        #deprecated
        pub #name: #ty
    };
    Member { docs, code }
}

fn seat<'a>(def: Def<'_>, index: usize, field: &'a Field) -> Seat<'a> {
    Seat {
        id: def.id,
        index,
        field,
    }
}

fn constructor(cx: Cx<'_>, def: Def<'_>, fields: &Struct) -> Member {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for (index, field) in fields.fields.iter().enumerate() {
        let (name, seat) = (ident(&field.name.rust), seat(def, index, field));
        if !is_argument(field) {
            values.push(if let Some(value) = constant(cx, field) {
                if seat.is_patch(cx.facts) {
                    quote!(#name: Patch::Value(#value))
                } else if is_required(field) {
                    quote!(#name: #value)
                } else {
                    quote!(#name: Some(#value))
                }
            } else if seat.is_patch(cx.facts) {
                quote!(#name: Patch::Absent)
            } else {
                quote!(#name: None)
            });
            continue;
        }
        let takes = seat.takes(cx.api, cx.facts);
        let Argument { ty, value } = argument(&takes, &name, Room::Models);
        arguments.push(quote!(#name: #ty));
        let value = if seat.is_boxed(cx.facts) {
            boxed_value(&field.ty, &value)
        } else {
            value
        };
        let shorthand = name == value.to_string();
        values.push(if shorthand {
            quote!(#name)
        } else {
            quote!(#name: #value)
        });
    }
    values.extend(
        fields
            .rest
            .as_ref()
            .map(|_| quote!(additional_properties: BTreeMap::new())),
    );
    let docs = constructor_docs(fields);
    let default = derives_default(cx, def, fields).is_some();
    // A property can be called `default` too, and then its setter is `Self::default`.
    let shadowed = fields
        .fields
        .iter()
        .any(|field| field.name.rust == "default");
    let body = if default && shadowed {
        quote!(Default::default())
    } else if default {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values),* })
    };
    Member {
        docs,
        code: quote! {
            pub fn new(#(#arguments),*) -> Self {
                #body
            }
        },
    }
}

fn constructor_docs(fields: &Struct) -> String {
    let required = fields.fields.iter().any(is_required);
    let required = required.then(|| "what is required".to_owned());
    let preset = fields.fields.iter().filter_map(|field| {
        let (name, tag) = (&field.name.rust, field.tag.as_ref()?);
        let is_flag = *field.ty.non_null() == TypeRef::Scalar(Scalar::Boolean);
        let tag = docs::code(&if is_flag {
            tag.clone()
        } else {
            format!("{tag:?}")
        });
        (!is_required(field)).then(|| format!("[`{name}`](Self::{name}) set to {tag}"))
    });
    let set: Vec<String> = required.into_iter().chain(preset).collect();
    match set.as_slice() {
        [] => "A value with nothing set.".to_owned(),
        set => format!("A value with {}, and nothing else set.", set.join(", ")),
    }
}

/// What `new` sets a field to by itself.
fn constant(cx: Cx<'_>, field: &Field) -> Option<TokenStream> {
    if field.presence != Presence::Constant && field.tag.is_none() {
        return None;
    }
    let value = cx.api.constant(field)?;
    let is_flag = *field.ty.non_null() == TypeRef::Scalar(Scalar::Boolean);
    if field.only.is_some() || is_flag {
        let flag = value.parse::<bool>().ok()?;
        return Some(quote!(#flag));
    }
    let TypeRef::Named(id) = field.ty.non_null() else {
        let text = Literal::string(&value);
        return Some(quote!(#text.to_owned()));
    };
    let TypeKind::Enum(values) = &cx.api.types.get(id)?.kind else {
        return None;
    };
    let (ty, variant) = (
        ty(cx, field.ty.non_null(), Room::Models),
        ident(values.variant(&value)?),
    );
    Some(quote!(#ty::#variant))
}

fn boxed_value(ty: &TypeRef, value: &TokenStream) -> TokenStream {
    match ty {
        TypeRef::Nullable(_) => quote!(#value.map(Box::new)),
        _ => quote!(Box::new(#value)),
    }
}

fn setter(cx: Cx<'_>, def: Def<'_>, index: usize, field: &Field) -> Member {
    let name = ident(&field.name.rust);
    let docs = format!("Sets [`{}`](Self::{}).", field.name.rust, field.name.rust);
    let deprecated = tokens::deprecated(field.deprecated);
    let allow = field
        .deprecated
        .then(|| quote!(#[expect(deprecated, reason = "it sets the deprecated field")]));
    let seat = seat(def, index, field);
    let takes = seat.takes(cx.api, cx.facts);
    let Argument { ty, value } = argument(&takes, &name, Room::Models);
    let value = if seat.is_patch(cx.facts) {
        value
    } else if seat.is_boxed(cx.facts) {
        quote!(Some(Box::new(#value)))
    } else {
        quote!(Some(#value))
    };
    let code = quote! {
        #deprecated
        #allow
        #[must_use]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    };
    Member { docs, code }
}

fn rest_setter(cx: Cx<'_>, rest: &TypeRef) -> TokenStream {
    let rest = ty(cx, rest, Room::Models);
    quote! {
        /// Sets a property that the document doesn't name.
        #[must_use]
        pub fn additional_property(mut self, name: impl Into<String>, value: impl Into<#rest>) -> Self {
            self.additional_properties.insert(name.into(), value.into());
            self
        }
    }
}
