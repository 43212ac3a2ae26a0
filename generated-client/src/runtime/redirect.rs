//! Redirects: which are followed, and what may go along.
//!
//! The rules are those of RFC 9110, section 15.4, on the side of caution: a request that may change something is never turned into
//! a GET, and nothing that proves who is calling goes to another origin.

use http::{HeaderMap, Method, StatusCode, Uri, header};

use super::client::{ApiMeta, Shared};
use super::security::{Place, SchemeKind};
use super::server::Server;

/// How many redirects of one attempt are followed.
pub(super) const MOST: u32 = 10;

/// Why a redirect was not followed; it goes along with the answer, so that the error can tell.
#[derive(Clone, Copy)]
pub(super) struct Unfollowed(pub(super) &'static str);

/// What to do about an answer.
pub(super) enum Verdict {
    /// It leads nowhere.
    Arrived,
    /// It leads here.
    Follow(Uri),
    /// It leads somewhere, and is not followed.
    Stay(Unfollowed),
}

/// Decides about an answer to a request of this method to this address.
pub(super) fn verdict(
    shared: &Shared,
    (method, from): (&Method, &Uri),
    (status, headers): (StatusCode, &HeaderMap),
    replayable: bool,
) -> Verdict {
    let stay = |why| Verdict::Stay(Unfollowed(why));
    let keeps_method = match status.as_u16() {
        307 | 308 => true,
        301..=303 => method.is_safe(),
        _ => return Verdict::Arrived,
    };
    if !keeps_method {
        return stay("the server redirects in a way that would turn this request into a GET");
    }
    if !replayable {
        return stay("the server redirects, and the body can't be sent a second time");
    }
    let location = headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok());
    let Some(to) = location.and_then(|location| resolve(from, location)) else {
        return stay("the server redirects to no address");
    };
    if from.scheme_str() == Some("https") && to.scheme_str() != Some("https") {
        return stay("the server redirects from https to something less safe");
    }
    match Server::parse(&origin_text(&to), shared.settings.allow_plain_http) {
        Ok(_) => Verdict::Follow(if same_origin(from, &to) {
            to
        } else {
            without_credentials(shared.api, from, to)
        }),
        Err(_) => {
            stay("the server redirects to an address that the client would refuse as a server")
        }
    }
}

pub(super) fn origin_text(uri: &Uri) -> String {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{}://{authority}", uri.scheme_str().unwrap_or_default())
}

/// Whether two addresses are of one origin: scheme, host and port.
pub(super) fn same_origin(one: &Uri, other: &Uri) -> bool {
    fn origin(uri: &Uri) -> (Option<&str>, String, Option<u16>) {
        let usual = match uri.scheme_str() {
            Some("https") => Some(443),
            Some("http") => Some(80),
            _ => None,
        };
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        (uri.scheme_str(), host, uri.port_u16().or(usual))
    }
    origin(one) == origin(other)
}

/// The headers for another origin: without anything that is, or may be, a credential.
pub(super) fn foreign_headers(api: &ApiMeta, headers: &HeaderMap) -> HeaderMap {
    let named = |name: &str| {
        api.schemes.iter().any(|scheme| match scheme.kind {
            SchemeKind::ApiKey {
                place: Place::Header,
                name: key,
            } => key.eq_ignore_ascii_case(name),
            _ => false,
        })
    };
    let known = [
        header::AUTHORIZATION,
        header::COOKIE,
        header::HOST,
        header::PROXY_AUTHORIZATION,
    ];
    let mut kept = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        if !value.is_sensitive() && !known.contains(name) && !named(name.as_str()) {
            kept.append(name, value.clone());
        }
    }
    kept
}

/// A server may repeat the query of a request in its redirect. A key in it is not for another origin.
fn without_credentials(api: &ApiMeta, from: &Uri, to: Uri) -> Uri {
    let keys = |pair: &&str| {
        let name = decoded(pair.split('=').next().unwrap_or_default());
        api.schemes.iter().any(|scheme| match scheme.kind {
            SchemeKind::ApiKey {
                place: Place::Query,
                name: key,
            } => name == key.as_bytes(),
            _ => false,
        })
    };
    let secret = |pair: &str| {
        let value = |pair: &str| decoded(pair.split_once('=').map_or("", |(_, value)| value));
        let sent = from.query().unwrap_or_default().split('&').filter(keys);
        !value(pair).is_empty() && sent.into_iter().any(|sent| value(sent) == value(pair))
    };
    let Some(query) = to.query() else { return to };
    if !query.split('&').any(secret) {
        return to;
    }
    let kept: Vec<_> = query.split('&').filter(|pair| !secret(pair)).collect();
    let text = format!("{}{}?{}", origin_text(&to), to.path(), kept.join("&"));
    // What was an address stays one when a part of its query is left out.
    text.trim_end_matches('?').parse().unwrap_or_default()
}

fn decoded(text: &str) -> Vec<u8> {
    let spaces = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaces).collect()
}

/// Resolves a reference against the address it came from (RFC 3986, section 5.2).
pub(super) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next().unwrap_or_default().trim();
    let scheme = base.scheme_str()?;
    let authority = base.authority()?;
    let (path, query) = match reference.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (reference, String::new()),
    };
    let text = if reference.starts_with("//") {
        format!("{scheme}:{reference}")
    } else if has_scheme(reference) {
        reference.to_owned()
    } else if path.starts_with('/') {
        format!("{scheme}://{authority}{}{query}", without_dots(path))
    } else if path.is_empty() {
        let query = if query.is_empty() {
            base.query()
                .map(|query| format!("?{query}"))
                .unwrap_or_default()
        } else {
            query
        };
        format!("{scheme}://{authority}{}{query}", base.path())
    } else {
        let folder = base
            .path()
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let path = without_dots(&format!("{folder}/{path}"));
        format!("{scheme}://{authority}{path}{query}")
    };
    let uri: Uri = text.parse().ok()?;
    (uri.authority().is_some() && uri.scheme().is_some()).then_some(uri)
}

fn has_scheme(reference: &str) -> bool {
    reference.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        let last = index + 1 == segments.len();
        match *segment {
            "." | ".." => {
                if *segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved() {
        let base: Uri = "https://shop.example:8443/v1/things/a?x=1".parse().unwrap();
        for (reference, expected) in [
            ("https://other.example/b#c", "https://other.example/b"),
            ("//other.example/b", "https://other.example/b"),
            ("/b?y=2", "https://shop.example:8443/b?y=2"),
            ("b", "https://shop.example:8443/v1/things/b"),
            ("../b/./c", "https://shop.example:8443/v1/b/c"),
            ("../../../..", "https://shop.example:8443/"),
            ("?y=2", "https://shop.example:8443/v1/things/a?y=2"),
            ("", "https://shop.example:8443/v1/things/a?x=1"),
        ] {
            assert_eq!(resolve(&base, reference).unwrap(), expected, "{reference}");
        }
        for reference in ["mailto:jane@shop.example", "http://", "https://[", "a b"] {
            assert!(resolve(&base, reference).is_none(), "{reference}");
        }
    }
}
