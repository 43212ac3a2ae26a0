//! Calls: what is an argument and what a setter, what is sent beside them, and what comes back.

use super::rust::{Room, RustType, rust_type};
use crate::ir::{Answer, Api, Body, Docs, Framing, Operation, Param, Stream, TypeRef};

/// What a caller gives to a call: a parameter or the body.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The name of the argument or setter.
    pub(crate) name: &'a str,
    /// Its type.
    pub(crate) ty: &'a TypeRef,
    /// Whether it is an argument of the method; all others are setters.
    pub(crate) required: bool,
    /// What the document says about it.
    pub(crate) docs: &'a Docs,
    /// Whether the document marks it as deprecated.
    pub(crate) deprecated: bool,
}

/// The name of the argument or setter for the body. Lowering keeps it free of parameters.
pub(crate) const BODY: &str = "body";

/// What a call is given: the arguments of the method in their order, then the setters.
pub(crate) fn inputs(operation: &Operation) -> Vec<Input<'_>> {
    let params = operation.params.iter().map(parameter);
    let all = params.chain(operation.body.iter().map(body));
    let (required, optional): (Vec<_>, Vec<_>) = all.partition(|input| input.required);
    required.into_iter().chain(optional).collect()
}

fn parameter(param: &Param) -> Input<'_> {
    Input {
        name: &param.name.rust,
        ty: &param.ty,
        required: param.required,
        docs: &param.docs,
        deprecated: param.deprecated,
    }
}

fn body(body: &Body) -> Input<'_> {
    Input {
        name: BODY,
        ty: &body.content.ty,
        required: body.required,
        docs: &body.docs,
        deprecated: false,
    }
}

/// What `send()` returns.
pub(crate) fn success(api: &Api, module: &[String], operation: &Operation) -> RustType {
    if let Some(name) = &operation.success_enum {
        return RustType::Answers(module.to_vec(), name.clone());
    }
    let only = operation.success.first();
    match only.and_then(|answer| answer.content.as_ref()) {
        Some(content) => rust_type(api, &content.ty, Room::Resources),
        None => RustType::Unit,
    }
}

/// The typed body of an error.
pub(crate) fn failure(module: &[String], operation: &Operation) -> RustType {
    match &operation.error_enum {
        Some(name) => RustType::Answers(module.to_vec(), name.clone()),
        None => RustType::Infallible,
    }
}

/// What `stream()` resolves to.
pub(crate) fn stream(api: &Api, stream: &Stream) -> RustType {
    match stream.framing {
        Framing::Bytes => RustType::ByteStream,
        Framing::Events { .. } | Framing::Lines | Framing::Sequence => {
            let item = rust_type(api, &stream.item, Room::Resources);
            RustType::EventStream(Box::new(item))
        }
    }
}

/// The `Accept` header: what the successes are written in, else what the errors are.
pub(crate) fn accept(operation: &Operation) -> String {
    let mimes = |answers: &[Answer]| {
        let mut mimes: Vec<String> = Vec::new();
        for content in answers.iter().filter_map(|answer| answer.content.as_ref()) {
            if !mimes.contains(&content.mime) {
                mimes.push(content.mime.clone());
            }
        }
        mimes
    };
    let mut list = mimes(&operation.success);
    if list.is_empty() {
        list.extend(operation.stream.iter().map(|stream| stream.mime.clone()));
    }
    if list.is_empty() {
        list = mimes(&operation.errors);
    }
    if list.is_empty() {
        "*/*".to_owned()
    } else {
        list.join(", ")
    }
}
