//! JSON Pointers (RFC 6901): the one way to say where in a document something stands.

use std::fmt;

/// A place in a document, as an RFC 6901 JSON Pointer such as `/paths/~1v2~1identities/get`.
///
/// Ordered and hashed as text, so that maps keyed by it iterate the same way in every run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes an already escaped pointer: empty, or starting with `/`. Anything else is not a pointer.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The member `key` of this place; `~` and `/` in the key are escaped.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        if key.contains(['~', '/']) {
            text.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            text.push_str(key);
        }
        Self(text)
    }

    /// The element `index` of the array at this place.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The pointer as it is written, escapes included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The place this one stands in; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// Whether this place stands in another one, at any depth; no place stands in itself.
    pub fn is_within(&self, other: &Self) -> bool {
        let rest = self.0.strip_prefix(other.as_str());
        rest.is_some_and(|rest| rest.starts_with('/'))
    }

    /// The unescaped steps from the root to this place.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|step| {
            if step.contains('~') {
                step.replace("~1", "/").replace("~0", "~")
            } else {
                step.to_owned()
            }
        })
    }

    /// The last unescaped step; `None` for the root.
    pub fn last(&self) -> Option<String> {
        self.steps().last()
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn children_are_escaped_and_steps_are_not() {
        let at = Pointer::root().child("paths").child("/a~b").index(3);
        assert_eq!(at.as_str(), "/paths/~1a~0b/3");
        assert_eq!(at.steps().collect::<Vec<_>>(), ["paths", "/a~b", "3"]);
        assert!(at.is_within(&at.parent().unwrap()) && !at.is_within(&at));
        assert_eq!(at.parent().unwrap().last().unwrap(), "/a~b");
    }
}
