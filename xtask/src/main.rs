//! `cargo xtask <command>`: reads the command line and hands over to the library.

use std::process::ExitCode;

use clap::Parser;
use xtask::cli::{Cli, Command};
use xtask::{Verdict, ci, codegen, corpus, diff, explain, ir, show};

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
