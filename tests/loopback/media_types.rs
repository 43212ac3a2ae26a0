//! Several media types of one answer, and of one request.

use fixture_media_types::Shop;
use fixture_media_types::models::Report;
use fixture_media_types::resources::reports::GetReportError;

use super::server::{Server, answer, bare, json};

fn client(server: &Server) -> Shop {
    Shop::builder().server(&server.url).build().unwrap()
}

#[tokio::test]
async fn a_call_asks_for_the_one_that_it_has_a_type_for() {
    let server = Server::start([json(200, r#"{"total":7}"#)]);
    assert_eq!(
        client(&server).reports().get().await.unwrap(),
        Report::new(7)
    );
    assert_eq!(server.request().header("accept"), Some("application/json"));
}

#[tokio::test]
async fn the_others_come_as_they_are_to_those_who_ask() {
    let server = Server::start([
        answer(200, "text/csv", "total\n7\n"),
        answer(200, "image/jpeg", "ÿØÿ"),
        json(404, r#"{"why":"none yet"}"#),
    ]);
    let reports = client(&server).reports();
    let csv = reports.get().send_as("text/csv").await.unwrap();
    assert_eq!(csv.headers()["content-type"], "text/csv");
    assert_eq!(&csv.into_value()[..], b"total\n7\n");
    assert_eq!(server.request().header("accept"), Some("text/csv"));
    let jpeg = reports.get_picture().send_as("image/jpeg").await.unwrap();
    assert_eq!(&jpeg.into_value()[..], "ÿØÿ".as_bytes());
    assert_eq!(server.request().header("accept"), Some("image/jpeg"));
    let error = reports.get().send_as("application/pdf").await.unwrap_err();
    assert!(matches!(error.body(), Some(GetReportError::NotFound(body)) if body.why == "none yet"));
    // What is no media type is told before anything is sent.
    assert!(reports.get().send_as("text/\ncsv").await.is_err());
}

#[tokio::test]
async fn an_answer_that_nobody_declared_is_read_on_demand() {
    let server = Server::start([
        answer(200, "text/plain", "It is noted."),
        bare(204, "x-nothing: here"),
    ]);
    let reports = client(&server).reports();
    let said = reports
        .add_note(Report::new(1))
        .send_as("*/*")
        .await
        .unwrap();
    assert_eq!(&said.into_value()[..], b"It is noted.");
    let said = reports
        .add_note(Report::new(1))
        .send_as("*/*")
        .await
        .unwrap();
    assert!(said.into_value().is_empty());
}

#[tokio::test]
async fn a_request_is_sent_as_json_where_there_is_a_choice() {
    let server = Server::start([bare(204, "x-nothing: here")]);
    client(&server)
        .reports()
        .add_note(Report::new(1))
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.body, br#"{"total":1}"#);
}
