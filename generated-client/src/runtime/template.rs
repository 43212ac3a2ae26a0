//! The document's servers: addresses with parts that the caller may choose.

use super::error::{Error, ErrorKind};

/// One of the document's servers.
#[derive(Clone, Copy, Debug)]
pub struct ServerTemplate {
    /// Its address, with the names of variables in braces.
    pub url: &'static str,
    /// What may stand in the braces.
    pub variables: &'static [ServerVariable],
}

/// A part of an address that the caller may choose.
#[derive(Clone, Copy, Debug)]
pub struct ServerVariable {
    /// Its name.
    pub name: &'static str,
    /// Its value when nothing is chosen.
    pub default: &'static str,
    /// The values it may have; empty when it may have any.
    pub values: &'static [&'static str],
}

/// What the caller chose: the server by its number in the document, and values for its variables.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    pub(super) number: usize,
    pub(super) values: Vec<(String, String)>,
}

impl Choice {
    /// The address that was chosen.
    pub(super) fn address(&self, servers: &[ServerTemplate]) -> Result<String, Error> {
        let refused = |why: String| Err(Error::new(ErrorKind::Config, why));
        let Some(server) = servers.get(self.number) else {
            return refused(match servers.len() {
                0 => "the document names no server; set one with server(…)".to_owned(),
                all => format!(
                    "the document names {all} servers, so there is no number {}",
                    self.number
                ),
            });
        };
        let known = |name: &str| {
            server
                .variables
                .iter()
                .any(|variable| variable.name == name)
        };
        if let Some((name, _)) = self.values.iter().find(|(name, _)| !known(name)) {
            return refused(format!(
                "the server `{}` has no variable `{name}`",
                server.url
            ));
        }
        self.fill(server)
    }

    /// The address of a call that has servers of its own: the one with the number that was chosen, where there are so many.
    pub(super) fn of_call(&self, servers: &[ServerTemplate]) -> Option<Result<String, Error>> {
        let server = servers.get(self.number).or_else(|| servers.first())?;
        Some(self.fill(server))
    }

    /// The address of a server, with what was chosen for its variables.
    fn fill(&self, server: &ServerTemplate) -> Result<String, Error> {
        let refused = |why: String| Err(Error::new(ErrorKind::Config, why));
        let mut url = server.url.to_owned();
        for variable in server.variables {
            let chosen = self.values.iter().rev();
            let mut chosen = chosen.filter(|(name, _)| name == variable.name);
            let value = chosen.next().map_or(variable.default, |(_, value)| value);
            let ServerVariable { name, values, .. } = variable;
            if !values.is_empty() && !values.contains(&value) {
                let values = values.join(", ");
                return refused(format!(
                    "the server's `{name}` is one of {values}, not `{value}`"
                ));
            }
            let place = format!("{{{name}}}");
            // A value is a part of a host or a path. One that could end the host would send credentials elsewhere.
            let in_host = host(server.url).contains(&place);
            let foreign = |c: char| match c {
                '/' => in_host,
                '?' | '#' | '@' | '\\' | '{' | '}' => true,
                other => other.is_whitespace() || other.is_control(),
            };
            if value.contains(foreign) {
                return refused(format!(
                    "`{value}` can't be the `{name}` of a server's address"
                ));
            }
            url = url.replace(&place, value);
        }
        Ok(url)
    }
}

/// The part of an address before its path.
fn host(url: &str) -> &str {
    let start = url.find("://").map_or(0, |scheme| scheme + 3);
    let end = url[start..]
        .find('/')
        .map_or(url.len(), |slash| start + slash);
    &url[..end]
}
