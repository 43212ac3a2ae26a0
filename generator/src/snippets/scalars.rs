//! Values without structure as Rust writes them.

use super::expr::{self, Expr};
use super::imports::Imports;
use crate::ir::{Json, Scalar};

/// How much the place of an expression says about its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    /// The place has this one type.
    Known,
    /// The place takes whatever converts: the expression must say what it is.
    Free,
}

/// Values for what a document gives no example of.
const TIMESTAMP: &str = "2024-01-01T00:00:00Z";
const DATE: &str = "2024-01-01";
const DATE_TIME: &str = "2024-01-01T00:00:00";
const URL: &str = "https://example.com/";
const UUID: &str = "123e4567-e89b-12d3-a456-426614174000";
const BYTES: &str = "content";

/// A scalar as an expression of its very type; `None` when the example is of another kind. `name` is what the value is
/// called.
pub(super) fn exact(
    scalar: Scalar,
    example: Option<&Json>,
    name: &str,
    seat: Seat,
    imports: &mut Imports,
) -> Option<Expr> {
    Some(Expr::atom(match scalar {
        Scalar::Boolean => match example {
            Some(Json::Bool(flag)) => flag.to_string(),
            Some(_) => return None,
            None => "true".to_owned(),
        },
        Scalar::Int32 => whole(example, i32::MIN.into(), i32::MAX.into())?,
        Scalar::Int64 => suffixed(
            whole(example, i64::MIN.into(), i64::MAX.into())?,
            "i64",
            seat,
        ),
        Scalar::Uint32 => suffixed(whole(example, 0, u32::MAX.into())?, "u32", seat),
        Scalar::Uint64 => suffixed(whole(example, 0, u64::MAX.into())?, "u64", seat),
        Scalar::Number => fraction(example)?,
        Scalar::String => format!("{}.to_owned()", expr::text(&word(example, name)?)),
        Scalar::Secret => {
            let text = expr::text(&word(example, name)?);
            format!("{}::from({text})", imports.root("Secret"))
        }
        Scalar::Timestamp => {
            let text = shaped(example, TIMESTAMP, is_timestamp)?;
            parsed(&text, "jiff::Timestamp", seat)
        }
        Scalar::Date => parsed(&shaped(example, DATE, is_date)?, "jiff::civil::Date", seat),
        Scalar::DateTime => {
            let text = shaped(example, DATE_TIME, is_date_time)?;
            parsed(&text, "jiff::civil::DateTime", seat)
        }
        Scalar::Url => parsed(&shaped(example, URL, is_url)?, "url::Url", seat),
        Scalar::Uuid => parsed(&shaped(example, UUID, is_uuid)?, "uuid::Uuid", seat),
        Scalar::Base64 => {
            let bytes = expr::text(BYTES);
            format!("{}::from(b{bytes}.to_vec())", imports.root("Base64"))
        }
        Scalar::Binary => format!("bytes::Bytes::from({})", expr::text(BYTES)),
        Scalar::File => {
            let file = Expr::call(
                format!("{}::bytes", imports.root("FilePart")),
                vec![Expr::atom(expr::text(BYTES))],
            );
            return Some(file.then("file_name", vec![Expr::atom(expr::text("file.txt"))]));
        }
    }))
}

/// A scalar as an expression of anything that converts into it.
pub(super) fn lenient(
    scalar: Scalar,
    example: Option<&Json>,
    name: &str,
    imports: &mut Imports,
) -> Option<Expr> {
    Some(Expr::atom(match scalar {
        Scalar::String | Scalar::Secret => expr::text(&word(example, name)?),
        Scalar::Base64 => format!("b{}.to_vec()", expr::text(BYTES)),
        Scalar::Binary => expr::text(BYTES),
        Scalar::Boolean
        | Scalar::Int32
        | Scalar::Int64
        | Scalar::Uint32
        | Scalar::Uint64
        | Scalar::Number
        | Scalar::Timestamp
        | Scalar::Date
        | Scalar::DateTime
        | Scalar::Uuid
        | Scalar::Url
        | Scalar::File => return exact(scalar, example, name, Seat::Free, imports),
    }))
}

/// The example's text; without one, the name of the value in angle brackets, for the reader to fill in.
fn word(example: Option<&Json>, name: &str) -> Option<String> {
    match example {
        Some(Json::Text(text)) => Some(text.clone()),
        Some(_) => None,
        None => Some(format!("<{name}>")),
    }
}

fn whole(example: Option<&Json>, low: i128, high: i128) -> Option<String> {
    let digits = match example {
        Some(Json::Number(digits)) => digits.as_str(),
        Some(_) => return None,
        None => "1",
    };
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    let value: i128 = digits.parse().ok()?;
    (low..=high).contains(&value).then(|| value.to_string())
}

fn suffixed(digits: String, suffix: &str, seat: Seat) -> String {
    match seat {
        Seat::Known => digits,
        Seat::Free => format!("{digits}_{suffix}"),
    }
}

