//! The page of what the server calls.

use super::book::{Book, Depth};
use super::cells::code;
use crate::markdown;
use crate::package::WEBHOOKS;
use crate::surface::Webhook;

/// `docs/webhooks.md`.
pub(super) fn page(book: &Book<'_>) -> String {
    let mut text = format!(
        "# Webhooks\n\n[All resources](README.md)\n\nWhat the server calls. With the Cargo feature {}, each of these functions \
         reads the body of such a call, as it came. Whether it came from the server at all is told by a signature or a \
         secret, if the API has one; check it first.\n\n",
        code(WEBHOOKS)
    );
    for webhook in &book.surface.webhooks {
        text.push_str(&section(book, webhook));
    }
    text
}

fn section(book: &Book<'_>, webhook: &Webhook) -> String {
    let library = &book.surface.package.library;
    let deprecated = if webhook.deprecated {
        "**Deprecated.**\n\n"
    } else {
        ""
    };
    let docs = markdown::text(&webhook.docs, "");
    let docs = match docs.as_str() {
        "" => docs,
        _ => format!("{docs}\n\n"),
    };
    format!(
        "## {}\n\n{deprecated}{docs}Sent by {} as {}. Read by {}, which gives {}.\n\n",
        webhook.function,
        code(&webhook.verb),
        code(&webhook.name),
        code(&format!("{library}::webhooks::{}", webhook.function)),
        book.type_link(&webhook.payload, Depth(0)),
    )
}
