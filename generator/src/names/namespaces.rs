//! What components are named after, where their names stand in namespaces: Go, Java, .NET, Kubernetes and protobuf write packages in
//! front of the names of types.

use std::collections::{BTreeMap, BTreeSet};

use super::type_name;

/// How deep arguments of types are read.
const DEEPEST: usize = 8;

/// How many namespaces are said at most before all are.
const MOST_SAID: usize = 16;

/// Last segments that say too little alone: `Pet.Create`.
const VAGUE: &[&str] = &[
    "Base", "Body", "Config", "Create", "Data", "Delete", "Details", "Entry", "Error", "Filter",
    "Get", "Info", "Input", "Item", "Items", "Kind", "List", "Meta", "Metadata", "Model", "Object",
    "Options", "Output", "Params", "Payload", "Query", "Read", "Request", "Response", "Result",
    "Results", "Settings", "State", "Status", "Summary", "Type", "Types", "Update", "Value",
    "Write",
];

/// The words of each name, without the namespaces that tell it from no other: `io.k8s.api.core.v1.Pod` is `Pod`, unless another
/// name ends like it; then both say one namespace more. A name that is taken is not free for short ones.
pub(crate) fn without_namespaces(names: &[&str], is_free: impl Fn(&str) -> bool) -> Vec<String> {
    let shared = shared(names);
    let all: BTreeSet<&str> = names.iter().copied().collect();
    let mut words: Vec<Words> = names
        .iter()
        .map(|name| Words::of(name, &shared, 0).within(&all))
        .collect();
    // Most documents know no namespaces.
    let most = if words.iter().any(Words::has_more) {
        MOST_SAID
    } else {
        0
    };
    for round in 0..=most {
        let mut alike: BTreeMap<String, Vec<&mut Words>> = BTreeMap::new();
        for each in words.iter_mut().filter(|_| most > 0) {
            alike.entry(type_name(&each.text())).or_default().push(each);
        }
        let mut grew = false;
        for (name, alike) in alike {
            if alike.len() > 1 || !is_free(&name) {
                for each in alike {
                    grew |= each.grow();
                    while round == most && each.grow() {}
                }
            }
        }
        if !grew {
            break;
        }
    }
    words.iter().map(Words::text).collect()
}

/// The namespaces that all names have which have any: `microsoft.graph`. One alone may be what the names are about, as in
/// `user.created`.
fn shared<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let paths = names
        .iter()
        .map(|name| generic(name).map_or(*name, |(path, _)| path));
    let mut paths = paths.filter(|path| path.contains('.')).map(|path| {
        let mut segments: Vec<&str> = path.split('.').collect();
        segments.pop();
        segments
    });
    let mut shared = paths.next().unwrap_or_default();
    let mut others = paths.peekable();
    if others.peek().is_none() {
        return Vec::new();
    }
    for path in others {
        let same = shared
            .iter()
            .zip(&path)
            .take_while(|(one, other)| one == other);
        shared.truncate(same.count());
    }
    match shared.len() > 1 && shared.iter().all(|segment| is_namespace(segment)) {
        true => shared,
        false => Vec::new(),
    }
}

/// A name, cut into its namespaces and what stands in them.
struct Words {
    namespaces: Vec<String>,
    name: String,
    /// What stands between the name and its arguments.
    of: &'static str,
    arguments: Vec<Words>,
    /// How many namespaces are said.
    said: usize,
}

impl Words {
    fn of(name: &str, shared: &[&str], deep: usize) -> Self {
        let generic = generic(name).filter(|_| deep < DEEPEST);
        let (path, arguments) = generic.unwrap_or((name, Vec::new()));
        let segments: Vec<&str> = path.split('.').collect();
        let (last, before) = segments.split_last().unwrap_or((&path, &[]));
        // How many of them are namespaces.
        let count = if before.iter().all(|segment| is_namespace(segment)) && is_type(last) {
            before.len()
        } else if before.starts_with(shared) {
            shared.len()
        } else {
            0
        };
        let (namespaces, rest) = segments.split_at(count);
        let letters = last.chars().filter(|letter| letter.is_alphabetic());
        let uncounted = last.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let says_little = deep == 0 && (VAGUE.contains(&uncounted) || letters.count() < 2);
        Self {
            namespaces: namespaces
                .iter()
                .map(|segment| (*segment).to_owned())
                .collect(),
            name: rest.join("."),
            of: if name.contains('`') { "of" } else { "" },
            arguments: arguments
                .iter()
                .map(|text| argument(text, shared, deep + 1))
                .collect(),
            said: usize::from(says_little).min(count),
        }
    }

