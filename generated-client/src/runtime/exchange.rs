//! One exchange with the server: what happens between an attempt and the transport. Middleware, redirects, unpacking.

use http::HeaderMap;

use super::client::Shared;
use super::middleware::Next;
use super::operation::OperationMeta;
use super::redirect::{self, Unfollowed, Verdict};
use super::trace;
use super::transport::{Body, TransportError};

/// Sends one request, which has these headers, and hands back the head of the answer that is found at the end of all redirects.
pub(super) async fn exchange(
    shared: &Shared,
    meta: &'static OperationMeta,
    mut request: http::Request<Body>,
    headers: &HeaderMap,
    attempt: u32,
) -> Result<http::Response<Body>, TransportError> {
    let method = request.method().clone();
    let mut foreign = None;
    let mut followed = 0_usize;
    loop {
        let from = request.uri().clone();
        let resent = u64::from(attempt.saturating_sub(1)) + followed as u64;
        // A request for a token goes to where the document says, and nowhere else: it carries the client's secret.
        let body = request.body().again().filter(|_| !meta.id.is_empty());
        let mut response = hop(shared, meta, request, resent).await?;
        let answer = (response.status(), response.headers());
        let verdict = redirect::verdict(shared, (&method, &from), answer, body.is_some());
        let (to, body) = match (verdict, body) {
            (Verdict::Follow(to), Some(body)) if followed < redirect::MOST => (to, body),
            (Verdict::Follow(_), _) => {
                let why = Unfollowed("the server redirects without end");
                response.extensions_mut().insert(why);
                return Ok(response);
            }
            (Verdict::Stay(why), _) => {
                response.extensions_mut().insert(why);
                return Ok(response);
            }
            (Verdict::Arrived, _) => return Ok(response),
        };
        followed += 1;
        // Once a request has left its origin, its credentials stay behind, even when it is sent back.
        if foreign.is_none() && !redirect::same_origin(&from, &to) {
            foreign = Some(redirect::foreign_headers(shared.api, headers));
        }
        request = http::Request::new(body);
        *request.method_mut() = method.clone();
        *request.uri_mut() = to;
        *request.headers_mut() = foreign.as_ref().unwrap_or(headers).clone();
    }
}

async fn hop(
    shared: &Shared,
    meta: &'static OperationMeta,
    mut request: http::Request<Body>,
    resent: u64,
) -> Result<http::Response<Body>, TransportError> {
    #[cfg(feature = "gzip")]
    super::gunzip::ask(request.headers_mut());
    // A transport in a test asks which operation a request belongs to.
    if cfg!(feature = "testing") {
        request.extensions_mut().insert(meta);
    }
    let uri = request.uri().clone();
    let sent = Next::new(&shared.middleware, &*shared.transport).run(request);
    let response = trace::attempt(meta, &uri, resent, sent).await?;
    #[cfg(feature = "gzip")]
    let response = super::gunzip::unpack(response);
    Ok(response)
}
