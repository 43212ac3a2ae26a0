//! Bodies of `multipart/form-data`: a struct of named parts, of which some are files.

use std::collections::BTreeMap;

use openapiv3::MediaType;

use super::json_type::JsonType;
use super::schema::{Within, docs_of};
use super::view::{self, Additional, Located, View};
use super::{Lowering, Naming, object};
use crate::ir::{Access, Docs, Multipart, Presence, Scalar, Struct, TypeKind, TypeRef};
use crate::pointer::Pointer;
use crate::spec::carried;

/// How what is no file is given in its place.
const MIXED: &str = "What is no file goes as `FilePart::text(…)`.";

/// The type of a body in parts.
pub(super) fn lower<'d>(
    cx: &mut Lowering<'d>,
    media: &'d MediaType,
    at: &Pointer,
    naming: &Naming,
) -> TypeRef {
    let encodings_at = at.child("encoding");
    let Some(schema) = &media.schema else {
        return any_parts(cx, at, naming);
    };
    let at = at.child("schema");
    let Some(view) = form(cx, &Located::new(schema, at.clone())) else {
        let message = "a form has parts, so a schema of something else says nothing of it";
        cx.ignored(at.clone(), message);
        return any_parts(cx, &at, naming);
    };
    let (files, others) = (files(cx, &view), others(cx, &view));
    let slot = cx.slot(&at, naming);
    let mut fields = object::build(cx, &view, &Within::definition(&slot));
    if let Some(file) = others {
        fields.rest = Some(file.ty());
    }
    // What only the server sends has no place in a request.
    fields
        .fields
        .retain(|field| field.access != Access::ReadOnly);
    for field in &mut fields.fields {
        // A part that is null is a part that is left out.
        if let TypeRef::Nullable(inner) = &field.ty {
            field.ty = (**inner).clone();
            field.presence = Presence::Optional;
        }
        if let Some(file) = files.get(field.name.wire.as_str()) {
            field.ty = file.ty();
            field
                .docs
                .notes
                .extend(file.mixed.then(|| MIXED.to_owned()));
        }
        field.access = Access::ReadWrite;
    }
    for (name, encoding) in &media.encoding {
        let explode = encoding.extensions.contains_key(carried::EXPLODE);
        if encoding.style.is_some() || explode || encoding.allow_reserved {
            let message = "a style of a part has no effect: texts are sent as they are, lists as a part for each item, objects as JSON";
            cx.ignored(encodings_at.child(name), message);
        }
    }
    let media_types = fields
        .fields
        .iter()
        .map(|field| {
            let encoding = media.encoding.get(&field.name.wire);
            let given = encoding.and_then(|encoding| encoding.content_type.clone());
            given.filter(|text| !text.contains([',', '*']) && super::content::is_sendable(text))
        })
        .collect();
    let kind = TypeKind::Multipart(Multipart {
        fields,
        media_types,
    });
    cx.define(&slot, &at, docs_of(&view), view.data.deprecated, kind);
    TypeRef::Named(slot.id)
}

/// A form of which nothing is known: its parts may be any.
fn any_parts(cx: &mut Lowering<'_>, at: &Pointer, naming: &Naming) -> TypeRef {
    let slot = cx.slot(at, naming);
    let kind = TypeKind::Multipart(Multipart {
        fields: Struct {
            fields: Vec::new(),
            rest: Some(ANY.ty()),
        },
        media_types: Vec::new(),
    });
    cx.define(&slot, at, Docs::default(), false, kind);
    TypeRef::Named(slot.id)
}

/// A part that is a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct File {
    /// Whether there may be several.
    several: bool,
    /// Whether it may also be something else, such as the id of a file that the server has.
    mixed: bool,
}

impl File {
    fn ty(self) -> TypeRef {
        let one = TypeRef::Scalar(Scalar::File);
        if self.several { one.list() } else { one }
    }
}

/// What may be anything may be a file.
const ANY: File = File {
    several: false,
    mixed: true,
};

