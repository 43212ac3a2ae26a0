//! What stands in the place of spans when the feature `tracing` is off.

use http::Uri;

use super::operation::OperationMeta;

/// Runs a whole call.
pub(super) fn call<W>(_: &'static OperationMeta, work: W) -> W {
    work
}

/// Runs one request on the wire.
pub(super) fn attempt<W>(_: &'static OperationMeta, _: &Uri, _: u64, work: W) -> W {
    work
}
