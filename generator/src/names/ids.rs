//! What the ids of operations say, without what frameworks put around it so that no two are the same.

use super::english::speaks_of;
use super::shape::snake;

/// The words of an `operationId` that a person chose; nothing where it is all of them.
///
/// FastAPI adds the path and the method to the name of a function, NestJS and LoopBack put the class before it.
pub(crate) fn told(id: &str, verb: &str, path: &str) -> Option<String> {
    let says_something = |words: &&str| words.chars().any(char::is_alphanumeric);
    let place = format!("{}_{}", bare(path), verb.to_lowercase());
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let place = place.replace(|letter| !is_word(letter), "_");
    if let Some(function) = id.strip_suffix(&place).filter(says_something) {
        return Some(function.to_owned());
    }
    let (class, function) = ["Controller_", "Controller."]
        .iter()
        .find_map(|mark| id.split_once(mark))?;
    let both = [class, function].iter().all(says_something);
    both.then(|| format!("{class}_{function}"))
}

/// A tag without the word that says only that it is one: `user-controller` of springdoc and NestJS, `Users API`.
pub(crate) fn plain_tag(tag: &str) -> Option<String> {
    let words = snake(tag);
    let mut endings = ["_controller", "_api"].iter();
    let noun = endings.find_map(|ending| words.strip_suffix(ending))?;
    (!noun.is_empty()).then(|| noun.to_owned())
}

/// A tag that names a service of gRPC, perhaps with its package, without the word that says so: `library.v1.Book` of
/// `library.v1.BookService`.
pub(crate) fn service(tag: &str) -> Option<&str> {
    let whole = tag.strip_suffix("Service")?;
    let (package, noun) = whole.rsplit_once('.').unwrap_or(("", whole));
    let is_package = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '_' | '.');
    let is_name = !noun.is_empty() && noun.chars().all(char::is_alphanumeric);
    (is_name && package.chars().all(is_package)).then_some(whole)
}

/// What an id says that begins with the service of its tag: its method, with what the service is about where it says nothing of it.
pub(crate) fn method_of_service(id: &str, tag: &str) -> Option<String> {
    let last = |name| str::rsplit(name, '.').next().unwrap_or(name);
    let (noun, class) = (last(service(tag)?), last(tag));
    let method = [tag, class]
        .iter()
        .find_map(|service| id.strip_prefix(service)?.strip_prefix(['_', '.']))?;
    let method = Some(method).filter(|method| method.chars().any(char::is_alphanumeric))?;
    Some(match speaks_of(method, noun) {
        true => method.to_owned(),
        false => format!("{noun}_{method}"),
    })
}

/// A path without the query or fragment that tells operations of one path apart (`/#Action=Create`, `/agents?beta=true`).
pub(crate) fn bare(path: &str) -> &str {
    let ends = ['?', '#'].map(|end| outside_braces(path, end));
    let end = ends.into_iter().flatten().min();
    &path[..end.unwrap_or(path.len())]
}

/// Where a letter stands in a path and not in a placeholder, which may have a pattern: `{name:[^?#]+}`.
pub(crate) fn outside_braces(path: &str, wanted: char) -> Option<usize> {
    let mut braces = Braces::default();
    let found = path.find(|letter| braces.are_closed_at(letter) && letter == wanted);
    // A brace that isn't closed opens nothing.
    found.or_else(|| path.find(wanted).filter(|_| braces.depth > 0))
}

/// How many braces are open, letter by letter.
#[derive(Default)]
pub(super) struct Braces {
    depth: usize,
}

impl Braces {
    /// Goes on by a letter; whether it stands in no braces.
    pub(super) fn are_closed_at(&mut self, letter: char) -> bool {
        match letter {
            '{' => self.depth += 1,
            '}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.depth == 0
    }
}

/// An `operationId` without a number at its end: springdoc counts functions of the same name.
pub(crate) fn uncounted(id: &str) -> Option<&str> {
    let (name, number) = id.rsplit_once('_')?;
    let counts = !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit());
    (counts && !name.is_empty()).then_some(name)
}

