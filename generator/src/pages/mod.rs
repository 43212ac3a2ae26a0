//! The crate's docs as Markdown: an index, a page for each resource and for each type, and the README.
//!
//! Made from the surface and the examples alone, so that what they tell of the crate is what the crate is.

mod book;
mod cells;
mod errors;
mod guide;
mod index;
mod operation;
mod overlay;
mod readme;
mod resource;
mod types;
mod webhooks;

pub(crate) use book::Book;
pub(crate) use guide::{Block, guide};
pub(crate) use overlay::overlay;

use crate::surface::{Resource, Type};

/// A page that is still to be written.
pub(crate) enum Page<'a> {
    Readme,
    Index,
    Resource(&'a Resource),
    Webhooks,
    Type {
        def: &'a Type,
        /// Below `docs/`.
        path: String,
    },
    Types,
}

impl<'a> Book<'a> {
    /// Every page.
    pub(crate) fn pages(&self) -> Vec<Page<'a>> {
        let surface = self.surface;
        let types = surface.types.iter().filter_map(|def| {
            let path = self.type_path(&def.name)?;
            Some(Page::Type { def, path })
        });
        let mut pages = vec![Page::Readme, Page::Index];
        pages.extend(surface.resources.iter().map(Page::Resource));
        pages.extend((!surface.webhooks.is_empty()).then_some(Page::Webhooks));
        pages.extend(types);
        pages.extend((!surface.types.is_empty()).then_some(Page::Types));
        pages
    }
}

impl Page<'_> {
    /// The path inside the crate.
    pub(crate) fn path(&self, book: &Book<'_>) -> String {
        match self {
            Self::Readme => "README.md".to_owned(),
            Self::Index => "docs/README.md".to_owned(),
            Self::Resource(resource) => format!("docs/{}", book.resource_path(resource)),
            Self::Webhooks => "docs/webhooks.md".to_owned(),
            Self::Type { path, .. } => format!("docs/{path}"),
            Self::Types => "docs/types/README.md".to_owned(),
        }
    }

    /// What is on it.
    pub(crate) fn text(&self, book: &Book<'_>) -> String {
        match self {
            Self::Readme => readme::page(book),
            Self::Index => index::page(book),
            Self::Resource(resource) => resource::page(book, resource),
            Self::Webhooks => webhooks::page(book),
            Self::Type { def, .. } => types::page(book, def),
            Self::Types => index::types(book),
        }
    }
}
