//! One exchange with the server: what happens between an attempt and the transport. Middleware, redirects, unpacking.

use http::{HeaderMap, Response, Uri};

use super::client::Shared;
use super::middleware::Next;
use super::operation::OperationMeta;
use super::prepare::Ready;
use super::redirect::{self, Unfollowed, Verdict};
use super::trace;
use super::transport::{Body, BoxFuture, TransportError};

/// Sends a request once, and hands back the head of the answer that is found at the end of all redirects.
pub(super) async fn exchange(
    shared: &Shared,
    meta: &'static OperationMeta,
    ready: &Ready,
    attempt: u32,
) -> Result<Response<Body>, TransportError> {
    let mut way = Way::default();
    let mut sent = send(shared, meta, ready.request()?);
    loop {
        let from = way.place.as_deref().unwrap_or(&ready.uri);
        let resent = attempt.saturating_sub(1) + way.followed;
        let response = trace::attempt(meta, from, resent.into(), sent).await?;
        sent = match onward(shared, meta, ready, &mut way, response) {
            Onward::Arrived(response) => return Ok(response),
            Onward::Sent(sent) => sent,
        };
    }
}

/// How far a request has been redirected. Few are, so that what it takes is boxed and not part of every future.
#[derive(Default)]
struct Way {
    place: Option<Box<Uri>>,
    /// The headers that go along, once the request has left its origin.
    foreign: Option<Box<HeaderMap>>,
    followed: u32,
}

type Sent<'a> = BoxFuture<'a, Result<Response<Body>, TransportError>>;

enum Onward<'a> {
    Arrived(Response<Body>),
    Sent(Sent<'a>),
}

fn send<'a>(
    shared: &'a Shared,
    meta: &'static OperationMeta,
    mut request: http::Request<Body>,
) -> Sent<'a> {
    // A transport in a test asks which operation a request belongs to.
    if cfg!(feature = "testing") {
        request.extensions_mut().insert(meta);
    }
    Next::new(&shared.middleware, &*shared.transport).run(request)
}

/// Follows an answer where it leads. None of this is part of a future, in which everything takes room for as long as a call lasts.
fn onward<'a>(
    shared: &'a Shared,
    meta: &'static OperationMeta,
    ready: &Ready,
    way: &mut Way,
    response: Response<Body>,
) -> Onward<'a> {
    #[cfg(feature = "gzip")]
    let response = super::gunzip::unpack(response);
    let mut response = response;
    let from = way.place.as_deref().unwrap_or(&ready.uri);
    // A request for a token goes to where the document says, and nowhere else: it carries the client's secret.
    let replayable = ready.upload.is_none() && !meta.id.is_empty();
    let answer = (response.status(), response.headers());
    let to = match redirect::verdict(shared, (&ready.method, from), answer, replayable) {
        Verdict::Arrived => return Onward::Arrived(response),
        Verdict::Follow(to) if way.followed < redirect::MOST => to,
        Verdict::Follow(_) => {
            let why = Unfollowed("the server redirects without end");
            response.extensions_mut().insert(why);
            return Onward::Arrived(response);
        }
        Verdict::Stay(why) => {
            response.extensions_mut().insert(why);
            return Onward::Arrived(response);
        }
    };
    way.followed += 1;
    // Once a request has left its origin, its credentials stay behind, even when it is sent back.
    if way.foreign.is_none() && !redirect::same_origin(from, &to) {
        let kept = redirect::foreign_headers(shared.api, &ready.headers);
        way.foreign = Some(Box::new(kept));
    }
    let headers = way.foreign.as_deref().unwrap_or(&ready.headers);
    let request = ready.redirected(&to, headers);
    way.place = Some(Box::new(to));
    Onward::Sent(send(shared, meta, request))
}
