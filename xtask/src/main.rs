//! `cargo xtask <command>`: reads the command line and hands over to the library.

use std::process::ExitCode;

use clap::Parser;
use xtask::cli::{Cli, Command};
use xtask::{Verdict, ci, codegen, corpus, diff, explain, ir, show};

/// A run makes millions of small nodes and texts, so the allocator is a good part of its time: with this one
/// orq's whole document takes about a third less than with the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let verdict = match Cli::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Ir(arguments) => ir::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Measure(arguments) => corpus::measure(&arguments),
        Command::CorpusDocument(arguments) => corpus::document(&arguments),
        Command::Ci => ci::run(),
    };
    match verdict {
        Ok(Verdict::Passed) => ExitCode::SUCCESS,
        Ok(Verdict::Failed) => ExitCode::FAILURE,
        Err(error) => {
            show::error(&error);
            ExitCode::FAILURE
        }
    }
}
