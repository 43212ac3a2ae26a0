//! Webhooks and callbacks: calls from the server, of which a client reads what they carry.

use openapiv3::{PathItem, ReferenceOr, RequestBody};

use super::operation::{self, Found};
use super::{Lowering, Naming, content, links};
use crate::diagnostics::Code;
use crate::ir::{Content, Media, Name, Webhook};
use crate::names::{self, Scope};
use crate::pointer::Pointer;

/// Every webhook of the document, then the callbacks of its operations.
pub(super) fn all<'d>(cx: &mut Lowering<'d>, operations: &[Found<'d>]) -> Vec<Webhook> {
    let mut incoming = Incoming::default();
    let document = cx.document;
    for (at, item) in document.webhooks() {
        let key = at.last().unwrap_or_default();
        if let Some((at, item)) = document.path_item(item, at) {
            incoming.item(cx, &key, None, item, &at);
        }
    }
    // An operation has its callbacks once, however many methods send it.
    for found in operations.iter().filter(|found| found.apart.is_none()) {
        let at = found.operation.origin.child("callbacks");
        for (key, callback) in &found.source.callbacks {
            for (address, item) in callback {
                let at = at.child(key).child(address);
                incoming.item(cx, key, Some((&found.operation.id, address)), item, &at);
            }
        }
    }
    incoming.webhooks
}

/// The webhooks so far, and the names of their functions.
#[derive(Default)]
struct Incoming {
    webhooks: Vec<Webhook>,
    scope: Scope,
}

impl Incoming {
    /// The calls of a path item; `follows` is the operation whose callback it is, and the address that is called.
    fn item<'d>(
        &mut self,
        cx: &mut Lowering<'d>,
        key: &str,
        follows: Option<(&str, &str)>,
        item: &'d PathItem,
        at: &Pointer,
    ) {
        let calls: Vec<_> = item.iter().collect();
        for (verb, source) in &calls {
            let own = match follows {
                Some((id, _)) => format!("{id} {key}"),
                None => key.to_owned(),
            };
            if operation::is_left_out(cx, source, &own, &at.child(verb)) {
                continue;
            }
            let answers = at.child(verb).child("responses");
            links::report(cx, &source.responses, &answers);
            let function = match calls.len() {
                1 => own.clone(),
                _ => format!("{own} {verb}"),
            };
            let Some(body) = &source.request_body else {
                let message = "a call of the server that carries nothing has nothing to read";
                cx.ignored(at.child(verb), message);
                continue;
            };
            let at = at.child(verb);
            let Some((function, content)) = self.payload(cx, &function, body, &at) else {
                continue;
            };
            let mut docs = operation::docs(source, &[]);
            if let Some((id, address)) = follows {
                docs.notes
                    .push(format!("The server sends it after `{id}`, to `{address}`."));
            }
            self.webhooks.push(Webhook {
                name: Name {
                    wire: own,
                    rust: function,
                },
                docs,
                verb: verb.to_uppercase(),
                follows: follows.map(|(id, _)| id.to_owned()),
                content,
                deprecated: source.deprecated,
                origin: at,
            });
        }
    }

    /// What a call carries, and the name of the function that reads it; `None` where nothing can be read.
    fn payload<'d>(
        &mut self,
        cx: &mut Lowering<'d>,
        name: &str,
        body: &'d ReferenceOr<RequestBody>,
        at: &Pointer,
    ) -> Option<(String, Content)> {
        let function = self.scope.take(&names::value_name(name));
        let module = cx.modules.take(&names::file_name(name));
        let naming = Naming::new(&names::type_name(name), "payload", &module);
        let content = content::payload(cx, body, &at.child("requestBody"), &naming)?;
        if content.media != Media::Json {
            let message = format!(
                "what the server sends as {:?} is left out: of its calls only JSON is read",
                content.mime
            );
            cx.warn(Code::UnsupportedConstruct, &content.at, message);
            return None;
        }
        Some((function, content))
    }
}
