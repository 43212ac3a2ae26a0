//! Answers that are read while they arrive: the stream's type, and what the runtime must know to read it.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use super::types::{Room, spelled};
use super::{Cx, Item, Member, answers};
use crate::ir::{Framing, Operation};
use crate::surface::stream_type;

/// Adds the method that opens an operation's stream.
pub(super) fn emit(cx: Cx<'_>, operation: &Operation, items: &mut Vec<Item>) {
    let Some(stream) = &operation.stream else {
        return;
    };
    let (name, failure) = (ident(&operation.type_name), answers::failure_ty(operation));
    let ty = spelled(&stream_type(cx.api, stream), Room::Resources);
    let accept = &stream.mime;
    let framing = framing(&stream.framing);
    items.push(Item::Plain(
        quote!(stream_methods!(#name => #ty, #failure);),
    ));
    items.push(Item::Block(
        quote!(impl Streaming for #name).into(),
        [
            quote!(type Stream = #ty;),
            quote! {
                const STREAM: &'static StreamMeta = &StreamMeta {
                    accept: #accept,
                    framing: #framing,
                };
            },
        ]
        .map(Member::from)
        .into(),
    ));
}

fn framing(framing: &Framing) -> TokenStream {
    match framing {
        Framing::Events {
            sentinel,
            whole,
            text,
        } => {
            let sentinel = sentinel.as_deref().unwrap_or_default();
            let item = match (whole, text) {
                (false, false) => quote!(EventItem::Json),
                (false, true) => quote!(EventItem::Text),
                (true, false) => quote!(EventItem::EventWithJson),
                (true, true) => quote!(EventItem::EventWithText),
            };
            quote!(Framing::Events { sentinel: #sentinel, item: #item })
        }
        Framing::Lines => quote!(Framing::Lines),
        Framing::Sequence => quote!(Framing::Sequence),
        Framing::Bytes => quote!(Framing::Bytes),
    }
}

/// The names of the runtime that a file with this operation must import.
pub(super) fn imports(operation: &Operation) -> Vec<&'static str> {
    let Some(stream) = &operation.stream else {
        return Vec::new();
    };
    let mut names = vec!["Framing", "StreamMeta", "Streaming"];
    match stream.framing {
        Framing::Bytes => names.push("ByteStream"),
        Framing::Events { .. } => names.extend(["EventItem", "EventStream"]),
        Framing::Lines | Framing::Sequence => names.push("EventStream"),
    }
    names
}

/// The macros that a file with this operation must import.
pub(super) fn macros(operation: &Operation) -> Vec<&'static str> {
    let mut names = match &operation.stream {
        None => vec!["call_methods"],
        Some(stream) if stream.only => vec!["call_options", "stream_methods"],
        Some(_) => vec!["call_methods", "stream_methods"],
    };
    if operation.success_enum.is_some() || operation.error_enum.is_some() {
        names.push("answers");
    }
    names
}
