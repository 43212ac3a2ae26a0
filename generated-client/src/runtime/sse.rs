//! Server-sent events, as the HTML standard defines them: a parser without a network, fed with bytes as they come.

use std::collections::VecDeque;

use serde::de::IgnoredAny;

/// One event as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SseEvent {
    /// The lines of `data`, joined by line feeds.
    pub data: String,
    /// The event's name, where it has one.
    pub event: Option<String>,
    /// The id that this very event carries.
    pub id: Option<String>,
    /// How many milliseconds the server wants a client to wait before it connects again.
    pub retry: Option<u64>,
}

/// What an event of a typed stream is decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventItem {
    /// From its data, which is JSON.
    Json,
    /// From its data, which is text.
    Text,
    /// From an object with the properties `data`, `event`, `id` and `retry`; the data is JSON.
    EventWithJson,
    /// From the same object; the data is text.
    EventWithText,
}

/// An event is larger than the client accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Finds the events in bytes that may be split anywhere.
#[derive(Debug)]
pub struct SseParser {
    /// The most that one event may take.
    limit: usize,
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
    /// Whether any line is complete: a byte order mark counts only before the first.
    started: bool,
    /// Whether the last byte was a carriage return, so that a line feed now ends no other line.
    after_return: bool,
    /// The event that is being read.
    event: SseEvent,
    /// Whether the event has any data, if only an empty line of it.
    has_data: bool,
    last_id: Option<String>,
    ready: VecDeque<SseEvent>,
    too_large: bool,
}

impl SseParser {
    /// A parser that refuses events larger than this many bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            started: false,
            after_return: false,
            event: SseEvent::default(),
            has_data: false,
            last_id: None,
            ready: VecDeque::new(),
            too_large: false,
        }
    }

    /// Takes in what came.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.too_large {
            if std::mem::take(&mut self.after_return) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let (piece, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
            if self.event.data.len() + self.line.len() + piece.len() > self.limit {
                self.too_large = true;
                return;
            }
            let Some((ending, rest)) = rest.split_first().filter(|_| end.is_some()) else {
                self.line.extend_from_slice(piece);
                return;
            };
            self.after_return = *ending == b'\r';
            if self.line.is_empty() {
                self.take_line(piece);
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(piece);
                self.take_line(&line);
                line.clear();
                self.line = line;
            }
            bytes = rest;
        }
    }

    /// The next whole event.
    pub fn next_event(&mut self) -> Option<Result<SseEvent, TooLarge>> {
        match self.ready.pop_front() {
            Some(event) => Some(Ok(event)),
            None => self.too_large.then_some(Err(TooLarge)),
        }
    }

    /// What has come of an event that is not complete; `None` between events.
    pub fn unfinished(&mut self) -> Option<SseEvent> {
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.take_line(&line);
        }
        std::mem::take(&mut self.has_data).then(|| std::mem::take(&mut self.event))
    }

    /// The id of the last event that had one: from here a client would go on.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// Begins with another body, of which the events go on after the last id.
    pub(super) fn restart(&mut self) {
        let last_id = self.last_id.take();
        *self = Self {
            last_id,
            ..Self::new(self.limit)
        };
    }

    fn take_line(&mut self, line: &[u8]) {
        let line = if std::mem::replace(&mut self.started, true) {
            line
        } else {
            line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)
        };
        if line.is_empty() {
            return self.dispatch();
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, value) = match colon {
            Some(at) => (&line[..at], &line[at + 1..]),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let value = String::from_utf8_lossy(value);
        match field {
            b"data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(&value);
            }
            b"event" => self.event.event = Some(value.into_owned()),
            b"id" if !value.contains('\0') => self.event.id = Some(value.into_owned()),
            b"retry" if value.bytes().all(|digit| digit.is_ascii_digit()) => {
                self.event.retry = value.parse().ok();
            }
            // Comments have an empty name; other fields are for clients to come.
            _ => {}
        }
    }

    /// An empty line ends an event; one without data is none, but its id counts.
    fn dispatch(&mut self) {
        let event = std::mem::take(&mut self.event);
        if let Some(id) = &event.id {
            self.last_id = Some(id.clone());
        }
        if std::mem::take(&mut self.has_data) {
            self.ready.push_back(event);
        }
    }
}

/// The JSON that the type of a stream's items is decoded from.
pub(super) fn json(event: SseEvent, item: EventItem) -> Vec<u8> {
    match item {
        EventItem::Json => event.data.into_bytes(),
        EventItem::Text => quoted(&event.data).into_bytes(),
        EventItem::EventWithJson | EventItem::EventWithText => {
            // Data that is no JSON is handed on as text: whether that fits is for the type to say.
            let is_json = item == EventItem::EventWithJson
                && serde_json::from_str::<IgnoredAny>(&event.data).is_ok();
            let data = if is_json {
                event.data
            } else {
                quoted(&event.data)
            };
            let mut text = format!(r#"{{"data":{data}"#);
            for (name, value) in [("event", event.event), ("id", event.id)] {
                if let Some(value) = value {
                    text.push_str(&format!(r#","{name}":{}"#, quoted(&value)));
                }
            }
            if let Some(retry) = event.retry {
                text.push_str(&format!(r#","retry":{retry}"#));
            }
            text.push('}');
            text.into_bytes()
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
