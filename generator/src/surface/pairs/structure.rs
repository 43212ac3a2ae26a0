//! The structure of types, as a number: what a type is without its names, down to what it refers to.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::{Field, Kind, RustType, Type};

/// How far down two types are compared. What differs further down differs in a type of its own.
const DEPTH: usize = 6;

/// A number for each type; types of one structure have the same, in whatever surface.
pub(super) fn of(types: &[Type]) -> Vec<u64> {
    let names: BTreeMap<&str, usize> = types
        .iter()
        .enumerate()
        .map(|(index, ty)| (ty.name.as_str(), index))
        .collect();
    let mut numbers = vec![0; types.len()];
    for _ in 0..DEPTH {
        numbers = types
            .iter()
            .map(|ty| {
                number(&spelled(&ty.kind, &|name| {
                    names.get(name).map_or(0, |index| numbers[*index])
                }))
            })
            .collect();
    }
    numbers
}

/// FNV-1a.
fn number(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn spelled(kind: &Kind, known: &dyn Fn(&str) -> u64) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    match kind {
        Kind::Struct(object) | Kind::Multipart(object) => {
            let mut fields: Vec<&Field> = object.fields.iter().collect();
            fields.sort_by(|a, b| a.name.wire.cmp(&b.name.wire));
            text.push_str("struct");
            for field in fields {
                let _ = write!(
                    text,
                    ";{:?} {} {} {:?} {:?} ",
                    field.name.wire, field.required, field.nullable, field.access, field.part
                );
                spell(&field.ty, known, &mut text);
            }
            if let Some(rest) = &object.rest {
                text.push_str(";..");
                spell(rest, known, &mut text);
            }
        }
        Kind::Texts(values) => {
            text.push_str("texts");
            for value in values {
                let _ = write!(text, ";{:?}", value.wire);
            }
        }
        Kind::Numbers(values) => {
            text.push_str("numbers");
            for value in values {
                let _ = write!(text, ";{}", value.wire);
            }
        }
        Kind::Union(union) => {
            let _ = write!(text, "union {:?}", union.tag);
            for variant in &union.variants {
                let _ = write!(text, ";{:?} ", variant.tags);
                spell(&variant.ty, known, &mut text);
            }
        }
        Kind::Alias(target) | Kind::Newtype(target) => {
            text.push_str("is ");
            spell(target, known, &mut text);
        }
    }
    text
}

fn spell(ty: &RustType, known: &dyn Fn(&str) -> u64, text: &mut String) {
    let inside = |mark: &str, inner: &RustType, text: &mut String| {
        text.push_str(mark);
        spell(inner, known, text);
    };
    match ty {
        RustType::Model(name) => _ = write!(text, "#{:x}", known(name)),
        RustType::Vec(inner) => inside("vec ", inner, text),
        RustType::Map(inner) => inside("map ", inner, text),
        RustType::Option(inner) => inside("option ", inner, text),
        RustType::Patch(inner) => inside("patch ", inner, text),
        RustType::EventStream(inner) => inside("events ", inner, text),
        // A box is only there to give a type a size.
        RustType::Boxed(inner) => spell(inner, known, text),
        RustType::Scalar(scalar) => _ = write!(text, "{scalar:?}"),
        RustType::Answers(..) => text.push_str("answers"),
        RustType::Unit => text.push_str("unit"),
        RustType::Value => text.push_str("any"),
        RustType::Foreign(path) => _ = write!(text, "foreign {path}"),
        RustType::Infallible => text.push_str("never"),
        RustType::ByteStream => text.push_str("bytes"),
    }
}
