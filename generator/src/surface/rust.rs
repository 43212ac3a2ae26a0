//! Types as Rust spells them, before anybody knows from where.

use std::fmt::Write as _;

use crate::analyze::Facts;
use crate::ir::{Api, EnumValues, Scalar, TypeId, TypeKind, TypeRef};

/// A type of the generated crate's public face.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RustType {
    /// `()`.
    Unit,
    /// A type without structure. [`Scalar::Binary`] is bytes.
    Scalar(Scalar),
    /// `serde_json::Value`.
    Value,
    /// A type of another crate, by its path.
    Foreign(String),
    /// A definition under `models`, by its name.
    Model(String),
    /// An enum over answers: the modules under `resources`, and its name.
    Answers(Vec<String>, String),
    /// The error body of an operation that declares none.
    Infallible,
    /// `Vec<…>`.
    Vec(Box<RustType>),
    /// `BTreeMap<String, …>`.
    Map(Box<RustType>),
    /// `Option<…>`.
    Option(Box<RustType>),
    /// `Patch<…>`: absent, null or a value.
    Patch(Box<RustType>),
    /// `Box<…>`.
    Boxed(Box<RustType>),
    /// Items that are read while they arrive.
    EventStream(Box<RustType>),
    /// Bytes that are read while they arrive.
    ByteStream,
}

impl RustType {
    /// `Vec<…>` of this type.
    pub(crate) fn vec(self) -> Self {
        Self::Vec(Box::new(self))
    }

    /// `Option<…>` of this type.
    pub(crate) fn option(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// `Patch<…>` of this type.
    pub(crate) fn patch(self) -> Self {
        Self::Patch(Box::new(self))
    }

    /// `Box<…>` of this type, where it has to be.
    pub(crate) fn boxed_if(self, boxed: bool) -> Self {
        if boxed {
            Self::Boxed(Box::new(self))
        } else {
            self
        }
    }

    /// The type without what says that it may be absent or null, and without a box.
    pub(crate) fn bare(&self) -> &Self {
        match self {
            Self::Option(inner) | Self::Patch(inner) | Self::Boxed(inner) => inner.bare(),
            Self::Unit
            | Self::Scalar(_)
            | Self::Value
            | Self::Foreign(_)
            | Self::Model(_)
            | Self::Answers(..)
            | Self::Infallible
            | Self::Vec(_)
            | Self::Map(_)
            | Self::EventStream(_)
            | Self::ByteStream => self,
        }
    }

    /// The type with full paths; `root` is what the crate is called from where it is spelled.
    pub fn path(&self, root: &str) -> String {
        let inside = |outer: &str, inner: &Self| format!("{outer}<{}>", inner.path(root));
        match self {
            Self::Unit => "()".to_owned(),
            Self::Scalar(scalar) => scalar_path(*scalar, root),
            Self::Value => "serde_json::Value".to_owned(),
            Self::Foreign(path) => path.clone(),
            Self::Model(name) => format!("{root}::models::{name}"),
            Self::Answers(module, name) => resource_path(root, module, name),
            Self::Infallible => "std::convert::Infallible".to_owned(),
            Self::Vec(inner) => inside("Vec", inner),
            Self::Map(inner) => format!("std::collections::BTreeMap<String, {}>", inner.path(root)),
            Self::Option(inner) => inside("Option", inner),
            Self::Patch(inner) => inside(&format!("{root}::Patch"), inner),
            Self::Boxed(inner) => inside("Box", inner),
            Self::EventStream(inner) => inside(&format!("{root}::EventStream"), inner),
            Self::ByteStream => format!("{root}::ByteStream"),
        }
    }

    /// The type without its box.
    pub(crate) fn unboxed(&self) -> &Self {
        match self {
            Self::Boxed(inner) => inner,
            other => other,
        }
    }

    /// Whether the value is bytes, which JSON can't say.
    pub(crate) fn is_bytes(&self) -> bool {
        *self == Self::Scalar(Scalar::Binary)
    }

    /// Whether the value is a list, absent or not.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.bare(), Self::Vec(_))
    }

    /// The definition under `models` that this type rests on.
    pub fn model(&self) -> Option<&str> {
        match self {
            Self::Model(name) => Some(name),
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Patch(inner)
            | Self::Boxed(inner)
            | Self::EventStream(inner) => inner.model(),
            Self::Unit
            | Self::Scalar(_)
            | Self::Value
            | Self::Foreign(_)
            | Self::Answers(..)
            | Self::Infallible
            | Self::ByteStream => None,
        }
    }
}

/// Where a thing of a resource stands.
pub(super) fn resource_path(root: &str, module: &[String], name: &str) -> String {
    let mut path = format!("{root}::resources");
    for step in module.iter().map(String::as_str).chain([name]) {
        // Writing to a string cannot fail.
        let _ = write!(path, "::{step}");
    }
    path
}

fn scalar_path(scalar: Scalar, root: &str) -> String {
    match scalar {
        Scalar::Secret => format!("{root}::Secret"),
        Scalar::Base64 => format!("{root}::Base64"),
        Scalar::File => format!("{root}::FilePart"),
        Scalar::Boolean => "bool".to_owned(),
        Scalar::Int32 => "i32".to_owned(),
        Scalar::Int64 => "i64".to_owned(),
        Scalar::Uint32 => "u32".to_owned(),
        Scalar::Uint64 => "u64".to_owned(),
        Scalar::Number => "f64".to_owned(),
        Scalar::String => "String".to_owned(),
        Scalar::Timestamp => "jiff::Timestamp".to_owned(),
        Scalar::Date => "jiff::civil::Date".to_owned(),
        Scalar::DateTime => "jiff::civil::DateTime".to_owned(),
        Scalar::Uuid => "uuid::Uuid".to_owned(),
        Scalar::Url => "url::Url".to_owned(),
        Scalar::Binary => "bytes::Bytes".to_owned(),
    }
}

