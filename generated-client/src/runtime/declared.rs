//! Headers of answers that the document declares, read as what it says they are.

use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One value; `None` when it is missing or can't be read.
pub fn header_value<T: DeserializeOwned>(headers: &HeaderMap, name: &str) -> Option<T> {
    read(headers.get(name)?.to_str().ok()?)
}

/// A list, of which each line of the header may hold several items; `None` when it is missing or can't be read.
pub fn header_values<T: DeserializeOwned>(headers: &HeaderMap, name: &str) -> Option<Vec<T>> {
    if !headers.contains_key(name) {
        return None;
    }
    let mut values = Vec::new();
    for line in headers.get_all(name) {
        let items = line.to_str().ok()?.split(',');
        for item in items.filter(|item| !item.trim().is_empty()) {
            values.push(read(item)?);
        }
    }
    Some(values)
}

/// What wants a string gets the text; what wants a number or a boolean gets what the text spells; what wants a time also
/// understands the dates of HTTP.
fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text = text.trim();
    let as_text = serde_json::from_value(Value::String(text.to_owned()));
    let spelled = || serde_json::from_str(text);
    let date = |why| {
        Err(why).or_else(|why| match timestamp(text) {
            Some(time) => serde_json::from_value(Value::String(time)),
            None => Err(why),
        })
    };
    as_text.or_else(|_| spelled()).or_else(date).ok()
}

/// A date of HTTP in the form that JSON has.
fn timestamp(text: &str) -> Option<String> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    // Written anew, it has the one form `Sun, 06 Nov 1994 08:49:37 GMT`.
    let date = httpdate::fmt_http_date(httpdate::parse_http_date(text).ok()?);
    let month = MONTHS.find(date.get(8..11)?)? / 3 + 1;
    let (day, year, time) = (date.get(5..7)?, date.get(12..16)?, date.get(17..25)?);
    Some(format!("{year}-{month:02}-{day}T{time}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_they_should_be() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-text", "5"),
            ("x-number", " 5 "),
            ("x-flag", "true"),
            ("x-word", "many"),
            ("x-list", "1, 2,,"),
            ("x-list", "3"),
            ("x-empty", ""),
        ] {
            headers.append(name, value.parse().unwrap());
        }
        assert_eq!(header_value(&headers, "X-Text"), Some("5".to_owned()));
        assert_eq!(header_value(&headers, "x-number"), Some(5_i64));
        assert_eq!(header_value(&headers, "x-number"), Some(5.0_f64));
        assert_eq!(header_value(&headers, "x-flag"), Some(true));
        assert_eq!(header_value::<i64>(&headers, "x-word"), None);
        assert_eq!(header_value::<i64>(&headers, "x-absent"), None);
        assert_eq!(header_values(&headers, "x-list"), Some(vec![1, 2, 3]));
        assert_eq!(header_values::<i64>(&headers, "x-word"), None);
        assert_eq!(header_values::<i64>(&headers, "x-empty"), Some(Vec::new()));
        assert_eq!(header_values::<i64>(&headers, "x-absent"), None);
    }

    #[test]
    fn dates_of_http_are_times() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
        ] {
            assert_eq!(timestamp(text).unwrap(), "1994-11-06T08:49:37Z");
        }
        assert_eq!(timestamp("soon"), None);
    }
}
