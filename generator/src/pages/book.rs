//! What every page knows: which page is whose, and how one points at another.

use std::collections::BTreeMap;

use super::cells::code;
use crate::ir::Docs;
use crate::names;
use crate::snippets::Snippets;
use crate::surface::{Operation, Resource, RustType, Surface, Type};

/// All pages together.
pub(crate) struct Book<'a> {
    pub(super) surface: &'a Surface,
    /// What the document says about the API.
    pub(super) docs: &'a Docs,
    pub(super) snippets: &'a Snippets<'a>,
    /// The files of types, by their names.
    types: BTreeMap<&'a str, String>,
    /// Types by their names.
    defs: BTreeMap<&'a str, &'a Type>,
    /// The operations that take or give a type as a whole.
    users: BTreeMap<&'a str, Vec<&'a Operation>>,
}

/// How far a page is from `docs/`: what its links begin with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Depth(pub(super) usize);

impl Depth {
    /// The way from the page to `docs/`.
    pub(super) fn up(self) -> String {
        "../".repeat(self.0)
    }
}

impl<'a> Book<'a> {
    pub(crate) fn new(surface: &'a Surface, docs: &'a Docs, snippets: &'a Snippets<'a>) -> Self {
        let type_names: Vec<&str> = surface.types.iter().map(|def| def.name.as_str()).collect();
        let files = names::page_names(&type_names);
        let mut users: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
        for operation in &surface.operations {
            let body = operation.body.iter().map(|body| &body.ty);
            let answers = operation
                .answers
                .iter()
                .filter_map(|answer| answer.content.as_ref());
            let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
            let streams = operation.stream.iter().map(|stream| &stream.item);
            let all = body
                .chain(answers.map(|content| &content.ty))
                .chain(parameters);
            for name in all.chain(streams).filter_map(RustType::model) {
                let list = users.entry(name).or_default();
                if list
                    .last()
                    .is_none_or(|last| !std::ptr::eq(*last, operation))
                {
                    list.push(operation);
                }
            }
        }
        Self {
            surface,
            docs,
            snippets,
            types: type_names.into_iter().zip(files).collect(),
            defs: surface
                .types
                .iter()
                .map(|def| (def.name.as_str(), def))
                .collect(),
            users,
        }
    }

    /// The definition of a type.
    pub(super) fn def(&self, name: &str) -> Option<&'a Type> {
        self.defs.get(name).copied()
    }

    /// The operations that take or give a type as a whole.
    pub(super) fn users(&self, name: &str) -> &[&'a Operation] {
        self.users.get(name).map_or(&[], Vec::as_slice)
    }

    /// The file of a type below `docs/`.
    pub(super) fn type_path(&self, name: &str) -> Option<String> {
        self.types.get(name).map(|file| format!("types/{file}.md"))
    }

    /// The file of a resource below `docs/`.
    pub(super) fn resource_path(&self, resource: &Resource) -> String {
        module_path(&resource.module)
    }

    /// A type in code, with a link to its page.
    pub(super) fn type_link(&self, ty: &RustType, depth: Depth) -> String {
        let text = code(&self.type_text(ty));
        match ty.model().and_then(|name| self.type_path(name)) {
            Some(path) => format!("[{text}]({}{path})", depth.up()),
            None => text,
        }
    }

    /// A type as it is spelled where everything is imported.
    pub(super) fn type_text(&self, ty: &RustType) -> String {
        let library = &self.surface.package.library;
        let path = ty.path(library);
        if !path.contains("::") {
            return path;
        }
        path.replace(&format!("{library}::models::"), "")
            .replace(&format!("{library}::"), "")
            .replace("std::collections::", "")
            .replace("std::convert::", "")
    }

    /// A call as its chain of methods: `orq.identities().list(…)`.
    pub(super) fn call_text(&self, operation: &Operation) -> String {
        let mut text = crate::snippets::variable(self.surface);
        for step in &operation.chain {
            text.push_str(&format!(".{step}()"));
        }
        let required = operation
            .parameters
            .iter()
            .any(|parameter| parameter.required)
            || operation.body.as_ref().is_some_and(|body| body.required);
        let arguments = if required { "…" } else { "" };
        format!("{text}.{}({arguments})", operation.method)
    }

    /// A link to the part of a page that is about an operation.
    pub(super) fn operation_link(&self, operation: &Operation, depth: Depth) -> String {
        let text = code(&self.call_text(operation));
        let anchor = &operation.method;
        format!(
            "[{text}]({}{}#{anchor})",
            depth.up(),
            module_path(&operation.module)
        )
    }
}

fn module_path(module: &[String]) -> String {
    format!("resources/{}.md", module.join("/"))
}