fn fraction(example: Option<&Json>) -> Option<String> {
    let digits = match example {
        Some(Json::Number(digits)) => digits.as_str(),
        Some(_) => return None,
        None => "1.0",
    };
    // What is too large for a float is a literal that the compiler refuses.
    digits
        .parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())?;
    let whole = !digits.contains(['.', 'e', 'E']);
    Some(if whole {
        format!("{digits}.0")
    } else {
        digits.to_owned()
    })
}

/// The example's text if it has the shape, else a text that has it; `None` when the example is no text.
fn shaped(example: Option<&Json>, usual: &str, fits: fn(&str) -> bool) -> Option<String> {
    match example {
        Some(Json::Text(text)) if fits(text) => Some(text.clone()),
        Some(_) => None,
        None => Some(usual.to_owned()),
    }
}

fn parsed(text: &str, ty: &str, seat: Seat) -> String {
    let text = expr::text(text);
    match seat {
        Seat::Known => format!("{text}.parse()?"),
        Seat::Free => format!("{text}.parse::<{ty}>()?"),
    }
}

/// `2024-01-15T10:30:00Z`, the form of RFC 3339.
fn is_timestamp(text: &str) -> bool {
    zone(text).is_some_and(|zone| {
        let offset = zone.strip_prefix(['+', '-']);
        zone == "Z" || zone == "z" || offset.is_some_and(|rest| has_shape(rest, "00:00"))
    })
}

/// `2024-01-15T10:30:00`, the same without a zone.
fn is_date_time(text: &str) -> bool {
    zone(text).is_some_and(str::is_empty)
}

/// What follows a date and a time of day.
fn zone(text: &str) -> Option<&str> {
    let (date, time) = text.split_once(['T', 't'])?;
    let (clock, rest) = time.split_at_checked(8)?;
    let zone = rest.trim_start_matches(|letter: char| letter == '.' || letter.is_ascii_digit());
    (is_date(date) && has_shape(clock, "00:00:00")).then_some(zone)
}

/// A URL that nobody doubts: with `http` and a host of letters, digits, dots and hyphens.
fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let end = |letter: char| matches!(letter, '/' | '?' | '#');
    let host = rest.and_then(|rest| rest.split(end).next());
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    host.is_some_and(|host| {
        host.starts_with(|letter: char| letter.is_ascii_alphabetic()) && host.chars().all(plain)
    })
}

/// `2024-01-15`, with a month and a day that exist.
fn is_date(text: &str) -> bool {
    let part = |from: usize| {
        text.get(from..from + 2)
            .and_then(|digits| digits.parse().ok())
    };
    let (month, day): (Option<u8>, Option<u8>) = (part(5), part(8));
    has_shape(text, "0000-00-00")
        && month.is_some_and(|month| (1..=12).contains(&month))
        && day.is_some_and(|day| {
            (1..=28).contains(&day) || (day <= 31 && day > 28 && month != Some(2))
        })
}

fn is_uuid(text: &str) -> bool {
    let hex: String = text
        .chars()
        .map(|letter| {
            if letter.is_ascii_hexdigit() {
                '0'
            } else {
                letter
            }
        })
        .collect();
    hex == "00000000-0000-0000-0000-000000000000"
}

/// Whether a text is the shape with other digits.
fn has_shape(text: &str, shape: &str) -> bool {
    let digits = text
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter });
    digits.eq(shape.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_parses_is_taken_for_a_time() {
        for good in ["2024-01-15T10:30:00Z", "2024-01-15T10:30:00.5+02:00"] {
            assert!(is_timestamp(good), "{good}");
        }
        for bad in [
            "2024-01-15",
            "2024-13-15T10:30:00Z",
            "2024-01-15 10:30:00",
            "2024-01-15T10:30:00",
        ] {
            assert!(!is_timestamp(bad), "{bad}");
        }
        assert!(is_date("2024-02-28") && !is_date("2024-02-31") && !is_date("15/01/2024"));
    }

    #[test]
    fn times_without_a_zone_have_none() {
        for good in ["2024-01-15T10:30:00", "2024-01-15T10:30:00.5"] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in ["2024-01-15", "2024-01-15T10:30:00Z", "2024-01-15T10:3é:00"] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn only_what_parses_is_taken_for_an_address() {
        for good in ["https://example.com", "http://a-b.example/c?d=[e]#f"] {
            assert!(is_url(good), "{good}");
        }
        for bad in [
            "/a/b",
            "https://",
            "https://[::1",
            "https://1.2.3.456/",
            "a b",
        ] {
            assert!(!is_url(bad), "{bad}");
        }
    }

    #[test]
    fn numbers_stay_in_the_range_of_their_type() {
        let number = |digits: &str| Json::Number(digits.to_owned());
        assert_eq!(whole(Some(&number("10.0")), 0, 100).unwrap(), "10");
        assert_eq!(whole(Some(&number("-1")), 0, 100), None);
        assert_eq!(fraction(Some(&number("100"))).unwrap(), "100.0");
        assert_eq!(fraction(Some(&number("1e999"))), None);
    }
}
