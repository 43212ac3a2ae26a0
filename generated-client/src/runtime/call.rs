//! One call: its options, its future, and the methods that every operation's builder has.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, header};

use super::client::Client;
use super::error::{CallError, Error, ErrorKind};
use super::message::{message, one_line, redact};
use super::operation::{Operation, OperationMeta};
use super::prepare::Limits;
use super::request::{Request, header_line};
use super::response::{Response, WithResponse};
use super::retry::RetryPolicy;
use super::stream::StreamMeta;
use super::transport::BoxFuture;

/// What an operation's builder carries besides its arguments: the client, and what this one call does differently.
#[derive(Clone)]
pub struct Call {
    pub(super) client: Client,
    pub(super) options: Options,
}

/// What one call does differently from its client.
#[derive(Clone, Default)]
pub(super) struct Options {
    pub(super) limits: Limits,
    pub(super) server: Option<String>,
    pub(super) headers: HeaderMap,
    /// Whether the body of a success is handed over as it came.
    pub(super) raw: bool,
    /// Set when the answer is read while it arrives.
    pub(super) stream: Option<&'static StreamMeta>,
    /// The first option that can't be used, kept until the call is sent so that setters can be chained.
    pub(super) defect: Option<String>,
}

impl Call {
    /// A call by this client, without options.
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            options: Options::default(),
        }
    }

    /// Limits how long the call may take.
    pub fn timeout(&mut self, timeout: Duration) {
        self.options.limits.timeout = Some(timeout);
    }

    /// Decides when the call is sent again.
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.options.limits.retry = Some(Box::new(policy));
    }

    /// Sends the call elsewhere.
    pub fn server(&mut self, url: String) {
        self.options.server = Some(url);
    }

    /// Sets a header.
    pub fn header(&mut self, name: &str, value: &str) {
        match header_line(name, value) {
            Ok((name, value)) => _ = self.options.headers.insert(name, value),
            Err(why) => _ = self.options.defect.get_or_insert(why),
        }
    }

    /// Whether the answer is to be read while it arrives.
    pub fn streams(&self) -> bool {
        self.options.stream.is_some()
    }

    /// Turns a time limit that somebody asked for into a moment, which the calls for further pages then share. The default
    /// limit is nobody's wish for a whole list, so it holds for each page by itself.
    pub(super) fn share_deadline(&mut self) {
        let shared = &self.client.0;
        if let (None, Some(limit)) = (
            self.options.limits.deadline,
            self.options.limits.timeout.or(shared.settings.timeout),
        ) {
            self.options.limits.deadline = shared.clock.now().checked_add(limit);
        }
    }

    /// The future of an operation's value.
    pub fn send<O: Operation + Callable>(operation: &O) -> Sending<O::Success, O::Failure> {
        operation
            .call()
            .start(O::META, operation.request(), |response| {
                decode::<O>(response).map(WithResponse::into_value)
            })
    }

    /// The future of an operation's value with status and headers.
    pub fn send_with_response<O: Operation + Callable>(
        operation: &O,
    ) -> Sending<WithResponse<O::Success>, O::Failure> {
        operation
            .call()
            .start(O::META, operation.request(), decode::<O>)
    }

    /// The future of a success of this media type, as it came.
    pub fn send_as<O: Operation + Callable>(
        operation: &O,
        media_type: &str,
    ) -> Sending<WithResponse<Bytes>, O::Failure> {
        let mut call = operation.call().clone();
        call.header(header::ACCEPT.as_str(), media_type);
        call.options.raw = true;
        call.start(O::META, operation.request(), |response| {
            if !response.status().is_success() {
                return Err(refused::<O>(response));
            }
            Ok(WithResponse::new(response.body().clone(), response))
        })
    }

    fn start<T, B>(
        &self,
        meta: &'static OperationMeta,
        request: Result<Request, Error>,
        decode: fn(Response) -> Result<T, CallError<B>>,
    ) -> Sending<T, B> {
        let answer = self.client.execute(meta, request, &self.options);
        Sending {
            answer,
            decode,
            client: self.client.clone(),
        }
    }
}

/// Header values may be secrets, so only names are shown.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("client", &self.client)
            .field("timeout", &self.options.limits.timeout)
            .field("retry", &self.options.limits.retry)
            .field("server", &self.options.server)
            .field("headers", &self.options.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// An operation's builder, as far as the runtime has to reach into it.
pub trait Callable {
    /// The client and the options.
    fn call(&self) -> &Call;
    /// The client and the options, to be changed.
    fn call_mut(&mut self) -> &mut Call;
}

/// The future of a call. Nothing is sent before it is polled, and dropping it abandons the call.
#[must_use = "a call does nothing until it is awaited"]
pub struct Sending<T, B = std::convert::Infallible> {
    answer: BoxFuture<'static, Result<Response, Error>>,
    decode: fn(Response) -> Result<T, CallError<B>>,
    client: Client,
}

impl<T, B> Future for Sending<T, B> {
    type Output = Result<T, CallError<B>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(answer) = self.answer.as_mut().poll(cx) else {
            return Poll::Pending;
        };
        let result = answer.map_err(CallError::from).and_then(self.decode);
        Poll::Ready(result.map_err(|error| {
            error.map_message(|text| redact(text, &self.client.0.credentials.secrets()))
        }))
    }
}

