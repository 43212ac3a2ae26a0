//! The keywords of everything but schemas.

use super::Effect::{Annotation, Ignored, Modelled, Unsupported};
use super::Shape::{Any, Flag, List, Map, One, Text, TextMap, Texts, ValueMap, Word};
use super::{Keyword, Kind, Open, Shape, Table, is_extension, keyword, since};
use crate::spec::version::Version::{V3_1, V3_2};

const NO_WEBHOOKS: &str = "calls from the server to its clients are not generated";
const NO_LINKS: &str = "links between operations are not generated";

const SUMMARY: Keyword = keyword("summary", Text, Annotation);
const DESCRIPTION: Keyword = keyword("description", Text, Annotation);
const EXTERNAL_DOCS_KEY: Keyword = keyword("externalDocs", One(Kind::ExternalDocs), Annotation);
const EXAMPLE_KEY: Keyword = keyword("example", Any, Annotation);
const EXAMPLES: Keyword = keyword("examples", Map(Kind::Example), Annotation);
const CONTENT: Keyword = keyword("content", Map(Kind::MediaType), Modelled);
const SCHEMA_KEY: Keyword = keyword("schema", One(Kind::Schema), Modelled);
const SERVERS: Keyword = keyword("servers", List(Kind::Server), Modelled);
const PARAMETERS: Keyword = keyword("parameters", List(Kind::Parameter), Modelled);
const SECURITY: Keyword = keyword("security", List(Kind::SecurityRequirement), Modelled);
const DEPRECATED: Keyword = keyword("deprecated", Flag, Modelled);
const EXPLODE: Keyword = keyword("explode", Flag, Modelled);
const ALLOW_RESERVED: Keyword = keyword("allowReserved", Flag, Modelled);
const STYLE: Keyword = keyword("style", Word(STYLES), Modelled);

const STYLES: &[&str] = &[
    "matrix",
    "label",
    "simple",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
];

/// A table of an object whose keywords are all there is.
const fn closed(
    title: &'static str,
    keywords: &'static [Keyword],
    required: &'static [&'static str],
) -> Table {
    Table {
        title,
        keywords,
        open: None,
        required,
        reference: false,
    }
}

/// The same, for an object that a `$ref` may stand for.
const fn referable(
    title: &'static str,
    keywords: &'static [Keyword],
    required: &'static [&'static str],
) -> Table {
    Table {
        title,
        keywords,
        open: None,
        required,
        reference: true,
    }
}

pub(super) static DOCUMENT: Table = closed(
    "the document",
    &[
        keyword("openapi", Any, Modelled),
        since(V3_2, "$self", Text, Modelled),
        keyword("info", One(Kind::Info), Modelled),
        since(
            V3_1,
            "jsonSchemaDialect",
            Text,
            Ignored("there is one dialect here"),
        ),
        SERVERS,
        keyword("paths", One(Kind::Paths), Modelled),
        since(V3_1, "webhooks", Map(Kind::PathItem), Ignored(NO_WEBHOOKS)),
        keyword("components", One(Kind::Components), Modelled),
        SECURITY,
        keyword("tags", List(Kind::Tag), Modelled),
        EXTERNAL_DOCS_KEY,
    ],
    &["info"],
);

pub(super) static INFO: Table = closed(
    "the info object",
    &[
        keyword("title", Text, Modelled),
        SUMMARY,
        DESCRIPTION,
        keyword("termsOfService", Text, Annotation),
        keyword("contact", One(Kind::Contact), Annotation),
        keyword("license", One(Kind::License), Annotation),
        keyword("version", Text, Modelled),
    ],
    &["title", "version"],
);

pub(super) static CONTACT: Table = closed(
    "a contact",
    &[
        keyword("name", Text, Annotation),
        keyword("url", Text, Annotation),
        keyword("email", Text, Annotation),
    ],
    &[],
);

pub(super) static LICENSE: Table = closed(
    "a license",
    &[
        keyword("name", Text, Annotation),
        since(V3_1, "identifier", Text, Annotation),
        keyword("url", Text, Annotation),
    ],
    &["name"],
);

pub(super) static SERVER: Table = closed(
    "a server",
    &[
        keyword("url", Text, Modelled),
        DESCRIPTION,
        since(V3_2, "name", Text, Annotation),
        keyword("variables", Map(Kind::ServerVariable), Modelled),
    ],
    &["url"],
);

pub(super) static SERVER_VARIABLE: Table = closed(
    "a server variable",
    &[
        keyword("enum", Texts, Modelled),
        keyword("default", Text, Modelled),
        DESCRIPTION,
    ],
    &["default"],
);

