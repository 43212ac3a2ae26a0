//! Server-sent events and lines, as they are found in bytes that come in any pieces.

use orq_ai_sdk::runtime::{LineParser, SseEvent, SseParser};

const LIMIT: usize = 1 << 20;

fn parse<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<SseEvent> {
    let mut parser = SseParser::new(LIMIT);
    let mut events = Vec::new();
    for piece in pieces {
        parser.feed(piece);
        while let Some(event) = parser.next_event() {
            events.push(event.unwrap());
        }
    }
    events
}

fn data(text: &str) -> Vec<String> {
    let events = parse([text.as_bytes()]);
    events.into_iter().map(|event| event.data).collect()
}

#[test]
fn events_as_the_standard_has_them() {
    for (text, expected) in [
        ("data: a\n\ndata: b\n\n", vec!["a", "b"]),
        ("data: a\r\n\r\ndata: b\r\n\r\n", vec!["a", "b"]),
        ("data: a\r\rdata: b\r\r", vec!["a", "b"]),
        ("data: a\r\n\ndata: b\n\r\n", vec!["a", "b"]),
        ("data: a\ndata:b\ndata:  c\n\n", vec!["a\nb\n c"]),
        ("data\n\n", vec![""]),
        ("data\ndata\n\n", vec!["\n"]),
        (": a comment\n\ndata: a\n: another\n\n", vec!["a"]),
        (
            "\u{FEFF}data: a\n\ndata: \u{FEFF}\n\n",
            vec!["a", "\u{FEFF}"],
        ),
        ("event: ping\n\nid: 7\n\n", vec![]),
        ("data: cut off", vec![]),
        ("data: cut off\n", vec![]),
        ("unknown: 1\ndata: a: b\n\n", vec!["a: b"]),
        ("Data: a\n\n", vec![]),
    ] {
        assert_eq!(data(text), expected, "{text:?}");
    }
}

#[test]
fn names_ids_and_pauses() {
    let text = "event: add\nid: 1\nretry: 250\ndata: a\n\nid: bad\0\nretry: soon\ndata: b\n\n";
    let mut parser = SseParser::new(LIMIT);
    parser.feed(text.as_bytes());
    let first = parser.next_event().unwrap().unwrap();
    assert_eq!(first.event.as_deref(), Some("add"));
    assert_eq!((first.id.as_deref(), first.retry), (Some("1"), Some(250)));
    let second = parser.next_event().unwrap().unwrap();
    assert_eq!((second.event, second.id, second.retry), (None, None, None));
    assert_eq!(parser.last_id(), Some("1"));
    assert_eq!(parser.next_event(), None);
}

/// Every text of up to five of these pieces gives the same events at once and byte by byte, with every cut between.
#[test]
fn it_does_not_matter_how_bytes_are_split() {
    const PIECES: &[&str] = &[
        "data: ä", "data", ":", "id: 1", "event:e", "\r", "\n", "\r\n", "\u{FEFF}",
    ];
    for length in 1..=5_u32 {
        for number in 0..PIECES.len().pow(length) {
            let mut text = String::new();
            let mut rest = number;
            for _ in 0..length {
                text.push_str(PIECES[rest % PIECES.len()]);
                rest /= PIECES.len();
            }
            text.push_str("\n\ndata: end\n\n");
            let bytes = text.as_bytes();
            let whole = parse([bytes]);
            assert_eq!(parse(bytes.chunks(1)), whole, "{text:?}");
            if length <= 4 {
                for cut in 1..bytes.len() {
                    let (a, b) = bytes.split_at(cut);
                    assert_eq!(parse([a, b]), whole, "{text:?} at {cut}");
                }
            }
        }
    }
}

#[test]
fn what_is_no_text_harms_nobody() {
    assert_eq!(
        parse([&b"data: \xFF\xC3\n\n"[..]])[0].data,
        "\u{FFFD}\u{FFFD}"
    );
}

#[test]
fn an_event_has_a_bound() {
    for text in [
        "data: 12345678901234567890\n\n",
        "data: 1234567\ndata: 1234567\n\n",
    ] {
        for size in [1, 3, text.len()] {
            let mut parser = SseParser::new(16);
            parser.feed(b"data: ok\n\n");
            text.as_bytes()
                .chunks(size)
                .for_each(|piece| parser.feed(piece));
            assert_eq!(parser.next_event().unwrap().unwrap().data, "ok");
            assert!(parser.next_event().unwrap().is_err(), "{text:?} by {size}");
        }
    }
}

#[test]
fn lines_and_records() {
    let texts = |mut parser: LineParser, text: &str, size: usize| {
        text.as_bytes()
            .chunks(size)
            .for_each(|piece| parser.feed(piece));
        parser.finish();
        let mut texts = Vec::new();
        while let Some(text) = parser.next_text() {
            texts.push(String::from_utf8(text.unwrap()).unwrap());
        }
        texts
    };
    for size in 1..20 {
        let found = texts(LineParser::lines(LIMIT), "{\"a\":1}\r\n\n  2\n\"ä\"", size);
        assert_eq!(found, ["{\"a\":1}", "2", "\"ä\""]);
        let found = texts(
            LineParser::sequence(LIMIT),
            "\x1E{\"a\":\n1}\n\x1E2\n",
            size,
        );
        assert_eq!(found, ["{\"a\":\n1}", "2"]);
    }
    let mut parser = LineParser::lines(4);
    parser.feed(b"1\n12345");
    assert!(parser.next_text().unwrap().is_ok());
    assert!(parser.next_text().unwrap().is_err());
}
