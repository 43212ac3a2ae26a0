//! Scopes: who comes first keeps the plain name.

use std::collections::BTreeMap;

/// Names that emitted code uses without a path; a definition of this name would shadow them.
pub(super) const TAKEN_TYPES: &[&str] = &[
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
pub(super) const TAKEN_BUILDERS: &[&str] = &[
    "ByteStream",
    "Call",
    "Client",
    "DecodeError",
    "Error",
    "EventItem",
    "EventStream",
    "Framing",
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
    "StreamMeta",
    "Streaming",
];

/// Names that the crate root exports beside the client.
pub(super) const TAKEN_EXPORTS: &[&str] = &[
    "Base64",
    "ByteStream",
    "CallError",
    "Client",
    "ClientBuilder",
    "Clock",
    "Credential",
    "Error",
    "ErrorKind",
    "EventStream",
    "FilePart",
    "ClientCredentials",
    "CredentialProvider",
    "Middleware",
    "Items",
    "Opening",
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
    "send_as",
    "send_with_response",
    "into_future",
    "items",
    "pages",
    "call",
    "clone",
    "stream",
    "send_blocking",
    "stream_blocking",
    "blocking",
];

/// Setters that the client's builder has for every API.
const TAKEN_CREDENTIALS: &[&str] = &[
    "server",
    "timeout",
    "attempt_timeout",
    "connect_timeout",
    "retry",
    "header",
    "user_agent",
    "transport",
    "clock",
    "allow_plain_http",
    "max_response_bytes",
    "build",
    "from_env",
    "new",
    "credential",
    "credential_provider",
    "token_source",
    "middleware",
    "reqwest_client",
    "server_number",
    "server_variable",
];

/// Methods of the client itself; `new` is what everybody takes for a constructor.
const TAKEN_CLIENT_METHODS: &[&str] = &["builder", "from_env", "from_client", "clone", "new"];

/// Methods that every resource has beside its operations and the resources inside it.
const TAKEN_METHODS: &[&str] = &["new"];

/// Setters are methods beside the constructor.
const TAKEN_FIELDS: &[&str] = &["new"];

/// The map of unnamed properties is a field as well, with a setter of its own.
const TAKEN_FIELDS_WITH_REST: &[&str] = &["new", "additional_properties", "additional_property"];

/// Cargo features of the runtime.
const TAKEN_FEATURES: &[&str] = &[
    "default",
    "rustls",
    "native-tls",
    "gzip",
    "blocking",
    "incoming-webhooks",
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

    /// The scope of the parameters of one call. The body is an argument too, and arguments and setters share one struct.
    pub(crate) fn parameters() -> Self {
        let mut scope = Self::reserving(TAKEN_SETTERS);
        scope.take("body");
        scope
    }

    /// The scope of the fields of one struct, which may hold properties without a name.
    pub(crate) fn fields(rest: bool) -> Self {
        Self::reserving(if rest {
            TAKEN_FIELDS_WITH_REST
        } else {
            TAKEN_FIELDS
        })
    }

    /// The scope of the variants of one enum.
    pub(crate) fn variants() -> Self {
        Self::reserving(&["Self"])
    }

    /// The scope of the resources at the top, which are methods of the client.
    pub(crate) fn client_methods() -> Self {
        Self::reserving(TAKEN_CLIENT_METHODS)
    }

    /// The scope of the operations of one resource and of the resources inside it.
    pub(crate) fn methods() -> Self {
        Self::reserving(TAKEN_METHODS)
    }

    /// The scope of the credentials, which are setters of the client's builder.
    pub(crate) fn credentials() -> Self {
        Self::reserving(TAKEN_CREDENTIALS)
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
