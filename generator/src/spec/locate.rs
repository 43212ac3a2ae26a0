//! Pointers to lines and columns, in one pass over the text, paid for only when something is printed.

use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Parser};

use super::patch::Patched;
use crate::pointer::Pointer;

/// A place in a text: line and column counted from 1, in characters, and how many characters it spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The number of characters.
    pub length: usize,
}

/// The start of the text.
const START: Position = Position {
    line: 1,
    column: 1,
    length: 1,
};

/// Finds pointers in a text. A member is where its key stands, an item where it starts. What the text doesn't have
/// (it came in through a merge, an alias or a rule) is where the nearest thing around it is.
pub fn locate(text: &str, pointers: &BTreeSet<Pointer>) -> BTreeMap<Pointer, Position> {
    let mut wanted = Wanted::new(pointers);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !pointers.is_empty() {
        let mut text = Patched::new(text);
        while let Err(line) = pass(&text, &mut wanted) {
            if !text.mend(line) {
                break;
            }
        }
    }
    pointers
        .iter()
        .map(|pointer| (pointer.clone(), wanted.position(pointer)))
        .collect()
}

/// Reads the text once; the line where the parser gave up is the error. What comes before it has been found.
fn pass(text: &Patched<'_>, wanted: &mut Wanted) -> Result<(), usize> {
    let mut frames = Vec::new();
    for event in Parser::new_from_str(text.text()) {
        let (event, span) = event.map_err(|error| error.marker().line())?;
        let position = Position {
            line: span.start.line(),
            column: text.column(span.start.line(), span.start.col() + 1),
            length: span.len().max(1),
        };
        see(&event, position, &mut frames, wanted);
    }
    Ok(())
}

/// The pointers that are looked for, as a tree of their steps; the first node is the root.
#[derive(Debug)]
struct Wanted(Vec<Node>);

#[derive(Debug, Default)]
struct Node {
    below: BTreeMap<String, usize>,
    position: Option<Position>,
}

impl Wanted {
    fn new(pointers: &BTreeSet<Pointer>) -> Self {
        let mut nodes = vec![Node::default()];
        for pointer in pointers {
            let mut at = 0;
            for step in pointer.steps() {
                let next = nodes.len();
                let below = *nodes[at].below.entry(step).or_insert(next);
                if below == next {
                    nodes.push(Node::default());
                }
                at = below;
            }
        }
        Self(nodes)
    }

    /// The node of a member or item; none where nothing below is looked for.
    fn below(&self, node: Option<usize>, step: &str) -> Option<usize> {
        let below = &self.0[node?].below;
        let exact = below.get(step);
        // A rule spells statuses alike: `4xx` is looked for as `4XX`, `Default` as `default`.
        exact
            .or_else(|| below.get(&step.to_uppercase()))
            .or_else(|| below.get(&step.to_lowercase()))
            .copied()
    }

    fn found(&mut self, node: Option<usize>, position: Position) {
        if let Some(node) = node {
            self.0[node].position = Some(position);
        }
    }

    /// The position of the last step that was found.
    fn position(&self, pointer: &Pointer) -> Position {
        let (mut node, mut found) = (0, START);
        for step in pointer.steps() {
            let Some(below) = self.0[node].below.get(&step) else {
                break;
            };
            found = self.0[*below].position.unwrap_or(found);
            node = *below;
        }
        found
    }
}

/// A mapping or list that is open while the text is read, with the node that is looked for there.
enum Frame {
    /// Before a key.
    Key(Option<usize>),
    /// Before the value of a key.
    Value {
        mapping: Option<usize>,
        member: Option<usize>,
    },
    /// Before an item.
    Item { list: Option<usize>, index: usize },
}

fn see(event: &Event<'_>, position: Position, frames: &mut Vec<Frame>, wanted: &mut Wanted) {
    match event {
        Event::MappingStart(..)
        | Event::SequenceStart(..)
        | Event::Scalar(..)
        | Event::Alias(_) => {}
        Event::MappingEnd | Event::SequenceEnd => {
            frames.pop();
            return;
        }
        _ => return,
    }
    let node = match frames.last_mut() {
        None => Some(0),
        Some(frame) => match *frame {
            Frame::Key(mapping) => {
                let member = match event {
                    Event::Scalar(key, ..) => wanted.below(mapping, key),
                    _ => None,
                };
                wanted.found(member, position);
                *frame = Frame::Value { mapping, member };
                // A key that is a mapping or a list itself is read over.
                None
            }
            Frame::Value { mapping, member } => {
                *frame = Frame::Key(mapping);
                member
            }
            Frame::Item { list, index } => {
                let item = list.and_then(|_| wanted.below(list, &index.to_string()));
                wanted.found(item, position);
                *frame = Frame::Item {
                    list,
                    index: index + 1,
                };
                item
            }
        },
    };
    match event {
        Event::MappingStart(..) => frames.push(Frame::Key(node)),
        Event::SequenceStart(..) => frames.push(Frame::Item {
            list: node,
            index: 0,
        }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, pointer: &str) -> (usize, usize, usize) {
        let pointer = Pointer::parse(pointer).unwrap();
        let found = locate(text, &BTreeSet::from([pointer.clone()]))[&pointer];
        (found.line, found.column, found.length)
    }

    #[test]
    fn members_are_at_their_keys_and_items_where_they_start() {
        let text =
            "\u{feff}a:\r\n  \"bä\": [1, {c: 2}]\r\n  200: x\r\n  ? [k]\r\n  : v\r\n  e: y\r\n";
        assert_eq!(position(text, "/a"), (1, 1, 1));
        assert_eq!(position(text, "/a/bä"), (2, 3, 4));
        assert_eq!(position(text, "/a/bä/0"), (2, 10, 1));
        assert_eq!(position(text, "/a/bä/1/c"), (2, 14, 1));
        assert_eq!(position(text, "/a/200"), (3, 3, 3));
        assert_eq!(position(text, "/a/e"), (6, 3, 1));
        assert_eq!(position(text, ""), (1, 1, 1));
    }

    #[test]
    fn what_is_not_in_the_text_is_where_the_nearest_thing_is() {
        let text = "base: &b\n  x: 1\ncopy: *b\nmerged:\n  <<: *b\n  y: 1\n4xx: {}\n";
        assert_eq!(position(text, "/copy/x").0, 3);
        assert_eq!(position(text, "/merged/x").0, 4);
        assert_eq!(position(text, "/merged/y").0, 6);
        assert_eq!(position(text, "/4XX/none").0, 7);
        assert_eq!(position("a: 1\nb: [", "/a"), (1, 1, 1));
        assert_eq!(position("{\"a\": {\n\t\"b\": 1}}", "/a/b"), (2, 2, 3));
    }

    #[test]
    fn texts_that_only_the_other_parser_reads_are_read_too() {
        let closers = "a:\n  b:\n    - {\n      c: [\n  1\n    ]\n  }\n  d: 1\ne: {\n}\nf: 1\n";
        assert_eq!(position(closers, "/a/b/0/c/0"), (5, 3, 1));
        assert_eq!(position(closers, "/a/d"), (8, 3, 1));
        assert_eq!(position(closers, "/f"), (11, 1, 1));
        assert_eq!(position("a: [{\n}, {b: 1}]\n", "/a/1/b"), (2, 5, 1));
        assert_eq!(
            position("{\"a\": \"\\ud83d\\uDE00\", \"b\": 1}", "/b"),
            (1, 23, 3)
        );
    }
}
