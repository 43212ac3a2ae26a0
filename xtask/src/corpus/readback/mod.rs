//! The examples of a document, read with the types that were emitted for it, and written again.
//!
//! | module | what it does |
//! | --- | --- |
//! | `examples` | the examples of a document, with the type that each should fit |
//! | `judge` | whether an example satisfies its schema, by a validator that knows nothing of the generator |
//! | `program` | the program that reads and writes them |
//! | `compare` | what came back against what went in |

mod compare;
mod examples;
mod judge;
mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::surface::TypedPlace;
use serde::{Deserialize, Serialize};

pub use compare::Outcome;
use judge::Judge;
use program::{Case, Told};

use crate::Error;

/// The name of the program in the crate.
pub(super) const PROGRAM: &str = program::NAME;

/// What came of the examples of a document.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ReadBack {
    /// How many examples there are.
    pub examples: usize,
    /// How many of them satisfy their schemas.
    pub fitting: usize,
    /// How many could not be judged, because the validator can't use their schema.
    pub unjudged: usize,
    /// How the fitting ones came back.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// How many of them met an unknown value or branch on the way.
    pub unknown: usize,
    /// Every example that did not come back the same, or met something unknown.
    pub exceptions: Vec<Exception>,
    /// Why nothing came back at all.
    pub failure: Option<String>,
}

impl ReadBack {
    /// How many came back the same.
    #[must_use]
    pub fn same(&self) -> usize {
        self.outcomes
            .get(&Outcome::Same)
            .copied()
            .unwrap_or_default()
    }
}

/// An example that did not come back the same.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Exception {
    /// Where it stands.
    pub at: String,
    /// The type that read it.
    pub rust: String,
    /// How it came back.
    pub outcome: Outcome,
    /// Where the difference is, or what the reader complained about.
    pub reason: String,
}

/// Judges the examples of a document, and writes the program that reads those that satisfy their schemas.
pub(super) fn prepare(
    text: &str,
    places: &[TypedPlace],
    folder: &Path,
    package: &str,
) -> Result<ReadBack, Error> {
    let mut came = ReadBack::default();
    let Some(document) = examples::read(text) else {
        came.failure = Some("a plain reader cannot read the document".to_owned());
        program::write(folder, &[], &[])?;
        return Ok(came);
    };
    let found = examples::find(&document, places, &package.replace('-', "_"));
    came.examples = found.len();
    let mut types: Vec<String> = Vec::new();
    let mut cases = Vec::new();
    match Judge::new(&document) {
        Err(why) => came.failure = Some(why),
        Ok(judge) => {
            let mut validators = BTreeMap::new();
            for example in found {
                let validator = validators
                    .entry(example.schema.clone())
                    .or_insert_with(|| judge.schema(&example.schema).ok());
                let Some(validator) = validator else {
                    came.unjudged += 1;
                    continue;
                };
                let Ok(fits) = judge::judge(validator, &example.value) else {
                    continue;
                };
                came.fitting += 1;
                let known = types.iter().position(|known| *known == example.rust);
                let number = known.unwrap_or_else(|| {
                    types.push(example.rust.clone());
                    types.len() - 1
                });
                cases.push(Case {
                    at: example.at,
                    schema: example.schema,
                    rust: example.rust,
                    number,
                    text: example.value.to_string(),
                    fits,
                });
            }
        }
    }
    program::write(folder, &types, &cases)?;
    Ok(came)
}

/// Compares what the program told with what it was given.
pub(super) fn finish(came: &mut ReadBack, folder: &Path, stdout: &Path) {
    let cases: Vec<Case> = fs::read_to_string(program::cases(folder))
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let stdout = fs::read_to_string(stdout).unwrap_or_default();
    let mut told = stdout.lines().map(serde_json::from_str::<Told>);
    for case in cases {
        let (outcome, reason, unknown) = match told.next() {
            Some(Ok(Told {
                error: Some(error), ..
            })) => (Outcome::Unread, error, false),
            Some(Ok(Told { value, unknown, .. })) => {
                let before = serde_json::from_str(&case.text).unwrap_or_default();
                let (outcome, reason) = compare::compare(&before, &value, &case.fits);
                (outcome, reason, unknown)
            }
            Some(Err(_)) | None => (
                Outcome::Unread,
                "the program ended before it".to_owned(),
                false,
            ),
        };
        *came.outcomes.entry(outcome).or_default() += 1;
        came.unknown += usize::from(unknown);
        if outcome != Outcome::Same || unknown {
            let reason = if unknown {
                format!("{reason} (something unknown)")
            } else {
                reason
            };
            came.exceptions.push(Exception {
                at: case.at,
                rust: case.rust,
                outcome,
                reason,
            });
        }
    }
}

/// The share that came back, and every exception, as a person reads it.
pub(super) fn summary<'a>(
    documents: impl Iterator<Item = (&'a str, &'a ReadBack)> + Clone,
) -> String {
    let mut outcomes: BTreeMap<Outcome, usize> = BTreeMap::new();
    let (mut examples, mut fitting, mut unknown, mut unjudged) = (0, 0, 0, 0);
    let mut lines = Vec::new();
    for (document, came) in documents {
        examples += came.examples;
        fitting += came.fitting;
        unknown += came.unknown;
        unjudged += came.unjudged;
        for (outcome, count) in &came.outcomes {
            *outcomes.entry(*outcome).or_default() += count;
        }
        lines.extend(came.failure.iter().map(|why| format!("{document}: {why}")));
        lines.extend(came.exceptions.iter().map(|exception| {
            let Exception {
                at,
                rust,
                outcome,
                reason,
            } = exception;
            format!("{document}#{at}: {rust}: {}: {reason}", outcome.words())
        }));
    }
    let same = outcomes.get(&Outcome::Same).copied().unwrap_or_default();
    let share = if fitting == 0 {
        100.0
    } else {
        100.0 * same as f64 / fitting as f64
    };
    let mut text = format!(
        "\n{examples} examples, {unjudged} of them with a schema that cannot be judged by; {fitting} satisfy their schemas; \
         {same} ({share:.1} %) come back the same\n"
    );
    for (outcome, count) in outcomes
        .iter()
        .filter(|(outcome, _)| **outcome != Outcome::Same)
    {
        text.push_str(&format!("{count} other: {}\n", outcome.words()));
    }
    text.push_str(&format!(
        "{unknown} meet an unknown value or branch on the way\n"
    ));
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    text
}
