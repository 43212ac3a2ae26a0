//! How long calls may take and when they are made again: `x-speakeasy-timeout` and `x-speakeasy-retries`, which stand at the top of a
//! document for all operations, or on one of them.

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{CallDefaults, Retry};
use crate::pointer::Pointer;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::Value;

/// Whether the keys stand on an operation or at the top.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    AllOperations,
    OneOperation,
}

/// Lowers what the extensions of a document or an operation say.
pub(super) fn lower<'d>(
    cx: &mut Lowering<'d>,
    extension: impl Fn(&str) -> Option<&'d Value>,
    at: &Pointer,
    reach: Reach,
) -> CallDefaults {
    let timeout = extensions::find(Meaning::Timeout, &extension).and_then(|(key, value)| {
        let limit = value.as_u64().filter(|limit| *limit > 0);
        if limit.is_none() {
            let wanted = "a number of milliseconds above zero";
            misfit(cx, &at.child(key), value, wanted);
        }
        limit
    });
    let retry = extensions::find(Meaning::Retries, &extension)
        .and_then(|(key, value)| self::retry(cx, value, &at.child(key), reach));
    CallDefaults { timeout, retry }
}

fn retry(cx: &mut Lowering<'_>, value: &Value, at: &Pointer, reach: Reach) -> Option<Retry> {
    match value.get("strategy").and_then(Value::as_str) {
        Some("none") => return Some(Retry::Never),
        Some("backoff") => {}
        _ => {
            misfit(
                cx,
                at,
                value,
                "an object with the strategy `backoff` or `none`",
            );
            return None;
        }
    }
    let backoff = value.get("backoff");
    let backoff_at = at.child("backoff");
    let growth = backoff.and_then(|backoff| backoff.get("exponent"));
    let growth = growth.and_then(|value| {
        let factor = value.as_f64().filter(|factor| *factor >= 1.0);
        if factor.is_none() {
            let wanted = "a number that is 1 or more";
            misfit(cx, &backoff_at.child("exponent"), value, wanted);
        }
        factor
    });
    let mut time = |key: &str| {
        let value = backoff?.get(key)?;
        let time = value.as_u64();
        if time.is_none() {
            misfit(
                cx,
                &backoff_at.child(key),
                value,
                "a number of milliseconds",
            );
        }
        time
    };
    let (first, longest) = (time("initialInterval"), time("maxInterval"));
    let total = time("maxElapsedTime");
    let statuses = value.get("statusCodes").and_then(Value::as_array);
    let statuses_at = at.child("statusCodes");
    let statuses = statuses.into_iter().flatten().enumerate();
    let statuses = statuses
        .filter_map(|(index, value)| {
            let range = range(value);
            if range.is_none() {
                let wanted = "a status such as 503, or a range such as `5XX`";
                misfit(cx, &statuses_at.child(&index.to_string()), value, wanted);
            }
            range
        })
        .collect();
    let connections = value.get("retryConnectionErrors").and_then(Value::as_bool);
    Some(Retry::Backoff {
        first,
        longest,
        total,
        growth,
        statuses,
        connections: connections.unwrap_or(true),
        anything: reach == Reach::OneOperation,
    })
}

/// The first and the last status of `503`, `"503"` or `"5XX"`.
fn range(value: &Value) -> Option<(u16, u16)> {
    let text = value
        .as_u64()
        .map(|code| code.to_string())
        .or_else(|| value.as_str().map(str::to_ascii_uppercase))?;
    if let Some(class) = text.strip_suffix("XX") {
        let class: u16 = class.parse().ok().filter(|class| (1..=5).contains(class))?;
        return Some((class * 100, class * 100 + 99));
    }
    let code = text
        .parse()
        .ok()
        .filter(|code| (100..=599).contains(code))?;
    Some((code, code))
}

fn misfit(cx: &mut Lowering<'_>, at: &Pointer, value: &Value, wanted: &str) {
    let message = format!("this should be {wanted}, and is `{value}`");
    cx.diagnostics.push(
        Diagnostic::new(Code::UnsupportedConstruct, at, message)
            .help("it has no effect as it stands; mend it, or take it out"),
    );
}