/// Whether a form has a part that is a file, or is one as a whole.
pub(super) fn has_files<'d>(cx: &mut Lowering<'d>, schema: &Located<'d>) -> bool {
    let Some(form) = form(cx, schema) else {
        return view::resolved(cx, schema).is_some_and(|whole| whole.is_bytes());
    };
    !files(cx, &form).is_empty() || others(cx, &form).is_some_and(|file| !file.mixed)
}

/// The parts that a form may have; `None` when its schema is no object.
///
/// Parts are sent one by one, so a union of forms is a form that has the parts of all, of which those are required that all
/// require.
fn form<'d>(cx: &mut Lowering<'d>, schema: &Located<'d>) -> Option<View<'d>> {
    let mut form = view::resolved(cx, schema)?;
    for union in std::mem::take(&mut form.unions) {
        let mut branches = Vec::new();
        for branch in &union.list {
            if !form.is_made_of(cx, branch) {
                branches.extend(view::resolved(cx, branch));
            }
        }
        let mut branches = branches.into_iter();
        let Some(first) = branches.next() else {
            continue;
        };
        let mut required = first.required;
        let mut parts = first.properties;
        for branch in branches {
            required.retain(|name| branch.required.contains(name));
            for (name, places) in branch.properties {
                if parts.contains_key(name) {
                    let message = "a part is as the first branch of the union has it";
                    cx.ignored(branch.at.child("properties").child(name), message);
                } else {
                    parts.insert(name, places);
                }
            }
        }
        for (name, places) in parts {
            form.properties.entry(name).or_insert(places);
        }
        view::add_required(&mut form, required.into_iter());
    }
    let is_object = matches!(form.told_type(), None | Some(JsonType::Object));
    if is_object && !form.has_properties() && matches!(form.additional, Additional::Unsaid) {
        // Nothing is said of its parts, so they may be any.
        form.additional = Additional::Anything;
    }
    let has_others = !matches!(form.additional, Additional::Unsaid | Additional::Forbidden);
    (is_object && (form.has_properties() || has_others)).then_some(form)
}

/// The parts of a form that are files.
fn files<'d>(cx: &mut Lowering<'d>, form: &View<'d>) -> BTreeMap<&'d str, File> {
    let mut files = BTreeMap::new();
    for (name, places) in &form.properties {
        let file = places.iter().find_map(|place| file(cx, place));
        files.extend(file.map(|file| (*name, file)));
    }
    files
}

/// What the parts are that a form doesn't name, where they are files.
fn others<'d>(cx: &mut Lowering<'d>, form: &View<'d>) -> Option<File> {
    match &form.additional {
        Additional::Unsaid | Additional::Forbidden => None,
        Additional::Anything => Some(ANY),
        Additional::Schema(place) => file(cx, place),
    }
}

fn file<'d>(cx: &mut Lowering<'d>, place: &Located<'d>) -> Option<File> {
    let part = view::resolved(cx, place)?;
    bytes(cx, &part).or_else(|| one_of(cx, &part))
}

/// Bytes, or a list of bytes, are files where each part goes by itself.
fn bytes<'d>(cx: &mut Lowering<'d>, part: &View<'d>) -> Option<File> {
    let mut items = part.items.iter();
    let several = items.any(|item| view::resolved(cx, item).is_some_and(|item| item.is_bytes()));
    (several || part.is_bytes()).then_some(File {
        several,
        mixed: false,
    })
}

/// A union of which a branch is a file.
fn one_of<'d>(cx: &mut Lowering<'d>, part: &View<'d>) -> Option<File> {
    let branches = part.unions.iter().flat_map(|union| &union.list);
    let branches: Vec<Option<File>> = branches
        .map(|branch| {
            let branch = view::resolved(cx, branch)?;
            bytes(cx, &branch)
        })
        .collect();
    let files = || branches.iter().flatten();
    files().next().map(|_| File {
        several: files().any(|file| file.several),
        mixed: branches.contains(&None),
    })
}
