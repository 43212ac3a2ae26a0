//! Calls of every operation of a generated crate, written from its `sdk.json` alone: a program with made-up arguments, and what
//! has to come of it on the wire and in Rust.
//!
//! Nothing here knows the generator, the document or the runtime's encoders; that is the point of it.

mod check;
mod program;
mod run;
mod values;
mod wire;

pub use run::{Calls, check_crate};

use serde_json::{Map, Value, json};
use values::{Maker, Pick};

/// What a generated crate says of itself.
struct Sdk(Value);

/// One call with its answer, and what is expected.
#[derive(Clone, Debug)]
struct Case {
    /// The index of the operation in `sdk.json`.
    operation: usize,
    /// The name by which faults speak of it.
    name: String,
    /// Whether the answer is read while it arrives.
    streamed: bool,
    /// The arguments and setters that are given, by their Rust names.
    inputs: Map<String, Value>,
    /// What the server answers.
    status: u16,
    media_type: String,
    answer: String,
    /// What the program must report: `{"ok": …}` or `{"status": …, "body": …}`; null for what can't be said in JSON.
    outcome: Value,
}

impl Sdk {
    fn new(text: &str) -> Self {
        Self(serde_json::from_str(text).expect("sdk.json is JSON"))
    }

    fn operations(&self) -> &[Value] {
        array(&self.0["operations"])
    }

    /// The crate's name in Rust.
    fn library(&self) -> &str {
        text(&self.0["crate"]["library"])
    }

    fn model(&self, name: &str) -> Option<&Value> {
        let types = array(&self.0["types"]);
        let found = types.binary_search_by(|ty| text(&ty["name"]).cmp(name));
        found.ok().map(|index| &types[index])
    }

    /// Calls of every operation: each with everything that can be given and once with only what must be, and each declared
    /// answer once.
    fn cases(&self) -> Vec<Case> {
        let operations = self.operations().iter().enumerate();
        operations
            .flat_map(|(index, operation)| self.cases_of(index, operation))
            .collect()
    }

    fn cases_of(&self, index: usize, operation: &Value) -> Vec<Case> {
        let all = self.inputs(operation, Pick::First, |_| true);
        let required = self.inputs(operation, Pick::First, |input| input["required"] == true);
        let id = text(&operation["operationId"]);
        let mut cases = Vec::new();
        if let Some(returns) = operation["returns"].as_str() {
            let answers = array(&operation["answers"]).iter();
            for answer in answers.clone() {
                let status = self.status(operation, answer);
                let (sent, read) = self.answer(answer, returns, Pick::First);
                let outcome = if answer["success"] == true {
                    json!({ "ok": read })
                } else {
                    // What the document says nothing about has no typed body.
                    json!({ "status": status, "body": read })
                };
                cases.push(Case {
                    operation: index,
                    name: format!("{id} → {status}"),
                    streamed: false,
                    inputs: all.clone(),
                    status,
                    media_type: answer["mediaType"].as_str().unwrap_or_default().to_owned(),
                    answer: sent,
                    outcome,
                });
            }
            if !answers.clone().any(|answer| answer["success"] == true) {
                cases.push(Case {
                    operation: index,
                    name: format!("{id} → 204"),
                    streamed: false,
                    inputs: all.clone(),
                    status: 204,
                    media_type: String::new(),
                    answer: String::new(),
                    outcome: json!({ "ok": null }),
                });
            }
        }
        if operation["stream"].is_object() {
            cases.push(self.streamed(index, operation, &all));
        }
        if let Some(first) = cases.first().cloned() {
            if let Some(returns) = operation["returns"].as_str()
                && let Some(answer) = array(&operation["answers"]).first()
                && answer["success"] == true
            {
                let (sent, read) = self.answer(answer, returns, Pick::Last);
                cases.push(Case {
                    name: format!("{id} with last choices"),
                    inputs: self.inputs(operation, Pick::Last, |_| true),
                    answer: sent,
                    outcome: json!({ "ok": read }),
                    ..first.clone()
                });
            }
            cases.push(Case {
                name: format!("{id} with as little as possible"),
                inputs: required,
                ..first
            });
        }
        cases
    }

