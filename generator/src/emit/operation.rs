//! Operations: a builder for each, and how it becomes a request and reads its answer.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{self, ident};
use super::types::{Room, argument, ty};
use super::{Cx, Item, Member, answers, defaults, docs, servers};
use crate::ir::{Body, Media, Operation, Param, PathPart, Place, Style};
use crate::surface::{Input, accept, inputs, takes};

/// Adds the builder, its setters and the two pure functions that make it an operation.
pub(super) fn emit(cx: Cx<'_>, operation: &Operation, items: &mut Vec<Item>) {
    let name = ident(&operation.type_name);
    let fields = inputs(operation);
    items.push(builder(cx, operation, &fields));
    let setters: Vec<Member> = fields
        .iter()
        .filter(|field| !field.required)
        .map(|field| setter(cx, field))
        .collect();
    if !setters.is_empty() {
        items.push(Item::Block(quote!(impl #name).into(), setters));
    }
    let success = answers::success_ty(cx, operation);
    let failure = answers::failure_ty(operation);
    // What only ever comes as a stream has no value to wait for.
    let only_stream = operation.stream.as_ref().is_some_and(|stream| stream.only);
    items.push(Item::Plain(if only_stream {
        quote!(call_options!(#name);)
    } else {
        quote!(call_methods!(#name => #success, #failure);)
    }));
    let meta = meta(operation);
    let request = request(operation);
    items.push(Item::Block(
        quote!(impl Operation for #name).into(),
        [
            quote!(type Success = #success;),
            quote!(type Failure = #failure;),
            quote!(const META: &'static OperationMeta = &#meta;),
            request,
            answers::success_fn(cx, operation),
            answers::failure_fn(cx, operation),
        ]
        .map(Member::from)
        .into(),
    ));
}

fn builder(cx: Cx<'_>, operation: &Operation, fields: &[Input<'_>]) -> Item {
    let name = ident(&operation.type_name);
    let mut docs = format!(
        "A call of {}, made with what it requires; options are set on it.",
        docs::code(&format!("{} {}", operation.verb, operation.template))
    );
    for mime in other_mimes(operation) {
        let ask = docs::code(&format!("send_as({mime:?})"));
        docs.push_str(&format!("\n\nIt answers {} to {ask}.", docs::code(mime)));
    }
    let members = fields.iter().map(|field| {
        let (name, ty) = (ident(field.name), ty(cx, field.ty, Room::Resources));
        if field.required {
            quote!(#name: #ty).into()
        } else {
            quote!(#name: Option<#ty>).into()
        }
    });
    let code = quote! {
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name
    };
    let header = Member { docs, code };
    let call = quote!(call: Call).into();
    Item::Block(header, [call].into_iter().chain(members).collect())
}

/// The media types that a success comes in when a call asks for them, each once.
fn other_mimes(operation: &Operation) -> BTreeSet<&str> {
    let answers = operation.success.iter();
    answers
        .flat_map(|answer| &answer.others)
        .map(String::as_str)
        .collect()
}

fn setter(cx: Cx<'_>, field: &Input<'_>) -> Member {
    let docs = docs::text(field.docs, &format!("Sets `{}`.", field.name));
    let (name, deprecated) = (ident(field.name), tokens::deprecated(field.deprecated));
    let takes = takes(cx.api, cx.facts, field.ty, Room::Resources);
    let argument = argument(&takes, &name, Room::Resources);
    let (ty, value) = (argument.ty, argument.value);
    let code = quote! {
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = Some(#value);
            self
        }
    };
    Member { docs, code }
}

fn meta(operation: &Operation) -> TokenStream {
    let (id, path, idempotent) = (&operation.id, &operation.template, operation.idempotent);
    let method = &operation.verb;
    let content = operation
        .success
        .iter()
        .any(|answer| answer.content.is_some())
        || operation.stream.is_some();
    let accept = accept(operation);
    let security = operation.security.iter().map(|all| quote!(&[#(#all),*]));
    let defaults = defaults::emit(&operation.defaults);
    let servers = operation.servers.iter().map(servers::of_call);
    quote! {
        OperationMeta {
            id: #id,
            method: #method,
            path: #path,
            accept: #accept,
            idempotent: #idempotent,
            content: #content,
            security: &[#(#security),*],
            defaults: #defaults,
            servers: &[#(#servers),*],
        }
    }
}

/// The function that builds the request: pure, and without a client.
fn request(operation: &Operation) -> TokenStream {
    let path = operation.path.iter().map(|part| match part {
        PathPart::Literal(text) => quote!(request.literal(#text);),
        PathPart::Param(index) => {
            let param = &operation.params[*index];
            let (wire, name) = (&param.name.wire, ident(&param.name.rust));
            match path_style(&param.style) {
                Some(style) => quote!(request.segment(#wire, &self.#name, #style)?;),
                None => quote!(request.segment_json(#wire, &self.#name)?;),
            }
        }
    });
    let params = operation
        .params
        .iter()
        .filter(|param| param.place != Place::Path)
        .map(param);
    let choice = operation
        .stream
        .as_ref()
        .and_then(|stream| stream.choice.as_ref());
    let body = operation.body.as_ref().map(|body| self::body(body, choice));
    let path: Vec<_> = path.collect();
    let params: Vec<_> = params.collect();
    quote! {
        fn request(&self) -> Result<Request, Error> {
            let mut request = Request::new(Self::META);
            #(#path)*
            #(#params)*
            #body
            Ok(request)
        }
    }
}

fn param(param: &Param) -> TokenStream {
    let (wire, name) = (&param.name.wire, ident(&param.name.rust));
    let value = if param.required {
        quote!(Some(&self.#name))
    } else {
        quote!(self.#name.as_ref())
    };
    if param.style == Style::Json {
        return match param.place {
            Place::Query => quote!(request.query_json(#wire, #value)?;),
            Place::Cookie => quote!(request.cookie_json(#wire, #value)?;),
            Place::Header | Place::Path => quote!(request.header_json(#wire, #value)?;),
        };
    }
    match param.place {
        Place::Query | Place::Path => {
            let style = query_style(&param.style);
            quote!(request.query(#wire, #value, #style)?;)
        }
        Place::Header => {
            let explode = matches!(param.style, Style::Simple { explode: true, .. })
                .then(|| quote!(.explode(true)));
            quote!(request.header(#wire, #value, HeaderStyle::SIMPLE #explode)?;)
        }
        Place::Cookie => {
            let joined = matches!(param.style, Style::Form { explode: false, .. })
                .then(|| quote!(.explode(false)));
            quote!(request.cookie(#wire, #value, CookieStyle::FORM #joined)?;)
        }
    }
}

/// The style of a path parameter; `None` for JSON.
fn path_style(style: &Style) -> Option<TokenStream> {
    let (base, explode) = match style {
        Style::Matrix { explode } => (quote!(PathStyle::MATRIX), *explode),
        Style::Label { explode } => (quote!(PathStyle::LABEL), *explode),
        Style::Simple {
            explode,
            allow_reserved,
        } => {
            let reserved = allow_reserved.then(|| quote!(.allow_reserved()));
            (quote!(PathStyle::SIMPLE #reserved), *explode)
        }
        // Lowering gives a path parameter none of these.
        Style::Form { .. } | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject => {
            (quote!(PathStyle::SIMPLE), false)
        }
        Style::Json => return None,
    };
    let explode = explode.then(|| quote!(.explode(true)));
    Some(quote!(#base #explode))
}

fn query_style(style: &Style) -> TokenStream {
    match style {
        Style::Form {
            explode,
            allow_reserved,
            comma_arrays,
        } => {
            let joined = (!explode).then(|| quote!(.explode(false)));
            let comma = comma_arrays.then(|| quote!(.comma_arrays()));
            let reserved = allow_reserved.then(|| quote!(.allow_reserved()));
            quote!(QueryStyle::FORM #joined #comma #reserved)
        }
        Style::SpaceDelimited => quote!(QueryStyle::SPACE_DELIMITED),
        Style::PipeDelimited => quote!(QueryStyle::PIPE_DELIMITED),
        Style::DeepObject => quote!(QueryStyle::DEEP_OBJECT),
        // Lowering gives a query parameter none of these.
        Style::Simple { .. } | Style::Matrix { .. } | Style::Label { .. } | Style::Json => {
            quote!(QueryStyle::FORM)
        }
    }
}

fn body(body: &Body, choice: Option<&String>) -> TokenStream {
    let (borrowed, owned) = if body.required {
        (quote!(&self.body), quote!(self.body))
    } else {
        (quote!(body), quote!(body))
    };
    let send = match body.content.media {
        Media::Json => match choice {
            Some(name) => {
                quote!(request.json_choosing(#borrowed, #name, self.call.streams())?;)
            }
            None => quote!(request.json(#borrowed)?;),
        },
        Media::Form => {
            let styles = body.styles.iter().map(|(name, style)| {
                let style = query_style(style);
                quote!((#name, #style))
            });
            if body.styles.is_empty() {
                quote!(request.form(#borrowed)?;)
            } else {
                quote!(request.form_with(#borrowed, &[#(#styles),*])?;)
            }
        }
        Media::Multipart => match choice {
            Some(name) => {
                quote!(request.multipart_choosing(#borrowed, #name, self.call.streams())?;)
            }
            None => quote!(request.multipart(#borrowed)?;),
        },
        Media::Text => quote!(request.text(#borrowed);),
        Media::Bytes => quote!(request.bytes(#owned.clone());),
    };
    let named = body.content.named_mime();
    let named = named.map(|mime| quote!(request.content_type(#mime);));
    if body.required {
        return quote!(#send #named);
    }
    quote! {
        if let Some(body) = &self.body {
            #send
            #named
        }
    }
}

/// The styles that a file of operations must import.
pub(super) fn style_imports(operation: &Operation) -> Vec<&'static str> {
    let styled = operation
        .params
        .iter()
        .filter(|param| param.style != Style::Json);
    let params = styled.map(|param| match param.place {
        Place::Path => "PathStyle",
        Place::Query => "QueryStyle",
        Place::Header => "HeaderStyle",
        Place::Cookie => "CookieStyle",
    });
    let form = operation
        .body
        .iter()
        .filter(|body| !body.styles.is_empty())
        .map(|_| "QueryStyle");
    params.chain(form).collect()
}

/// Whether anything around the operation is spelled `models::…`.
pub(super) fn names_models(operation: &Operation) -> bool {
    let params = operation.params.iter().map(|param| &param.ty);
    let bodies = operation.body.iter().map(|body| &body.content.ty);
    let answers = operation
        .success
        .iter()
        .chain(&operation.errors)
        .filter_map(|answer| answer.content.as_ref());
    params
        .chain(bodies)
        .chain(answers.map(|content| &content.ty))
        .chain(operation.stream.iter().map(|stream| &stream.item))
        .any(|ty| ty.named().is_some())
}
