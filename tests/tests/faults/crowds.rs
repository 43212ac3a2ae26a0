//! Thousands of calls on one client. Open files are counted by process, so the tests run in processes of their own.
#![cfg(target_os = "linux")]

use std::time::Duration;

use orq_ai_sdk::ErrorKind;
use sdk_tests::rude::{Manners, Rude, head};
use sdk_tests::server::Server;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::world::{PATIENCE, builder, is_alone};

/// Open files of this process and live tasks of this runtime.
fn open() -> (usize, usize) {
    let files = std::fs::read_dir("/proc/self/fd").unwrap().count();
    (files, Handle::current().metrics().num_alive_tasks())
}

/// Waits for something that happens soon.
async fn until(mut holds: impl FnMut() -> bool) -> bool {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_cancelled_calls_leave_nothing_behind() {
    if !is_alone("crowds::a_thousand_cancelled_calls_leave_nothing_behind") {
        return;
    }
    // Half of the calls are waiting for a head when they are cancelled, half for the rest of a body.
    let silent = Rude::start(Manners::Stall(String::new())).await.unwrap();
    let begun = Rude::start(Manners::Stall(head("content-length: 42") + "{"))
        .await
        .unwrap();
    let orq = builder(silent.url()).build().unwrap();
    let before = open();
    let mut calls = JoinSet::new();
    for number in 0..1000 {
        let url = if number % 2 == 0 {
            silent.url()
        } else {
            begun.url()
        };
        calls.spawn(orq.identities().retrieve("user_1").server(url).send());
    }
    let arrived = until(|| silent.requests() + begun.requests() == 1000).await;
    assert!(arrived, "{} and {}", silent.requests(), begun.requests());
    assert_eq!(silent.connections() + begun.connections(), 1000);
    calls.shutdown().await;
    assert!(silent.is_left_alone(PATIENCE).await && begun.is_left_alone(PATIENCE).await);
    let clean = until(|| open().0 <= before.0 && open().1 <= before.1).await;
    assert!(clean, "{:?} and then {:?}", before, open());
    assert_eq!(silent.requests() + begun.requests(), 1000);

    // The client is as good as new.
    let server = Server::start().await.unwrap();
    orq.identities().list().server(server.url()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_calls_at_once() {
    if !is_alone("crowds::two_thousand_calls_at_once") {
        return;
    }
    let server = Server::start().await.unwrap();
    server.seed(100);
    // By then the server's own tasks run.
    tokio::time::sleep(Duration::from_millis(20)).await;
    let before = open();
    let orq = builder(server.url()).timeout(PATIENCE * 3).build().unwrap();
    let mut calls = JoinSet::new();
    for number in 0..2000 {
        let id = format!("user_{}", number % 100 + 1);
        let call = orq.identities().retrieve(&id).send();
        calls.spawn(async move { (id, call.await) });
    }
    while let Some(call) = calls.join_next().await {
        let (id, found) = call.unwrap();
        assert_eq!(found.unwrap().external_id, id);
    }
    assert_eq!(server.requests().len(), 2000);
    // Some connections were begun that no call had to wait for in the end; they come about in the background.
    tokio::time::sleep(Duration::from_millis(500)).await;
    // Connections are kept as long as the client, and no longer.
    drop(orq);
    let clean = until(|| open().0 <= before.0 && open().1 <= before.1).await;
    assert!(clean, "{:?} and then {:?}", before, open());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_time_out_together_end_together() {
    if !is_alone("crowds::calls_that_time_out_together_end_together") {
        return;
    }
    let rude = Rude::start(Manners::Stall(String::new())).await.unwrap();
    let orq = builder(rude.url()).build().unwrap();
    let before = open();
    let limit = Duration::from_millis(500);
    let mut calls = JoinSet::new();
    for _ in 0..200 {
        calls.spawn(orq.identities().retrieve("user_1").timeout(limit).send());
    }
    while let Some(call) = calls.join_next().await {
        assert_eq!(call.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    }
    assert!(rude.is_left_alone(PATIENCE).await);
    assert!(until(|| open().0 <= before.0 && open().1 <= before.1).await);
}
