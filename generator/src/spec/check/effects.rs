//! Keywords that have an effect in some places and none in others.

use super::Check;
use crate::diagnostics::Code;
use crate::spec::json::{Map, Value};
use crate::spec::keywords::Kind;
use crate::spec::walk::Trail;

impl Check<'_> {
    /// Counts what has no effect where it stands.
    pub(super) fn effects(&mut self, kind: Kind, map: &Map<String, Value>, at: &Trail<'_>) {
        match kind {
            Kind::Parameter => self.reserved(map, at),
            Kind::MediaType => self.encoding(map, at),
            Kind::SecurityRequirement => self.scopes(map, at),
            Kind::Schema => self.default(map, at),
            Kind::Server => self.variables(map, at),
            _ => {}
        }
    }

    fn without_effect(&mut self, at: &Trail<'_>, message: &str) {
        self.diagnostics
            .count(Code::IgnoredKeyword, at.pointer(), message);
    }

    fn reserved(&mut self, map: &Map<String, Value>, at: &Trail<'_>) {
        let place = map.get("in").and_then(Value::as_str);
        // The other styles of a path have separators that such a value would be taken for.
        let simple = map.get("style").is_none_or(|style| style == "simple");
        let counts = place == Some("query") || (place == Some("path") && simple);
        if !counts && map.get("allowReserved") == Some(&Value::Bool(true)) {
            let message = "`allowReserved` of a parameter has no effect outside of the query, and of paths in the simple style";
            self.without_effect(&Trail::Key(at, "allowReserved"), message);
        }
    }

    fn encoding(&mut self, map: &Map<String, Value>, at: &Trail<'_>) {
        let form = at.last_key().is_some_and(|mime| {
            let mime = mime.trim_start().to_ascii_lowercase();
            mime.starts_with("multipart/") || mime.starts_with("application/x-www-form-urlencoded")
        });
        let empty = |value: &Value| value.as_object().is_none_or(Map::is_empty);
        if !form && map.get("encoding").is_some_and(|value| !empty(value)) {
            let message = "`encoding` has no effect on a media type that is no form";
            self.without_effect(&Trail::Key(at, "encoding"), message);
        }
    }

    fn scopes(&mut self, map: &Map<String, Value>, at: &Trail<'_>) {
        let scopes = |value: &Value| value.as_array().is_some_and(|list| !list.is_empty());
        for (name, _) in map.iter().filter(|(_, value)| scopes(value)) {
            let message = "the scopes of a requirement have no effect: what a token may do is the caller's matter";
            self.without_effect(&Trail::Key(at, name), message);
        }
    }

    fn variables(&mut self, map: &Map<String, Value>, at: &Trail<'_>) {
        let url = map.get("url").and_then(Value::as_str).unwrap_or_default();
        let variables = map.get("variables").and_then(Value::as_object);
        let at = Trail::Key(at, "variables");
        for name in variables.into_iter().flat_map(Map::keys) {
            if !url.contains(&format!("{{{name}}}")) {
                let message = "a server variable that the `url` has no place for has no effect";
                self.without_effect(&Trail::Key(&at, name), message);
            }
        }
    }

    fn default(&mut self, map: &Map<String, Value>, at: &Trail<'_>) {
        let shown = |value: &Value| !value.is_object() && !value.is_array();
        if map.get("default").is_some_and(|value| !shown(value)) {
            let message = "a `default` that is a list or an object has no effect: the docs only show short values";
            self.without_effect(&Trail::Key(at, "default"), message);
        }
    }
}
