//! One call through the SDK beside the same call by hand: over loopback with reqwest, and over a transport in the process.

#![allow(missing_docs, reason = "criterion's macros write public items")]

use std::hint::black_box;
use std::sync::mpsc::channel;
use std::thread;

use by_hand::{AtOnce, Identity, Page};
use criterion::{Criterion, criterion_group, criterion_main};
use sdk_tests::rude::{Manners, Rude};
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime needs nothing special")
}

/// A server on a thread of its own that gives the same answer to everything, until the process ends.
fn server(body: &str) -> String {
    let (send, url) = channel();
    let answer = by_hand::answer(body);
    thread::spawn(move || {
        runtime().block_on(async {
            let rude = Rude::start(Manners::Answer(answer)).await;
            let rude = rude.expect("a port is free");
            send.send(rude.url().to_owned()).expect("somebody listens");
            std::future::pending::<()>().await;
        });
    });
    url.recv().expect("the server starts")
}

fn loopback(criterion: &mut Criterion) {
    let runtime = runtime();
    let url = server(&by_hand::identity(1));
    let mut group = criterion.benchmark_group("loopback: retrieve");
    let client = by_hand::reqwest_client();
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| {
            let whole = by_hand::address(&url, "user_1");
            let call = by_hand::get::<Identity>(&client, &whole);
            black_box(runtime.block_on(call).expect("it is a success"))
        });
    });
    let orq = by_hand::sdk(&url);
    group.bench_function("SDK", |bencher| {
        bencher.iter(|| {
            let call = orq.identities().retrieve("user_1").send();
            black_box(runtime.block_on(call).expect("it is a success"))
        });
    });
    group.finish();

    let url = server(&by_hand::page(50));
    let whole = format!("{url}/v2/identities?limit=50");
    let mut group = criterion.benchmark_group("loopback: a page of 50");
    let client = by_hand::reqwest_client();
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| {
            let call = by_hand::get::<Page>(&client, &whole);
            black_box(runtime.block_on(call).expect("it is a success"))
        });
    });
    let orq = by_hand::sdk(&url);
    group.bench_function("SDK", |bencher| {
        bencher.iter(|| {
            let call = orq.identities().list().limit(50).send();
            black_box(runtime.block_on(call).expect("it is a success"))
        });
    });
    group.finish();
}

fn in_process(criterion: &mut Criterion) {
    let runtime = runtime();
    let base = "https://api.example.com";

    let body = by_hand::identity(1);
    let mut group = criterion.benchmark_group("in process: retrieve");
    group.bench_function("decoding alone", |bencher| {
        bencher.iter(|| {
            let identity: Identity = serde_json::from_slice(body.as_bytes()).expect("it fits");
            black_box(identity)
        });
    });
    let transport = AtOnce::new(&body);
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| {
            let url = by_hand::address(base, "user_1");
            let call = by_hand::get_in_process::<Identity>(&transport, &url);
            black_box(runtime.block_on(call).expect("it is a success"))
        });
    });
    let orq = by_hand::sdk_in_process(&body);
    group.bench_function("SDK", |bencher| {
        bencher.iter(|| {
            let call = orq.identities().retrieve("user_1").send();
            black_box(runtime.block_on(call).expect("it is a success"))
        });
    });
    group.finish();

    let body = by_hand::page(50);
    let mut group = criterion.benchmark_group("in process: a page of 50");
    group.bench_function("decoding alone", |bencher| {
        bencher.iter(|| {
            let page: Page = serde_json::from_slice(body.as_bytes()).expect("it fits");
            black_box(page)
        });
    });
    let transport = AtOnce::new(&body);
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| {
            let url = format!("{base}/v2/identities?limit=50");
            let call = by_hand::get_in_process::<Page>(&transport, &url);
            black_box(runtime.block_on(call).expect("it is a success"))
        });
    });
    let orq = by_hand::sdk_in_process(&body);
    group.bench_function("SDK", |bencher| {
        bencher.iter(|| {
            let call = orq.identities().list().limit(50).send();
            black_box(runtime.block_on(call).expect("it is a success"))
        });
    });
    group.finish();
}

criterion_group!(benches, loopback, in_process);
criterion_main!(benches);
