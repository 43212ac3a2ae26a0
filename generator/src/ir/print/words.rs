//! How the printed API spells its smaller parts.

use super::super::{Cursor, Edge, FieldPath, Operation, Scalar, Style};

pub(super) trait LowercaseFirst {
    fn to_lowercase_first(&self) -> String;
}

impl LowercaseFirst for String {
    fn to_lowercase_first(&self) -> String {
        let mut letters = self.chars();
        letters
            .next()
            .map(|first| first.to_lowercase().chain(letters).collect())
            .unwrap_or_default()
    }
}

/// The word for a scalar, here and in the settings.
pub(crate) fn scalar_name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "boolean",
        Scalar::Int32 => "int32",
        Scalar::Int64 => "int64",
        Scalar::Uint32 => "uint32",
        Scalar::Uint64 => "uint64",
        Scalar::Number => "number",
        Scalar::String => "string",
        Scalar::Secret => "secret",
        Scalar::Timestamp => "timestamp",
        Scalar::Date => "date",
        Scalar::DateTime => "datetime",
        Scalar::Uuid => "uuid",
        Scalar::Url => "url",
        Scalar::Base64 => "base64",
        Scalar::Binary => "binary",
        Scalar::File => "file",
    }
}

pub(super) fn style(style: &Style) -> String {
    let (name, marks): (&str, Vec<(&str, bool)>) = match style {
        Style::Simple {
            explode,
            allow_reserved,
        } => (
            "simple",
            vec![("explode", *explode), ("allow-reserved", *allow_reserved)],
        ),
        Style::Matrix { explode } => ("matrix", vec![("explode", *explode)]),
        Style::Label { explode } => ("label", vec![("explode", *explode)]),
        Style::Form {
            explode,
            allow_reserved,
            comma_arrays,
        } => (
            "form",
            vec![
                ("explode", *explode),
                ("allow-reserved", *allow_reserved),
                ("comma-arrays", *comma_arrays),
            ],
        ),
        Style::SpaceDelimited => ("space-delimited", Vec::new()),
        Style::PipeDelimited => ("pipe-delimited", Vec::new()),
        Style::DeepObject => ("deep-object", Vec::new()),
        Style::Json => ("json", Vec::new()),
    };
    let mut text = name.to_owned();
    for (mark, _) in marks.into_iter().filter(|(_, set)| *set) {
        text.push(' ');
        text.push_str(mark);
    }
    text
}

pub(super) fn field_path(path: &FieldPath) -> String {
    path.iter()
        .map(|(name, _)| name.as_str())
        .collect::<Vec<_>>()
        .join(".")
}

pub(super) fn cursor_text(cursor: &Cursor, operation: &Operation) -> String {
    let edge = match cursor.edge {
        Edge::First => "first",
        Edge::Last => "last",
    };
    format!(
        "{} <- {edge} {}",
        operation.params[cursor.param].name.rust,
        field_path(&cursor.field)
    )
}
