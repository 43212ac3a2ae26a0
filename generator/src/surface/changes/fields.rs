//! Fields of structs.

use super::super::lock::spell;
use super::super::{Field, Filled, Given, RustType, Struct};
use super::calls::deprecation;
use super::wire::Ways;
use super::{Class, Cx, Found, Item, Rule, Site, shown};

pub(super) fn compare(
    cx: &Cx<'_>,
    old: &Struct,
    new: &Struct,
    ways: Ways,
    about: &Item<'_>,
    found: &mut Found,
) {
    let part = |field: &Field| {
        let steps = ["properties", field.name.wire.as_str()];
        about.part(&format!("::{}", field.name.rust), &steps)
    };
    for was in &old.fields {
        match new.fields.iter().find(|is| is.name.wire == was.name.wire) {
            Some(is) => field(cx, was, is, ways, &part(is), found),
            None => removed(was, ways, &part(was), found),
        }
    }
    for is in &new.fields {
        if !old.fields.iter().any(|was| was.name.wire == is.name.wire) {
            added(is, ways, &part(is), found);
        }
    }
    order(old, new, about, found);
    rest(cx, old, new, ways, about, found);
}

fn removed(was: &Field, ways: Ways, about: &Item<'_>, found: &mut Found) {
    let message = format!("the property `{}` is gone", was.name.wire);
    let mut about = about.clone();
    if let Site::After(at) = about.site {
        about.site = Site::Before(at);
    }
    found
        .change(Rule::FieldRemoved, &about, message)
        .shown(Some(shown::field(was)), None)
        .when(true, Class::SourceBreaking)
        // An old client can't read an answer without what it takes for granted.
        .when(was.required && ways.received, Class::WireBreaking)
        .or_nothing();
}

fn added(is: &Field, ways: Ways, about: &Item<'_>, found: &mut Found) {
    let (rule, how) = if is.required {
        (Rule::RequiredFieldAdded, "new and required")
    } else {
        (Rule::FieldAdded, "new")
    };
    let message = format!("the property `{}` is {how}", is.name.wire);
    found
        .change(rule, about, message)
        .shown(None, Some(shown::field(is)))
        .when(is_argument(is), Class::SourceBreaking)
        .when(is.required && ways.sent, Class::WireBreaking)
        .or(Class::Additive);
}

fn field(cx: &Cx<'_>, was: &Field, is: &Field, ways: Ways, about: &Item<'_>, found: &mut Found) {
    let (before, after) = (Some(shown::field(was)), Some(shown::field(is)));
    let what = format!("the property `{}`", is.name.wire);
    if was.name.rust != is.name.rust {
        let message = format!("the field `{}` is `{}` now", was.name.rust, is.name.rust);
        found
            .change(Rule::FieldRenamed, about, message)
            .shown(before.clone(), after.clone())
            .or(Class::SourceBreaking);
    }
    // What the field's type says of presence and null is told of with these, and no more with the type.
    let mut told = false;
    match (was.required, is.required) {
        (false, true) => {
            told = true;
            let (rule, how) = match is.filled {
                Filled::By(_) => (Rule::FieldRequired, "is required now"),
                Filled::Constant(_) => (Rule::FieldConstant, "is required now, and `new` sets it"),
            };
            found
                .change(rule, about, format!("{what} {how}"))
                .shown(before.clone(), after.clone())
                .when(true, Class::SourceBreaking)
                .when(ways.sent, Class::WireBreaking)
                .or_nothing();
        }
        (true, false) => {
            told = true;
            found
                .change(
                    Rule::FieldOptional,
                    about,
                    format!("{what} is optional now"),
                )
                .shown(before.clone(), after.clone())
                .when(true, Class::SourceBreaking)
                // Where it could be null, an old client can do without it as well.
                .when(ways.received && !was.nullable, Class::WireBreaking)
                .or_nothing();
        }
        (true, true) if is_argument(was) != is_argument(is) => {
            let (rule, how) = match is.filled {
                Filled::By(_) => (Rule::FieldChosen, "no longer has its single value"),
                Filled::Constant(_) => (Rule::FieldConstant, "has a single value now"),
            };
            found
                .change(rule, about, format!("{what} {how}"))
                .shown(before.clone(), after.clone())
                .or(Class::SourceBreaking);
        }
        (true, true) | (false, false) => {}
    }
    set_by_new(was, is, about, ways, &what, found);
    let spelled_alike = cx.same(&was.ty, &is.ty);
    match (was.nullable, is.nullable) {
        (false, true) => {
            found
                .change(
                    Rule::FieldNullable,
                    about,
                    format!("{what} may be null now"),
                )
                .shown(before.clone(), after.clone())
                .when(!spelled_alike && !told, Class::SourceBreaking)
                // An optional field of an answer reads null as nothing already.
                .when(ways.received && was.required, Class::WireBreaking)
                .or(Class::Additive);
            told = true;
        }
        (true, false) => {
            found
                .change(
                    Rule::FieldNotNullable,
                    about,
                    format!("{what} may not be null any more"),
                )
                .shown(before.clone(), after.clone())
                .when(!spelled_alike && !told, Class::SourceBreaking)
                .when(ways.sent, Class::WireBreaking)
                .or(Class::Behaviour);
            told = true;
        }
        (true, true) | (false, false) => {}
    }
    let inner = cx.same(was.ty.bare(), is.ty.bare());
    let source = if told { !inner } else { !spelled_alike };
    let message = format!(
        "{what} is {} instead of {}",
        spell::ty(&is.ty),
        spell::ty(&was.ty)
    );
    found
        .change(Rule::FieldType, about, message)
        .shown(before, after)
        .when(source, Class::SourceBreaking)
        .when(cx.wire.breaks(&was.ty, &is.ty, ways), Class::WireBreaking)
        .or_nothing();
    if was.part != is.part {
        found
            .change(
                Rule::FieldPart,
                about,
                format!("the part of {what} has another media type"),
            )
            .shown(was.part.clone(), is.part.clone())
            .or(Class::WireBreaking);
    }
    deprecation(was.deprecated, is.deprecated, about, found);
}

