//! Parameters outside of the body.

use std::collections::BTreeMap;

use openapiv3::{Parameter, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::path::Piece;
use super::view::Located;
use super::{Lowering, Naming};
use super::{path, prose, sample, schema, secrets, security};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Docs, Name, Param, PathPart, Place, Scalar, Style, TypeRef};
use crate::names::{self, Scope};
use crate::pointer::Pointer;
use crate::settings::{self, Arrays};
use crate::spec::carried;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::Value;

/// Headers that OpenAPI keeps for itself: a parameter of this name "shall be ignored". A third one is a matter of `security`.
const RESERVED_HEADERS: &[&str] = &["accept", "content-type"];

/// A parameter before it has its Rust name.
struct Raw {
    wire: String,
    /// The word that a vendor has for it.
    word: Option<String>,
    at: Pointer,
    docs: Docs,
    place: Place,
    ty: TypeRef,
    required: bool,
    style: Style,
    deprecated: bool,
}

/// Lowers the parameters of an operation: those of the path first and in its order, then the others as listed.
pub(super) fn lower<'d>(
    cx: &mut Lowering<'d>,
    template: &str,
    at: &Pointer,
    lists: [(&'d [ReferenceOr<Parameter>], Pointer); 2],
    naming: &Naming,
    choices: Option<&settings::Operation>,
) -> (Vec<Param>, Vec<PathPart>) {
    let mut raw = collect(cx, lists, naming, choices);
    let (sent, fragment) = path::without_fragment(template);
    if let Some(fragment) = fragment {
        let message = format!(
            "`#{fragment}` at the end of the path is not sent: it tells operations apart, and no server sees it"
        );
        cx.diagnostics
            .push(Diagnostic::new(Code::IgnoredKeyword, at, message));
    }
    let is_query = |name: &str| {
        let mut known = raw.iter().filter(|param| param.wire == name);
        known.clone().any(|param| param.place == Place::Query)
            && known.all(|param| param.place != Place::Path)
    };
    let mut cut = path::cut(&path::without_query(sent, is_query));
    cut.retain(|piece| !matches!(piece, Piece::Param(name) if path::names_query(name, is_query)));
    read_placeholders(&mut cut, &mut raw);
    let mut ordered: Vec<Raw> = Vec::new();
    for piece in &cut {
        let Piece::Param(name) = piece else { continue };
        if ordered.iter().any(|param| param.wire == *name) {
            continue;
        }
        match raw
            .iter()
            .position(|param| param.place == Place::Path && param.wire == *name)
        {
            Some(index) => ordered.push(raw.remove(index)),
            None => ordered.push(undeclared(cx, name, at)),
        }
    }
    for param in raw {
        if param.place == Place::Path {
            let message = format!(
                "the path has no {{{}}} for this parameter, so it is left out",
                param.wire
            );
            cx.warn(Code::UnusedPathParameter, &param.at, message);
        } else {
            ordered.push(param);
        }
    }
    let named: Vec<_> = ordered
        .iter()
        .map(|param| (param.wire.as_str(), param.word.as_deref()))
        .collect();
    let called = names::called(&named);
    let rust = names::value_names(&called, Scope::parameters());
    let params: Vec<Param> = ordered
        .into_iter()
        .zip(rust)
        .map(|(raw, rust)| finish(raw, rust))
        .collect();
    let parts = cut
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Literal(text) => Some(PathPart::Literal(text)),
            Piece::Param(name) => params
                .iter()
                .position(|param| param.place == Place::Path && param.name.wire == name)
                .map(PathPart::Param),
        })
        .collect();
    (params, parts)
}

/// Finds the parameters that placeholders mean which say more than a name.
fn read_placeholders(cut: &mut [Piece], raw: &mut [Raw]) {
    let mut declared: Vec<&mut Raw> = raw
        .iter_mut()
        .filter(|param| param.place == Place::Path)
        .collect();
    for piece in cut {
        let Piece::Param(name) = piece else { continue };
        if declared.iter().any(|param| param.wire == *name) {
            continue;
        }
        let (plain, several) = path::placeholder(name);
        let Some(param) = declared.iter_mut().find(|param| param.wire == plain) else {
            continue;
        };
        if let Style::Simple { allow_reserved, .. } = &mut param.style {
            *allow_reserved |= several;
        }
        *name = plain.to_owned();
    }
}

