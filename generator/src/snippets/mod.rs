//! One example for each operation: the call as a consumer writes it, with values from the document where it has any.
//!
//! Docs, README, rustdoc and the code samples all show these texts, so there is one place that must be right, and the
//! tests compile it.

mod calls;
mod expr;
mod forms;
mod imports;
mod layout;
mod objects;
mod program;
mod scalars;
mod unions;
mod values;

use std::collections::BTreeMap;

pub(crate) use imports::Uses;
pub(crate) use program::{Snippet, variable};

use calls::Source;

use crate::surface::{Operation, Surface, Type};

/// The examples of one crate.
pub(crate) struct Snippets<'a> {
    surface: &'a Surface,
    types: BTreeMap<&'a str, &'a Type>,
    /// By the modules of the resource, and the method on it.
    calls: BTreeMap<String, Snippet>,
}

impl<'a> Snippets<'a> {
    /// Makes the example of every operation.
    pub(crate) fn new(surface: &'a Surface) -> Self {
        let types: BTreeMap<&str, &Type> = surface
            .types
            .iter()
            .map(|def| (def.name.as_str(), def))
            .collect();
        let calls = surface.operations.iter().map(|operation| {
            let source = Source {
                surface,
                types: &types,
            };
            let snippet = forms::usual(source, operation);
            (key(&operation.module, &operation.method), snippet)
        });
        Self {
            calls: calls.collect(),
            surface,
            types,
        }
    }

    fn source(&self) -> Source<'_> {
        Source {
            surface: self.surface,
            types: &self.types,
        }
    }

    /// The example that makes a client of its own: the methods on its builder, each with its arguments.
    pub(crate) fn configured(&self, uses: Uses, methods: &[(&str, &[&str])]) -> Snippet {
        forms::configured(self.surface, uses, methods)
    }

    /// Whether the document gives a short answer of an operation as an example, which a mock can play.
    pub(crate) fn plays(&self, operation: &Operation) -> bool {
        operation.output.is_some() && forms::answer(operation).is_some()
    }

    /// The example for a method of the resource in a module.
    pub(crate) fn of(&self, module: &[String], method: &str) -> Option<&Snippet> {
        self.calls.get(&key(module, method))
    }

    /// The example that walks through all pages; `None` when the operation has none.
    pub(crate) fn pages(&self, operation: &Operation) -> Option<Snippet> {
        operation.paging.as_ref()?;
        Some(forms::pages(self.source(), operation))
    }

    /// The example that reads the stream; `None` when the operation has none.
    pub(crate) fn stream(&self, operation: &Operation) -> Option<Snippet> {
        let stream = operation.stream.as_ref()?;
        Some(forms::stream(self.source(), operation, stream))
    }

    /// The example that looks at the result, in the arms of a `match`; `None` when there is only a stream.
    pub(crate) fn matched(&self, operation: &Operation, arms: &str) -> Option<Snippet> {
        operation.output.as_ref()?;
        Some(forms::matched(self.source(), operation, arms))
    }

    /// The example for code that is not async; `None` when there is only a stream.
    pub(crate) fn blocking(&self, operation: &Operation) -> Option<Snippet> {
        operation.output.as_ref()?;
        Some(forms::blocking(self.source(), operation))
    }

    /// The example with a transport that plays answers; `None` when there is only a stream.
    pub(crate) fn mocked(&self, operation: &Operation) -> Option<Snippet> {
        operation.output.as_ref()?;
        Some(forms::mocked(self.source(), operation))
    }
}

fn key(module: &[String], method: &str) -> String {
    format!("{}/{method}", module.join("/"))
}
