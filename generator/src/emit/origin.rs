//! What a type is, by where its schema stands: for types that the document doesn't describe.

use super::docs::code;
use crate::ir::TypeDef;

/// A sentence such as "What `PATCH /pets/{id}` sends.".
pub(super) fn sentence(def: &TypeDef) -> String {
    let steps: Vec<String> = def.origin.steps().collect();
    // Operations of other methods stand one step deeper.
    let is_step = |(index, step): &(usize, &String)| *index != 2 || *step != "additionalOperations";
    let steps = steps.iter().enumerate().filter(is_step);
    let steps: Vec<&str> = steps.map(|(_, step)| step.as_str()).collect();
    match steps.as_slice() {
        ["components", "schemas", name] => format!("The schema {} of the document.", code(name)),
        ["components", "schemas", name, rest @ ..] => match property(rest) {
            Some(property) => format!("{property} in the schema {} of the document.", code(name)),
            None => format!("A part of the schema {} of the document.", code(name)),
        },
        ["paths", path, verb, "requestBody", rest @ ..] => {
            part(&format!("what {} sends", call(verb, path)), rest)
        }
        ["paths", path, verb, "responses", status, rest @ ..] => {
            let call = call(verb, path);
            part(&format!("what {call} answers with status {status}"), rest)
        }
        ["paths", path, verb, "parameters", _, rest @ ..] => {
            part(&format!("a parameter of {}", call(verb, path)), rest)
        }
        _ => format!("`{}`.", def.name),
    }
}

/// The whole of something, or a property in it.
fn part(whole: &str, rest: &[&str]) -> String {
    let text = match property(rest) {
        Some(property) if rest.last() == Some(&"items") => {
            format!("an item of {property} in {whole}.")
        }
        Some(property) => format!("{property} in {whole}."),
        None => format!("{whole}."),
    };
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default();
    first + letters.as_str()
}

fn call(verb: &str, path: &str) -> String {
    code(&format!("{} {path}", verb.to_uppercase()))
}

/// The last property on the way to a schema.
fn property(steps: &[&str]) -> Option<String> {
    let at = steps.iter().rposition(|step| *step == "properties")?;
    steps.get(at + 1).map(|name| code(name))
}
