//! How values become text in paths, queries, headers and cookies: OpenAPI's parameter styles as pure functions.
//!
//! Values arrive as JSON. Null is left out everywhere, at the top as well as inside arrays and objects, because no style
//! has a form for it. What a style can't express (an object inside an array, say) is an error, never a guess.

use std::fmt::Write as _;

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

/// Why a value has no form in a style; reads on after "parameter `x`".
pub(super) type Misfit = &'static str;

const NESTED: Misfit = "holds an array or object where its style has room for plain values only";
const EMPTY: Misfit = "is empty, which would address another path";
const DOTS: Misfit = "is `.` or `..`, which would address another path";

/// One path parameter, ready to stand in a path.
pub(super) fn path(name: &str, value: &Value, style: PathStyle) -> Result<String, Misfit> {
    let name = percent(name);
    let (prefix, separator) = match style.form {
        PathForm::Simple => (String::new(), ","),
        PathForm::Label => (".".to_owned(), if style.explode { "." } else { "," }),
        PathForm::Matrix if style.explode => (";".to_owned(), ";"),
        PathForm::Matrix => (format!(";{name}="), ","),
    };
    let repeats_name = style.form == PathForm::Matrix && style.explode;
    let text = match value {
        Value::Array(items) => {
            let items = scalars(items)?.into_iter().map(|item| percent(&item));
            if repeats_name {
                join(items.map(|item| format!("{name}={item}")), separator)
            } else {
                join(items, separator)
            }
        }
        Value::Object(object) => key_values(object, style.explode, separator, percent)?,
        plain => {
            let plain = scalar(plain)?.unwrap_or_default();
            refuse_traversal(&plain)?;
            if repeats_name {
                format!("{name}={}", percent(&plain))
            } else {
                percent(&plain)
            }
        }
    };
    if text.is_empty() {
        return Err(EMPTY);
    }
    let whole = prefix + &text;
    refuse_traversal(&whole)?;
    Ok(whole)
}

/// A path segment that is empty or only dots is resolved away by servers and proxies, however it is encoded.
pub(super) fn refuse_traversal(segment: &str) -> Result<(), Misfit> {
    match segment {
        "" => Err(EMPTY),
        "." | ".." => Err(DOTS),
        _ => Ok(()),
    }
}

/// The `name=value` pairs of one query parameter, encoded.
pub(super) fn query(name: &str, value: &Value, style: QueryStyle) -> Result<Vec<String>, Misfit> {
    match value {
        Value::Array(items) => Ok(list(name, &scalars(items)?, style)),
        Value::Object(object) => match style.form {
            QueryForm::Deep => {
                let mut pairs = Vec::new();
                deep(name, object, style, &mut pairs)?;
                Ok(pairs)
            }
            QueryForm::Delimited(_) if style.explode => exploded(object, style),
            QueryForm::Delimited(delimiter) => {
                let text = key_values(object, false, delimiter, |text| query_value(text, style))?;
                Ok(if text.is_empty() {
                    Vec::new()
                } else {
                    vec![pair(name, &text)]
                })
            }
        },
        plain => Ok(scalar(plain)?
            .map(|text| pair(name, &query_value(&text, style)))
            .into_iter()
            .collect()),
    }
}

/// A header's value, before it is checked for what headers can carry.
pub(super) fn header(value: &Value, style: HeaderStyle) -> Result<Option<String>, Misfit> {
    match value {
        Value::Array(items) => {
            Ok(Some(join(scalars(items)?.into_iter(), ",")).filter(|text| !text.is_empty()))
        }
        Value::Object(object) => Ok(Some(key_values(object, style.explode, ",", str::to_owned)?)
            .filter(|text| !text.is_empty())),
        plain => scalar(plain),
    }
}

/// The `name=value` pairs of one cookie parameter, encoded.
pub(super) fn cookie(name: &str, value: &Value, style: CookieStyle) -> Result<Vec<String>, Misfit> {
    query(name, value, QueryStyle::FORM.explode(style.explode))
}

/// The pairs of an urlencoded form. Properties without a style of their own follow the specification's defaults: plain
/// values and arrays of them as in a query, whatever is nested deeper as JSON text.
pub(super) fn form(
    object: &Map<String, Value>,
    styles: &[(&str, QueryStyle)],
) -> Result<Vec<String>, Misfit> {
    let mut pairs = Vec::new();
    for (name, value) in object {
        match styles.iter().find(|(styled, _)| styled == name) {
            Some((_, style)) => pairs.extend(query(name, value, *style)?),
            None => match value {
                Value::Array(items) => {
                    let items = items.iter().filter(|item| !item.is_null());
                    pairs.extend(items.map(|item| pair(name, &percent(&scalar_or_json(item)))));
                }
                Value::Null => {}
                other => pairs.push(pair(name, &percent(&scalar_or_json(other)))),
            },
        }
    }
    Ok(pairs)
}

