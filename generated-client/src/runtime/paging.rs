//! Lists that come in pages: the pages, or the items of all pages, as streams.

use std::collections::HashSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::call::{Call, Callable, Sending};
use super::error::{CallError, Error, ErrorKind};
use super::operation::Operation;

/// An operation whose answers are pages of a list.
pub trait Paged: Operation + Callable + Clone + Unpin + Send + 'static {
    /// What the list holds.
    type Item: Unpin + Send;
    /// The items of one page.
    fn items(page: Self::Success) -> Vec<Self::Item>;
    /// The call for the page after this one, or `None` after the last.
    fn next(&self, page: &Self::Success) -> Option<Self>;
}

/// The pages of a list, fetched one after the other as they are asked for. The stream ends after the first error.
///
/// A time limit that was set on the client or the call is one for all pages together.
#[must_use = "pages are not fetched before they are asked for"]
pub struct Pages<O: Paged> {
    state: State<O>,
    /// Fingerprints of the requests made so far: a list that leads back to one of them has no end.
    seen: HashSet<u64>,
}

enum State<O: Paged> {
    Next(O),
    Waiting(O, Sending<O::Success, O::Failure>),
    Done,
}

impl<O: Paged> Pages<O> {
    /// The pages from this one on.
    pub fn new(first: O) -> Self {
        Self {
            state: State::Next(first),
            seen: HashSet::new(),
        }
    }

    /// The next page, or `None` after the last.
    pub async fn try_next(&mut self) -> Result<Option<O::Success>, CallError<O::Failure>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }

    fn begin(&mut self, mut operation: O) -> Result<(), Error> {
        let request = operation.request()?;
        let mut hasher = DefaultHasher::new();
        (request.target(), request.cookies(), request.body()).hash(&mut hasher);
        for (name, value) in request.headers() {
            (name, value).hash(&mut hasher);
        }
        if !self.seen.insert(hasher.finish()) {
            let why = "the server leads from one page back to an earlier one";
            return Err(Error::new(ErrorKind::Paging, why).of(O::META));
        }
        operation.call_mut().share_deadline();
        let sending = Call::send(&operation);
        self.state = State::Waiting(operation, sending);
        Ok(())
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Success, CallError<O::Failure>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Next(operation) => {
                    if let Err(error) = this.begin(operation) {
                        return Poll::Ready(Some(Err(error.into())));
                    }
                }
                State::Waiting(operation, mut sending) => {
                    let Poll::Ready(result) = Pin::new(&mut sending).poll(cx) else {
                        this.state = State::Waiting(operation, sending);
                        return Poll::Pending;
                    };
                    if let Some(next) = result.as_ref().ok().and_then(|page| operation.next(page)) {
                        this.state = State::Next(next);
                    }
                    return Poll::Ready(Some(result));
                }
            }
        }
    }
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::META.id)
            .field("requests", &self.seen.len())
            .finish()
    }
}

/// The items of a list, page after page, fetched as they are asked for. The stream ends after the first error.
///
/// A time limit that was set on the client or the call is one for all pages together.
#[must_use = "items are not fetched before they are asked for"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    page: std::vec::IntoIter<O::Item>,
}

impl<O: Paged> Items<O> {
    /// The items from the first one of this page on.
    pub fn new(first: O) -> Self {
        Self {
            pages: Pages::new(first),
            page: Vec::new().into_iter(),
        }
    }

    /// The next item, or `None` after the last.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, CallError<O::Failure>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }

    /// All items that are left.
    pub async fn try_collect(mut self) -> Result<Vec<O::Item>, CallError<O::Failure>> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, CallError<O::Failure>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(cx)) {
                Some(Ok(page)) => this.page = O::items(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.page.len())
            .finish()
    }
}
