//! The keywords of the document as a whole, and of what calls have in common.

use super::Effect::{Annotation, Ignored, Modelled, Unused};
use super::Shape::{Any, Flag, List, Map, One, Text, TextMap, Texts, Word};
use super::rows::{
    DESCRIPTION, DESCRIPTION_NOT_SHOWN, EXTERNAL_DOCS_KEY, NOT_SHOWN, PARAMETERS, SECURITY,
    SERVERS, SUMMARY_NOT_SHOWN, closed, referable,
};
use super::{Kind, Open, Shape, Table, VENDORS_WEBHOOKS, keyword, since};
use crate::spec::version::Version::{V3_1, V3_2};

const TOKENS: &str = "how a token is come by, and what it may do, is the caller's matter";

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
        since(V3_1, "webhooks", Map(Kind::PathItem), Modelled),
        keyword(VENDORS_WEBHOOKS, Map(Kind::PathItem), Modelled),
        keyword("components", One(Kind::Components), Modelled),
        SECURITY,
        keyword("tags", List(Kind::Tag), Modelled),
        EXTERNAL_DOCS_KEY,
    ],
    &[],
);

pub(super) static INFO: Table = closed(
    "the info object",
    &[
        keyword("title", Text, Modelled),
        SUMMARY_NOT_SHOWN,
        DESCRIPTION,
        keyword("termsOfService", Text, Unused(NOT_SHOWN)),
        keyword("contact", One(Kind::Contact), Unused(NOT_SHOWN)),
        keyword(
            "license",
            One(Kind::License),
            Unused("it is the API's; that of the crate is a setting"),
        ),
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
        DESCRIPTION_NOT_SHOWN,
        since(V3_2, "name", Text, Unused(NOT_SHOWN)),
        keyword("variables", Map(Kind::ServerVariable), Modelled),
    ],
    &["url"],
);

pub(super) static SERVER_VARIABLE: Table = closed(
    "a server variable",
    &[
        keyword("enum", Texts, Modelled),
        keyword("default", Text, Modelled),
        DESCRIPTION_NOT_SHOWN,
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
        keyword("links", Map(Kind::Link), Modelled),
        keyword("callbacks", Map(Kind::Callback), Modelled),
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
        fits: |key| !key.contains("://"),
        keys: "a path",
    }),
    required: &[],
    reference: false,
};

pub(super) static PATH_ITEM: Table = referable(
    "a path item",
    &[
        keyword("$ref", Text, Modelled),
        SUMMARY_NOT_SHOWN,
        DESCRIPTION_NOT_SHOWN,
        keyword("get", One(Kind::Operation), Modelled),
        keyword("put", One(Kind::Operation), Modelled),
        keyword("post", One(Kind::Operation), Modelled),
        keyword("delete", One(Kind::Operation), Modelled),
        keyword("options", One(Kind::Operation), Modelled),
        keyword("head", One(Kind::Operation), Modelled),
        keyword("patch", One(Kind::Operation), Modelled),
        keyword("trace", One(Kind::Operation), Modelled),
        since(V3_2, "query", One(Kind::Operation), Modelled),
        since(V3_2, "additionalOperations", Map(Kind::Operation), Modelled),
        SERVERS,
        PARAMETERS,
    ],
    &[],
);

pub(super) static EXTERNAL_DOCS: Table = closed(
    "external documentation",
    &[DESCRIPTION, keyword("url", Text, Annotation)],
    &["url"],
);

pub(super) static TAG: Table = closed(
    "a tag",
    &[
        keyword("name", Text, Modelled),
        since(V3_2, "summary", Text, Unused(NOT_SHOWN)),
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
        keyword("bearerFormat", Text, Unused(TOKENS)),
        keyword("flows", One(Kind::OAuthFlows), Modelled),
        keyword("openIdConnectUrl", Text, Unused(TOKENS)),
        since(V3_2, "oauth2MetadataUrl", Text, Unused(TOKENS)),
        since(V3_2, "deprecated", Flag, Unused(NOT_SHOWN)),
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
        keyword("authorizationUrl", Text, Unused(TOKENS)),
        since(V3_2, "deviceAuthorizationUrl", Text, Unused(TOKENS)),
        keyword("tokenUrl", Text, Modelled),
        keyword("refreshUrl", Text, Unused(TOKENS)),
        keyword("scopes", TextMap, Unused(TOKENS)),
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
