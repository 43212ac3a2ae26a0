//! What a consumer must know about the crate as a whole: the README and the crate's page in rustdoc are made of it.

use super::cells::code;
use crate::ir::Credential;
use crate::snippets::{Snippet, Snippets, Uses, variable};
use crate::surface::{Operation, RustType, Surface};

/// A piece of the guide.
pub(crate) enum Block {
    /// A heading.
    Title(&'static str),
    /// Markdown.
    Text(String),
    /// An example.
    Code(Box<Snippet>),
}

/// The whole guide, section by section.
pub(crate) fn guide(surface: &Surface, snippets: &Snippets<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let first = first(surface);
    if let Some(first) = first {
        blocks.push(Block::Title("First call"));
        blocks.extend(
            snippets
                .of(&first.module, &first.method)
                .map(|snippet| Block::Code(Box::new(snippet.clone().with_features(needed(first))))),
        );
        blocks.push(Block::Text(
            "What the document requires is an argument, everything else is a setter. The answer is typed; `.send_with_response()` \
             gives status and headers beside it."
                .to_owned(),
        ));
    }
    authentication(surface, snippets, &mut blocks);
    if let Some(paged) = surface
        .operations
        .iter()
        .find(|operation| operation.paging.is_some())
    {
        pagination(snippets, paged, &mut blocks);
    }
    if let Some(streaming) = surface
        .operations
        .iter()
        .find(|operation| operation.stream.is_some())
    {
        streams(surface, streaming, &mut blocks);
    }
    if let Some(first) = first {
        errors(surface, snippets, first, &mut blocks);
    }
    retries(snippets, &mut blocks);
    if let Some(first) = first {
        blocking(snippets, first, &mut blocks);
        let played = surface
            .operations
            .iter()
            .filter(|operation| snippets.plays(operation))
            .min_by_key(|operation| operation.body.is_some());
        testing(snippets, played.unwrap_or(first), &mut blocks);
    }
    blocks
}

/// The operation that is easiest to call: one that answers something and needs little.
fn first(surface: &Surface) -> Option<&Operation> {
    surface
        .operations
        .iter()
        .filter(|operation| operation.output.is_some())
        .min_by_key(|operation| {
            let required = operation
                .parameters
                .iter()
                .filter(|parameter| parameter.required)
                .count();
            (
                operation.deprecated,
                operation.output == Some(RustType::Unit),
                operation.verb != "GET",
                required,
                operation.body.is_some(),
            )
        })
}

/// The features that an example with an operation needs.
fn needed(operation: &Operation) -> [&str; 1] {
    [operation.feature.as_str()]
}

fn authentication(surface: &Surface, snippets: &Snippets<'_>, blocks: &mut Vec<Block>) {
    let client = &surface.client;
    let Some(scheme) = client.credentials.first() else {
        return;
    };
    blocks.push(Block::Title("Authentication"));
    let list: Vec<String> = client
        .credentials
        .iter()
        .map(|scheme| {
            format!(
                "- {} sets {}; `from_env()` reads {}",
                code(&format!(".{}(…)", scheme.name.rust)),
                carried(&scheme.credential),
                read(&scheme.credential, &code(&scheme.env))
            )
        })
        .collect();
    blocks.push(Block::Text(list.join("\n")));
    let arguments: &[&str] = match scheme.credential {
        Credential::Basic => &["\"user\"", "\"password\""],
        Credential::Bearer
        | Credential::OAuth2 { .. }
        | Credential::Header(_)
        | Credential::Query(_)
        | Credential::Cookie(_) => &["\"<key>\""],
    };
    let setter = (scheme.name.rust.as_str(), arguments);
    blocks.push(Block::Code(Box::new(
        snippets.configured(Uses::default(), &[setter]),
    )));
    blocks.push(Block::Text(format!(
        "Keys never show in `{{:?}}` or in errors. Keys that change come from a `CredentialProvider`, which is asked before \
         each call: {}. The environment variable {} overrides the server, and so does `.server(…)`.",
        code(&format!(".credential_provider({:?}, …)", scheme.name.wire)),
        code(&client.server_env)
    )));
}

/// Where a credential goes.
fn carried(credential: &Credential) -> String {
    match credential {
        Credential::Bearer => "the bearer token".to_owned(),
        Credential::OAuth2 { .. } => {
            "the access token, or the client credentials that fetch one".to_owned()
        }
        Credential::Basic => "user and password".to_owned(),
        Credential::Header(name) => format!("the key in the header {}", code(name)),
        Credential::Query(name) => format!("the key in the query parameter {}", code(name)),
        Credential::Cookie(name) => format!("the key in the cookie {}", code(name)),
    }
}

/// What `from_env` reads, where the variable alone doesn't tell.
fn read(credential: &Credential, env: &str) -> String {
    match credential {
        Credential::Basic => format!("`user:password` from {env}"),
        Credential::OAuth2 { .. } => format!("a token from {env}"),
        Credential::Bearer
        | Credential::Header(_)
        | Credential::Query(_)
        | Credential::Cookie(_) => env.to_owned(),
    }
}

fn pagination(snippets: &Snippets<'_>, operation: &Operation, blocks: &mut Vec<Block>) {
    let Some(snippet) = snippets.pages(operation) else {
        return;
    };
    blocks.push(Block::Title("Pagination"));
    blocks.push(Block::Code(Box::new(
        snippet.with_features(needed(operation)),
    )));
    blocks.push(Block::Text(
        "`.pages()` gives whole pages, and `.try_collect()` all items at once. A list that never ends is an error, not a loop."
            .to_owned(),
    ));
}

fn streams(surface: &Surface, operation: &Operation, blocks: &mut Vec<Block>) {
    blocks.push(Block::Title("Streaming"));
    let mut call = variable(surface);
    for step in operation.chain.iter().chain([&operation.method]) {
        call.push_str(&format!(".{step}"));
    }
    blocks.push(Block::Text(format!(
        "Calls that answer while they work, such as {}, are opened with `.stream()` and read with `try_next()`. A stream that falls \
         silent ends with an error after `.idle_timeout(…)`.",
        code(&call)
    )));
}

fn errors(surface: &Surface, snippets: &Snippets<'_>, first: &Operation, blocks: &mut Vec<Block>) {
    // One whose error bodies are declared shows more.
    let shown = surface
        .operations
        .iter()
        .filter(|operation| matches!(operation.output, Some(ref ty) if *ty != RustType::Unit))
        .find(|operation| operation.failure != RustType::Infallible && !operation.deprecated)
        .unwrap_or(first);
    blocks.push(Block::Title("Errors"));
    let is_declared = shown.failure != RustType::Infallible;
    let body = if is_declared {
        "            if let Some(body) = error.body() {\n                println!(\"the server said {body:?}\");\n            }\n"
    } else {
        ""
    };
    let after = format!(
        "        Ok(answer) => println!(\"{{answer:#?}}\"),\n        Err(error) => {{\n{body}            println!(\"{{error}}, status {{:?}}\", error.status());\n        }}\n    }}\n"
    );
    blocks.extend(
        snippets
            .matched(shown, &after)
            .map(|snippet| Block::Code(Box::new(snippet.with_features(needed(shown))))),
    );
    let typed = if is_declared {
        "`error.body()` is the error body that the document declares, when the answer fits it. "
    } else {
        ""
    };
    blocks.push(Block::Text(format!(
        "{typed}Every error tells the operation, the status, the request id and the number of attempts, and keeps headers and the raw \
         body. `?` turns the errors of all calls into one `Error`."
    )));
}

fn retries(snippets: &Snippets<'_>, blocks: &mut Vec<Block>) {
    blocks.push(Block::Title("Retries and timeouts"));
    let uses = Uses {
        std: vec!["std::time::Duration".to_owned()],
        root: ["RetryPolicy".to_owned()].into(),
        ..Uses::default()
    };
    let methods: &[(&str, &[&str])] = &[
        ("timeout", &["Duration::from_secs(30)"]),
        ("retry", &["RetryPolicy::new().attempts(5)"]),
        ("from_env()?", &[]),
    ];
    blocks.push(Block::Code(Box::new(snippets.configured(uses, methods))));
    blocks.push(Block::Text(
        "A call is tried up to three times: when nothing had been sent, and on 408, 429, 500, 502, 503 and 504 where repeating it is \
         harmless. `Retry-After` is obeyed. One timeout covers all attempts. `.timeout(…)`, `.retry(…)`, `.header(…)` and \
         `.server(…)` on a call hold for that call alone."
            .to_owned(),
    ));
}

fn blocking(snippets: &Snippets<'_>, first: &Operation, blocks: &mut Vec<Block>) {
    blocks.push(Block::Title("Blocking use"));
    blocks.extend(snippets.blocking(first).map(|snippet| {
        Block::Code(Box::new(
            snippet
                .with_features(needed(first))
                .with_features(["blocking"]),
        ))
    }));
    blocks.push(Block::Text(
        "With the feature `blocking`, every call has `.send_blocking()` for code that is not async.".to_owned(),
    ));
}

fn testing(snippets: &Snippets<'_>, first: &Operation, blocks: &mut Vec<Block>) {
    blocks.push(Block::Title("Testing your own code"));
    blocks.extend(snippets.mocked(first).map(|snippet| {
        Block::Code(Box::new(
            snippet
                .with_features(needed(first))
                .with_features(["testing"]),
        ))
    }));
    blocks.push(Block::Text(
        "With the feature `testing`, `MockTransport` plays answers and keeps requests, without a socket: `.answer(&value)` for a success, \
         `.fail_with(404, &body)` for an error. Encoding, credentials, retries and decoding are those of the real client."
            .to_owned(),
    ));
}
