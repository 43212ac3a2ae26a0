//! `multipart/form-data`: parts with names, of which some are files, in memory or streamed.

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::bytes_text::Base64;
use super::encode::scalar_or_json;
use super::once::BodyOnce;
use super::response::is_json;
use super::transport::{Body, TransportError};

/// A file in a form: its bytes, or a stream of them, with the name and media type that the server is told. Where the server takes
/// something else in place of a file, such as the id of one that it has, it is that [`text`](Self::text).
///
/// A call with a streamed file is sent once and never again, whatever the retry policy says.
#[derive(Clone, Debug)]
pub struct FilePart {
    content: Content,
    file_name: Option<String>,
    content_type: Option<String>,
}

#[derive(Clone, Debug)]
enum Content {
    Text(String),
    Bytes(Bytes),
    Stream(BodyOnce),
}

impl FilePart {
    /// A file that is in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Content::Bytes(bytes.into()))
    }

    /// A file that is read while it is sent. A clone of it shares the stream.
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self::of(Content::Stream(BodyOnce::new(Body::stream(stream))))
    }

    /// A value in place of a file: a part without a file's name, and without a media type, unless they are set.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Content::Text(text.into()))
    }

    fn of(content: Content) -> Self {
        Self {
            content,
            file_name: None,
            content_type: None,
        }
    }

    /// Sets the file's name; without one, the name of the part stands for it.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type; without one, it is the document's, or `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }
}

impl From<Bytes> for FilePart {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<&'static [u8]> for FilePart {
    fn from(bytes: &'static [u8]) -> Self {
        Self::bytes(bytes)
    }
}

