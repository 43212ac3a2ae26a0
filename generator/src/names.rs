//! Every Rust name is decided here, once; nobody else knows heck.
//!
//! Two steps: a word is cast into the shape that Rust wants (`type_name`, `field_name`, …), and a [`Scope`] keeps names
//! apart. Who comes first keeps the plain name, so callers ask in an order that doesn't depend on the document's.

use std::collections::BTreeMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Words that cannot be identifiers, in any edition.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that emitted code uses without a path; a definition of this name would shadow them.
const TAKEN_TYPES: &[&str] = &[
    "Any",
    "Base64",
    "Box",
    "BTreeMap",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Display",
    "Eq",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Patch",
    "Result",
    "Secret",
    "Self",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Vec",
];

/// Names that a file of operations imports.
const TAKEN_BUILDERS: &[&str] = &[
    "Call",
    "Client",
    "DecodeError",
    "Error",
    "Infallible",
    "Items",
    "Method",
    "Operation",
    "OperationMeta",
    "Paged",
    "Pages",
    "PathStyle",
    "QueryStyle",
    "Request",
    "Response",
    "HeaderStyle",
];

/// Names that the crate root exports beside the client.
const TAKEN_EXPORTS: &[&str] = &[
    "Base64",
    "CallError",
    "Client",
    "ClientBuilder",
    "Clock",
    "Credential",
    "Error",
    "ErrorKind",
    "Items",
    "Pages",
    "Patch",
    "RetryPolicy",
    "Secret",
    "Sending",
    "Transport",
    "WithResponse",
];

/// Methods that every call builder has; a parameter setter of that name would collide.
const TAKEN_SETTERS: &[&str] = &[
    "timeout",
    "retry",
    "header",
    "server",
    "send",
    "send_with_response",
    "into_future",
    "items",
    "pages",
    "call",
    "clone",
    "stream",
    "blocking",
];

/// Cargo features of the runtime.
const TAKEN_FEATURES: &[&str] = &[
    "default",
    "rustls",
    "native-tls",
    "blocking",
    "tracing",
    "testing",
    "full",
    "test",
];

/// Keeps names of one kind and place apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    taken: BTreeMap<String, usize>,
}

impl Scope {
    /// A scope in which these names are already given away.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|name| ((*name).to_owned(), 1)).collect(),
        }
    }

    /// The scope of all type definitions.
    pub(crate) fn types() -> Self {
        Self::reserving(TAKEN_TYPES)
    }

    /// The scope of the builders, handles and enums in one file of operations.
    pub(crate) fn builders() -> Self {
        let mut scope = Self::reserving(TAKEN_TYPES);
        scope
            .taken
            .extend(TAKEN_BUILDERS.iter().map(|name| ((*name).to_owned(), 1)));
        scope
    }

    /// The scope of the setters on one call builder.
    pub(crate) fn setters() -> Self {
        Self::reserving(TAKEN_SETTERS)
    }

    /// The scope of the Cargo features.
    pub(crate) fn features() -> Self {
        Self::reserving(TAKEN_FEATURES)
    }

    /// Whether a name is still free.
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(name)
    }

    /// Takes the name, or the first free one of `Name2`, `Name3`, …: `name_2` for names in snake case and after a digit.
    pub(crate) fn take(&mut self, name: &str) -> String {
        if self.is_free(name) {
            self.taken.insert(name.to_owned(), 1);
            return name.to_owned();
        }
        let snake = name.starts_with(char::is_lowercase);
        let separator = if snake || name.ends_with(|letter: char| letter.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        let mut count = self.taken.get(name).copied().unwrap_or(1);
        loop {
            count += 1;
            let candidate = format!("{}{separator}{count}", name.trim_end_matches('_'));
            if self.is_free(&candidate) {
                self.taken.insert(name.to_owned(), count);
                self.taken.insert(candidate.clone(), 1);
                return candidate;
            }
        }
    }

    /// Takes the first of the candidates that is free, else a numbered form of the first.
    pub(crate) fn take_first(&mut self, candidates: &[String]) -> String {
        let choice = candidates
            .iter()
            .find(|name| self.is_free(name))
            .or(candidates.first());
        match choice {
            Some(name) => self.take(name),
            None => self.take("Unnamed"),
        }
    }
}

