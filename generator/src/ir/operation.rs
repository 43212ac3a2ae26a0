//! Resources and their operations: what a consumer calls.

use super::{CallDefaults, Docs, Name, Server, TypeRef};
use crate::pointer::Pointer;

/// A group of operations, reached from the client by a method: `orq.identities()`.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The group's name in the document, and the method (and module) that leads to it.
    pub name: Name,
    /// The Rust type of the handle, unique within its module.
    pub type_name: String,
    /// The modules under `resources` from the top to this resource.
    pub module: Vec<String>,
    /// The Cargo feature that turns it on: one for each resource at the top, shared by its children.
    pub feature: String,
    /// What the document says about the group.
    pub docs: Docs,
    /// Its operations, by path and then by method.
    pub operations: Vec<Operation>,
    /// The resources inside it, sorted by name.
    pub children: Vec<Resource>,
}

/// One operation: a method on a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or method and path where there is none.
    pub id: String,
    /// The method on the resource.
    pub name: String,
    /// Methods that it had before, which callers may still use.
    pub formerly: Vec<String>,
    /// The Rust type of the call builder, unique within its module.
    pub type_name: String,
    /// Where it stands in the document.
    pub origin: Pointer,
    /// Summary and description.
    pub docs: Docs,
    /// The HTTP method, in capitals.
    pub verb: String,
    /// The path, cut at its parameters.
    pub path: Vec<PathPart>,
    /// The path as the document writes it.
    pub template: String,
    /// Parameters, path parameters first in the order of the path.
    pub params: Vec<Param>,
    /// What is sent.
    pub body: Option<Body>,
    /// The media type that is sent, where this is not the first method of an operation: that one sends something else.
    pub sends: Option<String>,
    /// The success that is read while it arrives, beside or instead of [`Operation::success`].
    pub stream: Option<Stream>,
    /// Declared answers with a 2xx status.
    pub success: Vec<Answer>,
    /// The Rust enum over the successes, where they differ in type.
    pub success_enum: Option<String>,
    /// Declared answers with any other status.
    pub errors: Vec<Answer>,
    /// The Rust enum over the error bodies, where any is declared.
    pub error_enum: Option<String>,
    /// The headers that any of its answers declares, by name.
    pub headers: Vec<Header>,
    /// The Rust struct of these headers, where there are any.
    pub headers_struct: Option<String>,
    /// Alternatives of credentials, each a list of scheme names that go together; an empty list allows anonymous calls.
    pub security: Vec<Vec<String>>,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
    /// Whether sending it twice is the same as sending it once (RFC 9110, section 9.2.2).
    pub idempotent: bool,
    /// How the next page is asked for.
    pub pagination: Option<Pagination>,
    /// How long a call may take and when it is repeated, where the document says so of this operation.
    pub defaults: CallDefaults,
    /// The servers that it has instead of those of the document; the first one is the default.
    pub servers: Vec<Server>,
}

impl Operation {
    /// The word that tells a method by what it sends from another one of the same operation; empty where nothing is sent.
    pub fn word(&self) -> &'static str {
        self.body
            .as_ref()
            .map_or("", |body| body.content.media.word())
    }
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Text that is sent as it stands.
    Literal(String),
    /// The index of the parameter in [`Operation::params`].
    Param(usize),
}

/// A parameter outside of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its names.
    pub name: Name,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it is sent.
    pub place: Place,
    /// Its type; never `null`, since no place of a parameter can carry it.
    pub ty: TypeRef,
    /// Whether a call without it is refused.
    pub required: bool,
    /// How it is written.
    pub style: Style,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As a header.
    Header,
    /// As a cookie.
    Cookie,
}