/// For calls that are described by data. A text is the content of a file in memory; an object gives the content as `text` or
/// as `base64`, or in its place a `value` as by [`text`](Self::text), and may give `file_name` and `content_type`.
impl<'de> Deserialize<'de> for FilePart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Ok(match written {
            Written::Text(text) => Self::bytes(text.into_bytes()),
            Written::File {
                content,
                file_name,
                content_type,
            } => Self {
                file_name,
                content_type,
                ..match content {
                    WrittenContent::Text(text) => Self::bytes(text.into_bytes()),
                    WrittenContent::Base64(bytes) => Self::bytes(bytes.into_bytes()),
                    WrittenContent::Value(text) => Self::text(text),
                }
            },
        })
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    File {
        #[serde(flatten)]
        content: WrittenContent,
        file_name: Option<String>,
        content_type: Option<String>,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenContent {
    Text(String),
    Base64(Base64),
    Value(String),
}

/// A request body of named parts.
pub trait MultipartBody {
    /// Writes the parts.
    fn parts(&self, form: &mut Multipart);
}

/// A form that is being written. The first thing that can't be sent is kept until the form is complete.
#[derive(Debug)]
pub struct Multipart {
    boundary: String,
    segments: VecDeque<Segment>,
    /// Text and bytes that follow the last segment.
    tail: Vec<u8>,
    /// The part that is written already, whatever the body says.
    decided: Option<&'static str>,
    defect: Option<String>,
}

#[derive(Debug)]
enum Segment {
    Bytes(Bytes),
    Stream(Body),
}

impl Multipart {
    pub(super) fn new() -> Self {
        // No content can hold a boundary that nobody could foresee. Each RandomState has fresh keys.
        let random = || RandomState::new().build_hasher().finish();
        Self {
            boundary: format!("{:016x}{:016x}", random(), random()),
            segments: VecDeque::new(),
            tail: Vec::new(),
            decided: None,
            defect: None,
        }
    }

    /// A form with one boolean part that is not for the body to decide.
    pub(super) fn choosing(name: &'static str, choice: bool) -> Self {
        let mut form = Self::new();
        form.field(name, Some(&choice), "");
        form.decided = Some(name);
        form
    }

    /// Adds a value; `None` and null are left out. Without a media type, plain values are text, objects are JSON and the
    /// items of an array are parts of their own. A JSON media type makes the whole value JSON.
    pub fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: Option<&T>,
        media_type: &str,
    ) {
        let Some(value) = value.filter(|_| self.decided != Some(name)) else {
            return;
        };
        match serde_json::to_value(value) {
            Ok(Value::Null) => {}
            Ok(value) if is_json(media_type) => {
                self.part(name, None, Some(media_type), value.to_string());
            }
            Ok(Value::Array(items)) => {
                for item in &items {
                    self.value(name, item, media_type);
                }
            }
            Ok(value) => self.value(name, &value, media_type),
            Err(error) => self.defect(format!("the part `{name}` can't be written: {error}")),
        }
    }

    fn value(&mut self, name: &str, value: &Value, media_type: &str) {
        let media_type = match (media_type, value) {
            ("", Value::Array(_) | Value::Object(_)) => Some("application/json"),
            ("", _) => None,
            (given, _) => Some(given),
        };
        self.part(name, None, media_type, &*scalar_or_json(value));
    }

    /// Adds a file; `None` is left out.
    pub fn file(&mut self, name: &str, file: Option<&FilePart>, media_type: &str) {
        let Some(file) = file else { return };
        let usual = match (&file.content, media_type) {
            (Content::Text(_), _) => (None, None),
            (_, "") => (Some(name), Some("application/octet-stream")),
            (_, media_type) => (Some(name), Some(media_type)),
        };
        let file_name = file.file_name.as_deref().or(usual.0);
        let media_type = file.content_type.as_deref().or(usual.1);
        match &file.content {
            Content::Text(text) => self.part(name, file_name, media_type, text),
            Content::Bytes(bytes) => self.part(name, file_name, media_type, bytes),
            Content::Stream(stream) => {
                let Some(body) = stream.take() else {
                    let why = format!("the stream of the part `{name}` has been sent before");
                    return self.defect(why);
                };
                self.head(name, file_name, media_type);
                self.cut();
                self.segments.push_back(Segment::Stream(body));
                self.tail.extend_from_slice(b"\r\n");
            }
        }
    }

    /// Adds several files under one name.
    pub fn files(&mut self, name: &str, files: Option<&[FilePart]>, media_type: &str) {
        for file in files.into_iter().flatten() {
            self.file(name, Some(file), media_type);
        }
    }

    fn part(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        media_type: Option<&str>,
        content: impl AsRef<[u8]>,
    ) {
        self.head(name, file_name, media_type);
        self.tail.extend_from_slice(content.as_ref());
        self.tail.extend_from_slice(b"\r\n");
    }

    fn head(&mut self, name: &str, file_name: Option<&str>, media_type: Option<&str>) {
        let mut head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            escaped(name)
        );
        if let Some(file_name) = file_name {
            head.push_str(&format!("; filename=\"{}\"", escaped(file_name)));
        }
        if let Some(media_type) = media_type {
            if HeaderValue::from_str(media_type).is_err() {
                self.defect(format!("the media type of the part `{name}` can't be sent"));
            }
            head.push_str(&format!("\r\nContent-Type: {media_type}"));
        }
        head.push_str("\r\n\r\n");
        self.tail.extend_from_slice(head.as_bytes());
    }

    fn cut(&mut self) {
        let bytes = Bytes::from(std::mem::take(&mut self.tail));
        self.segments.push_back(Segment::Bytes(bytes));
    }

    fn defect(&mut self, why: String) {
        self.defect.get_or_insert(why);
    }

    /// The media type and the body, or what can't be sent.
    pub(super) fn finish(mut self) -> Result<(String, Body), String> {
        if let Some(why) = self.defect {
            return Err(why);
        }
        let end = format!("--{}--\r\n", self.boundary);
        self.tail.extend_from_slice(end.as_bytes());
        let media_type = format!("multipart/form-data; boundary={}", self.boundary);
        if self.segments.is_empty() {
            return Ok((media_type, Body::from(Bytes::from(self.tail))));
        }
        self.cut();
        Ok((media_type, Body::stream(Segments(self.segments))))
    }
}

/// How HTML escapes names in a form; nothing in them can end the header.
fn escaped(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

struct Segments(VecDeque<Segment>);

impl Stream for Segments {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.0.front_mut() {
                None => return Poll::Ready(None),
                Some(Segment::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    self.0.pop_front();
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Some(Segment::Stream(body)) => match ready!(Pin::new(body).poll_next(cx)) {
                    Some(piece) => return Poll::Ready(Some(piece)),
                    None => _ = self.0.pop_front(),
                },
            }
        }
    }
}
