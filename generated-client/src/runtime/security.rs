//! Credentials: what the document asks for, what the caller gave, and how the two meet on a request.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::client::ApiMeta;
use super::encode::Pairs;
use super::error::{Error, ErrorKind};
use super::operation::OperationMeta;
use super::provider::Source;
use super::secret::Secret;

/// One of the document's security schemes.
#[derive(Clone, Copy, Debug)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: &'static str,
    /// How its credentials travel.
    pub kind: SchemeKind,
    /// The environment variable that holds its credentials; `user:password` for basic authentication.
    pub env: &'static str,
}

/// How credentials travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// `Authorization: Bearer …` with a token that the client can fetch for itself.
    OAuth2 {
        /// Where it is fetched.
        token_url: &'static str,
    },
    /// A key under a name of the API's choosing.
    ApiKey {
        /// Where the key goes.
        place: Place,
        /// The name it goes by.
        name: &'static str,
    },
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
}

/// What proves who is calling.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    user: Option<String>,
    secret: Secret,
}

impl Credential {
    /// A bearer token or an API key.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self {
            user: None,
            secret: token.into(),
        }
    }

    /// A user with a password.
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            user: Some(user.into()),
            secret: password.into(),
        }
    }

    /// Reads what an environment variable holds for this kind of scheme. White space around it is dropped: keys come from
    /// files that end with a line break.
    pub(super) fn parse(kind: SchemeKind, text: &str) -> Self {
        let text = text.trim();
        match (kind, text.split_once(':')) {
            (SchemeKind::Basic, Some((user, password))) => Self::basic(user, password),
            _ => Self::token(text),
        }
    }

    fn basic_pair(&self) -> String {
        STANDARD.encode(format!(
            "{}:{}",
            self.user.as_deref().unwrap_or_default(),
            self.secret.expose()
        ))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential([redacted])")
    }
}

/// The credentials that a client has, by the names of their schemes.
#[derive(Clone, Default)]
pub(super) struct Credentials {
    fixed: Vec<(&'static str, Credential)>,
    changing: Vec<(&'static str, Source)>,
    /// The secrets that were fetched lately, which must not show up in errors either.
    fetched: Arc<Mutex<VecDeque<Secret>>>,
}

/// How many fetched secrets are remembered: those that calls under way may still carry.
const REMEMBERED: usize = 8;

impl Credentials {
    pub(super) fn set(&mut self, scheme: &'static str, credential: Credential) {
        self.fixed.retain(|(name, _)| *name != scheme);
        self.fixed.push((scheme, credential));
        self.changing.retain(|(name, _)| *name != scheme);
    }

    /// Takes the credentials for a scheme from elsewhere.
    pub(super) fn set_source(&mut self, scheme: &'static str, source: Source) {
        self.changing.retain(|(name, _)| *name != scheme);
        self.changing.push((scheme, source));
        self.fixed.retain(|(name, _)| *name != scheme);
    }

    /// Whether any credentials have to be fetched.
    pub(super) fn change(&self) -> bool {
        !self.changing.is_empty()
    }

    pub(super) fn has(&self, scheme: &str) -> bool {
        self.get(scheme).is_some() || self.changing.iter().any(|(name, _)| *name == scheme)
    }

    /// Where the credentials for a scheme are fetched, unless they are given otherwise.
    pub(super) fn source(
        &self,
        api: &ApiMeta,
        scheme: &str,
        by_hand: ByHand<'_>,
    ) -> Option<&Source> {
        let known = api.schemes.iter().find(|known| known.name == scheme)?;
        let given =
            self.get(scheme).is_some() || header_of(known).is_some_and(|name| by_hand(&name));
        let mut sources = self.changing.iter().filter(|_| !given);
        sources
            .find(|(name, _)| *name == scheme)
            .map(|(_, source)| source)
    }

    pub(super) fn remember(&self, credential: &Credential) {
        let mut fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        if !fetched.contains(&credential.secret) {
            if fetched.len() == REMEMBERED {
                fetched.pop_front();
            }
            fetched.push_back(credential.secret.clone());
        }
    }

    pub(super) fn get(&self, scheme: &str) -> Option<&Credential> {
        self.fixed
            .iter()
            .find(|(name, _)| *name == scheme)
            .map(|(_, credential)| credential)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fixed.is_empty() && self.changing.is_empty()
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        let fixed = self.fixed.iter().map(|(name, _)| *name);
        fixed
            .chain(self.changing.iter().map(|(name, _)| *name))
            .collect()
    }

    pub(super) fn secrets(&self) -> Vec<Secret> {
        let fixed = self.fixed.iter();
        let fixed = fixed.map(|(_, credential)| credential.secret.clone());
        let clients = self
            .changing
            .iter()
            .filter_map(|(_, source)| source.secret());
        let fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        let fetched = fetched.iter().cloned();
        fixed.chain(clients).chain(fetched).collect()
    }
}

/// Whether a header was set by hand.
pub(super) type ByHand<'a> = &'a (dyn Fn(&HeaderName) -> bool + Sync);

/// Where credentials end up.
pub(super) struct Signed<'a> {
    /// The headers, which already hold what the caller set.
    pub(super) headers: &'a mut HeaderMap,
    /// Pairs for the query.
    pub(super) query: Pairs,
    /// Pairs for the `Cookie` header.
    pub(super) cookies: Pairs,
}

/// Puts the credentials that the operation asks for on a request: those of the first alternative that is complete.
///
/// A header that the caller set by hand counts as that scheme's credentials and is left alone.
pub(super) fn sign(
    api: &ApiMeta,
    operation: &OperationMeta,
    credentials: &Credentials,
    signed: &mut Signed<'_>,
) -> Result<(), Error> {
    let Some(alternative) = choose(api, operation, credentials, &|name| {
        signed.headers.contains_key(name)
    }) else {
        return if operation.security.iter().any(|schemes| schemes.is_empty())
            || operation.security.is_empty()
        {
            Ok(())
        } else {
            Err(missing(api, operation))
        };
    };
    for scheme in schemes(api, alternative) {
        if let Some(by_hand) = header_of(scheme).and_then(|name| signed.headers.get_mut(name)) {
            by_hand.set_sensitive(true);
        } else if let Some(credential) = credentials.get(scheme.name) {
            apply(scheme, credential, signed).map_err(|error| error.of(operation))?;
        }
    }
    Ok(())
}

/// An alternative without schemes is no choice: credentials that are there are used, even where anonymous calls would do.
pub(super) fn choose(
    api: &ApiMeta,
    operation: &OperationMeta,
    credentials: &Credentials,
    header: ByHand<'_>,
) -> Option<&'static [&'static str]> {
    let by_hand = |name: &str| {
        let scheme = api.schemes.iter().find(|scheme| scheme.name == name);
        scheme.and_then(header_of).is_some_and(|name| header(&name))
    };
    let at_hand = |name: &str| credentials.has(name) || by_hand(name);
    let complete = |names: &&&'static [&'static str]| {
        !names.is_empty() && names.iter().all(|name| at_hand(name))
    };
    operation.security.iter().find(complete).copied()
}

