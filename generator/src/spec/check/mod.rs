//! Every object against its table: what has the wrong shape is reported at its own place and taken out, so that the
//! rest can be read; what is meant plainly is mended, with a warning; what has no effect is accounted for.
//!
//! After this phase every value has the shape that its keyword asks for.

mod effects;
mod policy;
mod slips;
#[cfg(test)]
mod tests;
mod types;
mod values;

use super::carried;
use super::extensions;
use super::json::{Map, Value, describe};
use super::keywords::{Effect, Keyword, Kind, Open, Shape, is_extension};
use super::version::Version;
use super::walk::Trail;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Edit};
use crate::pointer::Pointer;
use crate::suggest;

/// What stands in place of an object that was taken out of a list or mapping, where the typed model can hold a
/// reference: the places of its neighbours stay what they are. The reference leads nowhere.
pub(super) const DROPPED: &str = "#dropped";

/// A kind of object, a key that it should have, and what is read where it has none.
type Default = (Kind, &'static str, fn() -> Value);

/// Keys that an object should have but can be read without.
const DEFAULTS: &[Default] = &[
    (Kind::Document, "info", || {
        Value::Object(Map::from_iter(
            ["title", "version"].map(|key| (key.to_owned(), Value::from(""))),
        ))
    }),
    (Kind::Info, "title", || Value::from("")),
    (Kind::Info, "version", || Value::from("")),
    (Kind::License, "name", || Value::from("")),
    (Kind::ExternalDocs, "url", || Value::from("")),
    (Kind::Response, "description", || Value::from("")),
    (Kind::RequestBody, "content", || Value::Object(Map::new())),
    (Kind::OAuthFlow, "scopes", || Value::Object(Map::new())),
];

/// The key under which a text is put where an object of this kind is expected.
const WRAPPED_TEXTS: &[(Kind, &str)] = &[
    (Kind::Discriminator, "propertyName"),
    (Kind::Tag, "name"),
    (Kind::Server, "url"),
    (Kind::ExternalDocs, "url"),
    (Kind::License, "name"),
    (Kind::Contact, "name"),
    (Kind::Response, "description"),
];

/// Checks an object and everything below it; `false` when nothing can be made of it.
pub(super) fn check(
    kind: Kind,
    value: &mut Value,
    at: &Pointer,
    version: Version,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut check = Check {
        version,
        diagnostics,
        dispensable: false,
    };
    check.one(kind, value, &Trail::Start(at))
}

struct Check<'d> {
    version: Version,
    diagnostics: &'d mut Diagnostics,
    /// Whether what is being checked can be done without, so that a wrong shape is no reason to refuse the document.
    dispensable: bool,
}

