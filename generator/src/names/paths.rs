//! What operations without an id of their own are named after: what their methods mean on their paths.

use std::collections::{BTreeMap, BTreeSet};

use super::english::{operation_id, singular};
use super::ids::{Braces, bare, is_version, unversioned};
use super::shape::snake;

/// Words at the start of a segment that say themselves what is done.
const VERBS: &[&str] = &[
    "approve", "cancel", "create", "delete", "fetch", "find", "get", "insert", "login", "logout",
    "reject", "remove", "retrieve", "send", "submit", "update", "validate", "verify",
];

/// Words that do so where they stand alone or before one thing: `import-jobs` are jobs.
const PERHAPS_VERBS: &[&str] = &[
    "add", "check", "download", "export", "import", "list", "register", "reset", "search", "set",
    "start", "stop", "upload",
];

/// Nouns that have the form of a plural and are one thing all the same.
const SINGLE: &[&str] = &[
    "analytics",
    "credentials",
    "details",
    "metrics",
    "preferences",
    "settings",
    "statistics",
    "stats",
];

/// How many words are added at most to tell operations apart.
const MOST_WORDS: usize = 16;

/// Methods that say nothing of whether a path is a thing or something that is done.
const ASIDE: &[&str] = &["HEAD", "OPTIONS", "TRACE"];

/// The words of each operation of a document, by method and path, as a person would choose them: `GET /orders` is
/// `list_orders`, `DELETE /orders/{id}` is `delete_order`, `POST /orders/{id}/cancel` is `cancel_order`. Where several would
/// have the same, words further in front in their paths are added.
pub(crate) fn of_paths(places: &[(&str, &str)]) -> Vec<String> {
    let mut verbs: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (verb, path) in places {
        if !ASIDE.contains(verb) {
            verbs.entry(skeleton(path)).or_default().insert(verb);
        }
    }
    let mut calls: Vec<Call> = places
        .iter()
        .map(|(verb, path)| Call::new(verb, path, &verbs))
        .collect();
    for _ in 0..MOST_WORDS {
        let mut alike: BTreeMap<String, Vec<&mut Call>> = BTreeMap::new();
        for call in &mut calls {
            alike.entry(call.words()).or_default().push(call);
        }
        let mut grew = false;
        for alike in alike.into_values().filter(|alike| alike.len() > 1) {
            grew |= tell_apart(alike);
        }
        if !grew {
            break;
        }
    }
    calls.iter().map(Call::words).collect()
}

/// Adds a word to calls that go by the same words, but for those whose paths are shortest; whether there was one to add.
fn tell_apart(alike: Vec<&mut Call>) -> bool {
    let mut count: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for call in &alike {
        *count.entry(call.above.clone()).or_default() += 1;
    }
    let unsaid = |call: &Call| call.above.len() - call.said;
    let shortest = alike.iter().map(|call| unsaid(call)).min().unwrap_or(0);
    let all_are = alike.iter().all(|call| unsaid(call) == shortest);
    let mut grew = false;
    for call in alike {
        // What stands in front of both tells nothing.
        let same_above = count.get(&call.above).is_some_and(|count| *count > 1);
        if same_above && !call.says_param && !call.by.is_empty() {
            call.says_param = true;
            grew = true;
        } else if unsaid(call) > 0 && (all_are || unsaid(call) > shortest) {
            call.said += 1;
            grew = true;
        }
    }
    grew
}

