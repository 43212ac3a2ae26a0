//! Decoding 10,000 identities: the SDK's types by its own way beside equal types by hand with plain `serde_json`.

#![allow(missing_docs, reason = "criterion's macros write public items")]

use std::hint::black_box;

use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use http::{HeaderMap, StatusCode};
use orq_ai_sdk::models::ListIdentitiesResponse;
use orq_ai_sdk::runtime::Response;

fn decoding(criterion: &mut Criterion) {
    let body = Bytes::from(by_hand::page(10_000));
    let mut group = criterion.benchmark_group("decoding 10,000 identities");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.sample_size(20);
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| {
            let page: by_hand::Page = serde_json::from_slice(&body).expect("it fits");
            black_box(page)
        });
    });
    let response = Response::new(StatusCode::OK, HeaderMap::new(), body.clone());
    group.bench_function("SDK", |bencher| {
        bencher.iter(|| {
            let page: ListIdentitiesResponse = response.json().expect("it fits");
            black_box(page)
        });
    });
    group.finish();
}

criterion_group!(benches, decoding);
criterion_main!(benches);
