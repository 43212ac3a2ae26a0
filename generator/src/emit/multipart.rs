//! Bodies in parts: a struct like any other, which serde reads but doesn't write, and the function that writes its parts.

use proc_macro2::TokenStream;
use quote::quote;

use super::models::Def;
use super::tokens::{self, ident};
use super::types::{Room, spelled, ty};
use super::{Cx, Item, Member, docs, structs};
use crate::ir::{Field, Multipart, Presence, Scalar, TypeRef};
use crate::surface::Seat;

/// Adds the struct, its constructor and setters, and how it is written.
pub(super) fn emit(cx: Cx<'_>, def: Def<'_>, body: &Multipart, items: &mut Vec<Item>) {
    let (docs, name, deprecated) = (
        docs::text(&def.docs, &format!("`{}`.", def.name)),
        ident(&def.name),
        tokens::deprecated(def.deprecated),
    );
    let default = structs::derives_default(cx, def, &body.fields);
    let fields = &body.fields.fields;
    let mut members: Vec<Member> = fields
        .iter()
        .enumerate()
        .map(|(index, field)| {
            let seat = Seat {
                id: def.id,
                index,
                field,
            };
            member(cx, seat)
        })
        .collect();
    members.extend(body.fields.rest.as_ref().map(|rest| {
        let rest = ty(cx, rest, Room::Models);
        let code = quote! {
            /// Parts that the document allows without naming them.
            #[serde(flatten)]
            pub additional_properties: BTreeMap<String, #rest>
        };
        Member::from(code)
    }));
    let code = quote! {
        #[derive(Clone, Debug, #default Deserialize)]
        #deprecated
        #[non_exhaustive]
        pub struct #name
    };
    let header = Member { docs, code };
    items.push(Item::Block(header, members));
    items.push(Item::Block(
        quote!(impl #name).into(),
        structs::methods(cx, def, &body.fields),
    ));
    items.extend(structs::default_by_new(cx, def, &body.fields));
    let parts = fields
        .iter()
        .zip(&body.media_types)
        .map(|(field, media_type)| part(field, media_type.as_deref().unwrap_or_default()));
    let others = body.fields.rest.as_ref().map(|rest| {
        let part = written(rest, &quote!(name), &quote!(Some(part)), "");
        quote!(for (name, part) in &self.additional_properties { #part })
    });
    items.push(Item::Plain(quote! {
        impl crate::runtime::MultipartBody for #name {
            fn parts(&self, form: &mut crate::runtime::Multipart) {
                #(#parts)*
                #others
            }
        }
    }));
}

fn member(cx: Cx<'_>, seat: Seat<'_>) -> Member {
    let field = seat.field;
    let fallback = format!("The part `{}`.", field.name.wire);
    let docs = docs::text(&field.docs, &fallback);
    let (name, deprecated) = (
        ident(&field.name.rust),
        tokens::deprecated(field.deprecated),
    );
    let ty = spelled(&seat.held(cx.api, cx.facts), Room::Models);
    let wire = &field.name.wire;
    let rename = (*wire != field.name.rust).then(|| quote!(#[serde(rename = #wire)]));
    let code = quote! {
        #deprecated
        #rename
        pub #name: #ty
    };
    Member { docs, code }
}

fn part(field: &Field, media_type: &str) -> TokenStream {
    let (wire, name) = (&field.name.wire, ident(&field.name.rust));
    let value = match field.presence {
        Presence::Required | Presence::Constant => quote!(Some(&self.#name)),
        Presence::Optional if is_files(&field.ty) => quote!(self.#name.as_deref()),
        Presence::Optional => quote!(self.#name.as_ref()),
    };
    written(&field.ty, &quote!(#wire), &value, media_type)
}

fn written(ty: &TypeRef, name: &TokenStream, value: &TokenStream, media_type: &str) -> TokenStream {
    if is_files(ty) {
        quote!(form.files(#name, #value, #media_type);)
    } else if is_file(ty) {
        quote!(form.file(#name, #value, #media_type);)
    } else {
        quote!(form.field(#name, #value, #media_type);)
    }
}

fn is_file(ty: &TypeRef) -> bool {
    *ty == TypeRef::Scalar(Scalar::File)
}

fn is_files(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::List(inner) if is_file(inner))
}
