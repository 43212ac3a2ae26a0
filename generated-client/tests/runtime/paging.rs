//! Lists over several pages.

use std::time::Duration;

use orq_ai_sdk::runtime::ErrorKind;

use super::world::{Script, World, answer, json, run};

fn page(ids: &[&str], more: bool) -> Script {
    let data: Vec<_> = ids
        .iter()
        .map(|id| serde_json::json!({"id": id, "count": 0}))
        .collect();
    json(
        200,
        &serde_json::json!({"data": data, "more": more}).to_string(),
    )
}

#[test]
fn items_of_all_pages() {
    let world = World::new([
        page(&["a", "b"], true),
        page(&["c"], true),
        page(&[], false),
    ]);
    let items = run(world.shop().list().items().try_collect()).unwrap();
    assert_eq!(
        items
            .iter()
            .map(|item| item.id.as_str())
            .collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
    let urls: Vec<_> = world.sent().into_iter().map(|sent| sent.url).collect();
    let base = "https://shop.example/things";
    assert_eq!(
        urls,
        [
            base.to_owned(),
            format!("{base}?after=b"),
            format!("{base}?after=c")
        ]
    );
}

#[test]
fn pages_are_fetched_as_they_are_asked_for() {
    let world = World::new([page(&["a"], true), page(&["b"], false)]);
    let mut pages = world.shop().list().pages();
    assert!(world.sent().is_empty());
    assert_eq!(run(pages.try_next()).unwrap().unwrap().data[0].id, "a");
    assert_eq!(world.sent().len(), 1);
    assert_eq!(run(pages.try_next()).unwrap().unwrap().data[0].id, "b");
    assert!(run(pages.try_next()).unwrap().is_none());
    assert!(run(pages.try_next()).unwrap().is_none());
}

#[test]
fn an_error_ends_the_list() {
    let world = World::new([page(&["a"], true), answer(403, &[], r#"{"error":"no"}"#)]);
    let mut items = world.shop().list().items();
    assert_eq!(run(items.try_next()).unwrap().unwrap().id, "a");
    let error = run(items.try_next()).unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Status, "no"));
    assert!(run(items.try_next()).unwrap().is_none());
}

#[test]
fn a_list_without_end_is_an_error() {
    let world = World::new([page(&["a"], true), page(&["a"], true)]);
    let error = run(world.shop().list().items().try_collect()).unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Paging, Some("ListThings"))
    );

    let world = World::new([page(&["a"], true), page(&["b"], true), page(&["a"], true)]);
    let error = run(world.shop().list().items().try_collect()).unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Paging,
        "a circle of several pages has no end either"
    );
    assert_eq!(world.sent().len(), 3);
}

#[test]
fn a_time_limit_that_was_asked_for_holds_for_all_pages() {
    let limit = Duration::from_secs(10);
    for on_client in [true, false] {
        let world = World::new([page(&["a"], true), page(&["b"], true), page(&["c"], false)]);
        let mut items = if on_client {
            world
                .builder()
                .timeout(limit)
                .build()
                .unwrap()
                .list()
                .items()
        } else {
            world.shop().list().timeout(limit).items()
        };
        run(items.try_next()).unwrap();
        world.pass(Duration::from_secs(9));
        run(items.try_next()).unwrap();
        world.pass(Duration::from_secs(2));
        let error = run(items.try_next()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
    }
}

#[test]
fn the_default_limit_holds_for_each_page() {
    let world = World::new([page(&["a"], true), page(&["b"], false)]);
    let mut items = world.shop().list().items();
    run(items.try_next()).unwrap();
    world.pass(Duration::from_secs(600));
    assert_eq!(run(items.try_next()).unwrap().unwrap().id, "b");
}
