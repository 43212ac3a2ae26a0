//! Rules about keys.

use crate::spec::json::{Map, Value};
use crate::spec::normalize::RuleContext;

/// `4xx` is `4XX`, and `Default` is `default`; what is already spelled so counts before what only becomes it.
pub(in crate::spec) fn statuses(responses: &mut Map<String, Value>, _: &mut RuleContext<'_>) {
    let odd: Vec<String> = responses
        .keys()
        .filter(|key| spelled(key).is_some_and(|right| right != **key))
        .cloned()
        .collect();
    for key in odd {
        if let (Some(value), Some(right)) = (responses.remove(&key), spelled(&key)) {
            responses.entry(right).or_insert(value);
        }
    }
}

fn spelled(key: &str) -> Option<String> {
    if key.eq_ignore_ascii_case("default") {
        return Some("default".to_owned());
    }
    (key.len() == 3 && !key.starts_with("x-")).then(|| key.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::spec::keywords::Kind;
    use crate::spec::normalize::normalized;

    #[test]
    fn statuses_are_spelled_alike() {
        let text =
            "{200: {description: a}, 4xx: {description: b}, Default: {description: c}, x-y: 1}";
        let (value, _) = normalized(Kind::Responses, text);
        let expected = json!({"200": {"description": "a"}, "4XX": {"description": "b"}, "default": {"description": "c"}, "x-y": 1});
        assert_eq!(value, expected);
        let (_, complaints) = normalized(
            Kind::Responses,
            "{20: {description: a}, 6xx: {description: b}}",
        );
        assert_eq!(complaints.len(), 2);
    }
}
