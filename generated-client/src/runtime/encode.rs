//! How values become text in paths, queries, headers and cookies: OpenAPI's parameter styles as pure functions.
//!
//! Values arrive as JSON. Null is left out everywhere, at the top as well as inside arrays and objects, because no style
//! has a form for it. What a style can't express (an object inside an array, say) is an error, never a guess.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::style::{CookieStyle, HeaderStyle, PathForm, PathStyle, QueryForm, QueryStyle};

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What stays as it is under `allowReserved`: the reserved characters that neither end a query nor split it into parameters.
const ALLOWED: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The same in a path, which a question mark ends and an ampersand doesn't split.
const ALLOWED_IN_PATH: &AsciiSet = &ALLOWED.add(b'?').remove(b'&').remove(b'+');

/// Why a value has no form in a style; reads on after "parameter `x`".
pub(super) type Misfit = &'static str;

const NESTED: Misfit = "holds an array or object where its style has room for plain values only";
const EMPTY: Misfit = "is empty, which would address another path";
const DOTS: Misfit = "is `.` or `..`, which would address another path";

/// Pairs of names and values, encoded and joined: a query, a form, cookies.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    text: String,
    separator: &'static str,
}

impl Pairs {
    /// The pairs of a query or a form.
    pub(super) const fn of_query() -> Self {
        Self::separated_by("&")
    }

    /// The pairs of a `Cookie` header.
    pub(super) const fn of_cookies() -> Self {
        Self::separated_by("; ")
    }

