//! The client that all resources share, and its settings.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};

use super::error::{Error, ErrorKind};
use super::middleware::Middleware;
use super::oauth::{ClientCredentials, Tokens};
use super::operation::{CallDefaults, OperationMeta};
use super::provider::{CredentialProvider, Source, Token, TokenSource};
use super::request::header_line;
use super::retry::{Budget, RetryPolicy};
use super::security::{Credential, Credentials, SchemeKind, SecurityScheme, advice};
use super::server::Server;
use super::template::{Choice, ServerTemplate};
use super::transport::{Clock, Transport};

/// How long a call may take by default, all attempts included.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long a connection may take to come about by default.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a stream may be silent by default: models think for minutes before they say more.
const IDLE_TIMEOUT: Duration = Duration::from_secs(300);
/// How large an answer may be by default.
const MAX_RESPONSE_BYTES: usize = 64 * 1024 * 1024;

/// What is known of an API before any client of it.
#[derive(Clone, Copy, Debug)]
pub struct ApiMeta {
    /// The name of the client type.
    pub name: &'static str,
    /// What the client calls itself towards servers.
    pub user_agent: &'static str,
    /// The document's servers; the first one is the default.
    pub servers: &'static [ServerTemplate],
    /// The environment variable that names another server.
    pub server_env: &'static str,
    /// The document's security schemes.
    pub schemes: &'static [SecurityScheme],
    /// What the document says about how all calls are made.
    pub defaults: Option<&'static CallDefaults>,
}

/// A generated API.
pub trait Api: Sized {
    /// What is known before any client.
    const META: &'static ApiMeta;
    /// Wraps a client that is ready.
    fn from_client(client: Client) -> Self;
    /// The client inside.
    fn client(&self) -> &Client;
}

/// What all resources and calls of one client share. Cloning it is cheap and shares connections and the retry budget.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Shared>);

pub(super) struct Shared {
    pub(super) api: &'static ApiMeta,
    pub(super) server: Server,
    /// What was chosen of the document's servers; `None` where the caller gave a server, which all calls go to.
    pub(super) choice: Option<Choice>,
    pub(super) credentials: Credentials,
    pub(super) settings: Settings,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) middleware: Vec<Arc<dyn Middleware>>,
    pub(super) budget: Budget,
}

#[derive(Clone)]
pub(super) struct Settings {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) connect_timeout: Duration,
    pub(super) idle_timeout: Duration,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) max_response_bytes: usize,
    /// What is sent with every call.
    pub(super) headers: HeaderMap,
    pub(super) allow_plain_http: bool,
}

impl Shared {
    /// How long a call may take when it says nothing itself: what the client was told, else what the document says of the operation,
    /// or of all operations.
    pub(super) fn timeout(&self, meta: &OperationMeta) -> Duration {
        let own = self.settings.timeout;
        own.or_else(|| self.default(meta, |defaults| defaults.timeout))
            .unwrap_or(TIMEOUT)
    }

    /// When a call is sent again that says nothing itself.
    pub(super) fn retry(&self, meta: &OperationMeta) -> RetryPolicy {
        let own = self.settings.retry;
        own.or_else(|| self.default(meta, |defaults| defaults.retry))
            .unwrap_or_default()
    }

    fn default<T>(&self, meta: &OperationMeta, of: fn(&CallDefaults) -> Option<T>) -> Option<T> {
        let told = [meta.defaults, self.api.defaults];
        told.into_iter().flatten().find_map(of)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(self.0.api.name)
            .field("server", &self.0.server.base())
            .field("credentials", &self.0.credentials.names())
            .finish_non_exhaustive()
    }
}

/// Collects the settings of a client.
#[must_use = "a builder does nothing until it builds"]
pub struct ClientBuilder<A> {
    server: Option<String>,
    choice: Choice,
    credentials: Credentials,
    settings: Settings,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    middleware: Vec<Arc<dyn Middleware>>,
    /// The first setting that can't be used, kept until `build` so that setters can be chained.
    defect: Option<String>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> Default for ClientBuilder<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A: Api> ClientBuilder<A> {
    /// The default settings: no credentials, the document's server.
    pub fn new() -> Self {
        Self {
            server: None,
            choice: Choice::default(),
            credentials: Credentials::default(),
            settings: Settings {
                timeout: None,
                attempt_timeout: None,
                connect_timeout: CONNECT_TIMEOUT,
                idle_timeout: IDLE_TIMEOUT,
                retry: None,
                max_response_bytes: MAX_RESPONSE_BYTES,
                headers: HeaderMap::new(),
                allow_plain_http: false,
            },
            transport: None,
            clock: None,
            middleware: Vec::new(),
            defect: None,
            api: PhantomData,
        }
    }

    /// Reads credentials and server from the environment. What was set before stays; a missing credential is an error.
    pub fn from_env(mut self) -> Result<Self, Error> {
        for scheme in A::META.schemes {
            if self.credentials.has(scheme.name) {
                continue;
            }
            if let Some(text) = variable(scheme.env)? {
                self.credentials
                    .set(scheme.name, Credential::parse(scheme.kind, &text));
            } else if let SchemeKind::OAuth2 { .. } = scheme.kind {
                let id = variable(&format!("{}_CLIENT_ID", scheme.env))?;
                let secret = variable(&format!("{}_CLIENT_SECRET", scheme.env))?;
                if let (Some(id), Some(secret)) = (id, secret) {
                    let client = ClientCredentials::new(id, secret);
                    self = self.token_source(scheme.name, client);
                }
            }
        }
        if self.credentials.is_empty() && !A::META.schemes.is_empty() {
            let names = A::META.schemes.iter().map(|scheme| scheme.name);
            return Err(Error::new(ErrorKind::Credentials, advice(A::META, names)));
        }
        if self.server.is_none() {
            self.server = variable(A::META.server_env)?;
        }
        Ok(self)
    }

    /// Sets the server, such as `https://api.example.com`. All calls go there, those that have a server of their own included.
    pub fn server(mut self, url: impl Into<String>) -> Self {
        self.server = Some(url.into());
        self
    }

    /// Chooses one of the document's servers, counted from zero. It has no effect beside [`ClientBuilder::server`].
    pub fn server_number(mut self, number: usize) -> Self {
        self.choice.number = number;
        self
    }

    /// Chooses a part of the address of the document's server that it leaves open, such as a region.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.choice.values.push((name.into(), value.into()));
        self
    }

