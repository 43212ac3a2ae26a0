//! Credentials that change: fetched when a call needs them.

use std::fmt;
use std::future::ready;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, StatusCode};

use super::alarm::Alarm;
use super::call::Options;
use super::client::Shared;
use super::error::{Error, ErrorKind};
use super::execute::run;
use super::oauth::{ClientCredentials, Tokens};
use super::operation::OperationMeta;
use super::prepare::prepare;
use super::request::Request;
use super::response::Response;
use super::secret::Secret;
use super::security::{ByHand, Credential, Credentials, choose};
use super::transport::BoxFuture;

/// Gives the credentials for one security scheme, anew for each call: keys that rotate, tokens from elsewhere.
///
/// It should keep what it has fetched, since it is asked before every call.
pub trait CredentialProvider: Send + Sync + 'static {
    /// The credentials to use now.
    fn credential(
        &self,
    ) -> BoxFuture<'_, Result<Credential, Box<dyn std::error::Error + Send + Sync>>>;

    /// The server answered 401 to a call with these credentials. When this says `true`, the credentials are asked for again, and
    /// the call is made once more.
    fn rejected<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, bool> {
        let _ = credential;
        Box::pin(ready(false))
    }
}

/// Where the credentials for a scheme come from, when they are not fixed.
#[derive(Clone)]
pub(super) enum Source {
    Provider(Arc<dyn CredentialProvider>),
    Tokens(Arc<Tokens>),
}

impl Source {
    /// The secret that is sent to fetch others.
    pub(super) fn secret(&self) -> Option<Secret> {
        match self {
            Self::Tokens(tokens) => Some(tokens.secret()),
            Self::Provider(_) => None,
        }
    }

    async fn credential(&self, scheme: &str, shared: &Shared) -> Result<Credential, Error> {
        match self {
            Self::Tokens(tokens) => tokens.credential(scheme, shared).await,
            Self::Provider(provider) => provider.credential().await.map_err(|why| {
                let text = format!("no credentials for {scheme}: {why}");
                Error::new(ErrorKind::Credentials, text).because(why)
            }),
        }
    }
}

/// Makes a call with the credentials of the moment, and once more with others when the server refuses those.
pub(super) async fn call(
    shared: &Shared,
    meta: &'static OperationMeta,
    request: &Request,
    mut options: Options,
) -> Result<Response, Error> {
    let by_hand = |name: &HeaderName| {
        [
            &shared.settings.headers,
            request.headers(),
            &options.headers,
        ]
        .iter()
        .any(|headers| headers.contains_key(name))
    };
    // Fetching credentials takes its time out of the call's.
    let begin = shared.clock.now();
    let limit = options
        .limits
        .timeout
        .unwrap_or_else(|| shared.timeout(meta));
    options.limits.deadline = options.limits.deadline.or_else(|| begin.checked_add(limit));
    let patience = options
        .limits
        .deadline
        .map_or(Duration::MAX, |end| end.saturating_duration_since(begin));
    let mut alarm = Alarm::new(&*shared.clock, begin, patience);
    let late = || Error::new(ErrorKind::Timeout, "no credentials came in time");

    let gathered = alarm
        .limit(pin!(gather(shared, meta, &by_hand)))
        .await
        .ok_or_else(late)??;
    let Some(first) = gathered else {
        return signed_call(shared, meta, request, &options, &shared.credentials).await;
    };
    let response = signed_call(shared, meta, request, &options, &first.credentials).await?;
    if response.status() != StatusCode::UNAUTHORIZED || !first.rejected().await {
        return Ok(response);
    }
    // A body that is a stream is used up; the next call has the new credentials.
    if request.upload().is_some() {
        return Ok(response);
    }
    let gathered = alarm
        .limit(pin!(gather(shared, meta, &by_hand)))
        .await
        .ok_or_else(late)??;
    let Some(second) = gathered else {
        return Ok(response);
    };
    let before = response.attempts();
    match signed_call(shared, meta, request, &options, &second.credentials).await {
        Ok(response) => {
            let all = before + response.attempts();
            Ok(response.after(all))
        }
        Err(error) => {
            let all = before + error.attempts();
            Err(error.after(all))
        }
    }
}

async fn signed_call(
    shared: &Shared,
    meta: &'static OperationMeta,
    request: &Request,
    options: &Options,
    credentials: &Credentials,
) -> Result<Response, Error> {
    let mut ready = prepare(shared, meta, request, options, credentials)?;
    run(shared, meta, &mut ready).await
}

/// What a call is signed with.
pub(super) struct Gathered {
    pub(super) credentials: Credentials,
    fetched: Vec<(Source, Credential)>,
}

/// Fetches the changing credentials that an operation needs; `None` when it needs none of them. Headers that were set by hand take
/// the place of credentials.
async fn gather(
    shared: &Shared,
    meta: &OperationMeta,
    by_hand: ByHand<'_>,
) -> Result<Option<Gathered>, Error> {
    if !shared.credentials.change() {
        return Ok(None);
    }
    let Some(schemes) = choose(shared.api, meta, &shared.credentials, by_hand) else {
        return Ok(None);
    };
    let mut gathered = Gathered {
        credentials: shared.credentials.clone(),
        fetched: Vec::new(),
    };
    for scheme in schemes {
        if let Some(source) = shared.credentials.source(shared.api, scheme, by_hand) {
            let credential = source.credential(scheme, shared).await?;
            shared.credentials.remember(&credential);
            gathered.credentials.set(scheme, credential.clone());
            gathered.fetched.push((source.clone(), credential));
        }
    }
    Ok((!gathered.fetched.is_empty()).then_some(gathered))
}

impl Gathered {
    /// The server refused these credentials: whether there may be better ones.
    async fn rejected(&self) -> bool {
        let mut better = false;
        for (source, credential) in &self.fetched {
            better |= match source {
                Source::Provider(provider) => provider.rejected(credential).await,
                Source::Tokens(tokens) => {
                    tokens.forget(credential);
                    true
                }
            };
        }
        better
    }
}

/// An access token, or what fetches one: what the setter of an OAuth 2 scheme takes.
pub struct TokenSource(pub(super) Token);

pub(super) enum Token {
    Fixed(Secret),
    Fetched(ClientCredentials),
}

impl From<&str> for TokenSource {
    fn from(token: &str) -> Self {
        Self(Token::Fixed(token.into()))
    }
}

impl From<String> for TokenSource {
    fn from(token: String) -> Self {
        Self(Token::Fixed(token.into()))
    }
}

impl From<Secret> for TokenSource {
    fn from(token: Secret) -> Self {
        Self(Token::Fixed(token))
    }
}

impl From<ClientCredentials> for TokenSource {
    fn from(client: ClientCredentials) -> Self {
        Self(Token::Fetched(client))
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSource([redacted])")
    }
}
