//! From `openapiv3` to the IR. After this phase nobody sees OpenAPI.
//!
//! Definitions get their id and their Rust name before their content is looked at, so that a schema may refer to
//! itself. Everything is visited in the sorted order that the reader put it in, so that names do not depend on the
//! order of the document.

mod apart;
mod body;
mod circles;
mod components;
mod constants;
mod content;
mod contradiction;
mod defaults;
mod enumeration;
mod examples;
mod form;
mod formats;
mod headers;
mod heirs;
mod heritage;
mod homes;
mod implied;
mod json_type;
mod labels;
mod links;
mod merge;
mod multipart;
mod notes;
mod object;
mod offer;
mod operation;
mod pagination;
mod params;
mod path;
mod prose;
mod resource;
mod rings;
mod same;
mod sample;
mod schema;
mod secrets;
mod security;
mod server;
mod share;
mod sides;
mod stream;
mod tags;
mod union;
mod view;
mod webhook;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Api, Docs, TypeDef, TypeId, TypeKind, TypeRef};
use crate::names::{self, Scope};
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::spec::Document;

/// Lowers a whole document.
pub(crate) fn api(document: &Document, settings: &Settings, diagnostics: &mut Diagnostics) -> Api {
    let mut cx = Lowering::new(document, settings, diagnostics);
    cx.reserve_components();
    examples::find_contradictions(&mut cx);
    schema::components(&mut cx);
    let operations = operation::all(&mut cx);
    let mut webhooks = webhook::all(&mut cx, &operations);
    let mut resources = resource::group(&mut cx, operations);
    same::share(&mut cx, &mut resources, &mut webhooks);
    sides::separate(&mut cx, &mut resources, &webhooks);
    cx.report_unused_settings();
    let schemes = security::schemes(&mut cx);

    let openapi = &document.openapi;
    let extension = |key: &str| openapi.extensions.get(key);
    let reach = defaults::Reach::AllOperations;
    let defaults = defaults::lower(&mut cx, extension, &Pointer::root(), reach);
    let mut api = Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        docs: Docs::text(openapi.info.description.clone().unwrap_or_default()),
        servers: server::of_document(openapi),
        schemes,
        types: cx.types,
        resources,
        webhooks,
        defaults,
    };
    circles::settle(&mut api, cx.diagnostics);
    heritage::settle(&mut api, &cx.numbered, settings);
    homes::settle(&mut api, &mut cx.modules);
    constants::settle(&mut api);
    api
}

/// What lowering knows while it works.
struct Lowering<'d> {
    document: &'d Document,
    settings: &'d Settings,
    diagnostics: &'d mut Diagnostics,
    /// The definitions so far.
    types: BTreeMap<TypeId, TypeDef>,
    /// How many ids are given out.
    next_id: usize,
    /// The names of definitions.
    scope: Scope,
    /// The names of the modules under `models`.
    modules: Scope,
    /// Component schemas by name.
    components: BTreeMap<&'d str, Component>,
    /// What a schema at a place became, so that a second reference to it finds the same definition.
    at: BTreeMap<Pointer, TypeRef>,
    /// What is being lowered, and what leads back to itself.
    rings: rings::Rings,
    /// Types that the settings gave a name, by that name.
    named: BTreeMap<String, TypeId>,
    /// Types that stand inside a type which several places share, by the name of that type and their own hint.
    shared_children: BTreeMap<(String, String), TypeId>,
    /// The names that inline types would have, had others not taken them.
    numbered: BTreeMap<TypeId, String>,
    /// What the first parameter that stands for a security scheme says of itself.
    authorization: Option<String>,
    /// Security schemes that are asked for at once though one place has to hold them, as far as they were reported.
    rivals: BTreeSet<Vec<String>>,
    /// Places of required properties that an example of the document leaves out.
    relaxed: BTreeSet<Pointer>,
    /// Places of lists that an example of the document says are no list.
    loose_lists: BTreeSet<Pointer>,
    /// Settings that have found what they are about, by their key.
    used_types: BTreeSet<String>,
    used_operations: BTreeSet<String>,
    used_formats: BTreeSet<&'d str>,
    used_secrets: BTreeSet<&'d str>,
    used_libraries: BTreeSet<String>,
}

