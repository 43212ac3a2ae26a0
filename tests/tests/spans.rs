//! What `tracing` is told. This test has a process of its own, because `tracing` asks whether anybody wants a span only at
//! the first call, on the thread that makes it: a call on another thread, which nobody listens to, would turn them off.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use http::Method;
use orq_ai_sdk::Orq;
use orq_ai_sdk::runtime::testing::{Answer, MockTransport, block_on};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<String>>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Spans {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut spans = self.0.lock().unwrap();
        let mut line = span.metadata().name().to_owned();
        span.record(&mut Line(&mut line));
        spans.push(line);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.0.lock().unwrap();
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Line(&mut spans[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn one_span_for_the_call_and_one_for_each_attempt() {
    let spans = Spans::default();
    let mock = MockTransport::new();
    mock.on_path(Method::DELETE, "/v2/identities/a")
        .fail(503)
        .respond(Answer::empty(204));
    let client: Orq = mock.client();
    tracing::subscriber::with_default(spans.clone(), || {
        block_on(client.identities().delete("a").send()).unwrap();
    });
    let attempt = "otel.name=DELETE /v2/identities/{id} otel.kind=\"client\" \
                   http.request.method=\"DELETE\" url.template=\"/v2/identities/{id}\" \
                   url.full=https://api.orq.ai/v2/identities/a \
                   server.address=\"api.orq.ai\" server.port=443";
    assert_eq!(
        *spans.0.lock().unwrap(),
        [
            "call otel.name=\"DeleteIdentity\" otel.kind=\"internal\" \
             http.request.method=\"DELETE\" url.template=\"/v2/identities/{id}\" attempts=2 \
             http.response.status_code=204"
                .to_owned(),
            format!(
                "attempt {attempt} http.response.status_code=503 \
                 otel.status_code=\"ERROR\" error.type=503"
            ),
            format!("attempt {attempt} http.request.resend_count=1 http.response.status_code=204"),
        ]
    );
}
