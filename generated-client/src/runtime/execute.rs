//! The way of a call: made ready, attempted, repeated when that is safe, read to its end. Nothing here is generic, so that it
//! is compiled once for all operations.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};

use super::call::Options;
use super::client::{Client, Shared};
use super::error::{Error, ErrorKind};
use super::exchange::exchange;
use super::middleware;
use super::once::BodyOnce;
use super::operation::OperationMeta;
use super::provider;
use super::request::Request;
use super::response::Response;
use super::retry::{Outcome, retry_after};
use super::security::{Credentials, Signed, sign};
use super::server::Server;
use super::stream::StreamMeta;
use super::trace;
use super::transport::{Body, BoxFuture, TransportError};

/// Beyond this, the body of an answer that is an error already is not worth reading.
const MAX_ERROR_BYTES: usize = 1024 * 1024;

/// With this header, servers recognize a request that they have seen before.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// A request with nothing left to decide.
struct Ready {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    upload: Option<BodyOnce>,
    stream: Option<&'static StreamMeta>,
}

/// Why an attempt gave no answer.
enum Fault {
    Transport(TransportError),
    Late,
    TooLarge(Response),
}

impl Client {
    pub(super) fn execute(
        &self,
        meta: &'static OperationMeta,
        request: Result<Request, Error>,
        options: Options,
    ) -> BoxFuture<'static, Result<Response, Error>> {
        let shared = self.0.clone();
        Box::pin(trace::call(meta, async move {
            let result = match request {
                Ok(request) => provider::call(&shared, meta, &request, options).await,
                Err(error) => Err(error),
            };
            let result = result.map_err(|error| error.of(meta));
            middleware::after(&shared.middleware, meta, &result);
            result
        }))
    }
}

/// Makes a call with these credentials.
pub(super) async fn signed_call(
    shared: &Shared,
    meta: &'static OperationMeta,
    request: &Request,
    options: &Options,
    credentials: &Credentials,
) -> Result<Response, Error> {
    let mut ready = prepare(shared, meta, request, options, credentials)?;
    let Ready {
        method,
        uri,
        headers,
        ..
    } = &mut ready;
    middleware::before(&shared.middleware, meta, method, uri, headers).await?;
    attempts(shared, meta, &ready, options).await
}

/// Sends a request that is the client's own business.
pub(super) async fn post(
    shared: &Shared,
    meta: &'static OperationMeta,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Error> {
    let ready = Ready {
        method: Method::POST,
        uri,
        headers,
        body,
        upload: None,
        stream: None,
    };
    attempts(shared, meta, &ready, &Options::default()).await
}

/// Adds what the client knows: the server, default headers, credentials, and what this call does differently.
fn prepare(
    shared: &Shared,
    meta: &OperationMeta,
    request: &Request,
    options: &Options,
    credentials: &Credentials,
) -> Result<Ready, Error> {
    let refused = |why: &str| Error::new(ErrorKind::Request, why);
    if let Some(why) = &options.defect {
        return Err(refused(why));
    }
    if request
        .path()
        .split('/')
        .any(|segment| matches!(segment, "." | ".."))
    {
        return Err(refused(
            "the path holds a segment `.` or `..`, which would address another path",
        ));
    }
    let other = options
        .server
        .as_deref()
        .map(|url| Server::parse(url, shared.settings.allow_plain_http));
    let other = other.transpose()?;
    let base = other.as_ref().unwrap_or(&shared.server).base();

    let mut headers = HeaderMap::new();
    default_header(&mut headers, header::USER_AGENT, shared.api.user_agent);
    let accept = options.stream.map_or(meta.accept, |stream| stream.accept);
    default_header(&mut headers, header::ACCEPT, accept);
    overlay(&mut headers, &shared.settings.headers);
    overlay(&mut headers, request.headers());
    overlay(&mut headers, &options.headers);
    let mut signed = Signed {
        headers: &mut headers,
        query: Vec::new(),
        cookies: Vec::new(),
    };
    sign(shared.api, meta, credentials, &mut signed)?;
    let Signed { query, cookies, .. } = signed;
    add_cookies(&mut headers, request.cookies(), &cookies)?;
    if let Some(authorization) = headers.get_mut(header::AUTHORIZATION) {
        authorization.set_sensitive(true);
    }

    let mut target = request.target();
    for pair in query {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(&pair);
    }
    let uri = format!("{base}{target}")
        .parse()
        .map_err(|error| refused("the URL can't be sent").because(error))?;
    let method = Method::from_bytes(meta.method.as_bytes())
        .map_err(|error| refused("the method can't be sent").because(error))?;
    let empty = request.body().is_empty() && request.upload().is_none();
    if empty && [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
        // Some servers answer 411 when a method that usually has a body does not say that there is none.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(Ready {
        method,
        uri,
        headers,
        body: request.body().clone(),
        upload: request.upload().cloned(),
        stream: options.stream,
    })
}

fn default_header(headers: &mut HeaderMap, name: HeaderName, text: &'static str) {
    if let (false, Ok(value)) = (text.is_empty(), HeaderValue::from_str(text)) {
        headers.insert(name, value);
    }
}

fn overlay(headers: &mut HeaderMap, other: &HeaderMap) {
    for (name, value) in other {
        headers.insert(name, value.clone());
    }
}

