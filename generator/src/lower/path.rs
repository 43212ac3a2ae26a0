//! Paths, cut at their parameters, as they can be sent.

use std::fmt::Write;

use crate::names;

/// A piece of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text, encoded as it is sent.
    Literal(String),
    /// The name of a parameter.
    Param(String),
}

/// Cuts `/a/{b}/c` at its parameters; a brace that isn't closed is literal text. A path starts with `/`, whether or not
/// the document says so.
pub(super) fn cut(path: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = path;
    if !path.is_empty() && !path.starts_with('/') {
        pieces.push(Piece::Literal("/".to_owned()));
    }
    while let Some(start) = rest.find('{') {
        let Some(length) = closing(&rest[start..]) else {
            break;
        };
        if start > 0 {
            pieces.push(Piece::Literal(encoded(&rest[..start])));
        }
        pieces.push(Piece::Param(rest[start + 1..start + length].to_owned()));
        rest = &rest[start + length + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(encoded(rest)));
    }
    pieces
}

/// Where the brace is closed that a text begins with: `{zip:[0-9]{5}}` has braces inside.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut letters = text.char_indices();
    let found = letters.find(|(_, letter)| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    found.map(|(at, _)| at)
}

/// The name in a placeholder of other makes, and whether its value may be several segments: `{proxy+}` of API Gateway, `{+name}` of
/// RFC 6570, `{name=shelves/*}` of gRPC, `{file:path}` of Python's and `{id:[0-9]+}` of Java's frameworks.
pub(super) fn placeholder(text: &str) -> (&str, bool) {
    if let Some((name, pattern)) = text.split_once('=') {
        return (name, pattern.contains('/') || pattern.contains("**"));
    }
    if let Some((name, pattern)) = text.split_once(':') {
        return (name, ["path", ".*", ".+"].contains(&pattern));
    }
    // `{name*}` of RFC 6570 only says how lists are written.
    let name = text.trim_matches(['+', '*']);
    (name, text.contains('+') || text.starts_with('*'))
}

/// The path without its fragment, and the fragment. Documents tell operations on one path apart by fragments, which no
/// client sends.
pub(super) fn without_fragment(path: &str) -> (&str, Option<&str>) {
    match names::outside_braces(path, '#') {
        Some(at) => (&path[..at], Some(&path[at + 1..])),
        None => (path, None),
    }
}

/// The path without what repeats parameters of the query: `?id={id}`.
pub(super) fn without_query(path: &str, is_query: impl Fn(&str) -> bool) -> String {
    let Some(start) = names::outside_braces(path, '?') else {
        return path.to_owned();
    };
    let pairs = path[start + 1..].split('&').filter(|pair| {
        let name = pair.split_once('=').map_or("", |(name, _)| name);
        !(is_query(name) && **pair == format!("{name}={{{name}}}"))
    });
    let pairs: Vec<&str> = pairs.collect();
    let mark = if pairs.is_empty() { "" } else { "?" };
    format!("{}{mark}{}", &path[..start], pairs.join("&"))
}

/// Whether a placeholder only names parameters of the query: `{?id,page*}` of RFC 6570.
pub(super) fn names_query(placeholder: &str, is_query: impl Fn(&str) -> bool) -> bool {
    let names = placeholder.strip_prefix(['?', '&']);
    names.is_some_and(|names| {
        let mut names = names.split(',');
        names.all(|name| is_query(name.trim_end_matches('*')))
    })
}

/// Encodes what no path and no query can hold; what is encoded already stays.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cut_at_their_parameters() {
        let literal = |text: &str| Piece::Literal(text.to_owned());
        let param = |name: &str| Piece::Param(name.to_owned());
        assert_eq!(
            cut("/a/{b}.{c}/d"),
            [
                literal("/a/"),
                param("b"),
                literal("."),
                param("c"),
                literal("/d")
            ]
        );
        assert_eq!(cut("/a b/é/%20/{c"), [literal("/a%20b/%C3%A9/%20/%7Bc")]);
        assert_eq!(cut("/{b:[0-9]{5}}"), [literal("/"), param("b:[0-9]{5}")]);
        assert_eq!(cut("/{b{}"), [literal("/%7Bb%7B%7D")]);
    }

    #[test]
    fn parameters_of_the_query_are_not_sent_twice() {
        let is_query = |name: &str| ["id", "page"].contains(&name);
        let without = |path: &str| without_query(path, is_query);
        assert_eq!(without("/a?id={id}"), "/a");
        assert_eq!(without("/a?id={id}&b=1&page={page}"), "/a?b=1");
        assert_eq!(without("/a?c={c}"), "/a?c={c}");
        assert_eq!(without("/a/{id}"), "/a/{id}");
        assert_eq!(without("/a?id={id"), "/a?id={id");
        assert_eq!(without("/a?key={id}"), "/a?key={id}");
        assert_eq!(without("/a{?id}?page={page}"), "/a{?id}");
        for (placeholder, names) in [
            ("?id,page*", true),
            ("&page", true),
            ("?id,c", false),
            ("id", false),
        ] {
            assert_eq!(names_query(placeholder, is_query), names, "{placeholder}");
        }
    }

    #[test]
    fn placeholders_of_other_makes_have_names() {
        assert_eq!(placeholder("proxy+"), ("proxy", true));
        assert_eq!(placeholder("+name"), ("name", true));
        assert_eq!(placeholder("name=shelves/*"), ("name", true));
        assert_eq!(placeholder("name=*"), ("name", false));
        assert_eq!(placeholder("file:path"), ("file", true));
        assert_eq!(placeholder("id:[0-9]+"), ("id", false));
        assert_eq!(placeholder("id:"), ("id", false));
        assert_eq!(placeholder("ids*"), ("ids", false));
        assert_eq!(placeholder("sku:[a-z.+]+"), ("sku", false));
        assert_eq!(placeholder("id"), ("id", false));
    }

    #[test]
    fn fragments_are_set_apart() {
        assert_eq!(without_fragment("/a?b=c#d"), ("/a?b=c", Some("d")));
        assert_eq!(without_fragment("/a"), ("/a", None));
        assert_eq!(without_fragment("/{a:[^#]}#b"), ("/{a:[^#]}", Some("b")));
        assert_eq!(without_fragment("/{a#b"), ("/{a", Some("b")));
    }
}