/// What `new` sets by itself. Values of an enum are told with the enum.
fn set_by_new(
    was: &Field,
    is: &Field,
    about: &Item<'_>,
    ways: Ways,
    what: &str,
    found: &mut Found,
) {
    let (old, new) = (was.set_by_new(), is.set_by_new());
    let message = match (old, new) {
        (Some(old), Some(new)) if old != new && matches!(is.ty.bare(), RustType::Scalar(_)) => {
            format!("`new` sets {what} to {new:?} instead of {old:?}")
        }
        (None, Some(new)) if !is_argument(was) && !is.required => {
            format!("`new` sets {what} to {new:?} now")
        }
        (Some(old), None) if !is_argument(is) => {
            format!("`new` does not set {what} to {old:?} any more")
        }
        _ => return,
    };
    found
        .change(Rule::ConstantChanged, about, message)
        .when(ways.sent && old.is_some(), Class::WireBreaking)
        .or(Class::Behaviour);
}

/// Whether `new` takes a value for the field.
fn is_argument(field: &Field) -> bool {
    matches!(field.filled, Filled::By(Given::Argument(_)))
}

/// Arguments of the constructor that were there before and stand in another order.
fn order(old: &Struct, new: &Struct, about: &Item<'_>, found: &mut Found) {
    let position = |filled: &Filled| match filled {
        Filled::By(Given::Argument(index)) => Some(*index),
        Filled::By(Given::Setter) | Filled::Constant(_) => None,
    };
    let kept: Vec<usize> = old
        .fields
        .iter()
        .filter(|was| position(&was.filled).is_some())
        .filter_map(|was| new.fields.iter().find(|is| is.name.wire == was.name.wire))
        .filter_map(|is| position(&is.filled))
        .collect();
    if !kept.is_sorted() {
        let mut about = about.clone();
        about.name.push_str("::new");
        found
            .change(
                Rule::ArgumentsReordered,
                &about,
                "its arguments stand in another order",
            )
            .or(Class::SourceBreaking);
    }
}

fn rest(cx: &Cx<'_>, old: &Struct, new: &Struct, ways: Ways, about: &Item<'_>, found: &mut Found) {
    let about = about.part("::additional_properties", &["additionalProperties"]);
    match (&old.rest, &new.rest) {
        (None, None) => {}
        (None, Some(is)) => found
            .change(
                Rule::RestAdded,
                &about,
                "it holds properties without a name now",
            )
            .shown(None, Some(spell::ty(is)))
            .or(Class::Additive),
        (Some(was), None) => found
            .change(
                Rule::RestRemoved,
                &about,
                "it holds no properties without a name any more",
            )
            .shown(Some(spell::ty(was)), None)
            .or(Class::SourceBreaking),
        (Some(was), Some(is)) => {
            let message = format!(
                "properties without a name are {} instead of {}",
                spell::ty(is),
                spell::ty(was)
            );
            found
                .change(Rule::RestType, &about, message)
                .shown(Some(spell::ty(was)), Some(spell::ty(is)))
                .when(!cx.same(was, is), Class::SourceBreaking)
                .when(cx.wire.breaks(was, is, ways), Class::WireBreaking)
                .or_nothing();
        }
    }
}
