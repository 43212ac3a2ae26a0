//! The command line.

mod account;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

pub use account::{AccountArgs, ReportFormat};

/// The maintainers' commands of the SDK generator.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The maintainers' commands of the SDK generator",
    long_about = "The maintainers' commands of the SDK generator.\n\n\
        An OpenAPI document goes in, a Rust crate comes out. `codegen` writes the crate, `ir` shows what the \
        generator understood of the document, `explain` why an item is what it is, `corpus` tries many documents, and `ci` runs everything that a change \
        has to pass."
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
            Without options, specs/orq.yaml, corrected by specs/orq.overlay.yaml where there is one, and specs/orq.toml \
            become generated-client/. With --spec, any document \
            becomes a crate of its own in --out, with a copy of the runtime, which compiles by itself.\n\n\
            Only files that differ are written. Files that codegen no longer wants are removed from src/generated, \
            and with --out from src/runtime as well; everything else in the folder is left alone. A document with \
            errors writes nothing.",
        after_long_help = "Examples:\n\
            \x20 cargo xtask codegen\n\
            \x20     Write generated-client/ anew after the document or the generator has changed.\n\n\
            \x20 cargo xtask codegen --check\n\
            \x20     Show what would change, change nothing, and exit with 1 when something is stale.\n\n\
            \x20 cargo xtask codegen --report target/account.txt --deny unused-setting\n\
            \x20     Account for all that had no effect, and fail when a setting had none.\n\n\
            \x20 cargo xtask codegen --suggest-overlay specs/repairs.overlay.yaml\n\
            \x20     Write down as an overlay what the reader had to repair in the document.\n\n\
            \x20 cargo xtask codegen --spec petstore.yaml --out ../petstore --package petstore\n\
            \x20     Write a stand-alone crate.\n\n\
            \x20 cargo xtask codegen --spec api/shop.yaml --out ../shop --file https://example.com/pet.yaml=pet.yaml\n\
            \x20     The same from a document in several files, one of them on the network and downloaded before."
    )]
    Codegen(CodegenArgs),

    /// Tell what changed for callers, and which version that asks for
    #[command(
        long_about = "Tell what changed for callers between two surfaces, and which version that asks for.\n\n\
            A surface is what a document makes of the crate: what callers see, and what goes over the wire. Without \
            options, what specs/orq.lock records is compared with what specs/orq.yaml would make now. Either side \
            may be a document or a lock; --from may also be a revision of git, whose specs/orq.lock it is then.\n\n\
            Each change is source-breaking, wire-breaking, behaviour, additive or docs-only. Nothing is written.",
        after_long_help = "Examples:\n\
            \x20 cargo xtask diff\n\
            \x20     Since the last run of codegen.\n\n\
            \x20 cargo xtask diff --from v0.1.0 --format markdown\n\
            \x20     Since a release, for a pull request.\n\n\
            \x20 cargo xtask diff --from old.yaml --to new.yaml\n\
            \x20     Between two versions of any document.\n\n\
            \x20 cargo xtask diff --from old.yaml --to new.yaml --amplification\n\
            \x20     How many lines of the crate change for each of the document."
    )]
    Diff(DiffArgs),

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

    /// Tell why an item of the crate is what it is
    #[command(
        long_about = "Tell why an item of the crate is what it is, and what became of a place of the document: the item \
            in Rust, where it stands, why it has its name and type, what rules, overlays and repairs did to it, and \
            the settings that would change it.",
        after_long_help = "Examples:\n\
            \x20 cargo xtask explain Identity::email\n\
            \x20     A field. Types, enum values, parameters and credentials are asked for in the same way.\n\n\
            \x20 cargo xtask explain 'identities().list'\n\
            \x20     A call. Its builder, ListIdentities, or its operationId mean the same.\n\n\
            \x20 cargo xtask explain '#/paths/~1v2~1identities/get/parameters/0'\n\
            \x20     A place in the document, as a JSON Pointer."
    )]
    Explain(ExplainArgs),

    /// Try the generator on every document of a folder
    #[command(
        long_about = "Try the generator on every document of a folder: generate a crate from each, compile all of them \
            over one shared target folder, and write what came of it as a table and as JSON.\n\n\
            Each document is generated in a process of its own, with limits on time and memory, and compiled by \
            itself, so that one that crashes or hangs spoils nothing for the others.",
        after_long_help = "Examples:\n\
            \x20 cargo xtask corpus ../documents\n\
            \x20     Generate from every document below the folder.\n\n\
            \x20 cargo xtask corpus ../documents --level clippy --only github\n\
            \x20     Generate, check and lint the documents with \"github\" in their path.\n\n\
            \x20 cargo xtask corpus ../documents --readback\n\
            \x20     Decode and encode every example that satisfies its schema, and tell which come back changed."
    )]
    Corpus(CorpusArgs),

    /// Measure what a document costs: to generate, and to compile
    #[command(
        long_about = "Measure what a document costs: the time to generate beside the time that serde_yaml alone takes \
            to read it, and the memory. With --check also time and memory of cargo check on the crate, its \
            dependencies built: with all features, and with one resource on.\n\n\
            The best of several runs counts. Figures of one run can be compared with each other and with nothing \
            else, so what they are compared with is measured in the same run.",
        after_long_help = "Examples:\n\
            \x20 cargo run --release -p xtask -- measure github.json\n\
            \x20     Measure generating.\n\n\
            \x20 cargo run --release -p xtask -- measure github.json --check --against ../other\n\
            \x20     Measure compiling as well, beside the crate that another generator made."
    )]
    Measure(MeasureArgs),

    /// Generate one document of a corpus and tell about it as JSON
    #[command(hide = true)]
    CorpusDocument(DocumentArgs),

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
#[command(group(ArgGroup::new("result").args(["out", "suggest_overlay"])))]
pub struct CodegenArgs {
    /// Change nothing; show a diff and exit with 1 when something is stale
    #[arg(long)]
    pub check: bool,

