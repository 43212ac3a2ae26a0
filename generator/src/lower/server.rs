//! Servers and the variables in their addresses.

use crate::ir::{Server, ServerVariable};

/// The servers of the document, with those variables that their URLs have a place for.
pub(super) fn all(servers: &[openapiv3::Server]) -> Vec<Server> {
    let server = |server: &openapiv3::Server| {
        let variables = server.variables.iter().flatten();
        let used = variables.filter(|(name, _)| server.url.contains(&format!("{{{name}}}")));
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
    };
    servers.iter().map(server).collect()
}
