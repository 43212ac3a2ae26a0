//! Where a document contradicts itself: a response's own example that leaves out what the schema requires, or that is no list where
//! the schema speaks of items without saying that it is one.
//!
//! A client that can't read its vendor's example is useless, so such a property becomes optional, and such a list one item or
//! several, with a warning.

use openapiv3::MediaType;

use super::Lowering;
use super::view::{self, Additional, Located};
use crate::diagnostics::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::spec::json::Value;

/// Looks at the examples of every response and remembers the required properties that they leave out.
pub(super) fn find_contradictions(cx: &mut Lowering<'_>) {
    let document = cx.document;
    for (path, item) in &document.openapi.paths.paths {
        let at = Pointer::root().child("paths").child(path);
        let Some((at, item)) = document.path_item(item, &at) else {
            continue;
        };
        for (_, at, operation) in document.operations(item, &at) {
            let at = at.child("responses");
            for (_, at, response) in document.responses(&operation.responses, &at) {
                for (mime, media) in &response.content {
                    compare_media(cx, media, &at.child("content").child(mime));
                }
            }
        }
    }
}

fn compare_media<'d>(cx: &mut Lowering<'d>, media: &'d MediaType, at: &Pointer) {
    let Some(schema) = &media.schema else { return };
    let schema = Located::new(schema, at.child("schema"));
    for (example_at, example) in cx.document.example_values(media, at) {
        compare(cx, &schema, example, &example_at);
    }
}

fn compare<'d>(cx: &mut Lowering<'d>, schema: &Located<'d>, example: &Value, at: &Pointer) {
    // The example bounds the recursion: every step goes one level into it, or leaves a level of items.
    let Some(view) = view::resolved(cx, schema) else {
        return;
    };
    if view.may_be_no_list() && !matches!(example, Value::Array(_) | Value::Null) {
        loosen(cx, &view.at, at);
        for schema in &view.items {
            // Once: items may be themselves again.
            if view::resolved(cx, schema).is_some_and(|items| !items.may_be_no_list()) {
                compare(cx, schema, example, at);
            }
        }
    }
    match example {
        Value::Array(items) => {
            for schema in &view.items {
                for (index, item) in items.iter().enumerate() {
                    compare(cx, schema, item, &at.index(index));
                }
            }
        }
        Value::Object(members) => {
            for name in &view.required {
                let Some(places) = view
                    .properties
                    .get(name)
                    .filter(|_| !members.contains_key(*name))
                else {
                    continue;
                };
                for place in places {
                    relax(cx, place, name, at);
                }
            }
            for (name, value) in members {
                match (view.properties.get(name.as_str()), &view.additional) {
                    (Some(places), _) => {
                        for place in places {
                            compare(cx, place, value, &at.child(name));
                        }
                    }
                    (None, Additional::Schema(schema)) => {
                        compare(cx, schema, value, &at.child(name))
                    }
                    (None, _) => {}
                }
            }
        }
        _ => {}
    }
}

fn relax(cx: &mut Lowering<'_>, place: &Located<'_>, name: &str, example: &Pointer) {
    // A write-only property has no business in a response, so its absence is no contradiction.
    let write_only =
        matches!(place.node, view::Node::Schema(schema) if schema.schema_data.write_only);
    if write_only || !cx.relaxed.insert(place.at.clone()) {
        return;
    }
    let message =
        format!("the property {name:?} is required, but the document's own example leaves it out");
    cx.diagnostics.push(
        Diagnostic::new(Code::ExampleContradiction, &place.at, message)
            .related(example.clone(), "this example has no such property")
            .help("it is read as optional; correct the example or the list of required properties"),
    );
}

fn loosen(cx: &mut Lowering<'_>, list: &Pointer, example: &Pointer) {
    if !cx.loose_lists.insert(list.clone()) {
        return;
    }
    let message = "there are `items` here and no `type`, and the document's own example is no list";
    cx.diagnostics.push(
        Diagnostic::new(Code::ExampleContradiction, list, message)
            .related(example.clone(), "this example is no list")
            .help("it is read as one item or as several; say `type: array`, or what stands in `items` alone"),
    );
}