/// Where a use of a type stands: the same schema can come out differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// Inside a definition.
    Models,
    /// Around a call.
    Resources,
}

/// The type that Rust has for a use.
pub(crate) fn rust_type(api: &Api, ty: &TypeRef, room: Room) -> RustType {
    match ty {
        TypeRef::Named(id) => match api.types.get(id) {
            Some(def) => RustType::Model(def.name.clone()),
            None => RustType::Value,
        },
        // JSON has no bytes: inside of a model they can only be text.
        TypeRef::Scalar(Scalar::Binary) if room == Room::Models => RustType::Scalar(Scalar::String),
        TypeRef::Scalar(scalar) => RustType::Scalar(*scalar),
        TypeRef::List(inner) => rust_type(api, inner, room).vec(),
        TypeRef::Map(inner) => RustType::Map(Box::new(rust_type(api, inner, room))),
        TypeRef::Nullable(inner) => rust_type(api, inner, room).option(),
        TypeRef::Foreign { path, .. } => RustType::Foreign(path.clone()),
        TypeRef::Any => RustType::Value,
    }
}

/// What a function takes for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// The value itself.
    Exactly(RustType),
    /// `impl Into<…>`.
    Into(RustType),
    /// `impl IntoIterator<Item = impl Into<…>>`, for a list.
    Items(RustType),
    /// `impl IntoIterator<Item = (impl Into<String>, impl Into<…>)>`, for a map.
    Entries(RustType),
}

impl Takes {
    /// The plain type of which any value can be given.
    pub fn value(&self) -> RustType {
        match self {
            Self::Exactly(ty) | Self::Into(ty) => ty.clone(),
            Self::Items(item) => item.clone().vec(),
            Self::Entries(value) => RustType::Map(Box::new(value.clone())),
        }
    }

    /// The argument's type with full paths.
    pub fn path(&self, root: &str) -> String {
        match self {
            Self::Exactly(ty) => ty.path(root),
            Self::Into(ty) => format!("impl Into<{}>", ty.path(root)),
            Self::Items(item) => {
                format!("impl IntoIterator<Item = impl Into<{}>>", item.path(root))
            }
            Self::Entries(value) => format!(
                "impl IntoIterator<Item = (impl Into<String>, impl Into<{}>)>",
                value.path(root)
            ),
        }
    }
}

/// What a function takes for a value of a type: as lenient as the type allows, so that callers need no conversions.
pub(crate) fn takes(api: &Api, facts: &Facts, ty: &TypeRef, room: Room) -> Takes {
    let whole = || rust_type(api, ty, room);
    match resolved(api, facts, ty) {
        TypeRef::List(inner) => Takes::Items(rust_type(api, inner, room)),
        TypeRef::Map(inner) => Takes::Entries(rust_type(api, inner, room)),
        TypeRef::Scalar(scalar) if is_copy(*scalar) => Takes::Exactly(whole()),
        TypeRef::Named(id) if stands_for_itself(api, facts, *id) => Takes::Exactly(whole()),
        TypeRef::Scalar(_)
        | TypeRef::Any
        | TypeRef::Foreign { .. }
        | TypeRef::Named(_)
        | TypeRef::Nullable(_) => Takes::Into(whole()),
    }
}

/// The type that a use comes down to: aliases are followed, up to those that are structs of their own.
pub(crate) fn resolved<'a>(api: &'a Api, facts: &Facts, ty: &'a TypeRef) -> &'a TypeRef {
    let mut current = ty;
    for _ in 0..api.types.len() {
        let TypeRef::Named(id) = current else {
            return current;
        };
        match api.types.get(id).map(|def| &def.kind) {
            Some(TypeKind::Alias(target)) if !facts.newtypes.contains(id) => current = target,
            _ => return current,
        }
    }
    current
}

/// What an alias stands for.
pub(crate) fn alias_target(api: &Api, facts: &Facts, id: TypeId, target: &TypeRef) -> RustType {
    // An alias that means nothing but itself says nothing about its values.
    if facts.endless.contains(&id) {
        return RustType::Value;
    }
    match target {
        // "Itself, or null", without a list or a map between.
        TypeRef::Nullable(inner)
            if facts.newtypes.contains(&id) && matches!(**inner, TypeRef::Named(_)) =>
        {
            rust_type(api, inner, Room::Models).boxed_if(true).option()
        }
        _ => rust_type(api, target, Room::Models),
    }
}

fn is_copy(scalar: Scalar) -> bool {
    match scalar {
        Scalar::Boolean
        | Scalar::Int32
        | Scalar::Int64
        | Scalar::Uint32
        | Scalar::Uint64
        | Scalar::Number => true,
        Scalar::Timestamp | Scalar::Date | Scalar::DateTime | Scalar::Uuid => true,
        Scalar::Url | Scalar::String | Scalar::Secret | Scalar::Base64 | Scalar::Binary => false,
        Scalar::File => false,
    }
}

/// Whether nothing else converts into a definition.
fn stands_for_itself(api: &Api, facts: &Facts, id: TypeId) -> bool {
    match api.types.get(&id).map(|def| &def.kind) {
        Some(TypeKind::Struct(_) | TypeKind::Multipart(_)) => true,
        // Integer enums convert from integers, string enums from strings, unions from their variants.
        Some(TypeKind::Enum(values)) => matches!(values.values, EnumValues::Integers(_)),
        Some(TypeKind::Alias(_)) => facts.newtypes.contains(&id),
        Some(TypeKind::Union(_)) | None => false,
    }
}
