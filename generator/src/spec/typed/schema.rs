//! Schemas.
//!
//! openapiv3 sorts schemas into kinds by the keywords that they have. The same sorting is done here, by sets of
//! keywords as bits.

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Discriminator, IntegerType,
    NumberType, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type,
};

use super::fields::{Fields, or_reference};
use crate::spec::carried;
use crate::spec::json::{Number, Value};

/// A schema or a reference to one.
pub(super) fn schema(value: Value) -> ReferenceOr<Schema> {
    or_reference(value, |mut fields| {
        let schema_kind = kind(&mut fields);
        Schema {
            schema_data: data(&mut fields),
            schema_kind,
        }
    })
}

fn boxed(value: Value) -> ReferenceOr<Box<Schema>> {
    match schema(value) {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    }
}

fn data(fields: &mut Fields) -> SchemaData {
    SchemaData {
        nullable: fields.flag("nullable").unwrap_or_default(),
        read_only: fields.flag("readOnly").unwrap_or_default(),
        write_only: fields.flag("writeOnly").unwrap_or_default(),
        deprecated: fields.flag("deprecated").unwrap_or_default(),
        // Nothing reads the external documentation of a schema.
        external_docs: None,
        example: fields.take("example"),
        title: fields.text("title"),
        description: fields.text("description"),
        discriminator: fields.take("discriminator").map(discriminator),
        default: fields.take("default"),
        extensions: fields.extensions(),
    }
}

fn discriminator(value: Value) -> Discriminator {
    let mut fields = Fields::new(value);
    let mapping = Fields::new(fields.take("mapping").unwrap_or_default()).rest();
    if let Some(other) = fields.take("defaultMapping") {
        fields.put(carried::DEFAULT_MAPPING, other);
    }
    Discriminator {
        property_name: fields.text("propertyName").unwrap_or_default(),
        mapping: mapping
            .filter_map(|(name, target)| Some((name, target.as_str()?.to_owned())))
            .collect(),
        extensions: fields.extensions(),
    }
}

/// The keywords that decide the kind of a schema, as bits.
const KEYWORDS: &[&str] = &[
    "pattern",
    "minLength",
    "maxLength",
    "format",
    "enum",
    "multipleOf",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minimum",
    "maximum",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "oneOf",
    "allOf",
    "anyOf",
    "not",
];

/// The keywords beside which a type is nothing but that type.
const PLAIN: &[(&str, &[&str])] = &[
    (
        "string",
        &["pattern", "minLength", "maxLength", "format", "enum"],
    ),
    ("number", NUMERIC),
    ("integer", NUMERIC),
    ("boolean", &["enum"]),
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
    ),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
];

const NUMERIC: &[&str] = &[
    "format",
    "enum",
    "multipleOf",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minimum",
    "maximum",
];

fn kind(fields: &mut Fields) -> SchemaKind {
    let name = fields.text("type");
    let present: Vec<&str> = KEYWORDS
        .iter()
        .copied()
        .filter(|key| fields.has(key))
        .collect();
    match (name.as_deref(), present.as_slice()) {
        (None, ["oneOf"]) => {
            return SchemaKind::OneOf {
                one_of: schemas(fields, "oneOf"),
            };
        }
        (None, ["allOf"]) => {
            return SchemaKind::AllOf {
                all_of: schemas(fields, "allOf"),
            };
        }
        (None, ["anyOf"]) => {
            return SchemaKind::AnyOf {
                any_of: schemas(fields, "anyOf"),
            };
        }
        (None, ["not"]) => {
            if let Some(not) = fields.take("not") {
                return SchemaKind::Not {
                    not: Box::new(schema(not)),
                };
            }
        }
        _ => {}
    }
    let plain = PLAIN
        .iter()
        .find(|(owner, _)| name.as_deref() == Some(owner))
        .is_some_and(|(_, own)| present.iter().all(|key| own.contains(key)));
    let whole = |key| fields.whole(key);
    let bounds = [whole("minimum"), whole("maximum"), whole("multipleOf")];
    let any = any(fields, name);
    if plain {
        typed(any, bounds)
    } else {
        SchemaKind::Any(any)
    }
}

