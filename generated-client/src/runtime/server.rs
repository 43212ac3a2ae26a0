//! Server addresses: what is accepted as one.

use std::net::IpAddr;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};

use super::error::{Error, ErrorKind};

/// A checked server address: scheme, authority and an optional base path without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Server {
    scheme: Scheme,
    authority: Authority,
    path: String,
    loopback: bool,
}

impl Server {
    /// Checks an address. Plain http is for the machine itself, unless the caller insists: credentials travel with it.
    pub(super) fn parse(text: &str, allow_plain_http: bool) -> Result<Self, Error> {
        let refused = |why: &str| {
            Err(Error::new(
                ErrorKind::Config,
                format!("the server `{}` {why}", shown(text)),
            ))
        };
        let Ok(uri) = text.trim().parse::<Uri>() else {
            return refused("is no URL");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return refused("is no absolute URL such as https://api.example.com");
        };
        if authority.as_str().contains('@') {
            return refused(
                "holds user information; credentials belong into the client's settings",
            );
        }
        if authority.host().is_empty() {
            return refused("names no host");
        }
        if uri.query().is_some() || text.contains('#') {
            return refused("has a query or fragment, which a server address can't have");
        }
        let loopback = is_loopback(authority.host());
        match scheme.as_str() {
            "https" => {}
            "http" if loopback || allow_plain_http => {}
            "http" => {
                return refused(
                    "is plain http to another machine; use https, or allow_plain_http()",
                );
            }
            _ => return refused("is neither https nor http"),
        }
        Ok(Self {
            scheme: scheme.clone(),
            authority: authority.clone(),
            path: uri.path().trim_end_matches('/').to_owned(),
            loopback,
        })
    }

    /// The address, to be followed by a path.
    pub(super) fn base(&self) -> String {
        format!("{}://{}{}", self.scheme, self.authority, self.path)
    }

    /// The path of the address, which the path of a request follows.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The address of a request, which has this whole path and query. Nothing of it is copied.
    pub(super) fn address(&self, mut target: String) -> Result<Uri, http::Error> {
        if !target.starts_with('/') {
            target.insert(0, '/');
        }
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(target))?);
        Ok(Uri::from_parts(parts)?)
    }

    /// Whether it is this machine.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) fn is_loopback(&self) -> bool {
        self.loopback
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// The address as complaints show it: without user information, which may be a password.
fn shown(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}…{}", &text[..scheme + 3], &text[at..])
        }
        _ => text.to_owned(),
    }
}
