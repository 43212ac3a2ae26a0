//! The way of a call: made ready, attempted, repeated when that is safe, read to its end. Nothing here is generic, so that it
//! is compiled once for all operations.

use std::pin::pin;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};

use super::alarm::Alarm;
use super::call::Options;
use super::client::{Client, Shared};
use super::error::{Error, ErrorKind};
use super::exchange::exchange;
use super::middleware;
use super::operation::OperationMeta;
use super::prepare::{Limits, Ready, prepare};
use super::provider;
use super::read::{ReadFault, content_length, read};
use super::request::Request;
use super::response::Response;
use super::retry::{Outcome, retry_after};
use super::trace;
use super::transport::{BoxFuture, Clock, TransportError};

/// Beyond this, the body of an answer that is an error already is not worth reading.
const MAX_ERROR_BYTES: usize = 1024 * 1024;

/// With this header, servers recognize a request that they have seen before.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Why an attempt gave no answer.
enum Fault {
    Transport(TransportError),
    Late,
    TooLarge(Response),
}

impl Client {
    /// The future of an answer. What needs no waiting is done before it, so that the future carries little: beyond a kilobyte, making
    /// one costs as much as all the headers.
    pub(super) fn execute(
        &self,
        meta: &'static OperationMeta,
        request: Result<Request, Error>,
        options: &Options,
    ) -> BoxFuture<'static, Result<Response, Error>> {
        let shared = self.0.clone();
        if shared.credentials.change() {
            let options = options.clone();
            return Box::pin(trace::call(meta, async move {
                let result = match request {
                    Ok(request) => provider::call(&shared, meta, &request, options).await,
                    Err(error) => Err(error),
                };
                over(&shared, meta, result)
            }));
        }
        let mut ready = request
            .and_then(|request| prepare(&shared, meta, &request, options, &shared.credentials));
        Box::pin(trace::call(meta, async move {
            let result = match ready {
                Ok(ref mut ready) => run(&shared, meta, ready).await,
                Err(error) => Err(error),
            };
            over(&shared, meta, result)
        }))
    }
}

/// A call is over: its errors name it, and middleware hears of it.
fn over(
    shared: &Shared,
    meta: &'static OperationMeta,
    result: Result<Response, Error>,
) -> Result<Response, Error> {
    let result = result.map_err(|error| error.of(meta));
    middleware::after(&shared.middleware, meta, &result);
    result
}

/// Makes a call that has its credentials.
pub(super) async fn run(
    shared: &Shared,
    meta: &'static OperationMeta,
    ready: &mut Ready,
) -> Result<Response, Error> {
    if !shared.middleware.is_empty() {
        let Ready {
            method,
            uri,
            headers,
            ..
        } = &mut *ready;
        let before = middleware::before(&shared.middleware, meta, method, uri, headers);
        Box::pin(before).await?;
    }
    attempts(shared, meta, ready).await
}

/// Sends a request that is the client's own business.
pub(super) async fn post(
    shared: &Shared,
    meta: &'static OperationMeta,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Error> {
    #[cfg(feature = "gzip")]
    let headers = {
        let mut headers = headers;
        super::gunzip::ask(&mut headers);
        headers
    };
    let ready = Ready {
        method: Method::POST,
        uri,
        headers,
        body,
        upload: None,
        stream: None,
        raw: false,
        limits: Limits::default(),
    };
    attempts(shared, meta, &ready).await
}

async fn attempts(
    shared: &Shared,
    meta: &'static OperationMeta,
    ready: &Ready,
) -> Result<Response, Error> {
    let mut tries = Tries::new(shared, meta, ready);
    let clock = &*shared.clock;
    loop {
        let Some(mut alarm) = tries.begin(clock) else {
            return conclude(shared, meta, Err(Fault::Late), tries.made);
        };
        let attempt = one_attempt(shared, meta, ready, tries.made, &mut alarm);
        match tries.decide(attempt.await) {
            Next::Over(result) => return result,
            Next::After(delay) => clock.sleep(delay).await,
        }
    }
}

/// The attempts of a call so far.
struct Tries<'a> {
    shared: &'a Shared,
    meta: &'static OperationMeta,
    ready: &'a Ready,
    begin: Instant,
    deadline: Option<Instant>,
    made: u32,
}

/// What comes after an attempt.
enum Next {
    Over(Result<Response, Error>),
    After(Duration),
}

impl<'a> Tries<'a> {
    fn new(shared: &'a Shared, meta: &'static OperationMeta, ready: &'a Ready) -> Self {
        let begin = shared.clock.now();
        let limits = &ready.limits;
        // A time limit that reaches beyond what the clock can count is no limit.
        let own = begin.checked_add(limits.timeout.unwrap_or_else(|| shared.timeout(meta)));
        Self {
            shared,
            meta,
            ready,
            begin,
            deadline: limits.deadline.or(own),
            made: 0,
        }
    }

