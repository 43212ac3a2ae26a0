//! An example as a whole program, and as rustdoc shows it.

use super::imports::Uses;
use crate::names;
use crate::surface::Surface;

/// What `main` gives back: any error will do.
const RESULT: &str = "Result<(), Box<dyn std::error::Error>>";

/// An example, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Snippet {
    library: String,
    client: String,
    /// What the client is called in it.
    variable: String,
    /// The variables that the client reads.
    env: Vec<String>,
    uses: Uses,
    /// The statements, indented for the body of a function.
    body: String,
    frame: Frame,
    /// The Cargo features without which it doesn't compile.
    features: Vec<String>,
}

/// What stands around the statements of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// An async function that has a client.
    Client,
    /// An async function that makes its own client.
    Async,
    /// A function that has a client.
    BlockingClient,
    /// A function that makes its own client.
    Blocking,
}

/// What a client is called in every example.
pub(crate) fn variable(surface: &Surface) -> String {
    names::value_name(&surface.client.name)
}

impl Snippet {
    pub(crate) fn new(surface: &Surface, uses: Uses, body: String) -> Self {
        let credentials = surface.client.credentials.iter();
        Self {
            library: surface.package.library.clone(),
            client: surface.client.name.clone(),
            variable: variable(surface),
            env: credentials.map(|scheme| scheme.env.clone()).collect(),
            uses,
            body,
            frame: Frame::Client,
            features: Vec::new(),
        }
    }

    pub(crate) fn framed(mut self, frame: Frame) -> Self {
        self.frame = frame;
        self
    }

    pub(crate) fn with_features<'f>(mut self, features: impl IntoIterator<Item = &'f str>) -> Self {
        self.features
            .extend(features.into_iter().map(str::to_owned));
        self
    }

    /// A whole program.
    pub(crate) fn program(&self) -> String {
        let (library, client) = (&self.library, &self.client);
        let mut text = String::new();
        for line in self.uses.lines(library, &[client]) {
            text.push_str(&format!("{line}\n"));
        }
        text.push_str(match self.frame {
            Frame::Client | Frame::Async => "\n#[tokio::main]\nasync fn main() -> ",
            Frame::BlockingClient | Frame::Blocking => "\nfn main() -> ",
        });
        text.push_str(&format!("{RESULT} {{\n"));
        if let Frame::Client | Frame::BlockingClient = self.frame {
            let (variable, reads) = (&self.variable, self.reads());
            text.push_str(&format!(
                "    let {variable} = {client}::from_env()?;{reads}\n"
            ));
        }
        text.push_str(&self.body);
        text.push_str("    Ok(())\n}\n");
        text
    }

    /// The variables that a client comes from, as a comment.
    fn reads(&self) -> String {
        match self.env.as_slice() {
            [] => String::new(),
            names if names.len() <= 3 => format!(" // reads {}", names.join(", ")),
            [first, ..] => format!(" // reads {first} and others"),
        }
    }

    /// An example for rustdoc: only the call is seen, the rest is there for the compiler.
    pub(crate) fn doctest(&self) -> String {
        let Self {
            library,
            client,
            variable,
            ..
        } = self;
        let mut text = String::from("```no_run\n");
        text.push_str(&format!("# use {library}::{client};\n"));
        let features: Vec<String> = self
            .features
            .iter()
            .map(|name| format!("feature = {name:?}"))
            .collect();
        if !features.is_empty() {
            text.push_str(&format!("# #[cfg(all({}))]\n", features.join(", ")));
        }
        text.push_str(&match self.frame {
            Frame::Client => format!("# async fn example({variable}: {client}) -> {RESULT} {{\n"),
            Frame::Async => format!("# async fn example() -> {RESULT} {{\n"),
            Frame::BlockingClient => format!("# fn example({variable}: {client}) -> {RESULT} {{\n"),
            Frame::Blocking => format!("# fn example() -> {RESULT} {{\n"),
        });
        let uses = self.uses.lines(library, &[]);
        for line in &uses {
            text.push_str(&format!("{line}\n"));
        }
        if !uses.is_empty() {
            text.push('\n');
        }
        for line in self.body.lines() {
            text.push_str(line.strip_prefix("    ").unwrap_or(line));
            text.push('\n');
        }
        text.push_str("# Ok(())\n# }\n```");
        text
    }
}
