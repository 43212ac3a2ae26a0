//! How often, and how much, one call allocates: through the SDK, by hand, and for decoding alone. It prints numbers.

use std::alloc::System;

use by_hand::{AtOnce, Identity, Page};
use sdk_tests::rude::{Manners, Rude};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const TIMES: usize = 200;

/// Prints the mean over many calls, after a few that fill pools and caches.
async fn count<T>(what: &str, mut call: impl AsyncFnMut() -> T) {
    for _ in 0..20 {
        drop(call().await);
    }
    let region = Region::new(ALLOCATOR);
    for _ in 0..TIMES {
        drop(call().await);
    }
    let change = region.change();
    let times = change.allocations / TIMES;
    let again = change.reallocations / TIMES;
    let bytes = change.bytes_allocated / TIMES;
    println!("{what:<48} {times:>5} allocations {again:>4} reallocations {bytes:>8} bytes");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base = "https://api.example.com";

    let body = by_hand::identity(1);
    count("retrieve: decoding alone", async || {
        serde_json::from_str::<Identity>(&body).expect("it fits")
    })
    .await;
    let transport = AtOnce::new(&body);
    count("retrieve, in process: by hand", async || {
        let url = by_hand::address(base, "user_1");
        let call = by_hand::get_in_process::<Identity>(&transport, &url);
        call.await.expect("it is a success")
    })
    .await;
    let orq = by_hand::sdk_in_process(&body);
    count("retrieve, in process: SDK", async || {
        let call = orq.identities().retrieve("user_1");
        call.await.expect("it is a success")
    })
    .await;

    // The server's allocations are counted too, and are the same on both sides.
    let rude = Rude::start(Manners::Answer(by_hand::answer(&body))).await;
    let rude = rude.expect("a port is free");
    let client = by_hand::reqwest_client();
    count("retrieve, loopback with its server: by hand", async || {
        let url = by_hand::address(rude.url(), "user_1");
        let call = by_hand::get::<Identity>(&client, &url);
        call.await.expect("it is a success")
    })
    .await;
    let orq = by_hand::sdk(rude.url());
    count("retrieve, loopback with its server: SDK", async || {
        let call = orq.identities().retrieve("user_1");
        call.await.expect("it is a success")
    })
    .await;

    let body = by_hand::page(50);
    count("a page of 50: decoding alone", async || {
        serde_json::from_str::<Page>(&body).expect("it fits")
    })
    .await;
    let orq = by_hand::sdk_in_process(&body);
    count("a page of 50, in process: SDK", async || {
        let call = orq.identities().list().limit(50);
        call.await.expect("it is a success")
    })
    .await;
}
