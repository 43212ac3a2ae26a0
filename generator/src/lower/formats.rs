//! What a `format` makes of a type. One that says nothing of the kind is accounted for.

use super::Lowering;
use super::view::View;
use crate::ir::Scalar;
use crate::settings::Format;

/// Formats of strings that have a type of their own (OpenAPI's format registry).
const TEXTS: &[(&str, Scalar)] = &[
    ("date-time", Scalar::Timestamp),
    ("date-time-local", Scalar::DateTime),
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
    chosen(cx, view, |_| true)
        .or_else(|| looked_up(cx, view, "texts", TEXTS))
        .unwrap_or(Scalar::String)
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
pub(super) fn of_text(cx: &mut Lowering<'_>, view: &View<'_>) -> Option<Scalar> {
    chosen(cx, view, |_| true).or_else(|| row(view.format.as_deref()?, TEXTS))
}

/// The same in a header, which is read by what reads texts into types of their own.
pub(super) fn of_header(cx: &mut Lowering<'_>, view: &View<'_>) -> Option<Scalar> {
    let fits = |scalar: &Scalar| *scalar == Scalar::String || scalar.is_formatted();
    let scalar = chosen(cx, view, fits).or_else(|| row(view.format.as_deref()?, TEXTS));
    scalar.filter(|scalar| scalar.is_formatted())
}

/// What the settings make of a format of texts, if that fits.
fn chosen(
    cx: &mut Lowering<'_>,
    view: &View<'_>,
    fits: impl Fn(&Scalar) -> bool,
) -> Option<Scalar> {
    let (key, choice) = cx.settings.formats.get_key_value(view.format.as_deref()?)?;
    let scalar = read_as(*choice);
    fits(&scalar).then(|| {
        cx.used_formats.insert(key.get_ref());
        scalar
    })
}

fn read_as(choice: Format) -> Scalar {
    match choice {
        Format::String => Scalar::String,
        Format::Secret => Scalar::Secret,
        Format::Timestamp => Scalar::Timestamp,
        Format::Datetime => Scalar::DateTime,
        Format::Date => Scalar::Date,
        Format::Uuid => Scalar::Uuid,
        Format::Url => Scalar::Url,
        Format::Base64 => Scalar::Base64,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::scalar_name;
    use crate::settings::Settings;

    #[test]
    fn settings_call_scalars_what_is_printed() {
        let formatted = [
            Scalar::Timestamp,
            Scalar::DateTime,
            Scalar::Date,
            Scalar::Uuid,
            Scalar::Url,
        ];
        for scalar in formatted
            .into_iter()
            .chain([Scalar::String, Scalar::Secret, Scalar::Base64])
        {
            let text = format!("formats.x = {:?}", scalar_name(scalar));
            let settings: Settings = toml::from_str(&text).expect("it is a choice");
            assert_eq!(read_as(settings.formats["x"]), scalar);
        }
    }
}
