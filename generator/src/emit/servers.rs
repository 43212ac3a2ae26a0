//! Servers, as constants of the runtime's types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Server;

/// A server of the client, in the file that imports what servers need.
pub(super) fn of_client(server: &Server) -> TokenStream {
    template(server, &TokenStream::new())
}

/// A server of one operation. Few have one, so that their files don't import what it needs.
pub(super) fn of_call(server: &Server) -> TokenStream {
    template(server, &quote!(crate::runtime::))
}

fn template(server: &Server, runtime: &TokenStream) -> TokenStream {
    let url = &server.url;
    let variables = server.variables.iter().map(|variable| {
        let (name, default, values) = (&variable.name, &variable.default, &variable.values);
        quote!(#runtime ServerVariable { name: #name, default: #default, values: &[#(#values),*] })
    });
    quote!(#runtime ServerTemplate { url: #url, variables: &[#(#variables),*] })
}
