//! Parameter styles, by the tables of the OpenAPI specification and by round trips.

use orq_ai_sdk::runtime::{
    CookieStyle, ErrorKind, HeaderStyle, Operation, PathStyle, QueryStyle, Request,
};
use serde_json::{Value, json};

use super::shop::Retrieve;

fn request() -> Request {
    Request::new(Retrieve::META)
}

fn path(value: &Value, style: PathStyle) -> Result<String, String> {
    let mut request = request();
    request
        .segment("color", value, style)
        .map_err(|error| error.message().to_owned())?;
    Ok(request.path().to_owned())
}

fn query(value: &Value, style: QueryStyle) -> String {
    let mut request = request();
    request.query("color", Some(value), style).unwrap();
    request.target().trim_start_matches('?').to_owned()
}

fn header(value: &Value, style: HeaderStyle) -> Option<String> {
    let mut request = request();
    request.header("X-Color", Some(value), style).unwrap();
    request
        .headers()
        .get("x-color")
        .map(|value| value.to_str().unwrap().to_owned())
}

/// The specification's three sample values; properties stand in alphabetical order here.
fn samples() -> [Value; 3] {
    [
        json!("blue"),
        json!(["blue", "black", "brown"]),
        json!({"B": 150, "G": 200, "R": 100}),
    ]
}

#[test]
fn path_styles() {
    let table = [
        (
            PathStyle::SIMPLE,
            ["blue", "blue,black,brown", "B,150,G,200,R,100"],
        ),
        (
            PathStyle::SIMPLE.explode(true),
            ["blue", "blue,black,brown", "B=150,G=200,R=100"],
        ),
        (
            PathStyle::LABEL,
            [".blue", ".blue,black,brown", ".B,150,G,200,R,100"],
        ),
        (
            PathStyle::LABEL.explode(true),
            [".blue", ".blue.black.brown", ".B=150.G=200.R=100"],
        ),
        (
            PathStyle::MATRIX,
            [
                ";color=blue",
                ";color=blue,black,brown",
                ";color=B,150,G,200,R,100",
            ],
        ),
        (
            PathStyle::MATRIX.explode(true),
            [
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";B=150;G=200;R=100",
            ],
        ),
    ];
    for (style, expected) in table {
        for (value, expected) in samples().iter().zip(expected) {
            assert_eq!(path(value, style).unwrap(), expected, "{style:?}");
        }
    }
}

#[test]
fn query_styles() {
    let table = [
        (
            QueryStyle::FORM,
            [
                "color=blue",
                "color=blue&color=black&color=brown",
                "B=150&G=200&R=100",
            ],
        ),
        (
            QueryStyle::FORM.explode(false),
            [
                "color=blue",
                "color=blue,black,brown",
                "color=B,150,G,200,R,100",
            ],
        ),
        (
            QueryStyle::SPACE_DELIMITED,
            [
                "color=blue",
                "color=blue%20black%20brown",
                "color=B%20150%20G%20200%20R%20100",
            ],
        ),
        (
            QueryStyle::PIPE_DELIMITED,
            [
                "color=blue",
                "color=blue%7Cblack%7Cbrown",
                "color=B%7C150%7CG%7C200%7CR%7C100",
            ],
        ),
        (
            QueryStyle::DEEP_OBJECT,
            [
                "color=blue",
                "color=blue&color=black&color=brown",
                "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
            ],
        ),
    ];
    for (style, expected) in table {
        for (value, expected) in samples().iter().zip(expected) {
            assert_eq!(query(value, style), expected, "{style:?}");
        }
    }
}

#[test]
fn arrays_inside_objects() {
    let value = json!({"tags": ["premium", "a,b"], "none": [], "nothing": null});
    assert_eq!(query(&value, QueryStyle::FORM), "tags=premium&tags=a%2Cb");
    assert_eq!(
        query(&value, QueryStyle::FORM.comma_arrays()),
        "tags=premium,a%2Cb"
    );
    let value = json!({"a": {"b": [1, 2]}});
    assert_eq!(
        query(&value, QueryStyle::DEEP_OBJECT),
        "color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bb%5D=2"
    );
}

