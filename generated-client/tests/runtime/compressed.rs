//! Answers that come compressed.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use orq_ai_sdk::runtime::ErrorKind;

use super::world::{Piece, Script, World, answer, json, run};

const THING: &str = r#"{"id":"a","count":1}"#;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn packed(status: u16, pieces: Vec<Piece>) -> Script {
    let headers = vec![("content-encoding", "GZip".to_owned())];
    Script::Answer(status, headers, pieces)
}

fn in_pieces(bytes: &[u8], size: usize) -> Vec<Piece> {
    let pieces = bytes.chunks(size);
    pieces
        .map(|piece| Piece::Data(Bytes::copy_from_slice(piece)))
        .collect()
}

#[test]
fn they_are_asked_for_and_unpacked_however_they_are_cut() {
    let whole = gzip(THING.as_bytes());
    let twice = [gzip(&THING.as_bytes()[..5]), gzip(&THING.as_bytes()[5..])].concat();
    for bytes in [&whole, &twice] {
        for size in 1..=bytes.len() {
            let world = World::new([packed(200, in_pieces(bytes, size))]);
            let answer = run(world.shop().retrieve("a").send_with_response()).unwrap();
            assert_eq!(answer.value.id, "a");
            assert!(!answer.headers().contains_key("content-encoding"));
            assert_eq!(world.only().headers["accept-encoding"], "gzip");
        }
    }
}

#[test]
fn other_wishes_and_plain_answers_are_left_alone() {
    let world = World::new([json(200, THING)]);
    let call = world
        .shop()
        .retrieve("a")
        .header("accept-encoding", "identity");
    run(call.send()).unwrap();
    assert_eq!(world.only().headers["accept-encoding"], "identity");
}

#[test]
fn an_empty_body_is_no_broken_archive() {
    let world = World::new([packed(404, Vec::new())]);
    let error = run(world.once().retrieve("a").send()).unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
}

#[test]
fn broken_archives_are_errors() {
    let whole = gzip(THING.as_bytes());
    let mut damaged = whole.clone();
    damaged[whole.len() - 8] ^= 1;
    for bytes in [&whole[..whole.len() - 9], &damaged, b"no gzip at all"] {
        let world = World::new([packed(200, in_pieces(bytes, 7))]);
        let error = run(world.once().retrieve("a").send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    }
}

#[test]
fn a_bomb_is_stopped_at_the_limit() {
    // A megabyte that would be a gigabyte.
    let bomb = gzip(&vec![b' '; 1 << 20]).repeat(1 << 10);
    let world = World::new([packed(200, vec![Piece::Data(bomb.into())])]);
    let shop = world.builder().max_response_bytes(100_000).build().unwrap();
    let error = run(shop.retrieve("a").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.raw_body().len(), 100_000);
}

#[test]
fn an_error_that_is_compressed_is_read() {
    let text = gzip(br#"{"error":"gone"}"#);
    let world = World::new([packed(404, in_pieces(&text, 5)), answer(404, &[], "")]);
    let error = run(world.once().retrieve("a").send()).unwrap_err();
    assert_eq!(error.message(), "gone");
}
