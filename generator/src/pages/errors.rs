//! Statuses as pages write them.

use crate::ir::Status;

/// A status, or the statuses of a range.
pub(super) fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "any other".to_owned(),
    }
}