/// Whether the ids of all operations are only their methods and paths, in any order and spelling: a machine wrote them.
pub(crate) fn are_paths<'p>(places: impl Iterator<Item = (&'p str, &'p str, &'p str)>) -> bool {
    let mut has_params = false;
    for (id, verb, path) in places {
        let plain = |text: &str| -> String {
            let letters = text.chars().filter(|letter| letter.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        };
        let (id, verb, bare_path) = (plain(id), plain(verb), plain(path));
        let is_path = id == format!("{verb}{bare_path}")
            || id == format!("{bare_path}{verb}")
            // API Platform's GET of many.
            || id == format!("{bare_path}{verb}collection")
            || id == plain(&operation_id(&verb, path));
        if !is_path {
            return false;
        }
        has_params |= path.contains('{');
    }
    has_params
}

/// The first word of a path that isn't a version or a parameter.
pub(crate) fn first_word(path: &str) -> Option<String> {
    let words = steps(path).into_iter().filter_map(|step| match step {
        Step::Word(word) => Some(word),
        Step::Param(_) => None,
    });
    let mut telling = words.filter(|word| word != "api" && !is_version(word));
    telling.next()
}

/// Words that stand for one of many, as an id would.
const ONES: &[&str] = &["current", "me", "self"];

/// The words of what a path chooses one of, singular.
pub(super) fn owners(path: &str) -> Vec<String> {
    let steps = steps(path);
    let chosen = steps.windows(2).filter_map(|pair| match pair {
        [Step::Word(word), Step::Param(_)] => Some(one_of(word)),
        [Step::Word(word), Step::Word(one)] if ONES.contains(&one.as_str()) => Some(one_of(word)),
        _ => None,
    });
    let words = chosen.flat_map(|noun| noun.split('_').map(str::to_owned).collect::<Vec<_>>());
    words.collect()
}

/// A path without the names of its parameters.
fn skeleton(path: &str) -> String {
    let steps = steps(path).into_iter().map(|step| match step {
        Step::Word(word) => word,
        Step::Param(_) => "{}".to_owned(),
    });
    steps.collect::<Vec<_>>().join("/")
}

enum Step {
    Word(String),
    Param(String),
}

/// The steps of a path that say something. A custom verb (`/orders/{id}:cancel`) is a step of its own.
fn steps(path: &str) -> Vec<Step> {
    // What stands in braces is one thing: `{name=shelves/*}`.
    let mut braces = Braces::default();
    let segments = unversioned(bare(path))
        .split(|letter| braces.are_closed_at(letter) && matches!(letter, '/' | ':'));
    let steps = segments.flat_map(|segment| {
        let segment = [".json", ".xml"]
            .iter()
            .find_map(|ending| segment.strip_suffix(ending))
            .unwrap_or(segment);
        // `/{id}.csv`, too.
        if segment.starts_with('{') && segment.contains('}') {
            let name = segment.split(['=', ':', '}']).next().unwrap_or_default();
            return vec![Step::Param(snake(name))];
        }
        if is_version(segment) {
            return vec![Step::Word(snake(segment))];
        }
        // `/chat.postMessage`, and `/report{extension}`.
        let words = segment.split('{').next().unwrap_or_default().split('.');
        let words = words.map(snake);
        words
            .filter(|word| !word.is_empty())
            .map(Step::Word)
            .collect()
    });
    steps.collect()
}

/// The parameters that a path has in a query.
fn query(path: &str) -> impl Iterator<Item = String> {
    let (_, query) = path.split_once('?').unwrap_or_default();
    let names = query.split('&').filter_map(|pair| pair.split('=').next());
    names.map(snake).filter(|name| !name.is_empty())
}

/// What an operation does, to what, and of what that is a part.
#[derive(Default)]
struct Call {
    /// The verb; empty where the thing is one.
    does: String,
    thing: String,
    /// What stands before it in the path, singular, the nearest last.
    above: Vec<String>,
    /// Whether what stands above follows the thing, which is a verb.
    is_verb: bool,
    /// Parameters after the thing, in the path and in a query.
    by: Vec<String>,
    /// How much of what is above is said, and whether the last parameter is.
    said: usize,
    says_param: bool,
}

impl Call {
    fn new(verb: &str, path: &str, verbs: &BTreeMap<String, BTreeSet<&str>>) -> Self {
        // What tells these apart stands behind their paths.
        let rest = path.get(bare(path).len()..).unwrap_or_default();
        let is_told_apart = rest.contains('#') || (rest.contains('?') && !rest.ends_with('}'));
        if is_told_apart {
            return Self {
                thing: operation_id(verb, unversioned(path)),
                ..Self::default()
            };
        }
        let steps = steps(path);
        let last = steps.iter().rposition(|step| matches!(step, Step::Word(_)));
        let word = |step: &Step| match step {
            Step::Word(word) => Some(word.clone()),
            Step::Param(_) => None,
        };
        let param = |step: &Step| match step {
            Step::Param(param) => Some(param.clone()),
            Step::Word(_) => None,
        };
        let Some((at, noun)) = last.and_then(|at| Some((at, word(steps.get(at)?)?))) else {
            return Self::of_params(verb, path, &steps);
        };
        let mut by: Vec<String> = steps.iter().skip(at + 1).filter_map(param).collect();
        let is_item = !by.is_empty();
        by.extend(query(path));
        let above = steps.iter().take(at).filter_map(word);
        let above: Vec<String> = above.map(|word| one_of(&word)).collect();
        let own = skeleton(path);
        let here = |verb: &str| verbs.get(&own).is_some_and(|verbs| verbs.contains(verb));
        let alone = verbs.get(&own).is_some_and(|verbs| verbs.len() == 1);
        let kind = noun.rsplit('_').next().unwrap_or_default();
        let is_plural = one_of(&noun) != noun && !SINGLE.contains(&kind);
        let has_items = verbs.contains_key(&format!("{own}/{{}}"));
        let is_many = !is_item && (has_items || (is_plural && !here("PUT") && !here("PATCH")));
        let is_part = at > 0 && steps.get(at - 1).is_some_and(|step| param(step).is_some());
        // Of several methods of what is done, the others say so.
        let is_first = verb == "GET" || alone || !here("GET");
        let first = noun.split('_').next().unwrap_or_default();
        let is_thing = is_item || has_items || is_plural;
        let is_verb = VERBS.contains(&first)
            || (PERHAPS_VERBS.contains(&first) && !is_thing)
            || (verb == "POST" && alone && !is_item && !is_many);
        if is_verb {
            return Self {
                does: match is_first {
                    true => String::new(),
                    false => verb.to_lowercase(),
                },
                thing: noun,
                said: usize::from(is_part).min(above.len()),
                above,
                is_verb,
                by,
                ..Self::default()
            };
        }
        let does = match verb {
            "GET" if is_many => "list",
            "DELETE" if is_many => "delete_all",
            "PATCH" if is_many => "update_all",
            "PUT" if is_many => "replace_all",
            "GET" => "get",
            "PATCH" => "update",
            "PUT" if here("PATCH") => "replace",
            "PUT" => "update",
            "DELETE" => "delete",
            "POST" if !is_item => "create",
            "POST" if here("GET") && !here("PUT") && !here("PATCH") => "update",
            other => &other.to_lowercase(),
        };
        let is_one = is_item || (is_many && does == "create");
        Self {
            does: does.to_owned(),
            thing: if is_one { one_of(&noun) } else { noun },
            above,
            is_verb,
            by,
            ..Self::default()
        }
    }

    /// A path without a word: its last parameter may be one (`/{realm}`).
    fn of_params(verb: &str, path: &str, steps: &[Step]) -> Self {
        let noun = steps.last().and_then(|step| match step {
            Step::Param(name) => Some(name.strip_suffix("_id").unwrap_or(name)),
            Step::Word(_) => None,
        });
        let thing = match noun.filter(|noun| *noun != "id") {
            Some(noun) => format!("{verb}_{noun}").to_lowercase(),
            None => operation_id(verb, unversioned(path)),
        };
        Self {
            thing,
            ..Self::default()
        }
    }

    fn words(&self) -> String {
        let above = self.above[self.above.len() - self.said..].join("_");
        let by = self.by.last().filter(|_| self.says_param);
        let by = by.map(|param| format!("by_{param}")).unwrap_or_default();
        let words = match self.is_verb {
            true => [&self.does, &self.thing, &above, &by],
            false => [&self.does, &above, &self.thing, &by],
        };
        let words = words.into_iter().map(String::as_str);
        let said: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        said.join("_")
    }
}

/// The singular of a noun, as far as it has one.
fn one_of(noun: &str) -> String {
    let one = singular(noun);
    match one.strip_suffix("_item") {
        Some(same) if same == noun => noun.to_owned(),
        _ => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expect(table: &[(&str, &str, &str)]) {
        let places: Vec<(&str, &str)> =
            table.iter().map(|(verb, path, _)| (*verb, *path)).collect();
        let expected: Vec<&str> = table.iter().map(|(.., words)| *words).collect();
        assert_eq!(of_paths(&places), expected);
    }

    #[test]
    fn methods_say_what_they_do_to_what_their_path_names() {
        expect(&[
            ("GET", "/v1/orders", "list_orders"),
            ("POST", "/v1/orders", "create_order"),
            ("DELETE", "/v1/orders", "delete_all_orders"),
            ("GET", "/v1/orders/{id}", "get_order"),
            ("PUT", "/v1/orders/{id}", "replace_order"),
            ("PATCH", "/v1/orders/{id}", "update_order"),
            ("DELETE", "/v1/orders/{id}", "delete_order"),
            ("POST", "/v1/orders/{id}/cancel", "cancel_order"),
            ("POST", "/v1/orders/{id}:ship", "ship_order"),
            ("GET", "/v1/orders/{id}/lines.json", "list_lines"),
            ("PUT", "/v1/orders/{id}/lines/{line}.json", "update_line"),
            ("OPTIONS", "/v1/orders", "options_orders"),
            ("GET", "/import-jobs", "list_import_jobs"),
            ("POST", "/import-jobs", "create_import_job"),
            ("PATCH", "/import-jobs/{id}", "update_import_job"),
            ("PATCH", "/users", "update_all_users"),
            ("PATCH", "/users/{id}", "update_user"),
            ("DELETE", "/reports/{id}.csv", "delete_report"),
            ("GET", "/reports", "list_reports"),
            ("GET", "/caches/{id}", "get_cache"),
            ("POST", "/sms", "sms"),
        ]);
    }

    #[test]
    fn what_is_no_collection_is_one_thing() {
        expect(&[
            ("GET", "/api/app/book", "list_book"),
            ("GET", "/api/app/book/{id}", "get_book"),
            ("GET", "/profile", "get_profile"),
            ("PUT", "/profile", "update_profile"),
            ("GET", "/users/{id}/settings", "get_settings"),
            ("GET", "/status", "get_status"),
            ("POST", "/avatar", "create_avatar"),
            ("GET", "/avatar", "get_avatar"),
            ("POST", "/api/Account/Login", "login"),
            ("GET", "/api/User/GetAll", "get_all"),
            ("GET", "/series", "get_series"),
            ("GET", "/cwa_services.get_sites", "get_sites"),
            ("POST", "/cwa_services.get_sites", "post_get_sites"),
            ("GET", "/report{extension}", "get_report"),
            ("GET", "/{name=shelves/*}", "get_name"),
            ("GET", "/shelves/{id:[0-9]+}/books/{book}:read", "get_read"),
            ("GET", "/files/{path", "list_files"),
        ]);
    }

    #[test]
    fn words_in_front_tell_operations_apart() {
        expect(&[
            ("GET", "/orders", "list_orders"),
            ("GET", "/users/{id}/orders", "list_user_orders"),
            (
                "GET",
                "/shops/{id}/users/{user}/orders",
                "list_shop_user_orders",
            ),
            ("GET", "/a/Get", "get_a"),
            ("GET", "/b/Get", "get_b"),
            ("GET", "/repos/{owner}", "get_repo_by_owner"),
            ("GET", "/repos/{owner}/{repo}", "get_repo_by_repo"),
            ("GET", "/api-public/v1/teams", "list_teams"),
            ("GET", "/api-public/v1/users/{id}/teams", "list_user_teams"),
            ("GET", "/air?code={code}", "get_air_by_code"),
            ("GET", "/air?city={city}", "get_air_by_city"),
            ("GET", "/messages?type=a", "get_messages_type_a"),
            ("POST", "/items#a", "post_items_a"),
            ("GET", "/v1/pets", "list_pets"),
            ("GET", "/v2/pets", "list_pets"),
            ("GET", "/", "get"),
            ("GET", "/{id}", "get_by_id"),
            ("GET", "/{realmId}", "get_realm"),
        ]);
    }

    #[test]
    fn ids_may_be_nothing_but_paths() {
        let path = [
            ("getUsers", "GET", "/users"),
            ("patchUsersById", "PATCH", "/users/{id}"),
        ];
        assert!(are_paths(path.into_iter()));
        assert!(are_paths(
            [("usersIdGet", "GET", "/users/{id}")].into_iter()
        ));
        assert!(are_paths(
            [("get_/users/{id}", "GET", "/users/{id}")].into_iter()
        ));
        // A person may have chosen these.
        assert!(!are_paths([("getUsers", "GET", "/users")].into_iter()));
        assert!(!are_paths(path.into_iter().chain([(
            "find",
            "GET",
            "/find/{id}"
        )])));
    }
}