/// A type: `list_identities` becomes `ListIdentities`.
pub(crate) fn type_name(words: &str) -> String {
    let name = spell_symbols(words).to_upper_camel_case();
    match name.chars().next() {
        None => "Unnamed".to_owned(),
        Some(first) if first.is_alphabetic() => name,
        Some(_) => format!("N{name}"),
    }
}

/// A field, argument, method or module: `externalId` becomes `external_id`, `type` becomes `type_`.
pub(crate) fn value_name(words: &str) -> String {
    let mut name = spell_symbols(words).to_snake_case();
    if name.is_empty() {
        name = "unnamed".to_owned();
    }
    if !name.starts_with(char::is_alphabetic) {
        name = format!("n{name}");
    }
    if KEYWORDS.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// A Cargo feature: words joined by `-`.
pub(crate) fn feature_name(words: &str) -> String {
    let name: String = spell_symbols(words)
        .to_snake_case()
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
    spell_symbols(words).to_shouty_snake_case()
}

/// A package: the title in lower case with `-`, ASCII only.
pub(crate) fn package_name(title: &str) -> String {
    let name: String = title
        .to_snake_case()
        .chars()
        .map(|letter| if letter == '_' { '-' } else { letter })
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect();
    let name = name.trim_matches('-');
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
    unique_in_place(wire, |word| value_name(word), &mut scope)
}

/// The Rust names of the values of an enum.
pub(crate) fn variant_names(values: &[&str]) -> Vec<String> {
    let mut scope = Scope::reserving(&["Self"]);
    unique_in_place(values, variant_name, &mut scope)
}

/// One variant of an enum; `Unknown` is kept for values that the document doesn't know.
pub(crate) fn variant_name(value: &str) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    let negative = value
        .strip_prefix('-')
        .filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
    let spelled = match negative {
        Some(rest) => format!("minus {rest}"),
        None => spell_symbols(value),
    };
    let name = spelled.to_upper_camel_case();
    let name = if name.starts_with(char::is_alphabetic) {
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
    let mut order: Vec<usize> = (0..wire.len()).collect();
    order.sort_by_key(|index| (cast(wire[*index]) != wire[*index], wire[*index]));
    let mut names = vec![String::new(); wire.len()];
    for index in order {
        names[index] = scope.take(&cast(wire[index]));
    }
    names
}

/// The status as a variant: the reason phrase of RFC 9110 and its registry, or the number.
pub(crate) fn status_name(code: u16) -> String {
    REASONS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or_else(|| format!("Status{code}"), |(_, name)| (*name).to_owned())
}

const REASONS: &[(u16, &str)] = &[
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "NonAuthoritativeInformation"),
    (204, "NoContent"),
    (205, "ResetContent"),
    (206, "PartialContent"),
    (207, "MultiStatus"),
    (300, "MultipleChoices"),
    (301, "MovedPermanently"),
    (302, "Found"),
    (303, "SeeOther"),
    (304, "NotModified"),
    (307, "TemporaryRedirect"),
    (308, "PermanentRedirect"),
    (400, "BadRequest"),
    (401, "Unauthorized"),
    (402, "PaymentRequired"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (405, "MethodNotAllowed"),
    (406, "NotAcceptable"),
    (407, "ProxyAuthenticationRequired"),
    (408, "RequestTimeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "LengthRequired"),
    (412, "PreconditionFailed"),
    (413, "PayloadTooLarge"),
    (414, "UriTooLong"),
    (415, "UnsupportedMediaType"),
    (416, "RangeNotSatisfiable"),
    (417, "ExpectationFailed"),
    (418, "ImATeapot"),
    (421, "MisdirectedRequest"),
    (422, "UnprocessableEntity"),
    (423, "Locked"),
    (424, "FailedDependency"),
    (425, "TooEarly"),
    (426, "UpgradeRequired"),
    (428, "PreconditionRequired"),
    (429, "TooManyRequests"),
    (431, "RequestHeaderFieldsTooLarge"),
    (451, "UnavailableForLegalReasons"),
    (500, "InternalServerError"),
    (501, "NotImplemented"),
    (502, "BadGateway"),
    (503, "ServiceUnavailable"),
    (504, "GatewayTimeout"),
    (505, "HttpVersionNotSupported"),
    (507, "InsufficientStorage"),
    (508, "LoopDetected"),
    (511, "NetworkAuthenticationRequired"),
];

/// The singular of an English plural, by the rules that cover the words of APIs; other words get `_item`.
pub(crate) fn singular(words: &str) -> String {
    let lower = words.to_snake_case();
    let (stem, last) = lower
        .rsplit_once('_')
        .map_or(("", lower.as_str()), |(stem, last)| (stem, last));
    let single = if let Some(base) = last.strip_suffix("ies").filter(|base| base.len() > 1) {
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

/// The method for an operation: its id without the words of its resource (`ListIdentities` under `identities` is
/// `list`); the whole id where nothing would be left.
pub(crate) fn method_name(operation_id: &str, resource: &str) -> String {
    let own: Vec<String> = words(resource)
        .into_iter()
        .flat_map(|word| [singular(&word), word])
        .collect();
    let rest: Vec<String> = words(operation_id)
        .into_iter()
        .filter(|word| !own.contains(word))
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

/// Symbols that carry meaning become words; heck would drop them and names would collide or vanish.
fn spell_symbols(text: &str) -> String {
    // Separators such as dots and slashes only divide words, unless there is nothing else.
    let only_symbols = !text.chars().any(char::is_alphanumeric);
    let mut spelled = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match SYMBOLS
            .iter()
            .find(|(symbol, _, always)| *symbol == letter && (*always || only_symbols))
        {
            Some((_, word, _)) => {
                spelled.push(' ');
                spelled.push_str(word);
                spelled.push(' ');
            }
            None if letter.is_alphanumeric() => spelled.push(letter),
            None => spelled.push(' '),
        }
    }
    spelled
}

/// Symbol, its word, and whether it is spelled also between letters.
const SYMBOLS: &[(char, &str, bool)] = &[
    ('+', "plus", true),
    ('<', "less", true),
    ('>', "greater", true),
    ('=', "equal", true),
    ('!', "not", true),
    ('%', "percent", true),
    ('&', "and", true),
    ('|', "or", true),
    ('*', "star", true),
    ('#', "hash", false),
    ('@', "at", false),
    ('$', "dollar", false),
    ('~', "tilde", false),
    ('^', "caret", false),
    ('.', "dot", false),
    (',', "comma", false),
    (':', "colon", false),
    (';', "semicolon", false),
    ('/', "slash", false),
    ('\\', "backslash", false),
    ('?', "question", false),
    ('-', "minus", false),
    ('_', "underscore", false),
    ('(', "open", false),
    (')', "close", false),
    ('[', "open_bracket", false),
    (']', "close_bracket", false),
    ('{', "open_brace", false),
    ('}', "close_brace", false),
    ('"', "quote", false),
    ('\'', "apostrophe", false),
    (' ', "space", false),
];

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
        assert_eq!(feature_name("Chat Completions"), "chat-completions");
        assert_eq!(variant_name("unknown"), "UnknownValue");
        assert_eq!(variant_name("-1"), "Minus1");
        assert_eq!(variant_name("+1"), "Plus1");
        assert_eq!(variant_name("*"), "Star");
        assert_eq!(variant_name("1.0"), "V10");
        assert_eq!(client_name("orq.ai API"), "OrqAi");
        assert_eq!(client_name("API"), "ApiClient");
    }

    #[test]
    fn names_that_collide_are_numbered_and_the_plain_spelling_wins() {
        assert_eq!(
            value_names(&["_id", "id"], Scope::default()),
            ["id_2", "id"]
        );
        assert_eq!(variant_names(&["ASC", "asc"]), ["Asc", "Asc2"]);
        assert_eq!(
            variant_names(&["", " ", "_"]),
            ["Empty", "Space", "Underscore"]
        );
    }

    #[test]
    fn methods_lose_the_words_of_their_resource() {
        assert_eq!(method_name("ListIdentities", "Identities"), "list");
        assert_eq!(method_name("CreateContact", "contacts"), "create");
        assert_eq!(method_name("Identities", "Identities"), "identities");
        assert_eq!(method_name("getPetById", "pet"), "get_by_id");
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
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
