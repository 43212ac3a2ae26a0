//! The part of a page that is about one operation.

use super::book::{Book, Depth};
use super::cells::{self, code};
use super::errors::status;
use super::types;
use crate::ir::{Edge, Example, Framing, Place, Status};
use crate::markdown;
use crate::surface::{Answer, Cursor, Given, Kind, Operation, Paging, RustType, Stream};

/// Adds everything about an operation: what it does, how it is called, and what comes back.
pub(super) fn section(book: &Book<'_>, operation: &Operation, depth: Depth, text: &mut String) {
    // An anchor of its own, because other headings of the page may be called like the method.
    let method = &operation.method;
    text.push_str(&format!(
        "<a id=\"{method}\"></a>\n\n## {}\n\n",
        code(method)
    ));
    if operation.deprecated {
        text.push_str("**Deprecated.** It may stop working in a later version of the API.\n\n");
    }
    let prose = markdown::safe(operation.docs.text.trim());
    if !prose.is_empty() {
        text.push_str(&format!("{prose}\n\n"));
    }
    let call = code(&format!("{} {}", operation.verb, operation.path));
    text.push_str(&format!("{call}, operation {}\n\n", code(&operation.id)));
    if let Some(snippet) = book.snippets.of(&operation.module, method) {
        text.push_str(&format!(
            "### Example\n\n```rust\n{}```\n\n",
            snippet.program()
        ));
    }
    parameters(book, operation, depth, text);
    body(book, operation, depth, text);
    response(book, operation, depth, text);
    if let Some(stream) = &operation.stream {
        streaming(book, operation, stream, depth, text);
    }
    if let Some(paging) = &operation.paging {
        pages(book, operation, paging, depth, text);
    }
    errors(book, operation, depth, text);
    security(operation, text);
}

