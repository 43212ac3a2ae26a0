//! What the tests stand on: documents that show one construct each, a server that keeps the contract of the orq.ai API,
//! and two that keep none.

/// The code of README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

pub mod calls;
pub mod fixtures;
pub mod frames;
pub mod pages;
pub mod rude;
pub mod server;
