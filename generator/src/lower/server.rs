//! Servers and the variables in their addresses.

use openapiv3::{OpenAPI, PathItem};

use crate::ir::{Server, ServerVariable};

/// The servers of the document. One that names none says it with its operations, if at all: then the first of these counts.
pub(super) fn of_document(openapi: &OpenAPI) -> Vec<Server> {
    if !openapi.servers.is_empty() {
        return openapi.servers.iter().map(lower).collect();
    }
    let items = openapi.paths.iter();
    let mut items = items.filter_map(|(_, item)| item.as_item());
    let found = items.find_map(|item| {
        let mut operations = item.iter().map(|(_, operation)| &operation.servers);
        let own = operations.find(|servers| !servers.is_empty());
        Some(own.unwrap_or(&item.servers)).filter(|servers| !servers.is_empty())
    });
    found.into_iter().flatten().map(lower).collect()
}

/// The servers that an operation has instead of those of the document; none where they are the same.
pub(super) fn of_operation(
    openapi: &OpenAPI,
    item: &PathItem,
    own: &[openapiv3::Server],
) -> Vec<Server> {
    let own = if own.is_empty() { &item.servers } else { own };
    if own.is_empty() {
        return Vec::new();
    }
    let usual = of_document(openapi);
    let own: Vec<Server> = own
        .iter()
        .map(lower)
        .flat_map(|server| {
            if server.url.starts_with('/') && !usual.is_empty() {
                usual.iter().map(|host| at_host_of(host, &server)).collect()
            } else {
                vec![server]
            }
        })
        .collect();
    let first = |servers: &[Server]| servers.first().map(|server| server.url.clone());
    if first(&own) == first(&usual) {
        return Vec::new();
    }
    own
}

/// An address without a host is one at the host of the document, which is where its other calls go.
fn at_host_of(host: &Server, server: &Server) -> Server {
    let url = format!("{}{}", origin(&host.url), server.url);
    let mut variables = host.variables.clone();
    variables.extend(server.variables.iter().cloned());
    variables.retain(|variable| has_place_for(&url, &variable.name));
    Server { url, variables }
}

fn has_place_for(url: &str, variable: &str) -> bool {
    url.contains(&format!("{{{variable}}}"))
}

/// A server, with those variables that its URL has a place for.
fn lower(server: &openapiv3::Server) -> Server {
    let variables = server.variables.iter().flatten();
    let used = variables.filter(|(name, _)| has_place_for(&server.url, name));
    Server {
        url: server.url.clone(),
        variables: used
            .map(|(name, variable)| ServerVariable {
                name: name.clone(),
                default: variable.default.clone(),
                values: variable.enumeration.clone(),
            })
            .collect(),
    }
}

/// The part of a URL before its path.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |scheme| scheme + "://".len());
    let path = url[host..].find('/').map(|slash| host + slash);
    &url[..path.unwrap_or(url.len())]
}
