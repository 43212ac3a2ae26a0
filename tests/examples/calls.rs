//! Calls every operation of generated crates, from their `sdk.json` alone, and tells what went wrong.
//!
//! `cargo run -p sdk-tests --example calls -- OUT CRATE…`: programs are written to OUT, where they share their dependencies.

use std::path::PathBuf;
use std::process::ExitCode;

use sdk_tests::calls;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(out) = arguments.next() else {
        eprintln!("usage: calls OUT CRATE…");
        return ExitCode::FAILURE;
    };
    let mut code = ExitCode::SUCCESS;
    for folder in arguments {
        let calls = calls::check_crate(&out, &folder);
        println!(
            "{}: {} calls, {} faults",
            folder.display(),
            calls.made,
            calls.faults.len()
        );
        for fault in &calls.faults {
            println!("    {fault}");
            code = ExitCode::FAILURE;
        }
    }
    code
}
