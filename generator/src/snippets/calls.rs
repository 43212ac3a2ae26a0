//! The call itself: who is asked, and with what.

use std::collections::BTreeMap;

use super::expr::Expr;
use super::imports::Imports;
use super::program;
use super::values::{Maker, Wanted};
use crate::ir::{Example, Json};
use crate::surface::{Given, Operation, Surface, Takes, Type};

/// How many optional parameters an example sets at most.
const MOST_OPTIONAL: usize = 8;

/// What examples are made from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) surface: &'a Surface,
    /// Types by their names.
    pub(super) types: &'a BTreeMap<&'a str, &'a Type>,
}

/// The call up to what sends it, with the optional parameters that the document has examples of.
pub(super) fn call(
    source: Source<'_>,
    operation: &Operation,
    with_options: bool,
) -> (Expr, Imports) {
    let Source { surface, types } = source;
    let imports = Imports::new(&surface.package.library, &surface.client.name);
    let mut maker = Maker::new(types, imports);
    let variable = Expr::atom(program::variable(surface));
    let start = operation.chain.iter().fold(variable, |start, step| {
        start.then(step.as_str(), Vec::new())
    });
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    for input in inputs(operation) {
        let example = input.example.map(|example| &example.value);
        match input.given {
            Given::Argument(index) => {
                let examples: Vec<&Json> = example.into_iter().collect();
                let value = maker.argument(input.takes, input.wire, &examples);
                arguments.push((
                    index,
                    value.unwrap_or_else(|| unmade(input.takes, &maker.imports)),
                ));
            }
            Given::Setter if with_options && setters.len() < MOST_OPTIONAL => {
                let wanted = Wanted::new(input.wire, example);
                let value = match input.shown {
                    Shown::Always => maker.argument(
                        input.takes,
                        input.wire,
                        &example.into_iter().collect::<Vec<_>>(),
                    ),
                    Shown::AsTheDocumentSays => maker.taken(input.takes, wanted),
                    Shown::Never => None,
                };
                setters.extend(value.map(|value| (input.name, value)));
            }
            Given::Setter => {}
        }
    }
    arguments.sort_by_key(|(index, _)| *index);
    let arguments = arguments.into_iter().map(|(_, value)| value).collect();
    let call = start.then(operation.method.as_str(), arguments);
    let call = setters
        .into_iter()
        .fold(call, |call, (name, value)| call.then(name, vec![value]));
    (call, maker.imports)
}

/// What stands where no value can be made: the type has none that ends.
fn unmade(takes: &Takes, imports: &Imports) -> Expr {
    let (Takes::Exactly(ty) | Takes::Into(ty) | Takes::Items(ty) | Takes::Entries(ty)) = takes;
    let ty = ty.path(imports.library());
    Expr::atom(format!("serde_json::from_str::<{ty}>(\"…\")?"))
}

/// A parameter or the body.
struct Input<'a> {
    wire: &'a str,
    name: &'a str,
    given: Given,
    takes: &'a Takes,
    example: Option<&'a Example>,
    shown: Shown,
}

/// Whether something is set that need not be.
#[derive(Clone, Copy)]
enum Shown {
    Always,
    /// With the document's example, or with its default.
    AsTheDocumentSays,
    Never,
}

fn inputs(operation: &Operation) -> impl Iterator<Item = Input<'_>> {
    let parameters = operation.parameters.iter().map(|parameter| {
        let example = parameter.docs.example.as_ref();
        Input {
            wire: &parameter.name.wire,
            name: &parameter.name.rust,
            given: parameter.given,
            takes: &parameter.takes,
            example,
            shown: if !parameter.deprecated && example.is_some_and(Example::is_from_document) {
                Shown::AsTheDocumentSays
            } else {
                Shown::Never
            },
        }
    });
    let body = operation.body.iter().map(|body| Input {
        wire: &body.name,
        name: &body.name,
        given: body.given,
        takes: &body.takes,
        example: body.docs.example.as_ref(),
        shown: Shown::Always,
    });
    parameters.chain(body)
}
