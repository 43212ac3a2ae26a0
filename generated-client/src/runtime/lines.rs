//! Streams of JSON texts: one on each line (`ndjson`, `jsonl`), or after record separators (`json-seq`, RFC 7464).

use std::collections::VecDeque;

use super::sse::TooLarge;

/// Finds the texts in bytes that may be split anywhere.
#[derive(Debug)]
pub struct LineParser {
    separator: u8,
    limit: usize,
    line: Vec<u8>,
    ready: VecDeque<Vec<u8>>,
    too_large: bool,
}

impl LineParser {
    /// A parser of texts that end with a line feed.
    pub fn lines(limit: usize) -> Self {
        Self::separated_by(b'\n', limit)
    }

    /// A parser of texts that begin with a record separator.
    pub fn sequence(limit: usize) -> Self {
        Self::separated_by(0x1E, limit)
    }

    fn separated_by(separator: u8, limit: usize) -> Self {
        Self {
            separator,
            limit,
            line: Vec::new(),
            ready: VecDeque::new(),
            too_large: false,
        }
    }

    /// Takes in what came.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.too_large {
            let end = bytes.iter().position(|byte| *byte == self.separator);
            let (piece, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
            if self.line.len() + piece.len() > self.limit {
                self.too_large = true;
                return;
            }
            self.line.extend_from_slice(piece);
            if end.is_none() {
                return;
            }
            bytes = &rest[1..];
            self.finish();
        }
    }

    /// Takes what has come so far as a whole text: the last one may go without its end.
    pub fn finish(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = line.trim_ascii();
        if !text.is_empty() {
            self.ready.push_back(text.to_owned());
        }
    }

    /// The next whole text.
    pub fn next_text(&mut self) -> Option<Result<Vec<u8>, TooLarge>> {
        match self.ready.pop_front() {
            Some(text) => Some(Ok(text)),
            None => self.too_large.then_some(Err(TooLarge)),
        }
    }
}
