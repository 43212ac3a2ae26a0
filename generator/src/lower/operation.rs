//! Operations, still without a resource.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Operation as Source, PathItem};

use super::apart::{self, Apart};
use super::body::{self, Sent};
use super::links::{self, Goals};
use super::{
    Lowering, Naming, content, defaults, headers, pagination, params, security, server, stream,
};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Answer, Docs, Operation, Param, Place, Server};
use crate::names::{self, Scope};
use crate::pointer::Pointer;
use crate::settings;
use crate::spec::extensions::{self, Meaning};
use crate::spec::json::Value;

/// Methods in the order in which a reader expects them, and whether repeating one is harmless (RFC 9110, 9.2.2).
const VERBS: &[(&str, bool)] = &[
    ("GET", true),
    ("QUERY", true),
    ("POST", false),
    ("PUT", true),
    ("PATCH", false),
    ("DELETE", true),
    ("HEAD", true),
    ("OPTIONS", true),
    ("TRACE", true),
];

/// An operation, and what decides on its resource.
pub(super) struct Found<'d> {
    pub(super) operation: Operation,
    /// What its method is named after, which another operation may be as well.
    pub(super) words: String,
    /// What types around it are named after: the same, if no other operation has it.
    pub(super) type_words: String,
    pub(super) source: &'d Source,
    pub(super) choices: Option<&'d settings::Operation>,
    /// What tells its method from the first one of the same operation.
    pub(super) apart: Option<Apart<'d>>,
}

impl Found<'_> {
    /// The resource that the settings put it into.
    pub(super) fn resource(&self) -> Option<&str> {
        let own = self.apart.as_ref().and_then(|apart| apart.choices);
        let mut all = [own, self.choices].into_iter().flatten();
        all.find_map(|choices| choices.resource.as_deref())
    }
}

/// One place of the document where an operation stands.
struct Site<'d> {
    path: &'d str,
    verb: String,
    idempotent: bool,
    at: Pointer,
    item: &'d PathItem,
    item_at: Pointer,
    source: &'d Source,
    /// `operationId`, or method and path where there is none.
    given_id: String,
    has_id: bool,
    /// The same, unless an operation before it has it: then method and path.
    id: String,
    /// What of it a person chose.
    words: String,
}

/// Lowers every operation of the document, by path and then by method.
pub(super) fn all<'d>(cx: &mut Lowering<'d>) -> Vec<Found<'d>> {
    let mut sites = sites(cx);
    tell_duplicates_apart(cx, &mut sites);
    let type_words = type_words(&sites);
    let mut modules = BTreeMap::new();
    for (site, words) in sites.iter().zip(&type_words) {
        modules
            .entry(site.id.clone())
            .or_insert_with(|| cx.modules.take(&names::file_name(words)));
    }
    let ids: Vec<String> = sites.iter().map(|site| site.id.clone()).collect();
    let mut goals = Goals::default();
    for site in &sites {
        let id = site.source.operation_id.as_deref();
        goals.add(id, &site.at, &site.verb, site.path);
    }
    let (mut firsts, mut others) = (Vec::new(), Vec::new());
    for (site, type_words) in sites.into_iter().zip(type_words) {
        let module = modules.get(&site.id).cloned().unwrap_or_default();
        let body = site.source.request_body.as_ref();
        let at = site.at.child("requestBody");
        let bodies = body.map(|body| body::bodies(cx, body, &at));
        let mut bodies = bodies.unwrap_or_default().into_iter();
        let first = bodies.next();
        others.extend(bodies.map(|sent| (firsts.len(), sent)));
        let mut found = one(cx, site, type_words, first, module);
        let operation = &mut found.operation;
        let answers = operation.origin.child("responses");
        let notes = links::notes(cx, &goals, &found.source.responses, &answers);
        operation.docs.notes.extend(notes);
        firsts.push(found);
    }
    apart::beside(cx, firsts, others, &ids)
}

