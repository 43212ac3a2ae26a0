//! Reads an OpenAPI document and writes a Rust SDK: text in, files out.
//!
//! ```text
//! text ─read─▶ Document ─lower─▶ Api (IR) ─analyze─▶ Facts
//!                                   └────────────────┴──emit─▶ tokens ─format─▶ files
//! ```
//!
//! The library is pure: it knows no disk, clock, network or environment. The same text gives the same bytes, and the
//! order of keys in the text makes no difference. Nothing in a document can make it panic: every complaint goes into
//! [`Diagnostics`] and all of them come back in one [`Report`].

pub mod analyze;
pub mod diagnostics;
mod emit;
mod format;
pub mod ir;
mod lower;
mod names;
pub mod pointer;
mod report;
pub mod settings;
pub mod spec;

use std::collections::BTreeMap;
use std::fmt;

use diagnostics::{Code, Diagnostic, Diagnostics, Place};
use ir::Api;
pub use report::Report;
use settings::Settings;
use toml::Spanned;

/// A text and the name under which complaints speak of it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The path as a person would write it.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// What one run reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The OpenAPI document, YAML or JSON.
    pub document: Source<'a>,
    /// The settings, TOML.
    pub settings: Option<Source<'a>>,
    /// The name of the generated crate, over that of the settings.
    pub package: Option<&'a str>,
}

/// What one run gives.
#[derive(Debug)]
pub struct Generated {
    /// The files; `None` when the report has errors.
    pub output: Option<Output>,
    /// Every complaint.
    pub report: Report,
}

/// The files of a crate.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// Text by path inside the crate.
    pub files: BTreeMap<String, String>,
    /// How much that is, in nouns.
    pub size: analyze::Size,
}

/// The steps of a run, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Text to a checked, normalized document.
    Read,
    /// Document to IR.
    Lower,
    /// IR to facts.
    Analyze,
    /// IR and facts to tokens.
    Emit,
    /// Tokens to text.
    Format,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Read => "read",
            Self::Lower => "lower",
            Self::Analyze => "analyze",
            Self::Emit => "emit",
            Self::Format => "format",
        })
    }
}

/// Generates a crate. `observer` is told when a phase starts, so that a caller with a clock can time it.
pub fn generate(input: &Input<'_>, observer: &mut dyn FnMut(Phase)) -> Generated {
    let mut diagnostics = Diagnostics::new();
    let files = files(input, &mut diagnostics, observer);
    let report = Report::new(input, diagnostics);
    let output = files
        .filter(|_| report.errors == 0)
        .map(|(files, size)| Output { files, size });
    Generated { output, report }
}

/// The IR of a document, as text that a person reads; `None` when nothing could be made of the document.
pub fn ir_text(input: &Input<'_>, observer: &mut dyn FnMut(Phase)) -> (Option<String>, Report) {
    let mut diagnostics = Diagnostics::new();
    let api = api(input, &mut diagnostics, observer);
    let text = api.map(|(api, _)| ir::print(&api));
    (text, Report::new(input, diagnostics))
}

fn files(
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    observer: &mut dyn FnMut(Phase),
) -> Option<(BTreeMap<String, String>, analyze::Size)> {
    let (api, package) = api(input, diagnostics, observer)?;
    observer(Phase::Analyze);
    let facts = analyze::analyze(&api);
    report_facts(&api, &facts, diagnostics);
    // What follows can only fail through a fault of ours; a document with errors need not get that far.
    if diagnostics.has_errors() {
        return None;
    }
    observer(Phase::Emit);
    let modules = emit::emit(&api, &facts, &package);
    observer(Phase::Format);
    let mut files = BTreeMap::new();
    for (path, module) in modules {
        match format::format(module) {
            Ok(text) => {
                files.insert(path, text);
            }
            Err(why) => {
                let message = format!("{path} is no Rust: {why}");
                diagnostics.push(
                    Diagnostic::new(Code::Internal, Place::Nowhere, message)
                        .help("this is a bug of the generator; please report it with the document"),
                );
            }
        }
    }
    Some((files, analyze::Size::of(&api, &facts)))
}

fn api(
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    observer: &mut dyn FnMut(Phase),
) -> Option<(Api, emit::Package)> {
    observer(Phase::Read);
    let settings = input
        .settings
        .map(|source| Settings::read(source.text, diagnostics))
        .unwrap_or_default();
    let document = spec::read(input.document.text, diagnostics)?;
    observer(Phase::Lower);
    let api = lower::api(&document, &settings, diagnostics);
    let package = package(input, &api, settings);
    // The settings' own name has been checked where it stands.
    if let Some(name) = input.package.filter(|name| !names::is_package_name(name)) {
        let message = format!("{name:?} can't be the name of a package");
        diagnostics.push(
            Diagnostic::new(Code::SettingsConflict, Place::Nowhere, message)
                .help(settings::PACKAGES),
        );
    }
    Some((api, package))
}

/// Fills in what the settings leave out.
fn package(input: &Input<'_>, api: &Api, settings: Settings) -> emit::Package {
    let chosen = settings.package;
    let named = |name: Option<Spanned<String>>| name.map(Spanned::into_inner);
    let client = named(settings.client.name).unwrap_or_else(|| names::client_name(&api.title));
    let own = input.package.map(str::to_owned).or(named(chosen.name));
    let dev_dependencies = chosen
        .dev_dependencies
        .iter()
        .map(|(name, value)| format!("{name} = {value}\n"));
    emit::Package {
        name: own.unwrap_or_else(|| names::package_name(&api.title)),
        version: named(chosen.version).unwrap_or_else(|| "0.1.0".to_owned()),
        description: chosen
            .description
            .unwrap_or_else(|| format!("The client of {}", api.title)),
        license: chosen.license,
        repository: chosen.repository,
        dev_dependencies: dev_dependencies.collect(),
        examples: chosen.examples,
        server_env: settings
            .client
            .server_env
            .unwrap_or_else(|| format!("{}_SERVER", names::env_name(&client))),
        client,
    }
}

/// Complaints that only a look at the whole can find.
fn report_facts(api: &Api, facts: &analyze::Facts, diagnostics: &mut Diagnostics) {
    for def in facts.endless.iter().filter_map(|id| api.types.get(id)) {
        let message = format!(
            "`{}` requires itself, so no value of it can ever be complete",
            def.name
        );
        diagnostics.push(
            Diagnostic::new(Code::UnsatisfiableSchema, &def.origin, message)
                .help("make a property on the way back to it optional or nullable"),
        );
    }
    for def in facts.unreached.iter().filter_map(|id| api.types.get(id)) {
        let message = format!("no operation reaches `{}`, so it is not emitted", def.name);
        diagnostics.push(Diagnostic::new(Code::Unreached, &def.origin, message));
    }
}
