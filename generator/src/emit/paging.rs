//! Pages: how a call for the next one is made from the last.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use super::types::{Room, ty};
use super::{Cx, Item, Member, answers};
use crate::ir::{Cursor, Edge, FieldPath, Operation, Pagination};

/// Adds `items()`, `pages()` and the rule behind them to an operation that has pages.
pub(super) fn emit(cx: Cx<'_>, operation: &Operation, items: &mut Vec<Item>) {
    let Some(paging) = &operation.pagination else {
        return;
    };
    let name = ident(&operation.type_name);
    items.push(Item::Block(
        quote!(impl #name).into(),
        [
            quote! {
                /// Every item, from this page on: further pages are asked for as they are needed.
                pub fn items(self) -> Items<Self> {
                    Items::new(self)
                }
            },
            quote! {
                /// Every page, from this one on.
                pub fn pages(self) -> Pages<Self> {
                    Pages::new(self)
                }
            },
        ]
        .map(Member::from)
        .into(),
    ));
    let item = ty(cx, &paging.item, Room::Resources);
    let page = answers::success_ty(cx, operation);
    let take = take(&paging.items);
    let next = next(operation, paging);
    items.push(Item::Block(
        quote!(impl Paged for #name).into(),
        [
            quote!(type Item = #item;),
            quote! {
                fn items(page: #page) -> Vec<#item> {
                    #take
                }
            },
            quote! {
                fn next(&self, page: &#page) -> Option<Self> {
                    #next
                }
            },
        ]
        .map(Member::from)
        .into(),
    ));
}

/// Moves the items out of a page; what is absent on the way there means none.
fn take(path: &FieldPath) -> TokenStream {
    let mut value = quote!(page);
    let mut optional = false;
    for (name, may_be_absent) in path {
        let name = ident(name);
        value = match (optional, may_be_absent) {
            (false, _) => quote!(#value.#name),
            (true, false) => quote!(#value.map(|value| value.#name)),
            (true, true) => quote!(#value.and_then(|value| value.#name)),
        };
        optional |= may_be_absent;
    }
    if optional {
        quote!(#value.unwrap_or_default())
    } else {
        value
    }
}

/// Borrows along a path, as an option.
fn look(start: TokenStream, path: &FieldPath) -> TokenStream {
    let mut value = start;
    let mut optional = false;
    for (name, may_be_absent) in path {
        let name = ident(name);
        value = match (optional, may_be_absent) {
            (false, false) => quote!(#value.#name),
            (false, true) => quote!(#value.#name.as_ref()),
            (true, false) => quote!(#value.map(|value| &value.#name)),
            (true, true) => quote!(#value.and_then(|value| value.#name.as_ref())),
        };
        optional |= may_be_absent;
    }
    if optional {
        value
    } else {
        quote!(Some(&#value))
    }
}

/// Follows a path on which nothing can be absent.
fn direct(start: &TokenStream, path: &FieldPath) -> TokenStream {
    let path = path.iter().map(|(name, _)| ident(name));
    quote!(#start #(.#path)*)
}

fn can_be_absent(path: &FieldPath) -> bool {
    path.iter().any(|(_, optional)| *optional)
}

fn next(operation: &Operation, paging: &Pagination) -> TokenStream {
    let page = quote!(page);
    let stop = paging.more.as_ref().map(|more| {
        let more = if can_be_absent(more) {
            // An absent flag means that there is no more.
            let more = look(page.clone(), more);
            quote!(#more.copied().unwrap_or(false))
        } else {
            direct(&page, more)
        };
        quote! {
            if !#more {
                return None;
            }
        }
    });
    let items = if can_be_absent(&paging.items) {
        let items = look(page, &paging.items);
        quote!(#items?)
    } else {
        direct(&page, &paging.items)
    };
    let forward = step(operation, &items, &paging.forward);
    let advance = match &paging.backward {
        None => forward,
        Some(cursor) => {
            let backward = step(operation, &items, cursor);
            let name = ident(&operation.params[cursor.param].name.rust);
            quote! {
                if self.#name.is_some() {
                    #backward
                } else {
                    #forward
                }
            }
        }
    };
    quote! {
        #stop
        let mut next = self.clone();
        #advance
        Some(next)
    }
}

fn step(operation: &Operation, items: &TokenStream, cursor: &Cursor) -> TokenStream {
    let param = ident(&operation.params[cursor.param].name.rust);
    let edge = match cursor.edge {
        Edge::First => quote!(#items.first()?),
        Edge::Last => quote!(#items.last()?),
    };
    if can_be_absent(&cursor.field) {
        let value = look(edge, &cursor.field);
        return quote!(next.#param = Some(#value?.clone()););
    }
    let value = direct(&edge, &cursor.field);
    quote!(next.#param = Some(#value.clone());)
}