fn sites<'d>(cx: &mut Lowering<'d>) -> Vec<Site<'d>> {
    let document = cx.document;
    let mut sites = Vec::new();
    for (path, item) in &document.openapi.paths.paths {
        let at = Pointer::root().child("paths").child(path);
        let Some((item_at, item)) = document.path_item(item, &at) else {
            continue;
        };
        let mut operations = document.operations(item, &item_at);
        operations.sort_by_key(|(verb, ..)| {
            VERBS
                .iter()
                .position(|(known, _)| known == verb)
                .unwrap_or(VERBS.len())
        });
        for (verb, at, source) in operations {
            if is_left_out(cx, source, &format!("{verb} {path}"), &at) {
                continue;
            }
            // Nothing is known of methods that a document makes up.
            let idempotent = VERBS
                .iter()
                .any(|(known, harmless)| *known == verb && *harmless);
            let given = source
                .operation_id
                .clone()
                .filter(|id| id.chars().any(char::is_alphanumeric));
            let told = given.as_ref().and_then(|id| names::told(id, &verb, path));
            let has_id = given.is_some();
            let given_id = given.unwrap_or_else(|| names::operation_id(&verb, path));
            let item_at = item_at.clone();
            sites.push(Site {
                path,
                verb,
                idempotent,
                at,
                item,
                item_at,
                source,
                id: given_id.clone(),
                words: told.unwrap_or_else(|| given_id.clone()),
                given_id,
                has_id,
            });
        }
    }
    name_after_paths(&mut sites);
    if are_services(sites.iter().map(|site| site.source)) {
        for site in sites.iter_mut().filter(|site| site.has_id) {
            let tag = site.source.tags.first();
            if let Some(method) = tag.and_then(|tag| names::method_of_service(&site.given_id, tag))
            {
                site.words = method;
            }
        }
    }
    let given: BTreeSet<String> = sites.iter().map(|site| site.given_id.clone()).collect();
    let with_id = sites.iter().filter(|site| site.has_id);
    let start = names::shared_start(with_id.map(|site| site.words.as_str())).map(str::to_owned);
    for site in &mut sites {
        if let Some(rest) = start
            .as_deref()
            .and_then(|start| site.words.strip_prefix(start))
        {
            site.words = rest.to_owned();
        }
        if let Some(name) = names::uncounted(&site.words).filter(|name| given.contains(*name)) {
            site.words = name.to_owned();
        }
    }
    sites
}

/// Whether all operations are of services of gRPC. A tag may also end in `Service` for what it is about, so there must be one with
/// its package, or before an id.
pub(super) fn are_services<'d>(sources: impl Iterator<Item = &'d Source> + Clone) -> bool {
    let mut tags = sources.clone().map(|source| source.tags.first());
    let is_service = |tag: Option<&String>| tag.is_some_and(|tag| names::service(tag).is_some());
    let mut shows_it = sources.clone().map(|source| {
        let id = source.operation_id.as_deref().unwrap_or_default();
        let tag = source.tags.first();
        tag.is_some_and(|tag| tag.contains('.') || names::method_of_service(id, tag).is_some())
    });
    tags.all(is_service) && shows_it.any(|shows| shows)
}

/// Gives words to operations without an id, and to all where no id says more than method and path.
fn name_after_paths(sites: &mut [Site<'_>]) {
    let ids = sites
        .iter()
        .map(|site| (site.given_id.as_str(), site.verb.as_str(), site.path));
    let say_nothing = names::are_paths(ids);
    let places: Vec<(&str, &str)> = sites.iter().map(|site| (&*site.verb, site.path)).collect();
    let words = names::of_paths(&places);
    for (site, words) in sites.iter_mut().zip(words) {
        if say_nothing || !site.has_id {
            site.words = words;
        }
    }
}

/// What the types around each operation are named after. They share one scope, and a number says less than the whole id.
fn type_words(sites: &[Site<'_>]) -> Vec<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for site in sites {
        *count.entry(names::type_name(&site.words)).or_default() += 1;
    }
    let is_own = |words: &str| count.get(&names::type_name(words)) == Some(&1);
    let words = sites.iter().map(|site| match is_own(&site.words) {
        true => site.words.clone(),
        false => site.id.clone(),
    });
    words.collect()
}

/// Whether an extension says that an operation is not for clients, which is noted.
pub(super) fn is_left_out(
    cx: &mut Lowering<'_>,
    source: &Source,
    what: &str,
    at: &Pointer,
) -> bool {
    let get = |key: &str| source.extensions.get(key);
    let Some((key, Value::Bool(true))) = extensions::find(Meaning::Ignored, get) else {
        return false;
    };
    let message = format!("{what} is left out, as `{key}` asks for");
    let found = Diagnostic::new(Code::IgnoredOperation, at.child(key), message);
    cx.diagnostics.push(found);
    true
}

/// Names every operation but the first of those with the same `operationId` after its method and path, which no two
/// operations share, so that a new operation doesn't rename the others.
fn tell_duplicates_apart(cx: &mut Lowering<'_>, sites: &mut [Site<'_>]) {
    let mut first: BTreeMap<String, Pointer> = BTreeMap::new();
    for site in sites {
        let place = match site.source.operation_id {
            Some(_) => site.at.child("operationId"),
            None => site.at.clone(),
        };
        let Some(other) = first.get(&site.id) else {
            first.insert(site.id.clone(), place);
            continue;
        };
        site.id = names::operation_id(&site.verb, site.path);
        let message = format!(
            "the operationId {:?} is taken by another operation; this one goes by `{}`",
            site.given_id, site.id
        );
        cx.diagnostics.push(
            Diagnostic::new(Code::DuplicateOperationId, place, message)
                .related(other.clone(), "this one has it first")
                .help("give each operation an operationId of its own"),
        );
    }
}

