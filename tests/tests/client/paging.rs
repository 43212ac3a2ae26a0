//! Lists that are longer than a page.

use std::collections::BTreeSet;

use orq_ai_sdk::models::ListIdentitiesFilterBy;
use orq_ai_sdk::{ErrorKind, Orq};
use sdk_tests::server::{Answer, Server};
use serde_json::json;

use super::{pairs, start};

fn page(ids: &[&str], has_more: bool) -> Answer {
    let data: Vec<_> = ids
        .iter()
        .map(|id| json!({ "_id": id, "external_id": id }))
        .collect();
    Answer::json(
        200,
        json!({ "object": "list", "data": data, "has_more": has_more }),
    )
}

/// A server with 120 identities.
async fn crowded() -> (Server, Orq) {
    let (server, orq) = start().await;
    server.seed(120);
    (server, orq)
}

#[tokio::test]
async fn all_items_forwards() {
    let (server, orq) = crowded().await;
    let mut items = orq.identities().list().limit(50).items();
    for number in 1..=120 {
        assert_eq!(
            items.try_next().await.unwrap().unwrap().external_id,
            format!("user_{number}")
        );
    }
    assert!(items.try_next().await.unwrap().is_none());
    assert!(
        items.try_next().await.unwrap().is_none(),
        "an end is an end"
    );
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn all_items_backwards() {
    let (server, orq) = crowded().await;
    let found = orq
        .identities()
        .list()
        .limit(50)
        .ending_before("user_120")
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found.len(), 119);
    // Pages come from the end; within a page the order is the list's.
    assert_eq!(
        (
            found[0].external_id.as_str(),
            found[49].external_id.as_str()
        ),
        ("user_70", "user_119")
    );
    let distinct: BTreeSet<_> = found.iter().map(|identity| &identity.id).collect();
    assert_eq!((distinct.len(), server.requests().len()), (119, 3));
    assert!(
        server
            .requests()
            .iter()
            .all(|request| !request.query().contains("starting_after"))
    );
}

#[tokio::test]
async fn pages_as_they_come() {
    let (_server, orq) = crowded().await;
    let mut pages = orq.identities().list().limit(50).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push((page.data.len(), page.has_more));
    }
    assert_eq!(sizes, [(50, true), (50, true), (20, false)]);
}

#[tokio::test]
async fn the_next_page_is_asked_for_like_the_first() {
    let (server, orq) = crowded().await;
    let filter = ListIdentitiesFilterBy::new().tags(["premium"]);
    let list = orq
        .identities()
        .list()
        .limit(50)
        .search("user")
        .filter_by(filter)
        .header("x-team", "blue");
    let found = list.items().try_collect().await.unwrap();
    assert_eq!(found.len(), 60);
    let [first, second] = server.requests().try_into().unwrap();
    assert_eq!(
        pairs(first.query()),
        ["limit=50", "search=user", "tags=premium"]
    );
    let cursor = format!("starting_after={}", found[49].id);
    assert_eq!(
        pairs(second.query()),
        ["limit=50", "search=user", &cursor, "tags=premium"]
    );
    assert_eq!(second.header("x-team"), Some("blue"));
}

#[tokio::test]
async fn pages_that_nobody_wants_are_not_fetched() {
    let (server, orq) = crowded().await;
    let list = orq.identities().list().limit(10).items();
    assert_eq!(
        server.requests().len(),
        0,
        "nothing is sent before it is asked for"
    );
    let mut items = list;
    for _ in 0..10 {
        items.try_next().await.unwrap().unwrap();
    }
    drop(items);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_error_ends_the_list_and_keeps_what_came_before() {
    let (server, orq) = start().await;
    server.answer_next(page(&["a", "b"], true));
    server.answer_next(Answer::error(403, "enough"));
    let mut items = orq.identities().list().items();
    assert_eq!(items.try_next().await.unwrap().unwrap().id, "a");
    assert_eq!(items.try_next().await.unwrap().unwrap().id, "b");
    let error = items.try_next().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.message()),
        (403, "enough")
    );
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_server_that_runs_in_circles_is_found_out() {
    let (server, orq) = start().await;
    for _ in 0..5 {
        server.answer_next(page(&["a", "b"], true));
    }
    let error = orq
        .identities()
        .list()
        .items()
        .try_collect()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(
        server.requests().len() <= 3,
        "{} requests",
        server.requests().len()
    );
}

#[tokio::test]
async fn a_page_that_promises_more_and_holds_nothing_is_the_last() {
    let (server, orq) = start().await;
    server.answer_next(page(&[], true));
    assert!(
        orq.identities()
            .list()
            .items()
            .try_collect()
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(server.requests().len(), 1);
}