/// A component schema whose name is decided and whose content may still be ahead.
#[derive(Clone, Debug)]
struct Component {
    id: TypeId,
    name: String,
    /// What it is named after.
    words: String,
    module: String,
    nullable: bool,
}

/// Where a type that has no name in the document takes one from.
#[derive(Clone, Debug)]
struct Naming {
    /// The Rust name of what it stands in.
    parent: String,
    /// What it is there: a property, a role such as `request`.
    hint: String,
    /// The module of what it stands in.
    module: String,
}

impl Naming {
    fn new(parent: &str, hint: &str, module: &str) -> Self {
        Self {
            parent: parent.to_owned(),
            hint: hint.to_owned(),
            module: module.to_owned(),
        }
    }

    fn candidate(&self) -> String {
        names::type_name(&format!("{} {}", self.parent, self.hint))
    }
}

/// A definition that has a name and an id, and waits for its content.
struct Slot {
    id: TypeId,
    name: String,
    module: String,
    /// Whether a type of this name exists already: the new content is joined with it.
    shared: bool,
}

impl<'d> Lowering<'d> {
    fn new(
        document: &'d Document,
        settings: &'d Settings,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            document,
            settings,
            diagnostics,
            types: BTreeMap::new(),
            next_id: 0,
            scope: Scope::types(),
            modules: Scope::default(),
            components: BTreeMap::new(),
            at: BTreeMap::new(),
            rings: rings::Rings::default(),
            named: BTreeMap::new(),
            shared_children: BTreeMap::new(),
            numbered: BTreeMap::new(),
            authorization: None,
            rivals: BTreeSet::new(),
            relaxed: BTreeSet::new(),
            loose_lists: BTreeSet::new(),
            used_types: BTreeSet::new(),
            used_operations: BTreeSet::new(),
            used_formats: BTreeSet::new(),
            used_secrets: BTreeSet::new(),
            used_libraries: BTreeSet::new(),
        }
    }

    fn new_id(&mut self) -> TypeId {
        self.next_id += 1;
        TypeId(self.next_id - 1)
    }

    /// The name that the settings give to the schema at a place.
    fn chosen_name(&mut self, at: &Pointer) -> Option<String> {
        let (key, name) = self
            .settings
            .types
            .iter()
            .find(|(key, _)| key.get_ref() == at.as_str())?;
        self.used_types.insert(key.get_ref().clone());
        Some(name.clone())
    }

    /// Gives an inline type its name and id.
    fn slot(&mut self, at: &Pointer, naming: &Naming) -> Slot {
        if let Some(name) = self.chosen_name(at) {
            if let Some(id) = self.named.get(&name).copied() {
                let module = self
                    .types
                    .get(&id)
                    .map_or_else(|| naming.module.clone(), |def| def.module.clone());
                return Slot {
                    id,
                    name,
                    module,
                    shared: true,
                };
            }
            let id = self.new_id();
            self.named.insert(name.clone(), id);
            let module = self.modules.take(&names::file_name(&name));
            return Slot {
                id,
                name,
                module,
                shared: false,
            };
        }
        let key = (naming.parent.clone(), naming.hint.clone());
        if let Some(id) = self.shared_children.get(&key).copied() {
            let name = self
                .types
                .get(&id)
                .map_or_else(|| naming.candidate(), |def| def.name.clone());
            return Slot {
                id,
                name,
                module: naming.module.clone(),
                shared: true,
            };
        }
        let id = self.new_id();
        let plain = naming.candidate();
        let name = self.inline_name(naming, &plain);
        if name != plain && name.starts_with(&plain) {
            self.numbered.insert(id, plain);
        }
        if self
            .settings
            .types
            .values()
            .filter(|chosen| **chosen == naming.parent)
            .nth(1)
            .is_some()
        {
            self.shared_children.insert(key, id);
        }
        Slot {
            id,
            name,
            module: naming.module.clone(),
            shared: false,
        }
    }

    /// The name of an inline type: what it stands in and what it is there. Deep inside of something that becomes too
    /// long for a person, and then the outermost type does for what it stands in.
    fn inline_name(&mut self, naming: &Naming, whole: &str) -> String {
        const LONG: usize = 60;
        if whole.len() > LONG {
            let short = names::type_name(&format!("{} {}", naming.module, naming.hint));
            if short.len() < whole.len() && self.scope.is_free(&short) {
                return self.scope.take(&short);
            }
        }
        self.scope.take(whole)
    }

    /// Puts the content into a slot.
    fn define(&mut self, slot: &Slot, at: &Pointer, docs: Docs, deprecated: bool, kind: TypeKind) {
        let kind = match self.types.get(&slot.id) {
            Some(existing) if slot.shared => match share::join(&existing.kind, &kind) {
                Ok(joined) => joined,
                Err(why) => {
                    let message = format!(
                        "`{}` is the name of two types that differ: {why}",
                        slot.name
                    );
                    let origin = existing.origin.clone();
                    self.diagnostics.push(
                        Diagnostic::new(Code::SettingsConflict, at, message)
                            .related(origin, "the other one")
                            .help("give them different names under [types] in the settings"),
                    );
                    return;
                }
            },
            _ => kind,
        };
        if let Some(existing) = self.types.get_mut(&slot.id) {
            existing.kind = kind;
            return;
        }
        let (name, module) = (slot.name.clone(), slot.module.clone());
        self.types.insert(
            slot.id,
            TypeDef {
                name,
                formerly: Vec::new(),
                module,
                docs,
                origin: at.clone(),
                deprecated,
                kind,
            },
        );
    }

    fn collision(&mut self, at: &Pointer, message: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::NameCollision, at, message)
                .help("give it a name of your choice under [types] in the settings"),
        );
    }

    fn warn(&mut self, code: Code, at: &Pointer, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, at, message));
    }

    /// Says once for all its places that something has no effect.
    fn ignored(&mut self, at: Pointer, message: impl Into<String>) {
        self.diagnostics.count(Code::IgnoredKeyword, at, message);
    }

    fn report_unused_settings(&mut self) {
        let types = self
            .settings
            .types
            .keys()
            .filter(|key| !self.used_types.contains(key.get_ref()));
        let operations = self
            .settings
            .operations
            .keys()
            .filter(|key| !self.used_operations.contains(key.get_ref()));
        let formats = self.settings.formats.keys();
        let formats = formats.filter(|key| !self.used_formats.contains(key.get_ref().as_str()));
        let secrets = self.settings.secrets.iter();
        let secrets = secrets.filter(|name| !self.used_secrets.contains(name.get_ref().as_str()));
        let crates = self.settings.crates.keys();
        let crates = crates.filter(|name| {
            !self
                .used_libraries
                .contains(&names::library(name.get_ref()))
        });
        let components = self.document.openapi.components.as_ref();
        let env = self.settings.client.env.keys();
        let env = env.filter(|key| {
            components.is_none_or(|all| !all.security_schemes.contains_key(key.get_ref()))
        });
        let unused: Vec<_> = types
            .map(|key| (key, "no type is defined at this place of the document"))
            .chain(operations.map(|key| (key, "the document has no such operation")))
            .chain(formats.map(|key| {
                (
                    key,
                    "the document has no such text to be read in another way",
                )
            }))
            .chain(secrets.map(|name| {
                (
                    name,
                    "the document has no property or parameter of this name",
                )
            }))
            .chain(crates.map(|name| (name, "no type of this crate is used")))
            .chain(env.map(|key| (key, "the document has no such security scheme")))
            .collect();
        for (key, why) in unused {
            let message = format!("{:?} has no effect: {why}", key.get_ref());
            self.diagnostics.push(Diagnostic::new(
                Code::UnusedSetting,
                Place::Settings(key.span()),
                message,
            ));
        }
    }
}
