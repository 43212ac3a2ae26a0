//! English, as far as names of operations need it.

use heck::ToSnakeCase;

use super::value_name;

/// The singular of an English plural, by the rules that cover the words of APIs; other words get `_item`.
pub(crate) fn singular(words: &str) -> String {
    let lower = words.to_snake_case();
    let (stem, last) = lower
        .rsplit_once('_')
        .map_or(("", lower.as_str()), |(stem, last)| (stem, last));
    let single = if ["news", "series", "species"].contains(&last) {
        format!("{last}_item")
    } else if let Some(base) = last.strip_suffix("ies").filter(|base| base.len() > 1) {
        format!("{base}y")
    } else if ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .any(|ending| last.ends_with(ending))
    {
        last[..last.len() - 2].to_owned()
    } else if last.ends_with('s')
        && !["ss", "us", "is"]
            .iter()
            .any(|ending| last.ends_with(ending))
        && last.len() > 2
    {
        last[..last.len() - 1].to_owned()
    } else {
        format!("{last}_item")
    };
    if stem.is_empty() {
        single
    } else {
        format!("{stem}_{single}")
    }
}

/// The method for an operation: its id without the words of its resource, in singular or plural (`ListIdentities` under
/// `identities` or `identity` is `list`); the whole id where nothing would be left.
pub(crate) fn method_name(operation_id: &str, resource: &str) -> String {
    let resource = words(resource);
    let own: Vec<String> = resource
        .iter()
        .flat_map(|word| [singular(word), word.clone()])
        .collect();
    // Of several words none is the thing itself: under `app_builder`, `apps` are something of their own.
    let is_own = |word: &String| match resource.as_slice() {
        [noun] => own.contains(word) || singular(word) == *noun,
        _ => own.contains(word),
    };
    let rest: Vec<String> = words(operation_id)
        .into_iter()
        .filter(|word| !is_own(word))
        .collect();
    // What is left after taking the resource out may be only filler ("get_by"): then the id says more.
    let says_something = rest.iter().any(|word| {
        ![
            "by", "for", "of", "in", "the", "a", "an", "to", "v1", "v2", "v3",
        ]
        .contains(&word.as_str())
    });
    if says_something {
        value_name(&rest.join("_"))
    } else {
        value_name(operation_id)
    }
}

/// A name for an operation without id: the method and the path's words.
pub(crate) fn operation_id(verb: &str, path: &str) -> String {
    let words: Vec<String> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            match segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
            {
                Some(param) => format!("by_{param}"),
                None => segment.to_owned(),
            }
        })
        .collect();
    format!("{}_{}", verb.to_lowercase(), words.join("_")).to_snake_case()
}

fn words(text: &str) -> Vec<String> {
    text.to_snake_case()
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
