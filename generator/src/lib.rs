//! Reads an OpenAPI document and writes a Rust SDK: text in, files out.
//!
//! ```text
//! text ─read─▶ Document ─lower─▶ Api (IR) ─analyze─▶ Facts
//!                                   ├────────────────┴──▶ Surface (what a consumer sees)
//!                                   └──emit─▶ tokens ─format─▶ files
//! ```
//!
//! The library is pure: it knows no disk, clock, network or environment. The same text gives the same bytes, and the
//! order of keys in the text makes no difference. Nothing in a document can make it panic: every complaint goes into
//! [`Diagnostics`] and all of them come back in one [`Report`].

pub mod analyze;
pub mod diagnostics;
mod emit;
mod explain;
mod files;
mod format;
pub mod ir;
mod lower;
mod markdown;
mod names;
mod package;
mod pages;
mod parallel;
pub mod pointer;
mod report;
pub mod settings;
mod snippets;
pub mod spec;
mod suggest;
pub mod surface;

use std::collections::BTreeMap;
use std::fmt;

use diagnostics::{Code, Diagnostic, Diagnostics, Place, Sources};
pub use explain::{Explanation, explain};
use files::Written;
use ir::Api;
use package::Package;
pub use report::{Format, Report};
use settings::Settings;
use surface::{Lock, Surface};

/// A text and the name under which complaints speak of it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The path as a person would write it.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// The other files that a document refers to. The library has no disk, so the caller brings them.
pub trait Files: fmt::Debug {
    /// The text of a file; or why there is none, in words that go on after a colon.
    ///
    /// A name is a path in the same words as that of the document, or an address on the network.
    ///
    /// # Errors
    ///
    /// When there is no such file, or it may not be read.
    fn text(&self, name: &str) -> Result<String, String>;
}

/// What one run reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The OpenAPI document, YAML or JSON.
    pub document: Source<'a>,
    /// Overlays, YAML or JSON, which correct the document in their order.
    pub overlays: &'a [Source<'a>],
    /// The settings, TOML.
    pub settings: Option<Source<'a>>,
    /// What the run before this one left: its names are kept.
    pub lock: Option<Source<'a>>,
    /// The name of the generated crate, over that of the settings.
    pub package: Option<&'a str>,
    /// Codes of complaints that are errors, beside those that the settings deny.
    pub deny: &'a [Code],
    /// Where other files come from that the document refers to; without it there are none.
    pub files: Option<&'a dyn Files>,
}

impl<'a> Input<'a> {
    /// A document alone, with nothing that goes with it.
    pub fn new(document: Source<'a>) -> Self {
        Self {
            document,
            overlays: &[],
            settings: None,
            lock: None,
            package: None,
            deny: &[],
            files: None,
        }
    }

    /// Nothing to complain about so far.
    fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = Diagnostics::about(Sources::new(self.document, self.settings));
        for code in self.deny {
            diagnostics.deny(*code);
        }
        diagnostics
    }
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
    /// An overlay that adds an example to each operation of the document, if the settings want it.
    pub code_samples: Option<String>,
    /// How much that is, in nouns.
    pub size: analyze::Size,
    /// What a consumer of the crate sees, and what goes over the wire.
    pub surface: Surface,
    /// The Rust type of every schema that has one of its own, and of every JSON body.
    pub places: Vec<surface::TypedPlace>,
    /// The lock that the run was given.
    pub previous: Option<Lock>,
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
    /// IR and facts to tokens, and tokens to text: file by file, on every core.
    Emit,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Read => "read",
            Self::Lower => "lower",
            Self::Analyze => "analyze",
            Self::Emit => "emit",
        })
    }
}

/// Generates a crate. `observer` is told when a phase starts, so that a caller with a clock can time it.
pub fn generate(input: &Input<'_>, observer: &mut dyn FnMut(Phase)) -> Generated {
    let mut diagnostics = input.diagnostics();
    let output = output(input, &mut diagnostics, observer);
    let report = Report::new(diagnostics);
    let output = output.filter(|_| report.errors == 0);
    Generated { output, report }
}

