//! Operations: where they are called, and what is asked of the caller.

use std::collections::BTreeSet;

use super::super::pairs::without_names;
use super::super::{Lock, Operation};
use super::{Class, Cx, Found, Item, Rule, Site, answers, inputs, shown};

pub(super) fn compare(cx: &Cx<'_>, found: &mut Found) {
    let (old, new) = (&cx.old.surface.operations, &cx.new.surface.operations);
    let kept: BTreeSet<usize> = cx.pairs.operations.values().copied().collect();
    for (_, was) in old
        .iter()
        .enumerate()
        .filter(|(index, _)| !kept.contains(index))
    {
        let group = was.chain.join(".");
        let about = item(was, &group, Site::Before(was.pointer.clone()));
        let message = format!("`{}` is gone", Lock::operation_key(was));
        found
            .change(Rule::OperationRemoved, &about, message)
            .shown(Some(shown::call(was)), None)
            .when(true, Class::SourceBreaking)
            .and(Class::WireBreaking);
    }
    for (index, is) in new.iter().enumerate() {
        let group = is.chain.join(".");
        let about = item(is, &group, Site::After(is.pointer.clone()));
        match cx
            .pairs
            .operations
            .get(&index)
            .and_then(|index| old.get(*index))
        {
            Some(was) => operation(cx, was, is, &about, found),
            None => {
                let message = format!("`{}` is new", Lock::operation_key(is));
                found
                    .change(Rule::OperationAdded, &about, message)
                    .shown(None, Some(shown::call(is)))
                    .or(Class::Additive);
            }
        }
    }
}

fn item<'a>(operation: &Operation, group: &'a str, site: Site) -> Item<'a> {
    Item {
        group,
        name: format!("{}()", shown::method(operation)),
        site,
    }
}

fn operation(cx: &Cx<'_>, was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let before = found.0.len();
    address(was, is, about, found);
    names(was, is, about, found);
    if was.id != is.id {
        let message = format!("its id is {:?} instead of {:?}", is.id, was.id);
        found
            .change(Rule::OperationId, about, message)
            .or(Class::Behaviour);
    }
    deprecation(was.deprecated, is.deprecated, about, found);
    security(was, is, about, found);
    servers(was, is, about, found);
    inputs::compare(cx, was, is, about, found);
    answers::compare(cx, was, is, about, found);
    let prose = |lock: &Lock, operation: &Operation| {
        lock.docs.get(&Lock::operation_key(operation)).cloned()
    };
    if prose(cx.old, was) != prose(cx.new, is) {
        found.prose(before, about, "its description changed");
    }
}

fn address(was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    // A path parameter has no name on the wire.
    if without_names(&was.path) != without_names(&is.path) {
        let message = format!("its path is `{}` instead of `{}`", is.path, was.path);
        found
            .change(Rule::PathChanged, about, message)
            .shown(Some(was.path.clone()), Some(is.path.clone()))
            .or(Class::WireBreaking);
    }
    if was.verb != is.verb {
        let message = format!("its method is {} instead of {}", is.verb, was.verb);
        found
            .change(Rule::MethodChanged, about, message)
            .shown(Some(was.verb.clone()), Some(is.verb.clone()))
            .or(Class::WireBreaking);
    }
}

fn names(was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let moved = was.chain != is.chain;
    if moved || was.method != is.method {
        let alias = !moved && is.formerly.contains(&was.method);
        let rule = if alias {
            Rule::OperationAlias
        } else {
            Rule::OperationMoved
        };
        let message = format!(
            "`{}()` is `{}()` now",
            shown::method(was),
            shown::method(is)
        );
        found
            .change(rule, about, message)
            .shown(Some(shown::call(was)), Some(shown::call(is)))
            .when(!alias, Class::SourceBreaking)
            .or(Class::Additive);
    }
    if !moved {
        for former in &was.formerly {
            if *former != is.method && !is.formerly.contains(former) {
                let message = format!("the deprecated method `{former}` is gone");
                found
                    .change(Rule::AliasRemoved, about, message)
                    .or(Class::SourceBreaking);
            }
        }
    }
    if was.builder != is.builder || (!moved && was.module != is.module) {
        let path =
            |one: &Operation| format!("resources::{}::{}", one.module.join("::"), one.builder);
        let message = format!(
            "the type of the call is `{}` instead of `{}`",
            path(is),
            path(was)
        );
        found
            .change(Rule::BuilderRenamed, about, message)
            .shown(Some(path(was)), Some(path(is)))
            .or(Class::SourceBreaking);
    }
    if !moved && was.feature != is.feature {
        let message = format!(
            "it needs the feature `{}` instead of `{}`",
            is.feature, was.feature
        );
        found
            .change(Rule::OperationFeature, about, message)
            .shown(Some(was.feature.clone()), Some(is.feature.clone()))
            .or(Class::SourceBreaking);
    }
}

/// A mark that asks callers to leave.
pub(super) fn deprecation(was: bool, is: bool, about: &Item<'_>, found: &mut Found) {
    let (rule, message) = match (was, is) {
        (false, true) => (Rule::Deprecated, "it is deprecated now"),
        (true, false) => (Rule::Undeprecated, "it is no longer deprecated"),
        (true, true) | (false, false) => return,
    };
    found.change(rule, about, message).or(Class::Additive);
}

/// A call that goes to another server than before, without anyone having chosen it.
fn servers(was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    let [old, new] = [was, is].map(|one| one.servers.first().map(|server| server.url.as_str()));
    if old == new {
        return;
    }
    let shown = |url: Option<&str>| url.unwrap_or("the client's server").to_owned();
    let message = format!("it goes to {} instead of {}", shown(new), shown(old));
    found
        .change(
            Rule::OperationServer,
            &about.part("", &["servers"]),
            message,
        )
        .or(Class::Behaviour);
}

/// A call needs more when something that was enough no longer is.
fn security(was: &Operation, is: &Operation, about: &Item<'_>, found: &mut Found) {
    // Nothing said is nothing needed.
    let anonymous = BTreeSet::new();
    let alternatives = |one: &Operation| -> BTreeSet<BTreeSet<String>> {
        if one.security.is_empty() {
            return [anonymous.clone()].into();
        }
        let lists = one.security.iter();
        lists.map(|all| all.iter().cloned().collect()).collect()
    };
    let (old, new) = (alternatives(was), alternatives(is));
    if old == new {
        return;
    }
    // What was enough still is, when it holds all that some alternative asks for.
    let still = |have: &BTreeSet<String>| new.iter().any(|need| need.is_subset(have));
    let tightened = !old.iter().all(still);
    let rule = if tightened {
        Rule::SecurityTightened
    } else {
        Rule::SecurityLoosened
    };
    let shown = |one: &BTreeSet<BTreeSet<String>>| {
        let spelled = one.iter().map(|all| {
            if all.is_empty() {
                "nothing".to_owned()
            } else {
                all.iter().cloned().collect::<Vec<_>>().join(" and ")
            }
        });
        spelled.collect::<Vec<_>>().join(" or ")
    };
    let message = format!("it takes {} instead of {}", shown(&new), shown(&old));
    found
        .change(rule, &about.part("", &["security"]), message)
        .when(tightened, Class::WireBreaking)
        .or(Class::Additive);
}
