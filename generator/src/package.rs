//! What the settings, the command line and the document say about the crate, with every default filled in.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::Input;
use crate::analyze::Facts;
use crate::ir::{Api, Scalar};
use crate::names;
use crate::settings::{self, Settings};
use crate::surface::Lock;

/// The crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Package {
    /// The crate's name.
    pub(crate) name: String,
    /// The crate's version.
    pub(crate) version: String,
    /// The crate's description.
    pub(crate) description: String,
    /// An SPDX expression.
    pub(crate) license: Option<String>,
    /// Where the source lives.
    pub(crate) repository: Option<String>,
    /// The lines of `[dev-dependencies]`, TOML.
    pub(crate) dev_dependencies: String,
    /// Other crates whose types may be used, with what `[dependencies]` says of them, TOML.
    pub(crate) crates: BTreeMap<String, toml::Value>,
    /// The features that examples need, by the name of the example.
    pub(crate) examples: BTreeMap<String, Vec<String>>,
    /// The name of the client type.
    pub(crate) client: String,
    /// The environment variable that overrides the server.
    pub(crate) server_env: String,
    /// What is written beside the code.
    pub(crate) docs: settings::Docs,
}

impl Package {
    /// Fills in what the settings leave out.
    pub(crate) fn new(
        input: &Input<'_>,
        api: &Api,
        settings: Settings,
        lock: Option<&Lock>,
    ) -> Self {
        let kept = lock.map(|lock| &lock.surface);
        let chosen = settings.package;
        let named = |name: Option<Spanned<String>>| name.map(Spanned::into_inner);
        // A document may change its title, which is no reason to call the client by another name.
        let client = named(settings.client.name)
            .or_else(|| kept.map(|kept| kept.client.name.clone()))
            .unwrap_or_else(|| names::client_name(&api.title));
        let own = input.package.map(str::to_owned).or(named(chosen.name));
        let dev_dependencies = chosen
            .dev_dependencies
            .iter()
            .map(|(name, value)| format!("{name} = {value}\n"));
        let crates = settings.crates.into_iter();
        let crates = crates.map(|(name, dependency)| (name.into_inner(), dependency));
        Self {
            docs: settings.docs,
            name: own
                .or_else(|| kept.map(|kept| kept.package.name.clone()))
                .unwrap_or_else(|| names::package_name(&api.title)),
            version: named(chosen.version).unwrap_or_else(|| "0.1.0".to_owned()),
            description: chosen
                .description
                .unwrap_or_else(|| format!("The client of {}", api.title)),
            license: chosen.license,
            repository: chosen.repository,
            dev_dependencies: dev_dependencies.collect(),
            crates: crates.collect(),
            examples: chosen.examples,
            server_env: settings
                .client
                .server_env
                .or_else(|| kept.map(|kept| kept.client.server_env.clone()))
                .unwrap_or_else(|| format!("{}_SERVER", names::env_name(&client))),
            client,
        }
    }

    /// The crate's name in Rust.
    pub(crate) fn library(&self) -> String {
        names::library(&self.name)
    }
}

/// A Cargo feature that every generated crate has.
pub(crate) struct Feature {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it is for.
    pub(crate) docs: &'static str,
    /// Whether it is on by default.
    pub(crate) default: bool,
    /// What it turns on.
    pub(crate) enables: &'static [&'static str],
}

/// The features beside those of resources, in the order of the manifest.
const FEATURES: &[Feature] = &[
    Feature {
        name: "rustls",
        docs: "The default transport: reqwest, with rustls for TLS.",
        default: true,
        enables: &[
            "dep:http-body",
            "dep:reqwest",
            "dep:rustls",
            "dep:rustls-platform-verifier",
            "dep:tokio",
            "reqwest/rustls-no-provider",
        ],
    },
    Feature {
        name: "native-tls",
        docs: "The same with the TLS of the operating system.",
        default: false,
        enables: &[
            "dep:http-body",
            "dep:reqwest",
            "dep:tokio",
            "reqwest/native-tls",
        ],
    },
    Feature {
        name: "gzip",
        docs: "Answers may come compressed.",
        default: true,
        enables: &["dep:flate2"],
    },
    Feature {
        name: "blocking",
        docs: "Every call can be sent from code that is not async: `send_blocking()`.",
        default: false,
        enables: &["dep:tokio"],
    },
    Feature {
        name: "tracing",
        docs: "Spans for calls and attempts, with the attribute names of OpenTelemetry.",
        default: false,
        enables: &["dep:tracing"],
    },
    Feature {
        name: "testing",
        docs: "A transport for tests, which plays answers and keeps requests.",
        default: false,
        enables: &[],
    },
    Feature {
        name: WEBHOOKS,
        docs: "What the server calls: the types of the payloads, and functions that read them.",
        default: false,
        enables: &[],
    },
];

/// The feature of what reads webhooks. Documents often have a resource `webhooks`, which keeps the plain name.
pub(crate) const WEBHOOKS: &str = "incoming-webhooks";

