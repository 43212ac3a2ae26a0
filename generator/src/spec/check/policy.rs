//! What a document is refused for, and what is left out with a warning so that the rest can be generated.
//!
//! A wrong value is left out where calls and types without it are still right, only less is known of them. It is a
//! reason to refuse the document where a call would be wrong or missing without it.

use crate::spec::keywords::{Effect, Keyword, Kind, VENDORS_WEBHOOKS};

/// Keywords that shape calls and types, but that both can do without.
const DISPENSABLE: &[(Kind, &[&str])] = &[
    (
        Kind::Document,
        &["$self", "servers", "tags", "webhooks", VENDORS_WEBHOOKS],
    ),
    (Kind::Info, &["title", "version"]),
    (Kind::Server, &["variables"]),
    (Kind::ServerVariable, &["enum"]),
    (Kind::Components, &["callbacks", "examples"]),
    (
        Kind::Operation,
        &["tags", "operationId", "deprecated", "callbacks"],
    ),
    (
        Kind::Parameter,
        &[
            "required",
            "deprecated",
            "style",
            "explode",
            "allowReserved",
        ],
    ),
    (Kind::RequestBody, &["required"]),
    (Kind::MediaType, &["encoding"]),
    (
        Kind::Encoding,
        &["contentType", "style", "explode", "allowReserved"],
    ),
    (Kind::Response, &["headers"]),
    (
        Kind::Header,
        &["required", "deprecated", "style", "explode", "schema"],
    ),
    (
        Kind::Schema,
        &[
            "type",
            "format",
            "nullable",
            "readOnly",
            "writeOnly",
            "deprecated",
            "discriminator",
            "contentEncoding",
            "contentMediaType",
            "required",
            "$id",
            "$anchor",
            "$dynamicAnchor",
        ],
    ),
    (Kind::Discriminator, &["mapping"]),
    (
        Kind::SecurityScheme,
        &["type", "name", "in", "flows", "scheme"],
    ),
];

/// Objects without which the rest of the document still holds.
const LEFT_OUT: &[Kind] = &[
    Kind::Contact,
    Kind::Discriminator,
    Kind::Encoding,
    Kind::Example,
    Kind::ExternalDocs,
    Kind::License,
    Kind::Link,
    Kind::OAuthFlow,
    Kind::OAuthFlows,
    Kind::SecurityScheme,
    Kind::Server,
    Kind::ServerVariable,
    Kind::Tag,
];

/// Whether a keyword with a wrong value is left out, with a warning.
pub(super) fn is_dispensable(kind: Kind, keyword: &Keyword) -> bool {
    match keyword.effect {
        Effect::Annotation | Effect::Validation | Effect::Ignored(_) | Effect::Unused(_) => true,
        Effect::Modelled => DISPENSABLE
            .iter()
            .any(|(owner, keys)| *owner == kind && keys.contains(&keyword.name)),
    }
}

/// Whether an object that lacks what it needs is left out, with a warning.
pub(super) fn can_be_left_out(kind: Kind) -> bool {
    LEFT_OUT.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_keywords_that_there_are() {
        for (kind, keys) in DISPENSABLE {
            for key in *keys {
                let keyword = kind.table().keyword(key);
                assert!(
                    keyword.is_some_and(|keyword| keyword.effect == Effect::Modelled),
                    "{kind:?} {key}"
                );
            }
        }
    }
}
