//! English, as far as names of operations need it.

use super::shape::snake;
use super::value_name;

/// Words whose singular no rule tells.
const IRREGULAR: &[(&str, &str)] = &[
    ("aliases", "alias"),
    ("analyses", "analysis"),
    ("calories", "calorie"),
    ("canvases", "canvas"),
    ("children", "child"),
    ("cookies", "cookie"),
    ("halves", "half"),
    ("indices", "index"),
    ("matrices", "matrix"),
    ("movies", "movie"),
    ("people", "person"),
    ("quizzes", "quiz"),
    ("shelves", "shelf"),
    ("vertices", "vertex"),
    ("zombies", "zombie"),
];

/// Words that end like plurals and are none.
const NO_PLURALS: &[&str] = &[
    "alias", "atlas", "aws", "bias", "canvas", "gas", "ios", "lens", "news", "series", "species",
];

/// The singular of an English plural, by the rules that cover the words of APIs; other words get `_item`.
pub(crate) fn singular(words: &str) -> String {
    let lower = snake(words);
    let (stem, last) = lower
        .rsplit_once('_')
        .map_or(("", lower.as_str()), |(stem, last)| (stem, last));
    let single = single(last).unwrap_or_else(|| format!("{last}_item"));
    if stem.is_empty() {
        single
    } else {
        format!("{stem}_{single}")
    }
}

/// The singular of a word that is a plural.
fn single(word: &str) -> Option<String> {
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return Some((*one).to_owned());
    }
    // `sms`, `dns`: what can't be spoken is short for something.
    let is_spoken = word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let is_one = ["ss", "us", "is"]
        .iter()
        .any(|ending| word.ends_with(ending));
    if !word.ends_with('s') || word.len() < 3 || !is_spoken || is_one || NO_PLURALS.contains(&word)
    {
        return None;
    }
    if let Some(base) = word.strip_suffix("ies").filter(|base| base.len() > 1) {
        return Some(format!("{base}y"));
    }
    // `caches` and `sizes` have their `e` already, `branches` and `boxes` have not.
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let has_no_e = ends(&["sses", "shes", "ches", "xes", "zzes"]) && !ends(&["caches", "niches"]);
    let is_latin = ends(&["uses"]) && !ends(&["ouses", "auses"]) && word.len() > 5;
    let cut = if has_no_e || is_latin { 2 } else { 1 };
    Some(word[..word.len() - cut].to_owned())
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
    snake(&format!("{}_{}", verb.to_lowercase(), words.join("_")))
}

fn words(text: &str) -> Vec<String> {
    snake(text)
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
