//! What a component that was pulled in is called.

use crate::pointer::Pointer;

/// Names of files and folders that say what kind of thing is in them, and not what it is.
const VAGUE: &[&str] = &[
    "_index",
    "common",
    "components",
    "definitions",
    "headers",
    "index",
    "main",
    "model",
    "models",
    "openapi",
    "parameters",
    "params",
    "request",
    "request-bodies",
    "requestBodies",
    "requests",
    "response",
    "responses",
    "root",
    "schema",
    "schemas",
    "shared",
    "spec",
    "specs",
    "src",
    "types",
];

/// Names for what stands in a file, the best one first: the last telling step of the pointer or the file's name, and the
/// same behind the folders that it stands in.
pub(super) fn candidates(file: &str, at: &Pointer) -> Vec<String> {
    let steps: Vec<String> = at.steps().collect();
    let told = steps
        .iter()
        .rev()
        .find(|step| is_telling(step))
        .map(|step| step.trim_matches('/').to_owned());
    let path = file.split_once("://").map_or(file, |(_, path)| path);
    let mut folders: Vec<&str> = path
        .split('/')
        .filter(|step| !["", ".", ".."].contains(step))
        .collect();
    let stem = folders.pop().map_or("file", stem);
    if !VAGUE.contains(&stem) {
        folders.push(stem);
    }
    folders.retain(|folder| !VAGUE.contains(folder));
    let own = told
        .or_else(|| folders.pop().map(str::to_owned))
        .unwrap_or_else(|| stem.to_owned());
    let mut names = vec![own.clone()];
    let mut name = own;
    for folder in folders.iter().rev().take(4) {
        name = format!("{folder} {name}");
        names.push(name.clone());
    }
    names
}

/// The name of a file without what it ends in.
fn stem(name: &str) -> &str {
    let name = name
        .strip_suffix(".yaml")
        .or_else(|| name.strip_suffix(".yml"))
        .or_else(|| name.strip_suffix(".json"))
        .unwrap_or(name);
    let end = [".schema", ".openapi", ".oas"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending));
    end.unwrap_or(name)
}

/// Whether a step of a pointer is a name that somebody chose.
fn is_telling(step: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "$defs",
        "additionalProperties",
        "allOf",
        "anyOf",
        "content",
        "else",
        "get",
        "if",
        "items",
        "not",
        "oneOf",
        "patch",
        "paths",
        "post",
        "prefixItems",
        "properties",
        "put",
        "requestBody",
        "then",
        "value",
    ];
    !VAGUE.contains(&step)
        && !KEYWORDS.contains(&step)
        && !step.contains('/')
        && step.chars().any(|letter| letter.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_telling_step_or_the_file_gives_the_name() {
        let table = [
            ("shared/parameters.yml", "/per_page", "per_page"),
            ("schemas/Pet.yaml", "", "Pet"),
            ("schemas/pet.schema.json", "", "pet"),
            ("schemas/pets/_index.yaml", "", "pets"),
            ("a/b.yaml", "/components/schemas/Cat", "Cat"),
            ("a/b.yaml", "/properties/owner/items", "owner"),
            (
                "a/b.yaml",
                "/paths/~1x/get/responses/200/content/application~1json/schema",
                "b",
            ),
            ("index.yaml", "", "index"),
        ];
        for (file, at, expected) in table {
            let names = candidates(file, &Pointer::parse(at).unwrap());
            assert_eq!(names[0], expected, "{file}{at}");
        }
    }

    #[test]
    fn folders_tell_files_of_one_name_apart() {
        let names = candidates("api/vpcs/models/error.yml", &Pointer::root());
        assert_eq!(names, ["error", "vpcs error", "api vpcs error"]);
    }
}
