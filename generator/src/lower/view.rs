//! One way to look at a schema, whichever of openapiv3's kinds it came as, with `allOf` already merged in.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ReferenceOr, Schema, SchemaData, SchemaKind,
    StringFormat, Type, VariantOrUnknownOrEmpty,
};

use super::Lowering;
use super::json_type::JsonType;
use super::merge::{self, Merge};
use crate::ir::TypeRef;
use crate::pointer::Pointer;
use crate::spec::carried;
use crate::spec::json::Value;

/// A schema or a reference to one, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Located<'d> {
    pub(super) at: Pointer,
    pub(super) node: Node<'d>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'d> {
    Ref(&'d str),
    Schema(&'d Schema),
}

impl<'d> Located<'d> {
    pub(super) fn new(node: &'d ReferenceOr<Schema>, at: Pointer) -> Self {
        let node = match node {
            ReferenceOr::Reference { reference } => Node::Ref(reference),
            ReferenceOr::Item(schema) => Node::Schema(schema),
        };
        Self { at, node }
    }

    pub(super) fn boxed(node: &'d ReferenceOr<Box<Schema>>, at: Pointer) -> Self {
        let node = match node {
            ReferenceOr::Reference { reference } => Node::Ref(reference),
            ReferenceOr::Item(schema) => Node::Schema(schema),
        };
        Self { at, node }
    }
}

/// What a schema says about properties that it doesn't name.
#[derive(Clone, Debug, Default)]
pub(super) enum Additional<'d> {
    #[default]
    Unsaid,
    Forbidden,
    Anything,
    Schema(Located<'d>),
}

/// A union: its branches, and the discriminator if there is one.
#[derive(Clone, Debug)]
pub(super) struct Branches<'d> {
    pub(super) list: Vec<Located<'d>>,
    pub(super) discriminator: Option<&'d Discriminator>,
}

/// What a schema says, `allOf` merged in.
#[derive(Clone, Debug)]
pub(super) struct View<'d> {
    pub(super) at: Pointer,
    pub(super) data: &'d SchemaData,
    /// What it and the members of its `allOf` say beside their keywords, its own first.
    pub(super) told: Vec<&'d SchemaData>,
    pub(super) nullable: bool,
    pub(super) json_type: Option<JsonType>,
    pub(super) format: Option<String>,
    pub(super) values: Vec<Value>,
    /// Schemas of each property; more than one where `allOf` members name the same.
    pub(super) properties: BTreeMap<&'d str, Vec<Located<'d>>>,
    pub(super) required: Vec<&'d str>,
    pub(super) additional: Additional<'d>,
    /// Schemas of the items of a list; more than one where `allOf` members speak of the same list.
    pub(super) items: Vec<Located<'d>>,
    pub(super) unions: Vec<Branches<'d>>,
    /// The schemas that it is made of.
    pub(super) parts: Vec<Pointer>,
    pub(super) notes: Vec<String>,
    /// Whether members of `allOf` ask for different JSON types: then nothing that either says can be relied on.
    pub(super) contradictory: bool,
}

impl View<'_> {
    /// Whether the schema at this place is a part of it.
    pub(super) fn is_made_of(&self, cx: &Lowering<'_>, place: &Located<'_>) -> bool {
        target(cx, place).is_some_and(|(at, _)| self.parts.contains(&at))
    }

    /// Whether the schema describes an object with named properties.
    pub(super) fn has_properties(&self) -> bool {
        !self.properties.is_empty()
    }

    /// Whether nothing stands in it: no other schema, and no list of values.
    pub(super) fn is_leaf(&self) -> bool {
        !self.has_properties()
            && self.items.is_empty()
            && self.unions.is_empty()
            && self.values.is_empty()
            && !matches!(self.additional, Additional::Schema(_))
    }

    /// The JSON type that its keywords ask for, unions aside.
    pub(super) fn told_type(&self) -> Option<JsonType> {
        let has_members = self.has_properties() || !matches!(self.additional, Additional::Unsaid);
        self.json_type
            .or_else(|| has_members.then_some(JsonType::Object))
            .or_else(|| (!self.items.is_empty()).then_some(JsonType::Array))
            .or_else(|| self.values.first().and_then(JsonType::of_value))
    }

    /// Whether it speaks of the items of lists and leaves open whether it is one.
    pub(super) fn may_be_no_list(&self) -> bool {
        self.json_type.is_none()
            && !self.items.is_empty()
            && !self.has_properties()
            && self.values.is_empty()
            && self.unions.is_empty()
    }

    /// Whether its values are bytes and no text.
    pub(super) fn is_bytes(&self) -> bool {
        matches!(self.json_type, None | Some(JsonType::String))
            && self.format.as_deref() == Some("binary")
            && self.values.is_empty()
            && self.unions.is_empty()
    }

    /// Whether any text fits, and nothing else.
    pub(super) fn is_plain_text(&self) -> bool {
        self.json_type == Some(JsonType::String)
            && self.format.is_none()
            && self.values.is_empty()
            && self.unions.is_empty()
    }

    /// Whether other values than the listed ones fit as well.
    pub(super) fn is_open(&self) -> bool {
        let mut told = self.told.iter();
        told.any(|data| data.extensions.contains_key(carried::OPEN))
    }

    /// Whether any integer fits, and nothing else.
    pub(super) fn is_plain_integer(&self) -> bool {
        self.json_type == Some(JsonType::Integer)
            && self.format.as_deref() != Some("uint64")
            && self.values.is_empty()
            && self.unions.is_empty()
    }

    /// Whether null fits, and nothing else.
    pub(super) fn is_only_null(&self) -> bool {
        self.says_nothing() && self.data.extensions.contains_key(carried::ONLY_NULL)
    }

    /// The type of another crate that its values are.
    pub(super) fn foreign(&self) -> Option<TypeRef> {
        let path = self.data.extensions.get(carried::FOREIGN)?.as_str()?;
        Some(TypeRef::Foreign {
            path: path.to_owned(),
            is_text: self.json_type == Some(JsonType::String),
        })
    }

    /// Whether nothing in it says which values fit.
    pub(super) fn says_nothing(&self) -> bool {
        self.json_type.is_none()
            && self.values.is_empty()
            && self.properties.is_empty()
            && self.items.is_empty()
            && self.unions.is_empty()
            && matches!(self.additional, Additional::Unsaid)
            && !is_foreign(self.data)
    }
}

