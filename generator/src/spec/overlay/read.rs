//! An overlay's text as actions. What is wrong with it is reported in the overlay, and left out.

use super::path::Path;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, SourceId};
use crate::pointer::Pointer;
use crate::spec::json::{Map, Value, describe};
use crate::suggest;

/// One action, and where it stands in its overlay.
pub(super) struct Action<'v> {
    pub(super) at: Pointer,
    pub(super) version: Version,
    pub(super) target: Path<'v>,
    pub(super) change: Change<'v>,
}

/// What an action does to what it targets.
pub(super) enum Change<'v> {
    /// Merges a value into it.
    Update(&'v Value),
    /// Merges a value of the document into it.
    Copy(Path<'v>),
    /// Takes it out.
    Remove,
}

/// The versions of the Overlay Specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

/// The keys of each object, and the version that brought them.
type Keys = &'static [(&'static str, Version)];

const OVERLAY: Keys = &[
    ("overlay", Version::V1_0),
    ("info", Version::V1_0),
    ("extends", Version::V1_0),
    ("actions", Version::V1_0),
];

const INFO: Keys = &[
    ("title", Version::V1_0),
    ("version", Version::V1_0),
    ("description", Version::V1_1),
];

const ACTION: Keys = &[
    ("target", Version::V1_0),
    ("description", Version::V1_0),
    ("update", Version::V1_0),
    ("remove", Version::V1_0),
    ("copy", Version::V1_1),
];

/// The actions of an overlay. `names` are those of the document and of the overlay.
pub(super) fn actions<'v>(
    value: &'v Value,
    source: SourceId,
    names: (&str, &str),
    diagnostics: &mut Diagnostics,
) -> Vec<Action<'v>> {
    let mut reader = Reader {
        source,
        version: Version::V1_1,
        diagnostics,
    };
    reader.overlay(value, names)
}

