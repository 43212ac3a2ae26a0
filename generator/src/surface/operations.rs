//! The surface of resources and their operations.

use super::calls::{self, Input};
use super::model::{
    Answer, AnswerContent, Body, Cursor, Given, HeaderField, Headers, Operation, Paging, Parameter,
    Resource, Stream,
};
use super::rust::{Room, rust_type, takes};
use crate::analyze::Facts;
use crate::ir;
use crate::ir::{Api, FieldPath, Framing};

/// All resources, parents before their children, and their operations in the same order.
pub(super) fn resources(api: &Api, facts: &Facts) -> (Vec<Resource>, Vec<Operation>) {
    let mut found = (Vec::new(), Vec::new());
    visit(api, facts, &api.resources, &[], &mut found);
    found
}

fn visit(
    api: &Api,
    facts: &Facts,
    resources: &[ir::Resource],
    above: &[String],
    found: &mut (Vec<Resource>, Vec<Operation>),
) {
    for resource in resources {
        let mut chain = above.to_vec();
        chain.push(resource.name.rust.clone());
        found.0.push(Resource {
            name: resource.name.wire.clone(),
            chain: chain.clone(),
            module: resource.module.clone(),
            handle: resource.type_name.clone(),
            feature: resource.feature.clone(),
            docs: resource.docs.clone(),
        });
        let operations = resource.operations.iter();
        found
            .1
            .extend(operations.map(|each| operation(api, facts, resource, &chain, each)));
        visit(api, facts, &resource.children, &chain, found);
    }
}

fn operation(
    api: &Api,
    facts: &Facts,
    resource: &ir::Resource,
    chain: &[String],
    operation: &ir::Operation,
) -> Operation {
    let module = &resource.module;
    let inputs = calls::inputs(operation);
    let parameters = operation.params.iter();
    let parameters =
        parameters.map(|param| parameter(api, facts, param, given(&inputs, &param.name.rust)));
    let body = operation.body.as_ref();
    let body = body.map(|sent| body_of(api, facts, sent, given(&inputs, calls::BODY)));
    let only_stream = operation.stream.as_ref().is_some_and(|stream| stream.only);
    Operation {
        id: operation.id.clone(),
        pointer: operation.origin.clone(),
        verb: operation.verb.clone(),
        path: operation.template.clone(),
        docs: operation.docs.clone(),
        deprecated: operation.deprecated,
        chain: chain.to_vec(),
        module: module.clone(),
        method: operation.name.clone(),
        formerly: operation.formerly.clone(),
        builder: operation.type_name.clone(),
        feature: resource.feature.clone(),
        parameters: parameters.collect(),
        body,
        sends: operation.sends.clone(),
        accept: calls::accept(operation),
        output: (!only_stream).then(|| calls::success(api, module, operation)),
        failure: calls::failure(module, operation),
        answers: answers(api, operation),
        headers: headers(api, operation),
        paging: operation
            .pagination
            .as_ref()
            .map(|paging| pages(api, operation, paging)),
        stream: operation.stream.as_ref().map(|found| stream(api, found)),
        security: operation.security.clone(),
        idempotent: operation.idempotent,
        defaults: operation.defaults.clone(),
        servers: operation.servers.clone(),
    }
}

/// How an input is given: its place among the arguments, or a setter.
fn given(inputs: &[Input<'_>], name: &str) -> Given {
    let arguments = inputs.iter().filter(|input| input.required);
    match arguments
        .map(|input| input.name)
        .position(|argument| argument == name)
    {
        Some(index) => Given::Argument(index),
        None => Given::Setter,
    }
}

fn parameter(api: &Api, facts: &Facts, param: &ir::Param, given: Given) -> Parameter {
    Parameter {
        name: param.name.clone(),
        place: param.place,
        style: param.style,
        required: param.required,
        given,
        ty: rust_type(api, &param.ty, Room::Resources),
        takes: takes(api, facts, &param.ty, Room::Resources),
        docs: param.docs.clone(),
        deprecated: param.deprecated,
    }
}

fn body_of(api: &Api, facts: &Facts, body: &ir::Body, given: Given) -> Body {
    let content = &body.content;
    Body {
        name: calls::BODY.to_owned(),
        mime: content.mime.clone(),
        content_type: content.content_type().to_owned(),
        media: content.media,
        required: body.required,
        given,
        ty: rust_type(api, &content.ty, Room::Resources),
        takes: takes(api, facts, &content.ty, Room::Resources),
        styles: body.styles.clone(),
        docs: body.docs.clone(),
    }
}

fn answers(api: &Api, operation: &ir::Operation) -> Vec<Answer> {
    let successes = operation.success.iter().map(|answer| {
        let variant = operation.success_enum.is_some();
        (answer, true, variant)
    });
    // The enum over errors only has those with a body.
    let errors = operation.errors.iter().map(|answer| {
        let variant = operation.error_enum.is_some() && answer.content.is_some();
        (answer, false, variant)
    });
    successes
        .chain(errors)
        .map(|(answer, success, variant)| Answer {
            status: answer.status,
            success,
            content: answer.content.as_ref().map(|content| AnswerContent {
                mime: content.mime.clone(),
                media: content.media,
                ty: rust_type(api, &content.ty, Room::Resources),
            }),
            variant: variant.then(|| answer.rust.clone()),
            docs: answer.docs.clone(),
        })
        .collect()
}

fn headers(api: &Api, operation: &ir::Operation) -> Option<Headers> {
    let fields = operation.headers.iter().map(|header| HeaderField {
        name: header.name.clone(),
        ty: rust_type(api, &header.ty, Room::Resources),
        docs: header.docs.clone(),
    });
    Some(Headers {
        name: operation.headers_struct.clone()?,
        fields: fields.collect(),
    })
}

fn pages(api: &Api, operation: &ir::Operation, paging: &ir::Pagination) -> Paging {
    let cursor = |cursor: &ir::Cursor| Cursor {
        parameter: operation.params[cursor.param].name.wire.clone(),
        edge: cursor.edge,
        field: names(&cursor.field),
    };
    Paging {
        items: names(&paging.items),
        item: rust_type(api, &paging.item, Room::Resources),
        more: paging.more.as_ref().map(names),
        forward: cursor(&paging.forward),
        backward: paging.backward.as_ref().map(cursor),
    }
}

fn names(path: &FieldPath) -> Vec<String> {
    path.iter().map(|(name, _)| name.clone()).collect()
}

fn stream(api: &Api, stream: &ir::Stream) -> Stream {
    Stream {
        mime: stream.mime.clone(),
        framing: stream.framing.clone(),
        ty: calls::stream(api, stream),
        item: match stream.framing {
            Framing::Bytes => super::RustType::Scalar(ir::Scalar::Binary),
            Framing::Events { .. } | Framing::Lines | Framing::Sequence => {
                rust_type(api, &stream.item, Room::Resources)
            }
        },
        choice: stream.choice.clone(),
    }
}
