//! Small pieces of tokens that every emitter needs.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::analyze::Gate;

/// An identifier. Names come from `names/`, which makes nothing else.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The attribute that compiles an item only with its features.
pub(super) fn gate(gate: &Gate) -> TokenStream {
    match gate {
        Gate::Always => TokenStream::new(),
        Gate::AnyOf(features) => {
            let mut features = features.iter();
            match (features.next(), features.len()) {
                (Some(only), 0) => quote!(#[cfg(feature = #only)]),
                (first, _) => {
                    let all = first.into_iter().chain(features);
                    quote!(#[cfg(any(#(feature = #all),*))])
                }
            }
        }
    }
}

/// `#[deprecated]`, where the document says so.
pub(super) fn deprecated(is: bool) -> TokenStream {
    if is {
        quote!(#[deprecated])
    } else {
        TokenStream::new()
    }
}
