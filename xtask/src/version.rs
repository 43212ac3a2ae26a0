//! The version in the settings, which is raised without touching anything else in the file.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use semver::Version;
use toml_edit::{DocumentMut, Item, Table, value};

use crate::Error;
use crate::changes::{self, Changes};
use crate::target::Target;

/// Raises the version in a target's settings.
///
/// # Errors
///
/// When the target has no settings, or they cannot be read or written.
pub fn raise(target: &Target, version: &Version) -> Result<(), Error> {
    let Some(path) = &target.settings else {
        return Err(Error::new("there are no settings to raise the version in")
            .help("give them with --settings FILE"));
    };
    let text = fs::read_to_string(path).map_err(|cause| Error::io("read", path, cause))?;
    let text = set(path, &text, version)?;
    fs::write(path, text).map_err(|cause| Error::io("write", path, cause))
}

/// Adds the changes to the changelog of a target's crate.
///
/// # Errors
///
/// When the changelog cannot be read or written.
pub fn log(target: &Target, changes: &Changes) -> Result<(), Error> {
    let path = target.out.join("CHANGELOG.md");
    let old = match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(cause) if cause.kind() == ErrorKind::NotFound => None,
        Err(cause) => return Err(Error::io("read", path, cause)),
    };
    let version = if changes.version_will_do() {
        changes.new_version.clone()
    } else {
        changes.needed()
    };
    let entry = changes::entry(changes, &version);
    let text = changes::with_entry(old.as_deref(), &version, &entry);
    fs::write(&path, text).map_err(|cause| Error::io("write", path, cause))
}

/// The settings with another version.
///
/// # Errors
///
/// When the text is no TOML, or `package` is no table.
pub fn set(path: &Path, text: &str, version: &Version) -> Result<String, Error> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|why| Error::new(format!("the settings are no TOML: {why}")).at(path))?;
    let package = document
        .entry("package")
        .or_insert(Item::Table(Table::new()));
    let Some(package) = package.as_table_like_mut() else {
        return Err(Error::new("`package` is no table in").at(path));
    };
    match package.get_mut("version").and_then(Item::as_value_mut) {
        // What stands around the value stays.
        Some(old) => {
            let mut new = toml_edit::Value::from(version.to_string());
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => {
            package.insert("version", value(version.to_string()));
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_version_changes() {
        let path = Path::new("settings.toml");
        let version = Version::new(0, 2, 0);
        for (text, expected) in [
            (
                "# Mine.\n[package]\nname = \"a\"\nversion = '0.1.0' # the first\n\n[client]\n",
                "# Mine.\n[package]\nname = \"a\"\nversion = \"0.2.0\" # the first\n\n[client]\n",
            ),
            (
                "[client]\nname = \"A\"\n",
                "[client]\nname = \"A\"\n\n[package]\nversion = \"0.2.0\"\n",
            ),
            ("", "[package]\nversion = \"0.2.0\"\n"),
        ] {
            assert_eq!(set(path, text, &version).unwrap(), expected);
        }
        assert!(set(path, "package = 1\n", &version).is_err());
    }
}
