//! What callers see when servers and networks fail: each fault against a real socket on loopback, with the kind of error, the
//! status, the attempts and the requests that arrived. Never a hang, never a panic, never a second request that may have an effect.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod broken;
mod crowds;
mod http2;
mod idle;
mod large;
mod misfits;
mod odd;
mod redirects;
mod slow;
mod tls;
mod uploads;
mod waits;
mod world;
