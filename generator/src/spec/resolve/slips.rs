//! References to something of another kind, where it is plain what is meant.

use super::Hit;
use crate::pointer::Pointer;
use crate::spec::json::{Value, json};
use crate::spec::keywords::Kind;

/// The media type under which a schema is sent where the document names none.
const USUAL: &str = "application/json";

/// What a reference of a kind means that leads to something of another kind; `None` where that is open.
pub(super) fn of_kind(kind: Kind, found: Kind, value: &Value, at: &Pointer) -> Option<Hit> {
    let title = found.table().title;
    let expected = kind.table().title;
    let schema = json!({"$ref": format!("#{at}")});
    let content = || value.get("content").filter(|content| content.is_object());
    let (at, made, what) = match (kind, found) {
        // The schema of a parameter, or of what a response or body carries.
        (Kind::Schema, Kind::Parameter | Kind::Header | Kind::MediaType) => {
            value.get("schema")?;
            (at.child("schema"), None, "its schema")
        }
        (Kind::Schema, Kind::Response | Kind::RequestBody) if content().is_none() => {
            (at.clone(), Some(json!({})), "any value")
        }
        (Kind::Schema, Kind::Response | Kind::RequestBody) => {
            let content = content()?.as_object()?;
            let (mime, media) = content
                .get_key_value(USUAL)
                .or_else(|| content.iter().next())?;
            media.get("schema")?;
            let media = at.child("content").child(mime);
            (media.child("schema"), None, "its schema")
        }
        // A response or body that is nothing but a schema.
        (Kind::Response, Kind::Schema) => {
            let made = json!({"description": "", "content": {USUAL: {"schema": schema}}});
            (at.clone(), Some(made), "one of JSON with that schema")
        }
        (Kind::RequestBody, Kind::Schema) => {
            let made = json!({"content": {USUAL: {"schema": schema}}});
            (at.clone(), Some(made), "one of JSON with that schema")
        }
        (Kind::Header, Kind::Schema) => (
            at.clone(),
            Some(json!({"schema": schema})),
            "one with that schema",
        ),
        (Kind::Response, Kind::RequestBody) => {
            let made = json!({"description": "", "content": content()?});
            (at.clone(), Some(made), "one with that content")
        }
        (Kind::RequestBody, Kind::Response) => (
            at.clone(),
            Some(json!({"content": content()?})),
            "one with that content",
        ),
        _ => return None,
    };
    let guess = format!("this leads to {title}, but {expected} is expected; {what} is taken");
    Some(Hit {
        at,
        guess: Some(guess),
        made,
    })
}
