//! The parts that a form may have, and which of them are files.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::json_type::JsonType;
use super::view::{self, Additional, Located, View};
use crate::ir::{Scalar, TypeRef};
use crate::pointer::Pointer;

/// How many schemas lie in each other where parts are looked for, and files.
const DEEPEST: usize = 24;

/// The parts of a form.
///
/// Parts are sent one by one, so a union of forms is a form that has the parts of all, of which those are required that all
/// require.
pub(super) struct Form<'d> {
    /// The schema, with the parts of every branch.
    pub(super) view: View<'d>,
    /// Parts that are something else than what the schema of one of them says.
    pub(super) parts: BTreeMap<&'d str, Part>,
    /// What the parts are that it doesn't name, where that is something else.
    pub(super) others: Option<Part>,
}

/// What a part is sent as.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// Its type.
    pub(super) ty: TypeRef,
    /// Whether it may be something else in place of a file, such as the id of one that the server has.
    pub(super) mixed: bool,
    /// Whether it is told to be a file: what nothing is said of may be one (OpenAPI 3.1 and 3.2, "Encoding Object").
    pub(super) told: bool,
}

impl Part {
    /// A file, or anything else.
    pub(super) fn any() -> Self {
        Self::from(File::ANY)
    }
}

/// A file, found somewhere in a part.
#[derive(Clone, Copy, Debug)]
struct File {
    /// Whether there may be several.
    several: bool,
    /// Whether it may also be something else.
    mixed: bool,
    /// Whether a schema says that it is bytes.
    told: bool,
}

impl File {
    const ONE: Self = Self {
        several: false,
        mixed: false,
        told: true,
    };
    const ANY: Self = Self {
        several: false,
        mixed: true,
        told: false,
    };
}

impl From<File> for Part {
    fn from(file: File) -> Self {
        let one = TypeRef::Scalar(Scalar::File);
        Self {
            ty: if file.several { one.list() } else { one },
            mixed: file.mixed,
            told: file.told,
        }
    }
}

/// The form that a schema describes; `None` when it describes no object.
pub(super) fn form<'d>(cx: &mut Lowering<'d>, schema: &Located<'d>) -> Option<Form<'d>> {
    let mut view = view::resolved(cx, schema)?;
    if !is_object(&view) {
        return None;
    }
    let all = gather(cx, &view, &mut BTreeSet::from([view.at.clone()]), DEEPEST);
    let mut parts = BTreeMap::new();
    view.properties.clear();
    for (name, mut alternatives) in all.parts {
        parts.extend(part(cx, &alternatives).map(|part| (name, part)));
        view.properties.insert(name, alternatives.swap_remove(0));
    }
    view.required = all.required;
    view.additional = all.additional;
    view.unions.clear();
    if !view.has_properties() && matches!(view.additional, Additional::Unsaid) {
        // Nothing is said of its parts, so they may be any.
        view.additional = Additional::Anything;
    }
    let others = match &view.additional {
        Additional::Unsaid | Additional::Forbidden => None,
        Additional::Anything => Some(Part::any()),
        Additional::Schema(place) => file(cx, place).map(Part::from),
    };
    Some(Form {
        view,
        parts,
        others,
    })
}

/// Whether a body has a part that is certainly a file, or is one as a whole.
pub(super) fn has_files<'d>(cx: &mut Lowering<'d>, schema: &Located<'d>) -> bool {
    match form(cx, schema) {
        Some(form) => {
            let mut parts = form.parts.into_values().chain(form.others);
            parts.any(|part| part.told)
        }
        None => view::resolved(cx, schema).is_some_and(|whole| whole.is_bytes()),
    }
}

fn is_object(view: &View<'_>) -> bool {
    matches!(view.told_type(), None | Some(JsonType::Object))
}

/// What a schema and the branches of its unions say of the parts of a form.
struct Gathered<'d> {
    /// For each part the schemas that describe it, in each of the branches that do so differently.
    parts: BTreeMap<&'d str, Vec<Vec<Located<'d>>>>,
    required: Vec<&'d str>,
    additional: Additional<'d>,
}

