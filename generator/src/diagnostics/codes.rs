//! The stable codes of complaints, as one table: what a code is called, how bad it is, and what it means.

use std::fmt;

/// How bad a complaint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated until it is mended.
    Error,
    /// The output is usable, but the document says something that it can't mean.
    Warning,
    /// Something in the document has no effect on the output.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

macro_rules! codes {
    ($($variant:ident $slug:literal $severity:ident $meaning:literal)*) => {
        /// What a complaint is about. The slug of a code never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(
                #[doc = $meaning]
                $variant,
            )*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub fn all() -> &'static [Self] {
                &[$(Self::$variant),*]
            }

            /// The name that is printed in brackets and that people search for.
            pub fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)*
                }
            }

            /// How bad complaints with this code are.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                }
            }

            /// The code of a name.
            pub fn of(slug: &str) -> Option<Self> {
                Self::all().iter().copied().find(|code| code.slug() == slug)
            }

            /// One line that explains the code.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => $meaning,)*
                }
            }
        }
    };
}

codes! {
    SyntaxError "syntax-error" Error "The text is neither YAML nor JSON."
    NotOpenApi "not-openapi" Error "The text is no OpenAPI document."
    UnsupportedVersion "unsupported-version" Error "The document is written for a version of OpenAPI that is not read."
    UnresolvedRef "unresolved-ref" Error "A `$ref` leads nowhere, or to something of another kind."
    RefCycle "ref-cycle" Error "A chain of references only leads back to itself."
    ExternalRef "external-ref" Error "A `$ref` leads to another file that can't be read, or to nothing in it."
    WrongType "wrong-type" Error "A value has another shape than its keyword asks for."
    MissingKey "missing-key" Error "An object lacks a key that it must have."
    UnknownValue "unknown-value" Error "A keyword has a value that is not one of those it may have."
    InfiniteSchema "infinite-schema" Error "A type contains itself without end."
    SettingsSyntax "settings-syntax" Error "The settings are no TOML, or a setting has the wrong type."
    UnknownSetting "unknown-setting" Error "The settings have a key that means nothing."
    SettingsConflict "settings-conflict" Error "A setting contradicts the document or another setting."
    LockSyntax "lock-syntax" Error "The lock can't be read, or a newer generator wrote it."
    InvalidOverlay "invalid-overlay" Error "An overlay breaks the rules of the Overlay Specification."
    OverlayConflict "overlay-conflict" Error "An overlay action can't be applied to what it targets."
    Internal "internal" Error "The generator has a fault."
    DuplicateKey "duplicate-key" Warning "A mapping has the same key twice; the last one counts."
    DuplicateOperationId "duplicate-operation-id" Warning "Two operations have the same `operationId`; the later one is named after its path."
    DuplicateParameter "duplicate-parameter" Warning "A parameter is declared twice; the first one counts."
    UndeclaredPathParameter "undeclared-path-parameter" Warning "A path has a placeholder that no parameter declares."
    UnusedPathParameter "unused-path-parameter" Warning "A path parameter has no placeholder in its path."
    UnknownKeyword "unknown-keyword" Warning "OpenAPI doesn't know this keyword here."
    Repaired "repaired" Warning "A value has the wrong shape, but what it means is plain; it is read that way."
    UnsupportedMediaType "unsupported-media-type" Warning "A media type is not offered, or only as plain bytes."
    UnsupportedConstruct "unsupported-construct" Warning "The document uses something that the generator can't express."
    NameCollision "name-collision" Warning "Two things want the same Rust name; one of them got another."
    Renamed "renamed" Warning "Something that callers know by another name has a new one."
    ExampleContradiction "example-contradiction" Warning "An example of the document breaks the document's own schema."
    CredentialConflict "credential-conflict" Warning "What the document says of credentials can't be sent as it stands; what comes nearest is asked for."
    TypeConflict "type-conflict" Warning "Schemas that hold at once contradict each other; the type is any JSON value."
    UnsatisfiableSchema "unsatisfiable-schema" Warning "No value can satisfy this schema."
    UnusedSetting "unused-setting" Warning "A setting finds nothing in the document."
    UnusedOverlayAction "unused-overlay-action" Warning "An overlay action changes nothing in the document."
    OverlayMismatch "overlay-mismatch" Warning "An overlay says that it is for another document."
    IgnoredKeyword "ignored-keyword" Note "A keyword has no effect on the output."
    IgnoredExtension "ignored-extension" Note "An `x-` key has no effect on the output."
    IgnoredOperation "ignored-operation" Note "An extension asks to leave an operation out."
    OtherMediaType "other-media-type" Note "What a call sends or gets may come in a media type that the call doesn't use by itself; nothing is lost."
    NewerKeyword "newer-keyword" Note "A keyword belongs to a later version of OpenAPI; it is read all the same."
    FallbackToAny "fallback-to-any" Note "A schema says so little that its type is any JSON value."
    Unreached "unreached" Note "No operation reaches this component."
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Code;

    #[test]
    fn slugs_are_unique_and_spelled_alike() {
        let slugs: BTreeSet<&str> = Code::all().iter().map(|code| code.slug()).collect();
        assert_eq!(slugs.len(), Code::all().len());
        for code in Code::all() {
            assert!(
                code.slug()
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '-')
            );
            assert!(code.meaning().ends_with('.'), "{code:?}");
        }
    }
}
