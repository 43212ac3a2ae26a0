//! A server inside the test: for code that calls the API and is to be tested without a socket or an async runtime.
//!
//! [`MockTransport`] plays the answers that a test gave it and keeps the requests. Everything between the call and the transport
//! is real: encoding, credentials, retries, deadlines, decoding.
//!
//! ```ignore
//! let mock = MockTransport::new();
//! mock.on::<RetrieveIdentity>().answer(&identity);
//! let client: Orq = mock.client();
//!
//! let found = block_on(client.identities().retrieve("jane").send())?;
//!
//! assert_eq!(found, identity);
//! assert_eq!(mock.only::<RetrieveIdentity>().path(), "/v2/identities/jane");
//! ```

mod answer;
mod clock;
mod recorded;

use std::collections::VecDeque;
use std::fmt;
use std::future::{pending, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_core::Stream;
use http::Method;
use serde::Serialize;

pub use answer::Answer;
pub use clock::MockClock;
pub use recorded::Recorded;

pub use super::park::block_on;

use super::client::{Api, ClientBuilder};
use super::operation::{Operation, OperationMeta};
use super::security::{Credential, SchemeKind};
use super::server::Server;
use super::template::Choice;
use super::transport::{Body, BoxFuture, Transport, TransportError};
use answer::Ending;

/// A transport that plays the answers it was given and keeps the requests it got. Clones share both.
#[derive(Clone, Default)]
pub struct MockTransport(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    requests: Vec<Recorded>,
}

/// Which requests are answered how.
struct Rule {
    pattern: Pattern,
    answers: VecDeque<Answer>,
}

#[derive(Clone, PartialEq, Eq)]
enum Pattern {
    /// Calls of one operation, wherever its server and base path are.
    Operation(&'static str),
    /// A method and a path, for requests that are no operation's, such as those for tokens.
    Path(Method, String),
}

impl Pattern {
    fn fits(&self, request: &Recorded) -> bool {
        match self {
            Self::Operation(id) => request.operation() == Some(id),
            Self::Path(method, path) => request.method() == method && request.path() == path,
        }
    }
}

impl MockTransport {
    /// A transport without answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// A client that reaches nothing but this transport. It has made-up credentials, and a clock that never makes a test wait.
    #[expect(
        clippy::missing_panics_doc,
        clippy::expect_used,
        reason = "nothing that a client needs is left to chance here"
    )]
    pub fn client<A: Api>(&self) -> A {
        let client = self.builder::<A>().build();
        client.expect("server, transport and clock are given")
    }

    /// The settings of such a client, for a test that needs others as well.
    pub fn builder<A: Api>(&self) -> ClientBuilder<A> {
        let builder = ClientBuilder::new()
            .transport(self.clone())
            .clock(MockClock::new())
            .allow_plain_http();
        let own = Choice::default().address(A::META.servers);
        let own = own.unwrap_or_default();
        let is_whole = |address: &str| Server::parse(address, true).is_ok();
        let builder = if is_whole(&own) {
            builder
        } else {
            // Some documents name no server, or one without a host.
            let local = Some(format!("http://localhost{own}")).filter(|local| is_whole(local));
            builder.server(local.unwrap_or_else(|| "http://localhost".to_owned()))
        };
        A::META.schemes.iter().fold(builder, |builder, scheme| {
            let credential = match scheme.kind {
                SchemeKind::Basic => Credential::basic("test", "test"),
                _ => Credential::token("test"),
            };
            builder.credential(scheme.name, credential)
        })
    }

    /// Says how calls of an operation are answered.
    pub fn on<O: Operation>(&self) -> On<O> {
        On {
            mock: self.clone(),
            pattern: Pattern::Operation(O::META.id),
            operation: PhantomData,
        }
    }

    /// Says how requests with this method and path are answered, be they an operation's or not.
    pub fn on_path(&self, method: Method, path: impl Into<String>) -> On<()> {
        On {
            mock: self.clone(),
            pattern: Pattern::Path(method, path.into()),
            operation: PhantomData,
        }
    }

    /// All requests so far, in order.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// The requests of one operation so far, in order.
    pub fn requests_of<O: Operation>(&self) -> Vec<Recorded> {
        let mut requests = self.requests();
        requests.retain(|request| request.operation() == Some(O::META.id));
        requests
    }

    /// The one request of an operation.
    ///
    /// # Panics
    ///
    /// When there was none, or more than one.
    #[track_caller]
    pub fn only<O: Operation>(&self) -> Recorded {
        let requests = self.requests_of::<O>();
        assert_eq!(requests.len(), 1, "requests of {}", O::META.id);
        requests[0].clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that failed elsewhere is no reason to fail here as well.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, pattern: &Pattern, answer: Answer) {
        let mut state = self.state();
        match state.rules.iter_mut().find(|rule| rule.pattern == *pattern) {
            Some(rule) => rule.answers.push_back(answer),
            None => state.rules.push(Rule {
                pattern: pattern.clone(),
                answers: VecDeque::from([answer]),
            }),
        }
    }

    /// Keeps the request and finds its answer: the next one of its rule, of which the last one stays for good.
    fn play(&self, request: Recorded) -> Answer {
        let mut state = self.state();
        let rule = state
            .rules
            .iter_mut()
            .find(|rule| rule.pattern.fits(&request));
        let answer = rule.and_then(|rule| match rule.answers.len() {
            0 | 1 => rule.answers.front().cloned(),
            _ => rule.answers.pop_front(),
        });
        let answer = answer.unwrap_or_else(|| {
            let call = request.operation().unwrap_or("such requests");
            let (method, path) = (request.method(), request.path());
            Answer::text(
                501,
                format!("the mock has no answer for {call} ({method} {path})"),
            )
        });
        state.requests.push(request);
        answer
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("MockTransport")
            .field("rules", &state.rules.len())
            .field("requests", &state.requests)
            .finish()
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, mut body) = request.into_parts();
            let mut bytes = Vec::new();
            while let Some(piece) = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
                bytes.extend_from_slice(&piece?);
            }
            let operation = parts.extensions.get::<&'static OperationMeta>();
            let operation = operation.map(|meta| meta.id).filter(|id| !id.is_empty());
            let answer = self.play(Recorded::new(operation, parts, bytes.into()));
            match answer.ending() {
                Ending::Whole => Ok(answer.response()),
                Ending::NotSent => Err(TransportError::not_sent("the mock refuses connections")),
                Ending::Broken => Err(TransportError::broken("the mock breaks the connection")),
                Ending::Never => pending().await,
            }
        })
    }
}

