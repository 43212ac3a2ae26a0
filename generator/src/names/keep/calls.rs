//! Resources, methods, builders and parameters.

use std::collections::BTreeSet;

use super::super::{self as names, Scope};
use super::Before;
use super::fields::{arrange, in_order};
use super::settle::{Claim, settle};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, PathPart, Resource};
use crate::surface::{self, Given, RustType};

pub(super) fn keep(api: &mut Api, before: &Before<'_>, diagnostics: &mut Diagnostics) {
    let mut keeper = Keeper {
        before,
        diagnostics,
    };
    let mut methods = Scope::client_methods();
    let mut features = Scope::features();
    keeper.resources(
        &mut api.resources,
        &[],
        &[],
        &mut methods,
        Some(&mut features),
    );
}

/// Every operation, parents before their children.
pub(super) fn each(resources: &mut [Resource], change: &mut dyn FnMut(&mut Operation)) {
    // The same order as that of `Api::all_resources`.
    for resource in resources {
        resource.operations.iter_mut().for_each(&mut *change);
        each(&mut resource.children, change);
    }
}

impl<'a> Before<'a> {
    fn old_resource(&self, chain: &[String]) -> Option<&'a surface::Resource> {
        let new = &self.new.resources;
        let index = new.iter().position(|one| one.chain == chain)?;
        let old = self.pairs.resources.get(&index)?;
        self.old.resources.get(*old)
    }

    fn old_operation(&self, operation: &Operation) -> Option<&'a surface::Operation> {
        let new = &self.new.operations;
        let Operation {
            verb,
            template,
            sends,
            ..
        } = operation;
        let index = new
            .iter()
            .position(|one| (&one.verb, &one.path, &one.sends) == (verb, template, sends))?;
        let old = self.pairs.operations.get(&index)?;
        self.old.operations.get(*old)
    }
}

struct Keeper<'a, 'b> {
    before: &'a Before<'a>,
    diagnostics: &'b mut Diagnostics,
}

impl Keeper<'_, '_> {
    /// Names resources that stand beside each other, whose names so far lead through `fresh`, and now through `above`.
    fn resources(
        &mut self,
        resources: &mut [Resource],
        fresh: &[String],
        above: &[String],
        methods: &mut Scope,
        features: Option<&mut Scope>,
    ) {
        let before = self.before;
        let olds: Vec<Option<&surface::Resource>> = resources
            .iter()
            .map(|resource| before.old_resource(&step(fresh, &resource.name.rust)))
            .collect();
        let claims: Vec<Claim> = resources
            .iter()
            .zip(&olds)
            .map(|(resource, old)| {
                let kept = old.and_then(|old| old.chain.last().cloned());
                Claim::new(&resource.name.rust, kept).chosen(self.is_chosen(resource))
            })
            .collect();
        let names = settle(&claims, methods);
        if let Some(features) = features {
            let claims: Vec<Claim> = resources
                .iter()
                .zip(&olds)
                .map(|(resource, old)| {
                    Claim::new(&resource.feature, old.map(|old| old.feature.clone()))
                })
                .collect();
            for (resource, feature) in resources.iter_mut().zip(settle(&claims, features)) {
                set_feature(resource, &feature);
            }
        }
        for ((resource, name), old) in resources.iter_mut().zip(names).zip(olds) {
            let fresh = step(fresh, &resource.name.rust);
            resource.name.rust = name;
            let above = step(above, &resource.name.rust);
            resource.module.clone_from(&above);
            self.inside(resource, old, &fresh, &above);
        }
    }

    /// Whether the settings put an operation into this resource by name.
    fn is_chosen(&self, resource: &Resource) -> bool {
        resource.operations.iter().any(|operation| {
            let choices = self.choices(operation);
            choices.is_some_and(|choices| choices.resource.is_some())
        })
    }

    fn choices(&self, operation: &Operation) -> Option<&crate::settings::Operation> {
        let Operation {
            id,
            verb,
            template,
            sends,
            ..
        } = operation;
        let call = sends
            .is_none()
            .then_some((verb.as_str(), template.as_str()));
        let choices = self.before.settings.operation(id, call);
        choices.map(|(_, choices)| choices)
    }

