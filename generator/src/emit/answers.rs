//! Answers: what a call returns, and how the body of an answer becomes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use super::types::{Room, spelled, ty};
use super::{Cx, Item, Member, docs};
use crate::ir::{Answer, Content, Media, Operation, Scalar, Status, TypeRef};
use crate::surface::{failure, success};

/// Adds the enums over successes and error bodies, where an operation has them.
pub(super) fn emit(cx: Cx<'_>, operation: &Operation, items: &mut Vec<Item>) {
    if let Some(name) = &operation.success_enum {
        let docs = format!("What [`{}`] answers.", operation.type_name);
        answer_enum(cx, name, docs, &operation.success, items);
    }
    if let Some(name) = &operation.error_enum {
        let docs = format!(
            "The error bodies that the document declares for [`{}`].",
            operation.type_name
        );
        let with_body: Vec<Answer> = operation
            .errors
            .iter()
            .filter(|answer| answer.content.is_some())
            .cloned()
            .collect();
        answer_enum(cx, name, docs, &with_body, items);
    }
}

fn answer_enum(cx: Cx<'_>, name: &str, docs: String, answers: &[Answer], items: &mut Vec<Item>) {
    let rows = answers.iter().map(row);
    let table = Item::Table {
        name: "answers",
        head: name.to_owned(),
        rows: rows.collect(),
    };
    let name = ident(name);
    let variants = answers.iter().map(|answer| {
        let docs = docs::text(
            &answer.docs,
            &format!("Status {}.", status_text(answer.status)),
        );
        let variant = ident(&answer.rust);
        let held = answer.content.as_ref().map(|content| {
            let ty = ty(cx, &content.ty, Room::Resources);
            quote!((#ty))
        });
        let code = quote!(#variant #held);
        Member { docs, code }
    });
    let code = quote! {
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name
    };
    let header = Member { docs, code };
    items.push(Item::Block(header, variants.collect()));
    items.push(table);
}

/// A variant, and how what it holds is written.
fn row(answer: &Answer) -> String {
    match answer.content.as_ref().map(|content| content.media) {
        None => answer.rust.clone(),
        Some(Media::Json | Media::Text | Media::Form) => format!("{}(json)", answer.rust),
        Some(Media::Bytes | Media::Multipart) => format!("{}(bytes)", answer.rust),
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "not declared otherwise".to_owned(),
    }
}

/// What a successful call returns.
pub(super) fn success_ty(cx: Cx<'_>, operation: &Operation) -> TokenStream {
    spelled(&success(cx.api, &[], operation), Room::Resources)
}

/// The typed body of an error.
pub(super) fn failure_ty(operation: &Operation) -> TokenStream {
    spelled(&failure(&[], operation), Room::Resources)
}

/// The function that reads a success. An undeclared 2xx reads like the range that it is in, or else like the first declared one.
pub(super) fn success_fn(cx: Cx<'_>, operation: &Operation) -> TokenStream {
    let [first, ..] = operation.success.as_slice() else {
        return success_with(&quote!(response), &quote!(response.empty()));
    };
    let Some(name) = &operation.success_enum else {
        return match &first.content {
            Some(content) => success_with(&quote!(response), &read(cx, content)),
            None => success_with(&quote!(response), &quote!(response.empty())),
        };
    };
    let name = ident(name);
    let arm = |answer: &Answer| {
        let variant = ident(&answer.rust);
        match &answer.content {
            Some(content) => {
                let read = read(cx, content);
                quote!(#read.map(#name::#variant))
            }
            None => quote!(Ok(#name::#variant)),
        }
    };
    let range = |answer: &&Answer| matches!(answer.status, Status::Range(_));
    let otherwise = operation.success.iter().find(range).unwrap_or(first);
    let others = operation.success.iter();
    let others = others.filter(|answer| answer.status != otherwise.status);
    let arms = others.filter_map(|answer| {
        let (pattern, read) = (pattern(answer.status)?, arm(answer));
        Some(quote!(#pattern => #read,))
    });
    let otherwise = arm(otherwise);
    let body = quote! {
        match response.status().as_u16() {
            #(#arms)*
            _ => #otherwise,
        }
    };
    success_with(&quote!(response), &body)
}

fn success_with(argument: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        fn success(#argument: &Response) -> Result<Self::Success, DecodeError> {
            #body
        }
    }
}

/// The function that reads an error body: the most specific declaration that its status fits.
pub(super) fn failure_fn(cx: Cx<'_>, operation: &Operation) -> TokenStream {
    let Some(name) = &operation.error_enum else {
        return quote! {
            fn failure(_response: &Response) -> Option<Self::Failure> {
                None
            }
        };
    };
    let name = ident(name);
    let mut otherwise = quote!(None);
    let mut arms = Vec::new();
    for answer in &operation.errors {
        let read = match &answer.content {
            Some(content) => {
                let (variant, read) = (ident(&answer.rust), read(cx, content));
                quote!(#read.ok().map(#name::#variant))
            }
            None => quote!(None),
        };
        match pattern(answer.status) {
            Some(pattern) => arms.push(quote!(#pattern => #read,)),
            None => otherwise = read,
        }
    }
    let body = if arms.is_empty() {
        otherwise
    } else {
        quote! {
            match response.status().as_u16() {
                #(#arms)*
                _ => #otherwise,
            }
        }
    };
    quote! {
        fn failure(response: &Response) -> Option<Self::Failure> {
            #body
        }
    }
}

/// Declarations come sorted, single statuses before ranges; `default` is what is left.
fn pattern(status: Status) -> Option<TokenStream> {
    match status {
        Status::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            Some(quote!(#code))
        }
        Status::Range(digit) => {
            let low = proc_macro2::Literal::u16_unsuffixed(u16::from(digit) * 100);
            let high = proc_macro2::Literal::u16_unsuffixed(u16::from(digit) * 100 + 99);
            Some(quote!(#low..=#high))
        }
        Status::Default => None,
    }
}

fn read(cx: Cx<'_>, content: &Content) -> TokenStream {
    let value = cx.api.resolved(&content.ty).non_null();
    let is_text = *cx.api.resolved(value) == TypeRef::Scalar(Scalar::String);
    match content.media {
        Media::Json if is_text && Content::is_any(&content.mime) => quote!(response.any_text()),
        // Many servers send a text as it is, whatever their document says.
        Media::Json if is_text => quote!(response.json_or_text()),
        Media::Json => quote!(response.json()),
        Media::Text | Media::Form => quote!(response.text()),
        Media::Bytes | Media::Multipart => quote!(response.bytes()),
    }
}