/// The features of a crate beside those of its resources.
pub(crate) fn features(api: &Api) -> impl Iterator<Item = &'static Feature> {
    let has_webhooks = !api.webhooks.is_empty();
    let features = FEATURES.iter();
    features.filter(move |feature| has_webhooks || feature.name != WEBHOOKS)
}

/// Dependencies of every generated crate. Each has its reason in ARCHITECTURE.md.
const DEPENDENCIES: &str = r#"base64 = { version = "0.23", default-features = false, features = ["alloc"] }
bytes = { version = "1.12", default-features = false, features = ["std"] }
flate2 = { version = "1.1", default-features = false, features = ["rust_backend"], optional = true }
futures-core = { version = "0.3.34", default-features = false, features = ["std"] }
http = "1.5"
http-body = { version = "1.1", optional = true }
httpdate = "1.0.3"
percent-encoding = { version = "2.3.2", default-features = false, features = ["alloc"] }
reqwest = { version = "0.13.5", default-features = false, features = ["http2", "system-proxy"], optional = true }
rustls = { version = "0.23.46", default-features = false, features = ["ring", "std", "tls12"], optional = true }
rustls-platform-verifier = { version = "0.7", optional = true }
serde = { version = "1.0.229", default-features = false, features = ["derive", "std"] }
serde_json = { version = "1.0.154", default-features = false, features = ["float_roundtrip", "std"] }
tokio = { version = "1.54", default-features = false, features = ["rt", "time"], optional = true }
tracing = { version = "0.1.44", default-features = false, features = ["std"], optional = true }
zeroize = { version = "1.8", default-features = false, features = ["alloc"] }
"#;

/// Those of them that types come from, or are spelled with.
const IN_TYPES: &[&str] = &["bytes", "jiff", "serde_json", "url", "uuid"];

/// Dependencies that only some documents need, by the scalars that need them.
const BY_SCALAR: &[(&[Scalar], &str)] = &[
    (
        &[Scalar::Timestamp, Scalar::Date, Scalar::DateTime],
        r#"jiff = { version = "0.2", default-features = false, features = ["std", "serde"] }"#,
    ),
    (
        &[Scalar::Url],
        r#"url = { version = "2.5", default-features = false, features = ["std", "serde"] }"#,
    ),
    (
        &[Scalar::Uuid],
        r#"uuid = { version = "1", default-features = false, features = ["std", "serde"] }"#,
    ),
];

/// Why something can't be said of a dependency in the settings.
pub(crate) fn no_dependency(name: &str, dependency: &toml::Value) -> Option<String> {
    let own = DEPENDENCIES
        .lines()
        .chain(BY_SCALAR.iter().map(|(_, line)| *line));
    let library = names::library(name);
    if own
        .filter_map(name_in)
        .any(|own| names::library(own) == library)
    {
        return Some(format!(
            "the SDK depends on `{name}` itself, in a version and with features of its own choice"
        ));
    }
    let why = match dependency {
        toml::Value::Table(table) if table.contains_key("optional") => {
            "types that may be missing can't be used".to_owned()
        }
        toml::Value::Table(table) => match table.get("version") {
            Some(version) => unreadable(version)?,
            None if ["path", "git"].iter().any(|key| table.contains_key(*key)) => return None,
            None => "it lacks a version".to_owned(),
        },
        version => unreadable(version)?,
    };
    Some(format!("`{name}` can't be a dependency: {why}"))
}

/// Why something is no version that cargo can look for.
fn unreadable(version: &toml::Value) -> Option<String> {
    match version.as_str() {
        Some(text) => Some(semver::VersionReq::parse(text).err()?.to_string()),
        None => Some("a version is a text".to_owned()),
    }
}

/// The lines of `[dependencies]` for a crate in which these scalars and these types of other crates occur.
pub(crate) fn dependency_lines(facts: &Facts, package: &Package) -> Vec<String> {
    let needed = |of: &&(&[Scalar], &str)| of.0.iter().any(|scalar| facts.scalars.contains(scalar));
    let some = BY_SCALAR.iter().filter(needed).map(|(_, line)| *line);
    let own = DEPENDENCIES.lines().chain(some).map(str::to_owned);
    let others = package
        .crates
        .iter()
        .filter(|(name, _)| facts.libraries.contains(&names::library(name)));
    own.chain(others.map(|(name, dependency)| format!("{name} = {dependency}")))
        .collect()
}

/// The names and versions in these lines, of the crates that types come from or are spelled with.
pub(crate) fn dependencies_of_types(facts: &Facts, package: &Package) -> Vec<(String, String)> {
    let lines = dependency_lines(facts, package);
    let named = lines.iter().filter_map(|line| {
        let name = name_in(line)?;
        let given = package.crates.get(name);
        // The version is the first text on a line of ours, also where more is said about the dependency.
        let version = match given {
            Some(given) => given.get("version").unwrap_or(given).as_str(),
            None => line.split('"').nth(1),
        };
        (given.is_some() || IN_TYPES.contains(&name))
            .then(|| (name.to_owned(), version.unwrap_or("*").to_owned()))
    });
    named.collect()
}

fn name_in(line: &str) -> Option<&str> {
    Some(line.split_once(" = ")?.0)
}
