//! The keywords of schemas.

use super::Effect::{Annotation, Ignored, Modelled, Unused, Validation};
use super::Shape::{
    Any, Bound, Count, Flag, List, Map, Number, One, OneOrFlag, OneOrList, Text, TextMap, Texts,
    Types,
};
use super::rows::EXTERNAL_DOCS_KEY;
use super::{Keyword, Kind, Shape, Table, keyword, since};
use crate::spec::version::Version::{V3_1, V3_2};

const UNCHECKED: &str = "values are not checked against it";
const CONDITIONAL: &str = "types don't depend on conditions";
const DIALECT: &str = "there is one dialect here";

pub(super) static SCHEMA: Table = Table {
    title: "a schema",
    keywords: SCHEMA_KEYWORDS,
    open: None,
    required: &[],
    reference: true,
};

const SCHEMA_KEYWORDS: &[Keyword] = &[
    keyword("type", Types, Modelled),
    keyword("format", Text, Modelled),
    keyword("nullable", Flag, Modelled),
    keyword("enum", Shape::Values, Modelled),
    since(V3_1, "const", Any, Modelled),
    keyword("properties", Map(Kind::Schema), Modelled),
    keyword("required", Texts, Modelled),
    keyword("additionalProperties", OneOrFlag(Kind::Schema), Modelled),
    keyword("items", OneOrList(Kind::Schema), Modelled),
    since(V3_1, "prefixItems", List(Kind::Schema), Modelled),
    keyword("allOf", List(Kind::Schema), Modelled),
    keyword("oneOf", List(Kind::Schema), Modelled),
    keyword("anyOf", List(Kind::Schema), Modelled),
    keyword("discriminator", One(Kind::Discriminator), Modelled),
    keyword("readOnly", Flag, Modelled),
    keyword("writeOnly", Flag, Modelled),
    keyword("deprecated", Flag, Modelled),
    since(V3_1, "contentEncoding", Text, Modelled),
    since(V3_1, "contentMediaType", Text, Modelled),
    // References and their targets.
    keyword("$ref", Text, Modelled),
    since(V3_1, "$defs", Map(Kind::Schema), Modelled),
    since(V3_1, "definitions", Map(Kind::Schema), Modelled),
    since(V3_1, "$id", Text, Modelled),
    since(V3_1, "$anchor", Text, Modelled),
    since(V3_1, "$dynamicRef", Text, Modelled),
    since(V3_1, "$dynamicAnchor", Text, Modelled),
    // For the docs.
    keyword("title", Text, Annotation),
    keyword("description", Text, Annotation),
    keyword("default", Any, Annotation),
    keyword("example", Any, Annotation),
    since(V3_1, "examples", Any, Annotation),
    EXTERNAL_DOCS_KEY,
    since(
        V3_1,
        "$comment",
        Text,
        Unused("it is for readers of the document"),
    ),
    // Bounds on values.
    keyword("minLength", Count, Validation),
    keyword("maxLength", Count, Validation),
    keyword("pattern", Text, Validation),
    keyword("minimum", Number, Validation),
    keyword("maximum", Number, Validation),
    keyword("exclusiveMinimum", Bound, Validation),
    keyword("exclusiveMaximum", Bound, Validation),
    keyword("multipleOf", Number, Validation),
    keyword("minItems", Count, Validation),
    keyword("maxItems", Count, Validation),
    keyword("uniqueItems", Flag, Validation),
    keyword("minProperties", Count, Validation),
    keyword("maxProperties", Count, Validation),
    // Without effect.
    keyword("xml", Any, Ignored("XML is not read or written")),
    keyword("not", One(Kind::Schema), Ignored(UNCHECKED)),
    since(V3_1, "if", One(Kind::Schema), Ignored(CONDITIONAL)),
    since(V3_1, "then", One(Kind::Schema), Ignored(CONDITIONAL)),
    since(V3_1, "else", One(Kind::Schema), Ignored(CONDITIONAL)),
    since(
        V3_1,
        "dependentSchemas",
        Map(Kind::Schema),
        Ignored(CONDITIONAL),
    ),
    since(
        V3_1,
        "dependentRequired",
        Shape::ValueMap,
        Ignored(CONDITIONAL),
    ),
    since(V3_1, "dependencies", Shape::ValueMap, Ignored(CONDITIONAL)),
    since(V3_1, "patternProperties", Map(Kind::Schema), Modelled),
    since(V3_1, "propertyNames", One(Kind::Schema), Ignored(UNCHECKED)),
    since(V3_1, "contains", One(Kind::Schema), Ignored(UNCHECKED)),
    since(V3_1, "minContains", Count, Ignored(UNCHECKED)),
    since(V3_1, "maxContains", Count, Ignored(UNCHECKED)),
    since(
        V3_1,
        "additionalItems",
        OneOrFlag(Kind::Schema),
        Ignored(UNCHECKED),
    ),
    since(
        V3_1,
        "unevaluatedItems",
        OneOrFlag(Kind::Schema),
        Ignored(UNCHECKED),
    ),
    since(
        V3_1,
        "unevaluatedProperties",
        OneOrFlag(Kind::Schema),
        Ignored(UNCHECKED),
    ),
    since(
        V3_1,
        "contentSchema",
        One(Kind::Schema),
        Ignored("encoded texts are handed over as they are"),
    ),
    since(V3_1, "$schema", Text, Ignored(DIALECT)),
    since(V3_1, "$vocabulary", Shape::ValueMap, Ignored(DIALECT)),
    since(V3_1, "$recursiveRef", Text, Ignored(DIALECT)),
    since(V3_1, "$recursiveAnchor", Any, Ignored(DIALECT)),
];

pub(super) static DISCRIMINATOR: Table = Table {
    title: "a discriminator",
    keywords: &[
        keyword("propertyName", Text, Modelled),
        keyword("mapping", TextMap, Modelled),
        since(V3_2, "defaultMapping", Text, Modelled),
    ],
    open: None,
    required: &["propertyName"],
    reference: false,
};
