//! Parameters of any text in every style, read back by a decoder that shares nothing with the encoder.

use orq_ai_sdk::resources::identities::RetrieveIdentity;
use orq_ai_sdk::runtime::{CookieStyle, HeaderStyle, Operation, PathStyle, QueryStyle, Request};
use serde_json::{Map, Value, json};

const NAME: &str = "color";

/// A value of one of the three shapes that styles are defined for.
#[derive(Debug, PartialEq)]
enum Shape {
    Text(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

impl Shape {
    fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::List(items) => json!(items),
            Self::Object(pairs) => Value::Object(
                pairs
                    .iter()
                    .map(|(key, value)| (key.clone(), json!(value)))
                    .collect::<Map<_, _>>(),
            ),
        }
    }

    fn any(&self, holds: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Text(text) => holds(text),
            Self::List(items) => items.iter().any(|item| holds(item)),
            Self::Object(pairs) => pairs.iter().any(|(key, value)| holds(key) || holds(value)),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Object(pairs) => pairs.is_empty(),
        }
    }

    /// The shape again, from the text that stands for it: split, then decoded.
    fn read(&self, text: &str, separator: &str, between: &str, decode: fn(&str) -> String) -> Self {
        let pieces = || text.split(separator);
        match self {
            Self::Text(_) => Self::Text(decode(text)),
            Self::List(_) => Self::List(pieces().map(decode).collect()),
            Self::Object(_) if separator == between => {
                let pieces: Vec<String> = pieces().map(decode).collect();
                let pair = |pair: &[String]| (pair[0].clone(), pair[1].clone());
                Self::Object(pieces.chunks_exact(2).map(pair).collect())
            }
            Self::Object(_) => Self::Object(
                pieces()
                    .map(|piece| piece.split_once(between).unwrap())
                    .map(|(key, value)| (decode(key), decode(value)))
                    .collect(),
            ),
        }
    }

    /// The shape again, from pairs of names and values that are decoded already.
    fn gather(&self, mut pairs: Vec<(String, String)>, deep: bool) -> Self {
        if let Self::Object(_) = self {
            if deep {
                for (name, _) in &mut pairs {
                    let inside = name
                        .strip_prefix("color[")
                        .and_then(|name| name.strip_suffix(']'));
                    *name = inside.unwrap().to_owned();
                }
            }
            return Self::Object(pairs);
        }
        assert!(pairs.iter().all(|(name, _)| name == NAME), "{pairs:?}");
        let mut values: Vec<String> = pairs.into_iter().map(|(_, value)| value).collect();
        match self {
            Self::Text(_) => Self::Text(values.pop().unwrap()),
            _ => Self::List(values),
        }
    }
}

/// Percent-decodes, and nothing else.
fn decoded(text: &str) -> String {
    let bytes = percent_encoding::percent_decode_str(text);
    bytes.decode_utf8().unwrap().into_owned()
}