fn add_cookies(
    headers: &mut HeaderMap,
    cookies: &str,
    credentials: &[String],
) -> Result<(), Error> {
    let by_hand = headers
        .get(header::COOKIE)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let all = by_hand
        .as_deref()
        .into_iter()
        .chain([cookies])
        .chain(credentials.iter().map(String::as_str));
    let all: Vec<_> = all.filter(|text| !text.is_empty()).collect();
    if all.is_empty() {
        return Ok(());
    }
    let mut value = HeaderValue::from_str(&all.join("; ")).map_err(|error| {
        Error::new(ErrorKind::Request, "the cookies can't be sent").because(error)
    })?;
    value.set_sensitive(true);
    headers.insert(header::COOKIE, value);
    Ok(())
}

async fn attempts(
    shared: &Shared,
    meta: &'static OperationMeta,
    ready: &Ready,
    options: &Options,
) -> Result<Response, Error> {
    let clock = &*shared.clock;
    let policy = options.retry.unwrap_or(shared.settings.retry);
    let idempotent = meta.idempotent || ready.headers.contains_key(IDEMPOTENCY_KEY);
    let begin = clock.now();
    // A time limit that reaches beyond what the clock can count is no limit.
    let own = begin.checked_add(options.timeout.unwrap_or_else(|| shared.settings.timeout()));
    let deadline = options.deadline.or(own);
    let left = |now: Instant| {
        deadline.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(now)
        })
    };

    let mut attempt = 1;
    loop {
        let patience =
            left(clock.now()).min(shared.settings.attempt_timeout.unwrap_or(Duration::MAX));
        if patience.is_zero() {
            return conclude(shared, meta, Err(Fault::Late), attempt - 1);
        }
        let result = one_attempt(shared, meta, ready, attempt, patience).await;
        // A body that is a stream is used up by the first attempt.
        let outcome = outcome(&result, clock.today()).filter(|_| ready.upload.is_none());
        let delay = outcome.and_then(|outcome| {
            let elapsed = clock.now().saturating_duration_since(begin);
            policy.decide(idempotent, attempt, elapsed, outcome, clock.jitter())
        });
        // A wait that outlasts the deadline helps nobody: what the server said is worth more than a late timeout.
        match delay {
            Some(delay) if delay < left(clock.now()) && shared.budget.withdraw() => {
                clock.sleep(delay).await;
                attempt += 1;
            }
            _ => return conclude(shared, meta, result, attempt),
        }
    }
}

fn outcome(result: &Result<Response, Fault>, today: std::time::SystemTime) -> Option<Outcome> {
    match result {
        Ok(response) if response.status().is_success() => None,
        Ok(response) => Some(Outcome::Status {
            status: response.status().as_u16(),
            retry_after: retry_after(response.headers(), today),
        }),
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
    patience: Duration,
) -> Result<Response, Fault> {
    let body = match &ready.upload {
        None => Body::from(ready.body.clone()),
        Some(upload) => upload.take().ok_or_else(|| {
            Fault::Transport(TransportError::not_sent(
                "the body was a stream, which can be sent once",
            ))
        })?,
    };
    let mut request = http::Request::new(body);
    *request.method_mut() = ready.method.clone();
    *request.uri_mut() = ready.uri.clone();
    *request.headers_mut() = ready.headers.clone();

    let mut alarm = shared.clock.sleep(patience);
    let answer = in_time(
        exchange(shared, meta, request, &ready.headers, attempt),
        &mut alarm,
    )
    .await
    .ok_or(Fault::Late)?;
    let (parts, body) = answer.map_err(Fault::Transport)?.into_parts();
    let success = parts.status.is_success();
    let unfollowed = parts.extensions.get().copied();
    if (success && !meta.content) || never_has_content(parts.status, &ready.method) {
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
    let read = read(body, length, most, &mut alarm).await;
    let response =
        Response::new(parts.status, parts.headers, read.bytes.into()).unfollowed(unfollowed);
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
    method == Method::HEAD || status == StatusCode::NO_CONTENT || status == StatusCode::NOT_MODIFIED
}

fn content_length(headers: &HeaderMap) -> Option<usize> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// As much of a body as came, and what cut it short.
struct Read {
    bytes: Vec<u8>,
    fault: Option<ReadFault>,
}

enum ReadFault {
    TooLarge,
    Late,
    Broken(TransportError),
}

async fn read(
    body: Body,
    length: Option<usize>,
    most: usize,
    alarm: &mut BoxFuture<'static, ()>,
) -> Read {
    /// What a server announces is only a hint: memory is set aside for this much of it at once.
    const AT_ONCE: usize = 1024 * 1024;
    let mut bytes = Vec::with_capacity(length.unwrap_or_default().min(AT_ONCE).min(most));
    let mut body = pin!(body);
    let fault = loop {
        match in_time(poll_fn(|cx| body.as_mut().poll_next(cx)), alarm).await {
            Some(Some(Ok(piece))) => {
                let room = most - bytes.len();
                bytes.extend_from_slice(&piece[..piece.len().min(room)]);
                if piece.len() > room {
                    break Some(ReadFault::TooLarge);
                }
            }
            Some(Some(Err(error))) => break Some(ReadFault::Broken(error)),
            Some(None) => break None,
            None => break Some(ReadFault::Late),
        }
    };
    Read { bytes, fault }
}

/// Runs a future until it is done or the alarm goes off, whichever comes first.
pub(super) async fn in_time<T>(
    work: impl Future<Output = T>,
    alarm: &mut BoxFuture<'static, ()>,
) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => alarm.as_mut().poll(cx).map(|()| None),
    })
    .await
}
