use serde_json::json;

use super::*;

fn value(text: &str) -> (Value, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let value = read(SourceId::DOCUMENT, text, &mut diagnostics).unwrap_or(Value::Null);
    (
        value,
        diagnostics.into_sorted().iter().map(complaint).collect(),
    )
}

fn reader(text: &str) -> Reader {
    Reader::new(SourceId::DOCUMENT, text.len() + ALIAS_ALLOWANCE)
}

fn complaint(found: &Diagnostic) -> String {
    format!("{} {:?} {}", found.code.slug(), found.place, found.message)
}

#[test]
fn json_with_a_comma_too_many_is_yaml() {
    let (found, complaints) = value("{\"a\": [1,\n2,],\n\"b\": {\"<<\": 3}, }");
    assert_eq!(found, json!({"a": [1, 2], "b": {"<<": 3}}));
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    assert!(complaints[0].ends_with("trailing comma; it is read as YAML"));
}

#[test]
fn keys_are_texts_and_sorted() {
    let (found, complaints) = value("\u{feff}z: 1\n200: a\ntrue: b\nnull: c\n1.10: d\n");
    assert_eq!(
        found,
        json!({"z": 1, "200": "a", "true": "b", "null": "c", "1.10": "d"})
    );
    let keys: Vec<&String> = found.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["1.10", "200", "null", "true", "z"]);
    assert_eq!(complaints, [""; 0]);
}

#[test]
fn numbers_beyond_64_bits_become_floats() {
    let (found, _) = value(
        "a: -9223372036854776000\nb: 18446744073709551615\nc: 99999999999999999999\nd: .inf\n",
    );
    assert_eq!(found["a"].as_f64().unwrap(), -9223372036854776000.0);
    assert_eq!(found["b"], json!(u64::MAX));
    assert_eq!(found["c"].as_f64().unwrap(), 1e20);
    assert_eq!(found["d"], "inf");
}

#[test]
fn a_key_that_stands_twice_is_reported_and_the_last_counts() {
    for text in [
        "a:\n  - b/: 1\n    b/: 2\n",
        "{\"a\": [{\"b/\": 1, \"b/\": 2}]}",
    ] {
        let (found, complaints) = value(text);
        assert_eq!(found, json!({"a": [{"b/": 2}]}));
        assert_eq!(complaints.len(), 1);
        assert!(
            complaints[0].starts_with("duplicate-key Source(SourceId(0), Pointer(\"/a/0/b~1\"))"),
            "{complaints:?}"
        );
    }
}

#[test]
fn merges_and_tags_are_applied() {
    let text = "base: &b {x: 1, y: 1}\nmore: &m {y: 3, z: 3}\none: {<<: *b, y: 2}\ntwo: {<<: [*b, *m]}\ntag: !foo {a: !!str 1}\n";
    let (found, complaints) = value(text);
    assert_eq!(found["one"], json!({"x": 1, "y": 2}));
    assert_eq!(found["two"], json!({"x": 1, "y": 1, "z": 3}));
    assert_eq!(found["tag"], json!({"a": "1"}));
    assert_eq!(complaints, [""; 0]);
    assert_eq!(value("{\"<<\": {\"a\": 1}}").0, json!({"<<": {"a": 1}}));
}

/// Lines of which texts are made that are cut in all kinds of places.
const LINES: &[&str] = &[
    "a:\n",
    "a:\n",
    "a: # b\n",
    "i: 1\n",
    "i:\n",
    "  b: 1\n",
    "  b: é\n",
    "  c: &x 2\n",
    "  b: *x\n",
    "  *x\n",
    "  d: |\n",
    "  d: |+\n",
    "    text\n",
    "\n",
    "  e: \"open\n",
    "  b: close\"\n",
    "  y: '\n",
    "  z'\n",
    "  f: [1,\n",
    "  b: 2]\n",
    "  {b: 1}\n",
    "  <<: {b: 3}\n",
    "  - g\n",
    "- j\n",
    "  ? k\n",
    "  : l\n",
    "  # h\n",
    "  a:\n",
    "%YAML 1.2\n",
    "%TAG ! tag:x,2000:\n",
    "a: !!map\n",
    "  s: !!str 1\n",
    "\"a\":\n",
    "  'b': 1\n",
    "a:\t\n",
    "a :\n",
    "  a: # c\n",
    "#c\n",
    "      # c\n",
    "   c: 1\n",
    "    ? s\n",
    "  b: >-\n",
    "  b: |2\n",
    "      b: 1\n",
    "  true: 1\n",
    "  1.0: 1\n",
    "1:\n",
    "null:\n",
    "  ~: 1\n",
    "  x-carried-probe: 1\n",
    "x-carried-probe: 1\n",
    "    x-carried-probe: 1\n",
    "  s: &y\n",
    "  s: *y\n",
    "  <<: *y\n",
    "    <<: {t: 1}\n",
    "\u{feff}a:\n",
    "\u{2028}b: 1\n",
    "  b: 1 # x\r\n",
    "a:\r\n",
    "  s:\r\n",
    "    t: 1\r\n",
    "\u{85}  b: 1\n",
    "  s:\n",
    "    t: 1\n",
    "    b: *x\n",
    "    u: {v: 1}\n",
    "    t: w\"\n",
    "    a:\r",
    "  s:\r",
    "  b: 1\r",
    "  b: 1\u{85}",
    "  b: 1\u{2028}",
    "i:\r",
    "...\n",
    "...\r",
    "---\n",
    "---\u{2028}",
    "\tm\n",
];

