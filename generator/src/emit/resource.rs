//! Resources: the handles that operations hang on.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{self, ident};
use super::types::{Room, argument};
use super::{Cx, Item, Member, Module, answers, docs, headers, operation, paging, stream};
use crate::ir::{Operation, Resource};
use crate::markdown;
use crate::surface::{inputs, takes};

/// `src/generated/resources/mod.rs`.
pub(super) fn root(cx: Cx<'_>) -> Module {
    let items = cx.api.resources.iter().map(|resource| {
        let (gate, name) = (feature_gate(resource), ident(&resource.name.rust));
        Item::Plain(quote!(#gate pub mod #name;))
    });
    Module {
        inner: docs::inner("The operations of the API, grouped by resource."),
        items: items.collect(),
    }
}

/// The attribute for whatever needs this resource.
pub(super) fn feature_gate(resource: &Resource) -> TokenStream {
    let feature = &resource.feature;
    quote!(#[cfg(feature = #feature)])
}

/// The file of a resource.
pub(super) fn file(cx: Cx<'_>, resource: &Resource) -> Module {
    let title = format!(
        "`{}`: {}",
        resource.name.rust,
        docs::summary(&resource.docs, "a group of operations.")
    );
    let mut items: Vec<Item> = resource
        .children
        .iter()
        .map(|child| {
            let name = ident(&child.name.rust);
            Item::Plain(quote!(pub mod #name;))
        })
        .collect();
    items.extend(imports(resource));
    handle(cx, resource, &mut items);
    for operation in &resource.operations {
        operation::emit(cx, operation, &mut items);
        stream::emit(cx, operation, &mut items);
        paging::emit(cx, operation, &mut items);
        answers::emit(cx, operation, &mut items);
        headers::emit(cx, operation, &mut items);
    }
    Module {
        inner: docs::inner(&title),
        items,
    }
}

fn imports(resource: &Resource) -> Vec<Item> {
    let mut names: Vec<&str> = vec!["Client"];
    let operations = &resource.operations;
    if !operations.is_empty() {
        names.extend([
            "Call",
            "DecodeError",
            "Error",
            "Operation",
            "OperationMeta",
            "Request",
            "Response",
        ]);
    }
    if operations
        .iter()
        .any(|operation| operation.pagination.is_some())
    {
        names.extend(["Items", "Paged", "Pages"]);
    }
    for operation in operations {
        names.extend(operation::style_imports(operation));
        names.extend(stream::imports(operation));
    }
    names.sort_unstable();
    names.dedup();
    let names = names.into_iter().map(ident);
    let mut items = vec![Item::Plain(quote!(use crate::runtime::{#(#names),*};))];
    if operations.iter().any(operation::names_models) {
        items.insert(
            0,
            Item::Plain(quote!(
                use crate::models;
            )),
        );
    }
    let macros: BTreeSet<&str> = operations.iter().flat_map(stream::macros).collect();
    let macros: Vec<_> = macros.into_iter().map(ident).collect();
    match macros.as_slice() {
        [] => {}
        [one] => items.insert(0, Item::Plain(quote!(use crate::#one;))),
        several => items.insert(0, Item::Plain(quote!(use crate::{#(#several),*};))),
    }
    items
}

fn handle(cx: Cx<'_>, resource: &Resource, items: &mut Vec<Item>) {
    let name = ident(&resource.type_name);
    let docs = docs::outer(
        &resource.docs,
        &format!("The operations of `{}`.", resource.name.rust),
    );
    items.push(Item::Plain(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            client: Client,
        }
    }));
    let new = quote! {
        pub(crate) fn new(client: Client) -> Self {
            Self { client }
        }
    };
    let mut methods = vec![Member::from(new)];
    methods.extend(resource.children.iter().map(|child| {
        let docs = docs::text(
            &child.docs,
            &format!("The operations of `{}`.", child.name.rust),
        );
        let (method, module, ty) = (
            ident(&child.name.rust),
            ident(&child.name.rust),
            ident(&child.type_name),
        );
        let code = quote! {
            pub fn #method(&self) -> #module::#ty {
                #module::#ty::new(self.client.clone())
            }
        };
        Member { docs, code }
    }));
    for operation in &resource.operations {
        methods.push(method(cx, resource, operation));
        let former = operation.formerly.iter();
        methods.extend(former.map(|name| former_method(cx, operation, name)));
    }
    items.push(Item::Block(quote!(impl #name).into(), methods));
}

/// The method that starts a call: what is required are its arguments.
fn method(cx: Cx<'_>, resource: &Resource, operation: &Operation) -> Member {
    let mut docs = format!(
        "{}\n\n{}",
        markdown::text(
            &operation.docs,
            &format!("Calls {}.", docs::code(&operation.id))
        ),
        docs::code(&format!("{} {}", operation.verb, operation.template))
    );
    if let Some(snippet) = cx.snippets.of(&resource.module, &operation.name) {
        docs.push_str(&format!("\n\n{}", snippet.doctest()));
    }
    let deprecated = tokens::deprecated(operation.deprecated);
    let (name, builder) = (ident(&operation.name), ident(&operation.type_name));
    let (mut arguments, mut fields) = (Vec::new(), Vec::new());
    for field in inputs(operation) {
        let name = ident(field.name);
        if !field.required {
            fields.push(quote!(#name: None));
            continue;
        }
        let takes = takes(cx.api, cx.facts, field.ty, Room::Resources);
        let argument = argument(&takes, &name, Room::Resources);
        let (ty, value) = (argument.ty, argument.value);
        arguments.push(quote!(#name: #ty));
        let shorthand = value.to_string() == field.name;
        fields.push(if shorthand {
            quote!(#name)
        } else {
            quote!(#name: #value)
        });
    }
    let code = quote! {
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> #builder {
            #builder { call: Call::new(&self.client), #(#fields),* }
        }
    };
    Member { docs, code }
}

/// A method that the operation had before.
fn former_method(cx: Cx<'_>, operation: &Operation, name: &str) -> Member {
    let current = &operation.name;
    let docs = format!("What [`{current}`](Self::{current}) was called before.");
    let note = format!("it is `{current}` now");
    let (mut parameters, mut values) = (Vec::new(), Vec::new());
    for field in inputs(operation).into_iter().filter(|field| field.required) {
        let name = ident(field.name);
        let takes = takes(cx.api, cx.facts, field.ty, Room::Resources);
        let ty = argument(&takes, &name, Room::Resources).ty;
        parameters.push(quote!(#name: #ty));
        values.push(name);
    }
    let (name, current, builder) = (ident(name), ident(current), ident(&operation.type_name));
    let code = quote! {
        #[deprecated(note = #note)]
        pub fn #name(&self, #(#parameters),*) -> #builder {
            self.#current(#(#values),*)
        }
    };
    Member { docs, code }
}