pub(super) static COMPONENTS: Table = closed(
    "the components",
    &[
        keyword("schemas", Map(Kind::Schema), Modelled),
        keyword("responses", Map(Kind::Response), Modelled),
        keyword("parameters", Map(Kind::Parameter), Modelled),
        keyword("examples", Map(Kind::Example), Modelled),
        keyword("requestBodies", Map(Kind::RequestBody), Modelled),
        keyword("headers", Map(Kind::Header), Modelled),
        keyword("securitySchemes", Map(Kind::SecurityScheme), Modelled),
        keyword("links", Map(Kind::Link), Ignored(NO_LINKS)),
        keyword("callbacks", Map(Kind::Callback), Ignored(NO_WEBHOOKS)),
        since(V3_1, "pathItems", Map(Kind::PathItem), Modelled),
        since(V3_2, "mediaTypes", Map(Kind::MediaType), Modelled),
    ],
    &[],
);

pub(super) static PATHS: Table = Table {
    title: "the paths",
    keywords: &[],
    open: Some(Open {
        shape: One(Kind::PathItem),
        fits: |key| key.starts_with('/'),
        keys: "a path that starts with `/`",
    }),
    required: &[],
    reference: false,
};

pub(super) static PATH_ITEM: Table = referable(
    "a path item",
    &[
        keyword("$ref", Text, Modelled),
        SUMMARY,
        DESCRIPTION,
        keyword("get", One(Kind::Operation), Modelled),
        keyword("put", One(Kind::Operation), Modelled),
        keyword("post", One(Kind::Operation), Modelled),
        keyword("delete", One(Kind::Operation), Modelled),
        keyword("options", One(Kind::Operation), Modelled),
        keyword("head", One(Kind::Operation), Modelled),
        keyword("patch", One(Kind::Operation), Modelled),
        keyword("trace", One(Kind::Operation), Modelled),
        since(
            V3_2,
            "query",
            One(Kind::Operation),
            Unsupported("the method QUERY is not generated"),
        ),
        since(
            V3_2,
            "additionalOperations",
            Map(Kind::Operation),
            Unsupported("methods of other names are not generated"),
        ),
        SERVERS,
        PARAMETERS,
    ],
    &[],
);

pub(super) static OPERATION: Table = closed(
    "an operation",
    &[
        keyword("tags", Texts, Modelled),
        SUMMARY,
        DESCRIPTION,
        EXTERNAL_DOCS_KEY,
        keyword("operationId", Text, Modelled),
        PARAMETERS,
        keyword("requestBody", One(Kind::RequestBody), Modelled),
        keyword("responses", One(Kind::Responses), Modelled),
        keyword("callbacks", Map(Kind::Callback), Ignored(NO_WEBHOOKS)),
        DEPRECATED,
        SECURITY,
        SERVERS,
    ],
    &[],
);

pub(super) static EXTERNAL_DOCS: Table = closed(
    "external documentation",
    &[DESCRIPTION, keyword("url", Text, Annotation)],
    &["url"],
);

pub(super) static PARAMETER: Table = referable(
    "a parameter",
    &[
        keyword("name", Text, Modelled),
        keyword(
            "in",
            Word(&["query", "header", "path", "cookie", "querystring"]),
            Modelled,
        ),
        DESCRIPTION,
        keyword("required", Flag, Modelled),
        DEPRECATED,
        keyword(
            "allowEmptyValue",
            Flag,
            Ignored("an empty value is sent where one is given"),
        ),
        STYLE,
        EXPLODE,
        ALLOW_RESERVED,
        SCHEMA_KEY,
        EXAMPLE_KEY,
        EXAMPLES,
        CONTENT,
    ],
    &["name", "in"],
);

pub(super) static REQUEST_BODY: Table = referable(
    "a request body",
    &[DESCRIPTION, CONTENT, keyword("required", Flag, Modelled)],
    &["content"],
);

pub(super) static MEDIA_TYPE: Table = closed(
    "a media type",
    &[
        SCHEMA_KEY,
        since(V3_2, "itemSchema", One(Kind::Schema), Modelled),
        EXAMPLE_KEY,
        EXAMPLES,
        keyword("encoding", Map(Kind::Encoding), Modelled),
        since(
            V3_2,
            "prefixEncoding",
            List(Kind::Encoding),
            Ignored("parts are told apart by their names"),
        ),
        since(
            V3_2,
            "itemEncoding",
            One(Kind::Encoding),
            Ignored("parts are told apart by their names"),
        ),
    ],
    &[],
);

pub(super) static ENCODING: Table = closed(
    "an encoding",
    &[
        keyword("contentType", Text, Modelled),
        keyword(
            "headers",
            Map(Kind::Header),
            Ignored("parts get no headers of their own"),
        ),
        STYLE,
        EXPLODE,
        ALLOW_RESERVED,
        since(
            V3_2,
            "encoding",
            Map(Kind::Encoding),
            Ignored("parts are not nested"),
        ),
        since(
            V3_2,
            "prefixEncoding",
            List(Kind::Encoding),
            Ignored("parts are not nested"),
        ),
        since(
            V3_2,
            "itemEncoding",
            One(Kind::Encoding),
            Ignored("parts are not nested"),
        ),
    ],
    &[],
);

