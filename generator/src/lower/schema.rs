//! What a schema is in Rust: a use of a definition, a scalar, a list, a map, or any JSON value.

use openapiv3::{AdditionalProperties, Schema, SchemaKind};

use super::json_type::JsonType;
use super::union::Settled;
use super::view::{self, Additional, Located, Node, View};
use super::{
    Component, Lowering, Naming, Slot, enumeration, formats, heirs, implied, merge, object, prose,
    rings, union,
};
use crate::diagnostics::Code;
use crate::ir::{Docs, Scalar, TypeKind, TypeRef};
use crate::names;
use crate::pointer::Pointer;
use crate::spec::carried;

/// What a view turns into.
pub(super) enum Built {
    /// A type that needs a definition of its own.
    Definition(TypeKind),
    /// A use of something that is defined elsewhere or needs no definition.
    Use(TypeRef),
}

/// Where a view is built: what the types inside it are named after.
pub(super) struct Within<'n> {
    /// The definition that the view fills, or that it stands in.
    pub(super) name: &'n str,
    /// The module of that definition.
    pub(super) module: &'n str,
    /// What the view is there, where it fills no definition.
    hint: Option<&'n str>,
}

impl<'n> Within<'n> {
    pub(super) fn definition(slot: &'n Slot) -> Self {
        Self {
            name: &slot.name,
            module: &slot.module,
            hint: None,
        }
    }

    fn place(naming: &'n Naming) -> Self {
        Self {
            name: &naming.parent,
            module: &naming.module,
            hint: Some(&naming.hint),
        }
    }

    /// The name for the items of a list or the values of a map.
    fn item(&self) -> Naming {
        let hint = self.hint.map_or_else(|| "item".to_owned(), names::singular);
        Naming::new(self.name, &hint, self.module)
    }
}

/// Defines every component schema.
pub(super) fn components(cx: &mut Lowering<'_>) {
    let components: Vec<(String, Component)> = cx
        .components
        .iter()
        .map(|(name, component)| ((*name).to_owned(), component.clone()))
        .collect();
    // Whether `null` is allowed must be known before the first use of a component is lowered.
    for (name, _) in &components {
        let nullable = component_schema(cx, name).is_some_and(|(at, schema)| {
            let view = view::view(cx, schema, &at);
            view.is_some_and(|view| union::allows_null(cx, &view))
        });
        if let Some(component) = cx.components.get_mut(name.as_str()) {
            component.nullable = nullable;
        }
    }
    for (name, component) in components {
        define_component(cx, &name, &component);
    }
}

fn component_schema<'d>(cx: &Lowering<'d>, name: &str) -> Option<(Pointer, &'d Schema)> {
    let node = cx.document.openapi.components.as_ref()?.schemas.get(name)?;
    view::target(cx, &Located::new(node, component_pointer(name)))
}

fn component_pointer(name: &str) -> Pointer {
    Pointer::root()
        .child("components")
        .child("schemas")
        .child(name)
}

fn define_component(cx: &mut Lowering<'_>, name: &str, component: &Component) {
    let at = component_pointer(name);
    let slot = Slot {
        id: component.id,
        name: component.name.clone(),
        module: component.module.clone(),
        shared: false,
    };
    let Some(components) = &cx.document.openapi.components else {
        return;
    };
    let Some(node) = components.schemas.get(name) else {
        return;
    };
    let located = Located::new(node, at.clone());
    // A component that only points at another one is an alias of it.
    // A base that others extend is their union, of which one that adds nothing to it still is a branch of its own.
    let alias = pass_through(&located).filter(|target| {
        matches!(located.node, Node::Ref(_)) || !heirs::are_between(cx, &at, target)
    });
    if let Some(target) = alias {
        let ty = use_of(cx, &target, &Naming::new(&slot.name, "", &slot.module));
        let docs = prose::of_use(&located);
        cx.define(&slot, &at, docs, false, TypeKind::Alias(ty));
        return;
    }
    let Node::Schema(schema) = located.node else {
        return;
    };
    let Some(view) = view::view(cx, schema, &at) else {
        cx.define(
            &slot,
            &at,
            Docs::default(),
            false,
            TypeKind::Alias(TypeRef::Any),
        );
        return;
    };
    let docs = prose::of_view(&view);
    let deprecated = schema.schema_data.deprecated;
    let within = Within::definition(&slot);
    let kind = match foreign(cx, &view) {
        Some(ty) => TypeKind::Alias(ty),
        None => match heirs::union(cx, &view, &within) {
            Some(kind) => kind,
            None => component_kind(cx, view, &within),
        },
    };
    cx.define(&slot, &at, docs, deprecated, kind);
}

