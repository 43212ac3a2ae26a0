//! The headers of answers, where the document declares them.

use std::collections::BTreeMap;

use openapiv3::{Header as Source, ParameterSchemaOrContent, Responses};

use super::json_type::JsonType;
use super::view::{self, Located, View};
use super::{Lowering, formats, prose};
use crate::diagnostics::Code;
use crate::ir::{Docs, Header, Name, Scalar, TypeRef};
use crate::names::{self, Scope};
use crate::pointer::Pointer;

/// Headers that every answer may have and that have an accessor, or a meaning of their own, already.
const ALWAYS: &[&str] = &["content-type", "content-length"];

/// Collects what an operation's answers declare, sorted by name. The same header may stand at several answers.
pub(super) fn lower<'d>(
    cx: &mut Lowering<'d>,
    responses: &'d Responses,
    at: &Pointer,
) -> Vec<Header> {
    let mut found: BTreeMap<String, (String, TypeRef, Docs)> = BTreeMap::new();
    let document = cx.document;
    for (_, at, response) in document.responses(responses, at) {
        for (name, header) in &response.headers {
            let place = at.child("headers").child(name);
            let Some((at, header)) = cx.document.header(header, &place) else {
                continue;
            };
            let key = name.to_ascii_lowercase();
            if ALWAYS.contains(&key.as_str()) {
                continue;
            }
            if !is_name(name) {
                let message = format!("{name:?} is no name of a header: it is left out");
                cx.warn(Code::UnsupportedConstruct, &place, message);
                continue;
            }
            let (ty, docs) = one(cx, header, &at);
            match found.get_mut(&key) {
                // Where answers disagree, its text is what all of them have.
                Some((_, known, _)) if *known != ty => *known = TypeRef::Scalar(Scalar::String),
                Some(_) => {}
                None => _ = found.insert(key, (name.clone(), ty, docs)),
            }
        }
    }
    let wire: Vec<&str> = found.values().map(|(name, ..)| name.as_str()).collect();
    let rust = names::value_names(&wire, Scope::default());
    let headers = found.values().zip(rust);
    headers
        .map(|((wire, ty, docs), rust)| Header {
            name: Name {
                wire: wire.clone(),
                rust,
            },
            docs: docs.clone(),
            ty: ty.clone(),
        })
        .collect()
}

fn one<'d>(cx: &mut Lowering<'d>, header: &'d Source, at: &Pointer) -> (TypeRef, Docs) {
    let text = header.description.clone();
    let text = Docs::text(text.unwrap_or_default());
    let string = TypeRef::Scalar(Scalar::String);
    let ParameterSchemaOrContent::Schema(node) = &header.format else {
        return (string, text);
    };
    let located = Located::new(node, at.child("schema"));
    let docs = prose::of_use(&located);
    let docs = if text.is_empty() {
        docs
    } else {
        Docs {
            text: text.text,
            ..docs
        }
    };
    let Some(view) = view::resolved(cx, &located) else {
        return (string, docs);
    };
    let ty = match view.items.first() {
        Some(items) if view.unions.is_empty() => view::resolved(cx, items)
            .and_then(|view| scalar(cx, &view))
            .unwrap_or_else(|| string.clone())
            .list(),
        _ => scalar(cx, &view).unwrap_or(string),
    };
    (ty, docs)
}

/// The types that the text of a header is turned into. Whatever is more than that stays text: nobody agrees on how to write it.
fn scalar(cx: &mut Lowering<'_>, view: &View<'_>) -> Option<TypeRef> {
    if !view.values.is_empty() || !view.unions.is_empty() {
        return None;
    }
    let scalar = match view.json_type? {
        JsonType::Boolean => Scalar::Boolean,
        JsonType::Integer => Scalar::Int64,
        JsonType::Number => Scalar::Number,
        JsonType::String => formats::of_header(cx, view)?,
        JsonType::Array | JsonType::Object => return None,
    };
    Some(TypeRef::Scalar(scalar))
}

/// Whether it is a token of RFC 9110, which is what names of headers are.
fn is_name(text: &str) -> bool {
    let mark = |letter: char| "!#$%&'*+-.^_`|~".contains(letter);
    !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || mark(letter))
}
