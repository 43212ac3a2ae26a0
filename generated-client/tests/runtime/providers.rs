//! Credentials that change.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use orq_ai_sdk::runtime::{BoxFuture, ClientBuilder, Credential, CredentialProvider, ErrorKind};

use super::shop::Shop;
use super::world::{World, answer, json, run};

const THING: &str = r#"{"id":"a","count":1}"#;

/// Keys that are used up one after the other when they are refused.
#[derive(Clone, Default)]
struct Keys {
    asked: Arc<AtomicUsize>,
    refused: Arc<Mutex<usize>>,
}

impl CredentialProvider for Keys {
    fn credential(
        &self,
    ) -> BoxFuture<'_, Result<Credential, Box<dyn std::error::Error + Send + Sync>>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let number = *self.refused.lock().unwrap();
        Box::pin(async move {
            match number {
                0..3 => Ok(Credential::token(format!("rotating-key-{number}"))),
                _ => Err("no keys are left".into()),
            }
        })
    }

    fn rejected<'a>(&'a self, _: &'a Credential) -> BoxFuture<'a, bool> {
        *self.refused.lock().unwrap() += 1;
        Box::pin(std::future::ready(true))
    }
}

fn shop(world: &World, keys: &Keys) -> Shop {
    let builder = ClientBuilder::<Shop>::new()
        .transport(world.clone())
        .clock(world.clone());
    let builder = builder.credential_provider("Token", keys.clone());
    builder.build().unwrap()
}

#[test]
fn a_provider_is_asked_for_each_call() {
    let world = World::new([json(200, THING), json(200, THING), json(200, THING)]);
    let keys = Keys::default();
    let shop = shop(&world, &keys);
    run(shop.retrieve("a").send()).unwrap();
    run(shop.retrieve("a").send()).unwrap();
    run(shop.retrieve("a").header("authorization", "by hand").send()).unwrap();
    assert_eq!(keys.asked.load(Ordering::Relaxed), 2);
    let sent = world.sent();
    assert_eq!(sent[1].headers["authorization"], "Bearer rotating-key-0");
    assert!(sent[1].headers["authorization"].is_sensitive());
    assert_eq!(sent[2].headers["authorization"], "by hand");
}

#[test]
fn a_refused_key_is_replaced_once() {
    let refused = || answer(401, &[], "rotating-key-0 is no longer good");
    let world = World::new([refused(), json(200, THING), refused(), refused()]);
    let keys = Keys::default();
    let shop = shop(&world, &keys);
    let answer = run(shop.retrieve("a").send_with_response()).unwrap();
    assert_eq!(answer.attempts(), 2);
    assert_eq!(
        world.sent()[1].headers["authorization"],
        "Bearer rotating-key-1"
    );

    let error = run(shop.retrieve("a").send()).unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (401, 2)
    );
    assert!(
        !format!("{error}{error:?}").contains("rotating-key-0"),
        "{error}"
    );
}

#[test]
fn a_provider_that_fails() {
    let world = World::new([]);
    let keys = Keys::default();
    *keys.refused.lock().unwrap() = 3;
    let error = run(shop(&world, &keys).retrieve("a").send()).unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.operation()),
        (ErrorKind::Credentials, 0, Some("RetrieveThing"))
    );
    assert_eq!(
        error.message(),
        "no credentials for Token: no keys are left"
    );
}

struct Silent;

impl CredentialProvider for Silent {
    fn credential(
        &self,
    ) -> BoxFuture<'_, Result<Credential, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn a_provider_has_the_time_of_the_call() {
    let world = World::new([]);
    let shop = world.builder().credential_provider("Token", Silent);
    let shop = shop.build().unwrap();
    let call = shop.retrieve("a").timeout(Duration::from_secs(5));
    let error = run(call.send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(world.elapsed(), Duration::from_secs(5));
}
