//! The crate root and the client: where a consumer starts.

use proc_macro2::TokenStream;
use quote::quote;

use super::resource::feature_gate;
use super::tokens::ident;
use super::{Cx, Item, Member, Module, defaults, docs, servers, webhooks};
use crate::ir::{Credential, Resource, SecurityScheme};
use crate::markdown;
use crate::pages::{Block, guide};

/// `src/lib.rs`.
pub(super) fn lib(cx: Cx<'_>) -> Module {
    let client = ident(&cx.package.client);
    let mut inner = docs::inner(&crate_docs(cx));
    inner.extend(quote! {
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #![cfg_attr(docsrs, feature(doc_cfg))]
    });
    // The emitted code is printed by the generator, not by rustfmt. The attribute is put together because rustfmt would
    // obey it here as well.
    let skip = quote!(rustfmt::skip);
    let mut items = vec![
        Item::Plain(quote!(#[#skip] mod generated;)),
        Item::Plain(quote!(
            pub mod runtime;
        )),
        Item::Plain(quote!(pub use generated::client::#client;)),
        Item::Plain(quote!(
            pub use generated::{models, resources};
        )),
    ];
    items.extend(webhooks::declarations(cx).map(|[_, use_of_module]| use_of_module));
    items.push(
        // What consumers name most often.
        Item::Plain(quote! {
            #[#skip]
            pub use runtime::{
                Base64, ByteStream, CallError, Client, ClientBuilder, ClientCredentials, Clock, Credential,
                CredentialProvider, Error, ErrorKind, EventStream, FilePart, Items, Middleware, Opening, Pages,
                Patch, RetryPolicy, Secret, Sending, Transport, WithResponse
            };
        }),
    );
    Module { inner, items }
}

/// The page that a consumer of the crate opens first.
fn crate_docs(cx: Cx<'_>) -> String {
    let mut parts = vec![format!("The client of {}.", title(cx))];
    let prose = cx.api.docs.text.trim();
    if !prose.is_empty() {
        parts.push(markdown::safe(prose));
    }
    for block in guide(cx.surface, cx.snippets) {
        parts.push(match block {
            Block::Title(title) => format!("# {title}"),
            Block::Text(text) => text,
            Block::Code(snippet) => snippet.doctest(),
        });
    }
    parts.push("# Features".to_owned());
    let features = cx.surface.package.features.iter();
    let list = features.filter(|feature| !feature.resource).map(|feature| {
        let default = if feature.default { " (default)" } else { "" };
        format!("- `{}`{default}: {}", feature.name, feature.docs)
    });
    parts.push(list.collect::<Vec<_>>().join("\n"));
    if !cx.facts.features.is_empty() {
        parts.push(
            "Each resource is a feature as well, on by default: with `default-features = false` and one of them, only its \
             calls and types are compiled."
                .to_owned(),
        );
    }
    let resources: Vec<String> = cx
        .api
        .resources
        .iter()
        .map(|resource| resource_line(cx, resource))
        .collect();
    if !resources.is_empty() {
        parts.push("# Resources".to_owned());
        parts.push(resources.join("\n"));
    }
    parts.join("\n\n")
}

/// A resource and where its page is: an address, because a link to the item breaks when its feature is off.
fn resource_line(cx: Cx<'_>, resource: &Resource) -> String {
    let name = &resource.name.rust;
    let summary = docs::summary(&resource.docs, &format!("the operations of `{name}`."));
    let path = resource.module.join("/");
    let client = crate::snippets::variable(cx.surface);
    format!("- [`{client}.{name}()`](resources/{path}/index.html): {summary}")
}

/// The title as it stands in a sentence.
fn title(cx: Cx<'_>) -> String {
    let title = markdown::safe(cx.api.title.trim());
    let named_api =
        title.to_lowercase().ends_with(" api") && !title.to_lowercase().starts_with("the ");
    if named_api {
        format!("the {title}")
    } else {
        title
    }
}

/// `src/generated/mod.rs`: everything that the generator wrote.
pub(super) fn root(cx: Cx<'_>) -> Module {
    let mut inner = docs::inner(
        "What the document says, as Rust.\n\n\
         Lints that are off here follow from the document, not from the code: how many values it requires at once \
         (`too_many_arguments`), how deep its lists and mappings nest (`type_complexity`), how large the branches of its unions are (`large_enum_variant`), how it names its \
         values, properties and nested groups (`enum_variant_names`, `disallowed_names`, `should_implement_trait`, \
         `module_inception`), that it declares a status beside the range around it (`match_overlapping_arm`), how \
         its prose is laid out (`doc_lazy_continuation`), and that it deprecates what must still work (`deprecated`).",
    );
    inner.extend(quote! {
        #![allow(
            clippy::disallowed_names,
            clippy::doc_lazy_continuation,
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            clippy::match_overlapping_arm,
            clippy::module_inception,
            clippy::should_implement_trait,
            clippy::too_many_arguments,
            clippy::type_complexity,
            deprecated
        )]
    });
    let mut items = vec![
        Item::Plain(quote!(
            pub mod client;
        )),
        Item::Plain(quote!(
            pub mod models;
        )),
        Item::Plain(quote!(
            pub mod resources;
        )),
    ];
    items.extend(webhooks::declarations(cx).map(|[module, _]| module));
    Module { inner, items }
}

/// `src/generated/client.rs`.
pub(super) fn client(cx: Cx<'_>) -> Module {
    let name = ident(&cx.package.client);
    let title = title(cx);
    let docs = docs::plain(&format!(
        "The client of {title}: the entry to its resources.\n\nCheap to clone; clones share connections."
    ));
    let runtime = runtime_imports(cx).into_iter().map(ident);
    let mut items = vec![Item::Plain(quote!(use crate::runtime::{#(#runtime),*};))];
    let imports = cx.api.resources.iter().map(|resource| {
        let (gate, module, ty) = (
            feature_gate(resource),
            ident(&resource.name.rust),
            ident(&resource.type_name),
        );
        Item::Plain(quote!(#gate use super::resources::#module::#ty;))
    });
    let clash = clashing_handles(cx);
    items.extend(
        imports
            .zip(&clash)
            .filter(|(_, clash)| !**clash)
            .map(|(item, _)| item),
    );
    items.push(Item::Plain(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            client: Client,
        }
    }));
    items.push(meta(cx));
    let builder = quote! {
        /// Starts a client with choices: credentials, server, timeouts.
        pub fn builder() -> ClientBuilder<Self> {
            ClientBuilder::new()
        }
    };
    let mut methods = vec![builder.into(), from_env(cx)];
    methods.extend(cx.api.resources.iter().zip(clash).map(|(resource, clash)| {
        let docs = docs::text(
            &resource.docs,
            &format!("The operations of `{}`.", resource.name.rust),
        );
        let (gate, method, ty) = (
            feature_gate(resource),
            ident(&resource.name.rust),
            ident(&resource.type_name),
        );
        let ty = if clash {
            quote!(super::resources::#method::#ty)
        } else {
            quote!(#ty)
        };
        let code = quote! {
            #gate
            pub fn #method(&self) -> #ty {
                #ty::new(self.client.clone())
            }
        };
        Member { docs, code }
    }));
    items.push(Item::Block(quote!(impl #name).into(), methods));
    let setters: Vec<Member> = cx.api.schemes.iter().map(credential_setter).collect();
    if !setters.is_empty() {
        items.push(Item::Block(
            quote!(impl ClientBuilder<#name>).into(),
            setters,
        ));
    }
    Module {
        inner: docs::inner("The client."),
        items,
    }
}

fn runtime_imports(cx: Cx<'_>) -> Vec<&'static str> {
    let mut names = vec!["Api", "ApiMeta", "Client", "ClientBuilder", "Error"];
    if !cx.api.schemes.is_empty() {
        names.extend(["SchemeKind", "SecurityScheme"]);
    }
    let any = |test: fn(&Credential) -> bool| {
        let mut schemes = cx.api.schemes.iter();
        schemes.any(|scheme| test(&scheme.credential))
    };
    if any(|credential| matches!(credential, Credential::OAuth2 { .. })) {
        names.push("TokenSource");
    }
    if any(|credential| !matches!(credential, Credential::OAuth2 { .. })) {
        names.extend(["Credential", "Secret"]);
    }
    if any(|credential| {
        matches!(
            credential,
            Credential::Header(_) | Credential::Query(_) | Credential::Cookie(_)
        )
    }) {
        names.push("Place");
    }
    if !cx.api.servers.is_empty() {
        names.push("ServerTemplate");
    }
    if cx
        .api
        .servers
        .iter()
        .any(|server| !server.variables.is_empty())
    {
        names.push("ServerVariable");
    }
    names.sort_unstable();
    names
}

/// Handles that cannot be imported here: their name is the client's, or one that this file imports already.
fn clashing_handles(cx: Cx<'_>) -> Vec<bool> {
    let mut seen = std::collections::BTreeSet::from([cx.package.client.as_str()]);
    seen.extend(runtime_imports(cx));
    cx.api
        .resources
        .iter()
        .map(|resource| !seen.insert(&resource.type_name))
        .collect()
}

fn from_env(cx: Cx<'_>) -> Member {
    let names: Vec<String> = cx
        .api
        .schemes
        .iter()
        .map(|scheme| format!("`{}`", scheme.env))
        .collect();
    let reads = match names.as_slice() {
        [] => "Makes a client for the default server.".to_owned(),
        names => format!(
            "Makes a client with the credentials in the environment: {}.",
            names.join(", ")
        ),
    };
    let docs = format!(
        "{reads} `{}` overrides the server.\n\n# Errors\n\nWhen a variable is missing or can't be used.",
        cx.package.server_env
    );
    let code = quote! {
        pub fn from_env() -> Result<Self, Error> {
            Self::builder().from_env()?.build()
        }
    };
    Member { docs, code }
}

fn meta(cx: Cx<'_>) -> Item {
    let (name, text) = (ident(&cx.package.client), &cx.package.client);
    let server_env = &cx.package.server_env;
    let servers = cx.api.servers.iter().map(servers::of_client);
    let defaults = defaults::emit(&cx.api.defaults);
    let schemes = cx.api.schemes.iter().map(|scheme| {
        let (name, env, kind) = (&scheme.name.wire, &scheme.env, scheme_kind(scheme));
        quote!(SecurityScheme { name: #name, kind: #kind, env: #env })
    });
    Item::Block(
        quote!(impl Api for #name).into(),
        [
            quote! {
                const META: &'static ApiMeta = &ApiMeta {
                    name: #text,
                    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
                    servers: &[#(#servers),*],
                    server_env: #server_env,
                    schemes: &[#(#schemes),*],
                    defaults: #defaults,
                };
            },
            quote! {
                fn from_client(client: Client) -> Self {
                    Self { client }
                }
            },
            quote! {
                fn client(&self) -> &Client {
                    &self.client
                }
            },
        ]
        .map(Member::from)
        .into(),
    )
}

fn scheme_kind(scheme: &SecurityScheme) -> TokenStream {
    match &scheme.credential {
        Credential::Bearer => quote!(SchemeKind::Bearer),
        Credential::OAuth2 { token_url } => {
            quote!(SchemeKind::OAuth2 { token_url: #token_url })
        }
        Credential::Basic => quote!(SchemeKind::Basic),
        Credential::Header(name) => {
            quote!(SchemeKind::ApiKey { place: Place::Header, name: #name })
        }
        Credential::Query(name) => quote!(SchemeKind::ApiKey { place: Place::Query, name: #name }),
        Credential::Cookie(name) => {
            quote!(SchemeKind::ApiKey { place: Place::Cookie, name: #name })
        }
    }
}

fn credential_setter(scheme: &SecurityScheme) -> Member {
    let (name, wire) = (ident(&scheme.name.rust), &scheme.name.wire);
    let fallback = match &scheme.credential {
        Credential::Bearer => "The token that calls carry as `Authorization: Bearer`.".to_owned(),
        Credential::OAuth2 { .. } => {
            "The token that calls carry as `Authorization: Bearer`, or the \
             `runtime::ClientCredentials` that fetch one."
                .to_owned()
        }
        Credential::Basic => {
            "User and password that calls carry as `Authorization: Basic`.".to_owned()
        }
        Credential::Header(header) => format!(
            "The key that calls carry in the header {}.",
            docs::code(header)
        ),
        Credential::Query(param) => format!(
            "The key that calls carry in the query as {}.",
            docs::code(param)
        ),
        Credential::Cookie(cookie) => format!(
            "The key that calls carry in the cookie {}.",
            docs::code(cookie)
        ),
    };
    let docs = docs::text(&scheme.docs, &fallback);
    let code = match scheme.credential {
        Credential::Basic => quote! {
            pub fn #name(self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
                self.credential(#wire, Credential::basic(user, password))
            }
        },
        Credential::OAuth2 { .. } => quote! {
            pub fn #name(self, #name: impl Into<TokenSource>) -> Self {
                self.token_source(#wire, #name)
            }
        },
        Credential::Bearer
        | Credential::Header(_)
        | Credential::Query(_)
        | Credential::Cookie(_) => quote! {
            pub fn #name(self, #name: impl Into<Secret>) -> Self {
                self.credential(#wire, Credential::token(#name))
            }
        },
    };
    Member { docs, code }
}