/// Texts of these lines, the same in every run.
#[test]
fn pieces_say_what_the_whole_says_or_nothing() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut read = 0;
    for number in 0..150_000 {
        // Most texts of any lines are no YAML, so two of three begin well.
        let head = ["a:\n  n: 1\n", "", "a:\n  s:\n    n: 1\n"][number % 3];
        let text =
            (0..2 + next(7)).fold(head.to_owned(), |text, _| text + LINES[next(LINES.len())]);
        let text = text.trim_end_matches(|_| number % 5 == 0);
        let mut pieces = reader(text);
        let Some(found) = pieces.yaml_in_pieces(text, next(20)) else {
            assert!(pieces.repeated.is_empty(), "{text:?}");
            continue;
        };
        let mut whole = reader(text);
        assert_eq!(whole.yaml(text).ok(), Some(found), "{text:?}");
        whole.repeated.sort();
        pieces.repeated.sort();
        assert_eq!(whole.repeated, pieces.repeated, "{text:?}");
        read += 1;
    }
    assert!(read > 5_000, "{read}");
}

#[test]
fn pieces_go_on_in_all_that_the_one_before_ended_in() {
    for text in [
        "  a:\n    b: 1\n    q: \"\na:\n    x\"\n    c: 1\nz: 2\n",
        "a:\n    s:\n        b: 1\n        q: \"\na:\n  s:\n        \"\n        c: 2\n  t: 3\n",
    ] {
        assert!(reader(text).yaml(text).is_err());
        for size in 0..text.len() {
            assert_eq!(reader(text).yaml_in_pieces(text, size), None, "{text:?}");
        }
    }
}

#[test]
fn pieces_are_as_deep_as_the_whole() {
    let deep = |levels: usize| {
        let (open, shut) = ("[".repeat(levels), "]".repeat(levels));
        format!("a:\n  b: 1\n  c: {open}{shut}\n")
    };
    let is_whole = |text: &str| reader(text).yaml(text).is_ok();
    let in_pieces = |text: &str| reader(text).yaml_in_pieces(text, 0).is_some();
    let deepest = (100..200).find(|levels| !is_whole(&deep(*levels))).unwrap();
    assert!(in_pieces(&deep(deepest - 1)) && !in_pieces(&deep(deepest)));
}

#[test]
fn pieces_have_no_more_room_than_the_whole() {
    // As many values as there may be beyond those of the text, in one of three pieces.
    let many = "x, ".repeat(1_000);
    let text = format!(
        "a:\n  b: 1\n  c: [&l [{many}], {}]\n",
        "*l, ".repeat(ALIAS_ALLOWANCE / 2_000)
    );
    assert!(reader(&text).yaml_in_pieces(&text, 0).is_none());
    let read = value(&text).0;
    assert_eq!(
        read["a"]["c"].as_array().unwrap().len(),
        1 + ALIAS_ALLOWANCE / 2_000
    );
}

#[test]
fn bombs_and_deep_nesting_are_errors() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        bomb.push_str(&format!(
            "a{level}: &a{level} [{}]\n",
            [below.as_str(); 10].join(", ")
        ));
    }
    for text in [
        bomb,
        "[".repeat(100_000),
        format!("{{\"a\": {}", "[".repeat(100_000)),
        "a: &a [*a]".to_owned(),
    ] {
        let (found, complaints) = value(&text);
        assert_eq!(found, Value::Null);
        assert!(complaints[0].starts_with("syntax-error"), "{complaints:?}");
    }
}
