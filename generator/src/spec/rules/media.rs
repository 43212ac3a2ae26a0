//! Rules about media types, encodings and examples.

use crate::diagnostics::Code;
use crate::spec::carried;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

/// A text that a vendor calls a secret has the format that OpenAPI has for it.
pub(in crate::spec) fn vendor_secret(
    schema: &mut Map<String, Value>,
    context: &mut RuleContext<'_>,
) {
    let said = extensions::find(Meaning::Secret, |key| schema.get(key));
    let Some((key, Value::Bool(true))) = said else {
        return;
    };
    if schema.get("type").is_none_or(|name| name != "string") {
        return context.ignored(key, "only texts can be secrets");
    }
    match schema.get("format") {
        None => _ = schema.insert("format".to_owned(), Value::from("password")),
        Some(format) if format == "password" => {}
        Some(_) => context.ignored(key, "texts of a format are read by that format"),
    }
}

/// The formats that say the same as an encoding of 3.1.
const ENCODINGS: &[(&str, &str)] = &[
    ("base64", "byte"),
    ("base64url", "base64url"),
    ("binary", "binary"),
];

/// What `application` has that is never text, and families of it.
const BINARY: &[&str] = &["gzip", "octet-stream", "pdf", "zip"];
const BINARIES: &[&str] = &["vnd.ms-", "vnd.openxmlformats-"];

/// Keywords that say what a schema without a type is.
const STRUCTURE: &[&str] = &[
    "$ref",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "items",
    "oneOf",
    "properties",
];

/// `contentEncoding` is a format; bytes without an encoding are a binary string.
pub(in crate::spec) fn content_encoding(schema: &mut Map<String, Value>, cx: &mut RuleContext<'_>) {
    let encoding = schema.remove("contentEncoding");
    let media = schema.remove("contentMediaType");
    // A schema that says nothing but how its text is encoded is still one of a text.
    let text = match schema.get("type") {
        Some(name) => name == "string",
        None => !STRUCTURE.iter().any(|key| schema.contains_key(*key)),
    };
    let format = match (&encoding, &media) {
        (Some(Value::String(encoding)), _) => {
            let row = ENCODINGS
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(encoding));
            if row.is_none() {
                cx.report(
                    Code::IgnoredKeyword,
                    "contentEncoding",
                    format!("the encoding {encoding:?} is left to the caller"),
                );
            }
            row.map(|(_, format)| *format)
        }
        (None, Some(Value::String(media))) if is_binary(media) => Some("binary"),
        _ => None,
    };
    if let Some(format) = format.filter(|_| text && !schema.contains_key("format")) {
        schema.insert("type".to_owned(), Value::from("string"));
        schema.insert("format".to_owned(), Value::from(format));
    }
}

/// Whether a media type is never text (OpenAPI 3.1, "Considerations for File Uploads").
fn is_binary(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or(media);
    let essence = essence.trim().to_ascii_lowercase();
    let (kind, name) = essence.split_once('/').unwrap_or_default();
    match kind {
        "audio" | "font" | "video" => true,
        "image" => !name.starts_with("svg"),
        _ => BINARY.contains(&name) || BINARIES.iter().any(|family| name.starts_with(family)),
    }
}

/// `examples` of a schema is a list; the first one stands for all.
pub(in crate::spec) fn first_example(schema: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    if let Some(Value::Array(examples)) = schema.remove("examples")
        && let Some(first) = examples.into_iter().next()
        && !schema.contains_key("example")
    {
        schema.insert("example".to_owned(), first);
    }
}

/// A body is optional only where the document says so: leaving `required` out is the usual oversight, and a call without
/// the body that it is about means nothing.
pub(in crate::spec) fn required_body(body: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    body.entry("required").or_insert(Value::Bool(true));
}

/// The schema of a stream's items is that of a list of them.
pub(in crate::spec) fn item_schema(media: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    let Some(item) = media.remove("itemSchema") else {
        return;
    };
    if !media.contains_key("schema") {
        let list = Map::from_iter([
            ("items".to_owned(), item),
            ("type".to_owned(), Value::from("array")),
        ]);
        media.insert("schema".to_owned(), Value::Object(list));
        media.insert(carried::ITEM_SCHEMA.to_owned(), Value::Bool(true));
    }
}

/// The default of `explode` depends on the style, so its absence matters.
pub(in crate::spec) fn explode(encoding: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    if let Some(explode) = encoding.get("explode").cloned() {
        encoding.insert(carried::EXPLODE.to_owned(), explode);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::spec::keywords::Kind;
    use crate::spec::normalize::{becomes, normalized};

    #[test]
    fn encodings_are_formats() {
        becomes(
            "{type: string, contentEncoding: base64}",
            &json!({"type": "string", "format": "byte"}),
        );
        becomes(
            "{type: string, contentMediaType: application/octet-stream}",
            &json!({"type": "string", "format": "binary"}),
        );
        becomes(
            "{contentMediaType: application/octet-stream}",
            &json!({"type": "string", "format": "binary"}),
        );
        becomes(
            "{contentMediaType: image/png, anyOf: [{type: string}, {type: integer}]}",
            &json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        );
        for binary in ["image/png", "Video/MP4", "application/pdf; version=2"] {
            becomes(
                &format!("{{type: string, contentMediaType: {binary}}}"),
                &json!({"type": "string", "format": "binary"}),
            );
        }
        for text in ["text/html", "image/svg+xml", "application/json"] {
            becomes(
                &format!("{{type: string, contentMediaType: {text}}}"),
                &json!({"type": "string"}),
            );
        }
        becomes(
            "{type: string, format: uuid, contentEncoding: base64}",
            &json!({"type": "string", "format": "uuid"}),
        );
        assert_eq!(
            normalized(Kind::Schema, "{type: string, contentEncoding: gzip}")
                .1
                .len(),
            1
        );
    }

    #[test]
    fn the_first_example_stands_for_all() {
        becomes("{examples: [1, 2]}", &json!({"example": 1}));
        becomes("{examples: [1], example: 0}", &json!({"example": 0}));
        becomes("{examples: []}", &json!({}));
    }

    #[test]
    fn streams_are_lists() {
        let (value, _) = normalized(Kind::MediaType, "itemSchema: {type: [string]}");
        let expected = json!({"schema": {"type": "array", "items": {"type": "string"}}, (carried::ITEM_SCHEMA): true});
        assert_eq!(value, expected);
        let (value, _) = normalized(Kind::Encoding, "explode: false");
        assert_eq!(value, json!({"explode": false, (carried::EXPLODE): false}));
    }
}
