//! Whether what the program tells is what was to come.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{Case, Sdk, array, rust_name, text, wire};

/// What is wrong with a case, given the line that the program told of it.
pub(super) fn faults(sdk: &Sdk, case: &Case, told: &Value) -> Vec<String> {
    let operation = &sdk.operations()[case.operation];
    let mut faults = Vec::new();
    let message = told["message"].as_str().unwrap_or_default();
    if told["outcome"] != case.outcome {
        faults.push(format!(
            "told {} instead of {} {message}",
            told["outcome"], case.outcome
        ));
    }
    match told["requests"].as_array().and_then(|all| all.first()) {
        Some(request) => check_request(operation, case, request, &mut faults),
        None => faults.push(format!("nothing was sent: {message}")),
    }
    faults
        .iter()
        .map(|fault| format!("{}: {fault}", case.name))
        .collect()
}

fn check_request(operation: &Value, case: &Case, request: &Value, faults: &mut Vec<String>) {
    let mut same = |what: &str, sent: &str, wanted: &str| {
        if sent != wanted {
            faults.push(format!("{what} is {sent:?} instead of {wanted:?}"));
        }
    };
    same(
        "the method",
        text(&request["method"]),
        text(&operation["method"]),
    );
    let parameters = || array(&operation["parameters"]).iter();
    let given = |place: &'static str| {
        let here = parameters().filter(move |parameter| parameter["in"] == place);
        here.filter_map(|parameter| Some((parameter, case.inputs.get(rust_name(parameter))?)))
    };
    // A fragment is never sent, and a query that stands in the path is looked for in the query.
    let template = text(&operation["path"]);
    let template = template.split('#').next().unwrap_or_default();
    // `{?text,page*}` at the end only names parameters of the query (RFC 6570).
    let template = template.split("{?").next().unwrap_or_default();
    let (template, fixed) = template.split_once('?').unwrap_or((template, ""));
    let mut path = template.to_owned();
    for (parameter, value) in given("path") {
        let name = format!("{{{}}}", text(&parameter["name"]));
        path = path.replacen(&name, &wire::line(parameter, value), 1);
    }
    // A server may have a path of its own.
    let sent = decoded(text(&request["path"]));
    if !sent.ends_with(&path) {
        same("the path", &sent, &path);
    }
    let slashes = |path: &str| path.matches('/').count();
    if slashes(text(&request["path"])) < slashes(template) {
        same("the path", text(&request["path"]), template);
    }
    let query = form_urlencoded::parse(text(&request["query"]).as_bytes());
    let fixed = form_urlencoded::parse(fixed.as_bytes()).into_owned();
    let fixed = fixed.filter(|(_, value)| !value.contains('{'));
    let wanted = given("query").flat_map(|(parameter, value)| wire::pairs(parameter, value));
    let wanted = wanted.chain(fixed);
    let sent = sorted(query.into_owned());
    for pair in sorted(wanted) {
        // Keys may be sent as well.
        if !sent.contains(&pair) {
            same("the query", &format!("{sent:?}"), &format!("{pair:?}"));
        }
    }
    let header = |name: &str| {
        let headers = array(&request["headers"]).iter();
        let mut found = headers.filter(|header| text(&header[0]).eq_ignore_ascii_case(name));
        found.next().map(|header| text(&header[1]))
    };
    for (parameter, value) in given("header") {
        let name = text(&parameter["name"]);
        same(
            name,
            header(name).unwrap_or_default(),
            &wire::line(parameter, value),
        );
    }
    let cookies = decoded(header("cookie").unwrap_or_default());
    for (name, value) in
        given("cookie").flat_map(|(parameter, value)| wire::pairs(parameter, value))
    {
        let pair = format!("{name}={value}");
        if !cookies.contains(&pair) {
            same("the cookie", &cookies, &pair);
        }
    }
    let accept = if case.streamed {
        &operation["stream"]["mediaType"]
    } else {
        &operation["accept"]
    };
    same("accept", header("accept").unwrap_or_default(), text(accept));
    let body = &operation["body"];
    if let Some(value) = body
        .as_object()
        .and_then(|_| case.inputs.get(rust_name(body)))
    {
        let content_type = header("content-type").unwrap_or_default();
        if !content_type.starts_with(text(&body["contentType"])) {
            same("the media type", content_type, text(&body["contentType"]));
        }
        let sent = text(&request["body"]);
        if let Some(why) = body_fault(operation, case, value, sent) {
            faults.push(why);
        }
    }
}

fn body_fault(operation: &Value, case: &Case, value: &Value, sent: &str) -> Option<String> {
    let body = &operation["body"];
    let differs = |sent: &str, wanted: &str| {
        (sent != wanted).then(|| format!("the body is {sent} instead of {wanted}"))
    };
    match text(&body["encoding"]) {
        "json" => {
            let mut wanted = value.clone();
            // Which answer is asked for is said in the body.
            if let Some(choice) = operation["stream"]["choice"].as_str() {
                wanted[choice] = case.streamed.into();
            }
            let sent: Value = serde_json::from_str(sent).unwrap_or_default();
            differs(&sent.to_string(), &wanted.to_string())
        }
        "form" => {
            let sent = sorted(form_urlencoded::parse(sent.as_bytes()).into_owned());
            let wanted = sorted(wire::form(body, value));
            differs(&format!("{sent:?}"), &format!("{wanted:?}"))
        }
        "multipart" => {
            let names = value
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name);
            let missing: Vec<&String> = names
                .filter(|name| !sent.contains(&format!("name=\"{name}\"")))
                .collect();
            (!missing.is_empty()).then(|| format!("the body lacks {missing:?}: {sent}"))
        }
        _ => differs(sent, value.as_str().unwrap_or_default()),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn sorted(pairs: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = pairs.into_iter().collect();
    pairs.sort();
    pairs
}
