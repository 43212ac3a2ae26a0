//! What a call is given: parameters and the body.

use super::super::lock::spell;
use super::super::{Body, Given, Operation, Parameter};
use super::calls::deprecation;
use super::wire::Ways;
use super::{Class, Cx, Found, Item, Rule, Site, shown};
use crate::ir::Place;

pub(super) fn compare(
    cx: &Cx<'_>,
    was: &Operation,
    is: &Operation,
    about: &Item<'_>,
    found: &mut Found,
) {
    let pairs = pairs(&was.parameters, &is.parameters);
    for (old, new) in &pairs {
        match (old, new) {
            (Some(old), Some(new)) => parameter(cx, old, new, about, found),
            (Some(old), None) => removed(old, about, found),
            (None, Some(new)) => added(new, about, found),
            (None, None) => {}
        }
    }
    order(&pairs, was, is, about, found);
    body(cx, was, is, about, found);
}

type Pair<'a> = (Option<&'a Parameter>, Option<&'a Parameter>);

/// Parameters by place and name, then by name alone; those of the path by their position.
fn pairs<'a>(old: &'a [Parameter], new: &'a [Parameter]) -> Vec<Pair<'a>> {
    let mut left: Vec<&Parameter> = old.iter().collect();
    let mut take = |fits: &dyn Fn(&Parameter) -> bool| {
        let index = left.iter().position(|one| fits(one))?;
        Some(left.remove(index))
    };
    let mut found: Vec<Pair<'a>> = new
        .iter()
        .map(|is| {
            let same = take(&|was| (was.place, &was.name.wire) == (is.place, &is.name.wire));
            (same, Some(is))
        })
        .collect();
    for (was, is) in found.iter_mut().filter(|(was, _)| was.is_none()) {
        if let Some(is) = is {
            *was = take(&|was| match (was.place, is.place) {
                (Place::Path, Place::Path) => true,
                _ => was.name.wire == is.name.wire,
            });
        }
    }
    found.extend(left.into_iter().map(|was| (Some(was), None)));
    found
}

fn named<'a>(about: &Item<'a>, parameter: &Parameter) -> Item<'a> {
    let mut item = about.part("", &[]);
    item.name = format!("{}.{}", about.name, parameter.name.rust);
    item
}

fn kind(parameter: &Parameter) -> String {
    format!(
        "the {} parameter `{}`",
        spell::place(parameter.place),
        parameter.name.wire
    )
}

fn removed(was: &Parameter, about: &Item<'_>, found: &mut Found) {
    let message = format!("{} is gone", kind(was));
    found
        .change(Rule::ParameterRemoved, &named(about, was), message)
        .shown(Some(shown::parameter(was)), None)
        .or(Class::SourceBreaking);
}

fn added(is: &Parameter, about: &Item<'_>, found: &mut Found) {
    let (rule, how) = if is.required {
        (Rule::RequiredParameterAdded, "new and required")
    } else {
        (Rule::ParameterAdded, "new")
    };
    let message = format!("{} is {how}", kind(is));
    found
        .change(rule, &named(about, is), message)
        .shown(None, Some(shown::parameter(is)))
        .when(is.required, Class::SourceBreaking)
        .when(is.required, Class::WireBreaking)
        .or(Class::Additive);
}

fn parameter(cx: &Cx<'_>, was: &Parameter, is: &Parameter, about: &Item<'_>, found: &mut Found) {
    let about = named(about, is);
    let what = kind(is);
    let spelled = (Some(shown::parameter(was)), Some(shown::parameter(is)));
    let mut say = |rule, message: String, class| {
        let (before, after) = spelled.clone();
        found
            .change(rule, &about, message)
            .shown(before, after)
            .or(class);
    };
    if was.place != is.place {
        let message = format!("{what} was a {} parameter", spell::place(was.place));
        say(Rule::ParameterMoved, message, Class::WireBreaking);
    } else if was.style != is.style {
        let message = format!(
            "{what} is written as {} instead of {}",
            spell::style(is.style),
            spell::style(was.style)
        );
        say(Rule::ParameterStyle, message, Class::WireBreaking);
    }
    // Only a setter has a name that callers write.
    if was.name.rust != is.name.rust && (was.given, is.given) == (Given::Setter, Given::Setter) {
        let message = format!("the setter `{}` is `{}` now", was.name.rust, is.name.rust);
        say(Rule::ParameterRenamed, message, Class::SourceBreaking);
    }
    let (before, after) = spelled;
    match (was.required, is.required) {
        (false, true) => found
            .change(
                Rule::ParameterRequired,
                &about,
                format!("{what} is required now"),
            )
            .shown(before.clone(), after.clone())
            .when(true, Class::SourceBreaking)
            .and(Class::WireBreaking),
        (true, false) => found
            .change(
                Rule::ParameterOptional,
                &about,
                format!("{what} is optional now"),
            )
            .shown(before.clone(), after.clone())
            .or(Class::SourceBreaking),
        (true, true) | (false, false) => {}
    }
    let source = !cx.same(&was.ty, &is.ty);
    found
        .change(
            Rule::ParameterType,
            &about,
            format!(
                "{what} takes {} instead of {}",
                spell::ty(&is.ty),
                spell::ty(&was.ty)
            ),
        )
        .shown(before, after)
        .when(source, Class::SourceBreaking)
        .when(
            cx.wire.breaks(&was.ty, &is.ty, Ways::SENT),
            Class::WireBreaking,
        )
        .or_nothing();
    deprecation(was.deprecated, is.deprecated, &about, found);
}

