//! Every Rust name is decided here, once; nobody else knows heck.
//!
//! Two steps: a word is cast into the shape that Rust wants (`type_name`, `value_name`, …), and a [`Scope`] keeps names
//! apart. Who comes first keeps the plain name, so callers ask in an order that doesn't depend on the document's.

mod english;
mod ids;
mod keep;
mod keywords;
mod namespaces;
mod paths;
mod scope;
mod shape;
mod status;
mod symbols;

use std::borrow::Cow;
use std::collections::BTreeSet;

use deunicode::deunicode_with_tofu;

pub(crate) use english::{longer_method_name, method_name, operation_id, singular};
pub(crate) use ids::{
    method_of_service, outside_braces, plain_tag, service, shared_start, told, uncounted,
};
pub(crate) use keep::keep;
pub(crate) use keywords::is_keyword;
pub(crate) use namespaces::without_namespaces;
pub(crate) use paths::{are_paths, first_word, of_paths};
pub(crate) use scope::Scope;
use scope::{TAKEN_BUILDERS, TAKEN_EXPORTS, TAKEN_TYPES};
use shape::{snake, upper_camel};
pub(crate) use status::status_name;
use symbols::spell_symbols;

/// The longest name of a file, in letters.
const LONGEST_FILE: usize = 80;

/// A type: `list_identities` becomes `ListIdentities`.
pub(crate) fn type_name(words: &str) -> String {
    let name = upper_camel(&spell_symbols(words));
    match name.chars().next() {
        None => "Unnamed".to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => name,
        Some(_) => format!("N{name}"),
    }
}

/// Whether a name that a maintainer chose can be that of a type.
pub(crate) fn is_type_name(name: &str) -> bool {
    let mut letters = name.chars();
    let sound = letters
        .next()
        .is_some_and(|first| first.is_uppercase() && unicode_ident::is_xid_start(first))
        && letters.all(|letter| unicode_ident::is_xid_continue(letter) && letter != '_');
    sound && !TAKEN_TYPES.contains(&name)
}

/// What Rust calls the library of a package.
pub(crate) fn library(package: &str) -> String {
    package.replace('-', "_")
}

/// Whether cargo takes a name for a package.
pub(crate) fn is_package_name(name: &str) -> bool {
    let sound = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(sound)
}

/// A field, argument, method or module: `externalId` becomes `external_id`, `type` becomes `type_`.
pub(crate) fn value_name(words: &str) -> String {
    let mut name = snake(&spell_symbols(words));
    if name.is_empty() {
        name = "unnamed".to_owned();
    }
    if !name.starts_with(unicode_ident::is_xid_start) {
        name = format!("n{name}");
    }
    if is_keyword(&name) {
        name.push('_');
    }
    name
}

/// A Cargo feature: words joined by `-`.
pub(crate) fn feature_name(words: &str) -> String {
    let name: String = snake(&spell_symbols(words))
        .chars()
        .map(|letter| if letter == '_' { '-' } else { letter })
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect();
    if name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        name
    } else {
        format!("r-{name}")
    }
}

/// An environment variable: `ApiKey` becomes `API_KEY`.
pub(crate) fn env_name(words: &str) -> String {
    snake(&spell_symbols(words)).to_uppercase()
}

/// A package: the title in lower case with `-`, ASCII only.
pub(crate) fn package_name(title: &str) -> String {
    let name: String = snake(title)
        .chars()
        .map(|letter| if letter == '_' { '-' } else { letter })
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect();
    // Cargo makes names of files of it.
    let name = shortened(name.trim_matches('-'), '-').trim_end_matches('-');
    if name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        format!("{name}-sdk")
    } else {
        "api-sdk".to_owned()
    }
}

/// The client type for a title: without the words that every title has.
pub(crate) fn client_name(title: &str) -> String {
    let words: Vec<&str> = title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .filter(|word| {
            ![
                "api",
                "apis",
                "rest",
                "openapi",
                "the",
                "spec",
                "specification",
            ]
            .contains(&word.to_lowercase().as_str())
        })
        .take(4)
        .collect();
    let name = type_name(&words.join(" "));
    let taken = [TAKEN_TYPES, TAKEN_BUILDERS, TAKEN_EXPORTS]
        .iter()
        .any(|names| names.contains(&name.as_str()));
    if words.is_empty() || taken || !name.is_ascii() {
        "ApiClient".to_owned()
    } else {
        name
    }
}

/// The Rust names of a list of properties, fields or parameters; a property that is already spelled as Rust wants
/// keeps its name before others that only become it (`id` before `_id`).
pub(crate) fn value_names(wire: &[&str], mut scope: Scope) -> Vec<String> {
    let words = spelled_apart(wire);
    let words: Vec<&str> = words.iter().map(|word| word.as_ref()).collect();
    unique_in_place(&words, value_name, &mut scope)
}