fn schemes(
    api: &ApiMeta,
    names: &'static [&'static str],
) -> impl Iterator<Item = &'static SecurityScheme> {
    let all = api.schemes;
    names
        .iter()
        .filter_map(move |name| all.iter().find(|scheme| scheme.name == *name))
}

/// The header that a scheme's credentials travel in, if it is one.
fn header_of(scheme: &SecurityScheme) -> Option<HeaderName> {
    match scheme.kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::Basic => {
            Some(header::AUTHORIZATION)
        }
        SchemeKind::ApiKey {
            place: Place::Header,
            name,
        } => HeaderName::from_bytes(name.as_bytes()).ok(),
        SchemeKind::ApiKey {
            place: Place::Query | Place::Cookie,
            ..
        } => None,
    }
}

fn apply(
    scheme: &SecurityScheme,
    credential: &Credential,
    signed: &mut Signed<'_>,
) -> Result<(), Error> {
    let secret = credential.secret.expose();
    match scheme.kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => set(
            signed.headers,
            scheme,
            header::AUTHORIZATION,
            ["Bearer ", secret].concat(),
        ),
        SchemeKind::Basic => set(
            signed.headers,
            scheme,
            header::AUTHORIZATION,
            ["Basic ", &credential.basic_pair()].concat(),
        ),
        SchemeKind::ApiKey {
            place: Place::Header,
            name,
        } => {
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
                Error::new(ErrorKind::Config, format!("`{name}` is no header name"))
            })?;
            set(signed.headers, scheme, header, secret.to_owned())
        }
        SchemeKind::ApiKey {
            place: Place::Query,
            name,
        } => {
            signed.query.push(name, secret);
            Ok(())
        }
        SchemeKind::ApiKey {
            place: Place::Cookie,
            name,
        } => {
            signed.cookies.push(name, secret);
            Ok(())
        }
    }
}

fn set(
    headers: &mut HeaderMap,
    scheme: &SecurityScheme,
    name: HeaderName,
    text: String,
) -> Result<(), Error> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(text)).map_err(|_| {
        let why = format!(
            "the credentials for {} hold a line break or another control character",
            scheme.name
        );
        Error::new(ErrorKind::Credentials, why)
    })?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}

/// No credentials at hand: says where they could come from.
pub(super) fn missing(api: &ApiMeta, operation: &OperationMeta) -> Error {
    let wanted = operation.security.iter().copied().flatten().copied();
    Error::new(ErrorKind::Credentials, advice(api, wanted)).of(operation)
}

/// Tells which credentials would help, and from which environment variables they are read.
pub(super) fn advice(api: &ApiMeta, names: impl Iterator<Item = &'static str>) -> String {
    let mut wanted: Vec<String> = Vec::new();
    for name in names {
        let env = api
            .schemes
            .iter()
            .find(|scheme| scheme.name == name)
            .map(|scheme| scheme.env);
        let text = env.map_or_else(
            || name.to_owned(),
            |env| format!("{name} (environment variable {env})"),
        );
        if !wanted.contains(&text) {
            wanted.push(text);
        }
    }
    format!(
        "no credentials are configured; give {}",
        wanted.join(" or ")
    )
}