#[test]
fn nothing_leaves_nothing_behind() {
    for style in [
        QueryStyle::FORM,
        QueryStyle::FORM.explode(false),
        QueryStyle::DEEP_OBJECT,
    ] {
        for value in [
            json!(null),
            json!([]),
            json!({}),
            json!([null]),
            json!({"a": null}),
        ] {
            assert_eq!(query(&value, style), "", "{value} {style:?}");
        }
    }
    assert_eq!(query(&json!(""), QueryStyle::FORM), "color=");
    let mut request = request();
    request
        .query("color", None::<&str>, QueryStyle::FORM)
        .unwrap();
    assert_eq!(request.target(), "");
}

#[test]
fn what_has_no_form_is_an_error() {
    for value in [json!([[1]]), json!([{"a": 1}]), json!({"a": {"b": 1}})] {
        let error = request()
            .query("color", Some(&value), QueryStyle::FORM)
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.message().contains("`color`"), "{error}");
        assert!(path(&value, PathStyle::SIMPLE).is_err());
    }
}

#[test]
fn reserved_characters() {
    let text = json!("a b+c&d=e/f?g#h%20i%zz[j]é");
    assert_eq!(
        query(&text, QueryStyle::FORM),
        "color=a%20b%2Bc%26d%3De%2Ff%3Fg%23h%2520i%25zz%5Bj%5D%C3%A9"
    );
    assert_eq!(
        query(&text, QueryStyle::FORM.allow_reserved()),
        "color=a%20b%2Bc%26d=e/f?g%23h%20i%25zz%5Bj%5D%C3%A9"
    );
    assert_eq!(
        query(&json!("100%"), QueryStyle::FORM.allow_reserved()),
        "color=100%25"
    );
    assert_eq!(
        query(&json!("%é"), QueryStyle::FORM.allow_reserved()),
        "color=%25%C3%A9"
    );
}

#[test]
fn numbers() {
    let table = [
        (json!(10.0), "10"),
        (json!(0.5), "0.5"),
        (json!(-3), "-3"),
        (json!(u64::MAX), "18446744073709551615"),
    ];
    for (value, expected) in table {
        assert_eq!(query(&value, QueryStyle::FORM), format!("color={expected}"));
    }
    assert_eq!(query(&json!(1e300), QueryStyle::FORM), "color=1e%2B300");
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
    let values = [
        json!(""),
        json!("."),
        json!(".."),
        json!(null),
        json!([]),
        json!([".."]),
        json!({}),
    ];
    for style in [PathStyle::SIMPLE, PathStyle::LABEL, PathStyle::MATRIX] {
        for value in &values {
            let harmless = *value == json!([".."]) && style != PathStyle::SIMPLE;
            assert_eq!(path(value, style).is_ok(), harmless, "{value} {style:?}");
        }
    }
    assert!(path(&json!(["."]), PathStyle::LABEL).is_err());
    assert_eq!(path(&json!("..."), PathStyle::SIMPLE).unwrap(), "...");
    assert_eq!(
        path(&json!("%2e%2e"), PathStyle::SIMPLE).unwrap(),
        "%252e%252e"
    );
}

#[test]
fn values_in_the_query_of_a_path_lead_nowhere() {
    for (value, text) in [("", ""), (".", "."), ("..", ".."), ("a&b", "a%26b")] {
        let mut request = request();
        request.literal("/things?name=");
        request.segment("name", value, PathStyle::SIMPLE).unwrap();
        assert_eq!(request.target(), format!("/things?name={text}"));
    }
}

#[test]
fn headers() {
    assert_eq!(header(&json!("blue"), HeaderStyle::SIMPLE).unwrap(), "blue");
    assert_eq!(
        header(&json!(["a", "b"]), HeaderStyle::SIMPLE).unwrap(),
        "a,b"
    );
    assert_eq!(
        header(&json!({"a": 1}), HeaderStyle::SIMPLE).unwrap(),
        "a,1"
    );
    assert_eq!(
        header(&json!({"a": 1}), HeaderStyle::SIMPLE.explode(true)).unwrap(),
        "a=1"
    );
    assert_eq!(header(&json!(null), HeaderStyle::SIMPLE), None);
    assert_eq!(header(&json!([]), HeaderStyle::SIMPLE), None);
    for text in ["a\nb", "a\r\nX-Evil: 1", "a\0b"] {
        let error = request()
            .header("X-Color", Some(text), HeaderStyle::SIMPLE)
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(!error.to_string().contains("Evil"), "{error}");
    }
    assert!(
        request()
            .header("Content-Length", Some("1"), HeaderStyle::SIMPLE)
            .is_err()
    );
}

