//! Calls from code that is not async.
//!
//! All clients of a process share one thread that drives connections and timers; the calling thread sleeps until its call is done.
//! That is why nothing here panics or locks up inside an async runtime: it only holds up the thread that calls it.

use std::fmt;
use std::future::{pending, poll_fn};
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::thread;

use bytes::Bytes;
use futures_core::Stream;
use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Handle};

use super::call::Sending;
use super::error::{CallError, Error, ErrorKind};
use super::paging::{Items, Paged, Pages};
use super::park::block_on;
use super::stream::{ByteStream, EventStream, Opening};

/// The runtime, once somebody has needed it. It is started anew when it could not be started before.
static RUNTIME: Mutex<Option<Handle>> = Mutex::new(None);

fn runtime() -> io::Result<Handle> {
    let mut runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*runtime {
        return Ok(handle.clone());
    }
    let new = Builder::new_current_thread().enable_all().build()?;
    let handle = new.handle().clone();
    thread::Builder::new()
        .name("blocking calls".to_owned())
        .spawn(move || new.block_on(pending::<()>()))?;
    *runtime = Some(handle.clone());
    Ok(handle)
}

impl<T, B> Sending<T, B>
where
    T: Send + 'static,
    B: Send + 'static,
{
    /// Makes the call and waits on this thread until it is done.
    pub fn wait(self) -> Result<T, CallError<B>> {
        run(self).map_err(CallError::from).flatten()
    }
}

/// Lends a future to the runtime, and waits for what comes of it.
fn run<F>(future: F) -> Result<F::Output, Error>
where
    F: Future<Output: Send> + Send + 'static,
{
    let failed = |why: &str| Error::new(ErrorKind::Config, why);
    let runtime = runtime()
        .map_err(|error| failed("the thread for blocking calls can't be started").because(error))?;
    block_on(runtime.spawn(future))
        .map_err(|gone| failed("the call was not made to its end").because(gone))
}

impl<S, B> Opening<S, B>
where
    S: Send + 'static,
    B: Send + 'static,
{
    /// Makes the call and waits on this thread until the answer begins.
    pub fn wait(self) -> Result<S, CallError<B>> {
        run(self).map_err(CallError::from).flatten()
    }
}

/// The events, or the lines, of an answer, decoded as they are asked for. It ends after the first error; dropping it ends the
/// exchange.
#[must_use = "items are not read before they are asked for"]
pub struct BlockingEvents<T>(Option<EventStream<T>>);

/// The bytes of an answer, as they are asked for. It ends after the first error; dropping it ends the exchange.
#[must_use = "bytes are not read before they are asked for"]
pub struct BlockingBytes(Option<ByteStream>);

impl<T> EventStream<T> {
    /// The same items for code that is not async. It waits on the thread that asks.
    pub fn blocking(self) -> BlockingEvents<T> {
        BlockingEvents(Some(self))
    }
}

impl ByteStream {
    /// The same bytes for code that is not async. It waits on the thread that asks.
    pub fn blocking(self) -> BlockingBytes {
        BlockingBytes(Some(self))
    }
}

impl<T: DeserializeOwned + Send + 'static> Iterator for BlockingEvents<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        next(&mut self.0)
    }
}

impl Iterator for BlockingBytes {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        next(&mut self.0)
    }
}

/// The items of a list, page after page, fetched as they are asked for. It ends after the first error.
#[must_use = "items are not fetched before they are asked for"]
pub struct BlockingItems<O: Paged>(Option<Items<O>>);

/// The pages of a list, fetched one after the other as they are asked for. It ends after the first error.
#[must_use = "pages are not fetched before they are asked for"]
pub struct BlockingPages<O: Paged>(Option<Pages<O>>);

impl<O: Paged> Items<O> {
    /// The same items for code that is not async. It waits on the thread that asks.
    pub fn blocking(self) -> BlockingItems<O> {
        BlockingItems(Some(self))
    }
}

impl<O: Paged> Pages<O> {
    /// The same pages for code that is not async. It waits on the thread that asks.
    pub fn blocking(self) -> BlockingPages<O> {
        BlockingPages(Some(self))
    }
}

impl<O: Paged> Iterator for BlockingItems<O>
where
    O::Item: 'static,
    O::Success: Send + 'static,
    O::Failure: Send + 'static,
{
    type Item = Result<O::Item, CallError<O::Failure>>;

    fn next(&mut self) -> Option<Self::Item> {
        next(&mut self.0)
    }
}

impl<O: Paged> Iterator for BlockingPages<O>
where
    O::Item: 'static,
    O::Success: Send + 'static,
    O::Failure: Send + 'static,
{
    type Item = Result<O::Success, CallError<O::Failure>>;

    fn next(&mut self) -> Option<Self::Item> {
        next(&mut self.0)
    }
}

/// The next thing of a stream that is lent to the runtime for as long as it takes.
fn next<S, T, E>(place: &mut Option<S>) -> Option<Result<T, E>>
where
    S: Stream<Item = Result<T, E>> + Unpin + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let mut stream = place.take()?;
    let asked = async move {
        let next = poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await;
        (stream, next)
    };
    match run(asked) {
        Ok((stream, next)) => {
            // After an error or the end, nothing more is asked.
            *place = matches!(next, Some(Ok(_))).then_some(stream);
            next
        }
        Err(error) => Some(Err(error.into())),
    }
}

impl<T> fmt::Debug for BlockingEvents<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingEvents").field(&self.0).finish()
    }
}

impl fmt::Debug for BlockingBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingBytes").field(&self.0).finish()
    }
}

impl<O: Paged> fmt::Debug for BlockingItems<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingItems").field(&self.0).finish()
    }
}

impl<O: Paged> fmt::Debug for BlockingPages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingPages").field(&self.0).finish()
    }
}