/// One encoded `name=value`; the value is encoded already.
pub(super) fn pair(name: &str, encoded: &str) -> String {
    format!("{}={encoded}", percent(name))
}

fn query_value(text: &str, style: QueryStyle) -> String {
    if style.allow_reserved {
        percent_allowing_reserved(text)
    } else {
        percent(text)
    }
}

fn joined(items: &[String], delimiter: &str, style: QueryStyle) -> String {
    join(items.iter().map(|item| query_value(item, style)), delimiter)
}

/// Percent-encodes all but the unreserved characters.
pub(super) fn percent(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

fn percent_allowing_reserved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, from_percent) = rest.split_at(at);
        _ = write!(out, "{}", utf8_percent_encode(before, ALLOWED));
        let triple = from_percent
            .as_bytes()
            .get(1..3)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if triple { &from_percent[..3] } else { "%25" });
        rest = &from_percent[if triple { 3 } else { 1 }..];
    }
    _ = write!(out, "{}", utf8_percent_encode(rest, ALLOWED));
    out
}

fn list(name: &str, items: &[String], style: QueryStyle) -> Vec<String> {
    match style.form {
        QueryForm::Delimited(delimiter) if !style.explode => {
            if items.is_empty() {
                Vec::new()
            } else {
                vec![pair(name, &joined(items, delimiter, style))]
            }
        }
        _ => items
            .iter()
            .map(|item| pair(name, &query_value(item, style)))
            .collect(),
    }
}

fn exploded(object: &Map<String, Value>, style: QueryStyle) -> Result<Vec<String>, Misfit> {
    let mut pairs = Vec::new();
    for (key, value) in object {
        pairs.extend(property(key, value, style)?);
    }
    Ok(pairs)
}

/// A property that became a parameter of its own: a plain value, or an array in one of the two usual forms.
fn property(key: &str, value: &Value, style: QueryStyle) -> Result<Vec<String>, Misfit> {
    match value {
        Value::Array(items) => {
            let items = scalars(items)?;
            if style.comma_arrays && !items.is_empty() {
                Ok(vec![pair(key, &joined(&items, ",", style))])
            } else {
                Ok(items
                    .iter()
                    .map(|item| pair(key, &query_value(item, style)))
                    .collect())
            }
        }
        plain => Ok(scalar(plain)?
            .map(|text| pair(key, &query_value(&text, style)))
            .into_iter()
            .collect()),
    }
}

/// Deep objects have no defined form below the first level; brackets in brackets is what servers that nest read.
fn deep(
    prefix: &str,
    object: &Map<String, Value>,
    style: QueryStyle,
    pairs: &mut Vec<String>,
) -> Result<(), Misfit> {
    for (key, value) in object {
        let key = format!("{prefix}[{key}]");
        match value {
            Value::Object(inner) => deep(&key, inner, style, pairs)?,
            other => pairs.extend(property(&key, other, style)?),
        }
    }
    Ok(())
}

/// `key,value,key,value`, or `key=value` pairs when exploded.
fn key_values(
    object: &Map<String, Value>,
    explode: bool,
    separator: &str,
    encode: impl Fn(&str) -> String,
) -> Result<String, Misfit> {
    let mut pieces = Vec::new();
    for (key, value) in object {
        if let Some(value) = scalar(value)? {
            let between = if explode { "=" } else { separator };
            pieces.push(format!("{}{between}{}", encode(key), encode(&value)));
        }
    }
    Ok(pieces.join(separator))
}

fn scalars(items: &[Value]) -> Result<Vec<String>, Misfit> {
    items
        .iter()
        .filter_map(|item| scalar(item).transpose())
        .collect()
}

fn scalar(value: &Value) -> Result<Option<String>, Misfit> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(value) => Ok(Some(value.to_string())),
        Value::Number(number) => Ok(Some(plain_number(number))),
        Value::String(text) => Ok(Some(text.clone())),
        Value::Array(_) | Value::Object(_) => Err(NESTED),
    }
}

pub(super) fn scalar_or_json(value: &Value) -> String {
    scalar(value)
        .ok()
        .flatten()
        .unwrap_or_else(|| value.to_string())
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

fn join(pieces: impl Iterator<Item = String>, separator: &str) -> String {
    pieces.collect::<Vec<_>>().join(separator)
}
