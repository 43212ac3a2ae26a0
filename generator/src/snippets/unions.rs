//! Unions: the branch that the example belongs to, else the first one of which a value can be made.

use super::expr::Expr;
use super::scalars::Seat;
use super::values::{Maker, Wanted};
use crate::ir::Json;
use crate::surface::{Kind, RustType, Union, Variant};

/// How many branches are tried for one value.
const MOST_TRIES: usize = 8;

/// A value of a union, by the name of its branch.
pub(super) fn union<'a>(
    maker: &mut Maker<'a>,
    name: &str,
    union: &'a Union,
    wanted: Wanted<'_>,
) -> Option<Expr> {
    let mut candidates: Vec<&Variant> = union.variants.iter().collect();
    if let Some(example) = wanted.example {
        candidates.retain(|variant| likeness(maker, union, variant, example) > 0);
        // Sorting is stable: of equals, the first in the document goes first.
        candidates
            .sort_by_key(|variant| std::cmp::Reverse(likeness(maker, union, variant, example)));
    }
    for variant in candidates.into_iter().take(MOST_TRIES) {
        let tag = union
            .tag
            .as_deref()
            .zip(variant.tags.first().map(String::as_str));
        let wanted = Wanted { tag, ..wanted };
        if let Some(value) = maker.exact(&variant.ty, wanted, Seat::Known) {
            let path = maker.imports.model(name);
            return Some(Expr::call(format!("{path}::{}", variant.rust), vec![value]));
        }
    }
    None
}

/// How well an example fits a branch at first sight; 0 when it doesn't.
fn likeness(maker: &Maker<'_>, union: &Union, variant: &Variant, example: &Json) -> usize {
    if let (Some(tag), Json::Object(members)) = (&union.tag, example) {
        return match members.get(tag) {
            Some(Json::Text(text)) if variant.tags.contains(text) => 2,
            // The branch without tags is for all other values, and for none.
            _ => usize::from(variant.tags.is_empty()),
        };
    }
    shape(maker, &variant.ty, example, 0)
}

fn shape(maker: &Maker<'_>, ty: &RustType, example: &Json, depth: usize) -> usize {
    if depth > 8 {
        return 0;
    }
    match ty {
        RustType::Scalar(_) => usize::from(!matches!(example, Json::List(_) | Json::Object(_))),
        RustType::Value => 1,
        // Most types that are worth a crate are texts in JSON.
        RustType::Foreign(_) => usize::from(matches!(example, Json::Text(_))),
        RustType::Vec(_) => usize::from(matches!(example, Json::List(_))),
        RustType::Map(_) => usize::from(matches!(example, Json::Object(_))),
        RustType::Option(inner) | RustType::Patch(inner) | RustType::Boxed(inner) => {
            shape(maker, inner, example, depth + 1)
        }
        RustType::Model(name) => match maker.types.get(name.as_str()).map(|def| &def.kind) {
            Some(Kind::Struct(fields) | Kind::Multipart(fields)) => {
                let Json::Object(members) = example else {
                    return 0;
                };
                let complete = fields
                    .fields
                    .iter()
                    .all(|field| !field.required || members.contains_key(&field.name.wire));
                let known = fields.fields.iter();
                let known = known
                    .filter(|field| members.contains_key(&field.name.wire))
                    .count();
                if complete { 1 + known } else { 0 }
            }
            Some(Kind::Texts(values)) => match example {
                // A known value fits better than any text does.
                Json::Text(text) if values.iter().any(|value| value.wire == *text) => 2,
                _ => 0,
            },
            Some(Kind::Numbers(_)) => usize::from(matches!(example, Json::Number(_))),
            Some(Kind::Alias(target) | Kind::Newtype(target)) => {
                shape(maker, target, example, depth + 1)
            }
            Some(Kind::Union(_)) => 1,
            None => 0,
        },
        RustType::Unit
        | RustType::Answers(..)
        | RustType::Infallible
        | RustType::EventStream(_)
        | RustType::ByteStream => 0,
    }
}
