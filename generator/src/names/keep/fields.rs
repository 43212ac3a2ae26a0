//! Fields, values and variants, and the order of the arguments that a constructor takes.

use std::collections::BTreeMap;

use super::super::Scope;
use super::Before;
use super::settle::{Claim, settle};
use crate::ir::{
    Api, EnumValue, EnumValues, Field, FieldPath, Multipart, Struct, TypeDef, TypeId, TypeKind,
    TypeRef, Union,
};
use crate::surface::{self, Filled, Given, Kind, Type};

pub(super) fn keep(api: &mut Api, before: &Before<'_>) {
    let paths = Paths::of(api);
    for def in api.types.values_mut() {
        let Some(index) = before.by_name.get(def.name.as_str()) else {
            continue;
        };
        if let Some(old) = before.pairs.old_type(before.old, *index) {
            inside(def, old, &before.new.types[*index], before);
        }
    }
    paths.give_back(api);
}

fn inside(def: &mut TypeDef, old: &Type, new: &Type, before: &Before<'_>) {
    match (&mut def.kind, &old.kind) {
        (TypeKind::Struct(object), Kind::Struct(old)) => {
            name_fields(object, old);
            let order = argument_order(&object.fields, old);
            object.fields = in_order(std::mem::take(&mut object.fields), &order);
        }
        (TypeKind::Multipart(body), Kind::Multipart(old)) => multipart(body, old),
        (TypeKind::Enum(values), Kind::Texts(old)) => {
            if let EnumValues::Strings(values) = &mut values.values {
                name_values(values, old);
            }
        }
        (TypeKind::Enum(values), Kind::Numbers(old)) => {
            if let EnumValues::Integers(values) = &mut values.values {
                name_values(values, old);
            }
        }
        (TypeKind::Union(union), Kind::Union(old)) => {
            if let Kind::Union(new) = &new.kind {
                name_variants(union, old, new, before);
            }
        }
        // Another kind of type: what is inside has nothing to do with what was.
        (
            TypeKind::Struct(_)
            | TypeKind::Multipart(_)
            | TypeKind::Enum(_)
            | TypeKind::Union(_)
            | TypeKind::Alias(_),
            _,
        ) => {}
    }
}

fn multipart(body: &mut Multipart, old: &surface::Struct) {
    name_fields(&mut body.fields, old);
    let order = argument_order(&body.fields.fields, old);
    body.fields.fields = in_order(std::mem::take(&mut body.fields.fields), &order);
    body.media_types = in_order(std::mem::take(&mut body.media_types), &order);
}

fn name_fields(object: &mut Struct, old: &surface::Struct) {
    let kept: BTreeMap<&str, &str> = old
        .fields
        .iter()
        .map(|field| (field.name.wire.as_str(), field.name.rust.as_str()))
        .collect();
    let claims: Vec<Claim> = object
        .fields
        .iter()
        .map(|field| claim(&field.name.rust, kept.get(field.name.wire.as_str())))
        .collect();
    let mut scope = Scope::fields(object.rest.is_some());
    for (field, name) in object.fields.iter_mut().zip(settle(&claims, &mut scope)) {
        field.name.rust = name;
    }
}

fn claim(fresh: &str, kept: Option<&&str>) -> Claim {
    Claim::new(fresh, kept.map(|name| (*name).to_owned()))
}

/// The fields by index: arguments that were stand in their order, new ones after them; all others stay where they are.
fn argument_order(fields: &[Field], old: &surface::Struct) -> Vec<usize> {
    let position = |field: &Field| {
        let old = old
            .fields
            .iter()
            .find(|old| old.name.wire == field.name.wire)?;
        match old.filled {
            Filled::By(Given::Argument(position)) => Some(position),
            Filled::By(Given::Setter) | Filled::Constant(_) => None,
        }
    };
    let arguments: Vec<(usize, Option<usize>)> = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| surface::is_argument(field))
        .map(|(index, field)| (index, position(field)))
        .collect();
    arrange(fields.len(), &arguments)
}

/// All indices up to a number, some of them arranged among themselves by the position that they had before.
pub(super) fn arrange(count: usize, some: &[(usize, Option<usize>)]) -> Vec<usize> {
    let mut sorted = some.to_vec();
    sorted.sort_by_key(|(_, position)| position.unwrap_or(usize::MAX));
    let mut order: Vec<usize> = (0..count).collect();
    for ((place, _), (index, _)) in some.iter().zip(sorted) {
        order[*place] = index;
    }
    order
}