fn parameters(book: &Book<'_>, operation: &Operation, depth: Depth, text: &mut String) {
    let rows: Vec<Vec<String>> = operation
        .parameters
        .iter()
        .map(|parameter| {
            let deprecated = if parameter.deprecated {
                "**Deprecated.** "
            } else {
                ""
            };
            let given = match parameter.given {
                Given::Argument(_) => code(&parameter.name.rust),
                Given::Setter => code(&format!(".{}(…)", parameter.name.rust)),
            };
            vec![
                given,
                book.type_link(&parameter.ty, depth),
                cells::required(parameter.required),
                format!("{deprecated}{}", cells::prose(&parameter.docs)),
                cells::notes(&parameter.docs),
                cells::example(&parameter.docs),
                format!("{} {}", place(parameter.place), code(&parameter.name.wire)),
            ]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    text.push_str("### Parameters\n\n");
    let columns = [
        "Parameter",
        "Type",
        "Required",
        "Description",
        "Constraints",
        "Example",
        "Sent as",
    ];
    text.push_str(&cells::table(&columns, &rows));
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}

fn body(book: &Book<'_>, operation: &Operation, depth: Depth, text: &mut String) {
    let Some(body) = &operation.body else { return };
    let given = match body.given {
        Given::Argument(_) => format!("the argument {}", code(&body.name)),
        Given::Setter => format!("set by {}", code(&format!(".{}(…)", body.name))),
    };
    text.push_str(&format!(
        "### Request body\n\n**{}**, {}, {given}, sent as {}\n\n",
        book.type_link(&body.ty, depth),
        if body.required {
            "required"
        } else {
            "optional"
        },
        code(&body.mime),
    ));
    for words in [cells::prose(&body.docs), cells::notes(&body.docs)] {
        if !words.is_empty() {
            text.push_str(&format!("{words}\n\n"));
        }
    }
    fields_of(book, &body.ty, depth, text);
}

/// The fields of a struct right here, because they are what a reader looks for first.
fn fields_of(book: &Book<'_>, ty: &RustType, depth: Depth, text: &mut String) {
    let mut def = ty.model().and_then(|name| book.def(name));
    // Aliases are followed a few steps; what is behind more of them has a page.
    for _ in 0..4 {
        match def.map(|def| &def.kind) {
            Some(Kind::Alias(target)) => def = target.model().and_then(|name| book.def(name)),
            _ => break,
        }
    }
    if let Some(def) = def
        && let Kind::Struct(fields) | Kind::Multipart(fields) = &def.kind
    {
        text.push_str(&types::fields(book, fields, depth));
    }
}

fn response(book: &Book<'_>, operation: &Operation, depth: Depth, text: &mut String) {
    text.push_str("### Response\n\n");
    match &operation.output {
        None => text.push_str("Only as a stream, see below.\n\n"),
        Some(RustType::Unit) if may_carry(operation) => text.push_str(
            "Nothing that the document declares: `()`. What comes nevertheless, `.send_as(\"*/*\")` hands over as bytes.\n\n",
        ),
        Some(RustType::Unit) => text.push_str("Nothing: `()`.\n\n"),
        Some(ty) => text.push_str(&format!("**{}**\n\n", book.type_link(ty, depth))),
    }
    let successes: Vec<&Answer> = operation
        .answers
        .iter()
        .filter(|answer| answer.success)
        .collect();
    let rows: Vec<Vec<String>> = successes
        .iter()
        .map(|answer| answer_row(book, answer, depth))
        .collect();
    text.push_str(&cells::table(
        &["Status", "Type", "Variant", "Content type", "Description"],
        &rows,
    ));
    for answer in successes {
        if let Some(content) = &answer.content {
            fields_of(book, &content.ty, depth, text);
        }
        if let Some(value) = answer.docs.example.as_ref().and_then(Example::given) {
            text.push_str(&format!(
                "For example:\n\n```json\n{}\n```\n\n",
                cells::pretty(value, 0)
            ));
        }
    }
}

/// Whether a success may have content: many documents say nothing of it where there is some.
fn may_carry(operation: &Operation) -> bool {
    let mut successes = operation.answers.iter().filter(|answer| answer.success);
    operation.verb != "HEAD"
        && successes.any(|answer| !matches!(answer.status, Status::Code(204 | 205)))
}

fn answer_row(book: &Book<'_>, answer: &Answer, depth: Depth) -> Vec<String> {
    let content = answer.content.as_ref();
    vec![
        status(answer.status),
        content.map_or_else(
            || "nothing".to_owned(),
            |content| book.type_link(&content.ty, depth),
        ),
        answer
            .variant
            .as_ref()
            .map(|variant| code(variant))
            .unwrap_or_default(),
        content
            .map(|content| code(&content.mime))
            .unwrap_or_default(),
        cells::prose(&answer.docs),
    ]
}

fn streaming(
    book: &Book<'_>,
    operation: &Operation,
    stream: &Stream,
    depth: Depth,
    text: &mut String,
) {
    let (what, sentinel) = match &stream.framing {
        Framing::Events { sentinel, .. } => ("server-sent events", sentinel.as_deref()),
        Framing::Lines => ("a JSON text on each line", None),
        Framing::Sequence => ("JSON texts after record separators", None),
        Framing::Bytes => ("bytes as they arrive", None),
    };
    text.push_str(&format!(
        "### Streaming\n\n{} opens **{}**: {what}, {}.",
        code(".stream()"),
        book.type_link(&stream.ty, depth),
        code(&stream.mime),
    ));
    if let Some(sentinel) = sentinel {
        text.push_str(&format!(" The stream ends with {}.", code(sentinel)));
    }
    if let Some(choice) = &stream.choice {
        text.push_str(&format!(
            " The property {} of the body is set by `.stream()` and cleared by `.send()`.",
            code(choice)
        ));
    }
    text.push_str(" Items are read with `try_next()`.\n\n");
    if operation.output.is_some()
        && let Some(snippet) = book.snippets.stream(operation)
    {
        text.push_str(&format!("```rust\n{}```\n\n", snippet.program()));
    }
}

fn pages(book: &Book<'_>, operation: &Operation, paging: &Paging, depth: Depth, text: &mut String) {
    text.push_str(&format!(
        "### Pagination\n\n{} gives every item as **{}**, {} every page; further ones are asked for as they are needed. {}",
        code(".items()"),
        book.type_link(&paging.item, depth),
        code(".pages()"),
        cursor(&paging.forward),
    ));
    if let Some(more) = &paging.more {
        text.push_str(&format!(
            " There is another page while {} is true.",
            code(&more.join("."))
        ));
    }
    if let Some(backward) = &paging.backward {
        text.push_str(&format!(
            " A call that sets {} walks the other way. {}",
            code(&backward.parameter),
            cursor(backward)
        ));
    }
    text.push_str("\n\n");
    if let Some(snippet) = book.snippets.pages(operation) {
        text.push_str(&format!("```rust\n{}```\n\n", snippet.program()));
    }
}

fn cursor(cursor: &Cursor) -> String {
    let edge = match cursor.edge {
        Edge::First => "first",
        Edge::Last => "last",
    };
    format!(
        "The next page is asked for with {} set to {} of the {edge} item.",
        code(&cursor.parameter),
        code(&cursor.field.join("."))
    )
}

fn errors(book: &Book<'_>, operation: &Operation, depth: Depth, text: &mut String) {
    text.push_str("### Errors\n\n");
    let rows = operation
        .answers
        .iter()
        .filter(|answer| !answer.success)
        .map(|answer| {
            let content = answer.content.as_ref();
            vec![
                status(answer.status),
                content.map_or_else(String::new, |content| book.type_link(&content.ty, depth)),
                answer
                    .variant
                    .as_ref()
                    .map(|variant| code(&format!("{}::{variant}", enum_name(&operation.failure))))
                    .unwrap_or_default(),
                content
                    .map(|content| code(&content.mime))
                    .unwrap_or_default(),
                cells::prose(&answer.docs),
            ]
        });
    let rest = vec![
        "4XX, 5XX".to_owned(),
        "`Error`, with status, headers and the raw body".to_owned(),
        String::new(),
        code("*/*"),
        "Whatever the document does not declare.".to_owned(),
    ];
    let rows: Vec<Vec<String>> = rows.chain([rest]).collect();
    let columns = [
        "Status",
        "Type",
        "Variant of `error.body()`",
        "Content type",
        "Description",
    ];
    text.push_str(&cells::table(&columns, &rows));
}

fn enum_name(ty: &RustType) -> &str {
    match ty {
        RustType::Answers(_, name) => name,
        _ => "",
    }
}

fn security(operation: &Operation, text: &mut String) {
    let alternatives: Vec<String> = operation
        .security
        .iter()
        .map(|all| match all.as_slice() {
            [] => "nothing".to_owned(),
            names => names
                .iter()
                .map(|name| code(name))
                .collect::<Vec<_>>()
                .join(" with "),
        })
        .collect();
    if !alternatives.is_empty() {
        text.push_str(&format!("Credentials: {}.\n\n", alternatives.join(", or ")));
    }
}
