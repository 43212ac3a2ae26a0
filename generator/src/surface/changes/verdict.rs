//! Which version a set of changes asks for, by Cargo's rules.

use std::fmt;

use semver::{Prerelease, Version};

use super::{Change, Class};

/// How far a version has to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing changed.
    None,
    /// Only prose changed.
    Patch,
    /// There is more than there was, or it behaves in another way.
    Minor,
    /// Callers, or clients of the old version, break.
    Major,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// How far the changes move a version.
pub fn level<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Level {
    let of = |change: &Change| match change.class() {
        Class::SourceBreaking | Class::WireBreaking => Level::Major,
        Class::Behaviour | Class::Additive => Level::Minor,
        Class::DocsOnly => Level::Patch,
    };
    changes.into_iter().map(of).max().unwrap_or(Level::None)
}

/// The first version after one that may hold changes of a level. Before 1.0.0 the first number that is not 0 counts as
/// the major one, as Cargo has it.
pub fn next(from: &Version, level: Level) -> Version {
    let Version {
        major,
        minor,
        patch,
        ..
    } = *from;
    // A version before a release makes no promises: the release itself will do.
    if !from.pre.is_empty() {
        let mut version = from.clone();
        if level > Level::None {
            version.pre = Prerelease::EMPTY;
        }
        return version;
    }
    match (level, major, minor) {
        (Level::None, ..) => from.clone(),
        (Level::Major, 1.., _) => Version::new(major + 1, 0, 0),
        (Level::Major, 0, 1..) | (Level::Minor, 1.., _) => match major {
            0 => Version::new(0, minor + 1, 0),
            _ => Version::new(major, minor + 1, 0),
        },
        (Level::Major, 0, 0) | (Level::Minor, 0, _) | (Level::Patch, ..) => {
            Version::new(major, minor, patch + 1)
        }
    }
}

/// Whether a version is high enough for changes of a level since another one. Prose asks for a version of its own only when it
/// is published, which is not for this to say.
pub fn enough(from: &Version, to: &Version, level: Level) -> bool {
    if level <= Level::Patch {
        return to >= from;
    }
    if !from.pre.is_empty() {
        return to > from;
    }
    *to >= next(from, level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_move_by_cargos_rules() {
        for (from, level, to) in [
            ("1.2.3", Level::Major, "2.0.0"),
            ("1.2.3", Level::Minor, "1.3.0"),
            ("1.2.3", Level::Patch, "1.2.4"),
            ("1.2.3", Level::None, "1.2.3"),
            ("0.2.3", Level::Major, "0.3.0"),
            ("0.2.3", Level::Minor, "0.2.4"),
            ("0.2.3", Level::Patch, "0.2.4"),
            ("0.0.3", Level::Major, "0.0.4"),
            ("0.0.3", Level::Minor, "0.0.4"),
            ("1.0.0-rc.1", Level::Major, "1.0.0"),
        ] {
            let (from, to) = (Version::parse(from).unwrap(), Version::parse(to).unwrap());
            assert_eq!(next(&from, level), to, "{from} {level}");
            assert!(enough(&from, &to, level));
            if level >= Level::Minor {
                assert!(!enough(&from, &from, level), "{from} {level}");
            }
        }
        let version = |text: &str| Version::parse(text).unwrap();
        assert!(!enough(&version("1.2.3"), &version("1.3.0"), Level::Major));
        assert!(enough(
            &version("1.0.0-rc.1"),
            &version("1.0.0-rc.2"),
            Level::Major
        ));
        assert!(!enough(&version("1.2.3"), &version("1.2.2"), Level::None));
        assert!(enough(&version("1.2.3"), &version("1.2.3"), Level::Patch));
    }
}
