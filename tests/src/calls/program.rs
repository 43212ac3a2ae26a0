//! The program: one function for each case, which makes the call and tells what came of it.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use super::{Case, Sdk, array, rust_name, text};

/// The manifest of the program, for a crate in a folder.
pub(super) fn manifest(sdk: &Sdk, package: &str, crate_path: &str) -> String {
    let of_crate = &sdk.0["crate"];
    let features = array(&of_crate["features"]).iter();
    let features: Vec<&str> = features
        .filter(|feature| feature["resource"] == true)
        .map(|feature| text(&feature["name"]))
        .chain(["testing"])
        .collect();
    let mut manifest = format!(
        "[package]\nname = {package:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n\
         {} = {{ path = {crate_path:?}, default-features = false, features = {features:?} }}\n",
        text(&of_crate["name"])
    );
    for dependency in array(&of_crate["dependencies"]) {
        let (name, version) = (text(&dependency["name"]), text(&dependency["version"]));
        let _ = writeln!(
            manifest,
            "{name} = {{ version = {version:?}, default-features = false, features = [\"std\"] }}"
        );
    }
    manifest.push_str(
        "serde = { version = \"1\", default-features = false }\n\n[workspace]\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n",
    );
    manifest
}

/// The data that the program reads: one entry for each case.
pub(super) fn data(cases: &[Case]) -> String {
    let cases = cases.iter().map(|case| {
        json!({
            "inputs": case.inputs,
            "status": case.status,
            "mediaType": case.media_type,
            "answer": case.answer,
        })
    });
    Value::Array(cases.collect()).to_string()
}

/// The text of `main.rs`.
pub(super) fn source(sdk: &Sdk, cases: &[Case]) -> String {
    let library = sdk.library();
    let client = text(&sdk.0["client"]["type"]);
    let mut source = PREAMBLE
        .replace("LIBRARY", library)
        .replace("CLIENT", client);
    let distinct: BTreeSet<(usize, bool, bool)> = cases.iter().map(kind).collect();
    for kind in distinct {
        source.push_str(&function(sdk, kind, client));
    }
    source.push_str("\nfn main() {\n    let data: Vec<Value> = serde_json::from_str(include_str!(\"../data.json\")).unwrap();\n");
    for (index, case) in cases.iter().enumerate() {
        let _ = writeln!(
            source,
            "    tell(|| block_on({}(&data[{index}])));",
            function_name(kind(case))
        );
    }
    source.push_str("}\n");
    source
}

/// Cases of one kind share a function: the same operation, sent in the same way with the same setters.
fn kind(case: &Case) -> (usize, bool, bool) {
    (
        case.operation,
        case.streamed,
        case.name.ends_with("possible"),
    )
}

fn function_name((operation, streamed, little): (usize, bool, bool)) -> String {
    let streamed = if streamed { "_stream" } else { "" };
    let little = if little { "_little" } else { "" };
    format!("operation_{operation}{streamed}{little}")
}