#[test]
fn cookies_and_json_parameters() {
    let mut request = request();
    request
        .cookie("a", Some(&json!(["x;y", "z"])), CookieStyle::FORM)
        .unwrap();
    request
        .cookie(
            "b",
            Some(&json!(["x", "y"])),
            CookieStyle::FORM.explode(false),
        )
        .unwrap();
    request.cookie_json("c", Some(&json!({"k": 1}))).unwrap();
    assert_eq!(
        request.cookies(),
        "a=x%3By; a=z; b=x,y; c=%7B%22k%22%3A1%7D"
    );
    request.query_json("q", Some(&json!({"k": [1]}))).unwrap();
    request
        .header_json("X-H", Some(&json!({"k": [1]})))
        .unwrap();
    request.segment_json("p", &json!(["x"])).unwrap();
    assert_eq!(request.target(), "%5B%22x%22%5D?q=%7B%22k%22%3A%5B1%5D%7D");
    assert_eq!(request.headers()["x-h"], r#"{"k":[1]}"#);
}

#[test]
fn bodies() {
    let mut request = request();
    let form = json!({"a": "x y", "b": [1, 2], "c": {"k": 1}, "d": null, "e": {"k": "v"}});
    request
        .form_with(&form, &[("e", QueryStyle::DEEP_OBJECT)])
        .unwrap();
    assert_eq!(
        &request.body()[..],
        b"a=x%20y&b=1&b=2&c=%7B%22k%22%3A1%7D&e%5Bk%5D=v"
    );
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert!(request.form(&json!([1])).is_err());
    request.json(&json!({"a": null})).unwrap();
    assert_eq!(&request.body()[..], br#"{"a":null}"#);
    request.content_type("application/merge-patch+json");
    assert_eq!(
        request.headers()["content-type"],
        "application/merge-patch+json"
    );
    request.text("é");
    assert_eq!(
        request.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    request.bytes(bytes::Bytes::from_static(b"\0"));
    assert_eq!(&request.body()[..], b"\0");
}

/// Texts made of everything that has a meaning in URLs, by a generator that gives the same ones each time.
pub(super) fn texts() -> impl Iterator<Item = String> {
    let alphabet: Vec<char> = "ab0-._~%2eE/\\?#&=+;,:@![]{}|^`'\"<> \t\né漢🦀"
        .chars()
        .collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    (0..2000).map(move |_| {
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        (0..=next() % 8)
            .map(|_| alphabet[(next() % alphabet.len() as u64) as usize])
            .collect()
    })
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .unwrap()
        .into_owned()
}

#[test]
fn any_text_stays_one_segment_and_one_value() {
    for text in texts() {
        if let Ok(segment) = path(&json!(text), PathStyle::SIMPLE) {
            assert!(!segment.contains(['/', '?', '#', '\\']), "{segment}");
            assert_eq!(decoded(&segment), text);
        } else {
            assert!(matches!(text.as_str(), "." | ".."), "{text:?}");
        }
        let target = query(&json!(text), QueryStyle::FORM);
        let (name, value) = target.split_once('=').unwrap();
        assert!(!value.contains(['&', '#', '+', ';', '=']), "{value}");
        assert_eq!((name, decoded(value)), ("color", text.clone()));
    }
}

#[test]
fn lists_of_any_text_come_apart_again() {
    let all: Vec<String> = texts().collect();
    for items in all.chunks(3) {
        let value = json!(items);
        for (style, delimiter) in [
            (QueryStyle::FORM.explode(false), ","),
            (QueryStyle::SPACE_DELIMITED, "%20"),
            (QueryStyle::PIPE_DELIMITED, "%7C"),
        ] {
            let clash = |item: &String| item.contains([' ', '|']);
            if delimiter != "," && items.iter().any(clash) {
                continue; // Delimiters that are percent-encoded themselves can't be told from those in a value.
            }
            let target = query(&value, style);
            let text = target.strip_prefix("color=").unwrap();
            let back: Vec<String> = text.split(delimiter).map(decoded).collect();
            assert_eq!(&back, items);
        }
        let back: Vec<String> = query(&value, QueryStyle::FORM)
            .split('&')
            .map(|pair| decoded(&pair["color=".len()..]))
            .collect();
        assert_eq!(&back, items);
    }
}