fn one<'d>(
    cx: &mut Lowering<'d>,
    site: Site<'d>,
    type_words: String,
    sent: Option<Sent<'d>>,
    module: String,
) -> Found<'d> {
    let Site {
        path,
        verb,
        idempotent,
        at,
        item,
        item_at,
        source,
        given_id: _,
        has_id: _,
        id,
        words,
    } = site;
    let settings = cx.settings;
    let choices = settings.operation(&id, Some((&verb, path)));
    let choices = choices.map(|(_, choices)| choices);
    if choices.is_some() {
        cx.used_operations.insert(id.clone());
        cx.used_operations.insert(format!("{verb} {path}"));
    }
    let naming = Naming::new(&names::type_name(&type_words), "", &module);
    let lists = [
        (item.parameters.as_slice(), item_at.child("parameters")),
        (source.parameters.as_slice(), at.child("parameters")),
    ];
    let parameters = lists.clone();
    let (params, path_parts) = params::lower(cx, path, &at, lists, &naming, choices);
    let body = sent.and_then(|sent| body::lower(cx, sent, &naming));
    let (success, errors, stream) = content::answers(
        cx,
        &source.responses,
        &verb,
        &at.child("responses"),
        &naming,
    );
    let headers = headers::lower(cx, &source.responses, &at.child("responses"));
    let stream = stream::finish(cx, stream, &success, body.as_ref());
    let extension = |key: &str| source.extensions.get(key);
    let defaults = defaults::lower(cx, extension, &at, defaults::Reach::OneOperation);
    let security = security::of_operation(cx, source, &parameters);
    let servers = server::of_operation(&cx.document.openapi, item, &source.servers);
    let mut operation = Operation {
        name: String::new(),
        formerly: Vec::new(),
        type_name: String::new(),
        docs: docs(source, &servers),
        verb,
        path: path_parts,
        template: path.to_owned(),
        params,
        body,
        stream,
        success_enum: distinct(&success).then(String::new),
        success,
        error_enum: errors
            .iter()
            .any(|answer| answer.content.is_some())
            .then(String::new),
        errors,
        headers_struct: (!headers.is_empty()).then(String::new),
        headers,
        security,
        deprecated: source.deprecated,
        idempotent,
        pagination: None,
        defaults,
        servers,
        origin: at,
        sends: None,
        id,
    };
    operation.pagination = choices
        .and_then(|choices| choices.pagination.as_ref())
        .and_then(|rule| pagination::lower(cx, &operation, rule));
    Found {
        operation,
        words,
        type_words,
        source,
        choices,
        apart: None,
    }
}

/// Whether the successes need an enum: they differ in what they carry.
fn distinct(success: &[Answer]) -> bool {
    let [first, others @ ..] = success else {
        return false;
    };
    others.iter().any(|other| {
        other.content.as_ref().map(|c| (&c.ty, c.media))
            != first.content.as_ref().map(|c| (&c.ty, c.media))
    })
}

pub(super) fn docs(source: &Source, servers: &[Server]) -> Docs {
    let summary = source.summary.as_deref().map(str::trim).unwrap_or_default();
    let description = source
        .description
        .as_deref()
        .map(str::trim)
        .unwrap_or_default();
    let text = match (summary, description) {
        (summary, "") => summary.to_owned(),
        ("", description) => description.to_owned(),
        // Many documents repeat the summary as the description.
        (summary, description) if description.starts_with(summary) => description.to_owned(),
        (summary, description) => format!("{}\n\n{description}", sentence(summary)),
    };
    let mut docs = Docs::text(text);
    if let Some(server) = servers.first() {
        let url = &server.url;
        docs.notes.push(format!(
            "It goes to `{url}`, unless the client or the call is given a server."
        ));
    }
    docs
}

fn sentence(summary: &str) -> String {
    if summary.ends_with(['.', '!', '?', ':']) {
        summary.to_owned()
    } else {
        format!("{summary}.")
    }
}

/// Gives the types around an operation their names, in the scope of the file that it stands in. `words` is what they are named after.
pub(super) fn name_types(operation: &mut Operation, words: &str, scope: &mut Scope) {
    let plain = names::type_name(words);
    operation.type_name = scope.take_first(&[plain.clone(), format!("{plain}Call")]);
    let base = operation.type_name.clone();
    operation.error_enum = operation
        .error_enum
        .take()
        .map(|_| scope.take(&format!("{base}Error")));
    operation.success_enum = operation
        .success_enum
        .take()
        .map(|_| scope.take(&format!("{base}Success")));
    operation.headers_struct = operation
        .headers_struct
        .take()
        .map(|_| scope.take(&format!("{base}Headers")));
}

/// The parameter that is sent under a name in the query.
pub(super) fn query_param(params: &[Param], wire: &str) -> Option<usize> {
    params
        .iter()
        .position(|param| param.name.wire == wire && param.place == Place::Query)
}
