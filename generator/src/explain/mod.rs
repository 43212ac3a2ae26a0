//! Why an item of the crate is what it is, and what became of a place of the document.
//!
//! This looks at both ends: the surface, which is what consumers see, and the document as it was read.

mod describe;
mod items;
mod lookup;
mod places;
mod print;
mod why;

use crate::diagnostics::{Diagnostics, Trace};
use crate::settings::Settings;
use crate::surface::Lock;
use crate::{Input, Report};

/// What is known about what somebody asked for.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// The answer; `None` when there is no such item or place.
    pub text: Option<String>,
    /// Names and places that are near to the one that nothing has.
    pub near: Vec<String>,
}

/// Explains a Rust item, such as `Identity::email` or `identities().list`, or a JSON Pointer into the document.
pub fn explain(input: &Input<'_>, question: &str) -> (Explanation, Report) {
    let mut diagnostics = input.diagnostics();
    diagnostics.trace = Some(Trace::default());
    let output = crate::surface_of(input, &mut diagnostics, &mut |_| {});
    let settings = input
        .settings
        .map(|source| Settings::read(source.text, &mut Diagnostics::new()));
    let trace = diagnostics.trace.take().unwrap_or_default();
    let repairs = diagnostics.repairs().to_vec();
    let report = Report::new(diagnostics);
    let Some(surface) = output else {
        return (Explanation::default(), report);
    };
    let lock = input
        .lock
        .and_then(|source| Lock::read(source, &mut Diagnostics::new()));
    let known = Known {
        input,
        lock: lock.as_ref(),
        surface: &surface,
        trace: &trace,
        repairs: &repairs,
        settings: settings.unwrap_or_default(),
        report: &report,
    };
    let items = items::all(&known);
    let explanation = match lookup::find(&known, &items, question) {
        Ok(found) => Explanation {
            text: Some(print::print(&known, &items, &found)),
            near: Vec::new(),
        },
        Err(near) => Explanation { text: None, near },
    };
    (explanation, report)
}

/// Everything that an explanation may draw on.
struct Known<'k> {
    input: &'k Input<'k>,
    lock: Option<&'k Lock>,
    surface: &'k crate::surface::Surface,
    trace: &'k Trace,
    repairs: &'k [crate::diagnostics::Repair],
    settings: Settings,
    report: &'k Report,
}
