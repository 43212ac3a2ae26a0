//! A consumer of the fixtures' crates, who calls them over real connections. The test `loopback` writes the crates and compiles this
//! beside them.

mod answers;
mod bodies;
mod files;
mod media_types;
mod mistakes;
mod server;
mod streams;
mod tokens;
mod without_content;
