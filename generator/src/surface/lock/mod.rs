//! The lock: the surface as text, kept beside the document. It is what names are kept by, and what changes are told
//! against.
//!
//! One fact a line, in blocks, sorted, so that a person reads it and a merge takes it. Prose is not in it, only a
//! fingerprint of the prose of each operation and type.

mod read;
mod rows;
pub(crate) mod spell;
mod write;

use std::collections::BTreeMap;

use super::{Kind, Operation, Surface, Type, Value};
use crate::Source;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{CallDefaults, Docs};

/// The version of the text. Another one is never read as if it were this one.
const VERSION: &str = "1";

/// What stands at the top of the file.
const HEAD: &str = "\
# What callers of the generated crate see, and what goes over the wire. Written by codegen; names in it are kept.
# After a merge conflict, take either side and run codegen again.
";

/// A surface, with fingerprints in place of its prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Lock {
    /// The surface; prose is left out, operations stand by path, types by name, and a type knows its feature only where it has
    /// one.
    pub surface: Surface,
    /// The fingerprint of the prose of each operation and type that has any.
    pub docs: BTreeMap<String, String>,
}

impl Lock {
    /// What a lock keeps of a surface.
    pub fn of(surface: &Surface) -> Self {
        let mut docs = BTreeMap::new();
        for operation in &surface.operations {
            insert(
                &mut docs,
                Self::operation_key(operation),
                prose_of_operation(operation),
            );
        }
        for ty in &surface.types {
            insert(&mut docs, Self::type_key(ty), prose_of_type(ty));
        }
        let mut surface = surface.clone();
        promises_only(&mut surface);
        surface.operations.sort_by(|a, b| order(a).cmp(&order(b)));
        surface
            .webhooks
            .sort_by(|a, b| (&a.name, &a.verb).cmp(&(&b.name, &b.verb)));
        Self { surface, docs }
    }

    /// Reads a lock; what is wrong with it is reported with its line.
    pub fn read(source: Source<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let lock = rows::read(source.text).and_then(|rows| read::lock(&rows));
        lock.map_err(|fault| {
            let place = Place::SourceAt {
                source: diagnostics.sources.add(source),
                line: fault.line.max(1),
                column: 1,
            };
            diagnostics.push(
                Diagnostic::new(Code::LockSyntax, place, fault.message).help(
                    "take the lock from version control again; without the file, names are chosen afresh",
                ),
            );
        })
        .ok()
    }

    /// The text of the lock.
    pub fn text(&self) -> String {
        format!("{HEAD}\n{}", rows::write(&write::rows(self)))
    }

    /// What an operation is told of by, and its fingerprint kept under.
    pub(super) fn operation_key(operation: &Operation) -> String {
        let Operation {
            verb, path, sends, ..
        } = operation;
        match sends {
            Some(mime) => format!("{verb} {path} {mime}"),
            None => format!("{verb} {path}"),
        }
    }

    /// What a type's fingerprint is kept under.
    pub(super) fn type_key(ty: &Type) -> String {
        ty.name.clone()
    }
}

/// What operations stand by.
fn order(operation: &Operation) -> impl Ord + '_ {
    (&operation.path, &operation.verb, &operation.sends)
}

fn insert(docs: &mut BTreeMap<String, String>, key: String, prose: Vec<&Docs>) {
    if prose.iter().any(|docs| !docs.is_empty()) {
        docs.insert(key, fingerprint(&prose));
    }
}

/// FNV-1a, cut to 32 bits: two texts that differ share a fingerprint once in four thousand million times.
fn fingerprint(prose: &[&Docs]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut eat = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for docs in prose {
        eat(docs.text.trim());
        docs.notes.iter().for_each(|note| eat(note));
        eat("");
    }
    format!("{:08x}", (hash ^ (hash >> 32)) as u32)
}

fn prose_of_operation(operation: &Operation) -> Vec<&Docs> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.docs);
    std::iter::once(&operation.docs)
        .chain(parameters)
        .chain(operation.body.iter().map(|body| &body.docs))
        .chain(operation.answers.iter().map(|answer| &answer.docs))
        .collect()
}

fn prose_of_type(ty: &Type) -> Vec<&Docs> {
    let inner: Vec<&Docs> = match &ty.kind {
        Kind::Struct(object) | Kind::Multipart(object) => {
            object.fields.iter().map(|field| &field.docs).collect()
        }
        Kind::Union(union) => union.variants.iter().map(|variant| &variant.docs).collect(),
        Kind::Texts(values) => prose_of_values(values),
        Kind::Numbers(values) => prose_of_values(values),
        Kind::Alias(_) | Kind::Newtype(_) => Vec::new(),
    };
    std::iter::once(&ty.docs).chain(inner).collect()
}

/// Values without prose leave the fingerprint as it was before values could have any.
fn prose_of_values<T>(values: &[Value<T>]) -> Vec<&Docs> {
    let docs = values.iter().map(|value| &value.docs);
    docs.filter(|docs| !docs.is_empty()).collect()
}

/// Takes out what no caller was promised: prose, what follows from the rest, and defaults.
fn promises_only(surface: &mut Surface) {
    // Which crates a program has to name follows from the types, and says nothing new.
    surface.package.dependencies.clear();
    // What a caller may choose anew at any time is no promise.
    surface.client.defaults = CallDefaults::default();
    for operation in &mut surface.operations {
        operation.defaults = CallDefaults::default();
    }
    for feature in &mut surface.package.features {
        feature.docs.clear();
    }
    let mut all: Vec<&mut Docs> = Vec::new();
    all.extend(
        surface
            .client
            .credentials
            .iter_mut()
            .map(|one| &mut one.docs),
    );
    all.extend(surface.resources.iter_mut().map(|one| &mut one.docs));
    for operation in &mut surface.operations {
        all.push(&mut operation.docs);
        all.extend(operation.parameters.iter_mut().map(|one| &mut one.docs));
        all.extend(operation.body.iter_mut().map(|one| &mut one.docs));
        all.extend(operation.answers.iter_mut().map(|one| &mut one.docs));
        let headers = operation.headers.iter_mut();
        all.extend(headers.flat_map(|one| one.fields.iter_mut().map(|field| &mut field.docs)));
    }
    all.extend(surface.webhooks.iter_mut().map(|one| &mut one.docs));
    for ty in &mut surface.types {
        all.push(&mut ty.docs);
        match &mut ty.kind {
            Kind::Struct(object) | Kind::Multipart(object) => {
                all.extend(object.fields.iter_mut().map(|one| &mut one.docs));
            }
            Kind::Union(union) => {
                all.extend(union.variants.iter_mut().map(|one| &mut one.docs));
            }
            Kind::Texts(values) => all.extend(values.iter_mut().map(|one| &mut one.docs)),
            Kind::Numbers(values) => all.extend(values.iter_mut().map(|one| &mut one.docs)),
            Kind::Alias(_) | Kind::Newtype(_) => {}
        }
    }
    for docs in all {
        *docs = Docs::default();
    }
}
