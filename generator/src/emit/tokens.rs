//! Small pieces of tokens that every emitter needs.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::analyze::Gate;

/// An identifier. Names come from `names/`, which makes nothing else.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// What must hold for an item to be compiled, as a table says it.
pub(super) fn condition(gate: &Gate) -> String {
    match gate {
        Gate::Always => "always".to_owned(),
        Gate::AnyOf(features) => {
            let features = features.iter();
            let on: Vec<String> = features
                .map(|name| format!("feature = {}", Literal::string(name)))
                .collect();
            match on.as_slice() {
                [only] => only.clone(),
                several => format!("any({})", several.join(", ")),
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