/// Every style with a text, a list and an object made of these bytes.
pub(crate) fn parameters(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    super::nested::nested(bytes, &text);
    let items: Vec<String> = text.split('\n').take(6).map(str::to_owned).collect();
    let mut pairs: Vec<(String, String)> = items
        .chunks_exact(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect();
    // Objects come in the order of their keys, and hold each key once.
    pairs.sort();
    pairs.dedup_by(|one, other| one.0 == other.0);
    for shape in [Shape::Text(text), Shape::List(items), Shape::Object(pairs)] {
        paths(&shape);
        queries(&shape);
        cookies(&shape);
        headers(&shape);
    }
}

fn paths(shape: &Shape) {
    // Each row: the style, what stands before the value, what separates, what stands between key and value.
    let table = [
        (PathStyle::SIMPLE, "", ",", ","),
        (PathStyle::SIMPLE.explode(true), "", ",", "="),
        (PathStyle::LABEL, ".", ",", ","),
        (PathStyle::LABEL.explode(true), ".", ".", "="),
        (PathStyle::MATRIX, ";color=", ",", ","),
        (PathStyle::MATRIX.explode(true), ";", ";", "="),
    ];
    for (style, prefix, separator, between) in table {
        // A dot needs no encoding, so what it separates can't be told from what holds it.
        if separator == "."
            && !matches!(shape, Shape::Text(_))
            && shape.any(|text| text.contains('.'))
        {
            continue;
        }
        let mut request = Request::new(RetrieveIdentity::META);
        if request.segment(NAME, &shape.json(), style).is_err() {
            // Only what servers and proxies would resolve away is refused.
            let dots = |text: &str| text.chars().all(|c| c == '.');
            assert!(
                shape.is_empty() || !shape.any(|text| !dots(text)),
                "{shape:?} {style:?}"
            );
            continue;
        }
        let path = request.path();
        assert!(!matches!(path, "" | "." | ".."), "{shape:?} {style:?}");
        assert!(
            !path.contains(['/', '?', '#', '\\', ' ']) && path.is_ascii(),
            "{path}"
        );
        let value = path.strip_prefix(prefix).unwrap();
        let back = match shape {
            // Exploded, texts and lists of a matrix repeat the name, and read like a query.
            Shape::Text(_) | Shape::List(_) if separator == ";" => {
                let pairs = value.split(';').map(|pair| pair.split_once('=').unwrap());
                let pairs = pairs.map(|(name, value)| (decoded(name), decoded(value)));
                shape.gather(pairs.collect(), false)
            }
            _ => shape.read(value, separator, between, decoded),
        };
        assert_eq!(&back, shape, "{style:?}: {path}");
    }
}

fn queries(shape: &Shape) {
    let query = |style: QueryStyle| {
        let mut request = Request::new(RetrieveIdentity::META);
        request.query(NAME, Some(&shape.json()), style).unwrap();
        let target = request.target();
        assert!(
            !target.contains(['#', ' ', '\\', '"', '<', '>']) && target.is_ascii(),
            "{target}"
        );
        target.trim_start_matches('?').to_owned()
    };
    if shape.is_empty() {
        assert_eq!(query(QueryStyle::FORM), "");
        return;
    }
    let exploded = [
        (QueryStyle::FORM, false),
        (QueryStyle::FORM.allow_reserved(), false),
        (QueryStyle::SPACE_DELIMITED.explode(true), false),
        (QueryStyle::PIPE_DELIMITED.explode(true), false),
        (QueryStyle::DEEP_OBJECT, true),
    ];
    for (style, deep) in exploded {
        // What is encoded already stays so under allowReserved, on purpose.
        if style == QueryStyle::FORM.allow_reserved() && shape.any(|text| text.contains('%')) {
            continue;
        }
        let text = query(style);
        let pairs = form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect();
        assert_eq!(&shape.gather(pairs, deep), shape, "{style:?}: {text}");
    }
    let joined = [
        (QueryStyle::FORM.explode(false), ",", None),
        (QueryStyle::SPACE_DELIMITED, "%20", Some(' ')),
        (QueryStyle::PIPE_DELIMITED, "%7C", Some('|')),
    ];
    for (style, delimiter, clash) in joined {
        // Delimiters that are encoded themselves can't be told from those inside a value.
        let is_text = matches!(shape, Shape::Text(_));
        if !is_text && clash.is_some_and(|clash| shape.any(|text| text.contains(clash))) {
            continue;
        }
        let text = query(style);
        let value = text.strip_prefix("color=").unwrap();
        assert_eq!(
            &shape.read(value, delimiter, delimiter, decoded),
            shape,
            "{style:?}: {text}"
        );
    }
}

fn cookies(shape: &Shape) {
    for explode in [false, true] {
        let mut request = Request::new(RetrieveIdentity::META);
        let style = CookieStyle::FORM.explode(explode);
        request.cookie(NAME, Some(&shape.json()), style).unwrap();
        let text = request.cookies();
        assert!(
            text.bytes()
                .all(|byte| byte.is_ascii_graphic() || byte == b' '),
            "{text}"
        );
        assert!(!text.contains(['"', '\\']), "{text}");
        if shape.is_empty() {
            assert_eq!(text, "");
            continue;
        }
        let back = if explode {
            let pairs = text.split("; ").map(|pair| pair.split_once('=').unwrap());
            let pairs = pairs.map(|(name, value)| (decoded(name), decoded(value)));
            shape.gather(pairs.collect(), false)
        } else {
            shape.read(text.strip_prefix("color=").unwrap(), ",", ",", decoded)
        };
        assert_eq!(&back, shape, "{style:?}: {text}");
    }
}

fn headers(shape: &Shape) {
    for (explode, between) in [(false, ","), (true, "=")] {
        let mut request = Request::new(RetrieveIdentity::META);
        let style = HeaderStyle::SIMPLE.explode(explode);
        if request
            .header("X-Color", Some(&shape.json()), style)
            .is_err()
        {
            assert!(
                shape.any(|text| text.contains(|c: char| c.is_ascii_control())),
                "{shape:?}"
            );
            continue;
        }
        let Some(value) = request.headers().get("x-color") else {
            // Nothing can't be told from a list of one empty text, so no header is sent.
            assert!(
                shape.is_empty() || !shape.any(|text| !text.is_empty()),
                "{shape:?}"
            );
            continue;
        };
        let text = std::str::from_utf8(value.as_bytes()).unwrap();
        // Headers have no encoding, so what holds a separator can't be told from what it separates.
        if !matches!(shape, Shape::Text(_)) && shape.any(|text| text.contains([',', '='])) {
            continue;
        }
        assert_eq!(
            &shape.read(text, ",", between, str::to_owned),
            shape,
            "{style:?}: {text}"
        );
    }
}