fn component_kind<'d>(cx: &mut Lowering<'d>, view: View<'d>, within: &Within<'_>) -> TypeKind {
    match union::settled(cx, view) {
        Settled::Use(target) => TypeKind::Alias(use_of(cx, &target, &within.item())),
        Settled::View(view) => match build(cx, &view, within) {
            Built::Definition(kind) => kind,
            Built::Use(ty) => TypeKind::Alias(ty),
        },
    }
}

/// Lowers the use of a schema.
pub(super) fn use_of<'d>(cx: &mut Lowering<'d>, located: &Located<'d>, naming: &Naming) -> TypeRef {
    match located.node {
        Node::Ref(reference) => reference_use(cx, reference, naming),
        Node::Schema(schema) => {
            if let Some(target) = pass_through(located) {
                let ty = use_of(cx, &target, naming);
                return if schema.schema_data.nullable {
                    ty.nullable()
                } else {
                    ty
                };
            }
            inline_use(cx, schema, &located.at, naming)
        }
    }
}

/// Lowers several schemas that hold for one value, as `allOf` members may say of one property. `at` is the place of the
/// value in what they are merged into: each of them may also stand for itself elsewhere.
pub(super) fn use_of_all<'d>(
    cx: &mut Lowering<'d>,
    places: &[Located<'d>],
    at: &Pointer,
    naming: &Naming,
) -> TypeRef {
    let [first, others @ ..] = places else {
        return TypeRef::Any;
    };
    if others.is_empty() {
        return use_of(cx, first, naming);
    }
    let telling = implied::telling(cx, places);
    match telling.as_slice() {
        // All of them say nothing.
        [] => use_of(cx, first, naming),
        [one] => use_of(cx, one, naming),
        [one, more @ ..] => {
            let Some(mut merged) = view::resolved(cx, one) else {
                return TypeRef::Any;
            };
            for place in more {
                if let Some(part) = view::resolved(cx, place) {
                    merged.nullable &= part.nullable;
                    merge::absorb(cx, &mut merged, part, &place.at);
                }
            }
            merged.at = at.clone();
            view_use(cx, merged, naming)
        }
    }
}

/// Whether two places say the same, up to prose and defaults.
pub(super) fn same_schema(a: &Located<'_>, b: &Located<'_>) -> bool {
    match (a.node, b.node) {
        (Node::Ref(a), Node::Ref(b)) => a == b,
        (Node::Schema(a), Node::Schema(b)) => {
            let [own, other] =
                [a, b].map(|schema| schema.schema_data.extensions.get(carried::FOREIGN));
            a.schema_kind == b.schema_kind && own == other
        }
        _ => false,
    }
}

fn reference_use(cx: &mut Lowering<'_>, reference: &str, naming: &Naming) -> TypeRef {
    if let Some(component) = reference
        .strip_prefix("#/components/schemas/")
        .and_then(|name| {
            cx.components
                .get(name.replace("~1", "/").replace("~0", "~").as_str())
        })
    {
        let ty = TypeRef::Named(component.id);
        return if component.nullable {
            ty.nullable()
        } else {
            ty
        };
    }
    match cx.document.schema(reference) {
        Some((at, schema)) => {
            let naming = deep_naming(cx, &at).unwrap_or_else(|| naming.clone());
            inline_use(cx, schema, &at, &naming)
        }
        // The reader has reported it.
        None => TypeRef::Any,
    }
}

