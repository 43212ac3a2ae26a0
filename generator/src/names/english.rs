//! English, as far as names of operations need it.

use super::paths::owners;
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

/// Words behind which something must follow.
const PREPOSITIONS: &[&str] = &[
    "about", "after", "against", "as", "at", "before", "between", "by", "for", "from", "in",
    "into", "of", "on", "onto", "per", "through", "to", "under", "via", "with", "within",
    "without",
];

/// Verbs that mean something else with `in` or `on`.
const PHRASAL: &[&str] = &[
    "check", "clock", "log", "opt", "power", "sign", "switch", "turn",
];

const ARTICLES: &[&str] = &["a", "an", "the"];

/// The method for an operation: its id without the words of its resource, in singular or plural (`ListIdentities` under
/// `identities` or `identity` is `list`), as far as what is left means the same; the whole id where nothing would be left.
pub(crate) fn method_name(operation_id: &str, resource: &str, path: &str) -> String {
    let resource = words(resource);
    let said = words(operation_id);
    let rest = beside(&said, &resource, &owners(path));
    // What is left after taking the resource out may be only filler ("get_by"): then the id says more.
    let is_filler = |word: &str| {
        PREPOSITIONS.contains(&word)
            || ARTICLES.contains(&word)
            || ["v1", "v2", "v3"].contains(&word)
    };
    if rest.iter().all(|word| is_filler(word)) {
        value_name(operation_id)
    } else {
        value_name(&rest.join("_"))
    }
}

/// The words of an id without those of its resource.
fn beside<'w>(said: &'w [String], resource: &[String], owners: &[String]) -> Vec<&'w str> {
    let mut own = own_words(said, resource);
    let articles: Vec<usize> = (0..said.len())
        .filter(|at| ARTICLES.contains(&said[*at].as_str()) && own.get(at + 1) == Some(&true))
        .collect();
    for at in &articles {
        own[*at] = true;
    }
    for at in 0..said.len() {
        if !own[at] && needs_more(said, at, owners) {
            let end = own[at + 1..].iter().position(|own| !own);
            let end = end.map_or(said.len(), |left| at + 1 + left);
            for (next, own) in own.iter_mut().enumerate().take(end).skip(at + 1) {
                *own = articles.contains(&next);
            }
        }
    }
    let left = said.iter().zip(&own).filter(|(_, own)| !**own);
    left.map(|(word, _)| word.as_str()).collect()
}

/// Which words of an id are those of its resource. Where that is all of them, only those where the resource stands in a row.
fn own_words(said: &[String], resource: &[String]) -> Vec<bool> {
    let mut own = vec![false; said.len()];
    for (at, row) in said.windows(resource.len().max(1)).enumerate() {
        if is_noun(row, resource) {
            own[at..at + row.len()].fill(true);
        }
    }
    // Of several words none is the thing itself: under `app_builder`, `apps` are something of their own.
    let single: Vec<String> = resource.iter().map(|word| singular(word)).collect();
    let is_own = |word: &String| match resource {
        [_] => is_noun(std::slice::from_ref(word), resource),
        _ => resource.contains(word) || single.contains(word),
    };
    let rows = said.iter().zip(&own);
    let each: Vec<bool> = rows.map(|(word, own)| *own || is_own(word)).collect();
    if each.contains(&false) { each } else { own }
}

/// Whether what follows a word of an id must stay, though the resource has the same words: `for_user` is not `for`, but `log_in`
/// is `log_in`; and `create_project_branch` under `branches` is no `create_project`.
fn needs_more(said: &[String], at: usize, owners: &[String]) -> bool {
    let word = said[at].as_str();
    let is_phrasal = |at: usize| PHRASAL.contains(&said[at].as_str());
    let verb = matches!(word, "in" | "on").then(|| at.checked_sub(1));
    let is_open = PREPOSITIONS.contains(&word) && !verb.flatten().is_some_and(is_phrasal);
    let is_owner = at > 0 && (owners.contains(&said[at]) || owners.contains(&singular(word)));
    is_open || is_owner
}

/// An id without the words of its resource at its start: what is left of it where the shorter name is taken.
pub(crate) fn longer_method_name(operation_id: &str, resource: &str) -> String {
    let (said, resource) = (words(operation_id), words(resource));
    let rest = match said.split_at_checked(resource.len()) {
        Some((start, rest)) if is_noun(start, &resource) && rest.len() > 1 => rest,
        _ => said.as_slice(),
    };
    value_name(&rest.join("_"))
}

/// Whether an id has all words of a resource in a row.
pub(super) fn speaks_of(operation_id: &str, resource: &str) -> bool {
    let (said, resource) = (words(operation_id), words(resource));
    let mut rows = said.windows(resource.len().max(1));
    rows.any(|row| is_noun(row, &resource))
}

/// Whether words are those of a resource, each in singular or plural: `dag_runs` are all of `dag_run`, and `floating_ips_action` is
/// one of `floating_ip_actions`.
fn is_noun(row: &[String], resource: &[String]) -> bool {
    let is_word = |(word, noun): (&String, &String)| {
        word == noun || singular(word) == *noun || *word == singular(noun)
    };
    let same_length = !row.is_empty() && row.len() == resource.len();
    same_length && row.iter().zip(resource).all(is_word)
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
