//! What the fuzz targets check, with bytes by chance: the same ones each time, and not many. `fuzz/` goes further.

#![expect(clippy::unwrap_used, clippy::panic, reason = "checks fail as tests do")]

#[path = "../../fuzz/checks/mod.rs"]
mod checks;

/// Pieces that mean something to what reads them; chance puts them together.
const PIECES: &[&str] = &[
    "a",
    "b",
    "0",
    "7",
    "\n",
    "\n",
    ".",
    "..",
    "/",
    "\\",
    "?",
    "#",
    "&",
    "=",
    "+",
    ",",
    ";",
    ":",
    "|",
    " ",
    "%",
    "%2e",
    "%2C",
    "%zz",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "\"",
    "\\\"",
    "\\u12",
    "'",
    "<",
    "<html>",
    "é",
    "漢",
    "🦀",
    "\u{feff}",
    "\0",
    "\r\n",
    "\r",
    "\n\n",
    "data: ",
    "data:",
    "id: 1",
    "\u{1e}",
    "\t",
    "\u{7f}",
    "null",
    "true",
    "1e999",
    "-",
    "{\"message\":\"",
    "\"error\":",
    "\"data\":[",
    "Tue, 14 Nov 2023 22:13:30 GMT",
    "99999999999999999999",
    "NaN",
    "inf",
];

/// Numbers below others, the same ones each time.
fn chance() -> impl FnMut(usize) -> usize {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    }
}

/// Runs a check with so many texts made of pieces, a few of them torn or very long.
fn run(check: fn(&[u8]), times: u64) {
    let mut next = chance();
    check(b"");
    for _ in 0..times {
        let mut bytes = Vec::new();
        let repeat = if next(20) == 0 { 200 } else { 1 };
        for _ in 0..next(14) {
            let piece = PIECES[next(PIECES.len())];
            (0..repeat).for_each(|_| bytes.extend(piece.bytes()));
        }
        if next(8) == 0 && !bytes.is_empty() {
            let at = next(bytes.len());
            bytes[at] = next(256) as u8;
        }
        // The first byte is where checks take their choices from.
        if next(2) == 0 {
            bytes.insert(0, next(256) as u8);
        }
        check(&bytes);
    }
}

#[test]
fn documents() {
    run(checks::documents, 150);
}

#[test]
fn error_bodies() {
    run(checks::error_bodies, 1000);
    // Wherever a message is cut, no part of a key is left at the end.
    for length in 440..520 {
        checks::error_bodies("x".repeat(length).as_bytes());
    }
}

#[test]
fn events() {
    run(checks::events, 5000);
}

#[test]
fn headers() {
    run(checks::headers, 1000);
}

#[test]
fn lines() {
    run(checks::lines, 5000);
}

#[test]
fn locations() {
    run(checks::locations, 500);
}

#[test]
fn parameters() {
    run(checks::parameters, 2000);
}

#[test]
fn schemas() {
    let mut next = chance();
    for _ in 0..400 {
        let bytes: Vec<u8> = (0..600).map(|_| next(256) as u8).collect();
        checks::schemas(&bytes);
    }
}
