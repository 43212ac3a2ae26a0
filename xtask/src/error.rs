//! The one error type: what could not be done, where, why, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Something kept a command from doing its work.
#[derive(Debug)]
pub struct Error {
    problem: String,
    path: Option<PathBuf>,
    cause: Option<io::Error>,
    help: Option<String>,
}

impl Error {
    /// An error that only says what is wrong.
    pub fn new(problem: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
            path: None,
            cause: None,
            help: None,
        }
    }

    /// A file or folder that could not be handled: `Error::io("write", path, cause)` reads "cannot write …".
    pub fn io(action: &str, path: impl Into<PathBuf>, cause: io::Error) -> Self {
        let help = help_for(cause.kind());
        Self {
            problem: format!("cannot {action}"),
            path: Some(path.into()),
            cause: Some(cause),
            help: help.map(String::from),
        }
    }

    /// Names the file or folder that the problem is about.
    #[must_use]
    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Tells what to do about it, in place of the usual advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The file or folder that the problem is about.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What kind of trouble the operating system reported, when it was the one to complain.
    #[must_use]
    pub fn kind(&self) -> Option<io::ErrorKind> {
        self.cause.as_ref().map(io::Error::kind)
    }
}

/// The advice that goes with what an operating system commonly reports.
fn help_for(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::NotFound => {
            Some("check the path; it is relative to the folder that you stand in")
        }
        io::ErrorKind::PermissionDenied => {
            Some("check who owns it and whether it may be read and written")
        }
        io::ErrorKind::NotADirectory => Some("a part of the path is a file; choose another folder"),
        io::ErrorKind::ReadOnlyFilesystem => {
            Some("the disk is mounted read-only; choose another folder")
        }
        io::ErrorKind::StorageFull => Some("free some space and run again; nothing was changed"),
        io::ErrorKind::CrossesDevices => Some("the output folder has to be on one filesystem"),
        _ => None,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)?;
        if let Some(path) = &self.path {
            write!(f, " {}", path.display())?;
        }
        if let Some(cause) = &self.cause {
            write!(f, ": {cause}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}
