//! OAuth 2.0 client credentials (RFC 6749, section 4.4): tokens that the client fetches for itself.
//!
//! A token is fetched once for all calls that wait for it, kept until shortly before it ends, and replaced when a server refuses it.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, Uri, header};
use serde::Deserialize;
use serde_json::Value;

use super::client::Shared;
use super::encode::{Pairs, percent};
use super::error::{Error, ErrorKind};
use super::execute::post;
use super::message::message;
use super::operation::OperationMeta;
use super::redirect;
use super::response::Response;
use super::secret::Secret;
use super::security::{Credential, SchemeKind};
use super::server::Server;

/// A token is replaced this long before its end, or a quarter of its life when that is shorter.
const EARLY: Duration = Duration::from_secs(60);

/// After a failure, a token that is still good is used this long before its replacement is tried again.
const LATER: Duration = Duration::from_secs(10);

/// The request for a token. It is no operation of the document, so it has no name.
static TOKEN: OperationMeta = OperationMeta {
    id: "",
    method: "POST",
    path: "",
    accept: "application/json",
    idempotent: true,
    content: true,
    security: &[],
    defaults: None,
    servers: &[],
};

/// A client of an OAuth 2.0 server: it fetches tokens in its own name.
#[derive(Clone)]
#[must_use = "give it to the client's builder"]
pub struct ClientCredentials {
    id: String,
    secret: Secret,
    scopes: Vec<String>,
    token_url: Option<String>,
    parameters: Vec<(String, String)>,
    in_body: bool,
}

impl ClientCredentials {
    /// The id and the secret that the server knows the client by.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            scopes: Vec::new(),
            token_url: None,
            parameters: Vec::new(),
            in_body: false,
        }
    }

    /// Asks for tokens with these scopes, instead of those that the server gives by default.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Fetches tokens here, instead of where the document says.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sends a further parameter with the request for a token, such as `audience`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends id and secret in the body, for servers that don't read them from the `Authorization` header.
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    fn body(&self) -> String {
        let mut pairs = vec![("grant_type", "client_credentials")];
        let scopes = self.scopes.join(" ");
        if !scopes.is_empty() {
            pairs.push(("scope", &scopes));
        }
        if self.in_body {
            pairs.push(("client_id", &self.id));
            pairs.push(("client_secret", self.secret.expose()));
        }
        let further = self.parameters.iter();
        pairs.extend(further.map(|(name, value)| (name.as_str(), value.as_str())));
        let mut form = Pairs::of_query();
        pairs
            .iter()
            .for_each(|(name, value)| form.push(name, value));
        form.into_text()
    }

    /// The `Authorization` header of the request for a token (RFC 6749, section 2.3.1).
    fn basic(&self) -> String {
        let mut pair = String::new();
        percent(&mut pair, &self.id);
        pair.push(':');
        percent(&mut pair, self.secret.expose());
        format!("Basic {}", STANDARD.encode(pair))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("id", &self.id)
            .field("scopes", &self.scopes)
            .field("token_url", &self.token_url)
            .finish_non_exhaustive()
    }
}

/// The token that all calls of a client share.
pub(super) struct Tokens {
    client: ClientCredentials,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// Whether somebody is fetching a token.
    fetching: bool,
    /// How many times a token was fetched, or was tried to.
    fetched: u64,
    /// What went wrong the last time.
    failure: Option<String>,
    waiting: Vec<Waker>,
}

#[derive(Clone)]
struct Token {
    credential: Credential,
    /// When it should be replaced, and when it must be.
    early: Option<Instant>,
    end: Option<Instant>,
}

enum Step {
    Use(Credential),
    Fetch,
    Fail(String),
}

impl Tokens {
    pub(super) fn new(client: ClientCredentials) -> Self {
        Self {
            client,
            state: Mutex::default(),
        }
    }

    /// The token to use now. Of all calls that find none, one fetches it; the others wait, and share its failure if it fails.
    pub(super) async fn credential(
        &self,
        scheme: &str,
        shared: &Shared,
    ) -> Result<Credential, Error> {
        let arrival = self.state().fetched;
        let step = poll_fn(|cx| {
            let now = shared.clock.now();
            let mut state = self.state();
            let before = |moment: Option<Instant>| moment.is_none_or(|moment| now < moment);
            let fetching = state.fetching;
            let usable = state.token.as_ref().filter(|token| {
                // While somebody replaces a token that is about to end, the others go on using it.
                before(token.early) || (fetching && before(token.end))
            });
            if let Some(token) = usable {
                return Poll::Ready(Step::Use(token.credential.clone()));
            }
            if fetching {
                state.waiting.retain(|waker| !waker.will_wake(cx.waker()));
                state.waiting.push(cx.waker().clone());
                return Poll::Pending;
            }
            if let (true, Some(why)) = (state.fetched != arrival, &state.failure) {
                return Poll::Ready(Step::Fail(why.clone()));
            }
            state.fetching = true;
            Poll::Ready(Step::Fetch)
        });
        match step.await {
            Step::Use(credential) => Ok(credential),
            Step::Fail(why) => Err(Error::new(ErrorKind::Credentials, why)),
            Step::Fetch => self.fetch(scheme, shared).await,
        }
    }

    async fn fetch(&self, scheme: &str, shared: &Shared) -> Result<Credential, Error> {
        /// Lets the others go on, also when the call that fetches is given up.
        struct Landing<'a>(&'a Tokens);

