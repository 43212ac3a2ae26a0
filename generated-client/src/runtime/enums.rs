//! Open enums: known values as variants, and room for the values that servers add later.

/// Gives an enum of texts its conversions. The enum itself is written out beside it, with a variant `Unknown(String)`.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// The values that the document knows.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];

            /// The value as it is written.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        $crate::ordered_enum!($name by as_str);

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    unknown => Self::Unknown(unknown.to_owned()),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text),
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                <::std::string::String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    };
}

/// Orders an enum by what its values are on the wire, so that a value which a later version of the document adds moves no
/// other. A known value comes before the same one made as `Unknown`, which isn't equal to it.
#[doc(hidden)]
#[macro_export]
macro_rules! ordered_enum {
    ($name:ident by $wire:ident) => {
        impl ::std::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                ::std::cmp::Ord::cmp(
                    &(self.$wire(), ::std::matches!(self, Self::Unknown(_))),
                    &(other.$wire(), ::std::matches!(other, Self::Unknown(_))),
                )
            }
        }

        impl ::std::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(::std::cmp::Ord::cmp(self, other))
            }
        }
    };
}

/// Gives an enum of whole numbers its conversions. The enum itself is written out beside it, with a variant `Unknown` that
/// holds the number.
#[doc(hidden)]
#[macro_export]
macro_rules! open_number_enum {
    ($name:ident: $number:ty { $($variant:ident = $value:literal),* $(,)? }) => {
        impl $name {
            /// The values that the document knows.
            pub const KNOWN: &'static [$number] = &[$($value),*];

            /// The value as it is written.
            pub fn value(&self) -> $number {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => *value,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.value(), f)
            }
        }

        $crate::ordered_enum!($name by value);

        impl ::std::convert::From<$number> for $name {
            fn from(value: $number) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    unknown => Self::Unknown(unknown),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.value(), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                <$number as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    enum Size {
        Small,
        Big,
        Unknown(String),
    }

    open_enum!(Size {
        Small = "small",
        Big = "big",
    });

    #[test]
    fn values_are_ordered_as_they_are_written() {
        let made = Size::Unknown("big".to_owned());
        let mut sizes = [
            Size::from("tiny"),
            Size::Small,
            made.clone(),
            Size::from("medium"),
            Size::Big,
        ];
        sizes.sort();
        let texts: Vec<&str> = sizes.iter().map(Size::as_str).collect();
        assert_eq!(texts, ["big", "big", "medium", "small", "tiny"]);
        assert_eq!(sizes[..2], [Size::Big, made]);
        assert_eq!(Size::KNOWN, ["small", "big"]);
    }
}
