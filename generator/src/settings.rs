//! The few choices a maintainer makes about one document: `specs/orq.toml`.
//!
//! Strict: a key that means nothing here is an error, and a setting that finds nothing in the document is a warning.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::names;
use crate::package;
use crate::suggest;

/// The whole file; every part has a default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Codes of complaints that are errors for this document.
    pub deny: Vec<Spanned<String>>,
    /// The generated package.
    pub package: Package,
    /// The generated client.
    pub client: Client,
    /// What is written beside the code.
    pub docs: Docs,
    /// Rust names for schemas, by JSON Pointer into the document. The same name given to several schemas makes them
    /// one type, if they agree.
    pub types: BTreeMap<Spanned<String>, String>,
    /// What texts of a format are read as, by the format.
    pub formats: BTreeMap<Spanned<String>, Format>,
    /// Properties and parameters whose texts are not to be shown, by their names in the document. Whatever of that name is no
    /// text is complained about.
    pub secrets: Vec<Spanned<String>>,
    /// Crates whose types are used where a schema names one (`x-rust-type`), with what `[dependencies]` of the generated crate
    /// says of each. Such a type has to be `Clone`, `Debug`, `PartialEq`, `Serialize` and `Deserialize`.
    pub crates: BTreeMap<Spanned<String>, toml::Value>,
    /// Choices for one operation, by `operationId` or by `METHOD /path`.
    pub operations: BTreeMap<Spanned<String>, Operation>,
}

/// What cargo wants of a package's name.
pub(crate) const PACKAGES: &str =
    "a package is named with letters, digits, `-` and `_`, a letter first";

/// `[package]`: what goes into the manifest of the generated crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Package {
    /// The crate's name; from the document's title when it isn't given.
    pub name: Option<Spanned<String>>,
    /// The crate's version; `0.1.0` when it isn't given.
    pub version: Option<Spanned<String>>,
    /// The crate's description.
    pub description: Option<String>,
    /// An SPDX expression.
    pub license: Option<String>,
    /// Where the source lives.
    pub repository: Option<String>,
    /// The text of `[dev-dependencies]` for tests and examples that stand beside the emitted code.
    pub dev_dependencies: toml::Table,
    /// The features that examples beside the emitted code need, by the name of the example.
    pub examples: BTreeMap<String, Vec<String>>,
}

/// `[client]`: the type that a consumer starts from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Client {
    /// Its name; from the document's title when it isn't given.
    pub name: Option<Spanned<String>>,
    /// The environment variables of credentials, by the name of the security scheme.
    pub env: BTreeMap<Spanned<String>, String>,
    /// The environment variable that overrides the server.
    pub server_env: Option<String>,
}

/// `[docs]`: what is written beside the code.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Docs {
    /// The README and the pages under `docs/`.
    pub pages: bool,
    /// The overlay that adds an example to each operation of the document.
    pub code_samples: bool,
}

impl Default for Docs {
    fn default() -> Self {
        Self {
            pages: true,
            code_samples: true,
        }
    }
}

/// What texts of a format are read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Text as it comes.
    String,
    /// Text that must not be shown.
    Secret,
    /// A point in time, as RFC 3339 spells it: with an offset.
    Timestamp,
    /// A date and a time of day without an offset.
    Datetime,
    /// A calendar date.
    Date,
    /// A UUID.
    Uuid,
    /// An absolute URL.
    Url,
    /// Bytes in base64.
    Base64,
}

/// `[operations.NAME]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Operation {
    /// The resource, dots between nested ones.
    pub resource: Option<String>,
    /// The method on the resource.
    pub method: Option<String>,
    /// How the next page is asked for.
    pub pagination: Option<Spanned<Pagination>>,
    /// Choices for one parameter, by its name in the document.
    pub parameters: BTreeMap<Spanned<String>, Parameter>,
}

/// `[operations.NAME.pagination]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pagination {
    /// The property of the page that holds the items, dots between nested ones.
    pub items: String,
    /// The boolean property that tells whether there is more.
    pub more: Option<String>,
    /// The parameter that takes the cursor, and the property of the last item that gives it.
    pub forward: Cursor,
    /// The same against the order of the list, from the first item: used when the caller sets this parameter.
    pub backward: Option<Cursor>,
}

/// Where a cursor goes and where it comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The query parameter, by its name in the document.
    pub parameter: String,
    /// The property of the item.
    pub from: String,
}

/// `[operations.NAME.parameters.NAME]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parameter {
    /// How arrays inside a form-exploded object are written; OpenAPI leaves it open.
    pub arrays: Arrays,
}

