//! What components are named after, where their names stand in namespaces: Go, Java, .NET, Kubernetes and protobuf write packages in
//! front of the names of types.

use std::collections::BTreeMap;

use super::type_name;

/// How many namespaces are said at most before the whole name is.
const MOST_SAID: usize = 16;

/// The words of each name, without the namespaces that tell it from no other: `io.k8s.api.core.v1.Pod` is `Pod`, unless another
/// name ends like it; then both say one namespace more. A name that is taken is not free for short ones.
pub(crate) fn without_namespaces(names: &[&str], is_free: impl Fn(&str) -> bool) -> Vec<String> {
    let mut words: Vec<Words> = names.iter().map(|name| Words::of(name)).collect();
    // Most documents know no namespaces.
    if words.iter().all(|each| each.namespaces.is_empty()) {
        return words.iter().map(Words::text).collect();
    }
    for _ in 0..MOST_SAID {
        let mut alike: BTreeMap<String, Vec<&mut Words>> = BTreeMap::new();
        for each in &mut words {
            alike.entry(type_name(&each.text())).or_default().push(each);
        }
        let mut grew = false;
        for (name, alike) in alike {
            if alike.len() > 1 || !is_free(&name) {
                for each in alike {
                    grew |= each.grow();
                }
            }
        }
        if !grew {
            return words.iter().map(Words::text).collect();
        }
    }
    let whole = words.into_iter().map(|mut each| {
        while each.grow() {}
        each.text()
    });
    whole.collect()
}

/// A name, cut into its namespaces and what stands in them.
struct Words {
    namespaces: Vec<String>,
    name: String,
    /// How many namespaces are said.
    said: usize,
}

impl Words {
    fn of(name: &str) -> Self {
        let (path, arguments) = generic(name);
        let mut segments: Vec<String> = path.split('.').map(str::to_owned).collect();
        let mut last = segments.pop().unwrap_or_default();
        if !segments.iter().all(|segment| is_namespace(segment)) || !is_type(&last) {
            last = path.to_owned();
            segments = Vec::new();
        }
        if !arguments.is_empty() {
            last = format!("{last} of {}", arguments.join(" and "));
        }
        Self {
            namespaces: segments,
            name: last,
            said: 0,
        }
    }

    fn text(&self) -> String {
        let start = self.namespaces.len() - self.said;
        let said = self.namespaces.iter().skip(start).chain([&self.name]);
        said.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Says one namespace more; whether there is one.
    fn grow(&mut self) -> bool {
        let more = self.said < self.namespaces.len();
        self.said += usize::from(more);
        more
    }
}

/// `user`, `v1`, `deployed_devices`. What a tool wrote with `_` at its end for a bracket is none.
fn is_namespace(segment: &str) -> bool {
    let sound = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    !segment.is_empty() && !segment.ends_with('_') && segment.chars().all(sound)
}

/// Types begin with a capital: `user.created` is the name of an event, not of something in `user`.
fn is_type(segment: &str) -> bool {
    is_namespace(segment) && segment.starts_with(char::is_uppercase)
}

/// The name of a type and the words of its arguments, as .NET spells them:
/// ``Paged`1[[Shop.Order, Shop, Version=1.0.0.0]]`` is `Paged` of `Order`.
fn generic(name: &str) -> (&str, Vec<String>) {
    let plain = (name, Vec::new());
    let Some((path, rest)) = name.split_once('`') else {
        return plain;
    };
    let list = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let Some(list) = list
        .strip_prefix('[')
        .and_then(|list| list.strip_suffix(']'))
    else {
        return plain;
    };
    let (mut depth, mut start) = (0_usize, 0);
    let mut arguments = Vec::new();
    for (at, letter) in list.char_indices() {
        match letter {
            '[' => {
                if depth == 0 {
                    start = at + 1;
                }
                depth += 1;
            }
            ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    arguments.extend(list.get(start..at).map(argument));
                }
            }
            _ => {}
        }
    }
    match arguments.is_empty() {
        true => plain,
        false => (path, arguments),
    }
}

/// The words of an argument, without the assembly that it comes from.
fn argument(text: &str) -> String {
    let end = match text.contains('`') {
        true => text.rfind(']').map_or(text.len(), |at| at + 1),
        false => text.find(',').unwrap_or(text.len()),
    };
    Words::of(&text[..end]).text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expect(table: &[(&str, &str)]) {
        let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
        let words = without_namespaces(&names, |name| name != "Result");
        let types: Vec<String> = words.iter().map(|words| type_name(words)).collect();
        let expected: Vec<&str> = table.iter().map(|(_, ty)| *ty).collect();
        assert_eq!(types, expected);
    }

    #[test]
    fn namespaces_are_left_out_where_they_tell_nothing() {
        expect(&[
            ("io.k8s.api.core.v1.Pod", "Pod"),
            ("io.k8s.api.apps.v1.Scale", "AppsV1Scale"),
            ("io.k8s.api.batch.v1.Scale", "BatchV1Scale"),
            ("handlers.CreateRequest", "CreateRequest"),
            ("model.User", "ModelUser"),
            ("User", "User"),
            ("shop.Result", "ShopResult"),
        ]);
    }

    #[test]
    fn not_every_dot_ends_a_namespace() {
        expect(&[
            ("user.created", "UserCreated"),
            ("Record_string.any_", "RecordStringAny"),
            ("Pick_User.id-or-name_", "PickUserIdOrName"),
            ("A..B", "AB"),
            (".Empty", "Empty"),
            ("v1.5", "V15"),
        ]);
    }

    #[test]
    fn arguments_of_types_are_named() {
        expect(&[
            (
                "Abp.Paged`1[[Shop.Books.Book, Shop.Contracts, Version=1.0.0.0, Culture=neutral]]",
                "PagedOfBook",
            ),
            (
                "System.Pair`2[[Shop.Key, Shop, Version=1.0],[Shop.List`1[[Shop.Value, Shop]], Shop]]",
                "PairOfKeyAndListOfValue",
            ),
            ("Odd`1[", "Odd1"),
            ("Odd`1[[", "Odd1"),
            ("`1[[]]", "Of"),
        ]);
    }

    #[test]
    fn a_name_of_many_namespaces_is_said_in_whole() {
        let path = |first: &str| format!("{first}.{}Last", "a.".repeat(40));
        let (one, other) = (path("one"), path("other"));
        let words = without_namespaces(&[&one, &other], |_| true);
        assert_eq!(words, [one.replace('.', " "), other.replace('.', " ")]);
    }
}
