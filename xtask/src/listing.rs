//! What is on disk now, as far as a plan has to know.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::Error;

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A plain file and its bytes.
    File(Vec<u8>),
    /// A link, a socket or the like: never read, never equal to a wanted file.
    Special,
}

/// Everything that a plan may have to change, keyed by the path below the output folder.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The wanted files that exist already, and every file below the owned folders.
    pub entries: BTreeMap<PathBuf, Entry>,
}

/// Reads what exists below `out`: the `wanted` paths, and everything in the `owned` folders.
///
/// # Errors
///
/// When something cannot be read, when a wanted path leads out of `out`, when a folder stands where a file is wanted,
/// or when a folder on the way is a link: writing through it would change files that are not ours.
pub fn read<'a>(
    out: &Path,
    wanted: impl IntoIterator<Item = &'a Path>,
    owned: &[PathBuf],
) -> Result<Listing, Error> {
    let mut listing = Listing::default();
    for folder in owned {
        check_way(out, folder)?;
        walk(out, folder, &mut listing)?;
    }
    for path in wanted {
        check_inside(path)?;
        if listing.entries.contains_key(path) {
            continue;
        }
        if let Some(parent) = path.parent() {
            check_way(out, parent)?;
        }
        let full = out.join(path);
        match fs::symlink_metadata(&full) {
            Ok(metadata) if metadata.is_dir() => {
                return Err(Error::new("a folder stands where codegen writes a file:")
                    .at(full)
                    .help("move it away and run again"));
            }
            Ok(metadata) => {
                listing
                    .entries
                    .insert(path.to_path_buf(), entry(&full, &metadata)?);
            }
            Err(cause) if is_absent(&cause) => {}
            Err(cause) => return Err(Error::io("read", full, cause)),
        }
    }
    Ok(listing)
}

/// A wanted path has to stay below the output folder.
fn check_inside(path: &Path) -> Result<(), Error> {
    let inside = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if inside && path.components().next().is_some() {
        return Ok(());
    }
    Err(Error::new("the generator named a file outside of the crate:").at(path))
}

/// Refuses links on the way from `out` to the folder.
fn check_way(out: &Path, folder: &Path) -> Result<(), Error> {
    let mut way = out.to_path_buf();
    for part in folder.components() {
        way.push(part);
        match fs::symlink_metadata(&way) {
            Ok(metadata) if metadata.is_symlink() => {
                return Err(Error::new("a link stands where codegen keeps a folder:")
                    .at(way)
                    .help("codegen writes into real folders only; replace the link by a folder"));
            }
            Ok(metadata) if !metadata.is_dir() => {
                return Err(Error::new("a file stands where codegen keeps a folder:")
                    .at(way)
                    .help("move it away and run again"));
            }
            Ok(_) => {}
            Err(cause) if is_absent(&cause) => return Ok(()),
            Err(cause) => return Err(Error::io("read", way, cause)),
        }
    }
    Ok(())
}

/// Lists every file below `out/folder`. The stack is explicit because a folder tree may be deeper than ours.
fn walk(out: &Path, folder: &Path, listing: &mut Listing) -> Result<(), Error> {
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let full = out.join(&folder);
        let children = match fs::read_dir(&full) {
            Ok(children) => children,
            Err(cause) if is_absent(&cause) => continue,
            Err(cause) => return Err(Error::io("read", full, cause)),
        };
        for child in children {
            let child = child.map_err(|cause| Error::io("read", &full, cause))?;
            let path = folder.join(child.file_name());
            let metadata = child
                .metadata()
                .map_err(|cause| Error::io("read", child.path(), cause))?;
            if metadata.is_dir() {
                pending.push(path);
            } else {
                listing
                    .entries
                    .insert(path, entry(&child.path(), &metadata)?);
            }
        }
    }
    Ok(())
}

fn entry(full: &Path, metadata: &fs::Metadata) -> Result<Entry, Error> {
    if !metadata.is_file() {
        return Ok(Entry::Special);
    }
    fs::read(full)
        .map(Entry::File)
        .map_err(|cause| Error::io("read", full, cause))
}

fn is_absent(cause: &io::Error) -> bool {
    cause.kind() == io::ErrorKind::NotFound
}