/// A schema inside another one is named after its place, not after who refers to it first.
fn deep_naming(cx: &Lowering<'_>, at: &Pointer) -> Option<Naming> {
    let steps: Vec<String> = at.steps().collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let ["components", "schemas", name, rest @ ..] = steps.as_slice() else {
        return None;
    };
    let component = cx.components.get(*name)?;
    let hint = rest
        .iter()
        .filter(|step| !["properties", "items", "$defs", "allOf"].contains(step))
        .copied();
    Some(Naming::new(
        &component.name,
        &hint.collect::<Vec<_>>().join(" "),
        &component.module,
    ))
}

/// What a use comes down to that needs no definition of its own here.
pub(super) fn used_as_it_is<'d>(located: &Located<'d>) -> Option<Located<'d>> {
    match located.node {
        Node::Schema(schema) if view::is_foreign(&schema.schema_data) => Some(located.clone()),
        _ => pass_through(located),
    }
}

/// `allOf` with one member and nothing beside it but prose is that member.
pub(super) fn pass_through<'d>(located: &Located<'d>) -> Option<Located<'d>> {
    let Node::Schema(schema) = located.node else {
        return matches!(located.node, Node::Ref(_)).then(|| located.clone());
    };
    if view::is_foreign(&schema.schema_data) {
        return None;
    }
    let alone = match &schema.schema_kind {
        SchemaKind::AllOf { .. } => true,
        // A type beside the reference repeats what the target says.
        SchemaKind::Any(any) => {
            any.one_of.is_empty()
                && any.any_of.is_empty()
                && any.properties.is_empty()
                && any.required.is_empty()
                && any.enumeration.is_empty()
                && any.items.is_none()
                && !matches!(
                    any.additional_properties,
                    Some(AdditionalProperties::Schema(_) | AdditionalProperties::Any(true))
                )
        }
        _ => false,
    };
    let members = view::members(schema, &located.at);
    match members.as_slice() {
        [member] if alone => match member.node {
            Node::Ref(_) => Some(member.clone()),
            Node::Schema(_) => None,
        },
        _ => None,
    }
}

fn inline_use<'d>(
    cx: &mut Lowering<'d>,
    schema: &'d Schema,
    at: &Pointer,
    naming: &Naming,
) -> TypeRef {
    if let Some(known) = cx.at.get(at) {
        return known.clone();
    }
    match view::view(cx, schema, at) {
        Some(view) => view_use(cx, view, naming),
        None => TypeRef::Any,
    }
}

/// Lowers a view: names it first if it needs a definition, so that what stands in it can be named after it.
pub(super) fn view_use<'d>(cx: &mut Lowering<'d>, view: View<'d>, naming: &Naming) -> TypeRef {
    let nullable = union::allows_null(cx, &view);
    let or_null = |ty: TypeRef| if nullable { ty.nullable() } else { ty };
    if let Some(ty) = foreign(cx, &view) {
        return or_null(ty);
    }
    if view.is_leaf() {
        return or_null(plain(cx, &view, &Within::place(naming)));
    }
    let key = rings::Key::of(&view);
    if let Some(ty) = rings::enter(cx, &key, &view, naming) {
        return or_null(ty);
    }
    let ty = match union::settled(cx, view) {
        Settled::Use(target) => use_of(cx, &target, naming),
        Settled::View(view) if needs_definition(cx, &view) => {
            let slot = cx.slot(&view.at, naming);
            let ty = TypeRef::Named(slot.id);
            rings::name(cx, &key, &ty);
            cx.at.insert(view.at.clone(), or_null(ty.clone()));
            let docs = prose::of_view(&view);
            let kind = match build(cx, &view, &Within::definition(&slot)) {
                Built::Definition(kind) => kind,
                Built::Use(target) => TypeKind::Alias(target),
            };
            cx.define(&slot, &view.at, docs, view.data.deprecated, kind);
            ty
        }
        Settled::View(view) => match build(cx, &view, &Within::place(naming)) {
            Built::Use(ty) => ty,
            Built::Definition(_) => TypeRef::Any,
        },
    };
    or_null(rings::leave(cx, key, ty))
}