/// How the requests that one rule is for are answered. Answers play in the order they were given; the last one stays.
#[must_use = "a rule without answers does nothing"]
pub struct On<O> {
    mock: MockTransport,
    pattern: Pattern,
    operation: PhantomData<fn() -> O>,
}

impl<O> On<O> {
    /// Answers with anything.
    pub fn respond(&self, answer: Answer) -> &Self {
        self.mock.add(&self.pattern, answer);
        self
    }

    /// Answers with this status and this body as JSON: an error that the document declares, or one that it doesn't.
    pub fn fail_with<T: Serialize + ?Sized>(&self, status: u16, body: &T) -> &Self {
        self.respond(Answer::json(status, body))
    }

    /// Answers with this status and no body.
    pub fn fail(&self, status: u16) -> &Self {
        self.respond(Answer::empty(status))
    }
}

impl<O: Operation> On<O> {
    /// Answers with a success: the value as JSON, or nothing where the operation's success has no content.
    pub fn answer(&self, value: &O::Success) -> &Self
    where
        O::Success: Serialize,
    {
        self.respond(if O::META.content {
            Answer::json(200, value)
        } else {
            Answer::empty(204)
        })
    }
}

impl<O> fmt::Debug for On<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("On").finish_non_exhaustive()
    }
}
