//! Types: definitions (`TypeDef`), which have a name and a place, and uses (`TypeRef`), which point at them.

use std::collections::BTreeMap;

use super::Docs;
use crate::pointer::Pointer;

/// Identifies a [`TypeDef`] within one [`super::Api`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// The two names of a thing: on the wire and in Rust.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As the document spells it.
    pub wire: String,
    /// As the generated crate spells it.
    pub rust: String,
}

/// A named type of the generated crate.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// The Rust name, unique among all definitions.
    pub name: String,
    /// Names that it had before, which callers may still use.
    pub formerly: Vec<String>,
    /// The module under `models` that holds it, shared with the types that stand inside the same schema.
    pub module: String,
    /// What the document says about it.
    pub docs: Docs,
    /// Where its schema stands.
    pub origin: Pointer,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
    /// What it is.
    pub kind: TypeKind,
}

/// What a definition defines.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// An object with named properties.
    Struct(Struct),
    /// A closed list of values, open for values to come.
    Enum(Enum),
    /// A request body in parts.
    Multipart(Multipart),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(TypeRef),
}

/// The use of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeRef {
    /// A definition.
    Named(TypeId),
    /// A type without structure.
    Scalar(Scalar),
    /// A JSON array.
    List(Box<TypeRef>),
    /// A JSON object with arbitrary keys.
    Map(Box<TypeRef>),
    /// The type, or `null`.
    Nullable(Box<TypeRef>),
    /// A type of another crate. What fits it is that crate's business.
    Foreign {
        /// Its path, the crate first.
        path: String,
        /// Whether its values are texts in JSON.
        is_text: bool,
    },
    /// Any JSON value.
    Any,
}

impl TypeRef {
    /// The other crate that it comes from, as Rust calls it.
    pub fn library(&self) -> Option<&str> {
        match self {
            Self::Foreign { path, .. } => path.split("::").next(),
            _ => None,
        }
    }

    /// A list of this type.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    /// A map from strings to this type.
    #[must_use]
    pub fn map(self) -> Self {
        Self::Map(Box::new(self))
    }

    /// This type or `null`; `null` is not added twice, and any value includes it already.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Any => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// This type as JSON and parameters can carry it: where it is bytes, they can only be text.
    #[must_use]
    pub fn without_bytes(self) -> Self {
        match self {
            Self::Scalar(Scalar::Binary) => Self::Scalar(Scalar::String),
            Self::List(inner) => inner.without_bytes().list(),
            Self::Map(inner) => inner.without_bytes().map(),
            Self::Nullable(inner) => inner.without_bytes().nullable(),
            // Inside of definitions bytes are text anyway.
            other @ (Self::Named(_) | Self::Scalar(_) | Self::Foreign { .. } | Self::Any) => other,
        }
    }

    /// The type without its `null`.
    pub fn non_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner,
            other => other,
        }
    }

    /// This type with definitions exchanged for others.
    #[must_use]
    pub fn renamed(&self, names: &BTreeMap<TypeId, TypeId>) -> Self {
        match self {
            Self::Named(id) => Self::Named(names.get(id).copied().unwrap_or(*id)),
            Self::List(inner) => inner.renamed(names).list(),
            Self::Map(inner) => inner.renamed(names).map(),
            Self::Nullable(inner) => inner.renamed(names).nullable(),
            Self::Scalar(_) | Self::Foreign { .. } | Self::Any => self.clone(),
        }
    }

    /// The definition this use rests on, through lists, maps and `null`.
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.named(),
            Self::Scalar(_) | Self::Foreign { .. } | Self::Any => None,
        }
    }
}

/// Types without structure, by what they mean rather than by how Rust spells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    /// `true` or `false`.
    Boolean,
    /// A signed integer of 32 bits.
    Int32,
    /// A signed integer of 64 bits, also for integers without format.
    Int64,
    /// An unsigned integer of 32 bits.
    Uint32,
    /// An unsigned integer of 64 bits.
    Uint64,
    /// A number with a fraction.
    Number,
    /// Text.
    String,
    /// Text that must not be shown: `format: password`.
    Secret,
    /// A point in time: RFC 3339 `date-time`.
    Timestamp,
    /// A calendar date: RFC 3339 `full-date`.
    Date,
    /// A date and a time of day without an offset: `date-time-local` of OpenAPI's format registry.
    DateTime,
    /// A UUID.
    Uuid,
    /// An absolute URL, where the settings ask for one.
    Url,
    /// Bytes, written as base64 text: `format: byte`.
    Base64,
    /// Bytes as they are: `format: binary`.
    Binary,
    /// Bytes with a file name and a media type, in a body in parts.
    File,
}

