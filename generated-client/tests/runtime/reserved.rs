//! Values in the path that may be several segments.

use orq_ai_sdk::runtime::{Operation, PathStyle, Request};
use serde_json::{Value, json};

use super::encoding::texts;
use super::shop::Retrieve;

fn path(value: &Value, style: PathStyle) -> Result<String, String> {
    let mut request = Request::new(Retrieve::META);
    request.literal("/a/");
    request
        .segment("scope", value, style.allow_reserved())
        .map_err(|error| error.message().to_owned())?;
    Ok(request.path().to_owned())
}

#[test]
fn what_has_a_meaning_in_paths_stays_and_what_ends_them_does_not() {
    let table = [
        (
            json!("subscriptions/1/groups/b c"),
            "/a/subscriptions/1/groups/b%20c",
        ),
        // A slash begins the segment already.
        (json!("/subscriptions/1"), "/a/subscriptions/1"),
        (json!("a:b@c!$&'()*+,;=-._~"), "/a/a:b@c!$&'()*+,;=-._~"),
        (json!("a?b#c[d]\\"), "/a/a%3Fb%23c%5Bd%5D%5C"),
        (json!("a%2Fb%zz%"), "/a/a%2Fb%25zz%25"),
        (json!("ü/\n"), "/a/%C3%BC/%0A"),
        (json!(["a/b", "c"]), "/a/a/b,c"),
    ];
    for (value, expected) in table {
        assert_eq!(path(&value, PathStyle::SIMPLE).unwrap(), expected);
    }
}

#[test]
fn what_would_lead_elsewhere_is_refused() {
    for value in [
        "",
        "/",
        ".",
        "..",
        "../b",
        "b/..",
        "b/../../c",
        "b/./c",
        "%2e%2E/b",
        ".%2e",
    ] {
        assert!(path(&json!(value), PathStyle::SIMPLE).is_err(), "{value:?}");
    }
    for text in texts() {
        if let Ok(path) = path(&json!(text), PathStyle::SIMPLE) {
            assert!(
                path.starts_with("/a/") && !path.starts_with("/a//"),
                "{path}"
            );
            assert!(!path.contains(['?', '#', '\\', ' ']), "{path}");
            let plain = path.to_ascii_lowercase().replace("%2e", ".");
            let mut segments = plain.split('/');
            assert!(segments.all(|one| ![".", ".."].contains(&one)), "{path}");
        }
    }
}
