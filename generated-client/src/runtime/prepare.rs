//! What the client adds to a request before the first attempt: the server, default headers, credentials.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Uri, header};

use super::call::Options;
use super::client::Shared;
use super::encode::Pairs;
use super::error::{Error, ErrorKind};
use super::once::BodyOnce;
use super::operation::OperationMeta;
use super::request::Request;
use super::retry::RetryPolicy;
use super::security::{Credentials, Signed, sign};
use super::server::Server;
use super::stream::StreamMeta;
use super::transport::{Body, TransportError};

/// How many headers a call usually has at most.
const USUAL_HEADERS: usize = 6;

/// A request with nothing left to decide.
pub(super) struct Ready {
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) upload: Option<BodyOnce>,
    pub(super) stream: Option<&'static StreamMeta>,
    pub(super) raw: bool,
    pub(super) limits: Limits,
}

/// How long a call may take and when it is repeated, as far as the call says so itself.
#[derive(Clone, Default)]
pub(super) struct Limits {
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Instant>,
    /// Boxed, since few calls have one and all of them have room for it.
    pub(super) retry: Option<Box<RetryPolicy>>,
}

impl Ready {
    /// The request for one attempt. A body that is a stream goes with the first one.
    pub(super) fn request(&self) -> Result<http::Request<Body>, TransportError> {
        let body = match &self.upload {
            None => Body::from(self.body.clone()),
            Some(upload) => upload.take().ok_or_else(|| {
                TransportError::not_sent("the body was a stream, which can be sent once")
            })?,
        };
        Ok(self.request_to(&self.uri, &self.headers, body))
    }

    /// The same request to another address and with other headers, where the body is no stream.
    pub(super) fn redirected(&self, to: &Uri, headers: &HeaderMap) -> http::Request<Body> {
        self.request_to(to, headers, Body::from(self.body.clone()))
    }

    fn request_to(&self, uri: &Uri, headers: &HeaderMap, body: Body) -> http::Request<Body> {
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri.clone();
        *request.headers_mut() = headers.clone();
        request
    }
}

/// Adds what the client knows, and what this call does differently.
pub(super) fn prepare(
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
    let mut segments = request.path().split('/');
    if request.path().contains("/.") && segments.any(|segment| matches!(segment, "." | "..")) {
        return Err(refused(
            "the path holds a segment `.` or `..`, which would address another path",
        ));
    }
    let other = match (&options.server, &shared.choice) {
        (Some(url), _) => Some(url.clone()),
        (None, Some(choice)) => choice.of_call(meta.servers).transpose()?,
        (None, None) => None,
    };
    let other = other.map(|url| Server::parse(&url, shared.settings.allow_plain_http));
    let other = other.transpose()?;
    let server = other.as_ref().unwrap_or(&shared.server);

    let mut headers = HeaderMap::with_capacity(USUAL_HEADERS);
    let accept = options.stream.map_or(meta.accept, |stream| stream.accept);
    let accept = HeaderValue::from_maybe_shared(Bytes::from_static(accept.as_bytes()));
    if let Some(accept) = accept.ok().filter(|accept| !accept.is_empty()) {
        headers.insert(header::ACCEPT, accept);
    }
    overlay(&mut headers, &shared.settings.headers);
    overlay(&mut headers, request.headers());
    overlay(&mut headers, &options.headers);
    let mut signed = Signed {
        headers: &mut headers,
        query: Pairs::of_query(),
        cookies: Pairs::of_cookies(),
    };
    sign(shared.api, meta, credentials, &mut signed)?;
    let Signed { query, cookies, .. } = signed;
    add_cookies(&mut headers, [request.cookies(), cookies.as_str()])?;

    let mut target = server.path().to_owned();
    request.write_target(&mut target);
    if !query.as_str().is_empty() {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(query.as_str());
    }
    let uri = server
        .address(target)
        .map_err(|error| refused("the URL can't be sent").because(error))?;
    let method = Method::from_bytes(meta.method.as_bytes())
        .map_err(|error| refused("the method can't be sent").because(error))?;
    let empty = request.body().is_empty() && request.upload().is_none();
    if empty && [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
        // Some servers answer 411 when a method that usually has a body does not say that there is none.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    #[cfg(feature = "gzip")]
    super::gunzip::ask(&mut headers);
    Ok(Ready {
        method,
        uri,
        headers,
        body: request.body().clone(),
        upload: request.upload().cloned(),
        stream: options.stream,
        raw: options.raw,
        limits: options.limits.clone(),
    })
}

fn overlay(headers: &mut HeaderMap, other: &HeaderMap) {
    for (name, value) in other {
        headers.insert(name, value.clone());
    }
}

/// Joins the cookies of the call and of its credentials to those that were set by hand.
fn add_cookies(headers: &mut HeaderMap, cookies: [&str; 2]) -> Result<(), Error> {
    if cookies == ["", ""] {
        return Ok(());
    }
    let by_hand = headers.get(header::COOKIE).map(HeaderValue::as_bytes);
    let all = by_hand.into_iter().chain(cookies.map(str::as_bytes));
    let all: Vec<_> = all.filter(|text| !text.is_empty()).collect();
    let mut value = HeaderValue::from_bytes(&all.join(&b"; "[..])).map_err(|error| {
        Error::new(ErrorKind::Request, "the cookies can't be sent").because(error)
    })?;
    value.set_sensitive(true);
    headers.insert(header::COOKIE, value);
    Ok(())
}
