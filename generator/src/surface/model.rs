//! The nouns of the surface: all names and types as a consumer spells them, all places as the wire has them.

use super::{RustType, Takes};
use crate::ir::{
    Access, CallDefaults, Credential, Docs, Edge, Framing, Media, Name, Place, Server, Status,
    Style,
};
use crate::pointer::Pointer;

/// Everything that a consumer of the generated crate can see, and what it sends and reads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surface {
    /// The title of the API.
    pub title: String,
    /// The version of the API, which is not the crate's.
    pub api_version: String,
    /// The crate.
    pub package: Package,
    /// The type that a consumer starts from.
    pub client: Client,
    /// All resources, parents before their children.
    pub resources: Vec<Resource>,
    /// All operations, by resource and then in the order of the resource's file.
    pub operations: Vec<Operation>,
    /// What reads the calls of the server, in the order of its file.
    pub webhooks: Vec<Webhook>,
    /// All types under `models`, by name.
    pub types: Vec<Type>,
}

/// The crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Package {
    /// Its name in a manifest.
    pub name: String,
    /// Its name in Rust.
    pub library: String,
    /// Its version.
    pub version: String,
    /// Its Cargo features, sorted.
    pub features: Vec<Feature>,
    /// The crates whose types are spelled in its own, and their versions.
    pub dependencies: Vec<(String, String)>,
}

/// A Cargo feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// Whether it is on by default.
    pub default: bool,
    /// Whether it turns on a resource, rather than an ability of every client.
    pub resource: bool,
    /// What it is for.
    pub docs: String,
}

/// The client type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Client {
    /// Its name at the root of the crate.
    pub name: String,
    /// The environment variable that overrides the server.
    pub server_env: String,
    /// The servers; the first one is the default.
    pub servers: Vec<Server>,
    /// The credentials that the builder takes, sorted by name.
    pub credentials: Vec<CredentialSetter>,
    /// How calls are made unless the caller or the operation says otherwise.
    pub defaults: CallDefaults,
}

/// A credential that the client's builder takes.
#[derive(Clone, Debug, PartialEq)]
pub struct CredentialSetter {
    /// The name of the security scheme, and the setter.
    pub name: Name,
    /// Where it goes.
    pub credential: Credential,
    /// The environment variable that `from_env` reads.
    pub env: String,
    /// What the document says about it.
    pub docs: Docs,
}

/// A group of operations.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Its name in the document.
    pub name: String,
    /// The methods that lead from the client to it.
    pub chain: Vec<String>,
    /// The modules under `resources` that lead to its file.
    pub module: Vec<String>,
    /// The type of its handle.
    pub handle: String,
    /// The Cargo feature that turns it on.
    pub feature: String,
    /// What the document says about it.
    pub docs: Docs,
}

/// A method on a resource, and what it does on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or method and path where there is none.
    pub id: String,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The HTTP method, in capitals.
    pub verb: String,
    /// The path as the document writes it.
    pub path: String,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
    /// The methods that lead from the client to its resource.
    pub chain: Vec<String>,
    /// The modules under `resources` that hold its builder.
    pub module: Vec<String>,
    /// The method on the resource.
    pub method: String,
    /// Methods that it had before, which are deprecated.
    pub formerly: Vec<String>,
    /// The name of the call's builder.
    pub builder: String,
    /// The Cargo feature that turns it on.
    pub feature: String,
    /// The parameters: those in the path first.
    pub parameters: Vec<Parameter>,
    /// The body.
    pub body: Option<Body>,
    /// The media type that is sent, where this is not the first method of an operation: that one sends something else.
    pub sends: Option<String>,
    /// The `Accept` header.
    pub accept: String,
    /// What `send()` returns; `None` when there is no `send()`.
    pub output: Option<RustType>,
    /// The type of `error.body()`.
    pub failure: RustType,
    /// Declared answers: successes by status, then the others.
    pub answers: Vec<Answer>,
    /// The struct that reads the headers which the answers declare.
    pub headers: Option<Headers>,
    /// What `items()` and `pages()` give.
    pub paging: Option<Paging>,
    /// What `stream()` gives.
    pub stream: Option<Stream>,
    /// Alternatives of credentials, each a list of scheme names that go together; an empty list allows anonymous calls.
    pub security: Vec<Vec<String>>,
    /// Whether sending it twice is the same as sending it once.
    pub idempotent: bool,
    /// How it is made unless the caller says otherwise.
    pub defaults: CallDefaults,
    /// The servers that it has instead of the client's; the first one is the default.
    pub servers: Vec<Server>,
}

/// A function that reads what a call of the server carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Its name in the document, after that of the operation that it follows.
    pub name: String,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The HTTP method, in capitals.
    pub verb: String,
    /// The function under `webhooks`.
    pub function: String,
    /// What it reads.
    pub payload: RustType,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
}

/// A struct of headers, made from those of any answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Headers {
    /// Its name, beside the call's builder.
    pub name: String,
    /// Its fields, all of which are optional.
    pub fields: Vec<HeaderField>,
}

/// A header that an answer may have.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderField {
    /// Its names.
    pub name: Name,
    /// The type inside the option.
    pub ty: RustType,
    /// What the document says about it.
    pub docs: Docs,
}

/// How a value is given to a call or to a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// As the argument at this position, counted from 0, of the method or of `new`.
    Argument(usize),
    /// By a setter of the value's own name.
    Setter,
}

