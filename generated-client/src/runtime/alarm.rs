//! A limit on waiting, which costs nothing until somebody has to wait.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::transport::{BoxFuture, Clock};

/// Goes off when a time has passed since a moment. The clock is set when the first work under the alarm has to wait: many answers
/// of a transport in memory never do.
pub(super) struct Alarm<'a> {
    clock: &'a dyn Clock,
    begin: Instant,
    patience: Duration,
    sleep: Option<BoxFuture<'static, ()>>,
}

impl<'a> Alarm<'a> {
    /// An alarm that goes off so long after the moment.
    pub(super) fn new(clock: &'a dyn Clock, begin: Instant, patience: Duration) -> Self {
        Self {
            clock,
            begin,
            patience,
            sleep: None,
        }
    }

    /// Runs a future until it is done or the alarm goes off, whichever comes first. The future stays where it is pinned: moved into
    /// this one, it would take its room twice.
    pub(super) fn limit<F: Future>(
        &mut self,
        mut work: Pin<&mut F>,
    ) -> impl Future<Output = Option<F::Output>> {
        poll_fn(move |cx| match work.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending => {
                let sleep = self.sleep.get_or_insert_with(|| {
                    let passed = self.clock.now().saturating_duration_since(self.begin);
                    self.clock.sleep(self.patience.saturating_sub(passed))
                });
                sleep.as_mut().poll(cx).map(|()| None)
            }
        })
    }
}