impl Check<'_> {
    fn report(&mut self, code: Code, at: &Trail<'_>, message: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::new(code, at.pointer(), message));
    }

    fn helped(
        &mut self,
        code: Code,
        at: &Trail<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics
            .push(Diagnostic::new(code, at.pointer(), message).help(help));
    }

    /// Something that is read as another value.
    fn repaired(&mut self, at: &Trail<'_>, message: impl Into<String>, value: &Value) {
        let edit = Edit::set(at.pointer(), value.clone());
        self.mended(at, message, vec![edit]);
    }

    /// Something that is read as if it were not there.
    fn left_out(&mut self, at: &Trail<'_>, message: impl Into<String>) {
        self.mended(at, message, vec![Edit::remove(at.pointer())]);
    }

    /// The same, with what to do about it.
    fn left_out_with(
        &mut self,
        at: &Trail<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let found = Diagnostic::new(Code::Repaired, at.pointer(), message).help(help);
        self.diagnostics
            .repaired(found, vec![Edit::remove(at.pointer())]);
    }

    fn mended(&mut self, at: &Trail<'_>, message: impl Into<String>, edits: Vec<Edit>) {
        let found = Diagnostic::new(Code::Repaired, at.pointer(), message);
        self.diagnostics.repaired(found, edits);
    }

    fn wrong(&mut self, at: &Trail<'_>, expected: &str, found: &Value) {
        let name = match (at, at.last_key()) {
            (Trail::Index(..), Some(list)) => format!("an entry of `{list}`"),
            (_, Some(key)) => format!("`{key}`"),
            (_, None) => "this".to_owned(),
        };
        let found = describe(found);
        let message = format!("{name} must be {expected}; here stands {found}");
        if self.dispensable {
            self.left_out(at, format!("{message}, which is left out"));
        } else {
            self.report(Code::WrongType, at, message);
        }
    }

    /// An object of a kind; `false` when it has to be taken out.
    fn one(&mut self, kind: Kind, value: &mut Value, at: &Trail<'_>) -> bool {
        let title = kind.table().title;
        match value {
            Value::Object(map) => return self.object(kind, map, at),
            // `true` and `false` are schemas: anything, and nothing.
            Value::Bool(_) if kind == Kind::Schema => return true,
            // Some languages write an empty mapping as an empty list.
            Value::Array(list) if list.is_empty() => {
                *value = Value::Object(Map::new());
                let message =
                    format!("an empty list stands where {title} is expected; it is read as `{{}}`");
                self.repaired(at, message, value);
            }
            Value::Null => {
                *value = Value::Object(Map::new());
                let message =
                    format!("nothing stands where {title} is expected; it is read as `{{}}`");
                self.repaired(at, message, value);
            }
            Value::String(text) if WRAPPED_TEXTS.iter().any(|(wrapped, _)| *wrapped == kind) => {
                let key = WRAPPED_TEXTS
                    .iter()
                    .find(|(wrapped, _)| *wrapped == kind)
                    .map_or("", |(_, key)| key);
                let wrapped = Map::from_iter([(key.to_owned(), Value::from(text.as_str()))]);
                *value = Value::Object(wrapped);
                let message =
                    format!("a text stands where {title} is expected; it is read as its `{key}`");
                self.repaired(at, message, value);
            }
            // `id: string` for `id: {type: string}`.
            Value::String(text) if kind == Kind::Schema && types::is_name(text) => {
                let message = format!(
                    "the text {text:?} stands where a schema is expected; it is read as its `type`"
                );
                let wrapped = Map::from_iter([("type".to_owned(), Value::from(text.as_str()))]);
                *value = Value::Object(wrapped);
                self.repaired(at, message, value);
            }
            // An example that is written without its `value`.
            other if kind == Kind::Example => {
                let bare = std::mem::take(other);
                *other = Value::Object(Map::from_iter([("value".to_owned(), bare)]));
                let message =
                    "a bare value stands where an example is expected; it is read as its `value`";
                self.repaired(at, message, other);
                return true;
            }
            other => {
                self.wrong(at, title, other);
                return false;
            }
        }
        self.one(kind, value, at)
    }

    fn object(&mut self, kind: Kind, map: &mut Map<String, Value>, at: &Trail<'_>) -> bool {
        // What stands for things that were taken out is not for documents to write; this leads nowhere too, but is
        // reported.
        if map.get("$ref").is_some_and(|text| text == DROPPED) {
            map.insert("$ref".to_owned(), Value::from("#/dropped"));
        }
        if kind == Kind::Schema {
            self.mend_schema(map, at);
        } else if matches!(kind, Kind::Parameter | Kind::Header) {
            self.mend_parameter(kind, map, at);
        } else if kind == Kind::PathItem {
            self.misplaced_methods(map, at);
        } else if matches!(kind, Kind::RequestBody | Kind::Response) {
            self.misspelled_media_types(map, at);
        } else if kind == Kind::Link && map.contains_key("operationRef") {
            self.beside_operation_ref(map, at);
        }
        if kind != Kind::Schema
            && map.get("$ref").is_some_and(Value::is_string)
            && kind != Kind::PathItem
        {
            self.beside_reference(map, at);
            return true;
        }
        self.effects(kind, map, at);
        let table = kind.table();
        let mut gone: Vec<String> = Vec::new();
        for (key, value) in map.iter_mut() {
            if is_extension(key) && kind != Kind::SecurityRequirement {
                let is_keyword = table.keyword(key).is_some();
                if !is_keyword || !slips::are_webhooks(value) {
                    self.extension(key, kind, at);
                    // What the rules carry is not for documents to write, nor a keyword that means something else here.
                    if key.starts_with(carried::PREFIX) || is_keyword {
                        gone.push(key.clone());
                    }
                    continue;
                }
            }
            let at = Trail::Key(at, key);
            let keep = match (table.keyword(key), table.open) {
                (Some(keyword), _) => {
                    self.account(table.title, keyword, value, &at);
                    let outside = self.dispensable;
                    self.dispensable |= policy::is_dispensable(kind, keyword);
                    let keep = self.keyword(keyword, value, &at);
                    self.dispensable = outside;
                    keep
                }
                (None, Some(open)) => {
                    let bare = kind == Kind::Paths && !key.starts_with('/') && (open.fits)(key);
                    if bare && !value.is_object() {
                        self.left_out(&at, format!("{key:?} is no path; it is left out"));
                        false
                    } else {
                        if bare {
                            let message = format!("the path {key:?} is read as `/{key}`");
                            let edit = Edit::rename(at.pointer(), format!("/{key}"));
                            self.mended(&at, message, vec![edit]);
                        }
                        self.open(open, key, value, &at)
                    }
                }
                (None, None) => {
                    self.unknown(kind, key, &at);
                    true
                }
            };
            if !keep {
                gone.push(key.clone());
            }
        }
        for key in &gone {
            map.remove(key);
        }
        let sound = self.required(kind, map, &gone, at);
        match kind {
            Kind::Parameter if sound => self.can_be_sent(kind, map, at),
            Kind::SecurityScheme if sound => {
                self.complete_scheme(map, &gone, at) && self.can_be_sent(kind, map, at)
            }
            Kind::OAuthFlows => {
                self.complete_flows(map, at);
                sound
            }
            _ => sound,
        }
    }

    /// A keyword of the table. Nothing where something is expected counts as absent.
    fn keyword(&mut self, keyword: &Keyword, value: &mut Value, at: &Trail<'_>) -> bool {
        if value.is_null() && keyword.shape != Shape::Any {
            // Some languages write every annotation that is absent as null.
            if keyword.effect != Effect::Annotation {
                let message = format!("`{}` has no value; it is read as absent", keyword.name);
                self.left_out(at, message);
            }
            return false;
        }
        self.shape(keyword.shape, value, at)
    }

    /// A key that the document chooses, in a mapping with rules for its keys.
    fn open(&mut self, open: Open, key: &str, value: &mut Value, at: &Trail<'_>) -> bool {
        if !(open.fits)(key) {
            let message = format!("{key:?} is not {}; it is left out", open.keys);
            self.left_out(at, message);
            return false;
        }
        match open.shape {
            Shape::One(kind) => self.member(kind, value, at),
            shape => self.shape(shape, value, at),
        }
    }

    fn unknown(&mut self, kind: Kind, key: &str, at: &Trail<'_>) {
        let table = kind.table();
        let message = format!("{} has no keyword `{key}`; it has no effect", table.title);
        match suggest::nearest(key, table.keywords.iter().map(|keyword| keyword.name)) {
            Some(near) => self.helped(
                Code::UnknownKeyword,
                at,
                message,
                format!("did you mean `{near}`?"),
            ),
            None => self.report(Code::UnknownKeyword, at, message),
        }
    }

    /// Says what has no effect, and what came with a later version.
    fn account(&mut self, title: &str, keyword: &Keyword, value: &Value, at: &Trail<'_>) {
        let name = keyword.name;
        // A mapping or list with nothing in it leaves nothing out.
        let empty = value.as_object().is_some_and(Map::is_empty)
            || value.as_array().is_some_and(Vec::is_empty);
        match keyword.effect {
            Effect::Modelled | Effect::Validation | Effect::Annotation => {}
            Effect::Ignored(why) if !empty => self.report(
                Code::IgnoredKeyword,
                at,
                format!("`{name}` has no effect: {why}"),
            ),
            Effect::Unused(why) if !empty => {
                let message = format!("`{name}` of {title} has no effect: {why}");
                self.diagnostics
                    .count(Code::IgnoredKeyword, at.pointer(), message);
            }
            Effect::Ignored(_) | Effect::Unused(_) => {}
        }
        if keyword.since > self.version {
            let message = format!(
                "`{name}` came with OpenAPI {}; this document says {}",
                keyword.since, self.version
            );
            self.report(Code::NewerKeyword, at, message);
        }
    }

    fn extension(&mut self, key: &str, kind: Kind, at: &Trail<'_>) {
        if extensions::is_known(key, kind) {
            return;
        }
        let message = format!("the extension `{key}` has no effect");
        let place = at.pointer().child(key);
        self.diagnostics
            .count(Code::IgnoredExtension, place, message);
    }

    /// An object that lacks what it can't be read without: some are left out, for the others the document is refused.
    fn missing(&mut self, kind: Kind, message: &str, at: &Trail<'_>) {
        if self.dispensable || policy::can_be_left_out(kind) {
            self.left_out(at, format!("{message}; it is left out"));
        } else {
            self.report(Code::MissingKey, at, message);
        }
    }

    /// Keys that must be there. Those that were taken out have been complained about.
    fn required(
        &mut self,
        kind: Kind,
        map: &mut Map<String, Value>,
        gone: &[String],
        at: &Trail<'_>,
    ) -> bool {
        let title = kind.table().title;
        for (_, key, value) in DEFAULTS.iter().filter(|(owner, ..)| *owner == kind) {
            if map.contains_key(*key) {
                continue;
            }
            if !gone.iter().any(|gone| gone == key) {
                let edit = Edit::set(at.pointer().child(key), value());
                let message = format!("{title} lacks `{key}`; it is read as empty");
                self.mended(at, message, vec![edit]);
            }
            map.insert((*key).to_owned(), value());
        }
        let mut sound = true;
        for key in kind.table().required {
            if map.contains_key(*key) {
                continue;
            }
            // A server variable without default has its first value.
            if let (Kind::ServerVariable, Some(first)) =
                (kind, map.get("enum").and_then(|list| list.get(0)))
            {
                let first = first.clone();
                let edit = Edit::set(at.pointer().child(key), first.clone());
                let message = format!("{title} lacks `{key}`; its first value is taken");
                self.mended(at, message, vec![edit]);
                map.insert((*key).to_owned(), first);
                continue;
            }
            if !gone.iter().any(|gone| gone == key) {
                self.missing(kind, &format!("{title} must have `{key}`"), at);
            } else if policy::can_be_left_out(kind) {
                let edits = vec![Edit::remove(at.pointer())];
                let why = format!("{title} without `{key}` is left out");
                self.diagnostics.repaired_with_it(why, edits);
            }
            sound = false;
        }
        sound || kind == Kind::Document
    }
}
