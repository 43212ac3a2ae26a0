//! The keywords of operations and of what goes over the wire.

use super::Effect::{Annotation, Ignored, Modelled, Unused};
use super::Shape::{Any, Flag, List, Map, One, Text, Texts, ValueMap, Word};
use super::rows::{
    DESCRIPTION, DESCRIPTION_NOT_SHOWN, EXTERNAL_DOCS_KEY, NOT_SHOWN, PARAMETERS, SECURITY,
    SERVERS, SUMMARY, SUMMARY_NOT_SHOWN, closed, referable,
};
use super::{Keyword, Kind, Open, Table, is_extension, keyword, since};
use crate::spec::version::Version::V3_2;

const EXAMPLE_KEY: Keyword = keyword("example", Any, Annotation);
const EXAMPLES: Keyword = keyword("examples", Map(Kind::Example), Annotation);
const CONTENT: Keyword = keyword("content", Map(Kind::MediaType), Modelled);
const SCHEMA_KEY: Keyword = keyword("schema", One(Kind::Schema), Modelled);
const DEPRECATED: Keyword = keyword("deprecated", Flag, Modelled);
const EXPLODE: Keyword = keyword("explode", Flag, Modelled);
const ALLOW_RESERVED: Keyword = keyword("allowReserved", Flag, Modelled);
const STYLE: Keyword = keyword("style", Word(STYLES), Modelled);
const ONLY_VALUES: &str = "the example is what stands in `value`";
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
        keyword("callbacks", Map(Kind::Callback), Modelled),
        DEPRECATED,
        SECURITY,
        SERVERS,
    ],
    &[],
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
        since(V3_2, "summary", Text, Unused(NOT_SHOWN)),
        DESCRIPTION,
        keyword("headers", Map(Kind::Header), Modelled),
        CONTENT,
        keyword("links", Map(Kind::Link), Modelled),
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
    reference: false,
};

pub(super) static EXAMPLE: Table = referable(
    "an example",
    &[
        SUMMARY_NOT_SHOWN,
        DESCRIPTION_NOT_SHOWN,
        keyword("value", Any, Annotation),
        keyword("externalValue", Text, Unused("nothing is fetched")),
        since(V3_2, "dataValue", Any, Unused(ONLY_VALUES)),
        since(V3_2, "serializedValue", Text, Unused(ONLY_VALUES)),
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
        DESCRIPTION_NOT_SHOWN,
        keyword("server", One(Kind::Server), Unused(NOT_SHOWN)),
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
