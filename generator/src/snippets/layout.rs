//! Expressions as text, laid out as rustfmt would.

use super::expr::{Expr, Link};

/// How wide a line may be.
const LINE: usize = 100;

/// How wide what stands inside of a call, list or chain may be on one line.
const SHORT: usize = 60;

/// The text of a statement: `before`, the expression, `after`.
pub(super) fn statement(indent: usize, before: &str, expr: &Expr, after: &str) -> String {
    let pad = " ".repeat(indent);
    let room = Room {
        indent,
        used: indent + before.chars().count(),
        after: after.chars().count(),
    };
    format!("{pad}{before}{}{after}", lay(expr, room))
}

/// Where an expression stands: the indentation of its line, what stands before it, and how much follows it.
#[derive(Clone, Copy)]
struct Room {
    indent: usize,
    used: usize,
    after: usize,
}

impl Room {
    /// On a line of its own, one step further in.
    fn inside(self) -> Self {
        Self {
            indent: self.indent + 4,
            used: self.indent + 4,
            after: 1,
        }
    }
}

fn lay(expr: &Expr, room: Room) -> String {
    let line = flat(expr);
    if fits(expr) && room.used + width(&line) + room.after <= LINE {
        return line;
    }
    match expr {
        Expr::Atom(text) => text.clone(),
        Expr::Call(head, arguments) => format!("{head}{}", arguments_of(head, arguments, room)),
        Expr::List { open, items, close } => list(open, items, close, room),
        Expr::Member(name, value) => {
            let room = Room {
                used: room.used + width(name) + 2,
                ..room
            };
            format!("{name}: {}", lay(value, room))
        }
        Expr::Chain(start, links) => chain(start, links, room),
    }
}

/// What a call is given, in its parentheses.
fn arguments_of(head: &str, arguments: &[Expr], room: Room) -> String {
    // One list or call stays beside the parenthesis.
    if let [only] = arguments
        && hugs(only)
    {
        let room = Room {
            used: room.used + width(head) + 1,
            after: room.after + 1,
            ..room
        };
        return format!("({})", lay(only, room));
    }
    list("(", arguments, ")", room)
}

fn hugs(expr: &Expr) -> bool {
    match expr {
        Expr::List { .. } | Expr::Call(..) => true,
        Expr::Atom(_) | Expr::Member(..) | Expr::Chain(..) => false,
    }
}

fn list(open: &str, items: &[Expr], close: &str, room: Room) -> String {
    if items.is_empty() {
        return format!("{open}{close}");
    }
    let pad = " ".repeat(room.indent);
    // The last member of an object in JSON has no comma after it.
    let is_json = open.ends_with('{') || items.iter().any(|item| matches!(item, Expr::Member(..)));
    let mut text = format!("{open}\n");
    for (index, item) in items.iter().enumerate() {
        let comma = if is_json && index + 1 == items.len() {
            ""
        } else {
            ","
        };
        text.push_str(&format!("{pad}    {}{comma}\n", lay(item, room.inside())));
    }
    format!("{text}{pad}{close}")
}

fn chain(start: &Expr, links: &[Link], room: Room) -> String {
    let mut text = lay(start, room);
    let mut links = links;
    // A start that is no wider than the indentation has its first call beside it, at the begin of a line.
    if width(&text) + room.used - room.indent <= 4
        && let [first, others @ ..] = links
    {
        text.push_str(&link(
            first,
            Room {
                used: room.used + width(&text),
                ..room
            },
        ));
        links = others;
    }
    if let ([only], false) = (links, text.contains('\n')) {
        // Nothing is gained by a line of its own.
        let used = room.used + width(&text);
        if used + width(&only.name) + 2 <= LINE / 2 {
            text.push_str(&link(only, Room { used, ..room }));
            return text;
        }
    }
    let inside = room.inside();
    let pad = " ".repeat(inside.indent);
    for (index, step) in links.iter().enumerate() {
        let after = if index + 1 == links.len() {
            room.after
        } else {
            0
        };
        text.push_str(&format!("\n{pad}{}", link(step, Room { after, ..inside })));
    }
    text
}

fn link(link: &Link, room: Room) -> String {
    let head = head(link);
    // `.await` is no call.
    let Some(head) = head.strip_suffix('(') else {
        return head;
    };
    let call = Expr::Call(head.to_owned(), link.arguments.clone());
    lay(&call, room)
}

/// How a link begins: `.name(`, or all of it where it is no call.
fn head(link: &Link) -> String {
    match link.name.as_str() {
        "await" | "await?" | "from_env()?" => format!(".{}", link.name),
        name => format!(".{name}("),
    }
}

/// Whether rustfmt would leave an expression on one line, were the line long enough.
fn fits(expr: &Expr) -> bool {
    match expr {
        Expr::Atom(_) => true,
        Expr::Call(_, arguments) => {
            arguments.iter().all(fits)
                && (inner_width(arguments) <= SHORT
                    || arguments.iter().all(is_atom) && arguments.len() == 1)
        }
        Expr::List { items, .. } => items.iter().all(fits) && inner_width(items) <= SHORT,
        Expr::Member(_, value) => fits(value),
        Expr::Chain(start, links) => {
            let arguments = || links.iter().flat_map(|link| &link.arguments);
            let short = links.len() == 1 && arguments().all(is_atom);
            fits(start)
                && arguments().all(fits)
                && links
                    .iter()
                    .all(|link| inner_width(&link.arguments) <= SHORT)
                && (short || width(&flat(expr)) <= SHORT)
        }
    }
}

fn is_atom(expr: &Expr) -> bool {
    matches!(expr, Expr::Atom(_))
}

fn inner_width(items: &[Expr]) -> usize {
    width(&joined(items))
}

fn flat(expr: &Expr) -> String {
    match expr {
        Expr::Atom(text) => text.clone(),
        Expr::Call(head, arguments) => format!("{head}({})", joined(arguments)),
        Expr::List { open, items, close } if open.ends_with('{') && !items.is_empty() => {
            format!("{open} {} {close}", joined(items))
        }
        Expr::List { open, items, close } => format!("{open}{}{close}", joined(items)),
        Expr::Member(name, value) => format!("{name}: {}", flat(value)),
        Expr::Chain(start, links) => {
            let mut text = flat(start);
            for link in links {
                let head = head(link);
                let close = if head.ends_with('(') { ")" } else { "" };
                text.push_str(&format!("{head}{}{close}", joined(&link.arguments)));
            }
            text
        }
    }
}

fn joined(items: &[Expr]) -> String {
    let texts: Vec<String> = items.iter().map(flat).collect();
    texts.join(", ")
}

fn width(text: &str) -> usize {
    text.chars().count()
}
