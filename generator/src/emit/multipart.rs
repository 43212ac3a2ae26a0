//! Bodies in parts: a struct like any other, which serde reads but doesn't write, and the function that writes its parts.

use proc_macro2::TokenStream;
use quote::quote;

use super::models::Def;
use super::tokens::{self, ident};
use super::types::{Room, spelled};
use super::{Cx, Item, docs, structs};
use crate::ir::{Field, Multipart, Presence, Scalar, TypeRef};
use crate::surface::Seat;

/// Adds the struct, its constructor and setters, and how it is written.
pub(super) fn emit(cx: Cx<'_>, def: Def<'_>, body: &Multipart, items: &mut Vec<Item>) {
    let (docs, name, deprecated) = (
        docs::outer(&def.docs, &format!("`{}`.", def.name)),
        ident(&def.name),
        tokens::deprecated(def.deprecated),
    );
    let default = structs::derives_default(cx, def);
    let fields = &body.fields.fields;
    let members = fields.iter().enumerate().map(|(index, field)| {
        let seat = Seat {
            id: def.id,
            index,
            field,
        };
        member(cx, seat)
    });
    items.push(Item::Plain(quote! {
        #docs
        #[derive(Clone, Debug, #default Deserialize)]
        #deprecated
        #[non_exhaustive]
        pub struct #name {
            #(#members)*
        }
    }));
    items.push(Item::Impl(
        quote!(impl #name),
        structs::methods(cx, def, &body.fields),
    ));
    let parts = fields
        .iter()
        .zip(&body.media_types)
        .map(|(field, media_type)| part(field, media_type.as_deref().unwrap_or_default()));
    items.push(Item::Plain(quote! {
        impl crate::runtime::MultipartBody for #name {
            fn parts(&self, form: &mut crate::runtime::Multipart) {
                #(#parts)*
            }
        }
    }));
}

fn member(cx: Cx<'_>, seat: Seat<'_>) -> TokenStream {
    let field = seat.field;
    let fallback = format!("The part `{}`.", field.name.wire);
    let docs = docs::outer(&field.docs, &fallback);
    let (name, deprecated) = (
        ident(&field.name.rust),
        tokens::deprecated(field.deprecated),
    );
    let ty = spelled(&seat.held(cx.api, cx.facts), Room::Models);
    let wire = &field.name.wire;
    let rename = (*wire != field.name.rust).then(|| quote!(#[serde(rename = #wire)]));
    quote! {
        #docs
        #deprecated
        #rename
        pub #name: #ty,
    }
}

fn part(field: &Field, media_type: &str) -> TokenStream {
    let (wire, name) = (&field.name.wire, ident(&field.name.rust));
    let is_file = |ty: &TypeRef| *ty == TypeRef::Scalar(Scalar::File);
    let files = matches!(&field.ty, TypeRef::List(inner) if is_file(inner));
    let value = match field.presence {
        Presence::Required => quote!(Some(&self.#name)),
        Presence::Optional if files => quote!(self.#name.as_deref()),
        Presence::Optional => quote!(self.#name.as_ref()),
    };
    if files {
        quote!(form.files(#wire, #value, #media_type);)
    } else if is_file(&field.ty) {
        quote!(form.file(#wire, #value, #media_type);)
    } else {
        quote!(form.field(#wire, #value, #media_type);)
    }
}