/// Arguments that were there before and stand in another order.
fn order(pairs: &[Pair<'_>], was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let position = |given: Given| match given {
        Given::Argument(index) => Some(index),
        Given::Setter => None,
    };
    let both = |old: Given, new: Given| position(old).zip(position(new));
    let mut kept: Vec<(usize, usize)> = pairs
        .iter()
        .filter_map(|(old, new)| {
            old.zip(*new)
                .and_then(|(old, new)| both(old.given, new.given))
        })
        .collect();
    if let (Some(old), Some(new)) = (&was.body, &is.body) {
        kept.extend(both(old.given, new.given));
    }
    kept.sort_unstable();
    if !kept.is_sorted_by_key(|(_, new)| *new) {
        found
            .change(
                Rule::ArgumentsReordered,
                about,
                "its arguments stand in another order",
            )
            .shown(Some(shown::call(was)), Some(shown::call(is)))
            .or(Class::SourceBreaking);
    }
}

fn body(cx: &Cx<'_>, was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let mut about = about.part("", &["requestBody"]);
    about.name.push_str(".body");
    match (&was.body, &is.body) {
        (None, None) => {}
        (Some(sent), None) => {
            // The place is gone with the body.
            about.site = Site::Before(was.pointer.child("requestBody"));
            found
                .change(Rule::BodyRemoved, &about, "it has no body any more")
                .shown(Some(shown::body(sent)), None)
                .or(Class::SourceBreaking);
        }
        (None, Some(is)) => {
            let (rule, message) = if is.required {
                (
                    Rule::RequiredBodyAdded,
                    "it has a body now, which is required",
                )
            } else {
                (Rule::BodyAdded, "it has a body now")
            };
            found
                .change(rule, &about, message)
                .shown(None, Some(shown::body(is)))
                .when(is.required, Class::SourceBreaking)
                .when(is.required, Class::WireBreaking)
                .or(Class::Additive);
        }
        (Some(was), Some(is)) => bodies(cx, was, is, &about, found),
    }
}

fn bodies(cx: &Cx<'_>, was: &Body, is: &Body, about: &Item<'_>, found: &mut Found) {
    let (before, after) = (Some(shown::body(was)), Some(shown::body(is)));
    match (was.required, is.required) {
        (false, true) => found
            .change(Rule::BodyRequired, about, "the body is required now")
            .shown(before.clone(), after.clone())
            .when(true, Class::SourceBreaking)
            .and(Class::WireBreaking),
        (true, false) => found
            .change(Rule::BodyOptional, about, "the body is optional now")
            .shown(before.clone(), after.clone())
            .or(Class::SourceBreaking),
        (true, true) | (false, false) => {}
    }
    if was.mime != is.mime {
        let message = format!("the body is sent as {} instead of {}", is.mime, was.mime);
        found
            .change(Rule::BodyMedia, about, message)
            .shown(Some(was.mime.clone()), Some(is.mime.clone()))
            .or(Class::WireBreaking);
    }
    if was.styles != is.styles {
        found
            .change(
                Rule::BodyStyle,
                about,
                "properties of the form are written in another style",
            )
            .or(Class::WireBreaking);
    }
    let source = !cx.same(&was.ty, &is.ty);
    let message = format!(
        "the body is {} instead of {}",
        spell::ty(&is.ty),
        spell::ty(&was.ty)
    );
    found
        .change(Rule::BodyType, about, message)
        .shown(before, after)
        .when(source, Class::SourceBreaking)
        .when(
            cx.wire.breaks(&was.ty, &is.ty, Ways::SENT),
            Class::WireBreaking,
        )
        .or_nothing();
}