    fn left(&self, now: Instant) -> Duration {
        self.deadline.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(now)
        })
    }

    /// The alarm for one more attempt; `None` when there is no time left for it.
    fn begin<'c>(&mut self, clock: &'c dyn Clock) -> Option<Alarm<'c>> {
        let now = if self.made == 0 {
            self.begin
        } else {
            clock.now()
        };
        let limit = self.shared.settings.attempt_timeout;
        let patience = self.left(now).min(limit.unwrap_or(Duration::MAX));
        if patience.is_zero() {
            return None;
        }
        self.made += 1;
        Some(Alarm::new(clock, now, patience))
    }

    fn decide(&self, result: Result<Response, Fault>) -> Next {
        let Self { shared, meta, .. } = self;
        let clock = &*shared.clock;
        // A body that is a stream is used up by the first attempt.
        let outcome = outcome(&result, clock).filter(|_| self.ready.upload.is_none());
        let delay = outcome.and_then(|outcome| {
            let own = self.ready.limits.retry.as_deref().copied();
            let policy = own.unwrap_or_else(|| shared.retry(meta));
            let idempotent = meta.idempotent || self.ready.headers.contains_key(IDEMPOTENCY_KEY);
            let elapsed = clock.now().saturating_duration_since(self.begin);
            policy.decide(idempotent, self.made, elapsed, outcome, clock.jitter())
        });
        // A wait that outlasts the deadline helps nobody: what the server said is worth more than a late timeout.
        match delay {
            Some(delay) if delay < self.left(clock.now()) && shared.budget.withdraw() => {
                Next::After(delay)
            }
            _ => Next::Over(conclude(shared, meta, result, self.made)),
        }
    }
}

fn outcome(result: &Result<Response, Fault>, clock: &dyn Clock) -> Option<Outcome> {
    match result {
        Ok(response) if response.status().is_success() => None,
        Ok(response) => Some(Outcome::Status {
            status: response.status().as_u16(),
            retry_after: retry_after(response.headers(), clock.today()),
        }),
        Err(Fault::Transport(error)) if error.is_hopeless() => None,
        Err(Fault::Transport(error)) if !error.may_have_been_sent() => Some(Outcome::NotSent),
        Err(Fault::Transport(_) | Fault::Late) => Some(Outcome::Broken),
        Err(Fault::TooLarge(_)) => None,
    }
}

fn conclude(
    shared: &Shared,
    meta: &OperationMeta,
    result: Result<Response, Fault>,
    attempts: u32,
) -> Result<Response, Error> {
    let error = match result {
        Ok(response) => {
            if response.status().is_success() {
                shared.budget.deposit();
            }
            return Ok(response.after(attempts));
        }
        Err(Fault::Late) => Error::new(ErrorKind::Timeout, "no whole answer came in time"),
        Err(Fault::TooLarge(response)) => {
            let why = format!(
                "the answer is larger than {} bytes",
                shared.settings.max_response_bytes
            );
            Error::new(ErrorKind::TooLarge, why).answered(response)
        }
        Err(Fault::Transport(error)) => {
            let kind = if error.may_have_been_sent() {
                ErrorKind::Transport
            } else {
                ErrorKind::Connect
            };
            Error::new(kind, error.to_string()).because(error)
        }
    };
    Err(error.of(meta).after(attempts))
}

async fn one_attempt(
    shared: &Shared,
    meta: &'static OperationMeta,
    ready: &Ready,
    attempt: u32,
    alarm: &mut Alarm<'_>,
) -> Result<Response, Fault> {
    let answer = {
        // It is over, and gives back its room, before the body is read.
        let exchange = pin!(exchange(shared, meta, ready, attempt));
        alarm.limit(exchange).await.ok_or(Fault::Late)?
    };
    let (parts, body) = answer.map_err(Fault::Transport)?.into_parts();
    let success = parts.status.is_success();
    let unfollowed = parts.extensions.get().copied();
    if (success && !meta.content && !ready.raw) || never_has_content(parts.status, &ready.method) {
        return Ok(Response::new(parts.status, parts.headers, Bytes::new()));
    }
    if let (true, Some(stream)) = (success, ready.stream) {
        let head = Response::new(parts.status, parts.headers.clone(), Bytes::new());
        if stream.fits(&head) {
            return Ok(head.with_rest(body));
        }
    }
    let most = shared.settings.max_response_bytes;
    let length = content_length(&parts.headers);
    if success && length.is_some_and(|length| length > most) {
        return Err(Fault::TooLarge(Response::new(
            parts.status,
            parts.headers,
            Bytes::new(),
        )));
    }
    let most = if success {
        most
    } else {
        most.min(MAX_ERROR_BYTES)
    };
    let read = read(body, length, most, alarm).await;
    let response = Response::new(parts.status, parts.headers, read.bytes).unfollowed(unfollowed);
    match read.fault {
        None => Ok(response),
        // The status says more than what happened to the text behind it.
        Some(_) if !success => Ok(response),
        Some(ReadFault::TooLarge) => Err(Fault::TooLarge(response)),
        Some(ReadFault::Late) => Err(Fault::Late),
        Some(ReadFault::Broken(error)) => Err(Fault::Transport(error)),
    }
}

fn never_has_content(status: StatusCode, method: &Method) -> bool {
    let bare = [
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ];
    method == Method::HEAD || bare.contains(&status)
}