    /// Says what the name stands in where that is no namespace but a type itself: `Pet` of `shop.Pet.Kind`.
    fn within(mut self, all: &BTreeSet<&str>) -> Self {
        let count = self.namespaces.len();
        let has_type = |end: &usize| all.contains(self.namespaces[..=*end].join(".").as_str());
        if let Some(outermost) = (0..count).find(has_type) {
            self.said = count - outermost;
        }
        self
    }

    fn text(&self) -> String {
        let start = self.namespaces.len() - self.said;
        let said = self.namespaces.iter().skip(start).chain([&self.name]);
        let mut words: Vec<String> = said.cloned().collect();
        if !self.arguments.is_empty() {
            let arguments: Vec<String> = self.arguments.iter().map(Self::text).collect();
            let and = if self.of.is_empty() { " " } else { " and " };
            words.extend([self.of.to_owned(), arguments.join(and)]);
        }
        words.join(" ")
    }

    fn has_more(&self) -> bool {
        self.said < self.namespaces.len() || self.arguments.iter().any(Self::has_more)
    }

    /// Says one namespace more, here and in the arguments; whether there is one.
    fn grow(&mut self) -> bool {
        let mut more = self.said < self.namespaces.len();
        self.said += usize::from(more);
        for argument in &mut self.arguments {
            more |= argument.grow();
        }
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

/// The name of a type and its arguments, as .NET spells them (``Paged`1[[Shop.Order, Shop, Version=1.0.0.0]]``) or others do
/// (`Paged[shop.Order]`, `Paged<Order>`, `Paged«Order»`).
fn generic(name: &str) -> Option<(&str, Vec<&str>)> {
    let start = name.find(['`', '[', '<', '«']).filter(|start| *start > 0)?;
    let (path, rest) = name.split_at(start);
    let rest = rest.trim_start_matches(|letter: char| letter == '`' || letter.is_ascii_digit());
    let list = [('[', ']'), ('<', '>'), ('«', '»')]
        .iter()
        .find_map(|(open, close)| rest.strip_prefix(*open)?.strip_suffix(*close))?;
    Some((path, split(list)))
}

/// The items of a list, without those of lists inside.
fn split(list: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let mut ends: Vec<usize> = Vec::new();
    for (at, letter) in list.char_indices() {
        match letter {
            '[' | '<' | '«' => depth += 1,
            ']' | '>' | '»' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => ends.push(at),
            _ => {}
        }
    }
    ends.push(list.len());
    let starts = [0].into_iter().chain(ends.iter().map(|end| end + 1));
    let items = starts
        .zip(&ends)
        .filter_map(|(start, end)| list.get(start..*end));
    items
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect()
}

/// The words of an argument, without the assembly that .NET says it comes from.
fn argument(text: &str, shared: &[&str], deep: usize) -> Words {
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let text = match inner {
        Some(inner) => split(inner).first().copied().unwrap_or_default(),
        None => text,
    };
    Words::of(text, shared, deep)
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
            ("Pet.Create", "PetCreate"),
            ("orders.V1", "OrdersV1"),
            ("shop.Filter1", "ShopFilter1"),
        ]);
    }

    #[test]
    fn types_that_others_stand_in_are_no_namespaces() {
        expect(&[
            ("shop.Pet", "Pet"),
            ("shop.Pet.Kind.Name", "PetKindName"),
            ("Todo", "Todo"),
            ("Todo.Fields", "TodoFields"),
        ]);
    }

    #[test]
    fn namespaces_that_all_have_are_left_out() {
        expect(&[
            ("microsoft.graph.user", "GraphUser"),
            ("microsoft.graph.group", "Group"),
            ("microsoft.graph.termStore.group", "TermStoreGroup"),
            ("User", "User"),
        ]);
        expect(&[("microsoft.graph.user", "MicrosoftGraphUser")]);
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
            ("api.Entities[api.dto.Book]", "EntitiesBook"),
            ("Page«Map«string,List«Book»»»", "PageMapStringListBook"),
            ("Response[Book]", "ResponseBook"),
            ("Paged[a.Pet]", "PagedAPet"),
            ("Paged[b.Pet]", "PagedBPet"),
            ("Odd`1[", "Odd1"),
            ("Odd`1[[", "Odd1"),
        ]);
    }

    #[test]
    fn a_name_of_many_namespaces_is_said_in_whole() {
        let path = |first: &str| format!("{first}.{}Last", "a.".repeat(40));
        let (one, other) = (path("one"), path("other"));
        let words = without_namespaces(&[&one, &other, "a.Third"], |_| true);
        let whole = [
            one.replace('.', " "),
            other.replace('.', " "),
            "Third".to_owned(),
        ];
        assert_eq!(words, whole);
    }
}
