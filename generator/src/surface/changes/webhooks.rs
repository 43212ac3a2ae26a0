//! Calls of the server: which there are, and what is read of them.

use super::super::Webhook;
use super::{Class, Cx, Found, Item, Rule, Site};

pub(super) fn compare(cx: &Cx<'_>, found: &mut Found) {
    let (old, new) = (&cx.old.surface.webhooks, &cx.new.surface.webhooks);
    for was in old.iter().filter(|was| twin(was, new).is_none()) {
        let about = item(was, Site::Before(was.pointer.clone()));
        let message = format!("the server no longer sends {:?}", was.name);
        found
            .change(Rule::WebhookRemoved, &about, message)
            .shown(Some(signature(was)), None)
            .or(Class::SourceBreaking);
    }
    for is in new {
        let about = item(is, Site::After(is.pointer.clone()));
        match twin(is, old) {
            Some(was) => one(cx, was, is, &about, found),
            None => {
                let message = format!("the server sends {:?}", is.name);
                found
                    .change(Rule::WebhookAdded, &about, message)
                    .shown(None, Some(signature(is)))
                    .or(Class::Additive);
            }
        }
    }
}

fn one(cx: &Cx<'_>, was: &Webhook, is: &Webhook, about: &Item<'_>, found: &mut Found) {
    let shown = (Some(signature(was)), Some(signature(is)));
    if was.function != is.function {
        let message = format!("`{}` is `{}` now", was.function, is.function);
        found
            .change(Rule::WebhookFunction, about, message)
            .shown(shown.0.clone(), shown.1.clone())
            .or(Class::SourceBreaking);
    }
    if !cx.same(&was.payload, &is.payload) {
        found
            .change(Rule::WebhookPayload, about, "it carries another type")
            .shown(shown.0, shown.1)
            .or(Class::SourceBreaking);
    }
    if is.deprecated && !was.deprecated {
        found
            .change(Rule::Deprecated, about, "it is deprecated now")
            .or(Class::Additive);
    }
}

/// The same call in the other document.
fn twin<'w>(webhook: &Webhook, among: &'w [Webhook]) -> Option<&'w Webhook> {
    let same = |other: &&Webhook| other.name == webhook.name && other.verb == webhook.verb;
    among.iter().find(same)
}

fn item<'a>(webhook: &Webhook, site: Site) -> Item<'a> {
    Item {
        group: "webhooks",
        name: format!("webhooks::{}()", webhook.function),
        site,
    }
}

fn signature(webhook: &Webhook) -> String {
    let (function, payload) = (&webhook.function, webhook.payload.path("crate"));
    format!("fn {function}(body: &[u8]) -> Result<{payload}, Error>")
}