    const fn separated_by(separator: &'static str) -> Self {
        Self {
            text: String::new(),
            separator,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Adds a pair.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        percent(self.begin(name), value);
    }

    fn push_styled(&mut self, name: &str, value: &str, style: QueryStyle) {
        query_value(self.begin(name), value, style);
    }

    /// Begins a pair, of which the value is still to be written.
    fn begin(&mut self, name: &str) -> &mut String {
        if !self.text.is_empty() {
            self.text.push_str(self.separator);
        }
        percent(&mut self.text, name);
        self.text.push('=');
        &mut self.text
    }
}

/// Writes one path parameter where it stands in a path.
pub(super) fn path(
    out: &mut String,
    name: &str,
    value: &Value,
    style: PathStyle,
) -> Result<(), Misfit> {
    let segment = out.len();
    // Some documents put a query into the path. What stands there addresses nothing.
    let in_query = out.contains('?');
    let (prefix, separator) = match style.form {
        PathForm::Simple => ("", ","),
        PathForm::Label => (".", if style.explode { "." } else { "," }),
        PathForm::Matrix => (";", if style.explode { ";" } else { "," }),
    };
    let named = style.form == PathForm::Matrix;
    out.push_str(prefix);
    if named && !style.explode {
        begin_pair(out, name);
    }
    let begin = out.len();
    let encode = |out: &mut String, text: &str| {
        if style.allow_reserved {
            // Where a segment begins, a slash would add an empty one.
            let text = match out.ends_with('/') {
                true => text.trim_start_matches('/'),
                false => text,
            };
            keeping(out, text, ALLOWED_IN_PATH);
        } else {
            percent(out, text);
        }
    };
    let item = |out: &mut String, text: &str| {
        if named && style.explode {
            begin_pair(out, name);
        }
        encode(out, text);
    };
    match value {
        Value::Array(items) => joined(out, &scalars(items)?, separator, item),
        Value::Object(object) => key_values(out, object, style.explode, separator, encode)?,
        plain => {
            let plain = scalar(plain)?.unwrap_or_default();
            if !in_query {
                refuse_traversal(&plain)?;
            }
            item(out, &plain);
        }
    }
    if in_query {
        return Ok(());
    }
    if out.len() == begin {
        return Err(EMPTY);
    }
    if style.allow_reserved {
        return out[segment..].split('/').try_for_each(refuse_dots);
    }
    refuse_traversal(&out[segment..])
}

/// Whatever resolves addresses also knows dots that are encoded.
fn refuse_dots(segment: &str) -> Result<(), Misfit> {
    match segment.to_ascii_lowercase().replace("%2e", ".").as_str() {
        "." | ".." => Err(DOTS),
        _ => Ok(()),
    }
}

/// A path segment that is empty or only dots is resolved away by servers and proxies, however it is encoded.
fn refuse_traversal(segment: &str) -> Result<(), Misfit> {
    match segment {
        "" => Err(EMPTY),
        "." | ".." => Err(DOTS),
        _ => Ok(()),
    }
}

/// Adds the pairs of one query parameter, of which there are none when it is null or empty.
pub(super) fn query(
    pairs: &mut Pairs,
    name: &str,
    value: &Value,
    style: QueryStyle,
) -> Result<(), Misfit> {
    match (value, style.form) {
        (Value::Array(items), QueryForm::Delimited(delimiter)) if !style.explode => {
            list(pairs, name, &scalars(items)?, delimiter, style);
        }
        (Value::Object(object), QueryForm::Deep) => deep(pairs, name, object, style)?,
        (Value::Object(object), QueryForm::Delimited(_)) if style.explode => {
            for (key, value) in object {
                property(pairs, key, value, style)?;
            }
        }
        (Value::Object(object), QueryForm::Delimited(delimiter)) => {
            let mut text = String::new();
            let encode = |out: &mut String, text: &str| query_value(out, text, style);
            key_values(&mut text, object, false, delimiter, encode)?;
            if !text.is_empty() {
                pairs.begin(name).push_str(&text);
            }
        }
        (value, _) => repeated(pairs, name, value, style)?,
    }
    Ok(())
}

/// A header's value, before it is checked for what headers can carry.
pub(super) fn header(value: &Value, style: HeaderStyle) -> Result<Option<String>, Misfit> {
    let mut out = String::new();
    match value {
        Value::Array(items) => joined(&mut out, &scalars(items)?, ",", String::push_str),
        Value::Object(object) => {
            key_values(&mut out, object, style.explode, ",", String::push_str)?;
        }
        plain => return Ok(scalar(plain)?.map(Cow::into_owned)),
    }
    Ok(Some(out).filter(|text| !text.is_empty()))
}

/// Adds the pairs of one cookie parameter.
pub(super) fn cookie(
    pairs: &mut Pairs,
    name: &str,
    value: &Value,
    style: CookieStyle,
) -> Result<(), Misfit> {
    query(pairs, name, value, QueryStyle::FORM.explode(style.explode))
}

/// Adds the pairs of an urlencoded form. Properties without a style of their own follow the specification's defaults: plain
/// values and arrays of them as in a query, whatever is nested deeper as JSON text.
pub(super) fn form(
    pairs: &mut Pairs,
    object: &Map<String, Value>,
    styles: &[(&str, QueryStyle)],
) -> Result<(), Misfit> {
    for (name, value) in object {
        match (styles.iter().find(|(styled, _)| styled == name), value) {
            (Some((_, style)), value) => query(pairs, name, value, *style)?,
            (None, Value::Array(items)) => {
                for item in items.iter().filter(|item| !item.is_null()) {
                    pairs.push(name, &scalar_or_json(item));
                }
            }
            (None, Value::Null) => {}
            (None, other) => pairs.push(name, &scalar_or_json(other)),
        }
    }
    Ok(())
}

/// Percent-encodes all but the unreserved characters.
pub(super) fn percent(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

fn begin_pair(out: &mut String, name: &str) {
    percent(out, name);
    out.push('=');
}

fn query_value(out: &mut String, text: &str, style: QueryStyle) {
    if style.allow_reserved {
        keeping(out, text, ALLOWED);
    } else {
        percent(out, text);
    }
}

/// Encodes a text, but for percent-encoded triples and what is not in the set.
fn keeping(out: &mut String, text: &str, encoded: &'static AsciiSet) {
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, from_percent) = rest.split_at(at);
        out.extend(utf8_percent_encode(before, encoded));
        let triple = from_percent
            .as_bytes()
            .get(1..3)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if triple { &from_percent[..3] } else { "%25" });
        rest = &from_percent[if triple { 3 } else { 1 }..];
    }
    out.extend(utf8_percent_encode(rest, encoded));
}