/// How a parameter is written (OpenAPI, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b` in paths and headers; objects as `k=v` when exploded.
    Simple {
        /// Objects as `k=v` instead of `k,v`.
        explode: bool,
        /// Reserved characters are not encoded, so that a value in a path may be several segments.
        allow_reserved: bool,
    },
    /// `;name=value`.
    Matrix {
        /// A repeated name instead of commas.
        explode: bool,
    },
    /// `.a.b`.
    Label {
        /// Dots instead of commas.
        explode: bool,
    },
    /// `name=value`.
    Form {
        /// A repeated key instead of commas; the properties of an object as keys of their own.
        explode: bool,
        /// Reserved characters are not encoded.
        allow_reserved: bool,
        /// Arrays inside an exploded object are joined by commas. OpenAPI leaves this open; a setting chooses.
        comma_arrays: bool,
    },
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a|b`.
    PipeDelimited,
    /// `name[key]=value`.
    DeepObject,
    /// JSON text: a parameter with `content`.
    Json,
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// What the document says about it.
    pub docs: Docs,
    /// Whether it must be given.
    pub required: bool,
    /// Media type and type.
    pub content: Content,
    /// The properties of a form that are not written in the usual style, by their wire names.
    pub styles: Vec<(String, Style)>,
}

/// A media type and what stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// Where its media type stands in the document.
    pub at: Pointer,
    /// The media type as the document writes it.
    pub mime: String,
    /// How it is read and written.
    pub media: Media,
    /// What stands in it.
    pub ty: TypeRef,
}

impl Content {
    /// Whether any media type will do (RFC 9110, section 12.5.1).
    pub fn is_any(mime: &str) -> bool {
        mime.starts_with('*')
    }

    /// The media type that a request must be told, because it is not the usual one of the body.
    pub fn named_mime(&self) -> Option<&str> {
        let mime = self.mime.as_str();
        // A range such as `*/*` is no media type to send, and that of a form in parts goes with its boundary.
        let usual = mime == self.media.usual_mime() || self.media == Media::Multipart;
        (!usual && !mime.contains('*')).then_some(mime)
    }

    /// The `Content-Type` header of a body; that of a form in parts ends in its boundary.
    pub fn content_type(&self) -> &str {
        match self.named_mime() {
            Some(mime) => mime,
            None if self.media == Media::Text => "text/plain; charset=utf-8",
            None => self.media.usual_mime(),
        }
    }
}

/// How a body is read and written, in the order in which a client prefers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Media {
    /// JSON, also `+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

impl Media {
    /// The media type that a body is sent with when the document names none that can be sent.
    pub fn usual_mime(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
            Self::Text => "text/plain",
            Self::Bytes => "application/octet-stream",
        }
    }

    /// The word that tells a method which sends it from another one of the same operation.
    pub fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "form",
            Self::Multipart => "multipart",
            Self::Text => "text",
            Self::Bytes => "bytes",
        }
    }
}

/// An answer that is read while it arrives.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The media type as the document writes it.
    pub mime: String,
    /// How items are found in it.
    pub framing: Framing,
    /// An item.
    pub item: TypeRef,
    /// The boolean property of the body that must be true for the stream and false for a whole answer.
    pub choice: Option<String>,
    /// Whether there is no other answer.
    pub only: bool,
}

/// How the items of a stream are found in its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events.
    Events {
        /// The data that ends the stream.
        sentinel: Option<String>,
        /// Whether an item is the whole event, with its name and id, rather than its data.
        whole: bool,
        /// Whether the data is text rather than JSON.
        text: bool,
    },
    /// A JSON text on each line.
    Lines,
    /// JSON texts after record separators.
    Sequence,
    /// There are no items, only bytes.
    Bytes,
}

/// A declared answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Which statuses it is for.
    pub status: Status,
    /// The Rust variant that stands for it in an enum over answers.
    pub rust: String,
    /// What the document says about it.
    pub docs: Docs,
    /// What it carries; `None` for an empty answer.
    pub content: Option<Content>,
    /// The other media types that a success comes in, when a call asks for them.
    pub others: Vec<String>,
}

/// A header of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Its names.
    pub name: Name,
    /// What the document says about it.
    pub docs: Docs,
    /// What its text is read as: a scalar, or a list of scalars.
    pub ty: TypeRef,
}

/// Which statuses a declared answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One status.
    Code(u16),
    /// All statuses that start with this digit: `4XX`.
    Range(u8),
    /// Every status that is not declared otherwise.
    Default,
}

/// How the next page is asked for: a cursor of the last page goes into a parameter of the next call.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// The field of the page that holds the items.
    pub items: FieldPath,
    /// The type of an item.
    pub item: TypeRef,
    /// The boolean field that tells whether there is more.
    pub more: Option<FieldPath>,
    /// How to go on.
    pub forward: Cursor,
    /// How to go on when the caller has set this cursor's parameter: against the order of the list.
    pub backward: Option<Cursor>,
}

/// Fields to follow from the page, by their Rust names, each with whether it is optional.
pub type FieldPath = Vec<(String, bool)>;

/// Where a cursor comes from and where it goes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    /// The index of the parameter in [`Operation::params`].
    pub param: usize,
    /// Which item of the page.
    pub edge: Edge,
    /// The fields from the item to the cursor; must end in a string.
    pub field: FieldPath,
}

/// An end of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The first item.
    First,
    /// The last item.
    Last,
}

/// A way to prove who is calling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name in `components.securitySchemes`, and the setter on the client's builder.
    pub name: Name,
    /// What the document says about it.
    pub docs: Docs,
    /// Where the credential goes.
    pub credential: Credential,
    /// The environment variable that `from_env` reads.
    pub env: String,
}

/// Where a credential goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// `Authorization: Bearer …`, also for OAuth 2 and OpenID Connect access tokens.
    Bearer,
    /// The same, with a token that the client can fetch for itself (OAuth 2 client credentials).
    OAuth2 {
        /// Where it is fetched.
        token_url: String,
    },
    /// `Authorization: Basic …`.
    Basic,
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
}
