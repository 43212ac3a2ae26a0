//! Where a document contradicts itself: a response's own example that leaves out what the schema requires, or that is no list where
//! the schema speaks of items without saying that it is one.
//!
//! A client that can't read its vendor's example is useless, so such a property becomes optional, and such a list one item or
//! several, with a warning.

use std::collections::BTreeSet;

use openapiv3::MediaType;

use super::json_type::JsonType;
use super::offer;
use super::view::{self, Additional, Located, View};
use super::{Lowering, schema};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Media;
use crate::pointer::Pointer;
use crate::spec::json::Value;

/// Looks at the examples of every response and remembers the required properties that they leave out, and the lists that they say
/// are none.
pub(super) fn find_contradictions(cx: &mut Lowering<'_>) {
    let document = cx.document;
    let mut walk = Walk {
        cx,
        is_json: false,
        seen: BTreeSet::new(),
    };
    for (path, item) in &document.openapi.paths.paths {
        let at = Pointer::root().child("paths").child(path);
        let Some((at, item)) = document.path_item(item, &at) else {
            continue;
        };
        for (_, at, operation) in document.operations(item, &at) {
            let at = at.child("responses");
            for (_, at, response) in document.responses(&operation.responses, &at) {
                for (mime, media) in &response.content {
                    walk.is_json = offer::media(mime) == Media::Json;
                    walk.media(media, &at.child("content").child(mime));
                }
            }
        }
    }
}

struct Walk<'c, 'd> {
    cx: &'c mut Lowering<'d>,
    /// Whether the examples are values of JSON: a text of XML is no item of a list.
    is_json: bool,
    /// Which schema has been compared with which example: several ways may lead to both.
    seen: BTreeSet<(Pointer, Pointer)>,
}

impl<'d> Walk<'_, 'd> {
    fn media(&mut self, media: &'d MediaType, at: &Pointer) {
        let Some(schema) = &media.schema else { return };
        let schema = Located::new(schema, at.child("schema"));
        for (example_at, example) in self.cx.document.example_values(media, at) {
            self.compare_all(std::slice::from_ref(&schema), example, &example_at);
        }
    }

    /// Compares with all schemas that speak of a value. What only one speaks of is built as that one says.
    fn compare_all(&mut self, places: &[Located<'d>], example: &Value, at: &Pointer) {
        if let ([only], true) = (places, self.is_json) {
            self.compare_items(only, example, at);
        }
        for place in places {
            self.compare(place, example, at);
        }
    }

    /// Finds out whether what may be a list is one of its items instead.
    fn compare_items(&mut self, place: &Located<'d>, example: &Value, at: &Pointer) {
        if matches!(example, Value::Array(_) | Value::Null) {
            return;
        }
        let place = schema::pass_through(place).unwrap_or_else(|| place.clone());
        let Some(list) = view::resolved(self.cx, &place).filter(View::may_be_no_list) else {
            return;
        };
        let [item] = list.items.as_slice() else {
            return;
        };
        let Some(view) = view::resolved(self.cx, item) else {
            return;
        };
        if may_be(self.cx, &view, example) {
            loosen(self.cx, &list.at, at);
            self.compare(item, example, at);
        }
    }

    fn compare(&mut self, place: &Located<'d>, example: &Value, at: &Pointer) {
        let target = view::target(self.cx, place).map(|(at, _)| at);
        if !target.is_some_and(|schema| self.seen.insert((schema, at.clone()))) {
            return;
        }
        let Some(view) = view::resolved(self.cx, place) else {
            return;
        };
        match example {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.compare_all(&view.items, item, &at.index(index));
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
                        relax(self.cx, place, name, at);
                    }
                }
                for (name, value) in members {
                    let at = at.child(name);
                    match (view.properties.get(name.as_str()), &view.additional) {
                        (Some(places), _) => self.compare_all(places, value, &at),
                        (None, Additional::Schema(schema)) => {
                            self.compare_all(std::slice::from_ref(schema), value, &at)
                        }
                        (None, _) => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a value looks like one of a schema. An object has some of its properties: what has none is something around it.
fn may_be<'d>(cx: &mut Lowering<'d>, view: &View<'d>, example: &Value) -> bool {
    let looks_like = |view: &View<'d>| match (view.told_type(), example) {
        (Some(JsonType::Object) | None, Value::Object(members)) => {
            let mut names = view.properties.keys();
            !view.has_properties() || names.any(|name| members.contains_key(*name))
        }
        (Some(told), example) => JsonType::of_value(example).is_some_and(|own| told.includes(own)),
        (None, _) => false,
    };
    match view.unions.as_slice() {
        [] => looks_like(view),
        unions => {
            let mut branches = unions.iter().flat_map(|union| &union.list);
            branches.any(|branch| view::resolved(cx, branch).is_some_and(|view| looks_like(&view)))
        }
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
