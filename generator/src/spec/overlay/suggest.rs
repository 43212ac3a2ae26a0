//! The overlay that would make the repairs of the reader needless: what was read in another way than it is written, as
//! actions that write it that way.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::merge::Class;
use super::path::{Step, Steps, pointer, value_mut};
use crate::diagnostics::{Diagnostics, Edit, Origins};
use crate::pointer::Pointer;
use crate::spec::json::{Map, Value};

/// An overlay with actions for repairs.
#[derive(Clone, Debug, Default)]
pub struct Suggestion {
    /// The text of the overlay; `None` when there is nothing to suggest.
    pub text: Option<String>,
    /// How many actions it has.
    pub actions: usize,
    /// How many repairs it makes needless.
    pub repairs: usize,
    /// How many repairs no overlay of this document can make, because what was repaired stands in another file.
    pub left: usize,
}

/// An overlay as it is written, with its keys in this order.
#[derive(Serialize)]
struct Overlay {
    overlay: &'static str,
    info: Info,
    actions: Vec<Action>,
}

#[derive(Serialize)]
struct Info {
    title: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Action {
    target: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    update: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    remove: bool,
}

/// A document before other files were put into it and it was repaired, and where its pieces came from.
pub(in crate::spec) struct Before {
    pub(in crate::spec) document: Value,
    pub(in crate::spec) origins: Origins,
}

/// Suggests an overlay for a document.
pub(in crate::spec) fn suggest(start: &Before, diagnostics: &Diagnostics) -> Suggestion {
    let (before, repairs) = (&start.document, diagnostics.repairs());
    let own = |edit: &Edit| {
        let around = edit.at.parent().unwrap_or_default();
        start.origins.of(&around) == diagnostics.sources.origins.of(&around)
    };
    let mut after = before.clone();
    let (mut reasons, mut gone, mut left) = (Reasons::default(), BTreeSet::new(), 0);
    let mut renamed = Vec::new();
    for repair in repairs {
        let there = |edit: &Edit| own(edit) && is_there(before, &after, edit);
        if !repair.edits.iter().all(there) {
            left += 1;
            continue;
        }
        for edit in &repair.edits {
            let edit = in_its_own_words(before, edit);
            reasons.add(&edit.at, &repair.why);
            let steps = steps(&after, &edit.at);
            match (edit.value, edit.renamed) {
                (Some(value), _) => set(&mut after, &steps, value),
                (None, Some(key)) => renamed.push((steps, key)),
                (None, None) => {
                    gone.insert(steps);
                }
            }
        }
    }
    // The last items of a list go first, so that those before them keep their places.
    for steps in gone.iter().rev() {
        remove(&mut after, steps);
    }
    let mut differ = Differ {
        root: (before, &after),
        reasons,
        actions: Vec::new(),
    };
    differ.values(before, &after, &mut Vec::new());
    for (steps, key) in &renamed {
        differ.rename(steps, key);
    }
    let actions = differ.actions;
    let count = actions.len();
    let text = (count > 0)
        .then(|| {
            serde_yaml::to_string(&Overlay {
                overlay: "1.1.0",
                info: Info {
                    title: "What the document means",
                    version: "1.0.0",
                },
                actions,
            })
            .ok()
        })
        .flatten();
    Suggestion {
        text,
        actions: count,
        repairs: repairs.len() - left,
        left,
    }
}

/// Whether the object or list around an edit stands in the document, and has room for it.
fn is_there(before: &Value, after: &Value, edit: &Edit) -> bool {
    let around = edit.at.parent().unwrap_or_default();
    let found = |place: &Pointer| {
        [before, after]
            .iter()
            .any(|value| value.pointer(place.as_str()).is_some())
    };
    // What has its new key already would be written over.
    let taken = edit.renamed.as_ref().map(|key| around.child(key));
    found(&around) && !taken.is_some_and(|place| found(&place))
}

/// Rules look at a document that other rules have changed already: what they say of `enum` may be about a `const`, and
/// null has been taken out of its values.
fn in_its_own_words(before: &Value, edit: &Edit) -> Edit {
    let mut edit = edit.clone();
    let schema = edit.at.parent().unwrap_or_default();
    let Some(Value::Object(schema_before)) = before.pointer(schema.as_str()) else {
        return edit;
    };
    let Some(Value::Array(values)) = &mut edit.value else {
        return edit;
    };
    if edit.at.last().as_deref() != Some("enum") {
        return edit;
    }
    match (schema_before.get("const"), schema_before.get("enum")) {
        (Some(_), _) if values.len() == 1 => Edit {
            at: schema.child("const"),
            value: values.pop(),
            renamed: None,
        },
        (_, Some(Value::Array(written))) if written.contains(&Value::Null) => {
            values.push(Value::Null);
            edit
        }
        _ => edit,
    }
}

/// The steps of a pointer: what is an index depends on what stands there.
fn steps(root: &Value, at: &Pointer) -> Steps {
    let mut value = Some(root);
    at.steps()
        .map(|step| match value {
            Some(Value::Array(list)) => {
                let index = step.parse().unwrap_or(list.len());
                value = list.get(index);
                Step::Index(index)
            }
            _ => {
                value = value.and_then(|value| value.get(&step));
                Step::Key(step)
            }
        })
        .collect()
}

fn set(root: &mut Value, steps: &[Step], value: Value) {
    let Some((last, around)) = steps.split_last() else {
        return;
    };
    match (value_mut(root, around), last) {
        (Some(Value::Object(map)), Step::Key(key)) => {
            map.insert(key.clone(), value);
        }
        (Some(Value::Array(list)), Step::Index(index)) => {
            if let Some(item) = list.get_mut(*index) {
                *item = value;
            }
        }
        _ => {}
    }
}

fn remove(root: &mut Value, steps: &[Step]) {
    let Some((last, around)) = steps.split_last() else {
        return;
    };
    match (value_mut(root, around), last) {
        (Some(Value::Object(map)), Step::Key(key)) => {
            map.remove(key);
        }
        (Some(Value::Array(list)), Step::Index(index)) if *index < list.len() => {
            list.remove(*index);
        }
        _ => {}
    }
}

/// Why each place is as it is.
#[derive(Default)]
struct Reasons(BTreeMap<Pointer, BTreeSet<String>>);

impl Reasons {
    fn add(&mut self, at: &Pointer, why: &str) {
        let reasons = self.0.entry(at.clone()).or_default();
        reasons.insert(why.to_owned());
    }