/// `seen` holds the schemas that have been visited, each of which is visited once.
fn gather<'d>(
    cx: &mut Lowering<'d>,
    view: &View<'d>,
    seen: &mut BTreeSet<Pointer>,
    depth: usize,
) -> Gathered<'d> {
    let own = view.properties.iter();
    let mut all = Gathered {
        parts: own
            .map(|(name, places)| (*name, vec![places.clone()]))
            .collect(),
        required: view.required.clone(),
        additional: view.additional.clone(),
    };
    for union in &view.unions {
        let mut required: Option<Vec<&'d str>> = None;
        for branch in &union.list {
            let Some(branch) = view::resolved(cx, branch) else {
                continue;
            };
            if !is_object(&branch) {
                let message = "a form has parts, so a branch that is no object has no effect";
                cx.ignored(branch.at, message);
                continue;
            }
            if depth == 0 {
                let message = "the parts of this branch lie too deep in other branches";
                cx.ignored(branch.at, message);
                continue;
            }
            if !seen.insert(branch.at.clone()) {
                // Its parts are there already; which of them it requires is not looked at again.
                required = Some(Vec::new());
                continue;
            }
            let inner = gather(cx, &branch, seen, depth - 1);
            match &mut required {
                Some(required) => required.retain(|name| inner.required.contains(name)),
                None => required = Some(inner.required),
            }
            if matches!(all.additional, Additional::Unsaid) {
                all.additional = inner.additional;
            }
            for (name, alternatives) in inner.parts {
                let known = all.parts.entry(name).or_default();
                for places in alternatives {
                    if !known.iter().any(|known| same_places(known, &places)) {
                        known.push(places);
                    }
                }
            }
        }
        for name in required.unwrap_or_default() {
            if !all.required.contains(&name) {
                all.required.push(name);
            }
        }
    }
    all
}

fn same_places(one: &[Located<'_>], other: &[Located<'_>]) -> bool {
    let at = |places: &[Located<'_>]| {
        places
            .iter()
            .map(|place| place.at.clone())
            .collect::<Vec<_>>()
    };
    at(one) == at(other)
}

/// What a part is, where it is a file or the branches describe it in different ways.
fn part<'d>(cx: &mut Lowering<'d>, alternatives: &[Vec<Located<'d>>]) -> Option<Part> {
    let files: Vec<Option<File>> = alternatives
        .iter()
        .map(|places| places.iter().find_map(|place| file(cx, place)))
        .collect();
    if let Some(file) = either(&files) {
        return Some(file.into());
    }
    let [first, others @ ..] = alternatives else {
        return None;
    };
    let first = view::resolved(cx, first.first()?)?;
    let mut told = first.told_type();
    let mut alike = true;
    for other in others {
        let other = view::resolved(cx, other.first()?)?;
        alike &= is_alike(&first, &other);
        told = told.filter(|told| other.told_type() == Some(*told));
    }
    if alike {
        return None;
    }
    let ty = match told {
        Some(JsonType::Boolean) => TypeRef::Scalar(Scalar::Boolean),
        Some(JsonType::Integer) => TypeRef::Scalar(Scalar::Int64),
        Some(JsonType::Number) => TypeRef::Scalar(Scalar::Number),
        Some(JsonType::String) => TypeRef::Scalar(Scalar::String),
        Some(JsonType::Array | JsonType::Object) | None => TypeRef::Any,
    };
    let message =
        "branches of the union describe this part in different ways, so less is said of it";
    cx.ignored(first.at, message);
    Some(Part {
        ty,
        mixed: false,
        told: false,
    })
}

/// Whether two schemas are one, or say the same of a value without parts.
fn is_alike(one: &View<'_>, other: &View<'_>) -> bool {
    let plain =
        |view: &View<'_>| !view.has_properties() && view.items.is_empty() && view.unions.is_empty();
    let told = |view: &View<'_>| (view.json_type, view.format.clone(), view.values.clone());
    one.at == other.at || (plain(one) && plain(other) && told(one) == told(other))
}

/// The file that a part may be: bytes, or a list of bytes, go by themselves.
fn file<'d>(cx: &mut Lowering<'d>, place: &Located<'d>) -> Option<File> {
    file_in(cx, place, &mut BTreeSet::new(), DEEPEST)
}

fn file_in<'d>(
    cx: &mut Lowering<'d>,
    place: &Located<'d>,
    seen: &mut BTreeSet<Pointer>,
    depth: usize,
) -> Option<File> {
    let part = view::resolved(cx, place)?;
    if part.is_bytes() {
        return Some(File::ONE);
    }
    if part.says_nothing() && part.data.default.is_none() {
        return Some(File::ANY);
    }
    let depth = depth.checked_sub(1)?;
    if !seen.insert(part.at.clone()) {
        return None;
    }
    let mut items = part.items.iter();
    let file = items.find_map(|item| file_in(cx, item, seen, depth));
    // A list of which nothing else is said is no list of files.
    if let Some(item) = file.filter(|item| item.told) {
        return Some(File {
            several: true,
            ..item
        });
    }
    let branches = part.unions.iter().flat_map(|union| &union.list);
    let mut files = Vec::new();
    let mut has_lists = false;
    for branch in branches {
        files.push(file_in(cx, branch, seen, depth));
        has_lists |= view::resolved(cx, branch)
            .is_some_and(|branch| branch.told_type() == Some(JsonType::Array));
    }
    either(&files).map(|file| File {
        several: file.several || has_lists,
        ..file
    })
}

/// The file that is one of several things; `None` when none of them is a file.
fn either(files: &[Option<File>]) -> Option<File> {
    let found = || files.iter().flatten();
    found().next().map(|_| File {
        several: found().any(|file| file.several),
        mixed: files.iter().any(Option::is_none) || found().any(|file| file.mixed),
        told: found().any(|file| file.told),
    })
}
