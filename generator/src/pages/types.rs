//! The page of a type.

use super::book::{Book, Depth};
use super::cells::{self, code};
use super::index::kind;
use crate::ir::{Docs, Example};
use crate::markdown;
use crate::surface::{Field, Filled, Given, Kind, Struct, Type, Union, Value};

/// Types lie one folder below `docs/`.
const DEPTH: Depth = Depth(1);

/// `docs/types/….md`.
pub(super) fn page(book: &Book<'_>, def: &Type) -> String {
    let library = &book.surface.package.library;
    let mut text = format!("# {}\n\n[All types](README.md)\n\n", code(&def.name));
    if def.deprecated {
        text.push_str("**Deprecated.** It may go away in a later version of the API.\n\n");
    }
    let prose = markdown::text(&def.docs, "");
    if !prose.is_empty() {
        text.push_str(&format!("{prose}\n\n"));
    }
    let side = match (def.sent, def.received) {
        (true, true) => ", sent and received",
        (true, false) => ", sent",
        (false, true) => ", received",
        (false, false) => "",
    };
    text.push_str(&format!(
        "{}, {}{side}{}\n\n",
        code(&format!("{library}::models::{}", def.name)),
        kind(def),
        feature(def)
    ));
    match &def.kind {
        Kind::Struct(object) | Kind::Multipart(object) => {
            text.push_str(&constructor(book, def, object));
            text.push_str("## Fields\n\n");
            text.push_str(&fields(book, object, DEPTH));
            if let Some(rest) = &object.rest {
                text.push_str(&format!(
                    "Properties that the document does not name are in `additional_properties`, each {}.\n\n",
                    book.type_link(rest, DEPTH)
                ));
            }
        }
        Kind::Texts(values) => text.push_str(&texts(values)),
        Kind::Numbers(values) => text.push_str(&numbers(values)),
        Kind::Union(union) => text.push_str(&variants(book, union)),
        Kind::Alias(target) => {
            text.push_str(&format!(
                "Another name for {}.\n\n",
                book.type_link(target, DEPTH)
            ));
        }
        Kind::Newtype(target) => {
            text.push_str(&format!(
                "A struct around {}.\n\n",
                book.type_link(target, DEPTH)
            ));
        }
    }
    if let Some(value) = def.docs.example.as_ref().and_then(Example::given) {
        text.push_str(&format!(
            "## Example\n\n```json\n{}\n```\n\n",
            cells::pretty(value, 0)
        ));
    }
    let users = book.users(&def.name);
    if !users.is_empty() {
        text.push_str("## Used by\n\n");
        for operation in users {
            text.push_str(&format!("- {}\n", book.operation_link(operation, DEPTH)));
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The feature of a type that one resource has. The index tells of the others.
fn feature(def: &Type) -> String {
    let only = def.feature.as_ref();
    only.map_or_else(String::new, |name| {
        format!(", with the Cargo feature {}", code(name))
    })
}

fn constructor(book: &Book<'_>, def: &Type, object: &Struct) -> String {
    let library = &book.surface.package.library;
    let arguments: Vec<String> = object
        .fields
        .iter()
        .filter(|field| matches!(field.filled, Filled::By(Given::Argument(_))))
        .map(|field| {
            let takes = field.takes.path(library);
            format!("{}: {takes}", field.name.rust)
        })
        .collect();
    let arguments = match arguments.as_slice() {
        short if short.iter().map(String::len).sum::<usize>() <= 60 => short.join(", "),
        long => format!("\n    {},\n", long.join(",\n    ")),
    };
    let setters = object
        .fields
        .iter()
        .any(|field| field.filled == Filled::By(Given::Setter));
    let setters = if setters {
        " Each optional field has a setter of its name."
    } else {
        ""
    };
    format!(
        "```text\n{}::new({arguments})\n```\n\nThe fields are public.{setters}\n\n",
        def.name
    )
}

/// The table of a struct's fields.
pub(super) fn fields(book: &Book<'_>, object: &Struct, depth: Depth) -> String {
    let rows: Vec<Vec<String>> = object
        .fields
        .iter()
        .map(|field| row(book, field, depth))
        .collect();
    let columns = [
        "Field",
        "JSON",
        "Type",
        "Required",
        "Description",
        "Constraints",
        "Example",
    ];
    cells::table(&columns, &rows)
}

fn row(book: &Book<'_>, field: &Field, depth: Depth) -> Vec<String> {
    let deprecated = if field.deprecated {
        "**Deprecated.** "
    } else {
        ""
    };
    let wire = if field.name.wire == field.name.rust {
        String::new()
    } else {
        code(&field.name.wire)
    };
    vec![
        code(&field.name.rust),
        wire,
        book.type_link(&field.ty, depth),
        match field.filled {
            Filled::By(_) if field.preset.is_some() => "no, set by `new`".to_owned(),
            Filled::By(_) => cells::required(field.required),
            Filled::Constant(_) => "set by `new`".to_owned(),
        },
        format!("{deprecated}{}", cells::prose(&field.docs)),
        cells::notes(&field.docs),
        cells::example(&field.docs),
    ]
}

fn texts(values: &[Value<String>]) -> String {
    let row =
        |value: &Value<String>| value_row(&value.rust, &format!("{:?}", value.wire), &value.docs);
    value_table(values.iter().map(row), "Unknown(String)")
}

fn numbers(values: &[Value<i64>]) -> String {
    let row = |value: &Value<i64>| value_row(&value.rust, &value.wire.to_string(), &value.docs);
    value_table(values.iter().map(row), "Unknown(i64)")
}

fn value_row(variant: &str, wire: &str, docs: &Docs) -> Vec<String> {
    vec![code(variant), code(wire), cells::prose(docs)]
}

fn value_table(rows: impl Iterator<Item = Vec<String>>, others: &str) -> String {
    let rows: Vec<Vec<String>> = rows.chain([unknown(others)]).collect();
    let columns = ["Variant", "On the wire", "Meaning"];
    format!("## Values\n\n{}", cells::table(&columns, &rows))
}

fn unknown(variant: &str) -> Vec<String> {
    vec![
        code(variant),
        "any other, written back unchanged".to_owned(),
    ]
}

fn variants(book: &Book<'_>, union: &Union) -> String {
    let rows = union.variants.iter().map(|variant| {
        let tags: Vec<String> = variant
            .tags
            .iter()
            .map(|tag| code(&format!("{tag:?}")))
            .collect();
        let told = match &union.tag {
            Some(_) if tags.is_empty() => "anything else, or missing".to_owned(),
            _ => tags.join(", "),
        };
        vec![
            code(&variant.rust),
            book.type_link(&variant.ty, DEPTH),
            told,
            cells::prose(&variant.docs),
        ]
    });
    let unknown = vec![
        code("Unknown"),
        code("serde_json::Value"),
        String::new(),
        "Anything else, written back unchanged.".to_owned(),
    ];
    let rows: Vec<Vec<String>> = rows.chain([unknown]).collect();
    let tag = match &union.tag {
        Some(tag) => format!("When {}", code(tag)),
        None => "When".to_owned(),
    };
    let told = match &union.tag {
        Some(tag) => format!("{} tells the branches apart.", code(tag)),
        None => "What the branches require tells them apart.".to_owned(),
    };
    format!(
        "## Variants\n\n{told}\n\n{}",
        cells::table(&["Variant", "Holds", &tag, "Description"], &rows)
    )
}
