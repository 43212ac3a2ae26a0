//! The arguments about the account of what had no effect.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use generator::diagnostics::Code;

/// The account of a run.
#[derive(Args, Clone, Debug, Default)]
pub struct AccountArgs {
    /// Write every complaint with all its places, counted by code, to FILE; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// How the report is written [default: by the ending of FILE: .json, .sarif, and anything else as text]
    #[arg(long, value_name = "FORMAT", requires = "report")]
    pub report_format: Option<ReportFormat>,

    /// Make errors of all complaints with this code, such as `ignored-keyword`; may be given several times
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub deny: Vec<Code>,
}

impl AccountArgs {
    /// Whether there is something to do with the complaints but to print them.
    pub(crate) fn is_asked_for(&self) -> bool {
        self.report.is_some() || !self.deny.is_empty()
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For tools that show findings beside code: SARIF 2.1.0
    Sarif,
}

fn code(text: &str) -> Result<Code, String> {
    Code::of(text).ok_or_else(|| {
        let all = Code::all().iter().map(|code| code.slug());
        format!("the codes are {}", all.collect::<Vec<_>>().join(", "))
    })
}