pub(super) static RESPONSES: Table = Table {
    title: "the responses",
    keywords: &[],
    open: Some(Open {
        shape: One(Kind::Response),
        fits: is_status,
        keys: "a status such as `200` or `4XX`, or `default`",
    }),
    required: &[],
    reference: false,
};

fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [first, rest @ ..] if first.is_ascii_digit() && rest.len() == 2 => {
            let digits = rest.iter().all(u8::is_ascii_digit) && *first != b'0';
            digits || (rest.eq_ignore_ascii_case(b"xx") && (b'1'..=b'5').contains(first))
        }
        other => other.eq_ignore_ascii_case(b"default"),
    }
}

pub(super) static RESPONSE: Table = referable(
    "a response",
    &[
        since(V3_2, "summary", Text, Annotation),
        DESCRIPTION,
        keyword("headers", Map(Kind::Header), Modelled),
        CONTENT,
        keyword("links", Map(Kind::Link), Ignored(NO_LINKS)),
    ],
    &[],
);

pub(super) static CALLBACK: Table = Table {
    title: "a callback",
    keywords: &[],
    open: Some(Open {
        shape: One(Kind::PathItem),
        fits: |key| !is_extension(key),
        keys: "an expression",
    }),
    required: &[],
    reference: true,
};

pub(super) static EXAMPLE: Table = referable(
    "an example",
    &[
        SUMMARY,
        DESCRIPTION,
        keyword("value", Any, Annotation),
        keyword("externalValue", Text, Annotation),
        since(V3_2, "dataValue", Any, Annotation),
        since(V3_2, "serializedValue", Text, Annotation),
    ],
    &[],
);

pub(super) static LINK: Table = referable(
    "a link",
    &[
        keyword("operationRef", Text, Annotation),
        keyword("operationId", Text, Annotation),
        keyword("parameters", ValueMap, Annotation),
        keyword("requestBody", Any, Annotation),
        DESCRIPTION,
        keyword("server", One(Kind::Server), Annotation),
    ],
    &[],
);

pub(super) static HEADER: Table = referable(
    "a header",
    &[
        DESCRIPTION,
        keyword("required", Flag, Modelled),
        DEPRECATED,
        keyword(
            "allowEmptyValue",
            Flag,
            Ignored("it has no meaning for headers"),
        ),
        STYLE,
        EXPLODE,
        keyword(
            "allowReserved",
            Flag,
            Ignored("it has no meaning for headers"),
        ),
        SCHEMA_KEY,
        EXAMPLE_KEY,
        EXAMPLES,
        CONTENT,
    ],
    &[],
);

pub(super) static TAG: Table = closed(
    "a tag",
    &[
        keyword("name", Text, Modelled),
        since(V3_2, "summary", Text, Annotation),
        DESCRIPTION,
        EXTERNAL_DOCS_KEY,
        since(V3_2, "parent", Text, Ignored("tags are not nested")),
        since(V3_2, "kind", Text, Ignored("all tags are alike")),
    ],
    &["name"],
);

pub(super) static SECURITY_SCHEME: Table = referable(
    "a security scheme",
    &[
        keyword(
            "type",
            Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]),
            Modelled,
        ),
        DESCRIPTION,
        keyword("name", Text, Modelled),
        keyword("in", Word(&["query", "header", "cookie"]), Modelled),
        keyword("scheme", Text, Modelled),
        keyword("bearerFormat", Text, Annotation),
        keyword("flows", One(Kind::OAuthFlows), Modelled),
        keyword("openIdConnectUrl", Text, Annotation),
        since(V3_2, "oauth2MetadataUrl", Text, Annotation),
        since(V3_2, "deprecated", Flag, Annotation),
    ],
    &["type"],
);

pub(super) static OAUTH_FLOWS: Table = closed(
    "the OAuth flows",
    &[
        keyword("implicit", One(Kind::OAuthFlow), Modelled),
        keyword("password", One(Kind::OAuthFlow), Modelled),
        keyword("clientCredentials", One(Kind::OAuthFlow), Modelled),
        keyword("authorizationCode", One(Kind::OAuthFlow), Modelled),
        since(
            V3_2,
            "deviceAuthorization",
            One(Kind::OAuthFlow),
            Ignored("a token from it is given to the client"),
        ),
    ],
    &[],
);

pub(super) static OAUTH_FLOW: Table = closed(
    "an OAuth flow",
    &[
        keyword("authorizationUrl", Text, Annotation),
        since(V3_2, "deviceAuthorizationUrl", Text, Annotation),
        keyword("tokenUrl", Text, Modelled),
        keyword("refreshUrl", Text, Annotation),
        keyword("scopes", TextMap, Modelled),
    ],
    &[],
);

pub(super) static SECURITY_REQUIREMENT: Table = Table {
    title: "a security requirement",
    keywords: &[],
    open: Some(Open {
        shape: Shape::Texts,
        fits: |_| true,
        keys: "the name of a security scheme",
    }),
    required: &[],
    reference: false,
};
