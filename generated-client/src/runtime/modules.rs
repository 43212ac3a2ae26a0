//! Modules that Cargo features turn on.

/// Declares modules and exports what is public in them, under one condition for all. A module goes by a line, so that
/// a feature that comes or goes is no change of every module that needs it.
#[doc(hidden)]
#[macro_export]
macro_rules! modules {
    (always { $($module:ident),+ $(,)? }) => {
        $(
            mod $module;
            pub use $module::*;
        )+
    };
    ($gate:meta { $($module:ident),+ $(,)? }) => {
        $(
            #[cfg($gate)]
            mod $module;
            #[cfg($gate)]
            pub use $module::*;
        )+
    };
}