/// The type that a schema plainly is; the schema itself where its values are of another type. The bounds are those of
/// integers, which a float would round.
fn typed(any: AnySchema, [minimum, maximum, multiple_of]: [Option<i64>; 3]) -> SchemaKind {
    let values = &any.enumeration;
    SchemaKind::Type(match any.typ.as_deref() {
        Some("string") if values.iter().all(Value::is_string) => Type::String(StringType {
            format: any.format.into(),
            pattern: any.pattern,
            enumeration: values
                .iter()
                .map(|value| value.as_str().map(str::to_owned))
                .collect(),
            min_length: any.min_length,
            max_length: any.max_length,
        }),
        Some("number") if values.iter().all(Value::is_number) => Type::Number(NumberType {
            format: any.format.into(),
            multiple_of: any.multiple_of,
            exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
            exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
            minimum: any.minimum,
            maximum: any.maximum,
            enumeration: values.iter().map(Value::as_f64).collect(),
        }),
        Some("integer") if values.iter().all(Value::is_i64) => Type::Integer(IntegerType {
            format: any.format.into(),
            multiple_of,
            exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
            exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
            minimum,
            maximum,
            enumeration: values.iter().map(Value::as_i64).collect(),
        }),
        Some("boolean") if values.iter().all(Value::is_boolean) => Type::Boolean(BooleanType {
            enumeration: values.iter().map(Value::as_bool).collect(),
        }),
        Some("object") => Type::Object(ObjectType {
            properties: any.properties,
            required: any.required,
            additional_properties: any.additional_properties,
            min_properties: any.min_properties,
            max_properties: any.max_properties,
        }),
        Some("array") => Type::Array(ArrayType {
            items: any.items,
            min_items: any.min_items,
            max_items: any.max_items,
            unique_items: any.unique_items.unwrap_or_default(),
        }),
        _ => return SchemaKind::Any(any),
    })
}

/// Everything that the schema says.
fn any(fields: &mut Fields, typ: Option<String>) -> AnySchema {
    let properties = Fields::new(fields.take("properties").unwrap_or_default());
    AnySchema {
        typ,
        pattern: fields.text("pattern"),
        multiple_of: number(fields, "multipleOf"),
        exclusive_minimum: fields.flag("exclusiveMinimum"),
        exclusive_maximum: fields.flag("exclusiveMaximum"),
        minimum: number(fields, "minimum"),
        maximum: number(fields, "maximum"),
        properties: properties
            .rest()
            .map(|(name, property)| (name, boxed(property)))
            .collect(),
        required: fields.texts("required").unwrap_or_default(),
        additional_properties: fields
            .take("additionalProperties")
            .map(|value| match value {
                Value::Bool(flag) => AdditionalProperties::Any(flag),
                other => AdditionalProperties::Schema(Box::new(schema(other))),
            }),
        min_properties: fields.count("minProperties"),
        max_properties: fields.count("maxProperties"),
        items: fields.take("items").map(boxed),
        min_items: fields.count("minItems"),
        max_items: fields.count("maxItems"),
        unique_items: fields.flag("uniqueItems"),
        enumeration: fields.values("enum").unwrap_or_default(),
        format: fields.text("format"),
        min_length: fields.count("minLength"),
        max_length: fields.count("maxLength"),
        one_of: schemas(fields, "oneOf"),
        all_of: schemas(fields, "allOf"),
        any_of: schemas(fields, "anyOf"),
        not: fields.take("not").map(|value| Box::new(schema(value))),
    }
}

fn schemas(fields: &mut Fields, key: &str) -> Vec<ReferenceOr<Schema>> {
    fields
        .values(key)
        .unwrap_or_default()
        .into_iter()
        .map(schema)
        .collect()
}

fn number(fields: &mut Fields, key: &str) -> Option<f64> {
    fields
        .take(key)
        .as_ref()
        .and_then(Value::as_number)
        .and_then(Number::as_f64)
}
