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

use std::collections::BTreeMap;

use book::Book;
pub(crate) use guide::{Block, guide};
pub(crate) use overlay::overlay;

use crate::ir::Docs;
use crate::snippets::Snippets;
use crate::surface::Surface;

/// Writes every page, by its path inside the crate.
pub(crate) fn pages(
    surface: &Surface,
    docs: &Docs,
    snippets: &Snippets<'_>,
) -> BTreeMap<String, String> {
    let book = Book::new(surface, docs, snippets);
    let mut pages = BTreeMap::new();
    pages.insert("README.md".to_owned(), readme::page(&book));
    pages.insert("docs/README.md".to_owned(), index::page(&book));
    for resource in &surface.resources {
        let path = format!("docs/{}", book.resource_path(resource));
        pages.insert(path, resource::page(&book, resource));
    }
    if !surface.webhooks.is_empty() {
        pages.insert("docs/webhooks.md".to_owned(), webhooks::page(&book));
    }
    for def in &surface.types {
        if let Some(path) = book.type_path(&def.name) {
            pages.insert(format!("docs/{path}"), types::page(&book, def));
        }
    }
    if !surface.types.is_empty() {
        pages.insert("docs/types/README.md".to_owned(), index::types(&book));
    }
    pages
}