    /// Sets the credentials for one of the document's security schemes, by its name there.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.set(scheme, credential);
        self
    }

    /// Takes the credentials for a security scheme from a provider, which is asked before each call.
    pub fn credential_provider(
        mut self,
        scheme: &'static str,
        provider: impl CredentialProvider,
    ) -> Self {
        self.credentials
            .set_source(scheme, Source::Provider(Arc::new(provider)));
        self
    }

    /// Sets the access token for a security scheme, or [`ClientCredentials`] that fetch one and replace it when it ends.
    pub fn token_source(mut self, scheme: &'static str, token: impl Into<TokenSource>) -> Self {
        match token.into().0 {
            Token::Fixed(token) => self.credentials.set(scheme, Credential::token(token)),
            Token::Fetched(client) => {
                let tokens = Source::Tokens(Arc::new(Tokens::new(client)));
                self.credentials.set_source(scheme, tokens);
            }
        }
        self
    }

    /// Limits how long a call may take, all attempts and pages included. By default a call, or each page, has as long as the
    /// document says, and a minute where it says nothing.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Limits how long one attempt may take, so that a hanging one leaves time for another. By default nothing but the
    /// call's own limit does.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = Some(timeout);
        self
    }

    /// Limits how long a connection may take to come about; ten seconds by default. It is for the default transport.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Limits how long a stream may be silent; five minutes by default. The other limits hold until its answer begins.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.idle_timeout = timeout;
        self
    }

    /// Decides when calls are sent again, whatever the document says.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = Some(policy);
        self
    }

    /// Limits how large an answer, or one event of a stream, may be; 64 MiB by default.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_response_bytes = bytes;
        self
    }

    /// Sends a header with every call.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match header_line(name.as_ref(), value.as_ref()) {
            Ok((name, value)) => _ = self.settings.headers.insert(name, value),
            Err(why) => _ = self.defect.get_or_insert(why),
        }
        self
    }

    /// Allows plain http to other machines. Everything, credentials included, then travels readable for everybody between.
    pub fn allow_plain_http(mut self) -> Self {
        self.settings.allow_plain_http = true;
        self
    }

    /// Replaces what moves bytes.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Replaces what tells the time and waits.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Puts something around every call. What is added first is the outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Builds the client.
    pub fn build(self) -> Result<A, Error> {
        if let Some(why) = self.defect {
            return Err(Error::new(ErrorKind::Config, why));
        }
        let chosen = || self.choice.address(A::META.servers);
        let choice = self.server.is_none().then(|| self.choice.clone());
        let server = self.server.map_or_else(chosen, Ok)?;
        let server = Server::parse(&server, self.settings.allow_plain_http)?;
        let transport = self
            .transport
            .map_or_else(|| default_transport(&server, &self.settings), Ok)?;
        let clock = self.clock.map_or_else(default_clock, Ok)?;
        let mut settings = self.settings;
        if let Ok(user_agent) = HeaderValue::from_str(A::META.user_agent) {
            let entry = settings.headers.entry(header::USER_AGENT);
            entry.or_insert(user_agent);
        }
        Ok(A::from_client(Client(Arc::new(Shared {
            api: A::META,
            credentials: self.credentials,
            settings,
            server,
            choice,
            transport,
            clock,
            middleware: self.middleware,
            budget: Budget::new(),
        }))))
    }
}

impl<A: Api> fmt::Debug for ClientBuilder<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &A::META.name)
            .field("server", &self.server)
            .field("credentials", &self.credentials.names())
            .finish_non_exhaustive()
    }
}

/// The text of an environment variable; one that is set to nothing counts as not set.
fn variable(name: &str) -> Result<Option<String>, Error> {
    use std::env::VarError;
    if name.is_empty() {
        return Ok(None);
    }
    match std::env::var(name) {
        Ok(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::new(
            ErrorKind::Config,
            format!("the environment variable {name} holds no readable text"),
        )),
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn default_transport(server: &Server, settings: &Settings) -> Result<Arc<dyn Transport>, Error> {
    super::reqwest::default_transport(server.is_loopback(), settings.connect_timeout)
        .map(|transport| Arc::new(transport) as Arc<dyn Transport>)
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn default_clock() -> Result<Arc<dyn Clock>, Error> {
    Ok(Arc::new(super::reqwest::TokioClock))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn default_transport(_: &Server, _: &Settings) -> Result<Arc<dyn Transport>, Error> {
    const WHY: &str = "no transport is compiled in; enable the feature `rustls` or `native-tls`, or set transport(…)";
    Err(Error::new(ErrorKind::Config, WHY))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn default_clock() -> Result<Arc<dyn Clock>, Error> {
    const WHY: &str =
        "no clock is compiled in; enable the feature `rustls` or `native-tls`, or set clock(…)";
    Err(Error::new(ErrorKind::Config, WHY))
}
