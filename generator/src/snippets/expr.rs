//! Expressions of Rust as a tree, as far as an example needs them.

use crate::markdown::is_invisible;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// A literal or a path: never cut into lines.
    Atom(String),
    /// `head(arguments)`.
    Call(String, Vec<Expr>),
    /// Items between two marks, such as `[` and `]`.
    List {
        open: String,
        items: Vec<Expr>,
        close: &'static str,
    },
    /// A member of an object in `json!`.
    Member(String, Box<Expr>),
    /// `start.name(arguments).name(arguments)`.
    Chain(Box<Expr>, Vec<Link>),
}

/// A method call in a chain, and what stands after it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) arguments: Vec<Expr>,
}

impl Expr {
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    pub(super) fn call(head: impl Into<String>, arguments: Vec<Expr>) -> Self {
        Self::Call(head.into(), arguments)
    }

    pub(super) fn array(items: Vec<Expr>) -> Self {
        Self::list("[", items, "]")
    }

    pub(super) fn vec(items: Vec<Expr>) -> Self {
        Self::list("vec![", items, "]")
    }

    pub(super) fn tuple(items: Vec<Expr>) -> Self {
        Self::list("(", items, ")")
    }

    pub(super) fn list(open: impl Into<String>, items: Vec<Expr>, close: &'static str) -> Self {
        Self::List {
            open: open.into(),
            items,
            close,
        }
    }

    /// A reference to the value.
    pub(super) fn referenced(self) -> Self {
        match self {
            Self::Atom(text) => Self::Atom(format!("&{text}")),
            Self::Call(head, arguments) => Self::Call(format!("&{head}"), arguments),
            Self::List { open, items, close } => Self::List {
                open: format!("&{open}"),
                items,
                close,
            },
            Self::Member(..) => self,
            Self::Chain(start, links) => Self::Chain(Box::new(start.referenced()), links),
        }
    }

    /// The expression with one more method called on it.
    pub(super) fn then(self, name: impl Into<String>, arguments: Vec<Expr>) -> Self {
        let link = Link {
            name: name.into(),
            arguments,
        };
        match self {
            Self::Chain(start, mut links) => {
                links.push(link);
                Self::Chain(start, links)
            }
            start => Self::Chain(Box::new(start), vec![link]),
        }
    }
}

/// A text as a literal of Rust.
pub(super) fn text(text: &str) -> String {
    let mut literal = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            '\0' => literal.push_str("\\0"),
            // Rust refuses some of the invisible ones as they are.
            odd if odd.is_control() || is_invisible(odd) => {
                literal.extend(odd.escape_unicode());
            }
            plain => literal.push(plain),
        }
    }
    literal.push('"');
    literal
}
