//! Time in tests: it passes when somebody sleeps.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use super::super::transport::{BoxFuture, Clock};

/// How often a sleeper lets others go first. Time should pass only when nothing else happens, as it does in a real
/// program that is fast enough.
const PATIENCE: u32 = 64;

/// A clock that stands still until somebody sleeps, and then jumps to the end of that sleep. Clones share the time.
#[derive(Clone, Debug)]
pub struct MockClock {
    begin: (Instant, SystemTime),
    elapsed: Arc<Mutex<Duration>>,
}

impl Default for MockClock {
    fn default() -> Self {
        Self::new()
    }
}

impl MockClock {
    /// A clock that begins now.
    pub fn new() -> Self {
        Self {
            begin: (Instant::now(), SystemTime::now()),
            elapsed: Arc::default(),
        }
    }

    /// How much time has passed.
    pub fn elapsed(&self) -> Duration {
        *self.elapsed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets time pass.
    pub fn advance(&self, time: Duration) {
        let mut elapsed = self.elapsed.lock().unwrap_or_else(PoisonError::into_inner);
        *elapsed = elapsed.saturating_add(time);
    }
}

impl Clock for MockClock {
    fn now(&self) -> Instant {
        let now = self.begin.0.checked_add(self.elapsed());
        now.unwrap_or(self.begin.0)
    }

    fn today(&self) -> SystemTime {
        let today = self.begin.1.checked_add(self.elapsed());
        today.unwrap_or(self.begin.1)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        let end = self.elapsed().saturating_add(duration);
        let mut patience = PATIENCE;
        Box::pin(poll_fn(move |cx| {
            if clock.elapsed() < end && patience > 0 {
                patience -= 1;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            let left = end.saturating_sub(clock.elapsed());
            clock.advance(left);
            Poll::Ready(())
        }))
    }

    /// The longest wait, so that tests have the same one every time.
    fn jitter(&self) -> f64 {
        1.0
    }
}
