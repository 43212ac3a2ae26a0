//! How calls are made unless the caller says otherwise.

use std::fmt;

/// What a document says about how calls are made. A caller may always say otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallDefaults {
    /// How many milliseconds a call may take.
    pub timeout: Option<u64>,
    /// When a call is made again.
    pub retry: Option<Retry>,
}

/// When a call is made again. Times are in milliseconds; what is left out is the runtime's to choose.
#[derive(Clone, Debug, PartialEq)]
pub enum Retry {
    /// Never.
    Never,
    /// After waits that grow.
    Backoff {
        /// The first wait.
        first: Option<u64>,
        /// The longest wait.
        longest: Option<u64>,
        /// How long after the first attempt the last one may begin.
        total: Option<u64>,
        /// How many times longer each wait is than the one before.
        growth: Option<f64>,
        /// The statuses that are worth another attempt, as ranges; empty for the usual ones.
        statuses: Vec<(u16, u16)>,
        /// Whether broken connections are worth one.
        connections: bool,
        /// Whether it is said of this very operation, which then is repeated even when it is not idempotent.
        anything: bool,
    },
}

impl CallDefaults {
    /// What is said, for people to read.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let timeout = self.timeout.map(|limit| format!("timeout {limit} ms"));
        let retry = self.retry.as_ref().map(|retry| format!("retry {retry}"));
        timeout.into_iter().chain(retry)
    }
}

impl fmt::Display for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Backoff {
            first,
            longest,
            total,
            growth,
            statuses,
            connections,
            anything,
        } = self
        else {
            return f.write_str("never");
        };
        let times = [("first", first), ("longest", longest), ("total", total)];
        let times = times.into_iter().filter_map(|(name, time)| {
            let time = time.as_ref()?;
            Some(format!("{name} {time} ms"))
        });
        let growth = growth.map(|factor| format!("growth {factor}"));
        let statuses = statuses
            .iter()
            .map(|(first, last)| format!("{first}..={last}"));
        let connections = (!connections).then(|| "answers only".to_owned());
        let anything = anything.then(|| "anything".to_owned());
        let all = times.chain(growth).chain(statuses);
        let all: Vec<String> = all.chain(connections).chain(anything).collect();
        f.write_str(&all.join(", "))
    }
}