/// The type of another crate that the values of a schema are.
fn foreign(cx: &mut Lowering<'_>, view: &View<'_>) -> Option<TypeRef> {
    let ty = view.foreign()?;
    cx.used_libraries.extend(ty.library().map(str::to_owned));
    Some(ty)
}

/// Whether a view becomes a struct, an enum or a union.
fn needs_definition<'d>(cx: &mut Lowering<'d>, view: &View<'d>) -> bool {
    union::branches(cx, view).is_some()
        || enumeration::is_one(view)
        || view.has_properties()
        || is_loose_list(cx, view)
}

fn is_loose_list(cx: &Lowering<'_>, view: &View<'_>) -> bool {
    view.may_be_no_list() && cx.loose_lists.contains(&view.at)
}

/// Builds what a view is.
pub(super) fn build<'d>(cx: &mut Lowering<'d>, view: &View<'d>, within: &Within<'_>) -> Built {
    if let Some(branches) = union::branches(cx, view) {
        return union::build(cx, view, branches, within);
    }
    if let Some(values) = enumeration::values(view) {
        return Built::Definition(TypeKind::Enum(values));
    }
    if view.has_properties() {
        return Built::Definition(TypeKind::Struct(object::build(cx, view, within)));
    }
    if is_loose_list(cx, view) {
        let items = items_of(cx, view, within);
        return union::one_or_many(items);
    }
    Built::Use(plain(cx, view, within))
}

fn items_of<'d>(cx: &mut Lowering<'d>, view: &View<'d>, within: &Within<'_>) -> TypeRef {
    let at = view.at.child("items");
    use_of_all(cx, &view.items, &at, &within.item())
}

/// A type without a definition of its own.
fn plain<'d>(cx: &mut Lowering<'d>, view: &View<'d>, within: &Within<'_>) -> TypeRef {
    if !view.items.is_empty() {
        return items_of(cx, view, within).list();
    }
    if let Additional::Schema(values) = &view.additional {
        return use_of(cx, values, &within.item()).map();
    }
    match view.json_type {
        Some(JsonType::Boolean) => TypeRef::Scalar(Scalar::Boolean),
        Some(JsonType::Integer) => TypeRef::Scalar(formats::integer(cx, view)),
        Some(JsonType::Number) => TypeRef::Scalar(formats::number(cx, view)),
        Some(JsonType::String) => TypeRef::Scalar(formats::string(cx, view)),
        Some(JsonType::Array) => TypeRef::Any.list(),
        Some(JsonType::Object) => TypeRef::Any.map(),
        None if matches!(
            view.additional,
            Additional::Anything | Additional::Forbidden
        ) =>
        {
            TypeRef::Any.map()
        }
        // Real documents write a format where they forget the type.
        None => match formats::of_text(cx, view) {
            Some(scalar) => TypeRef::Scalar(scalar),
            None => any(cx, view),
        },
    }
}

fn any(cx: &mut Lowering<'_>, view: &View<'_>) -> TypeRef {
    // Only objects have properties that can be required.
    if !view.required.is_empty() {
        return TypeRef::Any.map();
    }
    // An empty schema means any value; only a schema that says something and still ends here is worth a word.
    if !view.values.is_empty() || view.format.is_some() {
        cx.warn(
            Code::FallbackToAny,
            &view.at,
            "this schema says what fits, but names no type, so it becomes any JSON value",
        );
    }
    TypeRef::Any
}
