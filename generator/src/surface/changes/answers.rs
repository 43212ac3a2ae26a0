//! What comes back from a call: successes, errors, pages and streams.

use super::super::lock::spell;
use super::super::{Answer, Operation, RustType};
use super::wire::{Ways, is_nullable};
use super::{Class, Cx, Found, Item, Rule, Site};

pub(super) fn compare(
    cx: &Cx<'_>,
    was: &Operation,
    is: &Operation,
    about: &Item<'_>,
    found: &mut Found,
) {
    successes(cx, was, is, about, found);
    output(cx, was, is, about, found);
    errors(cx, was, is, about, found);
    paging(cx, was, is, about, found);
    stream(cx, was, is, about, found);
}

fn site(operation: &Operation, answer: &Answer) -> crate::pointer::Pointer {
    let status = spell::status(answer.status);
    operation.pointer.child("responses").child(&status)
}

fn carries(answer: &Answer) -> String {
    match &answer.content {
        Some(content) => spell::ty(&content.ty),
        None => "nothing".to_owned(),
    }
}

/// The successes of an operation.
fn all(operation: &Operation) -> Vec<&Answer> {
    let answers = operation.answers.iter();
    answers.filter(|answer| answer.success).collect()
}

fn successes(cx: &Cx<'_>, was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let (old, new) = (all(was), all(is));
    if let ([before], [after]) = (old.as_slice(), new.as_slice()) {
        if before.status != after.status {
            let statuses = [before, after].map(|answer| spell::status(answer.status));
            let message = format!("it answers {} instead of {}", statuses[1], statuses[0]);
            let [before, after_text] = statuses;
            let mut about = about.clone();
            about.site = Site::After(site(is, after));
            found
                .change(Rule::SuccessStatus, &about, message)
                .shown(Some(before), Some(after_text))
                .or(Class::WireBreaking);
        }
        answer(cx, before, after, is, about, found);
        return;
    }
    for before in &old {
        match new.iter().find(|after| after.status == before.status) {
            Some(after) => answer(cx, before, after, is, about, found),
            None => {
                let mut about = about.clone();
                about.site = Site::Before(site(was, before));
                let message = format!("it no longer answers {}", spell::status(before.status));
                found
                    .change(Rule::SuccessRemoved, &about, message)
                    .or(Class::Behaviour);
            }
        }
    }
    for after in &new {
        if old.iter().any(|before| before.status == after.status) {
            continue;
        }
        let mut about = about.clone();
        about.site = Site::After(site(is, after));
        let status = spell::status(after.status);
        let message = format!("it may answer {status} with {}", carries(after));
        // An old client reads an answer that it doesn't know like the first one that it does.
        let alike = old
            .first()
            .is_some_and(|before| match (&before.content, &after.content) {
                (Some(before), Some(after)) => {
                    !cx.wire.breaks(&before.ty, &after.ty, Ways::RECEIVED)
                }
                (None, _) => true,
                (Some(_), None) => false,
            });
        found
            .change(Rule::SuccessAdded, &about, message)
            .when(!alike, Class::WireBreaking)
            .or(Class::Behaviour);
    }
}

/// One success before and after, on the wire.
fn answer(
    cx: &Cx<'_>,
    before: &Answer,
    after: &Answer,
    operation: &Operation,
    about: &Item<'_>,
    found: &mut Found,
) {
    let mut about = about.clone();
    about.site = Site::After(site(operation, after));
    match (&before.content, &after.content) {
        // An old client that expects nothing doesn't look.
        (None, _) => {}
        (Some(_), None) => {
            let message = format!("the answer is empty instead of {}", carries(before));
            found
                .change(Rule::AnswerType, &about, message)
                .shown(Some(carries(before)), None)
                .or(Class::WireBreaking);
        }
        (Some(was), Some(is)) => {
            if was.mime != is.mime {
                let message = format!("the answer is {} instead of {}", is.mime, was.mime);
                found
                    .change(Rule::AnswerMedia, &about, message)
                    .shown(Some(was.mime.clone()), Some(is.mime.clone()))
                    .or(Class::WireBreaking);
            }
            let null = !is_nullable(&was.ty) && is_nullable(&is.ty);
            let message = format!(
                "the answer is {} instead of {}",
                spell::ty(&is.ty),
                spell::ty(&was.ty)
            );
            found
                .change(Rule::AnswerType, &about, message)
                .shown(Some(spell::ty(&was.ty)), Some(spell::ty(&is.ty)))
                .when(
                    null || cx.wire.breaks(&was.ty, &is.ty, Ways::RECEIVED),
                    Class::WireBreaking,
                )
                .or_nothing();
        }
    }
}