/// How arrays inside a form-exploded object are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arrays {
    /// `tags=a&tags=b`: what independent validators read.
    #[default]
    Repeat,
    /// `tags=a,b`.
    Comma,
}

impl Settings {
    /// Reads the settings file; a file that can't be read gives the defaults and a complaint.
    pub fn read(text: &str, diagnostics: &mut Diagnostics) -> Self {
        match toml::from_str::<Self>(text) {
            Ok(settings) => {
                settings.check(diagnostics);
                settings
            }
            Err(error) => {
                let message = error.message().to_owned();
                let code = if message.starts_with("unknown") {
                    Code::UnknownSetting
                } else {
                    Code::SettingsSyntax
                };
                let place = error.span().map_or(Place::Nowhere, Place::Settings);
                diagnostics.push(Diagnostic::new(code, place, message));
                Self::default()
            }
        }
    }

    /// Names that can't be what they are chosen for.
    fn check(&self, diagnostics: &mut Diagnostics) {
        self.check_denied(diagnostics);
        let mut refuse = |place: Place, name: &str, what: &str, help: &str| {
            let message = format!("{name:?} can't be the name of {what}");
            diagnostics.push(Diagnostic::new(Code::SettingsConflict, place, message).help(help));
        };
        const TYPES: &str = "write it like `ListItem`: letters and digits, a capital first, and no name of the standard library";
        for (key, name) in self
            .types
            .iter()
            .filter(|(_, name)| !names::is_type_name(name))
        {
            refuse(Place::Settings(key.span()), name, "a type", TYPES);
        }
        if let Some(name) = self
            .client
            .name
            .as_ref()
            .filter(|name| !names::is_type_name(name.get_ref()))
        {
            refuse(
                Place::Settings(name.span()),
                name.get_ref(),
                "the client",
                TYPES,
            );
        }
        let packages = self.package.name.iter().chain(self.crates.keys());
        for name in packages.filter(|name| !names::is_package_name(name.get_ref())) {
            refuse(
                Place::Settings(name.span()),
                name.get_ref(),
                "a package",
                PACKAGES,
            );
        }
        for (name, dependency) in &self.crates {
            if let Some(why) = package::no_dependency(name.get_ref(), dependency) {
                let place = Place::Settings(name.span());
                diagnostics.push(Diagnostic::new(Code::SettingsConflict, place, why));
            }
        }
        let binary = self
            .formats
            .keys()
            .find(|format| *format.get_ref() == "binary");
        if let Some(format) = binary {
            let message = "what is binary in a body is bytes and no text, so nothing can be chosen";
            let place = Place::Settings(format.span());
            diagnostics.push(Diagnostic::new(Code::SettingsConflict, place, message));
        }
        if let Some(version) = &self.package.version
            && let Err(why) = semver::Version::parse(version.get_ref())
        {
            let message = format!("{:?} is no version: {why}", version.get_ref());
            let place = Place::Settings(version.span());
            diagnostics.push(
                Diagnostic::new(Code::SettingsConflict, place, message)
                    .help("write it like \"1.2.3\" (semver.org)"),
            );
        }
    }

    fn check_denied(&self, diagnostics: &mut Diagnostics) {
        for slug in &self.deny {
            match Code::of(slug.get_ref()) {
                Some(code) => diagnostics.deny(code),
                None => {
                    let place = Place::Settings(slug.span());
                    let message = format!("{:?} is no code of a complaint", slug.get_ref());
                    let found = Diagnostic::new(Code::UnknownSetting, place, message);
                    let known = Code::all().iter().map(|code| code.slug());
                    let near = suggest::nearest(slug.get_ref(), known);
                    diagnostics.push(match near {
                        Some(near) => found.help(format!("did you mean `{near}`?")),
                        None => found,
                    });
                }
            }
        }
    }

    /// The crates whose types are used, as Rust calls them.
    pub(crate) fn libraries(&self) -> BTreeSet<String> {
        let names = self.crates.keys();
        names.map(|name| names::library(name.get_ref())).collect()
    }

    /// The choices for a method, and the key they stand under: its id, or else the method and path of its operation, which
    /// only the first method of an operation goes by.
    pub fn operation(
        &self,
        id: &str,
        call: Option<(&str, &str)>,
    ) -> Option<(&Spanned<String>, &Operation)> {
        self.operations.get_key_value(id).or_else(|| {
            let (verb, path) = call?;
            self.operations
                .get_key_value(format!("{verb} {path}").as_str())
        })
    }
}
