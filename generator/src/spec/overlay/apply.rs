//! Actions applied to a document.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::{self, Clash, Class, Piece};
use super::path::{Step, Steps, pointer, value, value_mut};
use super::read::{Action, Change, Version};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Origins, Place, Removed, SourceId};
use crate::pointer::Pointer;
use crate::spec::json::Value;

/// Applies one action, or reports why it can't be applied. What it has changed before it failed stays: with an error
/// nothing is generated.
pub(super) fn apply(
    document: &mut Value,
    action: &Action<'_>,
    source: SourceId,
    budget: &mut usize,
    diagnostics: &mut Diagnostics,
) {
    let mut apply = Apply {
        document,
        action,
        source,
        budget,
        diagnostics,
    };
    apply.action();
}

struct Apply<'a> {
    document: &'a mut Value,
    action: &'a Action<'a>,
    source: SourceId,
    budget: &'a mut usize,
    diagnostics: &'a mut Diagnostics,
}

impl Apply<'_> {
    fn found(&self, code: Code, key: &str, message: impl Into<String>) -> Diagnostic {
        let place = Place::Source(self.source, self.action.at.child(key));
        Diagnostic::new(code, place, message)
    }

    fn action(&mut self) {
        let targets = self.action.target.select(self.document);
        if targets.is_empty() {
            let message = "this action matches nothing in the document";
            let found = self.found(Code::UnusedOverlayAction, "target", message);
            let found = match self.action.target.miss(self.document) {
                Some(why) => found.help(why),
                None => found,
            };
            self.diagnostics.push(found);
            return;
        }
        self.primitives(&targets);
        match &self.action.change {
            Change::Remove => self.remove(&targets),
            Change::Update(update) => {
                let mut origins = Origins::default();
                let from = self.action.at.child("update");
                origins.set(&Pointer::root(), self.source, from);
                let piece = Piece {
                    value: update,
                    origins: &origins,
                };
                self.merge("update", &targets, piece);
            }
            Change::Copy(path) => {
                let found = path.select(self.document);
                let [from] = found.as_slice() else {
                    self.not_one(found.len(), path.miss(self.document));
                    return;
                };
                let Some(copied) = value(self.document, from) else {
                    return;
                };
                // Looked at first, since even the copy that is then refused takes memory.
                if merge::size(copied).0 > *self.budget {
                    let found = self.found(Code::OverlayConflict, "copy", merge::too_much());
                    self.diagnostics.push(found);
                    return;
                }
                let copied = copied.clone();
                let origins = self.diagnostics.sources.origins.take(&pointer(from));
                let piece = Piece {
                    value: &copied,
                    origins: &origins,
                };
                self.merge("copy", &targets, piece);
            }
        }
    }

    /// A copy is of one value. Of none it does nothing, like any action without a match.
    fn not_one(&mut self, count: usize, miss: Option<String>) {
        let found = if count == 0 {
            let message = "there is nothing to copy: this matches nothing in the document";
            let found = self.found(Code::UnusedOverlayAction, "copy", message);
            miss.into_iter().fold(found, Diagnostic::help)
        } else {
            let message = format!("a copy is of one value; this matches {count}");
            self.found(Code::OverlayConflict, "copy", message)
        };
        self.diagnostics.push(found);
    }

    /// Overlay 1.0 knows only objects and lists as targets.
    fn primitives(&mut self, targets: &[Steps]) {
        let primitive = targets
            .iter()
            .find(|steps| value(self.document, steps).map(Class::of) == Some(Class::Primitive));
        if self.action.version < Version::V1_1 && primitive.is_some() {
            let message =
                "that a target is no object or list came with Overlay 1.1; this overlay says 1.0";
            let found = self.found(Code::NewerKeyword, "target", message);
            self.diagnostics.push(found);
        }
    }

    fn merge(&mut self, key: &str, targets: &[Steps], piece: Piece<'_>) {
        let classes: BTreeMap<u8, &Steps> = targets
            .iter()
            .filter_map(|steps| Some((value(self.document, steps).map(Class::of)? as u8, steps)))
            .collect();
        if classes.len() > 1 {
            let message = "the target selects values of several kinds";
            let found = self
                .found(Code::OverlayConflict, "target", message)
                .help("select either objects, or lists, or other values");
            let found = classes.into_values().fold(found, |found, steps| {
                found.related(pointer(steps), "one of them stands here")
            });
            self.diagnostics.push(found);
            return;
        }
        let mut changes = false;
        for steps in targets {
            let at = pointer(steps);
            let Some(into) = value_mut(self.document, steps) else {
                continue;
            };
            let origins = &mut self.diagnostics.sources.origins;
            match merge::target(into, &at, piece, self.budget, origins) {
                Ok(changed) => changes |= changed,
                Err(clash) => {
                    self.clash(key, clash);
                    return;
                }
            }
        }
        if !changes {
            let message = "this action changes nothing: the document says the same already";
            let found = self
                .found(Code::UnusedOverlayAction, key, message)
                .help("take the action out of the overlay");
            self.diagnostics.push(found);
        }
    }

    fn clash(&mut self, key: &str, clash: Clash) {
        let found = self
            .found(Code::OverlayConflict, key, clash.why)
            .related(clash.at, "into this");
        self.diagnostics.push(if clash.mixed {
            found.help("remove what is there by an action before this one")
        } else {
            found
        });
    }

    /// Takes values out, the last of a list first, so that those before it keep their places.
    fn remove(&mut self, targets: &[Steps]) {
        let mut parents: BTreeMap<Steps, BTreeSet<Step>> = BTreeMap::new();
        for steps in targets {
            let Some((last, parent)) = steps.split_last() else {
                let message = "the document itself can't be removed";
                let found = self.found(Code::OverlayConflict, "target", message);
                self.diagnostics.push(found);
                return;
            };
            let gone = parents.entry(parent.to_vec()).or_default();
            gone.insert(last.clone());
        }
        self.remember(&parents);
        for (parent, gone) in parents.iter().rev() {
            match value_mut(self.document, parent) {
                Some(Value::Object(map)) => {
                    map.retain(|key, _| !gone.contains(&Step::Key(key.clone())));
                }
                Some(Value::Array(list)) => {
                    let length = list.len();
                    let mut index = 0;
                    list.retain(|_| {
                        index += 1;
                        !gone.contains(&Step::Index(index - 1))
                    });
                    self.close_up(&pointer(parent), length, gone);
                }
                _ => {}
            }
        }
    }

    /// Keeps what is taken out for those who ask why it is not there.
    fn remember(&mut self, parents: &BTreeMap<Steps, BTreeSet<Step>>) {
        let Some(trace) = &mut self.diagnostics.trace else {
            return;
        };
        for (parent, gone) in parents {
            for step in gone {
                let steps: Steps = parent.iter().chain([step]).cloned().collect();
                trace
                    .removed
                    .extend(value(self.document, &steps).map(|value| Removed {
                        from: pointer(parent),
                        value: value.clone(),
                        action: Place::Source(self.source, self.action.at.clone()),
                    }));
            }
        }
    }

    /// The items of a list that were behind removed ones have come forward.
    fn close_up(&mut self, list: &Pointer, length: usize, gone: &BTreeSet<Step>) {
        let origins = &mut self.diagnostics.sources.origins;
        let kept = (0..length).filter(|index| !gone.contains(&Step::Index(*index)));
        for (now, before) in kept.enumerate().filter(|(now, before)| now != before) {
            let moved = origins.take(&list.index(before));
            origins.put(&list.index(now), moved);
        }
    }
}
