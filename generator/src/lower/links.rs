//! Links: the operations that answers lead to, and what these are given.

use std::collections::BTreeMap;

use openapiv3::{Link, LinkOperation, Responses};

use super::Lowering;
use crate::markdown::code;
use crate::pointer::Pointer;
use crate::spec::anchors::percent_decoded;
use crate::spec::json::Value;

/// Where links can lead: operations by their ids and places, as method and path.
#[derive(Default)]
pub(super) struct Goals {
    by_id: BTreeMap<String, String>,
    by_place: BTreeMap<Pointer, String>,
}

impl Goals {
    /// Adds an operation.
    pub(super) fn add(&mut self, id: Option<&str>, at: &Pointer, verb: &str, path: &str) {
        let call = format!("{verb} {path}");
        if let Some(id) = id {
            let call = call.clone();
            self.by_id.entry(id.to_owned()).or_insert(call);
        }
        // Where its path says that it is, and where it really stands.
        let paths = Pointer::root().child("paths");
        let said = paths.child(path).child(&verb.to_lowercase());
        self.by_place.insert(said, call.clone());
        self.by_place.insert(at.clone(), call);
    }

    fn of(&self, link: &Link) -> Option<&str> {
        let call = match &link.operation {
            LinkOperation::OperationId(id) => self.by_id.get(id),
            LinkOperation::OperationRef(reference) => {
                let place = percent_decoded(reference.strip_prefix('#')?);
                self.by_place.get(&Pointer::parse(&place)?)
            }
        };
        call.map(String::as_str)
    }
}

/// What the docs of an operation say of the links of its answers.
pub(super) fn notes(
    cx: &mut Lowering<'_>,
    goals: &Goals,
    responses: &Responses,
    at: &Pointer,
) -> Vec<String> {
    let mut notes = Vec::new();
    for (status, at, link) in links(cx, responses, at) {
        match goals.of(link) {
            Some(call) => notes.push(note(&status, call, link)),
            None => cx.ignored(
                at,
                "the link names no operation of the client by its id or its place in this document",
            ),
        }
    }
    notes
}

/// Reports the links of answers that the client gives.
pub(super) fn report(cx: &mut Lowering<'_>, responses: &Responses, at: &Pointer) {
    for (_, at, _) in links(cx, responses, at) {
        cx.ignored(
            at,
            "nobody follows links from answers to the server's calls",
        );
    }
}

/// The links of answers, each with the status and its place.
fn links<'d>(
    cx: &Lowering<'d>,
    responses: &'d Responses,
    at: &Pointer,
) -> Vec<(String, Pointer, &'d Link)> {
    let mut found = Vec::new();
    for (status, at, response) in cx.document.responses(responses, at) {
        let all = response.links.iter().filter_map(|(name, link)| {
            let at = at.child("links").child(name);
            let (at, link) = cx.document.link(link, &at)?;
            Some((status.clone(), at, link))
        });
        found.extend(all);
    }
    found
}

fn note(status: &str, call: &str, link: &Link) -> String {
    let answer = match status {
        "default" => "Any other answer".to_owned(),
        status => format!("The answer {status}"),
    };
    let mut given: Vec<String> = link
        .parameters
        .iter()
        .map(|(name, value)| format!("{} as {}", code(name), expression(value)))
        .collect();
    given.extend(
        link.request_body
            .as_ref()
            .map(|body| format!("the body as {}", expression(body))),
    );
    let call = code(call);
    if given.is_empty() {
        return format!("{answer} leads to {call}.");
    }
    format!("{answer} leads to {call}, with {}.", given.join(", "))
}

/// A runtime expression (OpenAPI, "Runtime Expressions") as it is written, or a constant.
fn expression(value: &Value) -> String {
    match value {
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}
