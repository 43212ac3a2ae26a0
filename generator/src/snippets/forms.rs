//! What is done with a call: it is sent, streamed, walked through, or tested.

use super::calls::{Source, call};
use super::expr::Expr;
use super::imports::{Imports, Uses};
use super::layout::statement;
use super::program::{Frame, Snippet, variable};
use super::values;
use crate::ir::{Example, Json};
use crate::surface::{Operation, RustType, Stream, Surface};

/// The longest answer that an example of a test plays, in letters.
const LONGEST_ANSWER: usize = 600;

/// The example for an operation.
pub(super) fn usual(source: Source<'_>, operation: &Operation) -> Snippet {
    match (&operation.output, &operation.stream) {
        (None, Some(stream)) => self::stream(source, operation, stream),
        (Some(_) | None, _) => sent(source, operation, &["send", "await?"], ""),
    }
}

/// The example for code that is not async.
pub(super) fn blocking(source: Source<'_>, operation: &Operation) -> Snippet {
    sent(source, operation, &["send_blocking"], "?").framed(Frame::BlockingClient)
}

fn sent(source: Source<'_>, operation: &Operation, methods: &[&str], after: &str) -> Snippet {
    let after = format!("{after};\n");
    let (call, imports) = call(source, operation, true);
    let call = methods
        .iter()
        .fold(call, |call, method| call.then(*method, Vec::new()));
    if operation.output == Some(RustType::Unit) {
        return finish(source, imports, statement(4, "", &call, &after));
    }
    let call = statement(4, "let answer = ", &call, &after);
    finish(
        source,
        imports,
        format!("{call}    println!(\"{{answer:#?}}\");\n"),
    )
}

/// The example that reads a stream.
pub(super) fn stream(source: Source<'_>, operation: &Operation, stream: &Stream) -> Snippet {
    let (call, imports) = call(source, operation, true);
    let (many, one) = match stream.ty {
        RustType::ByteStream => ("bytes", "chunk"),
        _ => ("events", "event"),
    };
    let call = call.then("stream", Vec::new()).then("await?", Vec::new());
    let call = statement(4, &format!("let mut {many} = "), &call, ";\n");
    finish(source, imports, format!("{call}{}", each(many, one)))
}

/// The example that walks through all pages.
pub(super) fn pages(source: Source<'_>, operation: &Operation) -> Snippet {
    let (call, imports) = call(source, operation, false);
    let call = statement(
        4,
        "let mut items = ",
        &call.then("items", Vec::new()),
        ";\n",
    );
    finish(source, imports, format!("{call}{}", each("items", "item")))
}

fn each(many: &str, one: &str) -> String {
    format!(
        "    while let Some({one}) = {many}.try_next().await? {{\n        println!(\"{{{one}:?}}\");\n    }}\n"
    )
}

/// The example that looks at the result: `arms` are those of the `match`, and end it.
pub(super) fn matched(source: Source<'_>, operation: &Operation, arms: &str) -> Snippet {
    let (call, imports) = call(source, operation, false);
    let call = call.then("send", Vec::new()).then("await", Vec::new());
    let call = statement(4, "match ", &call, "");
    let brace = if call.contains('\n') {
        "\n    {\n"
    } else {
        " {\n"
    };
    finish(source, imports, format!("{call}{brace}{arms}"))
}

/// The example with a transport that plays answers: what the document gives as an answer, else a failure.
pub(super) fn mocked(source: Source<'_>, operation: &Operation) -> Snippet {
    let (call, mut imports) = call(source, operation, false);
    let (client, variable) = (&source.surface.client.name, variable(source.surface));
    let on = format!("mock.on::<{}>()", operation.builder);
    let answer = answer(operation);
    let played = match answer {
        Some(value) => {
            let value = values::json(value).referenced();
            let answer = Expr::call("Answer::json", vec![Expr::atom("200"), value]);
            Expr::atom(on).then("respond", vec![answer])
        }
        None => Expr::atom(on).then("fail", vec![Expr::atom("404")]),
    };
    let played = statement(4, "", &played, ";\n");
    let call = Expr::call("block_on", vec![call.then("send", Vec::new())]);
    let (call, seen) = match answer {
        Some(_) => (statement(4, "let answer = ", &call, "?;\n"), "answer:#?"),
        None => (statement(4, "let answer = ", &call, ";\n"), "answer:?"),
    };
    imports.testing(&operation.module, &operation.builder, answer.is_some());
    let body = format!(
        "    let mock = MockTransport::new();\n{played}    let {variable}: {client} = mock.client();\n\n{call}    \
         println!(\"{{{seen}}}\");\n    assert_eq!(mock.requests().len(), 1);\n"
    );
    finish(source, imports, body).framed(Frame::Blocking)
}

/// An answer that the document gives as an example, unless it is too long.
pub(super) fn answer(operation: &Operation) -> Option<&Json> {
    let first = operation.answers.iter().find(|answer| answer.success)?;
    let value = first.docs.example.as_ref().and_then(Example::given)?;
    let is_one = operation
        .answers
        .iter()
        .filter(|answer| answer.success)
        .count()
        == 1;
    (is_one && value.to_string().len() <= LONGEST_ANSWER).then_some(value)
}

/// The example that makes a client of its own: the methods on its builder, each with its arguments.
pub(super) fn configured(surface: &Surface, uses: Uses, methods: &[(&str, &[&str])]) -> Snippet {
    let (client, variable) = (&surface.client.name, variable(surface));
    let start = Expr::call(format!("{client}::builder"), Vec::new());
    let made = methods.iter().fold(start, |made, (name, arguments)| {
        let arguments = arguments.iter().map(|argument| Expr::atom(*argument));
        made.then(*name, arguments.collect())
    });
    let made = made.then("build", Vec::new());
    let body = statement(4, &format!("let {variable} = "), &made, "?;\n");
    let body = format!("{body}    println!(\"{{{variable}:?}}\");\n");
    Snippet::new(surface, uses, body).framed(Frame::Async)
}

fn finish(source: Source<'_>, imports: Imports, body: String) -> Snippet {
    Snippet::new(source.surface, imports.uses(&body), body)
}
