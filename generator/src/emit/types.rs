//! Uses of types: how a field, an argument or an answer spells them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Cx;
use super::tokens::ident;
use crate::ir::{Scalar, TypeRef};
pub(super) use crate::surface::Room;
use crate::surface::{RustType, Takes, rust_type};

/// The type as Rust spells it.
pub(super) fn ty(cx: Cx<'_>, ty: &TypeRef, room: Room) -> TokenStream {
    spelled(&rust_type(cx.api, ty, room), room)
}

/// A type from where it stands: inside `models` its neighbours are imported, elsewhere they are reached by path.
pub(super) fn spelled(ty: &RustType, room: Room) -> TokenStream {
    match ty {
        RustType::Unit => quote!(()),
        RustType::Scalar(scalar) => scalar_ty(*scalar, room),
        RustType::Value => quote!(serde_json::Value),
        RustType::Foreign(path) => foreign(path),
        RustType::Model(name) => {
            let name = ident(name);
            match room {
                Room::Models => quote!(#name),
                Room::Resources => quote!(models::#name),
            }
        }
        // It stands in the file of its operation.
        RustType::Answers(_, name) => {
            let name = ident(name);
            quote!(#name)
        }
        RustType::Infallible => quote!(std::convert::Infallible),
        RustType::Vec(inner) => {
            let inner = spelled(inner, room);
            quote!(Vec<#inner>)
        }
        RustType::Map(inner) => {
            let inner = spelled(inner, room);
            match room {
                Room::Models => quote!(BTreeMap<String, #inner>),
                Room::Resources => quote!(std::collections::BTreeMap<String, #inner>),
            }
        }
        RustType::Option(inner) => {
            let inner = spelled(inner, room);
            quote!(Option<#inner>)
        }
        RustType::Patch(inner) => {
            let inner = spelled(inner, room);
            quote!(Patch<#inner>)
        }
        RustType::Boxed(inner) => {
            let inner = spelled(inner, room);
            quote!(Box<#inner>)
        }
        RustType::EventStream(inner) => {
            let inner = spelled(inner, room);
            quote!(EventStream<#inner>)
        }
        RustType::ByteStream => quote!(ByteStream),
    }
}

/// A path that modules of the same name can't come between.
fn foreign(path: &str) -> TokenStream {
    let steps = path.split("::").map(ident);
    quote!(#(::#steps)*)
}

fn scalar_ty(scalar: Scalar, room: Room) -> TokenStream {
    match scalar {
        Scalar::Boolean => quote!(bool),
        Scalar::Int32 => quote!(i32),
        Scalar::Int64 => quote!(i64),
        Scalar::Uint32 => quote!(u32),
        Scalar::Uint64 => quote!(u64),
        Scalar::Number => quote!(f64),
        Scalar::String => quote!(String),
        Scalar::Secret => match room {
            Room::Models => quote!(Secret),
            Room::Resources => quote!(crate::runtime::Secret),
        },
        Scalar::Timestamp => quote!(jiff::Timestamp),
        Scalar::Date => quote!(jiff::civil::Date),
        Scalar::DateTime => quote!(jiff::civil::DateTime),
        Scalar::Uuid => quote!(uuid::Uuid),
        Scalar::Url => quote!(url::Url),
        Scalar::Base64 => match room {
            Room::Models => quote!(Base64),
            Room::Resources => quote!(crate::runtime::Base64),
        },
        Scalar::Binary => quote!(bytes::Bytes),
        // Documents have types of this name, too.
        Scalar::File => quote!(crate::runtime::FilePart),
    }
}

/// What a function takes for a value, and how it becomes one.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// An argument that takes what the surface says.
pub(super) fn argument(takes: &Takes, name: &Ident, room: Room) -> Argument {
    match takes {
        Takes::Exactly(ty) => Argument {
            ty: spelled(ty, room),
            value: quote!(#name),
        },
        Takes::Into(ty) => {
            let ty = spelled(ty, room);
            Argument {
                ty: quote!(impl Into<#ty>),
                value: quote!(#name.into()),
            }
        }
        Takes::Items(item) => {
            let item = spelled(item, room);
            Argument {
                ty: quote!(impl IntoIterator<Item = impl Into<#item>>),
                value: quote!(#name.into_iter().map(Into::into).collect()),
            }
        }
        Takes::Entries(value) => {
            let value = spelled(value, room);
            Argument {
                ty: quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#value>)>),
                value: quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
            }
        }
    }
}