    /// Raise the version in the settings where the changes ask for it, and add them to the crate's CHANGELOG.md
    #[arg(long, conflicts_with = "check")]
    pub bump: bool,

    /// The OpenAPI document, YAML or JSON, to make a stand-alone crate of
    #[arg(long, value_name = "FILE", requires = "result")]
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

    /// The lock that goes with --spec [default: openapi.lock in --out]
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub lock: Option<PathBuf>,

    /// An OpenAPI Overlay that corrects --spec; several are applied in their order
    #[arg(long = "overlay", value_name = "FILE", requires = "spec")]
    pub overlays: Vec<PathBuf>,

    /// The other files of the document.
    #[command(flatten)]
    pub files: FileArgs,

    /// What is written about all that had no effect.
    #[command(flatten)]
    pub account: AccountArgs,

    /// Generate nothing; write the overlay that would make the reader's repairs needless, to FILE or standard output
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", conflicts_with = "check")]
    pub suggest_overlay: Option<PathBuf>,

    /// How much is said about notes.
    #[command(flatten)]
    pub notes: NoteArgs,
}

/// The options of `diff`.
#[derive(Args, Clone, Debug, Default)]
pub struct DiffArgs {
    /// What was: a document, a lock, or a revision of git [default: specs/orq.lock]
    #[arg(long, value_name = "FILE|REV")]
    pub from: Option<String>,

    /// What is: a document or a lock [default: specs/orq.yaml]
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,

    /// The settings of the documents [default: specs/orq.toml, unless --to names a file]
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,

    /// The overlays of the documents, in their order [default: specs/orq.overlay.yaml, unless --to names a file]
    #[arg(long = "overlay", value_name = "FILE")]
    pub overlays: Vec<PathBuf>,

    /// How the changes are told
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    /// Tell instead how many lines of the crate change for each line of the document
    #[arg(long, conflicts_with = "format", requires_all = ["from", "to"])]
    pub amplification: bool,
}

/// How changes are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, in a terminal
    #[default]
    Text,
    /// For machines
    Json,
    /// For a pull request
    Markdown,
    /// As the entry for CHANGELOG.md
    Changelog,
}

