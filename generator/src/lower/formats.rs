//! What a `format` makes of a type. One that says nothing of the kind is accounted for.

use super::Lowering;
use super::view::View;
use crate::ir::Scalar;

/// Formats of strings that have a type of their own (OpenAPI's format registry).
const TEXTS: &[(&str, Scalar)] = &[
    ("date-time", Scalar::Timestamp),
    ("date", Scalar::Date),
    ("uuid", Scalar::Uuid),
    ("byte", Scalar::Base64),
    ("base64", Scalar::Base64),
    ("binary", Scalar::Binary),
    ("password", Scalar::Secret),
];

/// Formats of integers, each with the type that holds all its values.
const INTEGERS: &[(&str, Scalar)] = &[
    ("int8", Scalar::Int32),
    ("int16", Scalar::Int32),
    ("int32", Scalar::Int32),
    ("int64", Scalar::Int64),
    ("uint", Scalar::Uint32),
    ("uint8", Scalar::Uint32),
    ("uint16", Scalar::Uint32),
    ("uint32", Scalar::Uint32),
    ("uint64", Scalar::Uint64),
];

/// Formats of numbers, which are all read as the wider one.
const NUMBERS: &[(&str, Scalar)] = &[("float", Scalar::Number), ("double", Scalar::Number)];

/// The type of a string.
pub(super) fn string(cx: &mut Lowering<'_>, view: &View<'_>) -> Scalar {
    looked_up(cx, view, "texts", TEXTS).unwrap_or(Scalar::String)
}

/// The type of an integer.
pub(super) fn integer(cx: &mut Lowering<'_>, view: &View<'_>) -> Scalar {
    looked_up(cx, view, "integers", INTEGERS).unwrap_or(Scalar::Int64)
}

/// The type of a number.
pub(super) fn number(cx: &mut Lowering<'_>, view: &View<'_>) -> Scalar {
    looked_up(cx, view, "numbers", NUMBERS).unwrap_or(Scalar::Number)
}

/// The type that a format alone tells, where a document forgets the `type`.
pub(super) fn of_text(view: &View<'_>) -> Option<Scalar> {
    row(view.format.as_deref()?, TEXTS)
}

fn row(format: &str, table: &[(&str, Scalar)]) -> Option<Scalar> {
    table
        .iter()
        .find(|(name, _)| *name == format)
        .map(|(_, scalar)| *scalar)
}

fn looked_up(
    cx: &mut Lowering<'_>,
    view: &View<'_>,
    what: &str,
    table: &[(&str, Scalar)],
) -> Option<Scalar> {
    let format = view.format.as_deref()?;
    let found = row(format, table);
    if found.is_none() {
        let message = format!("the format {format:?} of {what} has no effect on their type");
        cx.ignored(view.at.child("format"), message);
    }
    found
}