/// Whether the values of a schema are of a type of another crate.
pub(super) fn is_foreign(data: &SchemaData) -> bool {
    data.extensions.contains_key(carried::FOREIGN)
}

/// The view of a schema; `None` when a chain of `allOf` leads back to it (reported).
pub(super) fn view<'d>(
    cx: &mut Lowering<'d>,
    schema: &'d Schema,
    at: &Pointer,
) -> Option<View<'d>> {
    merge::merged(cx, schema, at, &mut Merge::default())
}

/// The view of the schema that a use leads to; `None` when it leads nowhere (reported by the reader).
pub(super) fn resolved<'d>(cx: &mut Lowering<'d>, located: &Located<'d>) -> Option<View<'d>> {
    let (at, schema) = target(cx, located)?;
    view(cx, schema, &at)
}

/// The schema that a use leads to, and where it stands.
pub(super) fn target<'d>(
    cx: &Lowering<'d>,
    located: &Located<'d>,
) -> Option<(Pointer, &'d Schema)> {
    match located.node {
        Node::Schema(schema) => Some((located.at.clone(), schema)),
        Node::Ref(reference) => cx.document.schema(reference),
    }
}

/// The members of `allOf`.
pub(super) fn members<'d>(schema: &'d Schema, at: &Pointer) -> Vec<Located<'d>> {
    let list = match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of.as_slice(),
        SchemaKind::Any(any) => any.all_of.as_slice(),
        _ => &[],
    };
    let at = at.child("allOf");
    list.iter()
        .enumerate()
        .map(|(index, node)| Located::new(node, at.index(index)))
        .collect()
}

/// What the schema itself says, without `allOf`.
pub(super) fn own<'d>(schema: &'d Schema, at: &Pointer) -> View<'d> {
    let data = &schema.schema_data;
    let mut view = View {
        at: at.clone(),
        data,
        told: vec![data],
        nullable: data.nullable,
        json_type: None,
        format: None,
        values: Vec::new(),
        properties: BTreeMap::new(),
        required: Vec::new(),
        additional: Additional::Unsaid,
        items: Vec::new(),
        unions: Vec::new(),
        parts: vec![at.clone()],
        notes: super::notes::of(schema),
        contradictory: false,
    };
    match &schema.schema_kind {
        SchemaKind::Type(ty) => typed(&mut view, ty),
        SchemaKind::OneOf { one_of } => {
            push_union(&mut view, one_of, "oneOf", carried::ONE_OF_PLACES)
        }
        SchemaKind::AnyOf { any_of } => {
            push_union(&mut view, any_of, "anyOf", carried::ANY_OF_PLACES)
        }
        SchemaKind::AllOf { .. } | SchemaKind::Not { .. } => {}
        SchemaKind::Any(any) => mixed(&mut view, any),
    }
    view
}

