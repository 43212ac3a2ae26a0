//! Structs: the constructor with what is required, and setters for what the example names.

use super::expr::{self, Expr};
use super::values::{Maker, Wanted};
use crate::ir::{Example, Json};
use crate::surface::{Field, Filled, Given, Struct};

/// How many optional fields are shown where the object has no example of its own.
const MOST_OPTIONAL: usize = 6;

/// How deep optional fields are still shown.
const DEEPEST_OPTIONAL: usize = 2;

/// A value of a struct.
pub(super) fn object<'a>(
    maker: &mut Maker<'a>,
    name: &str,
    fields: &'a Struct,
    wanted: Wanted<'_>,
) -> Option<Expr> {
    let members = match wanted.example {
        None => None,
        Some(Json::Object(members)) => Some(members),
        Some(_) => return None,
    };
    let tag = wanted
        .tag
        .map(|(property, value)| (property, Json::Text(value.to_owned())));
    let member = |field: &Field| {
        let tagged = tag
            .as_ref()
            .filter(|(property, _)| *property == field.name.wire);
        let tagged = tagged.map(|(_, value)| value);
        tagged.or_else(|| members?.get(&field.name.wire))
    };
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    for field in &fields.fields {
        match field.filled {
            Filled::By(Given::Argument(_)) => {
                arguments.push(required(maker, field, member(field))?)
            }
            Filled::Constant(_) => {}
            Filled::By(Given::Setter) => {
                let example = match members {
                    Some(_) => member(field),
                    None => tag
                        .as_ref()
                        .filter(|(property, _)| *property == field.name.wire)
                        .map(|(_, value)| value)
                        .or_else(|| shown(maker, field, setters.len())),
                };
                let is_set = |example: &Json| match example {
                    Json::Text(text) => field.preset.as_ref() == Some(text),
                    Json::Bool(flag) => field.preset == Some(flag.to_string()),
                    _ => false,
                };
                let worth_saying = |example: &&Json| !field.deprecated && !is_set(example);
                let value = example.filter(worth_saying).and_then(|example| {
                    maker.taken(&field.takes, Wanted::new(&field.name.wire, Some(example)))
                });
                setters.extend(value.map(|value| (field.name.rust.clone(), vec![value])));
            }
        }
    }
    if let (Some(rest), Some(members)) = (&fields.rest, members) {
        for (name, example) in members {
            if fields.fields.iter().any(|field| field.name.wire == *name) {
                continue;
            }
            let value = maker.lenient(rest, Wanted::new(name, Some(example)));
            let key = Expr::atom(expr::text(name));
            setters.extend(value.map(|value| ("additional_property".to_owned(), vec![key, value])));
        }
    }
    let path = maker.imports.model(name);
    let start = Expr::call(format!("{path}::new"), arguments);
    let with = |made: Expr, (name, arguments)| made.then(name, arguments);
    Some(setters.into_iter().fold(start, with))
}

fn required(maker: &mut Maker<'_>, field: &Field, member: Option<&Json>) -> Option<Expr> {
    let own = field.docs.example.as_ref().map(|example| &example.value);
    let examples: Vec<&Json> = member.into_iter().chain(own).collect();
    maker.argument(&field.takes, &field.name.wire, &examples)
}

/// The example of an optional field that is worth showing though the object has no example.
fn shown<'f>(maker: &Maker<'_>, field: &'f Field, so_far: usize) -> Option<&'f Json> {
    let room = so_far < MOST_OPTIONAL && maker.way.len() <= DEEPEST_OPTIONAL;
    field
        .docs
        .example
        .as_ref()
        .filter(|_| room)
        .and_then(Example::given)
}