fn function(sdk: &Sdk, kind: (usize, bool, bool), client: &str) -> String {
    let operation = &sdk.operations()[kind.0];
    let (streamed, little) = (kind.1, kind.2);
    let inputs = array(&operation["parameters"]).iter();
    let inputs = inputs.chain(Some(&operation["body"]).filter(|body| body.is_object()));
    let value = |input: &Value| {
        let (name, ty) = (rust_name(input), text(&input["type"]));
        if input["from"] == "bytes" {
            format!("data[\"inputs\"][{name:?}].as_str().unwrap().as_bytes().to_vec()")
        } else {
            format!("given::<{ty}>(data, {name:?})")
        }
    };
    // `call` with the values in place of the names.
    let named = |name: &Value| inputs.clone().find(|input| input["argument"] == *name);
    let arguments = array(&operation["arguments"]).iter();
    let arguments = arguments.map(|name| value(named(name).expect("every argument is described")));
    let arguments: Vec<String> = arguments.collect();
    let written = text(&operation["call"]);
    let opening = written.rfind('(').expect("it ends in arguments");
    let mut call = format!("{}({})", &written[..opening], arguments.join(", "));
    for input in inputs.filter(|input| input["setter"].is_string()) {
        if !little || input["required"] == true {
            let _ = write!(call, ".{}({})", rust_name(input), value(input));
        }
    }
    let body = if operation["fails"].is_null() {
        "Value::Null"
    } else {
        "serde_json::to_value(error.body()).unwrap()"
    };
    let send = if streamed {
        let piece = match text(&operation["stream"]["framing"]) {
            "bytes" => "bytes.extend_from_slice(&item)",
            _ => "items.push(serde_json::to_value(&item).unwrap())",
        };
        let whole = match text(&operation["stream"]["framing"]) {
            "bytes" => "Value::from(String::from_utf8(bytes).unwrap())",
            _ => "Value::Array(items)",
        };
        format!(
            "    match call.stream().await {{\n        \
             Ok(mut stream) => {{\n            \
             #[allow(unused_mut)]\n            let (mut items, mut bytes) = (Vec::<Value>::new(), Vec::<u8>::new());\n            \
             loop {{\n                match stream.try_next().await {{\n                    \
             Ok(Some(item)) => {piece},\n                    Ok(None) => break,\n                    \
             Err(error) => return failure(&mock, error.status().map(|status| status.as_u16()), Value::Null, error.to_string()),\n                \
             }}\n            }}\n            let _ = (&items, &bytes);\n            success(&mock, {whole})\n        }}\n"
        )
    } else {
        let answer = match operation["returns"].as_str() {
            Some("bytes::Bytes") => "Value::from(String::from_utf8(answer.to_vec()).unwrap())",
            _ => "serde_json::to_value(&answer).unwrap()",
        };
        format!("    match call.send().await {{\n        Ok(answer) => success(&mock, {answer}),\n")
    };
    format!(
        "\nasync fn {}(data: &Value) -> Value {{\n    let mock = answering::<{}>(data);\n    let client: {client} = mock.client();\n    \
         let call = {call};\n{send}        \
         Err(error) => failure(&mock, error.status().map(|status| status.as_u16()), {body}, error.to_string()),\n    }}\n}}\n",
        function_name(kind),
        text(&operation["builder"]),
    )
}

/// What every program begins with.
const PREAMBLE: &str = r#"#![allow(deprecated, unused_variables)]

use LIBRARY::runtime::testing::{Answer, MockTransport, block_on};
use serde_json::{Value, json};

fn answering<O>(data: &Value) -> MockTransport
where
    O: LIBRARY::runtime::Operation,
{
    let mock = MockTransport::new();
    let status = data["status"].as_u64().unwrap() as u16;
    let (media_type, answer) = (data["mediaType"].as_str().unwrap(), data["answer"].as_str().unwrap());
    mock.on::<O>().respond(if media_type.is_empty() {
        Answer::empty(status)
    } else {
        Answer::bytes(status, media_type, answer.as_bytes().to_vec())
    });
    mock
}

#[allow(dead_code)]
fn given<T: serde::de::DeserializeOwned>(data: &Value, name: &str) -> T {
    serde_json::from_value(data["inputs"][name].clone()).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn success(mock: &MockTransport, answer: Value) -> Value {
    json!({ "requests": requests(mock), "outcome": { "ok": answer } })
}

fn failure(mock: &MockTransport, status: Option<u16>, body: Value, message: String) -> Value {
    json!({ "requests": requests(mock), "outcome": { "status": status, "body": body }, "message": message })
}

fn requests(mock: &MockTransport) -> Value {
    let requests = mock.requests();
    let one = |request: &LIBRARY::runtime::testing::Recorded| {
        let headers: Vec<(String, String)> = request
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        json!({
            "method": request.method().as_str(),
            "path": request.path(),
            "query": request.query(),
            "headers": headers,
            "body": String::from_utf8_lossy(request.body()),
        })
    };
    Value::Array(requests.iter().map(one).collect())
}

/// One line for each case, also for one that panics.
fn tell(case: impl FnOnce() -> Value) {
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(case));
    println!("{}", outcome.unwrap_or_else(|_| json!({ "message": "it panicked" })));
}
"#;
