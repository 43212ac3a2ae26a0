//! An answer that comes as a whole or in pieces, as a part of the form asks for.

use fixture_event_streams::Chat;
use fixture_event_streams::models::{CreateTranscriptRequest, Piece};
use fixture_event_streams::runtime::FilePart;

use super::server::{Server, answer, json};

#[tokio::test]
async fn the_kind_of_call_decides_what_a_form_asks_for() {
    let server = Server::start([
        json(200, r#"{"text":"all"}"#),
        answer(200, "text/event-stream", "data: {\"text\":\"one\"}\n\n"),
    ]);
    let api = Chat::builder().server(&server.url).build().unwrap();
    let chats = api.chats();
    // Whatever the body says of it.
    let form = |stream| CreateTranscriptRequest::new(FilePart::bytes("abc")).stream(stream);

    let whole = chats.create_transcript(form(true)).await.unwrap();
    assert_eq!(whole, Piece::new("all"));
    assert_eq!(parts(&server), ["false"]);

    let call = chats.create_transcript(form(false));
    let mut pieces = call.stream().await.unwrap();
    assert_eq!(pieces.try_next().await.unwrap(), Some(Piece::new("one")));
    assert_eq!(pieces.try_next().await.unwrap(), None);
    assert_eq!(parts(&server), ["true"]);
}

/// The values of all parts of this name that the server was sent.
fn parts(server: &Server) -> Vec<String> {
    let body = server.request().body;
    let body = String::from_utf8(body).unwrap();
    let parts = body.split("name=\"stream\"\r\n\r\n").skip(1);
    parts
        .filter_map(|part| Some(part.split_once("\r\n")?.0.to_owned()))
        .collect()
}
