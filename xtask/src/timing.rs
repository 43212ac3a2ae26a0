//! How long each phase took. The generator has no clock; it only says when a phase starts.

use std::fmt;
use std::time::{Duration, Instant};

/// Collects the start of each phase.
#[derive(Debug)]
pub struct Stopwatch {
    started: Instant,
    phases: Vec<(String, Instant)>,
}

impl Stopwatch {
    /// Starts the clock, before the first phase.
    #[must_use]
    pub fn start() -> Self {
        Self {
            started: Instant::now(),
            phases: Vec::new(),
        }
    }

    /// A phase begins, and the one before it ends.
    pub fn phase(&mut self, name: impl fmt::Display) {
        self.phases.push((name.to_string(), Instant::now()));
    }

    /// Stops the clock; the last phase ends here.
    #[must_use]
    pub fn stop(self) -> Timings {
        let end = Instant::now();
        let ends = self
            .phases
            .iter()
            .skip(1)
            .map(|(_, start)| *start)
            .chain([end]);
        let phases = self
            .phases
            .iter()
            .zip(ends)
            .map(|((name, start), end)| (name.clone(), end.duration_since(*start)))
            .collect();
        Timings {
            phases,
            total: end.duration_since(self.started),
        }
    }
}

/// How long each phase took, in the order in which they ran. Prints as one line.
#[derive(Clone, Debug)]
pub struct Timings {
    phases: Vec<(String, Duration)>,
    total: Duration,
}

impl Timings {
    /// Adds a phase that came after the clock was stopped.
    #[must_use]
    pub fn and(mut self, name: &str, duration: Duration) -> Self {
        self.phases.push((name.to_owned(), duration));
        self.total += duration;
        self
    }
}

impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, duration) in &self.phases {
            write!(f, "{name} {}, ", Millis(*duration))?;
        }
        write!(f, "total {}", Millis(self.total))
    }
}

/// A duration as a person reads it.
pub(crate) struct Millis(pub(crate) Duration);

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= Duration::from_secs(1) {
            return write!(f, "{:.1} s", self.0.as_secs_f64());
        }
        write!(f, "{} ms", self.0.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_told_in_order_with_a_total() {
        let mut stopwatch = Stopwatch::start();
        stopwatch.phase("read");
        stopwatch.phase("emit");
        let line = stopwatch
            .stop()
            .and("write", Duration::from_secs(90))
            .to_string();
        assert!(line.starts_with("read "), "{line}");
        assert!(line.contains(" ms, emit "), "{line}");
        assert!(line.ends_with(" ms, write 90.0 s, total 90.0 s"), "{line}");
    }

    #[test]
    fn long_durations_are_told_in_seconds() {
        assert_eq!(Millis(Duration::from_millis(1540)).to_string(), "1.5 s");
        assert_eq!(Millis(Duration::from_millis(40)).to_string(), "40 ms");
    }
}
