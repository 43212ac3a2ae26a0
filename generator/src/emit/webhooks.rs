//! Webhooks and callbacks: a function for each that reads what it carries.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{self, ident};
use super::types::{Room, ty};
use super::{Cx, Item, Module, docs};
use crate::ir::Webhook;
use crate::package::WEBHOOKS;

/// The declaration of the module, and how the root of the crate passes it on; `None` where there are no webhooks.
pub(super) fn declarations(cx: Cx<'_>) -> Option<[Item; 2]> {
    if cx.api.webhooks.is_empty() {
        return None;
    }
    let gate = quote!(#[cfg(feature = #WEBHOOKS)]);
    Some([
        Item::Plain(quote!(#gate pub mod webhooks;)),
        Item::Plain(quote!(#gate pub use generated::webhooks;)),
    ])
}

/// `src/generated/webhooks.rs`.
pub(super) fn file(cx: Cx<'_>) -> Module {
    let inner = docs::inner(
        "What the server calls: what it sends, and how that is read.\n\n\
         Each function takes the body of a request as it came. Whether it came from the server at all is told by a \
         signature or a secret, if the API has one; check it first.",
    );
    let webhooks = &cx.api.webhooks;
    let mut items = Vec::new();
    if webhooks
        .iter()
        .any(|webhook| webhook.content.ty.named().is_some())
    {
        items.push(Item::Plain(quote!(
            use crate::models;
        )));
    }
    items.push(Item::Plain(quote!(
        use crate::runtime::{Error, read_payload};
    )));
    items.extend(
        webhooks
            .iter()
            .map(|webhook| Item::Plain(function(cx, webhook))),
    );
    Module { inner, items }
}

fn function(cx: Cx<'_>, webhook: &Webhook) -> TokenStream {
    let name = ident(&webhook.name.rust);
    let payload = ty(cx, &webhook.content.ty, Room::Resources);
    let otherwise = format!(
        "Reads what the server sends as {}.",
        docs::code(&webhook.name.wire)
    );
    let docs = docs::plain(&format!(
        "{}\n\n`{}`\n\n# Errors\n\nWhen the body is not what the document says.",
        crate::markdown::text(&webhook.docs, &otherwise),
        webhook.verb,
    ));
    let deprecated = tokens::deprecated(webhook.deprecated);
    quote! {
        #docs
        #deprecated
        pub fn #name(body: &[u8]) -> Result<#payload, Error> {
            read_payload(body)
        }
    }
}
