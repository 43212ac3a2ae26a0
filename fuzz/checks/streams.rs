//! Streams of any bytes, split anywhere: what is found in them depends on the bytes alone.

use orq_ai_sdk::runtime::{LineParser, SseEvent, SseParser};

/// More than any input here, and less than many.
const LIMITS: [usize; 2] = [1 << 20, 24];

/// The bytes in pieces of lengths that the first byte decides on.
fn pieces(bytes: &[u8]) -> Vec<&[u8]> {
    let (choice, mut rest) = bytes.split_first().map_or((0, bytes), |(c, r)| (*c, r));
    let lengths = [1 + usize::from(choice % 5), 1 + usize::from(choice / 64)];
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let length = lengths[pieces.len() % 2].min(rest.len());
        let (piece, after) = rest.split_at(length);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// Server-sent events: the same however they arrive, and those that the standard's own words lead to.
pub(crate) fn events(bytes: &[u8]) {
    let whole = bytes.get(1..).unwrap_or_default();
    for limit in LIMITS {
        let read = |pieces: &[&[u8]]| {
            let mut parser = SseParser::new(limit);
            let mut found = Vec::new();
            for piece in pieces {
                parser.feed(piece);
                while let Some(event) = parser.next_event() {
                    let over = event.is_err();
                    found.push(event);
                    if over {
                        return (found, None);
                    }
                }
            }
            let last = parser.last_id().map(str::to_owned);
            (found, last)
        };
        let at_once = read(&[whole]);
        assert_eq!(read(&pieces(bytes)), at_once, "{bytes:?}");
        let found: Vec<&SseEvent> = at_once.0.iter().flatten().collect();
        for event in &found {
            assert!(event.data.len() <= limit);
        }
        if limit == LIMITS[0] {
            let text = String::from_utf8_lossy(whole);
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let data: Vec<&str> = found.iter().map(|event| event.data.as_str()).collect();
            assert_eq!(data, expected(text), "{text:?}");
        }
    }
}

/// The data of all events, by the steps of the HTML standard (9.2.6) on a text that is there as a whole.
fn expected(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = text.split('\n').collect();
    // What follows the last line end is no line yet.
    lines.pop();
    let mut events = Vec::new();
    let mut data: Option<String> = None;
    for line in lines {
        if line.is_empty() {
            events.extend(data.take());
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        if field == "data" {
            let value = value.strip_prefix(' ').unwrap_or(value);
            data = Some(match data {
                Some(before) => before + "\n" + value,
                None => value.to_owned(),
            });
        }
    }
    events
}

/// Lines and records: the same however they arrive, none of them empty, and nothing between them lost.
pub(crate) fn lines(bytes: &[u8]) {
    let whole = bytes.get(1..).unwrap_or_default();
    for separator in [b'\n', 0x1E] {
        for limit in LIMITS {
            let read = |pieces: &[&[u8]]| {
                let mut parser = match separator {
                    b'\n' => LineParser::lines(limit),
                    _ => LineParser::sequence(limit),
                };
                let mut found = Vec::new();
                for piece in pieces {
                    parser.feed(piece);
                }
                parser.finish();
                while let Some(text) = parser.next_text() {
                    let over = text.is_err();
                    found.push(text);
                    if over {
                        break;
                    }
                }
                found
            };
            let at_once = read(&[whole]);
            if limit == LIMITS[0] {
                assert_eq!(read(&pieces(bytes)), at_once, "{bytes:?}");
                let expected = whole.split(|byte| *byte == separator);
                let expected = expected.map(<[u8]>::trim_ascii);
                let expected: Vec<_> = expected.filter(|text| !text.is_empty()).collect();
                let found: Vec<_> = at_once.into_iter().map(Result::unwrap).collect();
                assert_eq!(found, expected);
            } else {
                let texts = at_once.iter().flatten();
                assert!(texts.into_iter().all(|text| text.len() <= limit));
            }
        }
    }
}
