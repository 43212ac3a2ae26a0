//! What stands around calls.

use std::sync::{Arc, Mutex};

use orq_ai_sdk::runtime::{
    Body, BoxFuture, CallOutcome, ErrorKind, Middleware, Next, Outgoing, TransportError,
};

use super::world::{World, answer, json, run};

const THING: &str = r#"{"id":"a","count":1}"#;

#[derive(Clone)]
struct Diary(&'static str, Arc<Mutex<Vec<String>>>);

impl Diary {
    fn note(&self, text: &str) {
        self.1.lock().unwrap().push(format!("{} {text}", self.0));
    }
}

impl Middleware for Diary {
    fn before<'a>(
        &'a self,
        request: Outgoing<'a>,
    ) -> BoxFuture<'a, Result<(), Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async move {
            self.note(&format!(
                "before {} {}",
                request.operation, request.template
            ));
            request.headers.insert("x-diary", self.0.parse()?);
            Ok(())
        })
    }

    fn attempt<'a>(
        &'a self,
        request: http::Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            self.note("sends");
            let answer = next.run(request).await;
            match &answer {
                Ok(answer) => self.note(answer.status().as_str()),
                Err(_) => self.note("fails"),
            }
            answer
        })
    }

    fn after(&self, outcome: &CallOutcome<'_>) {
        let status = outcome.status.map(|status| status.as_u16());
        self.note(&format!("after {} {status:?}", outcome.attempts));
    }
}

#[test]
fn it_stands_around_the_call_and_each_attempt() {
    let notes = Arc::default();
    let world = World::new([answer(503, &[], ""), json(200, THING)]);
    let shop = world
        .builder()
        .middleware(Diary("outer", Arc::clone(&notes)))
        .middleware(Diary("inner", Arc::clone(&notes)))
        .build()
        .unwrap();
    run(shop.retrieve("a").send()).unwrap();
    assert_eq!(
        *notes.lock().unwrap(),
        [
            "outer before RetrieveThing /things/{id}",
            "inner before RetrieveThing /things/{id}",
            "outer sends",
            "inner sends",
            "inner 503",
            "outer 503",
            "outer sends",
            "inner sends",
            "inner 200",
            "outer 200",
            "inner after 2 Some(200)",
            "outer after 2 Some(200)",
        ]
    );
    assert!(
        world
            .sent()
            .iter()
            .all(|sent| sent.headers["x-diary"] == "inner")
    );
}

struct Guard;

impl Middleware for Guard {
    fn before<'a>(
        &'a self,
        _: Outgoing<'a>,
    ) -> BoxFuture<'a, Result<(), Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(std::future::ready(Err("not today".into())))
    }
}

#[test]
fn it_can_refuse() {
    let world = World::new([]);
    let shop = world.builder().middleware(Guard).build().unwrap();
    let error = run(shop.retrieve("a").send()).unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.operation()),
        (ErrorKind::Request, 0, Some("RetrieveThing"))
    );
    assert_eq!(error.message(), "middleware refused the call: not today");
}