/// The items in another order.
pub(super) fn in_order<T>(items: Vec<T>, order: &[usize]) -> Vec<T> {
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order
        .iter()
        .filter_map(|index| items.get_mut(*index).and_then(Option::take))
        .collect()
}

fn name_values<T: PartialEq>(values: &mut [EnumValue<T>], old: &[surface::Value<T>]) {
    let claims: Vec<Claim> = values
        .iter()
        .map(|value| {
            let kept = old.iter().find(|old| old.wire == value.wire);
            Claim::new(&value.rust, kept.map(|old| old.rust.clone()))
        })
        .collect();
    let mut scope = Scope::variants();
    for (value, name) in values.iter_mut().zip(settle(&claims, &mut scope)) {
        value.rust = name;
    }
}

/// A branch is known by its tag, else by what it holds.
fn name_variants(
    union: &mut Union,
    old: &surface::Union,
    new: &surface::Union,
    before: &Before<'_>,
) {
    let claims: Vec<Claim> = new
        .variants
        .iter()
        .map(|variant| {
            let kept = old
                .variants
                .iter()
                .find(|old| old.tags.iter().any(|tag| variant.tags.contains(tag)))
                .or_else(|| {
                    let same = |old: &&surface::Variant| before.is_same(&old.ty, &variant.ty);
                    old.variants.iter().find(same)
                });
            Claim::new(&variant.rust, kept.map(|old| old.rust.clone()))
        })
        .collect();
    let mut scope = Scope::variants();
    for (variant, name) in union.variants.iter_mut().zip(settle(&claims, &mut scope)) {
        variant.rust = name;
    }
}

/// The fields that pages are found by, while their names change.
struct Paths(Vec<[Steps; 4]>);

/// A field of a definition, by its wire name.
type Steps = Option<Vec<(TypeId, String)>>;

impl Paths {
    fn of(api: &Api) -> Self {
        let resources = api.all_resources();
        let operations = resources.iter().flat_map(|resource| &resource.operations);
        let paths = operations.map(|operation| {
            let Some(paging) = &operation.pagination else {
                return [None, None, None, None];
            };
            let content = operation
                .success
                .first()
                .and_then(|one| one.content.as_ref());
            let page = content.map_or(&TypeRef::Any, |content| &content.ty);
            [
                Some(steps(api, page, &paging.items)),
                paging.more.as_ref().map(|more| steps(api, page, more)),
                Some(steps(api, &paging.item, &paging.forward.field)),
                paging
                    .backward
                    .as_ref()
                    .map(|cursor| steps(api, &paging.item, &cursor.field)),
            ]
        });
        Self(paths.collect())
    }

    fn give_back(self, api: &mut Api) {
        let names: BTreeMap<(TypeId, String), String> = api
            .types
            .iter()
            .flat_map(|(id, def)| {
                let fields = match &def.kind {
                    TypeKind::Struct(object) => object.fields.as_slice(),
                    TypeKind::Multipart(body) => body.fields.fields.as_slice(),
                    TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => &[],
                };
                fields
                    .iter()
                    .map(|field| ((*id, field.name.wire.clone()), field.name.rust.clone()))
            })
            .collect();
        let give = |path: &mut FieldPath, steps: &Steps| {
            for ((name, _), step) in path.iter_mut().zip(steps.iter().flatten()) {
                if let Some(new) = names.get(step) {
                    name.clone_from(new);
                }
            }
        };
        let mut paths = self.0.into_iter();
        super::calls::each(&mut api.resources, &mut |operation| {
            let (Some([items, more, forward, backward]), Some(paging)) =
                (paths.next(), &mut operation.pagination)
            else {
                return;
            };
            give(&mut paging.items, &items);
            if let Some(path) = &mut paging.more {
                give(path, &more);
            }
            give(&mut paging.forward.field, &forward);
            if let Some(cursor) = &mut paging.backward {
                give(&mut cursor.field, &backward);
            }
        });
    }
}

fn steps(api: &Api, start: &TypeRef, path: &FieldPath) -> Vec<(TypeId, String)> {
    let mut found = Vec::new();
    let mut current = start;
    for (name, _) in path {
        let TypeRef::Named(id) = api.resolved(current.non_null()).non_null() else {
            break;
        };
        let Some(TypeKind::Struct(object)) = api.types.get(id).map(|def| &def.kind) else {
            break;
        };
        let Some(field) = object.fields.iter().find(|field| field.name.rust == *name) else {
            break;
        };
        found.push((*id, field.name.wire.clone()));
        current = &field.ty;
    }
    found
}
