//! Uses of types: how a field, an argument or an answer spells them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Cx;
use super::tokens::ident;
use crate::ir::{EnumValues, Scalar, TypeId, TypeKind, TypeRef};

/// Where a type is spelled: inside `models` its neighbours are imported, elsewhere they are reached by path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    Models,
    Resources,
}

/// The type as Rust spells it.
pub(super) fn ty(cx: Cx<'_>, ty: &TypeRef, room: Room) -> TokenStream {
    match ty {
        TypeRef::Named(id) => named(cx, *id, room),
        TypeRef::Scalar(scalar) => scalar_ty(*scalar, room),
        TypeRef::List(inner) => {
            let inner = self::ty(cx, inner, room);
            quote!(Vec<#inner>)
        }
        TypeRef::Map(inner) => {
            let inner = self::ty(cx, inner, room);
            match room {
                Room::Models => quote!(BTreeMap<String, #inner>),
                Room::Resources => quote!(std::collections::BTreeMap<String, #inner>),
            }
        }
        TypeRef::Nullable(inner) => {
            let inner = self::ty(cx, inner, room);
            quote!(Option<#inner>)
        }
        TypeRef::Any => quote!(serde_json::Value),
    }
}

fn named(cx: Cx<'_>, id: TypeId, room: Room) -> TokenStream {
    let Some(def) = cx.api.types.get(&id) else {
        return quote!(serde_json::Value);
    };
    let name = ident(&def.name);
    match room {
        Room::Models => quote!(#name),
        Room::Resources => quote!(models::#name),
    }
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
        Scalar::Uuid => quote!(uuid::Uuid),
        Scalar::Base64 => match room {
            Room::Models => quote!(Base64),
            Room::Resources => quote!(crate::runtime::Base64),
        },
        // JSON has no bytes: inside of a model they can only be text.
        Scalar::Binary => match room {
            Room::Models => quote!(String),
            Room::Resources => quote!(bytes::Bytes),
        },
        // Documents have types of this name, too.
        Scalar::File => quote!(crate::runtime::FilePart),
    }
}

/// What a function takes for a value, and how it becomes one.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// The argument for a value of a type: as lenient as the type allows, so that callers need no conversions.
pub(super) fn argument(cx: Cx<'_>, ty: &TypeRef, name: &Ident, room: Room) -> Argument {
    let whole = self::ty(cx, ty, room);
    match resolved(cx, ty) {
        TypeRef::List(inner) => {
            let inner = self::ty(cx, inner, room);
            let value = quote!(#name.into_iter().map(Into::into).collect());
            let ty = quote!(impl IntoIterator<Item = impl Into<#inner>>);
            Argument { ty, value }
        }
        TypeRef::Map(inner) => {
            let inner = self::ty(cx, inner, room);
            let value =
                quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect());
            let ty = quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#inner>)>);
            Argument { ty, value }
        }
        TypeRef::Scalar(scalar) if is_copy(*scalar) => Argument {
            ty: whole,
            value: quote!(#name),
        },
        TypeRef::Named(id) if is_struct(cx, *id) => Argument {
            ty: whole,
            value: quote!(#name),
        },
        TypeRef::Scalar(_) | TypeRef::Any | TypeRef::Named(_) | TypeRef::Nullable(_) => Argument {
            ty: quote!(impl Into<#whole>),
            value: quote!(#name.into()),
        },
    }
}

/// The type that a use comes down to: aliases are followed, up to those that are structs of their own.
pub(super) fn resolved<'a>(cx: Cx<'a>, ty: &'a TypeRef) -> &'a TypeRef {
    let mut current = ty;
    for _ in 0..cx.api.types.len() {
        let TypeRef::Named(id) = current else {
            return current;
        };
        match cx.api.types.get(id).map(|def| &def.kind) {
            Some(TypeKind::Alias(target)) if !cx.facts.newtypes.contains(id) => current = target,
            _ => return current,
        }
    }
    current
}

fn is_copy(scalar: Scalar) -> bool {
    match scalar {
        Scalar::Boolean
        | Scalar::Int32
        | Scalar::Int64
        | Scalar::Uint32
        | Scalar::Uint64
        | Scalar::Number => true,
        Scalar::Timestamp | Scalar::Date | Scalar::Uuid => true,
        Scalar::String | Scalar::Secret | Scalar::Base64 | Scalar::Binary => false,
        Scalar::File => false,
    }
}

fn is_struct(cx: Cx<'_>, id: TypeId) -> bool {
    match cx.api.types.get(&id).map(|def| &def.kind) {
        Some(TypeKind::Struct(_) | TypeKind::Multipart(_)) => true,
        // Integer enums convert from integers, string enums from strings, unions from their variants.
        Some(TypeKind::Enum(values)) => matches!(values.values, EnumValues::Integers(_)),
        Some(TypeKind::Alias(_)) => cx.facts.newtypes.contains(&id),
        Some(TypeKind::Union(_)) | None => false,
    }
}