impl<T, B> fmt::Debug for Sending<T, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

/// The only part of a call that is compiled once per operation.
fn decode<O: Operation>(
    response: Response,
) -> Result<WithResponse<O::Success>, CallError<O::Failure>> {
    if !response.status().is_success() {
        return Err(refused::<O>(response));
    }
    match O::success(&response) {
        Ok(value) => Ok(WithResponse::new(value, response)),
        Err(why) => {
            let text = one_line(&format!("the answer does not fit: {why}"));
            let error = Error::new(ErrorKind::Decode, text);
            Err(error.answered(response).of(O::META).into())
        }
    }
}

pub(super) fn refused<O: Operation>(response: Response) -> CallError<O::Failure> {
    let body = O::failure(&response);
    CallError::new(refusal(response).of(O::META), body)
}

pub(super) fn refusal(response: Response) -> Error {
    let unfollowed = response.why_unfollowed().map(str::to_owned);
    let text = unfollowed.or_else(|| message(response.body()));
    let text = text.unwrap_or_else(|| match (response.body().len(), response.media_type()) {
        (0, _) => "the server gives no reason".to_owned(),
        (length, media_type) => one_line(&format!(
            "the server gives no reason ({length} bytes of {media_type})"
        )),
    });
    Error::new(ErrorKind::Status, text).answered(response)
}

/// Writes the methods that every operation's builder shares. The builder has a field `call: Call` and is an `Operation`; its
/// success and failure are named once more so that the documentation shows them in plain words.
#[doc(hidden)]
#[macro_export]
macro_rules! call_methods {
    ($operation:ident => $success:ty, $failure:ty) => {
        $crate::call_options!($operation);

        impl $operation {
            /// Sends the call and decodes the answer.
            pub fn send(self) -> $crate::runtime::Sending<$success, $failure> {
                $crate::runtime::Call::send(&self)
            }

            /// Sends the call; the decoded answer comes with status and headers.
            pub fn send_with_response(
                self,
            ) -> $crate::runtime::Sending<$crate::runtime::WithResponse<$success>, $failure> {
                $crate::runtime::Call::send_with_response(&self)
            }

            /// Sends the call and asks for an answer of this media type, such as `text/csv`, which is handed over as it came.
            pub fn send_as(
                self,
                media_type: impl ::std::convert::AsRef<str>,
            ) -> $crate::runtime::Sending<$crate::runtime::WithResponse<::bytes::Bytes>, $failure>
            {
                $crate::runtime::Call::send_as(&self, media_type.as_ref())
            }
        }

        #[cfg(feature = "blocking")]
        impl $operation {
            /// Sends the call and waits on this thread until the answer is decoded. It is for code that is not async: in an
            /// async function, it would hold up a thread of the runtime.
            pub fn send_blocking(
                self,
            ) -> ::std::result::Result<$success, $crate::runtime::CallError<$failure>> {
                $crate::runtime::Sending::wait(self.send())
            }
        }

        impl ::std::future::IntoFuture for $operation {
            type Output = ::std::result::Result<$success, $crate::runtime::CallError<$failure>>;
            type IntoFuture = $crate::runtime::Sending<$success, $failure>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// Writes the options that every call has, also one whose answer is only ever read as a stream.
#[doc(hidden)]
#[macro_export]
macro_rules! call_options {
    ($operation:ident) => {
        impl $operation {
            /// Limits how long this call may take, all attempts and pages included.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call.timeout(timeout);
                self
            }

            /// Decides when this call is sent again, instead of the client's policy.
            pub fn retry(mut self, policy: $crate::runtime::RetryPolicy) -> Self {
                self.call.retry(policy);
                self
            }

            /// Sets a header on this call; it overrides what the client would send under that name.
            pub fn header(
                mut self,
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            ) -> Self {
                self.call.header(name.as_ref(), value.as_ref());
                self
            }

            /// Sends this call to another server. Credentials go there too.
            pub fn server(mut self, url: impl Into<String>) -> Self {
                self.call.server(url.into());
                self
            }
        }

        impl $crate::runtime::Callable for $operation {
            fn call(&self) -> &$crate::runtime::Call {
                &self.call
            }

            fn call_mut(&mut self) -> &mut $crate::runtime::Call {
                &mut self.call
            }
        }
    };
}