/// How a field of a struct is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// With what is given.
    By(Given),
    /// By `new`, with the only value that there is, or was when the lock first knew the field: its text on the wire.
    Constant(String),
}

/// A parameter of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name on the wire, and that of the argument or setter.
    pub name: Name,
    /// Where it is sent.
    pub place: Place,
    /// How it is written.
    pub style: Style,
    /// Whether a call without it is refused.
    pub required: bool,
    /// How it is given.
    pub given: Given,
    /// Its type.
    pub ty: RustType,
    /// What the argument or setter takes.
    pub takes: Takes,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The name of the argument or setter.
    pub name: String,
    /// The media type as the document writes it.
    pub mime: String,
    /// The `Content-Type` header; that of a form in parts ends in its boundary.
    pub content_type: String,
    /// How it is written.
    pub media: Media,
    /// Whether a call without it is refused.
    pub required: bool,
    /// How it is given.
    pub given: Given,
    /// Its type.
    pub ty: RustType,
    /// What the argument or setter takes.
    pub takes: Takes,
    /// The properties of a form that are not written in the usual style, by their wire names.
    pub styles: Vec<(String, Style)>,
    /// What the document says about it.
    pub docs: Docs,
}

/// A declared answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Which statuses it is for.
    pub status: Status,
    /// Whether the call succeeds with it.
    pub success: bool,
    /// What it carries.
    pub content: Option<AnswerContent>,
    /// The variant of the enum over several answers.
    pub variant: Option<String>,
    /// What the document says about it.
    pub docs: Docs,
}

/// What an answer carries.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerContent {
    /// The media type as the document writes it.
    pub mime: String,
    /// How it is read.
    pub media: Media,
    /// Its type.
    pub ty: RustType,
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The fields from the page to its items, by their Rust names.
    pub items: Vec<String>,
    /// The type of an item.
    pub item: RustType,
    /// The fields from the page to the flag that tells whether there is more.
    pub more: Option<Vec<String>>,
    /// How to go on.
    pub forward: Cursor,
    /// How to go on when the caller has set this cursor's parameter.
    pub backward: Option<Cursor>,
}

/// Where a cursor comes from and where it goes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    /// The wire name of the parameter that takes it.
    pub parameter: String,
    /// Which item of the page.
    pub edge: Edge,
    /// The fields from the item to the cursor, by their Rust names.
    pub field: Vec<String>,
}

/// An answer that is read while it arrives.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The media type that is asked for.
    pub mime: String,
    /// How items are found in it.
    pub framing: Framing,
    /// What `stream()` resolves to.
    pub ty: RustType,
    /// The type of an item.
    pub item: RustType,
    /// The boolean property of the body that `stream()` sets and `send()` clears.
    pub choice: Option<String>,
}

/// A type under `models`.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Its name.
    pub name: String,
    /// Names that it had before, which are deprecated.
    pub formerly: Vec<String>,
    /// The file under `models` that holds it.
    pub module: String,
    /// Where its schema stands.
    pub pointer: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
    /// The Cargo feature that turns it on. None for what is always there, and for what several resources share: it comes
    /// with each operation that uses it, and a list of features would change with each.
    pub feature: Option<String>,
    /// Whether a request can carry it.
    pub sent: bool,
    /// Whether an answer can carry it.
    pub received: bool,
    /// What it is.
    pub kind: Kind,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A struct with `new`, public fields and setters.
    Struct(Struct),
    /// A struct with `new`, public fields and setters, which is written in parts.
    Multipart(Struct),
    /// An enum of texts, with `Unknown(String)` beside the known ones.
    Texts(Vec<Value<String>>),
    /// An enum of whole numbers, with `Unknown(i64)` beside the known ones.
    Numbers(Vec<Value<i64>>),
    /// An enum over types, with `Unknown(serde_json::Value)` beside the known ones.
    Union(Union),
    /// Another name for a type.
    Alias(RustType),
    /// A struct around one public field, which JSON doesn't show.
    Newtype(RustType),
}

/// A struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Its fields; the arguments of `new` come first, in their order.
    pub fields: Vec<Field>,
    /// The type of values in `additional_properties`, where the struct has that field.
    pub rest: Option<RustType>,
    /// Whether it is `Default`.
    pub default: bool,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name on the wire, and that of the field and its argument or setter.
    pub name: Name,
    /// Whether it always stands in the object.
    pub required: bool,
    /// Whether it may be null on the wire.
    pub nullable: bool,
    /// Who may send it.
    pub access: Access,
    /// How it is filled.
    pub filled: Filled,
    /// What `new` sets it to, as text on the wire, where a setter can set it to something else.
    pub preset: Option<String>,
    /// Its type as the struct holds it.
    pub ty: RustType,
    /// What the argument or setter takes.
    pub takes: Takes,
    /// The media type of its part, in a body of parts where the document gives one.
    pub part: Option<String>,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<T> {
    /// What stands on the wire.
    pub wire: T,
    /// The variant.
    pub rust: String,
    /// What the document says about it.
    pub docs: Docs,
}

/// An enum over types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The property whose value tells the branches apart; without one, what they require does.
    pub tag: Option<String>,
    /// The branches.
    pub variants: Vec<Variant>,
}

/// A branch of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The variant.
    pub rust: String,
    /// What it holds.
    pub ty: RustType,
    /// The values of the tag that mean this branch.
    pub tags: Vec<String>,
    /// Whether the union is `From` what the variant holds, box aside.
    pub from: bool,
    /// What the document says about it.
    pub docs: Docs,
}
