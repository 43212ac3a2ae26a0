//! The program that reads the examples with the types of a crate and writes them again.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::judge::Fits;
use crate::Error;

/// The name of the program, an example of the crate.
pub(super) const NAME: &str = "readback";

/// An example as the program gets it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Case {
    /// Where the example stands.
    pub(super) at: String,
    /// Where its schema stands.
    pub(super) schema: String,
    /// The type.
    pub(super) rust: String,
    /// The number of the type in the program.
    pub(super) number: usize,
    /// The example as JSON text.
    pub(super) text: String,
    /// What the schema says of its properties.
    pub(super) fits: Fits,
}

/// What the program tells of a case, in the order of the cases.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Told {
    /// What came back, null included; meaningless beside an error.
    #[serde(default)]
    pub(super) value: serde_json::Value,
    /// Why nothing came back.
    pub(super) error: Option<String>,
    /// Whether an unknown value or branch was met on the way.
    pub(super) unknown: bool,
}

/// The file with the cases, beside the manifest of the crate.
pub(super) fn cases(folder: &Path) -> std::path::PathBuf {
    folder.join("readback.json")
}

/// Writes the program and its cases into the folder of the crate.
pub(super) fn write(folder: &Path, types: &[String], cases: &[Case]) -> Result<(), Error> {
    let json = serde_json::to_string(cases)
        .map_err(|error| Error::new(format!("the examples are no JSON: {error}")))?;
    let examples = folder.join("examples");
    let program = examples.join(format!("{NAME}.rs"));
    fs::create_dir_all(&examples)
        .and_then(|()| fs::write(&program, source(types)))
        .and_then(|()| fs::write(self::cases(folder), json))
        .map_err(|cause| Error::io("write", &program, cause))
}

fn source(types: &[String]) -> String {
    let mut arms = String::new();
    for (number, ty) in types.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(arms, "        Some({number}) => read::<{ty}>(text),");
    }
    SOURCE.replace("        ARMS\n", &arms)
}

const SOURCE: &str = r#"//! Reads the examples of the document and writes them again.

#![allow(deprecated)]

use serde_json::{Value, json};

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/readback.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for case in cases {
        let text = case["text"].as_str().unwrap_or_default();
        println!("{}", told(case["number"].as_u64(), text));
    }
}

fn told(number: Option<u64>, text: &str) -> Value {
    let came = match number {
        ARMS
        _ => Err("there is no such type".to_owned()),
    };
    match came {
        Ok((value, unknown)) => json!({"value": value, "unknown": unknown}),
        Err(error) => json!({"error": error, "unknown": false}),
    }
}

fn read<T>(text: &str) -> Result<(Value, bool), String>
where
    T: serde::Serialize + serde::de::DeserializeOwned + std::fmt::Debug,
{
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let unknown = format!("{value:?}").contains("Unknown(");
    let written = serde_json::to_value(&value).map_err(|error| error.to_string())?;
    Ok((written, unknown))
}
"#;
