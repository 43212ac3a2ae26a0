//! The headers that answers declare: one struct for each operation that has any.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use super::types::{Room, ty};
use super::{Cx, Item, Member, docs};
use crate::ir::{Header, Operation, TypeRef};

/// Adds the struct and how it is read.
pub(super) fn emit(cx: Cx<'_>, operation: &Operation, items: &mut Vec<Item>) {
    let Some(name) = &operation.headers_struct else {
        return;
    };
    let docs = format!(
        "The headers that the document declares for answers to [`{}`]: `{name}::from(answer.headers())`, of a success as of an \
         error. One that is missing, or that can't be read as what it should be, is `None`.",
        operation.type_name
    );
    let name = ident(name);
    let fields = operation.headers.iter().map(|header| field(cx, header));
    let code = quote! {
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name
    };
    let header = Member { docs, code };
    items.push(Item::Block(header, fields.collect()));
    let reads = operation.headers.iter().map(read);
    items.push(Item::Plain(quote! {
        impl From<&http::HeaderMap> for #name {
            fn from(headers: &http::HeaderMap) -> Self {
                Self {
                    #(#reads),*
                }
            }
        }
    }));
}

fn field(cx: Cx<'_>, header: &Header) -> Member {
    let fallback = format!("The header {}.", docs::code(&header.name.wire));
    let docs = docs::text(&header.docs, &fallback);
    let (name, ty) = (
        ident(&header.name.rust),
        ty(cx, &header.ty, Room::Resources),
    );
    let code = quote!(pub #name: Option<#ty>);
    Member { docs, code }
}

fn read(header: &Header) -> TokenStream {
    let (name, wire) = (ident(&header.name.rust), &header.name.wire);
    match &header.ty {
        TypeRef::List(_) => quote!(#name: crate::runtime::header_values(headers, #wire)),
        TypeRef::Named(_)
        | TypeRef::Scalar(_)
        | TypeRef::Map(_)
        | TypeRef::Nullable(_)
        | TypeRef::Foreign { .. }
        | TypeRef::Any => quote!(#name: crate::runtime::header_value(headers, #wire)),
    }
}
