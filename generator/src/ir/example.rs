//! Values that stand for others: what a document gives as an example, and what lowering makes up from bounds.

use std::collections::BTreeMap;
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written, so that none loses digits.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object; its keys are sorted, like every key of a document.
    Object(BTreeMap<String, Json>),
}

/// An example of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The value. Nothing says that it fits the schema.
    pub value: Json,
    /// Where it comes from.
    pub source: ExampleSource,
}

/// Where an example comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleSource {
    /// `example` or `examples`.
    Document,
    /// `default`: what the server uses when nothing is sent.
    Default,
    /// Made from format and bounds: the document has none.
    Made,
}

impl Example {
    /// The value, where the document itself gives it as an example.
    pub fn given(&self) -> Option<&Json> {
        (self.source == ExampleSource::Document).then_some(&self.value)
    }

    /// Whether the value stands in the document, as an example or as a default.
    pub fn is_from_document(&self) -> bool {
        self.source != ExampleSource::Made
    }
}

/// JSON on one line, as `serde_json` writes it.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::Number(digits) => f.write_str(digits),
            Self::Text(text) => write_text(f, text),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index > 0 { ", " } else { "" })?;
                    write!(f, "{item}")?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (name, value)) in members.iter().enumerate() {
                    f.write_str(if index > 0 { ", " } else { "" })?;
                    write_text(f, name)?;
                    write!(f, ": {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for letter in text.chars() {
        match letter {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            control if control < ' ' => write!(f, "\\u{:04x}", u32::from(control))?,
            other => write!(f, "{other}")?,
        }
    }
    f.write_str("\"")
}
