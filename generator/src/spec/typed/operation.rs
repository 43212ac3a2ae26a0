//! Path items and what is in them.

use openapiv3::{
    CookieStyle, Encoding, Header, HeaderStyle, MediaType, Operation, Parameter, ParameterData,
    ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr, RequestBody, Response,
    Responses, StatusCode,
};

use super::fields::{Fields, or_reference};
use super::link::link;
use super::schema::schema;
use super::{Targets, callbacks};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::spec::carried;
use crate::spec::check::DROPPED;
use crate::spec::json::{Map, Value};
use crate::spec::keywords::{OTHERS, free_key, is_token, key_of_method};
use crate::spec::walk::Trail;

/// The method of a search with a body, as a key.
pub(in crate::spec) const QUERY: &str = "query";

pub(super) fn path_item(
    value: Value,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> ReferenceOr<PathItem> {
    or_reference(value, |mut fields| {
        let mut operation = |key: &str| {
            fields
                .take(key)
                .map(|value| self::operation(value, &Trail::Key(at, key), diagnostics))
        };
        let (get, put, post, delete) = (
            operation("get"),
            operation("put"),
            operation("post"),
            operation("delete"),
        );
        let (options, head, patch, trace) = (
            operation("options"),
            operation("head"),
            operation("patch"),
            operation("trace"),
        );
        PathItem {
            summary: fields.text("summary"),
            description: fields.text("description"),
            get,
            put,
            post,
            delete,
            options,
            head,
            patch,
            trace,
            servers: fields.leaves("servers", at, diagnostics),
            parameters: parameters(&mut fields, at, diagnostics),
            extensions: fields.extensions(),
        }
    })
}

/// Takes the operations out of a path item that openapiv3 has no place for: `query` and those of other methods.
pub(super) fn take_others(
    item: &mut Value,
    at: &Trail<'_>,
    targets: &mut Targets,
    diagnostics: &mut Diagnostics,
) {
    let Value::Object(item) = item else { return };
    if let Some(Value::Object(others)) = item.remove(OTHERS) {
        let at = Trail::Key(at, OTHERS);
        for (method, value) in others {
            let at = Trail::Key(&at, &method);
            let problem = match key_of_method(&method) {
                _ if !is_token(&method) => "it is no HTTP method".to_owned(),
                Some(key) if free_key(&method, item).is_none() => {
                    format!("its place is the key `{key}` of the path item")
                }
                _ => {
                    let operation = operation(value, &at, diagnostics);
                    targets.operations.insert(at.pointer(), operation);
                    continue;
                }
            };
            let message = format!("{method:?} is left out: {problem}");
            diagnostics.push(Diagnostic::new(
                Code::UnsupportedConstruct,
                at.pointer(),
                message,
            ));
        }
    }
    if let Some(value) = item.remove(QUERY) {
        let at = Trail::Key(at, QUERY);
        let operation = operation(value, &at, diagnostics);
        targets.operations.insert(at.pointer(), operation);
    }
}

fn operation(value: Value, at: &Trail<'_>, diagnostics: &mut Diagnostics) -> Operation {
    let mut fields = Fields::new(value);
    Operation {
        tags: fields.texts("tags").unwrap_or_default(),
        summary: fields.text("summary"),
        description: fields.text("description"),
        external_docs: fields.leaf("externalDocs", at, diagnostics),
        operation_id: fields.text("operationId"),
        parameters: parameters(&mut fields, at, diagnostics),
        request_body: fields
            .take("requestBody")
            .map(|value| request_body(value, &Trail::Key(at, "requestBody"), diagnostics)),
        responses: fields
            .take("responses")
            .map(|value| responses(value, &Trail::Key(at, "responses"), diagnostics))
            .unwrap_or_default(),
        callbacks: fields
            .map("callbacks", at, |value, at| {
                callbacks::callback(value, at, diagnostics)
            })
            .unwrap_or_default(),
        deprecated: fields.flag("deprecated").unwrap_or_default(),
        security: fields.security(),
        servers: fields.leaves("servers", at, diagnostics),
        extensions: fields.extensions(),
    }
}

fn parameters(
    fields: &mut Fields,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<ReferenceOr<Parameter>> {
    fields
        .list("parameters", at, |value, at| {
            parameter(value, at, diagnostics)
        })
        .unwrap_or_default()
}

pub(super) fn parameter(
    value: Value,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> ReferenceOr<Parameter> {
    let mut fields = Fields::new(value);
    if let Some(reference) = fields.reference() {
        return ReferenceOr::Reference { reference };
    }
    let mut location = fields.text("in").unwrap_or_default();
    if location == "querystring" {
        whole_query(&mut fields, &mut location);
    }
    let style = fields.text("style");
    let allow_reserved = fields.flag("allowReserved").unwrap_or_default();
    if allow_reserved && location == "path" {
        fields.put(carried::ALLOW_RESERVED, Value::Bool(true));
    }
    let allow_empty_value = fields.flag("allowEmptyValue");
    let parameter_data = ParameterData {
        name: fields.text("name").unwrap_or_default(),
        description: fields.text("description"),
        required: fields.flag("required").unwrap_or_default(),
        deprecated: fields.flag("deprecated"),
        format: format(&mut fields, at, diagnostics),
        example: fields.take("example"),
        examples: fields
            .map("examples", at, |value, at| example(value, at, diagnostics))
            .unwrap_or_default(),
        explode: fields.flag("explode"),
        extensions: fields.extensions(),
    };
    let mut styles = Styles {
        location: &location,
        name: style.as_deref(),
        at,
        diagnostics,
    };
    let parameter = match location.as_str() {
        "query" => Parameter::Query {
            parameter_data,
            allow_reserved,
            style: styles.choose(QUERY_STYLES),
            allow_empty_value,
        },
        "header" => Parameter::Header {
            parameter_data,
            style: styles.choose(HEADER_STYLES),
        },
        "path" => Parameter::Path {
            parameter_data,
            style: styles.choose(PATH_STYLES),
        },
        "cookie" => Parameter::Cookie {
            parameter_data,
            style: styles.choose(COOKIE_STYLES),
        },
        _ => {
            let message = format!(
                "a parameter in `{location}` is left out: of whole queries only forms are written"
            );
            diagnostics.push(Diagnostic::new(
                Code::UnsupportedConstruct,
                at.pointer(),
                message,
            ));
            return ReferenceOr::ref_(DROPPED);
        }
    };
    ReferenceOr::Item(parameter)
}

/// A parameter that is the whole query. Written as a form, each property of its schema is a parameter, which is what a
/// query parameter in exploded form style is.
fn whole_query(fields: &mut Fields, location: &mut String) {
    let mut content = Fields::new(fields.take("content").unwrap_or_default());
    let form = content.take("application/x-www-form-urlencoded");
    if let Some(schema) = form.and_then(|media| Fields::new(media).take("schema")) {
        fields.put("schema", schema);
        "query".clone_into(location);
    }
}

const QUERY_STYLES: &[(&str, QueryStyle)] = &[
    ("form", QueryStyle::Form),
    ("spaceDelimited", QueryStyle::SpaceDelimited),
    ("pipeDelimited", QueryStyle::PipeDelimited),
    ("deepObject", QueryStyle::DeepObject),
];
const HEADER_STYLES: &[(&str, HeaderStyle)] = &[("simple", HeaderStyle::Simple)];
const PATH_STYLES: &[(&str, PathStyle)] = &[
    ("simple", PathStyle::Simple),
    ("label", PathStyle::Label),
    ("matrix", PathStyle::Matrix),
];
const COOKIE_STYLES: &[(&str, CookieStyle)] =
    &[("form", CookieStyle::Form), ("cookie", CookieStyle::Form)];

/// The style of something in a place of the request.
struct Styles<'s> {
    location: &'s str,
    name: Option<&'s str>,
    at: &'s Trail<'s>,
    diagnostics: &'s mut Diagnostics,
}

impl Styles<'_> {
    /// The style of that name, or the default one; a style that the place doesn't have is reported.
    fn choose<S: Clone + Default>(&mut self, styles: &[(&str, S)]) -> S {
        let Some(name) = self.name else {
            return S::default();
        };
        if let Some((_, style)) = styles.iter().find(|(known, _)| *known == name) {
            return style.clone();
        }
        let known: Vec<&str> = styles.iter().map(|(name, _)| *name).collect();
        let message = format!(
            "there is no style {name:?} in a {}; {:?} is taken",
            self.location, known[0]
        );
        let at = self.at.pointer().child("style");
        self.diagnostics
            .push(Diagnostic::new(Code::UnsupportedConstruct, at, message));
        S::default()
    }
}

fn format(
    fields: &mut Fields,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> ParameterSchemaOrContent {
    if let Some(schema) = fields.take("schema") {
        return ParameterSchemaOrContent::Schema(self::schema(schema));
    }
    let content = fields.map("content", at, |value, at| {
        media_type(value, at, diagnostics)
    });
    match content {
        Some(content) => ParameterSchemaOrContent::Content(content),
        None => ParameterSchemaOrContent::Schema(self::schema(Value::Object(Map::new()))),
    }
}

pub(super) fn request_body(
    value: Value,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> ReferenceOr<RequestBody> {
    or_reference(value, |mut fields| RequestBody {
        description: fields.text("description"),
        content: fields
            .map("content", at, |value, at| {
                media_type(value, at, diagnostics)
            })
            .unwrap_or_default(),
        required: fields.flag("required").unwrap_or_default(),
        extensions: fields.extensions(),
    })
}

fn media_type(value: Value, at: &Trail<'_>, diagnostics: &mut Diagnostics) -> MediaType {
    let mut fields = Fields::new(value);
    MediaType {
        schema: fields.take("schema").map(schema),
        example: fields.take("example"),
        examples: fields
            .map("examples", at, |value, at| example(value, at, diagnostics))
            .unwrap_or_default(),
        encoding: fields
            .map("encoding", at, |value, at| encoding(value, at, diagnostics))
            .unwrap_or_default(),
        extensions: fields.extensions(),
    }
}

fn encoding(value: Value, at: &Trail<'_>, diagnostics: &mut Diagnostics) -> Encoding {
    let mut fields = Fields::new(value);
    let style = fields.text("style");
    let style = style.map(|name| {
        Styles {
            location: "form",
            name: Some(&name),
            at,
            diagnostics: &mut *diagnostics,
        }
        .choose(QUERY_STYLES)
    });
    Encoding {
        content_type: fields.text("contentType"),
        headers: fields
            .map("headers", at, |value, at| header(value, at, diagnostics))
            .unwrap_or_default(),
        style,
        explode: fields.flag("explode").unwrap_or_default(),
        allow_reserved: fields.flag("allowReserved").unwrap_or_default(),
        extensions: fields.extensions(),
    }
}

fn responses(value: Value, at: &Trail<'_>, diagnostics: &mut Diagnostics) -> Responses {
    let mut fields = Fields::new(value);
    let default = fields
        .take("default")
        .map(|value| response(value, &Trail::Key(at, "default"), diagnostics));
    let extensions = fields.extensions();
    let responses = fields.rest().filter_map(|(key, value)| {
        let status = status(&key)?;
        Some((status, response(value, &Trail::Key(at, &key), diagnostics)))
    });
    Responses {
        default,
        responses: responses.collect(),
        extensions,
    }
}

/// The check and the rules let through only what is written like this.
fn status(key: &str) -> Option<StatusCode> {
    match key.strip_suffix("XX") {
        Some(digit) => digit.parse().ok().map(StatusCode::Range),
        None => key.parse().ok().map(StatusCode::Code),
    }
}

pub(super) fn response(
    value: Value,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> ReferenceOr<Response> {
    or_reference(value, |mut fields| Response {
        description: fields.text("description").unwrap_or_default(),
        headers: fields
            .map("headers", at, |value, at| header(value, at, diagnostics))
            .unwrap_or_default(),
        content: fields
            .map("content", at, |value, at| {
                media_type(value, at, diagnostics)
            })
            .unwrap_or_default(),
        links: fields
            .map("links", at, |value, _| link(value))
            .unwrap_or_default(),
        extensions: fields.extensions(),
    })
}

pub(super) fn header(
    value: Value,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> ReferenceOr<Header> {
    or_reference(value, |mut fields| {
        let style = fields.text("style");
        let mut styles = Styles {
            location: "header",
            name: style.as_deref(),
            at,
            diagnostics: &mut *diagnostics,
        };
        let style = styles.choose(HEADER_STYLES);
        Header {
            description: fields.text("description"),
            style,
            required: fields.flag("required").unwrap_or_default(),
            deprecated: fields.flag("deprecated"),
            format: format(&mut fields, at, diagnostics),
            example: fields.take("example"),
            examples: fields
                .map("examples", at, |value, at| example(value, at, diagnostics))
                .unwrap_or_default(),
            extensions: fields.extensions(),
        }
    })
}

pub(super) fn example(
    value: Value,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> ReferenceOr<openapiv3::Example> {
    or_reference(value, |mut fields| {
        if let (false, Some(data)) = (fields.has("value"), fields.take("dataValue")) {
            fields.put("value", data);
        }
        let value = Value::Object(fields.rest().collect());
        super::leaf(value, at, diagnostics).unwrap_or_default()
    })
}
