//! Rows that stand in several tables, and tables of the two usual forms.

use super::Effect::{Annotation, Modelled, Unused};
use super::Shape::{List, One, Text};
use super::{Keyword, Kind, Table, keyword};

pub(super) const SUMMARY: Keyword = keyword("summary", Text, Annotation);
pub(super) const DESCRIPTION: Keyword = keyword("description", Text, Annotation);
pub(super) const NOT_SHOWN: &str = "the docs of the crate have no place for it";
pub(super) const SUMMARY_NOT_SHOWN: Keyword = keyword("summary", Text, Unused(NOT_SHOWN));
pub(super) const DESCRIPTION_NOT_SHOWN: Keyword = keyword("description", Text, Unused(NOT_SHOWN));
pub(super) const EXTERNAL_DOCS_KEY: Keyword =
    keyword("externalDocs", One(Kind::ExternalDocs), Unused(NOT_SHOWN));
pub(super) const SERVERS: Keyword = keyword("servers", List(Kind::Server), Modelled);
pub(super) const PARAMETERS: Keyword = keyword("parameters", List(Kind::Parameter), Modelled);
pub(super) const SECURITY: Keyword = keyword("security", List(Kind::SecurityRequirement), Modelled);

/// A table of an object whose keywords are all there is.
pub(super) const fn closed(
    title: &'static str,
    keywords: &'static [Keyword],
    required: &'static [&'static str],
) -> Table {
    Table {
        title,
        keywords,
        open: None,
        required,
        reference: false,
    }
}

/// The same, for an object that a `$ref` may stand for.
pub(super) const fn referable(
    title: &'static str,
    keywords: &'static [Keyword],
    required: &'static [&'static str],
) -> Table {
    Table {
        title,
        keywords,
        open: None,
        required,
        reference: true,
    }
}
