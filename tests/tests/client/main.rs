//! The generated client, end to end, against a server on a loopback port.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod answers;
mod calls;
mod errors;
mod examples;
mod options;
mod paging;
mod paths;
mod retries;
mod setup;

use std::time::Duration;

use orq_ai_sdk::{Orq, RetryPolicy};
use sdk_tests::rude::{Manners, Rude};
use sdk_tests::server::{API_KEY, Server};

/// Longer than anything that works takes, shorter than anyone's patience.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server without identities, and a client of it that sends everything once.
async fn start() -> (Server, Orq) {
    let server = Server::start().await.unwrap();
    let orq = client(server.url());
    (server, orq)
}

/// A server that misbehaves, and a client of it that sends everything once.
async fn start_rude(manners: Manners) -> (Rude, Orq) {
    let rude = Rude::start(manners).await.unwrap();
    let orq = client(rude.url());
    (rude, orq)
}

fn client(url: &str) -> Orq {
    Orq::builder()
        .api_key(API_KEY)
        .server(url)
        .retry(RetryPolicy::none())
        .timeout(PATIENCE)
        .build()
        .unwrap()
}

/// The pairs of a query, sorted; a comma counts as one whether it is encoded or not.
fn pairs(query: &str) -> Vec<String> {
    let mut pairs: Vec<String> = query
        .split('&')
        .map(|pair| pair.replace("%2C", ","))
        .collect();
    pairs.sort();
    pairs
}
