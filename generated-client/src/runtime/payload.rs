//! What a call from the server carries.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::error::{Error, ErrorKind};
use super::response::Response;

/// Reads the body of a call from the server, which is JSON.
///
/// # Errors
///
/// When the body does not fit the type; the error names the place in it.
pub fn read_payload<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|_| misfit::<T>(body))
}

/// Reads it once more, as an answer would be: what is said about a misfit is the same.
fn misfit<T: DeserializeOwned>(body: &[u8]) -> Error {
    let body = Bytes::copy_from_slice(body);
    let read = Response::new(StatusCode::OK, HeaderMap::new(), body).json::<T>();
    let why = read.err().map(|error| error.to_string());
    let what = "what the server sent does not fit the document";
    Error::new(
        ErrorKind::Decode,
        format!("{what}: {}", why.unwrap_or_default()),
    )
}
