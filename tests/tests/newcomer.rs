//! The way of a newcomer: a new crate, a program copied from the docs, and a first successful call.
//!
//! The programs are those of the code samples, and of the docs: each is built and run as it stands, and what it sends is what the
//! document's own examples say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sdk_tests::pages;
use sdk_tests::server::{API_KEY, Answer, Recorded, Server};
use serde_json::{Map, Value, json};
use xtask::workspace::Workspace;

/// An operation, the program that the code samples have for it, and what it must send.
struct Case {
    path: &'static str,
    verb: &'static str,
    /// The status that the server answers with.
    status: u16,
    /// Path and query as they arrive.
    target: &'static str,
}

const CASES: &[Case] = &[
    Case {
        path: "/v2/identities",
        verb: "get",
        status: 200,
        target: "/v2/identities?limit=10&search=john&tags=premium,beta-user&include_metrics=false",
    },
    Case {
        path: "/v2/identities",
        verb: "post",
        status: 201,
        target: "/v2/identities",
    },
    Case {
        path: "/v2/identities/{id}",
        verb: "get",
        status: 200,
        target: "/v2/identities/%3Cid%3E?include_metrics=false",
    },
    Case {
        path: "/v2/identities/{id}",
        verb: "patch",
        status: 200,
        target: "/v2/identities/%3Cid%3E",
    },
    Case {
        path: "/v2/identities/{id}",
        verb: "delete",
        status: 204,
        target: "/v2/identities/%3Cid%3E",
    },
    Case {
        path: "/v2/contacts",
        verb: "post",
        status: 200,
        target: "/v2/contacts",
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn programs_of_the_docs_run_and_send_what_the_document_says() {
    let workspace = Workspace::find().expect("the workspace is there");
    let document = yaml(&workspace.spec());
    let samples = samples(&yaml(&workspace.samples()));
    assert_eq!(samples.len(), CASES.len());
    let folder = consumer(&workspace, &samples);
    build(&folder);
    for case in CASES {
        let server = Server::start().await.expect("a port is free");
        let operation = &document["paths"][case.path][case.verb];
        let answer = &operation["responses"][case.status.to_string()]["content"];
        server.answer_next(match &answer["application/json"]["example"] {
            Value::Null if case.status == 204 => Answer::new(case.status, ""),
            // The document shows no answer of this call.
            Value::Null => Answer::json(
                case.status,
                json!({"_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "external_id": "user_12345"}),
            ),
            example => Answer::json(case.status, example),
        });
        run(&folder, &name(case.path, case.verb), server.url());
        let requests = server.requests();
        let [request] = requests.as_slice() else {
            panic!("{} {}: {} requests", case.verb, case.path, requests.len());
        };
        compare(case, request, operation);
    }
}

#[test]
fn pages_and_readme_show_the_same_programs() {
    let workspace = Workspace::find().expect("the workspace is there");
    let samples = samples(&yaml(&workspace.samples()));
    let read =
        |path: &str| fs::read_to_string(workspace.client().join(path)).expect("the page is there");
    let pages = ["docs/resources/identities.md", "docs/resources/contacts.md"];
    let shown: Vec<String> = pages
        .iter()
        .flat_map(|path| pages::programs(&read(path)))
        .collect();
    for (name, program) in &samples {
        assert!(
            shown.contains(program),
            "no page shows the program of {name}:\n{program}"
        );
    }
    let first = pages::programs(&read("README.md"));
    assert!(
        samples
            .values()
            .any(|program| first.first() == Some(program))
    );
}

fn yaml(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("the file is there");
    serde_yaml::from_str(&text).expect("it is YAML")
}

/// The Rust programs in the overlay, by names that files can have.
fn samples(overlay: &Value) -> BTreeMap<String, String> {
    let actions = overlay["actions"]
        .as_array()
        .expect("an overlay has actions");
    let programs = actions.iter().map(|action| {
        let target = action["target"].as_str().expect("an action has a target");
        let steps: Vec<&str> = target
            .split("['")
            .skip(1)
            .map(|step| step.trim_end_matches("']"))
            .collect();
        let ["paths", path, verb] = steps.as_slice() else {
            panic!("{target} is no operation");
        };
        let update = &action["update"];
        assert_eq!(update["x-codeSamples"], update["x-code-samples"]);
        let sample = &update["x-codeSamples"][0];
        assert_eq!(
            (&sample["lang"], &sample["label"]),
            (&json!("rust"), &json!("Rust"))
        );
        let source = sample["source"].as_str().expect("a sample has a source");
        (name(path, verb), source.to_owned())
    });
    programs.collect()
}

fn name(path: &str, verb: &str) -> String {
    let words = path.replace(|letter: char| !letter.is_alphanumeric(), "_");
    format!("{verb}{words}")
}

/// A new crate that depends on the client and nothing else but what the README says.
fn consumer(workspace: &Workspace, programs: &BTreeMap<String, String>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("newcomer");
    let client = workspace.client();
    let manifest = format!(
        "[package]\nname = \"newcomer\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\norq-ai-sdk = {{ path = {client:?} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n[workspace]\n"
    );
    write(&folder.join("Cargo.toml"), &manifest);
    for (name, program) in programs {
        write(&folder.join(format!("src/bin/{name}.rs")), program);
    }
    // The versions that the workspace is locked to are there already, so nothing has to be looked up.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file can be copied");
    folder
}

/// Writes only what changed, so that cargo sees what is fresh.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("files stand in folders"))
        .expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}

fn target(folder: &Path) -> PathBuf {
    folder.join("target")
}

fn build(folder: &Path) {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--bins"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target(folder))
        .output()
        .expect("cargo can be started");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn run(folder: &Path, program: &str, server: &str) {
    let output = Command::new(target(folder).join("debug").join(program))
        .env("ORQ_API_KEY", API_KEY)
        .env("ORQ_SERVER", server)
        .output()
        .expect("the program can be started");
    assert!(
        output.status.success(),
        "{program}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The request is the call that the document's examples make: method, path, headers and JSON.
fn compare(case: &Case, request: &Recorded, operation: &Value) {
    let place = format!("{} {}", case.verb, case.path);
    assert_eq!(request.method, case.verb.to_uppercase(), "{place}");
    assert_eq!(request.target, case.target, "{place}");
    let key = format!("Bearer {API_KEY}");
    assert_eq!(
        request.header("authorization"),
        Some(key.as_str()),
        "{place}"
    );
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let Some(properties) = schema["properties"].as_object() else {
        assert_eq!(
            (request.header("content-type"), request.body.as_str()),
            (None, ""),
            "{place}"
        );
        return;
    };
    assert_eq!(
        request.header("content-type"),
        Some("application/json"),
        "{place}"
    );
    let expected: Map<String, Value> = properties
        .iter()
        .filter(|(_, property)| !property["example"].is_null())
        .map(|(name, property)| (name.clone(), property["example"].clone()))
        .collect();
    assert!(expected.len() > 4, "{place} has few examples");
    let sent: Value = serde_json::from_str(&request.body).expect("the body is JSON");
    assert_eq!(sent, Value::Object(expected), "{place}");
}