/// What properties or parameters are called: by the word that somebody has for them, else by their names on the wire, which come first
/// here. A word that would take the name of another one from it says nothing.
pub(crate) fn called<'w>(named: &[(&'w str, Option<&'w str>)]) -> Vec<&'w str> {
    let plain = || named.iter().filter(|(_, word)| word.is_none());
    // Nearly always nobody has a word.
    if plain().count() == named.len() {
        return plain().map(|(wire, _)| *wire).collect();
    }
    let taken: BTreeSet<String> = plain().map(|(wire, _)| value_name(wire)).collect();
    let free = |word: &&str| !taken.contains(&value_name(word));
    named
        .iter()
        .map(|(wire, word)| word.filter(free).unwrap_or(wire))
        .collect()
}

/// The words of each property. JSON-LD has `@id` beside `id`: the symbol is said where it is all that tells two apart.
fn spelled_apart<'w>(wire: &[&'w str]) -> Vec<Cow<'w, str>> {
    let apart = |word: &'w str| {
        let mut letters = word.chars();
        let symbol = letters.next().and_then(symbols::word)?;
        let rest = letters.as_str();
        wire.contains(&rest).then(|| format!("{symbol} {rest}"))
    };
    wire.iter()
        .map(|word| apart(word).map_or(Cow::Borrowed(*word), Cow::Owned))
        .collect()
}

/// A module that has a file of its own, or a page: Rust finds modules by ASCII names only (E0754), and no file system takes
/// a name of any length.
pub(crate) fn file_name(words: &str) -> String {
    let name = value_name(&deunicode_with_tofu(words, ""));
    shortened(&name, '_').to_owned()
}

/// The start of a name of ASCII letters that a file can have: whole words, where that leaves something to tell names apart by.
fn shortened(name: &str, separator: char) -> &str {
    let Some(cut) = name.get(..LONGEST_FILE).filter(|cut| *cut != name) else {
        return name;
    };
    let words = cut.rfind(separator).filter(|at| *at > LONGEST_FILE / 2);
    words.map_or(cut, |end| &cut[..end])
}

/// The files of the pages about types, by the names of the types: some file systems don't tell capitals apart.
pub(crate) fn page_names(types: &[&str]) -> Vec<String> {
    unique_in_place(types, file_name, &mut Scope::reserving(&["readme"]))
}

/// The Rust names of the values of an enum.
pub(crate) fn variant_names(values: &[&str]) -> Vec<String> {
    unique_in_place(values, variant_name, &mut Scope::variants())
}

/// One variant of an enum; `Unknown` is kept for values that the document doesn't know.
pub(crate) fn variant_name(value: &str) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    // Before a word as well: lists of what can be sorted by have `-name` beside `name`, for the other way round.
    let negative = value
        .strip_prefix('-')
        .filter(|rest| rest.starts_with(char::is_alphanumeric));
    let spelled = match negative {
        Some(rest) => Cow::Owned(format!("minus {rest}")),
        None => spell_symbols(value),
    };
    let name = upper_camel(&spelled);
    let name = if name.starts_with(unicode_ident::is_xid_start) {
        name
    } else {
        format!("V{name}")
    };
    match name.as_str() {
        "Unknown" => "UnknownValue".to_owned(),
        "Self" => "SelfValue".to_owned(),
        _ => name,
    }
}