/// What all ids begin with, up to a dot: Google puts the name of the API before each.
pub(crate) fn shared_start<'i>(mut ids: impl Iterator<Item = &'i str>) -> Option<&'i str> {
    let start = |id: &'i str| {
        id.split_inclusive('.')
            .next()
            .filter(|start| start.len() < id.len())
    };
    let first = start(ids.next()?)?;
    let mut others = ids.peekable();
    others.peek()?;
    others.all(|id| start(id) == Some(first)).then_some(first)
}

/// A path without what says nothing of the operation: `api` and versions at its start.
pub(crate) fn unversioned(path: &str) -> &str {
    let mut rest = path;
    while let Some((first, others)) = rest.trim_start_matches('/').split_once('/') {
        if first != "api" && !is_version(first) {
            break;
        }
        rest = others;
    }
    rest
}

/// Whether a segment of a path is a version: `v2`, `v1.1`, `v1beta1`, `2018-10-31`.
pub(crate) fn is_version(segment: &str) -> bool {
    let starts = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit());
    let has_letters = segment.contains(char::is_alphabetic);
    segment.strip_prefix('v').is_some_and(starts) || (starts(segment) && !has_letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_frameworks_add_is_left_out() {
        let table = [
            (
                "read_item_items__item_id__get",
                "GET",
                "/items/{item_id}",
                Some("read_item"),
            ),
            ("root__get", "GET", "/", Some("root")),
            ("_items_get", "GET", "/items", None),
            (
                "list_items_v1_items_get",
                "GET",
                "/v1/items",
                Some("list_items"),
            ),
            ("list_items_v1_items_get", "POST", "/v1/items", None),
            ("find_items_get", "GET", "/items?beta=true", Some("find")),
            (
                "CatsController_findAll",
                "GET",
                "/cats",
                Some("Cats_findAll"),
            ),
            (
                "CatController.findById",
                "GET",
                "/cats/{id}",
                Some("Cat_findById"),
            ),
            ("AppController_", "GET", "/", None),
            ("listCats", "GET", "/cats", None),
        ];
        for (id, verb, path, expected) in table {
            assert_eq!(told(id, verb, path).as_deref(), expected, "{id}");
        }
    }

    #[test]
    fn classes_are_named_after_what_they_are_about() {
        assert_eq!(plain_tag("user-controller").as_deref(), Some("user"));
        assert_eq!(
            plain_tag("UserAccountController").as_deref(),
            Some("user_account")
        );
        assert_eq!(plain_tag("Users API").as_deref(), Some("users"));
        assert_eq!(plain_tag("controller"), None);
        assert_eq!(plain_tag("users"), None);
    }

    #[test]
    fn numbers_at_the_end_are_counted() {
        assert_eq!(uncounted("list_1"), Some("list"));
        assert_eq!(uncounted("list"), None);
        assert_eq!(uncounted("list_1a"), None);
        assert_eq!(uncounted("_1"), None);
    }

    #[test]
    fn what_all_ids_begin_with_is_left_out() {
        let shared = |ids: &[&'static str]| shared_start(ids.iter().copied());
        assert_eq!(
            shared(&["drive.files.get", "drive.about.get"]),
            Some("drive.")
        );
        assert_eq!(shared(&["drive.files.get"]), None);
        assert_eq!(shared(&["drive.files.get", "about"]), None);
        assert_eq!(shared(&["a.", "a."]), None);
        assert_eq!(shared(&[]), None);
    }

    #[test]
    fn versions_are_left_out_of_paths() {
        assert_eq!(unversioned("/api/v2/pets/{id}"), "pets/{id}");
        assert_eq!(unversioned("/2018-10-31/pets"), "pets");
        assert_eq!(unversioned("/2fa/codes"), "/2fa/codes");
        assert_eq!(unversioned("/pets/v1"), "/pets/v1");
        assert_eq!(unversioned("/v1"), "/v1");
        assert_eq!(unversioned("/"), "/");
    }
}