fn typed<'d>(view: &mut View<'d>, ty: &'d Type) {
    match ty {
        Type::String(string) => {
            view.json_type = Some(JsonType::String);
            view.format = string_format(&string.format);
            view.values = string
                .enumeration
                .iter()
                .flatten()
                .map(|value| Value::from(value.as_str()))
                .collect();
        }
        Type::Number(number) => {
            view.json_type = Some(JsonType::Number);
            view.values = number
                .enumeration
                .iter()
                .flatten()
                .map(|value| Value::from(*value))
                .collect();
        }
        Type::Integer(integer) => {
            view.json_type = Some(JsonType::Integer);
            view.format = match &integer.format {
                VariantOrUnknownOrEmpty::Item(openapiv3::IntegerFormat::Int32) => {
                    Some("int32".to_owned())
                }
                VariantOrUnknownOrEmpty::Item(openapiv3::IntegerFormat::Int64) => {
                    Some("int64".to_owned())
                }
                VariantOrUnknownOrEmpty::Unknown(name) => Some(name.clone()),
                VariantOrUnknownOrEmpty::Empty => None,
            };
            view.values = integer
                .enumeration
                .iter()
                .flatten()
                .map(|value| Value::from(*value))
                .collect();
        }
        Type::Boolean(boolean) => {
            view.json_type = Some(JsonType::Boolean);
            view.values = boolean
                .enumeration
                .iter()
                .flatten()
                .map(|value| Value::from(*value))
                .collect();
        }
        Type::Array(array) => {
            view.json_type = Some(JsonType::Array);
            set_items(view, array.items.as_ref());
        }
        Type::Object(object) => {
            view.json_type = Some(JsonType::Object);
            set_properties(view, &object.properties, &object.required);
            set_additional(view, object.additional_properties.as_ref());
        }
    }
}

fn mixed<'d>(view: &mut View<'d>, any: &'d AnySchema) {
    view.json_type = any.typ.as_deref().and_then(JsonType::named);
    view.format = any.format.clone();
    view.values = any
        .enumeration
        .iter()
        .filter(|value| !value.is_null())
        .cloned()
        .collect();
    set_properties(view, &any.properties, &any.required);
    set_additional(view, any.additional_properties.as_ref());
    set_items(view, any.items.as_ref());
    push_union(view, &any.one_of, "oneOf", carried::ONE_OF_PLACES);
    push_union(view, &any.any_of, "anyOf", carried::ANY_OF_PLACES);
}

fn string_format(format: &VariantOrUnknownOrEmpty<StringFormat>) -> Option<String> {
    let name = match format {
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => "date",
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => "date-time",
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => "password",
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => "byte",
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => "binary",
        VariantOrUnknownOrEmpty::Unknown(name) => name,
        VariantOrUnknownOrEmpty::Empty => return None,
    };
    Some(name.to_owned())
}

fn set_items<'d>(view: &mut View<'d>, items: Option<&'d ReferenceOr<Box<Schema>>>) {
    let at = view.at.child("items");
    view.items = items
        .map(|items| Located::boxed(items, at))
        .into_iter()
        .collect();
}

fn set_properties<'d, P>(view: &mut View<'d>, properties: P, required: &'d [String])
where
    P: IntoIterator<Item = (&'d String, &'d ReferenceOr<Box<Schema>>)>,
{
    let at = view.at.child("properties");
    for (name, property) in properties {
        view.properties
            .entry(name)
            .or_default()
            .push(Located::boxed(property, at.child(name)));
    }
    add_required(view, required.iter().map(String::as_str));
}

pub(super) fn add_required<'d>(view: &mut View<'d>, names: impl Iterator<Item = &'d str>) {
    let mut known: BTreeSet<&str> = view.required.iter().copied().collect();
    view.required
        .extend(names.filter(|name| known.insert(name)));
}

fn set_additional<'d>(view: &mut View<'d>, additional: Option<&'d AdditionalProperties>) {
    view.additional = match additional {
        None => Additional::Unsaid,
        Some(AdditionalProperties::Any(true)) => Additional::Anything,
        Some(AdditionalProperties::Any(false)) => Additional::Forbidden,
        Some(AdditionalProperties::Schema(schema)) => {
            let pattern = view.data.extensions.get(carried::PATTERN);
            let at = match pattern.and_then(Value::as_str) {
                Some(pattern) => view.at.child("patternProperties").child(pattern),
                None => view.at.child("additionalProperties"),
            };
            Additional::Schema(Located::new(schema, at))
        }
    };
}

/// Adds a union. The reader has taken null branches out, and tells where those that are left stand in the document.
fn push_union<'d>(
    view: &mut View<'d>,
    branches: &'d [ReferenceOr<Schema>],
    keyword: &str,
    places: &str,
) {
    if branches.is_empty() {
        return;
    }
    let places = view.data.extensions.get(places).and_then(Value::as_array);
    let index_of = |index: usize| {
        let place = places.and_then(|places| places.get(index)?.as_u64());
        place
            .and_then(|place| usize::try_from(place).ok())
            .unwrap_or(index)
    };
    let at = view.at.child(keyword);
    let list = branches
        .iter()
        .enumerate()
        .map(|(index, node)| Located::new(node, at.index(index_of(index))))
        .collect();
    let discriminator = view.data.discriminator.as_ref();
    view.unions.push(Branches {
        list,
        discriminator,
    });
}