    fn inside(
        &mut self,
        resource: &mut Resource,
        old: Option<&surface::Resource>,
        fresh: &[String],
        above: &[String],
    ) {
        let before = self.before;
        let olds: Vec<Option<&surface::Operation>> = resource
            .operations
            .iter()
            .map(|operation| before.old_operation(operation))
            .collect();
        // A method that has moved here was another one for callers.
        let here = |old: &&surface::Operation| old.chain == above;
        make_room(&mut resource.operations, &olds, here);
        let claims: Vec<Claim> = resource
            .operations
            .iter()
            .zip(&olds)
            .map(|(operation, old)| {
                let kept = old.filter(here).map(|old| old.method.clone());
                let chosen = self.choices(operation);
                let chosen = chosen.is_some_and(|choices| choices.method.is_some());
                let (id, noun) = (&operation.id, &resource.name.wire);
                let short = names::method_name(id, noun, &operation.template);
                let long = names::longer_method_name(id, noun);
                Claim::new(&operation.name, kept).chosen(chosen).or([
                    short,
                    long,
                    names::value_name(id),
                ])
            })
            .collect();
        let mut methods = Scope::methods();
        let names = settle(&claims, &mut methods);
        for ((operation, name), old) in resource.operations.iter_mut().zip(names).zip(&olds) {
            operation.name = name;
            if let Some(old) = old.filter(here) {
                self.former_methods(operation, old, &mut methods);
            }
        }
        types(resource, old, &olds);
        for (operation, old) in resource.operations.iter_mut().zip(&olds) {
            if let Some(old) = old {
                parameters(operation, old);
            }
        }
        let mut children = std::mem::take(&mut resource.children);
        self.resources(&mut children, fresh, above, &mut methods, None);
        resource.children = children;
    }

    fn former_methods(
        &mut self,
        operation: &mut Operation,
        old: &surface::Operation,
        methods: &mut Scope,
    ) {
        for former in old.formerly.iter().chain([&old.method]) {
            if *former == operation.name || !methods.is_free(former) {
                continue;
            }
            operation.formerly.push(methods.take(former));
            if *former == old.method {
                let message = format!(
                    "the method `{former}` is `{}` now; its old name stays and is deprecated",
                    operation.name
                );
                let at = &operation.origin;
                self.diagnostics
                    .push(Diagnostic::new(Code::Renamed, at, message));
            }
        }
        operation.formerly.sort();
    }
}

/// Where another method of an operation was there before its first one and keeps the plain name, the first is named after
/// what it sends.
fn make_room(
    operations: &mut [Operation],
    olds: &[Option<&surface::Operation>],
    here: impl Fn(&&surface::Operation) -> bool,
) {
    let kept = |operation: &Operation, old: Option<&surface::Operation>| {
        let old = old.filter(&here).filter(|_| operation.sends.is_some())?;
        let call = (operation.verb.clone(), operation.template.clone());
        Some((call, old.method.clone()))
    };
    let kept: BTreeSet<_> = operations
        .iter()
        .zip(olds)
        .filter_map(|(operation, old)| kept(operation, *old))
        .collect();
    for (operation, old) in operations.iter_mut().zip(olds) {
        let call = (operation.verb.clone(), operation.template.clone());
        let is_new_first = operation.sends.is_none() && old.is_none();
        if is_new_first && kept.contains(&(call, operation.name.clone())) {
            let word = operation.word();
            operation.name = names::value_name(&format!("{} {word}", operation.name));
            operation.type_name = names::type_name(&format!("{} {word}", operation.id));
        }
    }
}

fn step(above: &[String], name: &str) -> Vec<String> {
    above.iter().cloned().chain([name.to_owned()]).collect()
}

fn set_feature(resource: &mut Resource, feature: &str) {
    feature.clone_into(&mut resource.feature);
    for child in &mut resource.children {
        set_feature(child, feature);
    }
}