fn unique_in_place(wire: &[&str], cast: impl Fn(&str) -> String, scope: &mut Scope) -> Vec<String> {
    let mut order: Vec<(usize, &str, String)> = wire
        .iter()
        .enumerate()
        .map(|(index, word)| (index, *word, cast(word)))
        .collect();
    order.sort_by(|(_, a, a_name), (_, b, b_name)| (a_name != a, a).cmp(&(b_name != b, b)));
    let mut names = vec![String::new(); wire.len()];
    for (index, _, name) in order {
        names[index] = scope.take(&name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_the_shape_of_their_place() {
        assert_eq!(type_name("list_identities"), "ListIdentities");
        assert_eq!(type_name("2fa"), "N2fa");
        assert_eq!(value_name("_id"), "id");
        assert_eq!(value_name("type"), "type_");
        assert_eq!(value_name("filter_by.tags"), "filter_by_tags");
        assert_eq!(value_name("self"), "self_");
        assert_eq!(value_name(""), "unnamed");
        assert_eq!(file_name("Größe"), "grosse");
        assert_eq!(file_name("用户"), "yong_hu");
        assert_eq!(file_name("\u{10ffff}"), "unnamed");
        assert_eq!(feature_name("Chat Completions"), "chat-completions");
        assert_eq!(variant_name("unknown"), "UnknownValue");
        assert_eq!(variant_name("-1"), "Minus1");
        assert_eq!(variant_name("-created_at"), "MinusCreatedAt");
        assert_eq!(variant_name("aph\u{2bf}el"), "AphEl");
        assert_eq!(variant_name("+1"), "Plus1");
        assert_eq!(variant_name("*"), "Star");
        assert_eq!(variant_name("1.0"), "V10");
        assert_eq!(client_name("orq.ai API"), "OrqAi");
        assert_eq!(client_name("API"), "ApiClient");
        assert_eq!(package_name("Pet Shop"), "pet-shop-sdk");
        assert_eq!(
            package_name(&"word ".repeat(60)),
            format!("{}word-sdk", "word-".repeat(15))
        );
    }

    #[test]
    fn names_that_collide_are_numbered_and_the_plain_spelling_wins() {
        assert_eq!(
            value_names(&["_id", "id"], Scope::default()),
            ["id_2", "id"]
        );
        assert_eq!(
            value_names(&["@id", "id", "$ref"], Scope::default()),
            ["at_id", "id", "ref_"]
        );
        assert_eq!(variant_names(&["ASC", "asc"]), ["Asc", "Asc2"]);
        assert_eq!(
            variant_names(&["", " ", "_"]),
            ["Empty", "Space", "Underscore"]
        );
    }

    #[test]
    fn methods_lose_the_words_of_their_resource() {
        assert_eq!(method_name("ListIdentities", "Identities", ""), "list");
        assert_eq!(method_name("CreateContact", "contacts", ""), "create");
        let path = "/floating_ips/{ip}/actions";
        assert_eq!(
            method_name("floatingIPsAction_get", "Floating IP Actions", path),
            "get"
        );
        assert_eq!(method_name("Identities", "Identities", ""), "identities");
        assert_eq!(method_name("getPetById", "pet", ""), "get_by_id");
        assert_eq!(method_name("get_dag_runs", "DagRun", ""), "get");
        assert_eq!(
            method_name("get_runs_of_dag", "DagRun", ""),
            "get_runs_of_dag"
        );
        assert_eq!(
            method_name("listDagRunsForDag", "DagRun", ""),
            "list_for_dag"
        );
        assert_eq!(
            method_name("accessAppsAddAnAccessApp", "Access Apps", ""),
            "add"
        );
        assert_eq!(method_name("addVitaminA", "plans", ""), "add_vitamin_a");
        let path = "/projects/{id}/branches/{branch}/databases";
        let of_branch = |id| method_name(id, "branch", path);
        assert_eq!(of_branch("createProjectBranch"), "create_project_branch");
        assert_eq!(of_branch("listBranchDatabases"), "list_databases");
        assert_eq!(of_branch("listBranchProjects"), "list_projects");
        let of_team = |id| method_name(id, "teams", "/teams");
        assert_eq!(of_team("addMemberToTheTeamV2"), "add_member_to_team_v2");
        assert_eq!(of_team("moveMemberIntoTeam"), "move_member_into_team");
        let me = method_name("listUserOrders", "orders", "/users/me/orders");
        assert_eq!(me, "list_user_orders");
        assert_eq!(
            method_name("getCurrentUser", "user", "/user"),
            "get_current"
        );
        assert_eq!(method_name("get_by", "pets", ""), "get_by");
        assert_eq!(
            method_name("attach_iso_to_server", "servers", ""),
            "attach_iso_to_server"
        );
        assert_eq!(method_name("add_ip_to_an_ip", "ips", ""), "add_to_ip");
        assert_eq!(method_name("logInUser", "user", ""), "log_in");
        assert_eq!(
            longer_method_name("pets-delete-a-pet", "Pets"),
            "delete_a_pet"
        );
        assert_eq!(longer_method_name("pets-delete", "Pets"), "pets_delete");
        assert_eq!(
            method_name("search_saved_search", "saved search", ""),
            "search"
        );
        assert_eq!(operation_id("GET", "/v2/pets/{id}"), "get_v2_pets_by_id");
    }

    #[test]
    fn singulars_cover_the_words_of_apis() {
        for (many, one) in [
            ("tags", "tag"),
            ("identities", "identity"),
            ("addresses", "address"),
            ("data", "data_item"),
            ("status", "status_item"),
            ("statuses", "status"),
            ("houses", "house"),
            ("caches", "cache"),
            ("branches", "branch"),
            ("sizes", "size"),
            ("movies", "movie"),
            ("sub_people", "sub_person"),
            ("dns", "dns_item"),
            ("ids", "id"),
            ("canvas", "canvas_item"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
