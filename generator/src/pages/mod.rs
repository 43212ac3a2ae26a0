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
pub(crate) struct Page<'a> {
    book: &'a Book<'a>,
    kind: Kind<'a>,
}

enum Kind<'a> {
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
    pub(crate) fn pages(&'a self) -> impl Iterator<Item = Page<'a>> {
        let surface = self.surface;
        let types = surface.types.iter().filter_map(|def| {
            let path = self.type_path(&def.name)?;
            Some(Kind::Type { def, path })
        });
        let mut pages = vec![Kind::Readme, Kind::Index];
        pages.extend(surface.resources.iter().map(Kind::Resource));
        pages.extend((!surface.webhooks.is_empty()).then_some(Kind::Webhooks));
        pages.extend(types);
        pages.extend((!surface.types.is_empty()).then_some(Kind::Types));
        pages.into_iter().map(|kind| Page { book: self, kind })
    }
}

impl Page<'_> {
    /// The path inside the crate.
    pub(crate) fn path(&self) -> String {
        match &self.kind {
            Kind::Readme => "README.md".to_owned(),
            Kind::Index => "docs/README.md".to_owned(),
            Kind::Resource(resource) => format!("docs/{}", self.book.resource_path(resource)),
            Kind::Webhooks => "docs/webhooks.md".to_owned(),
            Kind::Type { path, .. } => format!("docs/{path}"),
            Kind::Types => "docs/types/README.md".to_owned(),
        }
    }

    /// What is on it.
    pub(crate) fn text(&self) -> String {
        let book = self.book;
        match &self.kind {
            Kind::Readme => readme::page(book),
            Kind::Index => index::page(book),
            Kind::Resource(resource) => resource::page(book, resource),
            Kind::Webhooks => webhooks::page(book),
            Kind::Type { def, .. } => types::page(book, def),
            Kind::Types => index::types(book),
        }
    }
}