fn finish(raw: Raw, rust: String) -> Param {
    Param {
        name: Name {
            wire: raw.wire,
            rust,
        },
        docs: raw.docs,
        place: raw.place,
        ty: raw.ty,
        required: raw.required,
        style: raw.style,
        deprecated: raw.deprecated,
    }
}

fn undeclared(cx: &mut Lowering<'_>, name: &str, at: &Pointer) -> Raw {
    let message = format!("the path needs {{{name}}}, but no parameter of that name is declared");
    cx.diagnostics.push(
        Diagnostic::new(Code::UndeclaredPathParameter, at, message)
            .help("it is taken as a string; declare it under `parameters` with `in: path`"),
    );
    Raw {
        wire: name.to_owned(),
        word: None,
        at: at.clone(),
        docs: Docs::default(),
        place: Place::Path,
        ty: TypeRef::Scalar(Scalar::String),
        required: true,
        style: Style::Simple {
            explode: false,
            allow_reserved: false,
        },
        deprecated: false,
    }
}

/// The parameters of the path item and of the operation, which override those of the same name and place.
fn collect<'d>(
    cx: &mut Lowering<'d>,
    lists: [(&'d [ReferenceOr<Parameter>], Pointer); 2],
    naming: &Naming,
    choices: Option<&settings::Operation>,
) -> Vec<Raw> {
    let mut found: Vec<Raw> = Vec::new();
    let empty = BTreeMap::new();
    let choices = choices.map_or(&empty, |choices| &choices.parameters);
    for (list, at) in lists {
        let mut seen: Vec<(Place, String)> = Vec::new();
        for (index, parameter) in list.iter().enumerate() {
            let Some((at, parameter)) = cx.document.parameter(parameter, &at.index(index)) else {
                continue;
            };
            let name = &parameter.parameter_data_ref().name;
            let place = place(parameter);
            if place == Place::Header && name.eq_ignore_ascii_case(security::AUTHORIZATION) {
                continue;
            }
            if place == Place::Header && RESERVED_HEADERS.contains(&name.to_lowercase().as_str()) {
                let message =
                    format!("OpenAPI reserves the header {name:?}: this parameter has no effect");
                cx.warn(Code::IgnoredKeyword, &at, message);
                continue;
            }
            if seen.contains(&(place, name.clone())) {
                let message =
                    format!("the parameter {name:?} is listed twice; the first one holds");
                cx.warn(Code::DuplicateParameter, &at, message);
                continue;
            }
            seen.push((place, name.clone()));
            let arrays = choices
                .iter()
                .find(|(key, _)| key.get_ref() == name)
                .map(|(_, choice)| choice.arrays);
            let raw = lower_one(cx, parameter, at, naming, arrays.unwrap_or_default());
            match found
                .iter_mut()
                .find(|known| known.place == raw.place && known.wire == raw.wire)
            {
                Some(known) => *known = raw,
                None => found.push(raw),
            }
        }
    }
    for key in choices.keys() {
        if !found.iter().any(|param| param.wire == *key.get_ref()) {
            let place = crate::diagnostics::Place::Settings(key.span());
            let message = format!(
                "{:?} has no effect: the operation has no such parameter",
                key.get_ref()
            );
            cx.diagnostics
                .push(Diagnostic::new(Code::UnusedSetting, place, message));
        }
    }
    found
}

fn place(parameter: &Parameter) -> Place {
    match parameter {
        Parameter::Query { .. } => Place::Query,
        Parameter::Header { .. } => Place::Header,
        Parameter::Path { .. } => Place::Path,
        Parameter::Cookie { .. } => Place::Cookie,
    }
}

fn lower_one<'d>(
    cx: &mut Lowering<'d>,
    parameter: &'d Parameter,
    at: Pointer,
    naming: &Naming,
    arrays: Arrays,
) -> Raw {
    let data = parameter.parameter_data_ref();
    let name = names::value_name(&data.name);
    let hint = match name.as_str() {
        // The body and the answer go by these names.
        "request" | "response" => format!("{name} parameter"),
        _ => data.name.clone(),
    };
    let naming = Naming {
        hint,
        ..naming.clone()
    };
    let (located, notes, json) = match &data.format {
        ParameterSchemaOrContent::Schema(node) => {
            let located = Located::new(node, at.child("schema"));
            let docs = prose::of_use(&located);
            (Some(located), docs, false)
        }
        ParameterSchemaOrContent::Content(content) => {
            let (mime, media) = content
                .iter()
                .next()
                .map_or(("", None), |(mime, media)| (mime.as_str(), Some(media)));
            let located = media
                .and_then(|media| media.schema.as_ref())
                .map(|node| Located::new(node, at.child("content").child(mime).child("schema")));
            (located, Docs::default(), true)
        }
    };
    let ty = located
        .as_ref()
        .map_or(TypeRef::Any, |located| schema::use_of(cx, located, &naming));
    let ty = ty.non_null().clone().without_bytes();
    let ty = secrets::concealed(cx, &data.name, &at, located.as_slice(), ty);
    let example = sample::of_parameter(cx, data, &at, notes.example);
    let style = if json {
        Style::Json
    } else {
        style(parameter, data.explode, arrays)
    };
    let mut about = notes.notes;
    let place = place(parameter);
    let several = matches!(
        style,
        Style::Simple {
            allow_reserved: true,
            ..
        }
    );
    if place == Place::Path && several {
        about.push("Slashes in it are sent as they are.".to_owned());
    }
    let text = data
        .description
        .clone()
        .unwrap_or_else(|| notes.text.clone());
    let word = extensions::name(Meaning::Parameter, |key| data.extensions.get(key));
    Raw {
        wire: data.name.clone(),
        word: word.map(|(_, word)| word.to_owned()),
        docs: Docs {
            text,
            notes: about,
            example,
        },
        place,
        ty: ty.non_null().clone(),
        required: data.required || matches!(parameter, Parameter::Path { .. }),
        style,
        deprecated: data.deprecated.unwrap_or(false),
        at,
    }
}

