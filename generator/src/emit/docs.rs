//! Doc comments: what the document says, as attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;
pub(super) use crate::markdown::{code, summary, text};

/// The doc attributes for an item: its docs, or `fallback` where the document has none.
pub(super) fn outer(docs: &Docs, fallback: &str) -> TokenStream {
    plain(&text(docs, fallback))
}

/// The docs of a module or crate.
pub(super) fn inner(text: &str) -> TokenStream {
    lines(text).map(|line| quote!(#![doc = #line])).collect()
}

/// Doc attributes from text that is ours and safe already.
pub(super) fn plain(text: &str) -> TokenStream {
    lines(text).map(|line| quote!(#[doc = #line])).collect()
}

/// What stands behind the three slashes of each line. It starts with the space that people write there.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(|line| {
        let line = line.trim_end();
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    })
}
