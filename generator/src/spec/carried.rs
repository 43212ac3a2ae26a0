//! Keys that normalization adds where the typed model of OpenAPI 3.0 can't say what the document says.
//!
//! They stand in the `extensions` of the object that they are about.

/// How all these keys start.
pub(super) const PREFIX: &str = "x-carried-";

/// On a schema: `true`. The only value that fits is null.
pub const ONLY_NULL: &str = "x-carried-only-null";

/// On a schema: the key in `patternProperties` under which its `additionalProperties` stand in the document.
pub const PATTERN: &str = "x-carried-pattern";

/// On a schema with `oneOf`: the position in the document of each branch that is left, where a null branch was taken
/// out before it. Without this key, branches stand where they stand in the document.
pub const ONE_OF_PLACES: &str = "x-carried-one-of-places";

/// The same for `anyOf`.
pub const ANY_OF_PLACES: &str = "x-carried-any-of-places";

/// On a schema: the path of the type of another crate that its values are.
pub const FOREIGN: &str = "x-carried-foreign";

/// On a discriminator: the reference in its `defaultMapping`.
pub const DEFAULT_MAPPING: &str = "x-carried-default-mapping";

/// On a media type: `true`. Its schema is a list because the document has `itemSchema`, the schema of each item of a
/// stream.
pub const ITEM_SCHEMA: &str = "x-carried-item-schema";

/// On a schema with `enum`: what the branches that its values come from say of them, `{value, name, description}` each.
pub const VALUES: &str = "x-carried-values";

/// On a schema with `enum`: `true`. Any other value fits as well, because a branch beside the values says so.
pub const OPEN: &str = "x-carried-open";

/// On a parameter in the path: `true`. Its values keep reserved characters, which the typed model knows of queries alone.
pub const ALLOW_RESERVED: &str = "x-carried-allow-reserved";

/// On an encoding: what the document says in `explode`, which the typed model can't tell from its absence.
pub const EXPLODE: &str = "x-carried-explode";