        impl Drop for Landing<'_> {
            fn drop(&mut self) {
                let mut state = self.0.state();
                state.fetching = false;
                let waiting = std::mem::take(&mut state.waiting);
                drop(state);
                waiting.into_iter().for_each(Waker::wake);
            }
        }

        let _landing = Landing(self);
        let result = request(&self.client, scheme, shared).await;
        let now = shared.clock.now();
        let mut state = self.state();
        state.fetched += 1;
        match result {
            Ok(token) => {
                state.failure = None;
                let credential = token.credential.clone();
                state.token = Some(token);
                Ok(credential)
            }
            Err(error) => {
                state.failure = Some(error.message().to_owned());
                let good = |token: &&mut Token| token.end.is_none_or(|end| now < end);
                match state.token.as_mut().filter(good) {
                    Some(token) => {
                        token.early = now.checked_add(LATER).min(token.end);
                        Ok(token.credential.clone())
                    }
                    None => Err(error),
                }
            }
        }
    }

    /// Drops a token that a server refused, unless it is replaced already.
    pub(super) fn forget(&self, credential: &Credential) {
        let mut state = self.state();
        if state
            .token
            .as_ref()
            .is_some_and(|token| token.credential == *credential)
        {
            state.token = None;
        }
    }

    pub(super) fn secret(&self) -> Secret {
        self.client.secret.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a server for tokens answers (RFC 6749, section 5.1).
#[derive(Deserialize)]
struct Answer {
    access_token: Secret,
    token_type: Option<String>,
    /// Seconds, which some servers write as text.
    expires_in: Option<Value>,
}

async fn request(
    client: &ClientCredentials,
    scheme: &str,
    shared: &Shared,
) -> Result<Token, Error> {
    let failed = |why: &str| {
        Error::new(
            ErrorKind::Credentials,
            format!("no token for {scheme}: {why}"),
        )
    };
    let uri = address(client, scheme, shared).map_err(|why| failed(&why))?;
    let mut headers = HeaderMap::new();
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(header::CONTENT_TYPE, form);
    headers.insert(header::ACCEPT, HeaderValue::from_static(TOKEN.accept));
    if let Ok(name) = HeaderValue::from_str(shared.api.user_agent) {
        headers.insert(header::USER_AGENT, name);
    }
    if !client.in_body {
        let basic = HeaderValue::try_from(client.basic());
        let mut basic = basic.map_err(|_| failed("id and secret can't be sent"))?;
        basic.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, basic);
    }
    let begin = shared.clock.now();
    let response = post(shared, &TOKEN, uri, headers, client.body().into()).await;
    let response = response.map_err(|error| failed(error.message()).because(error))?;
    if !response.status().is_success() {
        let why = refusal(&response);
        return Err(failed(&why));
    }
    // The text of the answer is a secret, so that nothing of it may show up in the complaint.
    let answer: Answer = serde_json::from_slice(response.body())
        .map_err(|_| failed("the server's answer is no token"))?;
    let kind = answer.token_type.as_deref().unwrap_or("bearer");
    if !kind.eq_ignore_ascii_case("bearer") {
        return Err(failed("the server gives tokens that are no bearer tokens"));
    }
    let life = answer.expires_in.as_ref().and_then(seconds);
    let after = |time: Duration| begin.checked_add(time);
    Ok(Token {
        credential: Credential::token(answer.access_token),
        early: life.and_then(|life| after(life.saturating_sub(EARLY.min(life / 4)))),
        end: life.and_then(after),
    })
}

fn seconds(value: &Value) -> Option<Duration> {
    let number = match value {
        Value::String(text) => text.trim().parse().ok()?,
        other => other.as_f64()?,
    };
    Duration::try_from_secs_f64(number).ok()
}

fn refusal(response: &Response) -> String {
    let status = response.status();
    let code = serde_json::from_slice::<Value>(response.body()).ok();
    let code = code.as_ref().and_then(|body| body.get("error")?.as_str());
    let text = message(response.body()).unwrap_or_default();
    let mut notes: Vec<&str> = code.into_iter().collect();
    if !text.is_empty() && code != Some(text.as_str()) {
        notes.push(&text);
    }
    if notes.is_empty() {
        format!("the server answers {status}")
    } else {
        format!("the server answers {status}: {}", notes.join(": "))
    }
}

/// Where tokens come from. It has to be as safe as any server of this client: the secret goes there.
fn address(client: &ClientCredentials, scheme: &str, shared: &Shared) -> Result<Uri, String> {
    let declared = shared
        .api
        .schemes
        .iter()
        .find_map(|known| match known.kind {
            SchemeKind::OAuth2 { token_url } if known.name == scheme => Some(token_url),
            _ => None,
        });
    let Some(text) = client.token_url.as_deref().or(declared) else {
        return Err("no token_url(…) is set, and the document names none".to_owned());
    };
    let base: Option<Uri> = shared.server.base().parse().ok();
    let uri = base.and_then(|base| redirect::resolve(&base, text));
    let uri = uri.ok_or_else(|| format!("`{text}` is no URL"))?;
    match Server::parse(
        &redirect::origin_text(&uri),
        shared.settings.allow_plain_http,
    ) {
        Ok(_) => Ok(uri),
        Err(error) => Err(error.message().to_owned()),
    }
}
