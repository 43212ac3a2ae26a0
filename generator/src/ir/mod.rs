//! The intermediate representation: what an API is, in plain nouns.
//!
//! Nothing here knows OpenAPI, YAML or Rust tokens. `lower/` builds it in one go; it is complete the moment it is
//! built, and never changed after that: what later phases learn goes into [`crate::analyze::Facts`].

mod defaults;
mod example;
mod operation;
mod print;
mod reach;
mod types;
mod webhook;

pub use defaults::{CallDefaults, Retry};
pub use example::{Example, ExampleSource, Json};
pub use operation::{
    Answer, Body, Content, Credential, Cursor, Edge, FieldPath, Framing, Header, Media, Operation,
    Pagination, Param, PathPart, Place, Resource, SecurityScheme, Status, Stream, Style,
};
pub use print::print;
pub(crate) use print::scalar_name;
pub use reach::{all_mut, reachable, received, sent, sent_mut, uses, uses_mut};
pub use types::{
    Access, Enum, EnumValue, EnumValues, Field, Multipart, Name, Presence, Scalar, Struct, Tag,
    TypeDef, TypeId, TypeKind, TypeRef, Union, Variant,
};
pub use webhook::Webhook;

use std::collections::BTreeMap;

/// Everything that a document says about an API, as far as a client is concerned.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`: the version of the API, not of the crate.
    pub version: String,
    /// `info.description`.
    pub docs: Docs,
    /// `servers`; the first one is the default.
    pub servers: Vec<Server>,
    /// `components.securitySchemes`, sorted by name.
    pub schemes: Vec<SecurityScheme>,
    /// Every type definition, by its id.
    pub types: BTreeMap<TypeId, TypeDef>,
    /// The resources at the top, sorted by name.
    pub resources: Vec<Resource>,
    /// What the server calls, with something to read: webhooks, then callbacks.
    pub webhooks: Vec<Webhook>,
    /// How all calls are made, unless their operation says otherwise.
    pub defaults: CallDefaults,
}

/// What a document says about one item beside its type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// The description, as Markdown from the document; empty when there is none.
    pub text: String,
    /// Facts that types cannot express, such as bounds and defaults: one sentence each.
    pub notes: Vec<String>,
    /// A value that it may have.
    pub example: Option<Example>,
}

impl Docs {
    /// Prose alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Whether there are no words in it.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.notes.is_empty()
    }
}

/// A server of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its URL, with the names of variables in braces.
    pub url: String,
    /// What may stand in the braces.
    pub variables: Vec<ServerVariable>,
}

/// A part of a server's URL that the caller may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// Its value when the caller chooses none.
    pub default: String,
    /// The values it may have; empty when it may have any.
    pub values: Vec<String>,
}

impl Api {
    /// The value that constructors set a constant to, as text on the wire.
    pub fn constant(&self, field: &Field) -> Option<String> {
        let tag = field.tag.clone();
        tag.or_else(|| field.only.map(|only| only.to_string()))
            .or_else(|| match &self.types.get(&field.ty.named()?)?.kind {
                TypeKind::Enum(values) => values.only(),
                _ => None,
            })
    }

    /// Lets constructors set a property that nothing sets yet, if it may have the value, which is text on the wire. What they
    /// ask for is a constant from then on; what is optional stays so.
    pub fn make_constant(&mut self, id: TypeId, property: &str, value: String) {
        let unset = |field: &Field| {
            let is_set = field.presence == Presence::Constant || field.tag.is_some();
            field.name.wire == property && !is_set && self.may_be(field, &value)
        };
        let index = match self.types.get(&id).map(|def| &def.kind) {
            Some(TypeKind::Struct(object)) => object.fields.iter().position(unset),
            _ => None,
        };
        if let Some(TypeKind::Struct(object)) = self.types.get_mut(&id).map(|def| &mut def.kind)
            && let Some(field) = index.and_then(|index| object.fields.get_mut(index))
        {
            if field.presence == Presence::Required {
                field.presence = Presence::Constant;
            }
            field.tag = Some(value);
        }
    }

    /// Whether a field may be set to a value, which is text on the wire. What is required and may be null is for callers.
    fn may_be(&self, field: &Field, value: &str) -> bool {
        let ty = match field.presence {
            Presence::Optional => field.ty.non_null(),
            Presence::Required | Presence::Constant => &field.ty,
        };
        match ty {
            TypeRef::Scalar(Scalar::String) => true,
            TypeRef::Scalar(Scalar::Boolean) => {
                let fits = |flag: bool| field.only.is_none_or(|only| only == flag);
                value.parse().is_ok_and(fits)
            }
            TypeRef::Named(id) => match self.types.get(id).map(|def| &def.kind) {
                Some(TypeKind::Enum(values)) => values.variant(value).is_some(),
                _ => false,
            },
            _ => false,
        }
    }

    /// The kind of a type with aliases followed, and the id of the definition it stands on.
    ///
    /// Alias chains end: the reader refuses references that only lead to themselves. An alias of a type that is no
    /// definition (a list, a scalar) is returned as it is.
    pub fn resolved<'a>(&'a self, ty: &'a TypeRef) -> &'a TypeRef {
        let mut current = ty;
        for _ in 0..self.types.len() {
            match current {
                TypeRef::Named(id) => match self.types.get(id).map(|def| &def.kind) {
                    Some(TypeKind::Alias(target)) => current = target,
                    _ => return current,
                },
                _ => return current,
            }
        }
        current
    }

    /// All resources, parents before their children.
    pub fn all_resources(&self) -> Vec<&Resource> {
        fn visit<'a>(resources: &'a [Resource], found: &mut Vec<&'a Resource>) {
            for resource in resources {
                found.push(resource);
                visit(&resource.children, found);
            }
        }
        let mut found = Vec::new();
        visit(&self.resources, &mut found);
        found
    }
}