/// Adds a list as one pair.
fn list(pairs: &mut Pairs, name: &str, items: &[Cow<'_, str>], delimiter: &str, style: QueryStyle) {
    if !items.is_empty() {
        let encode = |out: &mut String, text: &str| query_value(out, text, style);
        joined(pairs.begin(name), items, delimiter, encode);
    }
}

/// Adds a plain value as a pair, or each of an array.
fn repeated(pairs: &mut Pairs, name: &str, value: &Value, style: QueryStyle) -> Result<(), Misfit> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        plain => std::slice::from_ref(plain),
    };
    for item in items {
        if let Some(text) = scalar(item)? {
            pairs.push_styled(name, &text, style);
        }
    }
    Ok(())
}

/// A property that became a parameter of its own: a plain value, or an array in one of the two usual forms.
fn property(pairs: &mut Pairs, key: &str, value: &Value, style: QueryStyle) -> Result<(), Misfit> {
    match value {
        Value::Array(items) if style.comma_arrays => {
            list(pairs, key, &scalars(items)?, ",", style);
            Ok(())
        }
        other => repeated(pairs, key, other, style),
    }
}

/// Deep objects have no defined form below the first level; brackets in brackets is what servers that nest read.
fn deep(
    pairs: &mut Pairs,
    prefix: &str,
    object: &Map<String, Value>,
    style: QueryStyle,
) -> Result<(), Misfit> {
    for (key, value) in object {
        let key = format!("{prefix}[{key}]");
        match value {
            Value::Object(inner) => deep(pairs, &key, inner, style)?,
            other => property(pairs, &key, other, style)?,
        }
    }
    Ok(())
}

/// `key,value,key,value`, or `key=value` pairs when exploded.
fn key_values(
    out: &mut String,
    object: &Map<String, Value>,
    explode: bool,
    separator: &str,
    encode: impl Fn(&mut String, &str),
) -> Result<(), Misfit> {
    let between = if explode { "=" } else { separator };
    let mut first = true;
    for (key, value) in object {
        if let Some(value) = scalar(value)? {
            if !std::mem::take(&mut first) {
                out.push_str(separator);
            }
            encode(out, key);
            out.push_str(between);
            encode(out, &value);
        }
    }
    Ok(())
}

fn joined(
    out: &mut String,
    items: &[Cow<'_, str>],
    separator: &str,
    encode: impl Fn(&mut String, &str),
) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        encode(out, item);
    }
}

fn scalars(items: &[Value]) -> Result<Vec<Cow<'_, str>>, Misfit> {
    items
        .iter()
        .filter_map(|item| scalar(item).transpose())
        .collect()
}

fn scalar(value: &Value) -> Result<Option<Cow<'_, str>>, Misfit> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(value) => Ok(Some(Cow::Borrowed(if *value { "true" } else { "false" }))),
        Value::Number(number) => Ok(Some(Cow::Owned(plain_number(number)))),
        Value::String(text) => Ok(Some(Cow::Borrowed(text))),
        Value::Array(_) | Value::Object(_) => Err(NESTED),
    }
}

pub(super) fn scalar_or_json(value: &Value) -> Cow<'_, str> {
    scalar(value)
        .ok()
        .flatten()
        .unwrap_or_else(|| Cow::Owned(value.to_string()))
}

/// A whole number is written without a fraction: `10.0` for a `number` parameter trips servers that read integers.
fn plain_number(number: &serde_json::Number) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() <= EXACT => {
            format!("{float:.0}")
        }
        _ => number.to_string(),
    }
}
