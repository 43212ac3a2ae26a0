//! Types as JSON.

use super::calls::given;
use super::text::{Json, list};
use super::{description, path, taken};
use crate::ir::{Access, Scalar};
use crate::surface::model::{Field, Filled, Given, Kind, Struct, Type, Union, Value, Variant};
use crate::surface::{RustType, Takes};

/// One type.
pub(super) fn one(ty: &Type, root: &str) -> Json {
    let mut entries = vec![
        ("name", (&ty.name).into()),
        ("path", format!("{root}::models::{}", ty.name).into()),
        ("pointer", ty.pointer.as_str().into()),
        ("description", description(&ty.docs)),
        ("deprecated", ty.deprecated.into()),
        ("formerly", ty.formerly.as_slice().into()),
        ("feature", ty.feature.as_ref().into()),
        ("sent", ty.sent.into()),
        ("received", ty.received.into()),
    ];
    entries.extend(kind(ty, root));
    Json::Object(entries)
}

fn kind(ty: &Type, root: &str) -> Vec<(&'static str, Json)> {
    match &ty.kind {
        Kind::Struct(object) => structure("struct", ty, object, root),
        Kind::Multipart(object) => structure("multipart", ty, object, root),
        Kind::Texts(values) => enumeration("string", list(values.iter().map(text))),
        Kind::Numbers(values) => enumeration("integer", list(values.iter().map(number))),
        Kind::Union(of) => union(of, root),
        Kind::Alias(target) => vec![("kind", "alias".into()), ("target", path(target, root))],
        Kind::Newtype(target) => vec![("kind", "newtype".into()), ("target", path(target, root))],
    }
}

fn structure(
    kind: &'static str,
    ty: &Type,
    object: &Struct,
    root: &str,
) -> Vec<(&'static str, Json)> {
    let arguments = object.fields.iter().filter_map(|field| match field.filled {
        Filled::By(Given::Argument(_)) => Some(&field.name.rust),
        Filled::By(Given::Setter) | Filled::Constant(_) => None,
    });
    let multipart = matches!(ty.kind, Kind::Multipart(_));
    let fields = object.fields.iter();
    let fields = fields.map(|each| field(each, multipart, root));
    let new = format!("{root}::models::{}::new", ty.name);
    let constructor = Json::Object(vec![("path", new.into()), ("arguments", list(arguments))]);
    let rest = object.rest.as_ref().map(|rest| {
        Json::Object(vec![
            ("field", "additional_properties".into()),
            ("type", path(rest, root)),
            ("setter", "additional_property".into()),
        ])
    });
    vec![
        ("kind", kind.into()),
        ("constructor", constructor),
        ("default", object.default.into()),
        ("fields", list(fields)),
        ("additionalProperties", rest.into()),
    ]
}

fn field(field: &Field, multipart: bool, root: &str) -> Json {
    let access = match field.access {
        Access::ReadWrite => "readWrite",
        Access::ReadOnly => "readOnly",
        Access::WriteOnly => "writeOnly",
    };
    let mut entries = vec![
        ("name", (&field.name.wire).into()),
        ("required", field.required.into()),
        ("nullable", field.nullable.into()),
        match field.filled {
            Filled::By(how) => given(how, &field.name.rust),
            Filled::Constant(_) => ("constant", (&field.name.rust).into()),
        },
    ];
    entries.extend(field.preset.as_ref().map(|value| ("preset", value.into())));
    entries.extend(taken(&field.takes, root));
    entries.push(("held", path(&field.ty, root)));
    entries.push(("access", access.into()));
    if multipart {
        entries.push(("part", part(field)));
    }
    entries.push(("deprecated", field.deprecated.into()));
    entries.push(("description", description(&field.docs)));
    Json::Object(entries)
}

fn part(field: &Field) -> Json {
    let is_file = |ty: &RustType| *ty == RustType::Scalar(Scalar::File);
    let file = match &field.takes {
        Takes::Items(item) => is_file(item),
        Takes::Exactly(ty) | Takes::Into(ty) | Takes::Entries(ty) => is_file(ty),
    };
    Json::Object(vec![
        ("file", file.into()),
        ("mediaType", field.part.as_ref().into()),
    ])
}

fn enumeration(scalar: &'static str, values: Json) -> Vec<(&'static str, Json)> {
    vec![
        ("kind", "enum".into()),
        ("scalar", scalar.into()),
        ("values", values),
        ("unknown", "Unknown".into()),
    ]
}

fn text(value: &Value<String>) -> Json {
    Json::Object(vec![
        ("value", (&value.wire).into()),
        ("variant", (&value.rust).into()),
        ("description", description(&value.docs)),
    ])
}

fn number(value: &Value<i64>) -> Json {
    Json::Object(vec![
        ("value", Json::Number(value.wire)),
        ("variant", (&value.rust).into()),
        ("description", description(&value.docs)),
    ])
}

fn union(union: &Union, root: &str) -> Vec<(&'static str, Json)> {
    let variants = union.variants.iter().map(|each| variant(each, root));
    vec![
        ("kind", "union".into()),
        ("tag", union.tag.as_ref().into()),
        ("variants", list(variants)),
        ("unknown", "Unknown".into()),
    ]
}

fn variant(variant: &Variant, root: &str) -> Json {
    Json::Object(vec![
        ("variant", (&variant.rust).into()),
        ("type", path(variant.ty.unboxed(), root)),
        ("boxed", matches!(variant.ty, RustType::Boxed(_)).into()),
        ("tags", variant.tags.as_slice().into()),
        ("from", variant.from.into()),
        ("description", description(&variant.docs)),
    ])
}