/// Whether reserved characters stay as they are: in the document's own words, or in a vendor's.
fn allows_reserved(parameter: &Parameter) -> bool {
    let extensions = &parameter.parameter_data_ref().extensions;
    let said = match parameter {
        Parameter::Query { allow_reserved, .. } => *allow_reserved,
        _ => extensions.contains_key(carried::ALLOW_RESERVED),
    };
    let get = |key: &str| extensions.get(key);
    let vendors = extensions::find(Meaning::Reserved, get);
    said || vendors.is_some_and(|(_, value)| *value == Value::Bool(true))
}

/// The style with the defaults of OpenAPI: `form` explodes, everything else doesn't.
fn style(parameter: &Parameter, explode: Option<bool>, arrays: Arrays) -> Style {
    let comma_arrays = arrays == Arrays::Comma;
    let allow_reserved = allows_reserved(parameter);
    match parameter {
        Parameter::Path { style, .. } => {
            let explode = explode.unwrap_or(false);
            match style {
                PathStyle::Matrix => Style::Matrix { explode },
                PathStyle::Label => Style::Label { explode },
                PathStyle::Simple => Style::Simple {
                    explode,
                    allow_reserved,
                },
            }
        }
        Parameter::Query { style, .. } => match style {
            QueryStyle::Form => Style::Form {
                explode: explode.unwrap_or(true),
                allow_reserved,
                comma_arrays,
            },
            // Exploded, these two are the same as `form`.
            QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited if explode == Some(true) => {
                Style::Form {
                    explode: true,
                    allow_reserved,
                    comma_arrays,
                }
            }
            QueryStyle::SpaceDelimited => Style::SpaceDelimited,
            QueryStyle::PipeDelimited => Style::PipeDelimited,
            QueryStyle::DeepObject => Style::DeepObject,
        },
        Parameter::Header { .. } => Style::Simple {
            explode: explode.unwrap_or(false),
            allow_reserved: false,
        },
        Parameter::Cookie { .. } => Style::Form {
            explode: explode.unwrap_or(true),
            allow_reserved: false,
            comma_arrays,
        },
    }
}
