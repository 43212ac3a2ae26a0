//! Further methods of an operation: each sends what the first one doesn't.

use std::collections::BTreeSet;

use super::body::{self, Sent};
use super::operation::Found;
use super::{Lowering, Naming, stream};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::Operation;
use crate::markdown;
use crate::names;
use crate::settings;

/// What tells a method from the first one of the same operation.
pub(super) struct Apart<'d> {
    /// What the settings say of this one alone.
    pub(super) choices: Option<&'d settings::Operation>,
}

/// Puts the other methods of each operation beside its first; `others` are bodies with the index of that. They are lowered
/// last, so that they take no name from anything else.
pub(super) fn beside<'d>(
    cx: &mut Lowering<'d>,
    firsts: Vec<Found<'d>>,
    others: Vec<(usize, Sent<'d>)>,
    ids: &[String],
) -> Vec<Found<'d>> {
    let mut ids = ids.iter().map(|id| names::value_name(id)).collect();
    let mut all: Vec<Vec<Found<'d>>> = firsts.into_iter().map(|first| vec![first]).collect();
    for (index, sent) in others {
        if let Some(all) = all.get_mut(index)
            && let Some(other) = all
                .first()
                .and_then(|first| once_more(cx, first, sent, &mut ids))
        {
            all.push(other);
        }
    }
    for all in &mut all {
        if let [first, others @ ..] = all.as_mut_slice() {
            let sends = others
                .iter()
                .filter_map(|other| other.operation.sends.as_deref());
            let notes = sends.map(|sends| {
                let sends = markdown::code(sends);
                format!("Another method of this operation sends {sends}.")
            });
            first.operation.docs.notes.extend(notes);
        }
    }
    all.into_iter().flatten().collect()
}

/// The same operation with another body.
fn once_more<'d>(
    cx: &mut Lowering<'d>,
    first: &Found<'d>,
    sent: Sent<'d>,
    ids: &mut BTreeSet<String>,
) -> Option<Found<'d>> {
    let word = sent.media?.word();
    let id = id(&first.operation, word, ids);
    // A longer id was chosen because the short one is taken.
    let type_words = match id == format!("{}_{word}", first.operation.id) {
        true => format!("{}_{word}", first.type_words),
        false => id.clone(),
    };
    let module = cx.modules.take(&names::file_name(&type_words));
    let naming = Naming::new(&names::type_name(&type_words), "", &module);
    let body = body::lower(cx, sent, &naming)?;
    let choices = choices(cx, &id);
    let mut operation = first.operation.clone();
    let sends = body.content.content_type().to_owned();
    let note = format!("It sends {}.", markdown::code(&sends));
    operation.docs.notes.push(note);
    operation.stream = stream::finish(cx, operation.stream, &operation.success, Some(&body));
    operation.body = Some(body);
    operation.sends = Some(sends);
    operation.pagination = None;
    operation.id = id;
    Some(Found {
        operation,
        words: first.words.clone(),
        type_words,
        source: first.source,
        choices: first.choices,
        apart: Some(Apart { choices }),
    })
}

/// An id that no other operation has, nor one that differs from it only in how it is written.
fn id(first: &Operation, word: &str, ids: &mut BTreeSet<String>) -> String {
    let long = names::operation_id(&first.verb, &first.template);
    let plain = [format!("{}_{word}", first.id), format!("{long}_{word}")];
    // One number more than there are ids is enough.
    let numbers = 2..ids.len() + 3;
    let numbered = numbers.map(|number| format!("{long}_{word}_{number}"));
    let mut free = plain
        .into_iter()
        .chain(numbered)
        .filter(|id| ids.insert(names::value_name(id)));
    free.next().unwrap_or_else(|| format!("{long}_{word}"))
}

/// What the settings say of a further method. What they say of an operation's parameters and pages, they say of the first.
fn choices<'d>(cx: &mut Lowering<'d>, id: &str) -> Option<&'d settings::Operation> {
    let settings = cx.settings;
    let (key, choices) = settings.operation(id, None)?;
    cx.used_operations.insert(id.to_owned());
    if choices.pagination.is_some() || !choices.parameters.is_empty() {
        let message = format!(
            "{:?} is another method of an operation, so only its `resource` and `method` can be chosen",
            key.get_ref()
        );
        cx.diagnostics.push(Diagnostic::new(
            Code::UnusedSetting,
            Place::Settings(key.span()),
            message,
        ));
    }
    Some(choices)
}
