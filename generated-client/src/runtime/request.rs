//! What one call puts on the wire, apart from server, credentials and defaults: built without a client.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Serialize;
use serde_json::Value;

use super::encode::{self, Misfit, Pairs};
use super::error::{Error, ErrorKind};
use super::multipart::{Multipart, MultipartBody};
use super::once::BodyOnce;
use super::operation::OperationMeta;
use super::style::{CookieStyle, HeaderStyle, PathStyle, QueryStyle};

/// Headers that frame a message or steer its connection belong to the transport; setting them by hand is how requests
/// are smuggled.
const FRAMING: &[&str] = &[
    "connection",
    "content-length",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// How much longer than its template a path usually is at most.
const ROOM: usize = 32;

/// A request in the making: path and query are encoded text, the body is bytes.
#[derive(Clone)]
pub struct Request {
    meta: &'static OperationMeta,
    path: String,
    query: Pairs,
    cookies: Pairs,
    headers: HeaderMap,
    body: Bytes,
    /// The body where it is a stream, which can be sent once.
    upload: Option<BodyOnce>,
}

impl Request {
    /// A request without path, parameters and body.
    pub fn new(meta: &'static OperationMeta) -> Self {
        Self {
            meta,
            path: String::with_capacity(meta.path.len() + ROOM),
            query: Pairs::of_query(),
            cookies: Pairs::of_cookies(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            upload: None,
        }
    }

    /// Appends a piece of the path template that stands between parameters.
    pub fn literal(&mut self, text: &str) {
        self.path.push_str(text);
    }

    /// Appends a path parameter.
    pub fn segment<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        style: PathStyle,
    ) -> Result<(), Error> {
        let value = self.value("path parameter", name, value)?;
        encode::path(&mut self.path, name, &value, style)
            .map_err(|why| self.misfit("path parameter", name, why))
    }

    /// Appends a path parameter that is written as JSON.
    pub fn segment_json<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), Error> {
        let value = self.value("path parameter", name, value)?;
        encode::percent(&mut self.path, &value.to_string());
        Ok(())
    }

    /// Adds a query parameter; `None` is left out.
    pub fn query<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: Option<&T>,
        style: QueryStyle,
    ) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        let value = self.value("query parameter", name, value)?;
        encode::query(&mut self.query, name, &value, style)
            .map_err(|why| self.misfit("query parameter", name, why))
    }

    /// Adds a query parameter that is written as JSON; `None` is left out.
    pub fn query_json<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: Option<&T>,
    ) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        let value = self.value("query parameter", name, value)?;
        self.query.push(name, &value.to_string());
        Ok(())
    }

    /// Sets a header parameter; `None` is left out.
    pub fn header<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: Option<&T>,
        style: HeaderStyle,
    ) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        let value = self.value("header", name, value)?;
        let text = encode::header(&value, style).map_err(|why| self.misfit("header", name, why))?;
        text.map_or(Ok(()), |text| self.set_header(name, &text))
    }

    /// Sets a header parameter that is written as JSON; `None` is left out.
    pub fn header_json<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: Option<&T>,
    ) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        let value = self.value("header", name, value)?;
        self.set_header(name, &value.to_string())
    }

    /// Adds a cookie parameter; `None` is left out.
    pub fn cookie<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: Option<&T>,
        style: CookieStyle,
    ) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        let value = self.value("cookie", name, value)?;
        encode::cookie(&mut self.cookies, name, &value, style)
            .map_err(|why| self.misfit("cookie", name, why))
    }

    /// Adds a cookie parameter that is written as JSON; `None` is left out.
    pub fn cookie_json<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: Option<&T>,
    ) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        let value = self.value("cookie", name, value)?;
        self.cookies.push(name, &value.to_string());
        Ok(())
    }

    /// Makes the value the JSON body.
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) -> Result<(), Error> {
        let json = serde_json::to_vec(body).map_err(|error| self.unwritable("body", error))?;
        self.content("application/json", json.into());
        Ok(())
    }

    /// Makes the value the JSON body, with one boolean property of it decided by the kind of call.
    pub fn json_choosing<T: Serialize + ?Sized>(
        &mut self,
        body: &T,
        property: &str,
        choice: bool,
    ) -> Result<(), Error> {
        let mut value =
            serde_json::to_value(body).map_err(|error| self.unwritable("body", error))?;
        if let Value::Object(object) = &mut value {
            object.insert(property.to_owned(), Value::Bool(choice));
        }
        self.json(&value)
    }

    /// Makes the parts the body.
    pub fn multipart<T: MultipartBody + ?Sized>(&mut self, body: &T) -> Result<(), Error> {
        self.parts(body, Multipart::new())
    }

    /// Makes the parts the body, with one boolean part of it decided by the kind of call.
    pub fn multipart_choosing<T: MultipartBody + ?Sized>(
        &mut self,
        body: &T,
        part: &'static str,
        choice: bool,
    ) -> Result<(), Error> {
        self.parts(body, Multipart::choosing(part, choice))
    }

    fn parts<T: MultipartBody + ?Sized>(
        &mut self,
        body: &T,
        mut form: Multipart,
    ) -> Result<(), Error> {
        body.parts(&mut form);
        let (media_type, body) = form.finish().map_err(|why| self.refused(&why))?;
        self.set_header(header::CONTENT_TYPE.as_str(), &media_type)?;
        match body.into_bytes() {
            Ok(bytes) => self.body = bytes,
            Err(stream) => self.upload = Some(BodyOnce::new(stream)),
        }
        Ok(())
    }

    /// Makes the value's properties the body, as an HTML form would send them.
    pub fn form<T: Serialize + ?Sized>(&mut self, body: &T) -> Result<(), Error> {
        self.form_with(body, &[])
    }

    /// Makes the value's properties the body, as an HTML form would send them, with a style for some properties.
    pub fn form_with<T: Serialize + ?Sized>(
        &mut self,
        body: &T,
        styles: &[(&str, QueryStyle)],
    ) -> Result<(), Error> {
        let value = serde_json::to_value(body).map_err(|error| self.unwritable("body", error))?;
        let Value::Object(object) = value else {
            return Err(self.refused("the body is no object, so that it has no form fields"));
        };
        let mut pairs = Pairs::of_query();
        encode::form(&mut pairs, &object, styles)
            .map_err(|why| self.refused(&format!("the body {why}")))?;
        self.content(
            "application/x-www-form-urlencoded",
            pairs.into_text().into(),
        );
        Ok(())
    }

    /// Makes the text the body.
    pub fn text(&mut self, body: &str) {
        self.content(
            "text/plain; charset=utf-8",
            Bytes::copy_from_slice(body.as_bytes()),
        );
    }

    /// Makes the bytes the body.
    pub fn bytes(&mut self, body: Bytes) {
        self.content("application/octet-stream", body);
    }

    /// Names the body's media type where it is not the usual one; call it after the body is set.
    pub fn content_type(&mut self, media_type: &'static str) {
        self.headers
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }

    fn content(&mut self, media_type: &'static str, body: Bytes) {
        self.content_type(media_type);
        self.body = body;
    }

    /// The operation that this is a request of.
    pub fn meta(&self) -> &'static OperationMeta {
        self.meta
    }

    /// The encoded path, with the query if there is one.
    pub fn target(&self) -> String {
        let mut target = String::new();
        self.write_target(&mut target);
        target
    }

    /// Writes the encoded path and query behind the base path of a server.
    pub(super) fn write_target(&self, out: &mut String) {
        let query = self.query.as_str();
        out.reserve_exact(self.path.len() + 1 + query.len());
        out.push_str(&self.path);
        if !query.is_empty() {
            // Some documents have the first part of the query in their paths.
            out.push(if self.path.contains('?') { '&' } else { '?' });
            out.push_str(query);
        }
    }

    /// The encoded path.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The headers that the operation sets.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The cookies that the operation sets, as a `Cookie` header has them.
    pub fn cookies(&self) -> &str {
        self.cookies.as_str()
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    pub(super) fn upload(&self) -> Option<&BodyOnce> {
        self.upload.as_ref()
    }

    fn set_header(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let (name, value) = header_line(name, text).map_err(|why| self.refused(&why))?;
        self.headers.insert(name, value);
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(
        &self,
        place: &str,
        name: &str,
        value: &T,
    ) -> Result<Value, Error> {
        serde_json::to_value(value)
            .map_err(|error| self.unwritable(&format!("{place} `{name}`"), error))
    }

    fn unwritable(&self, what: &str, error: serde_json::Error) -> Error {
        self.refused(&format!("the {what} can't be written: {error}"))
    }

    fn misfit(&self, place: &str, name: &str, why: Misfit) -> Error {
        self.refused(&format!("the {place} `{name}` {why}"))
    }

    fn refused(&self, why: &str) -> Error {
        Error::new(ErrorKind::Request, why).of(self.meta)
    }
}

/// Values may be anything, secrets included, so only names and sizes are shown.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.meta.id)
            .field("path", &self.path)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// Checks one header that is set by hand; the complaint names the header and never shows its value.
pub(super) fn header_line(name: &str, text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let header = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| format!("`{name:?}` is no header name"))?;
    if FRAMING.contains(&header.as_str()) {
        return Err(format!("the header `{header}` is the transport's to set"));
    }
    let mut value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| {
        format!(
            "the value of the header `{header}` holds a line break or another control character"
        )
    })?;
    // What proves who is calling is as secret as if the client had set it.
    value.set_sensitive(header == header::AUTHORIZATION || header == header::COOKIE);
    Ok((header, value))
}