/// What `send()` returns.
fn output(cx: &Cx<'_>, was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let spelled = |ty: &Option<RustType>| ty.as_ref().map(spell::ty);
    let same = match (&was.output, &is.output) {
        (Some(was), Some(is)) => cx.same(was, is),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    if same {
        return;
    }
    let (before, after) = (spelled(&was.output), spelled(&is.output));
    let message = match (&before, &after) {
        (Some(before), Some(after)) => format!("`send()` returns {after} instead of {before}"),
        (Some(_), None) => "there is no `send()` any more".to_owned(),
        (None, _) => "there is a `send()` now".to_owned(),
    };
    let mut about = about.part("", &["responses"]);
    about.name.push_str(".send()");
    found
        .change(Rule::OutputType, &about, message)
        .shown(before.clone(), after)
        .when(before.is_some(), Class::SourceBreaking)
        .or(Class::Additive);
}

fn errors(cx: &Cx<'_>, was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let failures = [&was.failure, &is.failure].map(spell::ty);
    if !cx.same(&was.failure, &is.failure) && was.module == is.module {
        let [before, after] = failures.clone();
        let message = format!("its error body is {after} instead of {before}");
        let mut about = about.part("", &["responses"]);
        about.name.push_str(".send()");
        found
            .change(Rule::ErrorType, &about, message)
            .shown(Some(before), Some(after))
            .or(Class::SourceBreaking);
    }
    // Where there is no enum on one side, there is nothing to tell of its variants.
    if [&was.failure, &is.failure].contains(&&RustType::Infallible) {
        return;
    }
    let bodies = |operation: &'_ Operation| -> Vec<Answer> {
        let answers = operation.answers.iter();
        let errors = answers.filter(|answer| !answer.success && answer.content.is_some());
        errors.cloned().collect()
    };
    let (old, new) = (bodies(was), bodies(is));
    let item = |operation: &Operation, answer: &Answer, before: bool| {
        let at = site(operation, answer);
        let variant = answer.variant.clone().unwrap_or_default();
        Item {
            group: about.group,
            name: format!("{}::{variant}", spell::ty(&operation.failure)),
            site: if before {
                Site::Before(at)
            } else {
                Site::After(at)
            },
        }
    };
    let shown = |answer: &Answer| {
        let variant = answer.variant.clone().unwrap_or_default();
        Some(format!("{variant}({})", carries(answer)))
    };
    for before in &old {
        let status = spell::status(before.status);
        match new.iter().find(|after| after.status == before.status) {
            None => {
                let message = format!("the error body of status {status} is gone");
                found
                    .change(Rule::ErrorRemoved, &item(was, before, true), message)
                    .shown(shown(before), None)
                    .or(Class::SourceBreaking);
            }
            Some(after) => {
                let types = before.content.as_ref().zip(after.content.as_ref());
                let same = types.is_none_or(|(before, after)| cx.same(&before.ty, &after.ty));
                let message = format!(
                    "the error body of status {status} is {} instead of {}",
                    carries(after),
                    carries(before)
                );
                found
                    .change(Rule::ErrorType, &item(is, after, false), message)
                    .shown(shown(before), shown(after))
                    .when(!same, Class::SourceBreaking)
                    .or_nothing();
            }
        }
    }
    for after in &new {
        if !old.iter().any(|before| before.status == after.status) {
            let message = format!(
                "the error body of status {} is new",
                spell::status(after.status)
            );
            found
                .change(Rule::ErrorAdded, &item(is, after, false), message)
                .shown(None, shown(after))
                .or(Class::Additive);
        }
    }
}

fn paging(cx: &Cx<'_>, was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let mut about = about.clone();
    about.name.push_str(".items()");
    match (&was.paging, &is.paging) {
        (None, None) => {}
        (None, Some(_)) => found
            .change(Rule::PagingAdded, &about, "it has pages now")
            .or(Class::Additive),
        (Some(_), None) => found
            .change(Rule::PagingRemoved, &about, "it has no pages any more")
            .or(Class::SourceBreaking),
        (Some(was), Some(is)) => {
            let same = cx.same(&was.item, &is.item);
            let message = "its pages are walked through in another way";
            found
                .change(Rule::PagingChanged, &about, message)
                .shown(Some(spell::ty(&was.item)), Some(spell::ty(&is.item)))
                .when(!same, Class::SourceBreaking)
                .when(
                    (&was.items, &was.more, &was.forward, &was.backward)
                        != (&is.items, &is.more, &is.forward, &is.backward),
                    Class::Behaviour,
                )
                .or_nothing();
        }
    }
}

fn stream(cx: &Cx<'_>, was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let mut about = about.part("", &["responses"]);
    about.name.push_str(".stream()");
    match (&was.stream, &is.stream) {
        (None, None) => {}
        (None, Some(_)) => found
            .change(
                Rule::StreamAdded,
                &about,
                "its answer can be read as a stream",
            )
            .or(Class::Additive),
        (Some(_), None) => found
            .change(
                Rule::StreamRemoved,
                &about,
                "its answer is no stream any more",
            )
            .when(true, Class::SourceBreaking)
            .and(Class::WireBreaking),
        (Some(was), Some(is)) => {
            let framed =
                (&was.mime, &was.framing, &was.choice) == (&is.mime, &is.framing, &is.choice);
            let message = format!(
                "the stream is {} in {} instead of {} in {}",
                spell::framing(&is.framing),
                is.mime,
                spell::framing(&was.framing),
                was.mime
            );
            found
                .change(Rule::StreamChanged, &about, message)
                .when(!framed, Class::WireBreaking)
                .or_nothing();
            let message = format!(
                "an item of the stream is {} instead of {}",
                spell::ty(&is.item),
                spell::ty(&was.item)
            );
            found
                .change(Rule::StreamItem, &about, message)
                .shown(Some(spell::ty(&was.ty)), Some(spell::ty(&is.ty)))
                .when(!cx.same(&was.ty, &is.ty), Class::SourceBreaking)
                .when(
                    cx.wire.breaks(&was.item, &is.item, Ways::RECEIVED),
                    Class::WireBreaking,
                )
                .or_nothing();
        }
    }
}
