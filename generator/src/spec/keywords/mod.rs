//! What OpenAPI knows: for every kind of object its keywords, the shape of their values, and what they do here.
//!
//! One table serves three readers: the walk (where do objects stand), the check (is the value of the right shape),
//! and the account of what has no effect.

mod calls;
mod objects;
mod rows;
mod schema;

use super::json::{Map, Value};
use super::version::Version;

/// The key of the operations of a path item whose methods have no key of their own.
pub(super) const OTHERS: &str = "additionalOperations";

/// The kinds of objects in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    SecurityRequirement,
}

/// The shape of a keyword's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// Anything, and nobody looks into it.
    Any,
    /// A text.
    Text,
    /// One of some texts.
    Word(&'static [&'static str]),
    /// A boolean.
    Flag,
    /// A number.
    Number,
    /// A whole number from 0 on.
    Count,
    /// A list of texts.
    Texts,
    /// A mapping of texts.
    TextMap,
    /// A list of anything.
    Values,
    /// A mapping of anything.
    ValueMap,
    /// An object.
    One(Kind),
    /// A list of objects.
    List(Kind),
    /// A mapping of objects, by names that the document chooses.
    Map(Kind),
    /// An object, or a boolean (`additionalProperties`).
    OneOrFlag(Kind),
    /// An object, or a list of them (`items`).
    OneOrList(Kind),
    /// The name of a JSON type, or a list of such names.
    Types,
    /// A number, or in 3.0 a boolean (`exclusiveMinimum`).
    Bound,
}

/// What a keyword does to the output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Effect {
    /// It shapes types or calls.
    Modelled,
    /// It narrows the values of a type; it stands in the docs at most.
    Validation,
    /// It is for people to read.
    Annotation,
    /// It has none, which is reported with these words.
    Ignored(&'static str),
    /// It is for people to read, and nothing shows it: said once for all its places, with these words.
    Unused(&'static str),
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) effect: Effect,
    pub(super) since: Version,
}

/// Keys that the document chooses, for objects that are mappings with rules for their keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) shape: Shape,
    /// Whether a key is such a key.
    pub(super) fits: fn(&str) -> bool,
    /// What the keys must be, in words.
    pub(super) keys: &'static str,
}

/// All about a kind of object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    /// The object's name with its article, for complaints.
    pub(super) title: &'static str,
    pub(super) keywords: &'static [Keyword],
    pub(super) open: Option<Open>,
    /// Keywords without which the object means nothing.
    pub(super) required: &'static [&'static str],
    /// Whether the typed model can hold a `$ref` in its place; other kinds get a copy of what it leads to.
    pub(super) reference: bool,
}

impl Kind {
    /// Every kind.
    const ALL: &[Self] = &[
        Self::Document,
        Self::Info,
        Self::Contact,
        Self::License,
        Self::Server,
        Self::ServerVariable,
        Self::Components,
        Self::Paths,
        Self::PathItem,
        Self::Operation,
        Self::ExternalDocs,
        Self::Parameter,
        Self::RequestBody,
        Self::MediaType,
        Self::Encoding,
        Self::Responses,
        Self::Response,
        Self::Callback,
        Self::Example,
        Self::Link,
        Self::Header,
        Self::Tag,
        Self::Schema,
        Self::Discriminator,
        Self::SecurityScheme,
        Self::OAuthFlows,
        Self::OAuthFlow,
        Self::SecurityRequirement,
    ];