/// The handle, the builders and the enums over answers, which share the file of their resource.
fn types(
    resource: &mut Resource,
    old: Option<&surface::Resource>,
    olds: &[Option<&surface::Operation>],
) {
    let here = |old: &&surface::Operation| old.module == resource.module;
    let handle = Claim::new(&resource.type_name, old.map(|old| old.handle.clone()));
    let builders = resource
        .operations
        .iter()
        .zip(olds)
        .map(|(operation, old)| {
            let kept = old.filter(here).map(|old| old.builder.clone());
            Claim::new(&operation.type_name, kept).or([names::type_name(&operation.id)])
        });
    let claims: Vec<Claim> = std::iter::once(handle).chain(builders).collect();
    let mut scope = Scope::builders();
    let mut names = settle(&claims, &mut scope).into_iter();
    resource.type_name = names.next().unwrap_or_default();
    for (operation, name) in resource.operations.iter_mut().zip(names) {
        operation.type_name = name;
    }
    let mut claims = Vec::new();
    for (operation, old) in resource.operations.iter().zip(olds) {
        let old = old.filter(|old| old.module == resource.module);
        let errors = old.map(|old| &old.failure);
        let successes = old.and_then(|old| old.output.as_ref());
        let kinds = [
            (&operation.error_enum, "Error", errors),
            (&operation.success_enum, "Success", successes),
        ];
        for (_, suffix, old) in kinds.into_iter().filter(|(name, ..)| name.is_some()) {
            let kept = match old {
                Some(RustType::Answers(_, name)) => Some(name.clone()),
                _ => None,
            };
            claims.push(Claim::new(
                &format!("{}{suffix}", operation.type_name),
                kept,
            ));
        }
    }
    let mut names = settle(&claims, &mut scope).into_iter();
    for operation in &mut resource.operations {
        for name in [&mut operation.error_enum, &mut operation.success_enum] {
            if name.is_some() {
                *name = names.next();
            }
        }
    }
}

/// The names of parameters, and the order of those that are arguments.
fn parameters(operation: &mut Operation, old: &surface::Operation) {
    let olds: Vec<Option<usize>> = operation
        .params
        .iter()
        .map(|param| {
            let mut known = old.parameters.iter();
            known.position(|old| old.place == param.place && old.name.wire == param.name.wire)
        })
        .collect();
    let claims: Vec<Claim> = operation
        .params
        .iter()
        .zip(&olds)
        .map(|(param, known)| {
            let kept = known.map(|index| old.parameters[index].name.rust.clone());
            Claim::new(&param.name.rust, kept)
        })
        .collect();
    let mut scope = Scope::parameters();
    for (param, name) in operation.params.iter_mut().zip(settle(&claims, &mut scope)) {
        param.name.rust = name;
    }
    let count = operation.params.len();
    let order = |required: bool| {
        let some: Vec<(usize, Option<usize>)> = (0..count)
            .filter(|index| operation.params[*index].required == required)
            .map(|index| {
                let same =
                    |known: &usize| (old.parameters[*known].given != Given::Setter) == required;
                (index, olds[index].filter(same))
            })
            .collect();
        arrange(count, &some)
    };
    // Arguments among themselves, and setters among themselves.
    let (arguments, setters) = (order(true), order(false));
    let order: Vec<usize> = (0..count)
        .map(|index| {
            if operation.params[index].required {
                arguments[index]
            } else {
                setters[index]
            }
        })
        .collect();
    reorder(operation, &order);
}

fn reorder(operation: &mut Operation, order: &[usize]) {
    let place = |old: &mut usize| {
        if let Some(new) = order.iter().position(|index| index == old) {
            *old = new;
        }
    };
    for part in &mut operation.path {
        if let PathPart::Param(index) = part {
            place(index);
        }
    }
    if let Some(paging) = &mut operation.pagination {
        place(&mut paging.forward.param);
        if let Some(backward) = &mut paging.backward {
            place(&mut backward.param);
        }
    }
    operation.params = in_order(std::mem::take(&mut operation.params), order);
}