/// The IR of a document, as text that a person reads; `None` when nothing could be made of the document.
pub fn ir_text(input: &Input<'_>, observer: &mut dyn FnMut(Phase)) -> (Option<String>, Report) {
    let mut diagnostics = input.diagnostics();
    let api = api(input, &mut diagnostics, observer);
    let text = api.map(|made| ir::print(&made.api));
    (text, Report::new(diagnostics))
}

/// Suggests an overlay that says what the reader had to repair, so that it need not any more.
pub fn suggest_overlay(input: &Input<'_>) -> (spec::Suggestion, Report) {
    let mut diagnostics = input.diagnostics();
    let suggestion = spec::suggest_overlay(
        input.document,
        input.overlays,
        input.files,
        &mut diagnostics,
    );
    (suggestion, Report::new(diagnostics))
}

/// Reads a lock; `None` when the report has errors.
pub fn lock(source: Source<'_>) -> (Option<Lock>, Report) {
    let mut diagnostics = Diagnostics::new();
    let lock = Lock::read(source, &mut diagnostics);
    (lock, Report::new(diagnostics))
}

/// What a consumer of the crate would see, without the crate; `None` when the report has errors.
pub fn surface(input: &Input<'_>, observer: &mut dyn FnMut(Phase)) -> (Option<Surface>, Report) {
    let mut diagnostics = input.diagnostics();
    let surface = surface_of(input, &mut diagnostics, observer);
    let report = Report::new(diagnostics);
    (surface.filter(|_| report.errors == 0), report)
}

/// What a consumer of the crate would see, whatever the document's errors.
fn surface_of(
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    observer: &mut dyn FnMut(Phase),
) -> Option<Surface> {
    let made = api(input, diagnostics, observer)?;
    observer(Phase::Analyze);
    let facts = analyze::analyze(&made.api);
    report_facts(&made.api, &facts, diagnostics);
    Some(surface::surface(&made.api, &facts, &made.package))
}

fn output(
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    observer: &mut dyn FnMut(Phase),
) -> Option<Output> {
    let Made { api, package, lock } = api(input, diagnostics, observer)?;
    observer(Phase::Analyze);
    let facts = analyze::analyze(&api);
    report_facts(&api, &facts, diagnostics);
    // What follows can only fail through a fault of ours; a document with errors need not get that far.
    if diagnostics.has_errors() {
        return None;
    }
    let surface = surface::surface(&api, &facts, &package);
    observer(Phase::Emit);
    let Written {
        texts,
        code_samples,
    } = files::write(&api, &facts, &package, &surface, diagnostics);
    Some(Output {
        files: texts,
        code_samples,
        size: analyze::Size::of(&api, &facts),
        surface,
        places: surface::places(&api, &facts),
        previous: lock,
    })
}

/// What is made of the texts before anything is emitted.
struct Made {
    api: Api,
    package: Package,
    lock: Option<Lock>,
}

fn api(
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    observer: &mut dyn FnMut(Phase),
) -> Option<Made> {
    observer(Phase::Read);
    let settings = input
        .settings
        .map(|source| Settings::read(source.text, diagnostics))
        .unwrap_or_default();
    let document = spec::read(
        input.document,
        input.overlays,
        input.files,
        &settings.libraries(),
        diagnostics,
    )?;
    observer(Phase::Lower);
    let mut api = lower::api(&document, &settings, diagnostics);
    let lock = input
        .lock
        .and_then(|source| Lock::read(source, diagnostics));
    let package = Package::new(input, &api, settings.clone(), lock.as_ref());
    if let Some(lock) = &lock {
        let fresh = surface::surface(&api, &analyze::analyze(&api), &package);
        names::keep(&mut api, &fresh, &lock.surface, &settings, diagnostics);
    }
    // The settings' own name has been checked where it stands.
    if let Some(name) = input.package.filter(|name| !names::is_package_name(name)) {
        let message = format!("{name:?} can't be the name of a package");
        diagnostics.push(
            Diagnostic::new(Code::SettingsConflict, Place::Nowhere, message)
                .help(settings::PACKAGES),
        );
    }
    Some(Made { api, package, lock })
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
