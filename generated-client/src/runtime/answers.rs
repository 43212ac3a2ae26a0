//! Enums over the answers of one operation, written as the JSON that they were read from.

/// Writes an enum over answers as what its variant holds: `json` is written as it is, `bytes` as numbers, and a variant
/// that holds nothing is null.
#[doc(hidden)]
#[macro_export]
macro_rules! answers {
    ($name:ident { $($variant:ident $(($kind:ident))?),* $(,)? }) => {
        impl ::serde::Serialize for $name {
            #[allow(irrefutable_let_patterns, reason = "there may be one variant")]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $($($crate::answer!(self, $variant, serializer, $kind);)?)*
                serializer.serialize_unit()
            }
        }
    };
}

/// Writes one variant, if the answer is that.
#[doc(hidden)]
#[macro_export]
macro_rules! answer {
    ($answer:ident, $variant:ident, $serializer:ident, json) => {
        if let Self::$variant(value) = $answer {
            return ::serde::Serialize::serialize(value, $serializer);
        }
    };
    ($answer:ident, $variant:ident, $serializer:ident, bytes) => {
        if let Self::$variant(value) = $answer {
            return $serializer.serialize_bytes(value);
        }
    };
}
