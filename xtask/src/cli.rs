//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The maintainers' commands of the SDK generator.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The maintainers' commands of the SDK generator",
    long_about = "The maintainers' commands of the SDK generator.\n\n\
        An OpenAPI document goes in, a Rust crate comes out. `codegen` writes the crate, `ir` shows what the \
        generator understood of the document, and `ci` runs everything that a change has to pass."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate the client from its document
    #[command(
        long_about = "Generate the client from its document.\n\n\
            Without options, specs/orq.yaml and specs/orq.toml become generated-client/. With --spec, any document \
            becomes a crate of its own in --out, with a copy of the runtime, which compiles by itself.\n\n\
            Only files that differ are written. Files that codegen no longer wants are removed from src/generated, \
            and with --out from src/runtime as well; everything else in the folder is left alone. A document with \
            errors writes nothing.",
        after_long_help = "Examples:\n\
            \x20 cargo xtask codegen\n\
            \x20     Write generated-client/ anew after the document or the generator has changed.\n\n\
            \x20 cargo xtask codegen --check\n\
            \x20     Show what would change, change nothing, and exit with 1 when something is stale.\n\n\
            \x20 cargo xtask codegen --spec petstore.yaml --out ../petstore --package petstore\n\
            \x20     Write a stand-alone crate."
    )]
    Codegen(CodegenArgs),

    /// Print what the generator understood of a document
    #[command(
        long_about = "Print what the generator understood of a document: its intermediate representation, \
            as text.\n\n\
            This is what the code is emitted from. When the output surprises, look here first: either the document \
            was understood in another way than you thought, or the code does not say what was understood.",
        after_long_help = "Examples:\n\
            \x20 cargo xtask ir\n\
            \x20     Show specs/orq.yaml.\n\n\
            \x20 cargo xtask ir --spec petstore.yaml | less\n\
            \x20     Show another document."
    )]
    Ir(IrArgs),

    /// Run what CI runs, and stop at the first failure
    #[command(
        long_about = "Run what CI runs, and stop at the first failure: formatting, clippy, rustdoc, the tests, \
            and whether generated-client/ is what codegen would write.\n\n\
            Each step prints its command, so that a failed one can be run again by itself."
    )]
    Ci,
}

/// The options of `codegen`.
#[derive(Args, Clone, Debug, Default)]
pub struct CodegenArgs {
    /// Change nothing; show a diff and exit with 1 when something is stale
    #[arg(long)]
    pub check: bool,

    /// The OpenAPI document, YAML or JSON, to make a stand-alone crate of
    #[arg(long, value_name = "FILE", requires = "out")]
    pub spec: Option<PathBuf>,

    /// The folder of the stand-alone crate: new, empty, or written by codegen before
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub out: Option<PathBuf>,

    /// The name of the stand-alone crate; it comes before the name in the settings
    #[arg(long, value_name = "NAME", requires = "spec")]
    pub package: Option<String>,

    /// The settings that go with --spec, in TOML
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub settings: Option<PathBuf>,

    /// How much is said about notes.
    #[command(flatten)]
    pub notes: NoteArgs,
}

/// The options of `ir`.
#[derive(Args, Clone, Debug, Default)]
pub struct IrArgs {
    /// The OpenAPI document, YAML or JSON [default: specs/orq.yaml]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// The settings that go with --spec, in TOML
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub settings: Option<PathBuf>,

    /// How much is said about notes.
    #[command(flatten)]
    pub notes: NoteArgs,
}

/// How much is said about notes, the diagnostics that ask for nothing.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct NoteArgs {
    /// List the notes as well; without it they are only counted
    #[arg(long, conflicts_with = "quiet_notes")]
    pub notes: bool,

    /// Do not even count the notes
    #[arg(long)]
    pub quiet_notes: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_document_and_its_folder_go_together() {
        assert!(Cli::try_parse_from(["xtask", "codegen", "--spec", "a.yaml"]).is_err());
        assert!(Cli::try_parse_from(["xtask", "codegen", "--out", "a"]).is_err());
        assert!(
            Cli::try_parse_from(["xtask", "codegen", "--spec", "a.yaml", "--out", "a"]).is_ok()
        );
    }
}