impl Scalar {
    /// Whether it is a text of which only some are valid, and which is read into a type of its own.
    pub(crate) fn is_formatted(self) -> bool {
        match self {
            Self::Timestamp | Self::Date | Self::DateTime | Self::Uuid | Self::Url => true,
            Self::Boolean
            | Self::Int32
            | Self::Int64
            | Self::Uint32
            | Self::Uint64
            | Self::Number
            | Self::String
            | Self::Secret
            | Self::Base64
            | Self::Binary
            | Self::File => false,
        }
    }
}

/// An object with named properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// Required fields in the order of the document's `required` list, then the others by name.
    pub fields: Vec<Field>,
    /// The type of properties that are not named, where the document allows them in so many words.
    pub rest: Option<TypeRef>,
}

/// A body of `multipart/form-data`: each field is a part, or several where it is a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Multipart {
    /// The parts.
    pub fields: Struct,
    /// The media type of each part, where the document gives one, in the order of the fields.
    pub media_types: Vec<Option<String>>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its names.
    pub name: Name,
    /// What the document says about it.
    pub docs: Docs,
    /// Its type, `null` included.
    pub ty: TypeRef,
    /// Whether it may be left out.
    pub presence: Presence,
    /// The only value that the document allows a flag, which has no enum to say so.
    pub only: Option<bool>,
    /// The value that constructors set where the document allows others, too: the tag that its struct goes by in unions, or
    /// what the lock knows it by. Of an optional property it can be set to another.
    pub tag: Option<String>,
    /// Who may send it.
    pub access: Access,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
}

/// Whether a property may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It always stands in the object.
    Required,
    /// It always stands in the object, and constructors set its value: the only one that it may have, or its tag.
    Constant,
    /// It may be absent.
    Optional,
}

/// Who may send a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Client and server.
    ReadWrite,
    /// Only the server: `readOnly`.
    ReadOnly,
    /// Only the client: `writeOnly`.
    WriteOnly,
}

/// A list of known values. Always open: a server may send a value that the document doesn't know yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// The known values, sorted.
    pub values: EnumValues,
}

impl Enum {
    /// The variant of a known value, by its text on the wire.
    pub fn variant(&self, wire: &str) -> Option<&str> {
        match &self.values {
            EnumValues::Strings(values) => {
                let known = values.iter().find(|value| value.wire == wire);
                known.map(|value| value.rust.as_str())
            }
            EnumValues::Integers(values) => {
                let known = values.iter().find(|value| value.wire.to_string() == wire);
                known.map(|value| value.rust.as_str())
            }
        }
    }

    /// The text of the only known value on the wire, if there is only one.
    pub fn only(&self) -> Option<String> {
        match &self.values {
            EnumValues::Strings(values) => match values.as_slice() {
                [only] => Some(only.wire.clone()),
                _ => None,
            },
            EnumValues::Integers(values) => match values.as_slice() {
                [only] => Some(only.wire.to_string()),
                _ => None,
            },
        }
    }
}

/// The values of an enum, all of one JSON type.
#[derive(Clone, Debug, PartialEq)]
pub enum EnumValues {
    /// Strings.
    Strings(Vec<EnumValue<String>>),
    /// Integers.
    Integers(Vec<EnumValue<i64>>),
}

/// One known value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue<T> {
    /// What stands on the wire.
    pub wire: T,
    /// The Rust variant.
    pub rust: String,
    /// What the document says about it.
    pub docs: Docs,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The branches, in the order of the document.
    pub variants: Vec<Variant>,
    /// How a reader tells them apart.
    pub tag: Tag,
}

/// How the branches of a union are told apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// By the value of this property: a `discriminator`, or a property with a single value in each branch.
    Field(String),
    /// By what the branches require.
    Untagged,
}

/// A branch of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The Rust variant.
    pub rust: String,
    /// What it holds.
    pub ty: TypeRef,
    /// The values of the tag that mean this branch; empty in untagged unions, and of the branch that all other values mean.
    pub tags: Vec<String>,
    /// What the document says about it.
    pub docs: Docs,
}