    /// The table of this kind.
    pub(super) fn table(self) -> &'static Table {
        match self {
            Self::Document => &objects::DOCUMENT,
            Self::Info => &objects::INFO,
            Self::Contact => &objects::CONTACT,
            Self::License => &objects::LICENSE,
            Self::Server => &objects::SERVER,
            Self::ServerVariable => &objects::SERVER_VARIABLE,
            Self::Components => &objects::COMPONENTS,
            Self::Paths => &objects::PATHS,
            Self::PathItem => &objects::PATH_ITEM,
            Self::Operation => &calls::OPERATION,
            Self::ExternalDocs => &objects::EXTERNAL_DOCS,
            Self::Parameter => &calls::PARAMETER,
            Self::RequestBody => &calls::REQUEST_BODY,
            Self::MediaType => &calls::MEDIA_TYPE,
            Self::Encoding => &calls::ENCODING,
            Self::Responses => &calls::RESPONSES,
            Self::Response => &calls::RESPONSE,
            Self::Callback => &calls::CALLBACK,
            Self::Example => &calls::EXAMPLE,
            Self::Link => &calls::LINK,
            Self::Header => &calls::HEADER,
            Self::Tag => &objects::TAG,
            Self::Schema => &schema::SCHEMA,
            Self::Discriminator => &schema::DISCRIMINATOR,
            Self::SecurityScheme => &objects::SECURITY_SCHEME,
            Self::OAuthFlows => &objects::OAUTH_FLOWS,
            Self::OAuthFlow => &objects::OAUTH_FLOW,
            Self::SecurityRequirement => &objects::SECURITY_REQUIREMENT,
        }
    }

    /// What stands under a key of this kind; `None` for extensions and for keys that mean nothing.
    pub(super) fn shape(self, key: &str) -> Option<Shape> {
        let table = self.table();
        table.keyword(key).map(|keyword| keyword.shape).or_else(|| {
            table
                .open
                .filter(|open| !is_extension(key) && (open.fits)(key))
                .map(|open| open.shape)
        })
    }
}

impl Table {
    /// The row of a keyword.
    pub(super) fn keyword(&self, key: &str) -> Option<&'static Keyword> {
        self.keywords.iter().find(|keyword| keyword.name == key)
    }
}

/// The names of all keywords, kind by kind; some stand in several kinds.
pub fn keywords() -> impl Iterator<Item = &'static str> {
    let kinds = Kind::ALL.iter();
    kinds.flat_map(|kind| kind.table().keywords.iter().map(|keyword| keyword.name))
}

/// What vendors call `webhooks` in documents of OpenAPI 3.0, which has no place for them.
pub(super) const VENDORS_WEBHOOKS: &str = "x-webhooks";

/// Whether a key is a vendor's.
pub(super) fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}

/// The key of a path item for a method, whatever its case.
pub(super) fn key_of_method(method: &str) -> Option<&'static str> {
    let operations = Kind::PathItem.table().keywords.iter();
    operations
        .filter(|keyword| keyword.shape == Shape::One(Kind::Operation))
        .map(|keyword| keyword.name)
        .find(|key| key.eq_ignore_ascii_case(method))
}

/// The key that an operation among those of other methods is meant for: the method is spelled as it is sent, and the path
/// item has no operation of it yet.
pub(super) fn free_key(method: &str, item: &Map<String, Value>) -> Option<&'static str> {
    key_of_method(method)
        .filter(|key| method == key.to_ascii_uppercase() && !item.contains_key(*key))
}

/// Whether this can be a method or the name of a header (RFC 9110, "token").
pub(super) fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

const fn keyword(name: &'static str, shape: Shape, effect: Effect) -> Keyword {
    Keyword {
        name,
        shape,
        effect,
        since: Version::V3_0,
    }
}

const fn since(since: Version, name: &'static str, shape: Shape, effect: Effect) -> Keyword {
    Keyword {
        name,
        shape,
        effect,
        since,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_keywords_are_in_their_tables_and_no_row_stands_twice() {
        for kind in Kind::ALL {
            let table = kind.table();
            for name in table.required {
                assert!(table.keyword(name).is_some(), "{kind:?} {name}");
            }
            let mut names: Vec<&str> = table.keywords.iter().map(|keyword| keyword.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), table.keywords.len(), "{kind:?}");
        }
    }

    #[test]
    fn keys_that_the_document_chooses_have_rules() {
        assert_eq!(Kind::Paths.shape("/a"), Some(Shape::One(Kind::PathItem)));
        assert_eq!(Kind::Paths.shape("https://shop.example/a"), None);
        for status in ["200", "4XX", "4xx", "default", "Default"] {
            assert_eq!(
                Kind::Responses.shape(status),
                Some(Shape::One(Kind::Response)),
                "{status}"
            );
        }
        assert_eq!(Kind::Responses.shape("20"), None);
        assert_eq!(Kind::Schema.shape("x-anything"), None);
    }
}
