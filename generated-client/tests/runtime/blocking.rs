//! Calls from code that is not async, and from code that should not make them.

use orq_ai_sdk::runtime::ErrorKind;
use orq_ai_sdk::runtime::testing::{Answer, MockTransport};

use super::shop::{List, Page, Retrieve, Shop, Thing};

fn thing(id: &str) -> Thing {
    Thing {
        id: id.to_owned(),
        count: 1,
    }
}

#[test]
fn a_call_is_waited_for() {
    let mock = MockTransport::new();
    mock.on::<Retrieve>().answer(&thing("a")).fail(404);
    let shop: Shop = mock.client();
    assert_eq!(shop.retrieve("a").send_blocking().unwrap(), thing("a"));
    let error = shop.retrieve("a").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
}

#[test]
fn items_are_an_iterator_that_ends_after_an_error() {
    let page = |id: &str| Page {
        data: vec![thing(id)],
        more: true,
    };
    let mock = MockTransport::new();
    mock.on::<List>()
        .answer(&page("a"))
        .answer(&page("b"))
        .respond(Answer::empty(404));
    let shop: Shop = mock.client();
    let mut items = shop.list().items().blocking();
    assert_eq!(items.next().unwrap().unwrap(), thing("a"));
    assert_eq!(items.next().unwrap().unwrap(), thing("b"));
    assert!(items.next().unwrap().is_err());
    assert!(items.next().is_none());
    assert_eq!(mock.requests().len(), 3);
}

#[test]
fn inside_an_async_runtime_it_neither_panics_nor_locks_up() {
    let mock = MockTransport::new();
    mock.on::<Retrieve>().answer(&thing("a"));
    let shop: Shop = mock.client();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async { shop.retrieve("a").send_blocking().unwrap() });
}