    fn inputs(
        &self,
        operation: &Value,
        pick: Pick,
        wanted: impl Fn(&Value) -> bool,
    ) -> Map<String, Value> {
        let inputs = array(&operation["parameters"])
            .iter()
            .chain(Some(&operation["body"]).filter(|body| body.is_object()));
        let inputs = inputs.filter(|input| wanted(input));
        inputs
            .map(|input| {
                let place = input["in"].as_str().unwrap_or("body");
                let maker = Maker {
                    sdk: self,
                    place,
                    pick,
                };
                (
                    rust_name(input).to_owned(),
                    maker.value(text(&input["type"])),
                )
            })
            .collect()
    }

    /// A status that an answer is declared for, and no other of the operation.
    fn status(&self, operation: &Value, answer: &Value) -> u16 {
        let declared: Vec<&str> = array(&operation["answers"])
            .iter()
            .map(|each| text(&each["status"]))
            .collect();
        let free = |candidates: &[u16]| {
            let mut free = candidates.iter().filter(|status| {
                let range = format!("{}XX", *status / 100);
                let own = answer["status"] == range;
                !declared.contains(&status.to_string().as_str())
                    && (own || !declared.contains(&range.as_str()))
            });
            free.next().copied().unwrap_or(599)
        };
        match text(&answer["status"]) {
            "default" if answer["success"] == true => free(&[200, 299]),
            "default" => free(&[418, 477, 577]),
            "1XX" => 100,
            "2XX" => free(&[202, 203, 200]),
            "3XX" => free(&[333, 300]),
            "4XX" => free(&[418, 477]),
            "5XX" => free(&[577, 599]),
            code => code.parse().expect("a status is a number"),
        }
    }

    /// The body of an answer, and how the program must report it.
    fn answer(&self, answer: &Value, returns: &str, pick: Pick) -> (String, Value) {
        let Some(ty) = answer["type"].as_str() else {
            return (String::new(), Value::Null);
        };
        match text(&answer["encoding"]) {
            "json" => {
                let value = self.answered(ty, pick);
                (value.to_string(), value)
            }
            "text" | "form" => ("some text".to_owned(), json!("some text")),
            // An enum over answers writes bytes as numbers.
            _ if returns == "bytes::Bytes" && answer["success"] == true => {
                ("bytes".to_owned(), json!("bytes"))
            }
            _ => ("bytes".to_owned(), json!(b"bytes")),
        }
    }

    fn answered(&self, ty: &str, pick: Pick) -> Value {
        let maker = Maker {
            sdk: self,
            place: "answer",
            pick,
        };
        maker.value(ty)
    }

    fn streamed(&self, index: usize, operation: &Value, inputs: &Map<String, Value>) -> Case {
        let stream = &operation["stream"];
        let item = self.answered(text(&stream["item"]), Pick::First);
        let (answer, items) = match (text(&stream["framing"]), text(&stream["itemIs"])) {
            ("events", "data as JSON") => (format!("data: {item}\n\n"), json!([item])),
            ("events", "data as text") => ("data: some text\n\n".to_owned(), json!(["some text"])),
            ("lines", _) => (format!("{item}\n{item}\n"), json!([item, item])),
            ("sequence", _) => (format!("\u{1e}{item}\n"), json!([item])),
            ("bytes", _) => ("bytes".to_owned(), json!("bytes")),
            // An event as a whole has more in it than its data.
            _ => (String::new(), json!([])),
        };
        Case {
            operation: index,
            name: format!("{} as a stream", text(&operation["operationId"])),
            streamed: true,
            inputs: inputs.clone(),
            status: 200,
            media_type: text(&stream["mediaType"]).to_owned(),
            answer,
            outcome: json!({ "ok": items }),
        }
    }
}

/// The name of the argument or setter.
fn rust_name(input: &Value) -> &str {
    let given = input["argument"].as_str().or(input["setter"].as_str());
    given.expect("an argument or a setter")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}
