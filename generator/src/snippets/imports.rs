//! What an example names, and how it comes to know it.

use std::collections::BTreeSet;

/// Names at the root of the crate that an example may need beside the client; a model of such a name goes by its path.
const ROOT: &[&str] = &["Base64", "FilePart", "Patch", "Secret"];

/// The names that an example uses.
#[derive(Clone, Debug)]
pub(super) struct Imports {
    library: String,
    client: String,
    root: BTreeSet<String>,
    models: BTreeSet<String>,
    maps: bool,
    /// Other `use` items.
    more: Vec<String>,
}

impl Imports {
    pub(super) fn new(library: &str, client: &str) -> Self {
        Self {
            library: library.to_owned(),
            client: client.to_owned(),
            root: BTreeSet::new(),
            models: BTreeSet::new(),
            maps: false,
            more: Vec::new(),
        }
    }

    /// What the crate is called in Rust.
    pub(super) fn library(&self) -> &str {
        &self.library
    }

    /// How a type under `models` is named.
    pub(super) fn model(&mut self, name: &str) -> String {
        if name == self.client || ROOT.contains(&name) {
            return format!("{}::models::{name}", self.library);
        }
        self.models.insert(name.to_owned());
        name.to_owned()
    }

    /// How a type at the root of the crate is named.
    pub(super) fn root(&mut self, name: &str) -> String {
        self.root.insert(name.to_owned());
        name.to_owned()
    }

    /// How the map of the standard library is named.
    pub(super) fn map(&mut self) -> &'static str {
        self.maps = true;
        "BTreeMap"
    }

    /// What a test with a mock needs, for the builder in a module under `resources`.
    pub(super) fn testing(&mut self, module: &[String], builder: &str, plays: bool) {
        let module = module.join("::");
        let answer = if plays { "Answer, " } else { "" };
        self.more.push(format!("resources::{module}::{builder}"));
        self.more.push(format!(
            "runtime::testing::{{{answer}MockTransport, block_on}}"
        ));
    }

    /// What was named and stands in the code: a value that was tried and given up has named things, too.
    pub(super) fn uses(&self, code: &str) -> Uses {
        let words: BTreeSet<&str> = code
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .collect();
        let standing = |names: &BTreeSet<String>| {
            let names = names.iter().filter(|name| words.contains(name.as_str()));
            names.cloned().collect()
        };
        let maps = self.maps && words.contains("BTreeMap");
        Uses {
            std: maps
                .then(|| "std::collections::BTreeMap".to_owned())
                .into_iter()
                .collect(),
            root: standing(&self.root),
            models: standing(&self.models),
            more: self.more.clone(),
        }
    }
}

/// The names that an example imports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    /// Paths into the standard library.
    pub(crate) std: Vec<String>,
    /// Names at the root of the crate, without the client.
    pub(crate) root: BTreeSet<String>,
    /// Types under `models`.
    pub(crate) models: BTreeSet<String>,
    /// Paths inside of the crate.
    pub(crate) more: Vec<String>,
}

impl Uses {
    /// The `use` items, with `root` beside what is used of the root.
    pub(super) fn lines(&self, library: &str, root: &[&str]) -> Vec<String> {
        let mut lines: Vec<String> = self.std.iter().map(|path| format!("use {path};")).collect();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let mut names: BTreeSet<&str> = self.root.iter().map(String::as_str).collect();
        names.extend(root);
        lines.extend(use_item(library, names.into_iter().collect()));
        let models = self.models.iter().map(String::as_str).collect();
        lines.extend(use_item(&format!("{library}::models"), models));
        lines.extend(
            self.more
                .iter()
                .map(|path| format!("use {library}::{path};")),
        );
        lines
    }
}

fn use_item(path: &str, names: Vec<&str>) -> Option<String> {
    match names.as_slice() {
        [] => None,
        [only] => Some(format!("use {path}::{only};")),
        several => {
            let line = format!("use {path}::{{{}}};", several.join(", "));
            if line.len() <= 100 {
                return Some(line);
            }
            Some(format!("use {path}::{{\n{}}};", filled(several)))
        }
    }
}

/// Names in as few lines as they need, each indented by a step.
fn filled(names: &[&str]) -> String {
    let mut text = String::new();
    let mut line = String::from("   ");
    for name in names {
        if line.len() + name.len() + 2 > 100 && line.len() > 4 {
            text.push_str(&line);
            text.push('\n');
            line = String::from("   ");
        }
        line.push_str(&format!(" {name},"));
    }
    format!("{text}{line}\n")
}
