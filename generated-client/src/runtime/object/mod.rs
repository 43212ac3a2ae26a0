//! Objects: how a struct is written to and read from JSON, by a table of its fields.
//!
//! What serde would derive for each struct is code that the compiler has to check each time: it made up two thirds of the time
//! and half of the memory that a large client takes to compile. Here the loops over fields exist once, and a struct only says
//! which field goes by which name. Its fields come and go as tuples, so that one call reads it and one call writes it.

/// Gives a macro the sizes that tuples of fields have, as names for the types of the fields.
macro_rules! sizes {
    ($tuples:ident) => {
        $tuples! {
            ;
            A;
            A B;
            A B C;
            A B C D;
            A B C D E;
            A B C D E F;
            A B C D E F G;
            A B C D E F G H;
        }
    };
}

mod keys;
pub mod reading;
pub mod writing;

pub use reading::read;
pub use writing::write;

/// More fields than one tuple takes.
pub struct Both<F, G>(pub F, pub G);

/// The fields of a struct in tuples: their values while it is read, references to them while it is written. A tuple takes
/// eight: each size is code of its own, which every client compiles. Many fields are split thirty-two at a time, since a
/// macro calls itself at most 128 times.
#[doc(hidden)]
#[macro_export]
macro_rules! fields {
    (
        $way:tt
        $p1:ident $f1:ident $p2:ident $f2:ident $p3:ident $f3:ident $p4:ident $f4:ident
        $p5:ident $f5:ident $p6:ident $f6:ident $p7:ident $f7:ident $p8:ident $f8:ident
        $p9:ident $f9:ident $p10:ident $f10:ident $p11:ident $f11:ident $p12:ident $f12:ident
        $p13:ident $f13:ident $p14:ident $f14:ident $p15:ident $f15:ident $p16:ident $f16:ident
        $p17:ident $f17:ident $p18:ident $f18:ident $p19:ident $f19:ident $p20:ident $f20:ident
        $p21:ident $f21:ident $p22:ident $f22:ident $p23:ident $f23:ident $p24:ident $f24:ident
        $p25:ident $f25:ident $p26:ident $f26:ident $p27:ident $f27:ident $p28:ident $f28:ident
        $p29:ident $f29:ident $p30:ident $f30:ident $p31:ident $f31:ident $p32:ident $f32:ident
        $($presence:ident $field:ident)+
    ) => {
        $crate::runtime::object::Both(
            $crate::fields!(
                $way
                $p1 $f1 $p2 $f2 $p3 $f3 $p4 $f4 $p5 $f5 $p6 $f6 $p7 $f7 $p8 $f8
                $p9 $f9 $p10 $f10 $p11 $f11 $p12 $f12 $p13 $f13 $p14 $f14 $p15 $f15 $p16 $f16
                $p17 $f17 $p18 $f18 $p19 $f19 $p20 $f20 $p21 $f21 $p22 $f22 $p23 $f23 $p24 $f24
                $p25 $f25 $p26 $f26 $p27 $f27 $p28 $f28 $p29 $f29 $p30 $f30 $p31 $f31 $p32 $f32
            ),
            $crate::fields!($way $($presence $field)+),
        )
    };
    (
        $way:tt
        $p1:ident $f1:ident $p2:ident $f2:ident $p3:ident $f3:ident $p4:ident $f4:ident
        $p5:ident $f5:ident $p6:ident $f6:ident $p7:ident $f7:ident $p8:ident $f8:ident
        $($presence:ident $field:ident)+
    ) => {
        $crate::runtime::object::Both(
            $crate::fields!($way $p1 $f1 $p2 $f2 $p3 $f3 $p4 $f4 $p5 $f5 $p6 $f6 $p7 $f7 $p8 $f8),
            $crate::fields!($way $($presence $field)+),
        )
    };
    ((reading) $($presence:ident $field:ident)*) => {
        ($($crate::runtime::object::reading::$presence($field),)*)
    };
    ((writing $this:ident) $($presence:ident $field:ident)*) => {
        ($($crate::runtime::object::writing::$presence(&$this.$field),)*)
    };
}

/// Gives a struct its conversions. The struct itself is written out beside it. Each row says how a field may be absent, and
/// what it is called on the wire; `..` stands before the map of the properties that have no field.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident { $($presence:ident $field:ident = $key:literal,)* $(..$rest:ident,)? }) => {
        #[allow(deprecated, reason = "a field may be")]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                match $crate::runtime::object::read(deserializer, ::std::stringify!($name), &[$($key),*]) {
                    ::std::result::Result::Ok(($crate::fields!((reading) $($presence $field)*), ($($rest,)?))) => {
                        ::std::result::Result::Ok(Self { $($field,)* $($rest)? })
                    }
                    ::std::result::Result::Err(error) => ::std::result::Result::Err(error),
                }
            }
        }

        #[allow(deprecated, reason = "a field may be")]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::object::write(
                    serializer,
                    &[$($key),*],
                    $crate::fields!((writing self) $($presence $field)*),
                    ($(&self.$rest,)?),
                )
            }
        }
    };
}
