//! Which components extend which: the inheritance of OpenAPI, where `allOf` names a base that has a discriminator.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Components, ReferenceOr, Schema, SchemaKind};

const SCHEMAS: &str = "#/components/schemas/";

/// References to the components that extend each base, through any number of generations, by the reference to the base.
pub(super) fn of(components: Option<&Components>) -> BTreeMap<String, Vec<String>> {
    let schemas = components.map(|components| &components.schemas);
    let mut children: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut bases: Vec<String> = Vec::new();
    for (name, node) in schemas.into_iter().flatten() {
        let ReferenceOr::Item(schema) = node else {
            continue;
        };
        let reference = format!("{SCHEMAS}{}", name.replace('~', "~0").replace('/', "~1"));
        for parent in parents(schema) {
            children.entry(parent).or_default().push(reference.clone());
        }
        if schema.schema_data.discriminator.is_some() && !is_union(schema) {
            bases.push(reference);
        }
    }
    let heirs = bases.into_iter().filter_map(|base| {
        let mut found = BTreeSet::new();
        let mut ahead = vec![base.as_str()];
        while let Some(parent) = ahead.pop() {
            for child in children.get(parent).into_iter().flatten() {
                if *child != base && found.insert(child.clone()) {
                    ahead.push(child);
                }
            }
        }
        let heirs: Vec<String> = found.into_iter().collect();
        (!heirs.is_empty()).then_some((base, heirs))
    });
    heirs.collect()
}

fn parents(schema: &Schema) -> impl Iterator<Item = &str> {
    let members = match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of.as_slice(),
        SchemaKind::Any(any) => any.all_of.as_slice(),
        _ => &[],
    };
    members.iter().filter_map(|member| match member {
        ReferenceOr::Reference { reference } => Some(reference.as_str()),
        ReferenceOr::Item(_) => None,
    })
}

fn is_union(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => true,
        SchemaKind::Any(any) => !any.one_of.is_empty() || !any.any_of.is_empty(),
        _ => false,
    }
}