    /// The reasons of some places and all below them.
    fn of(&self, places: &[Pointer]) -> String {
        let mut found = BTreeSet::new();
        for place in places {
            let below = format!("{place}/");
            let inside = self
                .0
                .range(place.clone()..)
                .take_while(|(at, _)| at.as_str().starts_with(place.as_str()))
                .filter(|(at, _)| *at == place || at.as_str().starts_with(&below));
            found.extend(inside.flat_map(|(_, reasons)| reasons.iter().cloned()));
        }
        found.into_iter().collect::<Vec<_>>().join("; ")
    }
}

/// Walks through both documents and writes down what makes one of the other.
struct Differ<'d> {
    root: (&'d Value, &'d Value),
    reasons: Reasons,
    actions: Vec<Action>,
}

impl Differ<'_> {
    fn values(&mut self, before: &Value, after: &Value, at: &mut Steps) {
        match (before, after) {
            (before, after) if before == after => {}
            (Value::Object(before), Value::Object(after)) => self.objects(before, after, at),
            (Value::Array(before), Value::Array(after)) => {
                for (index, (before, after)) in before.iter().zip(after).enumerate() {
                    at.push(Step::Index(index));
                    self.values(before, after, at);
                    at.pop();
                }
            }
            (_, after) => self.update(at, after.clone(), &[pointer(at)]),
        }
    }

    fn objects(&mut self, before: &Map<String, Value>, after: &Map<String, Value>, at: &mut Steps) {
        let (mut update, mut places) = (Map::new(), Vec::new());
        let here = pointer(at);
        for (key, value) in before {
            let now = after.get(key);
            if now.is_none_or(|now| !alike(value, now)) {
                at.push(Step::Key(key.clone()));
                self.remove(at);
                at.pop();
            }
        }
        for (key, value) in after {
            let was = before.get(key);
            let merges = was.is_some_and(|was| alike(was, value));
            if was == Some(value) || (merges && Class::of(value) != Class::Primitive) {
                continue;
            }
            update.insert(key.clone(), value.clone());
            places.push(here.child(key));
        }
        if !update.is_empty() {
            self.update(at, Value::Object(update), &places);
        }
        for (key, value) in before {
            if let Some(now) = after.get(key).filter(|now| alike(value, now))
                && Class::of(value) != Class::Primitive
            {
                at.push(Step::Key(key.clone()));
                self.values(value, now, at);
                at.pop();
            }
        }
    }

    fn update(&mut self, at: &Steps, value: Value, places: &[Pointer]) {
        self.actions.push(Action {
            target: self.path(at),
            description: self.reasons.of(places),
            update: Some(value),
            copy: None,
            remove: false,
        });
    }

    /// What is under another key has no better way there than a copy, which needs something to be copied over. It comes
    /// last: until then everything has its old place.
    fn rename(&mut self, at: &Steps, key: &str) {
        let Some((_, around)) = at.split_last() else {
            return;
        };
        let around = around.to_vec();
        let places = [pointer(at)];
        let empty = Map::from_iter([(key.to_owned(), Value::Object(Map::new()))]);
        self.update(&around, Value::Object(empty), &places);
        let mut target = around;
        target.push(Step::Key(key.to_owned()));
        self.actions.push(Action {
            target: self.path(&target),
            description: self.reasons.of(&places),
            update: None,
            copy: Some(self.path(at)),
            remove: false,
        });
        self.remove(at);
    }

    fn remove(&mut self, at: &Steps) {
        self.actions.push(Action {
            target: self.path(at),
            description: self.reasons.of(&[pointer(at)]),
            update: None,
            copy: None,
            remove: true,
        });
    }

    /// The JSONPath of a place. A parameter is found by its name, which outlives changes of the list.
    fn path(&self, at: &Steps) -> String {
        let mut text = "$".to_owned();
        for (index, step) in at.iter().enumerate() {
            match step {
                Step::Key(key) if is_plain(key) => {
                    text.push('.');
                    text.push_str(key);
                }
                Step::Key(key) => text.push_str(&format!("[{}]", quoted(key))),
                Step::Index(item) => match self.by_name(&at[..index], *item) {
                    Some((name, place)) => text.push_str(&format!(
                        "[?@.name == {} && @.in == {}]",
                        quoted(&name),
                        quoted(&place)
                    )),
                    None => text.push_str(&format!("[{item}]")),
                },
            }
        }
        text
    }

    /// The name and place of a parameter, where no other has them and no action changes them.
    fn by_name(&self, list: &[Step], index: usize) -> Option<(String, String)> {
        let names = |root: &Value| -> Option<Vec<Option<(String, String)>>> {
            let items = super::path::value(root, list)?.as_array()?;
            let text = |item: &Value, key| item.get(key)?.as_str().map(str::to_owned);
            let name = |item| Some((text(item, "name")?, text(item, "in")?));
            Some(items.iter().map(name).collect())
        };
        let (before, after) = (names(self.root.0)?, names(self.root.1)?);
        let name = before.get(index)?.clone()?;
        let alone = |names: &[Option<(String, String)>]| {
            let same = names.iter().flatten().filter(|other| **other == name);
            same.count() == 1
        };
        let kept = after.get(index)?.as_ref() == Some(&name);
        (kept && alone(&before) && alone(&after)).then_some(name)
    }
}

/// Whether one value becomes the other by merging, item by item where they are lists.
fn alike(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(_), Value::Object(_)) => true,
        (Value::Array(before), Value::Array(after)) => {
            let pairs = || before.iter().zip(after);
            let replaced = pairs().filter(|(a, b)| a != b && Class::of(a) == Class::Primitive);
            // A list with several other values is written anew, rather than item by item.
            before.len() == after.len() && pairs().all(|(a, b)| alike(a, b)) && replaced.count() < 2
        }
        (before, after) => {
            Class::of(before) == Class::Primitive && Class::of(after) == Class::Primitive
        }
    }
}

/// Whether a name can stand after a dot.
fn is_plain(name: &str) -> bool {
    let mut letters = name.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// A name in quotes, as RFC 9535 wants it.
fn quoted(name: &str) -> String {
    let mut text = String::from("'");
    for letter in name.chars() {
        match letter {
            '\'' | '\\' => {
                text.push('\\');
                text.push(letter);
            }
            control if control.is_control() && u32::from(control) < 0x20 => {
                text.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => text.push(other),
        }
    }
    text.push('\'');
    text
}