/// Which document a command is about.
#[derive(Args, Clone, Debug, Default)]
pub struct DocumentOptions {
    /// The OpenAPI document, YAML or JSON [default: specs/orq.yaml]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// The settings that go with --spec, in TOML
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub settings: Option<PathBuf>,

    /// An OpenAPI Overlay that corrects --spec; several are applied in their order
    #[arg(long = "overlay", value_name = "FILE", requires = "spec")]
    pub overlays: Vec<PathBuf>,

    /// The other files of the document.
    #[command(flatten)]
    pub files: FileArgs,
}

/// The options of `ir`.
#[derive(Args, Clone, Debug, Default)]
pub struct IrArgs {
    /// The document.
    #[command(flatten)]
    pub document: DocumentOptions,

    /// How much is said about notes.
    #[command(flatten)]
    pub notes: NoteArgs,
}

/// The options of `explain`.
#[derive(Args, Clone, Debug)]
pub struct ExplainArgs {
    /// A Rust item, a part of its path, or a JSON Pointer
    #[arg(value_name = "ITEM-or-POINTER")]
    pub question: String,

    /// The document.
    #[command(flatten)]
    pub document: DocumentOptions,
}

/// The options of `corpus`.
#[derive(Args, Clone, Debug)]
pub struct CorpusArgs {
    /// The folder of the documents; every .yaml, .yml and .json below it, without --list
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,

    /// A file that names the documents, one on each line, relative to DIR
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,

    /// How far to go with each document
    #[arg(long, value_enum, default_value_t = Level::Gen)]
    pub level: Level,

    /// Also read the documents' own examples with the types of their crates, and write them again
    #[arg(long)]
    pub readback: bool,

    /// Only documents whose path contains this text
    #[arg(long, value_name = "TEXT")]
    pub only: Option<String>,

    /// Where the crates and the results go [default: target/corpus]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// How many documents are generated, and how many crates compiled, at the same time
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub jobs: usize,
}

/// The options of `measure`.
#[derive(Args, Clone, Debug)]
pub struct MeasureArgs {
    /// The OpenAPI document, YAML or JSON
    #[arg(value_name = "FILE")]
    pub spec: PathBuf,

    /// Also measure cargo check on the crate
    #[arg(long)]
    pub check: bool,

    /// The folder of a crate by another generator, to be checked beside it; its code starts at src/lib.rs
    #[arg(long, value_name = "DIR", requires = "check")]
    pub against: Vec<PathBuf>,

    /// How often each thing is measured; the best run counts
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub runs: usize,
}

/// How far a document has come, and how far it is taken. Each level includes those before it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It generates without an error
    Gen,
    /// The crate compiles without a warning
    Check,
    /// Clippy has nothing to say
    Clippy,
    /// Rustdoc has nothing to say
    Doc,
    /// The examples of its docs compile
    Examples,
    /// Each of the first five resources compiles by itself
    Features,
}

/// The options of the process that generates one document.
#[derive(Args, Clone, Debug)]
pub struct DocumentArgs {
    /// The document
    #[arg(long, value_name = "FILE")]
    pub spec: PathBuf,

    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// The name of the crate
    #[arg(long, value_name = "NAME")]
    pub package: String,

    /// Also write the program that reads the document's examples
    #[arg(long)]
    pub readback: bool,

    /// The other files of the document.
    #[command(flatten)]
    pub files: FileArgs,
}

/// The other files that a document refers to.
#[derive(Args, Clone, Debug, Default)]
pub struct FileArgs {
    /// The folder below which the document may refer to files [default: the document's own]
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub folder: Option<PathBuf>,

    /// A file to read where the document refers to an address, or to a file elsewhere; may be given several times
    #[arg(long = "file", value_name = "NAME=FILE", requires = "spec", value_parser = given_file)]
    pub given: Vec<(String, PathBuf)>,
}

/// Takes `https://example.com/pet.yaml=pet.yaml` apart at its last `=`.
fn given_file(text: &str) -> Result<(String, PathBuf), String> {
    match text.rsplit_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => {
            Ok((name.to_owned(), PathBuf::from(path)))
        }
        _ => Err(
            "write it as NAME=FILE, for example https://example.com/pet.yaml=pet.yaml".to_owned(),
        ),
    }
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