struct Reader<'d> {
    source: SourceId,
    version: Version,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn report(&mut self, code: Code, at: Pointer, message: impl Into<String>, help: &str) {
        let found = Diagnostic::new(code, Place::Source(self.source, at), message);
        self.diagnostics.push(if help.is_empty() {
            found
        } else {
            found.help(help)
        });
    }

    fn wrong(&mut self, at: Pointer, message: impl Into<String>) {
        self.report(Code::InvalidOverlay, at, message, "");
    }

    fn overlay<'v>(&mut self, value: &'v Value, names: (&str, &str)) -> Vec<Action<'v>> {
        let root = Pointer::root();
        let Value::Object(map) = value else {
            self.wrong(
                root,
                format!("an overlay is a mapping; here stands {}", describe(value)),
            );
            return Vec::new();
        };
        self.version(map);
        self.keys("an overlay", map, OVERLAY, &root);
        match map.get("info") {
            Some(Value::Object(info)) => {
                let at = root.child("info");
                self.keys("the info of an overlay", info, INFO, &at);
                for key in ["title", "version"] {
                    self.text(info, key, &at);
                }
            }
            Some(other) => self.wrong(
                root.child("info"),
                format!("`info` must be a mapping; here stands {}", describe(other)),
            ),
            None => self.wrong(root.clone(), "an overlay must have `info`"),
        }
        if map.contains_key("extends")
            && let Some(extends) = self.text(map, "extends", &root)
        {
            self.extends(extends, names);
        }
        let at = root.child("actions");
        match map.get("actions") {
            Some(Value::Array(list)) => {
                if list.is_empty() {
                    self.report(
                        Code::UnusedOverlayAction,
                        at.clone(),
                        "this overlay has no actions",
                        "",
                    );
                }
                let actions = list.iter().enumerate();
                actions
                    .filter_map(|(index, action)| self.action(action, at.index(index)))
                    .collect()
            }
            Some(other) => {
                let found = describe(other);
                self.wrong(at, format!("`actions` must be a list; here stands {found}"));
                Vec::new()
            }
            None => {
                self.wrong(root, "an overlay must have `actions`");
                Vec::new()
            }
        }
    }

    /// A version that is not known is reported; the actions are read in the words of the last one that is.
    fn version(&mut self, map: &Map<String, Value>) {
        let Some(value) = map.get("overlay") else {
            self.report(
                Code::InvalidOverlay,
                Pointer::root(),
                "the overlay doesn't say which version of the Overlay Specification it is written for",
                "start it with `overlay: 1.1.0`",
            );
            return;
        };
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            other => describe(other),
        };
        match text.split('.').collect::<Vec<_>>().as_slice() {
            ["1", "0", ..] => self.version = Version::V1_0,
            ["1", "1", ..] => self.version = Version::V1_1,
            _ => self.report(
                Code::InvalidOverlay,
                Pointer::root().child("overlay"),
                format!("{text:?} is no version of the Overlay Specification that is read"),
                "the versions are 1.0 and 1.1",
            ),
        }
    }

    /// The text under a key that must be there.
    fn text<'v>(
        &mut self,
        map: &'v Map<String, Value>,
        key: &str,
        at: &Pointer,
    ) -> Option<&'v str> {
        match map.get(key) {
            Some(Value::String(text)) => Some(text),
            // `version: 1.0` without quotes is a number.
            Some(Value::Number(_)) if key == "version" => None,
            Some(other) => {
                let found = describe(other);
                self.wrong(
                    at.child(key),
                    format!("`{key}` must be a text; here stands {found}"),
                );
                None
            }
            None => {
                self.wrong(at.clone(), format!("`{key}` is missing"));
                None
            }
        }
    }

    fn keys(&mut self, title: &str, map: &Map<String, Value>, known: Keys, at: &Pointer) {
        for key in map.keys() {
            let at = at.child(key);
            if key.starts_with("x-") {
                let message = format!("the extension `{key}` has no effect");
                self.report(Code::IgnoredExtension, at, message, "");
                continue;
            }
            match known.iter().find(|(name, _)| name == key) {
                Some((_, since)) if *since > self.version => {
                    let message = format!("`{key}` came with Overlay 1.1; this overlay says 1.0");
                    self.report(Code::NewerKeyword, at, message, "");
                }
                Some(_) => {}
                None => {
                    let near = suggest::nearest(key, known.iter().map(|(name, _)| *name));
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    let message = format!("{title} has no key `{key}`");
                    self.report(Code::InvalidOverlay, at, message, &help.unwrap_or_default());
                }
            }
        }
    }

    /// `extends` says which document an overlay is for; a path can be compared, an address can't.
    fn extends(&mut self, extends: &str, (document, overlay): (&str, &str)) {
        let at = Pointer::root().child("extends");
        if extends.contains("://") {
            let message = "`extends` has no effect: an address is not compared with the document";
            self.report(Code::IgnoredKeyword, at, message, "");
            return;
        }
        let extends = extends.trim_start_matches("file:");
        let meant = match overlay.rsplit_once(['/', '\\']) {
            Some((folder, _)) if !extends.starts_with('/') => plain(&format!("{folder}/{extends}")),
            _ => plain(extends),
        };
        if !same(&meant, &plain(document)) {
            let message = format!("this overlay is for {meant}, and applied to {document}");
            let help = "name the right overlay, or correct `extends`";
            self.report(Code::OverlayMismatch, at, message, help);
        }
    }

    fn action<'v>(&mut self, value: &'v Value, at: Pointer) -> Option<Action<'v>> {
        let Value::Object(map) = value else {
            self.wrong(
                at,
                format!("an action is a mapping; here stands {}", describe(value)),
            );
            return None;
        };
        self.keys("an action", map, ACTION, &at);
        let target = self.text(map, "target", &at);
        let target = target.and_then(|text| self.path(text, at.child("target")));
        let change = self.change(map, &at);
        Some(Action {
            at,
            version: self.version,
            target: target?,
            change: change?,
        })
    }

    fn change<'v>(&mut self, map: &'v Map<String, Value>, at: &Pointer) -> Option<Change<'v>> {
        let remove = match map.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(other) => {
                let found = describe(other);
                let message = format!("`remove` must be `true` or `false`; here stands {found}");
                self.wrong(at.child("remove"), message);
                return None;
            }
        };
        match (map.get("update"), map.get("copy"), remove) {
            (Some(update), None, false) => Some(Change::Update(update)),
            (None, Some(_), false) => {
                let text = self.text(map, "copy", at)?;
                Some(Change::Copy(self.path(text, at.child("copy"))?))
            }
            (None, None, true) => Some(Change::Remove),
            (None, None, false) => {
                let message =
                    "this action does nothing: it has no `update`, `copy` or `remove: true`";
                let code = if map.contains_key("remove") {
                    Code::UnusedOverlayAction
                } else {
                    Code::InvalidOverlay
                };
                self.report(code, at.clone(), message, "");
                None
            }
            _ => {
                let several: Vec<&str> = [("update", true), ("copy", true), ("remove", remove)]
                    .iter()
                    .filter(|(key, counts)| *counts && map.contains_key(*key))
                    .map(|(key, _)| *key)
                    .collect();
                let message = format!("an action has only one of `{}`", several.join("` and `"));
                let help = "write two actions; they are applied in their order";
                self.report(Code::InvalidOverlay, at.clone(), message, help);
                None
            }
        }
    }

    fn path<'v>(&mut self, text: &'v str, at: Pointer) -> Option<Path<'v>> {
        match Path::parse(text) {
            Ok(path) => Some(path),
            Err(why) => {
                let help = "write it like `$.paths['/pets'].get['x-a']`: names with other letters than `a` to `z`, digits and `_` stand in brackets (RFC 9535)";
                self.report(
                    Code::InvalidOverlay,
                    at,
                    format!("this is no JSONPath {why}"),
                    help,
                );
                None
            }
        }
    }
}

/// A path without `.` and, where it can be, without `..`.
fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let start = if path.starts_with('/') { "/" } else { "" };
    format!("{start}{}", parts.join("/"))
}

/// Whether two paths may be the same file: a relative and an absolute one may, where their last parts agree.
fn same(a: &str, b: &str) -> bool {
    let last = |path: &str| path.rsplit('/').next().map(str::to_owned);
    if a.starts_with('/') == b.starts_with('/') {
        a == b
    } else {
        last(a) == last(b)
    }
}
