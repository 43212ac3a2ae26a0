//! What the document says about schemas, for people.

use super::view::{Located, Node, View};
use super::{notes, sample};
use crate::ir::Docs;

/// What the document says about a schema.
pub(super) fn of_view(view: &View<'_>) -> Docs {
    Docs {
        text: prose(view.data),
        notes: view.notes.clone(),
        example: sample::of_view(view),
    }
}

/// What the document says about the use of a schema: the words beside a reference, else those of the schema itself.
pub(super) fn of_use(located: &Located<'_>) -> Docs {
    match located.node {
        Node::Schema(schema) => Docs {
            text: prose(&schema.schema_data),
            notes: notes::of(schema),
            example: sample::of_schema(schema),
        },
        Node::Ref(_) => Docs::default(),
    }
}

fn prose(data: &openapiv3::SchemaData) -> String {
    match (&data.title, &data.description) {
        (_, Some(description)) => description.clone(),
        (Some(title), None) => title.clone(),
        (None, None) => String::new(),
    }
}
