//! When a call is sent again, and after how long: a pure decision, and a budget that keeps retries from piling up.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// Statuses that say "not now" rather than "no".
const TRANSIENT: &[(u16, u16)] = &[(408, 408), (429, 429), (500, 500), (502, 504)];

/// Statuses that, together with `Retry-After`, invite a repetition of any request: the server refused to act on it.
const INVITING: &[u16] = &[429, 503];

/// Whether and when a call is sent again.
///
/// By default there are up to three attempts. Idempotent operations are repeated when the connection fails and on the
/// statuses 408, 429, 500, 502, 503 and 504. Others are repeated only when nothing had been sent, when the server answers
/// 429 or 503 with `Retry-After`, or when the call carries an `Idempotency-Key`.
///
/// What would fail in the same way again, such as a connection to a server whose certificate is refused, is never repeated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    attempts: u32,
    base_delay: Duration,
    growth: f64,
    max_delay: Duration,
    max_retry_after: Duration,
    total: Option<Duration>,
    statuses: &'static [(u16, u16)],
    broken: bool,
    repeat_anything: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// The default: three attempts, half a second doubling up to eight.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            base_delay: Duration::from_millis(500),
            growth: 2.0,
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(60),
            total: None,
            statuses: TRANSIENT,
            broken: true,
            repeat_anything: false,
        }
    }

    /// One attempt and no more.
    pub const fn none() -> Self {
        Self::new().attempts(1)
    }

    /// How many attempts are made at most, the first one included.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest wait before the second attempt; it grows with each further one. The actual wait is a random part of it.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// How many times longer each wait may be than the one before; twice as long by default, and never shorter.
    pub const fn growth(mut self, factor: f64) -> Self {
        self.growth = factor;
        self
    }

    /// The longest wait between two attempts, unless the server asks for another one.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest wait that a server's `Retry-After` is obeyed for; a longer one is cut to this.
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// No attempt begins later than this after the first one. The call's own time limit holds in any case.
    pub const fn total(mut self, total: Duration) -> Self {
        self.total = Some(total);
        self
    }

    /// The statuses that are worth another attempt, each as the first and the last of a range: `&[(429, 429), (500, 599)]`.
    pub const fn statuses(mut self, ranges: &'static [(u16, u16)]) -> Self {
        self.statuses = ranges;
        self
    }

    /// Whether a connection that breaks, or never comes about, is worth another attempt. It is by default.
    pub const fn connection_errors(mut self, retried: bool) -> Self {
        self.broken = retried;
        self
    }

    /// Repeats operations that are not idempotent like those that are: they may then take effect twice.
    pub const fn repeat_anything(mut self) -> Self {
        self.repeat_anything = true;
        self
    }

    /// How long to wait before the next attempt, or `None` to make no further one.
    ///
    /// `attempt` attempts have been made over `elapsed`, the last one ended in `outcome`; `jitter` is a number between 0 and 1.
    #[doc(hidden)]
    pub fn decide(
        &self,
        idempotent: bool,
        attempt: u32,
        elapsed: Duration,
        outcome: Outcome,
        jitter: f64,
    ) -> Option<Duration> {
        if attempt >= self.attempts || !self.allows(idempotent, outcome) {
            return None;
        }
        let delay = match outcome {
            Outcome::Status {
                retry_after: Some(asked),
                ..
            } => asked.min(self.max_retry_after),
            _ => self.backoff(attempt).mul_f64(jitter.clamp(0.0, 1.0)),
        };
        let in_time = self
            .total
            .is_none_or(|total| elapsed.saturating_add(delay) <= total);
        in_time.then_some(delay)
    }

    fn allows(&self, idempotent: bool, outcome: Outcome) -> bool {
        let repeatable = idempotent || self.repeat_anything;
        match outcome {
            Outcome::NotSent => self.broken,
            Outcome::Broken => self.broken && repeatable,
            Outcome::Status {
                status,
                retry_after,
            } => {
                let invited = retry_after.is_some() && INVITING.contains(&status);
                let transient = |(first, last): &(u16, u16)| (*first..=*last).contains(&status);
                self.statuses.iter().any(transient) && (repeatable || invited)
            }
        }
    }

    fn backoff(&self, attempt: u32) -> Duration {
        let steps = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
        let factor = self.growth.max(1.0).powi(steps);
        let delay = Duration::try_from_secs_f64(self.base_delay.as_secs_f64() * factor);
        // What is no number, or beyond what can be counted, is more than enough.
        delay.unwrap_or(Duration::MAX).min(self.max_delay)
    }
}

/// How an attempt ended that might be worth another one.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was no connection, or the server did not take the request, so that it can't have acted.
    NotSent,
    /// The connection broke or the attempt ran out of time: the server may have acted.
    Broken,
    /// The server answered.
    Status {
        /// With this status.
        status: u16,
        /// And this wish for the next attempt.
        retry_after: Option<Duration>,
    },
}

/// What the server asks for in `retry-after-ms` or `Retry-After`, which holds seconds or a date.
#[doc(hidden)]
pub fn retry_after(headers: &HeaderMap, today: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let number =
        |text: &str, unit: f64| Duration::try_from_secs_f64(text.parse::<f64>().ok()? * unit).ok();
    if let Some(delay) = text("retry-after-ms").and_then(|text| number(text, 0.001)) {
        return Some(delay);
    }
    let text = text(header::RETRY_AFTER.as_str())?;
    number(text, 1.0).or_else(|| {
        let date = httpdate::parse_http_date(text).ok()?;
        Some(date.duration_since(today).unwrap_or_default())
    })
}

/// A token bucket for retries, one per client: when a server fails for everybody, retrying each call would only add to
/// its load, so retries stop once the bucket is empty and successes fill it again.
#[derive(Debug)]
pub(super) struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 100;
    const RETRY: u32 = 5;
    const SUCCESS: u32 = 1;

    pub(super) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Pays for a retry, if there is enough left.
    pub(super) fn withdraw(&self) -> bool {
        let pay = |tokens: u32| tokens.checked_sub(Self::RETRY);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay)
            .is_ok()
    }

    /// Notes a success.
    pub(super) fn deposit(&self) {
        let earn = |tokens: u32| Some((tokens + Self::SUCCESS).min(Self::FULL));
        _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}
