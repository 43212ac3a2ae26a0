//! The items of a stream, still as JSON text: framing, sentinel, and going on after a break.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::call::refusal;
use super::error::{Error, ErrorKind};
use super::lines::LineParser;
use super::message::redact;
use super::request::header_line;
use super::response::Response;
use super::source::Opened;
use super::sse::{self, EventItem, SseEvent, SseParser};
use super::stream::Framing;
use super::transport::BoxFuture;

/// How long to wait before connecting again, until the server says otherwise; and the longest wait that it can ask for.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

pub(super) struct Frames {
    pub(super) opened: Opened,
    /// How many times in a row to connect again.
    pub(super) resume: u32,
    parser: Parser,
    pause: Duration,
    /// How often the call was sent anew since the last item.
    tries: u32,
    again: Option<BoxFuture<'static, Result<Response, Error>>>,
    done: bool,
}

enum Parser {
    Events {
        parser: SseParser,
        sentinel: &'static str,
        item: EventItem,
    },
    Lines(LineParser),
}

/// What a parser has at hand.
enum Found {
    Item(Vec<u8>),
    TooLarge,
    Sentinel,
    Nothing,
}

impl Frames {
    pub(super) fn new(opened: Opened) -> Self {
        let limit = opened.limit();
        let parser = match opened.source.stream.framing {
            Framing::Events { sentinel, item } => Parser::Events {
                parser: SseParser::new(limit),
                sentinel,
                item,
            },
            Framing::Sequence => Parser::Lines(LineParser::sequence(limit)),
            Framing::Lines | Framing::Bytes => Parser::Lines(LineParser::lines(limit)),
        };
        Self {
            opened,
            resume: 0,
            parser,
            pause: PAUSE,
            tries: 0,
            again: None,
            done: false,
        }
    }

    pub(super) fn last_event_id(&self) -> Option<&str> {
        match &self.parser {
            Parser::Events { parser, .. } => parser.last_id(),
            Parser::Lines(_) => None,
        }
    }

    /// The next item, as an answer that can be decoded by itself.
    pub(super) fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Response, Error>>> {
        while !self.done {
            if let Some(again) = &mut self.again {
                let answer = ready!(again.as_mut().poll(cx));
                self.again = None;
                if let Err(error) = self.reopened(answer)
                    && let Some(error) = self.interrupted(error)
                {
                    return Poll::Ready(Some(Err(error)));
                }
                continue;
            }
            match self.found() {
                Found::Item(json) => {
                    self.tries = 0;
                    let item = Response::new(StatusCode::OK, HeaderMap::new(), json.into());
                    return Poll::Ready(Some(Ok(item)));
                }
                Found::TooLarge => {
                    let why = format!("an item is larger than {} bytes", self.opened.limit());
                    return Poll::Ready(Some(Err(self.fail(ErrorKind::TooLarge, &why))));
                }
                Found::Sentinel => {
                    self.done = true;
                    continue;
                }
                Found::Nothing => {}
            }
            match ready!(self.opened.poll_piece(cx)) {
                Some(Ok(bytes)) => match &mut self.parser {
                    Parser::Events { parser, .. } => parser.feed(&bytes),
                    Parser::Lines(parser) => parser.feed(&bytes),
                },
                Some(Err(error)) => {
                    if let Some(error) = self.interrupted(error) {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                None => {
                    if let Some(result) = self.ended() {
                        return Poll::Ready(Some(result));
                    }
                }
            }
        }
        Poll::Ready(None)
    }

    fn found(&mut self) -> Found {
        match &mut self.parser {
            Parser::Events {
                parser,
                sentinel,
                item,
            } => match parser.next_event() {
                Some(Ok(event)) if is_sentinel(&event, sentinel) => Found::Sentinel,
                Some(Ok(event)) => {
                    if let Some(pause) = event.retry {
                        self.pause = Duration::from_millis(pause).min(LONGEST_PAUSE);
                    }
                    Found::Item(sse::json(event, *item))
                }
                Some(Err(_)) => Found::TooLarge,
                None => Found::Nothing,
            },
            Parser::Lines(parser) => match parser.next_text() {
                Some(Ok(text)) => Found::Item(text),
                Some(Err(_)) => Found::TooLarge,
                None => Found::Nothing,
            },
        }
    }

    /// The body is over. A last line goes without its end; an event that is not complete was cut off.
    fn ended(&mut self) -> Option<Result<Response, Error>> {
        match &mut self.parser {
            Parser::Lines(parser) => {
                parser.finish();
                match self.found() {
                    Found::Item(json) => {
                        let item = Response::new(StatusCode::OK, HeaderMap::new(), json.into());
                        return Some(Ok(item));
                    }
                    Found::TooLarge | Found::Sentinel | Found::Nothing => self.done = true,
                }
                None
            }
            Parser::Events {
                parser, sentinel, ..
            } => match parser.unfinished() {
                Some(event) if !is_sentinel(&event, sentinel) => {
                    let why = "the stream ended in the middle of an event";
                    let error = self.opened.fail(ErrorKind::Transport, why);
                    self.interrupted(error).map(Err)
                }
                _ => {
                    self.done = true;
                    None
                }
            },
        }
    }

    /// The stream broke: it goes on where the caller wants that and the server can know where, else it is over.
    fn interrupted(&mut self, error: Error) -> Option<Error> {
        let id = self.last_event_id().map(str::to_owned);
        let transient = matches!(
            error.kind(),
            ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Connect
        );
        let line = id.and_then(|id| header_line("last-event-id", &id).ok());
        let (Some((name, value)), true, true) = (line, transient, self.tries < self.resume) else {
            self.done = true;
            return Some(error);
        };
        self.tries += 1;
        let source = &mut self.opened.source;
        // A body that was a stream is used up: sending the call anew then fails by itself.
        let Some(request) = source.request.clone() else {
            self.done = true;
            return Some(error);
        };
        source.call.options.headers.insert(name, value);
        let wait = source.call.client.0.clock.sleep(self.pause);
        let send = source.send(Ok(request));
        self.again = Some(Box::pin(async move {
            wait.await;
            send.await
        }));
        None
    }

    /// The call was sent anew; the parser starts with the new body, and keeps the id.
    fn reopened(&mut self, answer: Result<Response, Error>) -> Result<(), Error> {
        let response = answer?;
        let source = &self.opened.source;
        if !response.status().is_success() {
            let error = refusal(response).of(source.meta);
            return Err(
                error.map_message(|text| redact(text, &source.call.client.0.credentials.secrets()))
            );
        }
        self.opened.reopen(response)?;
        if let Parser::Events { parser, .. } = &mut self.parser {
            parser.restart();
        }
        Ok(())
    }

    /// Ends the stream, and says why.
    pub(super) fn fail(&mut self, kind: ErrorKind, why: &str) -> Error {
        self.done = true;
        self.opened.fail(kind, why)
    }
}

fn is_sentinel(event: &SseEvent, sentinel: &str) -> bool {
    !sentinel.is_empty() && event.data == sentinel
}
