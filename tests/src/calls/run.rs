//! Programs written, compiled and run: in one target folder, so that their dependencies are built once.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{Case, Sdk, check, program};

/// What came of calling every operation of a crate.
#[derive(Debug)]
pub struct Calls {
    /// How many calls were made.
    pub made: usize,
    /// Everything that was not as `sdk.json` says.
    pub faults: Vec<String>,
}

/// Calls every operation of the crate in a folder, by a program below `out`.
///
/// # Panics
///
/// When the crate has no `sdk.json`, or nothing can be written.
pub fn check_crate(out: &Path, folder: &Path) -> Calls {
    let folder = folder.canonicalize().expect("the crate is there");
    let text = fs::read_to_string(folder.join("sdk.json")).expect("the crate has sdk.json");
    let sdk = Sdk::new(&text);
    let cases = sdk.cases();
    let told = told(out, &folder, &sdk, &cases);
    let faults = match told {
        Ok(lines) => {
            let pairs = cases.iter().zip(&lines);
            pairs
                .flat_map(|(case, told)| check::faults(&sdk, case, told))
                .collect()
        }
        Err(why) => vec![why],
    };
    Calls {
        made: cases.len(),
        faults,
    }
}

/// What the program tells, a line for each case, or why it tells nothing.
fn told(out: &Path, folder: &Path, sdk: &Sdk, cases: &[Case]) -> Result<Vec<Value>, String> {
    let package = format!("calls-{}", sdk.library());
    let home = out.join(&package);
    let files = [
        (
            "Cargo.toml",
            program::manifest(sdk, &package, &folder.to_string_lossy()),
        ),
        ("data.json", program::data(cases)),
        ("src/main.rs", program::source(sdk, cases)),
    ];
    fs::create_dir_all(home.join("src")).expect("folders can be made");
    for (path, text) in files {
        fs::write(home.join(path), text).expect("files can be written");
    }
    // The versions that the workspace is locked to are there already, so nothing has to be looked up.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, home.join("Cargo.lock")).expect("the lock file can be copied");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet"])
        .current_dir(&home)
        .env("CARGO_TARGET_DIR", out.join("target"))
        .output()
        .expect("cargo can be started");
    let lines = String::from_utf8_lossy(&output.stdout);
    let told: Vec<Value> = lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    if told.len() == cases.len() {
        Ok(told)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
