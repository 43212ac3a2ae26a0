//! The maintainers' commands, and the only room that touches the disk.
//!
//! The generator is a pure function from text to files. This crate reads the text, compares the files with what is on
//! disk and, when asked to, makes the disk equal to them:
//!
//! | module | what it does |
//! | --- | --- |
//! | [`cli`] | the command line |
//! | [`codegen`] | `cargo xtask codegen`, and planning as a library for the tests |
//! | [`account`] | the account of a run, for `--report` |
//! | [`target`] | which document goes where, and which folders are refused |
//! | [`source`] | the document and its settings, read |
//! | [`encoding`] | bytes to text |
//! | [`files`] | the other files of a document, as far as it may have them |
//! | [`listing`] | what is on disk now |
//! | [`plan`] | wanted files against the listing: created, changed, removed, unchanged |
//! | [`apply`] | the plan carried out: staged first, then only renames |
//! | [`suggest`] | `cargo xtask codegen --suggest-overlay` |
//! | [`changes`] | what changed between two surfaces, for people, machines, pull requests and changelogs |
//! | [`memory`] | what the last run read and wrote, so that a run with nothing to do does nothing |
//! | [`amplification`] | how many lines of the output change for each line of the document |
//! | [`version`] | the version in the settings |
//! | [`diff`] | `cargo xtask diff` |
//! | [`show`] | diffs, summaries and errors as text |
//! | [`ir`] | `cargo xtask ir` |
//! | [`explain`] | `cargo xtask explain` |
//! | [`corpus`] | `cargo xtask corpus` |
//! | [`ci`] | `cargo xtask ci` |

pub mod account;
pub mod amplification;
pub mod apply;
pub mod changes;
pub mod ci;
pub mod cli;
pub mod codegen;
pub mod corpus;
pub mod diff;
pub mod encoding;
pub mod error;
pub mod explain;
pub mod files;
pub mod git;
pub mod ir;
pub mod listing;
pub mod memory;
pub mod plan;
pub mod show;
pub mod source;
pub mod suggest;
pub mod target;
pub mod timing;
pub mod version;
pub mod workspace;

pub use error::Error;

/// How a command that ran to its end came out.
///
/// [`Error`] is for what kept a command from doing its work; a stale file or a document with errors is a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is as it should be; the process exits with 0.
    Passed,
    /// The command found what it looks for, such as a stale file; the process exits with 1.
    Failed,
}
