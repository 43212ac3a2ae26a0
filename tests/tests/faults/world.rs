//! What the faults have in common: impatient clients, a clock that jumps, and processes of their own.

use std::env;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use orq_ai_sdk::models::CreateIdentityRequest;
use orq_ai_sdk::runtime::{BoxFuture, ClientBuilder};
use orq_ai_sdk::{Clock, Error, ErrorKind, Orq, RetryPolicy};
use sdk_tests::rude::{Manners, Rude};
use sdk_tests::server::API_KEY;

/// Longer than anything that works takes, shorter than anyone's patience.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// An identity as the server would send it.
pub(crate) const IDENTITY: &str = r#"{"_id":"contact_1","external_id":"user_1"}"#;

/// What creating answers; it is an identity as well.
pub(crate) const CREATED: &str = r#"{"_id":"contact_1","external_id":"user_1","workspace_id":"550e8400-e29b-41d4-a716-446655440000"}"#;

/// The default policy, only quicker.
pub(crate) const QUICK: RetryPolicy = RetryPolicy::new().base_delay(Duration::from_millis(1));

/// A client that repeats what may be repeated, and quickly.
pub(crate) fn builder(url: &str) -> ClientBuilder<Orq> {
    Orq::builder()
        .api_key(API_KEY)
        .server(url)
        .retry(QUICK)
        .timeout(PATIENCE)
}

/// A whole answer with its length.
pub(crate) fn whole(status: &str, media_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// What a caller sees of a failed call, and the server of its requests.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) kind: ErrorKind,
    pub(crate) status: Option<u16>,
    pub(crate) attempts: u32,
    pub(crate) requests: usize,
}

/// An error beside the requests that the server counted.
pub(crate) fn seen(error: impl Into<Error>, requests: usize) -> Seen {
    let error = error.into();
    Seen {
        kind: error.kind(),
        status: error.status().map(|status| status.as_u16()),
        attempts: error.attempts(),
        requests,
    }
}

/// One fault, and what becomes of calls that meet it.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) manners: Manners,
    pub(crate) kind: ErrorKind,
    pub(crate) status: Option<u16>,
    /// How often a read is attempted; what may have an effect is attempted once, whatever happens.
    pub(crate) reads: u32,
}

/// Reads and writes against the fault, and compares what is seen.
pub(crate) async fn meet(fault: Fault, attempt_timeout: Duration) {
    let expected = |attempts: u32| Seen {
        kind: fault.kind,
        status: fault.status,
        attempts,
        requests: attempts as usize,
    };
    let start = async || {
        let rude = Rude::start(fault.manners.clone()).await.unwrap();
        let orq = builder(rude.url())
            .attempt_timeout(attempt_timeout)
            .build()
            .unwrap();
        (rude, orq)
    };
    let (rude, orq) = start().await;
    let error = orq.identities().retrieve("user_1").await.unwrap_err();
    assert_eq!(
        seen(error, rude.requests()),
        expected(fault.reads),
        "{}",
        fault.name
    );
    assert!(
        rude.is_left_alone(PATIENCE).await,
        "{}: a connection outlived the error",
        fault.name
    );

    let (rude, orq) = start().await;
    let create = CreateIdentityRequest::new("user_1");
    let error = orq.identities().create(create).await.unwrap_err();
    assert_eq!(
        seen(error, rude.requests()),
        expected(1),
        "{}, a write",
        fault.name
    );
    // A repetition that comes late would be one as well.
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(rude.requests(), 1, "{}, a write", fault.name);
}

/// A clock that jumps over the waits between attempts and remembers them. Time limits are never reached.
#[derive(Clone, Default)]
pub(crate) struct JumpyClock(Arc<Mutex<Vec<Duration>>>);

impl JumpyClock {
    /// The time limit that goes with it: what lasts so long is a limit, what is shorter a wait.
    pub(crate) const LIMIT: Duration = Duration::from_secs(100_000);

    /// Seconds since 1970 by this clock: Tue, 14 Nov 2023 22:13:20 GMT.
    const TODAY: u64 = 1_700_000_000;

    /// The waits so far.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl Clock for JumpyClock {
    fn today(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(Self::TODAY)
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let waits = Arc::clone(&self.0);
        Box::pin(async move {
            if duration > Self::LIMIT / 2 {
                return std::future::pending().await;
            }
            waits.lock().unwrap().push(duration);
        })
    }

    fn jitter(&self) -> f64 {
        1.0
    }
}

/// Runs a test again in a process of its own, in which as many files may be open as the system allows. True in that process.
///
/// Memory and open files are counted by process, and tests share one.
pub(crate) fn is_alone(test: &str) -> bool {
    is_alone_with(test, &[])
}

/// The same with some variables in the environment of that process.
pub(crate) fn is_alone_with(test: &str, variables: &[(&str, &Path)]) -> bool {
    const MARK: &str = "SDK_TESTS_ALONE";
    if env::var_os(MARK).is_some() {
        return true;
    }
    let output = Command::new("sh")
        .args(["-c", r#"ulimit -n "$(ulimit -Hn)"; exec "$0" "$@""#])
        .arg(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(MARK, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    false
}
