//! Several successes and errors of one operation, told apart by their status.

use fixture_answers::Shop;
use fixture_answers::models::StartJobAcceptedResponse;
use fixture_answers::resources::jobs::{StartJobError, StartJobSuccess};

use super::server::{Server, answer, bare, json};

fn client(server: &Server) -> Shop {
    Shop::builder().server(&server.url).build().unwrap()
}

#[tokio::test]
async fn each_success_has_its_type() {
    let server = Server::start([
        json(200, r#"{"value":1.5}"#),
        json(202, r#"{"job":"a"}"#),
        bare(204, "x-nothing: here"),
        json(201, r#"{"value":2}"#),
    ]);
    let jobs = client(&server).jobs();
    assert!(matches!(jobs.start().await.unwrap(), StartJobSuccess::Ok(done) if done.value == 1.5));
    let started = StartJobSuccess::Accepted(StartJobAcceptedResponse::new().job("a"));
    assert_eq!(jobs.start().await.unwrap(), started);
    let answer = jobs.start().send_with_response().await.unwrap();
    assert_eq!(answer.headers()["x-nothing"], "here");
    assert_eq!(answer.into_value(), StartJobSuccess::NoContent);
    // Nobody declared it, so that it is read like the first success.
    assert!(matches!(jobs.start().await.unwrap(), StartJobSuccess::Ok(done) if done.value == 2.0));
    assert_eq!(server.request().header("accept"), Some("application/json"));
}

#[tokio::test]
async fn an_error_is_the_nearest_declared_one() {
    let problem = r#"{"title":"No."}"#;
    let server = Server::start([
        bare(404, "content-length: 0"),
        json(422, problem),
        json(418, problem),
        answer(505, "text/plain", "broken"),
        json(422, "[]"),
    ]);
    let jobs = client(&server).jobs();
    let error = jobs.start().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.body()),
        (404, None)
    );
    let error = jobs.start().await.unwrap_err();
    assert!(
        matches!(error.body(), Some(StartJobError::UnprocessableEntity(body)) if body.title == "No.")
    );
    let error = jobs.start().await.unwrap_err();
    assert!(matches!(error.body(), Some(StartJobError::ClientError(body)) if body.title == "No."));
    let error = jobs.start().await.unwrap_err();
    assert!(matches!(error.body(), Some(StartJobError::Default(text)) if text == "broken"));
    let error = jobs.start().await.unwrap_err();
    assert_eq!((error.body(), &error.raw_body()[..]), (None, &b"[]"[..]));
}

#[tokio::test]
async fn a_default_is_the_success_where_there_is_no_other() {
    let server = Server::start([json(200, r#"{"value":1}"#), json(299, r#"{"value":2}"#)]);
    let jobs = client(&server).jobs();
    assert_eq!(jobs.get_anything().await.unwrap().value, 1.0);
    assert_eq!(jobs.get_anything().await.unwrap().value, 2.0);
}
