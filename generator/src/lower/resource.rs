//! Which resource an operation belongs to, and what its method is called.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::operation::{self, Found};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Docs, Name, Operation, PathPart, Resource};
use crate::names::{self, Scope};
use crate::pointer::Pointer;
use crate::spec::extensions::{self, Meaning, words};

/// Operations by the path of their resource, words as the document writes them.
#[derive(Default)]
struct Group {
    docs: Docs,
    operations: Vec<Operation>,
    /// What builders are named after, by the ids of their operations.
    words: BTreeMap<String, String>,
    children: BTreeMap<String, Group>,
}

/// Groups operations into a tree of resources.
pub(super) fn group<'d>(cx: &mut Lowering<'d>, found: Vec<Found<'d>>) -> Vec<Resource> {
    report_unused_tags(cx, &found);
    let tags = tag_docs(cx);
    let docs_of = |name: &str| tags.get(&key(name)).cloned().unwrap_or_default();
    let nouns = nouns(&found);
    let mut root = Group::default();
    for found in found {
        let source = found.source;
        let chosen = found.resource().map(str::to_owned);
        let chosen = chosen.or_else(|| said(source, Meaning::Group));
        let (path, docs) = match (chosen.as_deref(), source.tags.first()) {
            (Some(path), _) => (path.split('.').map(str::to_owned).collect(), docs_of(path)),
            (None, Some(tag)) => {
                let others = 1..source.tags.len();
                for index in others.filter(|_| found.apart.is_none()) {
                    let message = "an operation is in the resource of its first tag; another tag has no effect";
                    let at = found.operation.origin.child("tags").index(index);
                    cx.ignored(at, message);
                }
                let noun = nouns.get(&key(tag)).unwrap_or(tag);
                (vec![noun.clone()], docs_of(tag))
            }
            (None, None) => {
                let word = names::first_word(&found.operation.template);
                (
                    vec![word.unwrap_or_else(|| "api".to_owned())],
                    Docs::default(),
                )
            }
        };
        let name = method(&found, path.last().map_or("", String::as_str));
        let words = match found.apart {
            None => found.words,
            Some(_) => found.type_words,
        };
        let operation = Operation {
            name,
            ..found.operation
        };
        let group = path.iter().fold(&mut root, |group, step| {
            group.children.entry(key(step)).or_default()
        });
        if group.docs.is_empty() {
            group.docs = docs;
        }
        group.words.insert(operation.id.clone(), words);
        group.operations.push(operation);
    }
    let mut features = Scope::features();
    let methods = Scope::client_methods();
    let named = name_groups(root.children, methods);
    named
        .into_iter()
        .map(|(name, group)| {
            let feature = features.take(&names::feature_name(&name.rust));
            finish(cx, name, group, &[], &feature)
        })
        .collect()
}

/// What tags are about, without the words that say only that they are tags, or services of gRPC. Those that differ in these words
/// alone are resources of their own.
fn nouns(found: &[Found<'_>]) -> BTreeMap<String, String> {
    let tags = found.iter().flat_map(|found| &found.source.tags);
    let tags: BTreeMap<String, &str> = tags.map(|tag| (key(tag), tag.as_str())).collect();
    if operation::are_services(found.iter().map(|found| found.source)) {
        let (keys, services): (Vec<String>, Vec<&str>) = tags
            .into_iter()
            .map(|(key, tag)| (key, names::service(tag).unwrap_or(tag)))
            .unzip();
        let nouns = names::without_namespaces(&services, |_| true);
        return keys.into_iter().zip(nouns).collect();
    }
    let plain = |tag: &str| names::plain_tag(tag).unwrap_or_else(|| tag.to_owned());
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for tag in tags.values() {
        *count.entry(key(&plain(tag))).or_default() += 1;
    }
    let noun = |(tag_key, tag): (String, &str)| {
        let noun = Some(plain(tag)).filter(|noun| count.get(&key(noun)) == Some(&1));
        (tag_key, noun.unwrap_or_else(|| tag.to_owned()))
    };
    tags.into_iter().map(noun).collect()
}

/// What the method of an operation is called, in a resource.
fn method(found: &Found<'_>, resource: &str) -> String {
    let first = found
        .choices
        .and_then(|choices| choices.method.clone())
        .or_else(|| said(found.source, Meaning::Method));
    let first = match first {
        Some(name) => names::value_name(&name),
        None => names::method_name(&found.words, resource, &found.operation.template),
    };
    let Some(apart) = &found.apart else {
        return first;
    };
    let own = apart.choices.and_then(|choices| choices.method.clone());
    names::value_name(&own.unwrap_or_else(|| format!("{first} {}", found.operation.word())))
}

/// What an extension says about an operation.
fn said(source: &openapiv3::Operation, meaning: Meaning) -> Option<String> {
    let (_, value) = extensions::find(meaning, |key| source.extensions.get(key))?;
    words(value)
}

/// Tags that differ only in how they are written are one resource.
fn key(word: &str) -> String {
    names::value_name(word)
}

/// Tags that nothing has: what is said about them is shown nowhere.
fn report_unused_tags(cx: &mut Lowering<'_>, found: &[Found<'_>]) {
    let chosen = found.iter().flat_map(|found| {
        let setting = found.resource().map(str::to_owned);
        let tags = found.source.tags.iter().cloned();
        tags.chain(said(found.source, Meaning::Group))
            .chain(setting)
    });
    let used: BTreeSet<String> = chosen.map(|name| key(&name)).collect();
    let at = Pointer::root().child("tags");
    for (index, tag) in cx.document.openapi.tags.iter().enumerate() {
        if !used.contains(&key(&tag.name)) {
            cx.ignored(
                at.index(index),
                "a tag that no operation has, has no effect",
            );
        }
    }
}

/// What the document says about its tags.
fn tag_docs(cx: &Lowering<'_>) -> BTreeMap<String, Docs> {
    let tags = cx.document.openapi.tags.iter().rev();
    let described = tags.filter_map(|tag| {
        let description = tag.description.clone()?;
        Some((key(&tag.name), Docs::text(description)))
    });
    // The first of several counts.
    described.collect()
}

/// Methods for groups, apart from each other and from what stands beside them.
fn name_groups(groups: BTreeMap<String, Group>, mut methods: Scope) -> Vec<(Name, Group)> {
    groups
        .into_iter()
        .map(|(wire, group)| {
            (
                Name {
                    rust: methods.take(&names::file_name(&wire)),
                    wire,
                },
                group,
            )
        })
        .collect()
}

/// Names what is in a group. The resources inside it share its feature.
fn finish(
    cx: &mut Lowering<'_>,
    name: Name,
    mut group: Group,
    above: &[String],
    feature: &str,
) -> Resource {
    let module: Vec<String> = above.iter().chain([&name.rust]).cloned().collect();
    // Words that several operations share say less than their ids.
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for words in group.words.values() {
        *count.entry(names::type_name(words)).or_default() += 1;
    }
    group
        .words
        .retain(|_, words| count.get(&names::type_name(words)) == Some(&1));
    let methods = name_methods(cx, &name.wire, &mut group.operations, &group.words);
    let mut types = Scope::builders();
    let type_name = types.take(&names::type_name(&name.rust));
    for operation in firsts_then_others(&mut group.operations) {
        let words = group.words.get(&operation.id);
        let words = words.unwrap_or(&operation.id).clone();
        operation::name_types(operation, &words, &mut types);
    }
    let children = name_groups(group.children, methods)
        .into_iter()
        .map(|(name, child)| finish(cx, name, child, &module, feature))
        .collect();
    let (docs, operations) = (group.docs, group.operations);
    Resource {
        name,
        type_name,
        module,
        feature: feature.to_owned(),
        docs,
        operations,
        children,
    }
}

/// The first method of each operation, then the others, which yield to them.
fn firsts_then_others(operations: &mut [Operation]) -> impl Iterator<Item = &mut Operation> {
    let (firsts, others): (Vec<_>, Vec<_>) = operations
        .iter_mut()
        .partition(|operation| operation.sends.is_none());
    firsts.into_iter().chain(others)
}

/// Methods of one resource that fight for a name all get the long form of it, so that none wins by its place: its words, or else
/// its id. Gives what is taken then.
fn name_methods(
    cx: &mut Lowering<'_>,
    resource: &str,
    operations: &mut [Operation],
    words: &BTreeMap<String, String>,
) -> Scope {
    tell_lists_apart(operations);
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for operation in operations.iter().filter(|one| one.sends.is_none()) {
        *count.entry(operation.name.clone()).or_default() += 1;
    }
    let reserved = Scope::methods();
    let mut scope = reserved.clone();
    // What the first method of an operation would be called, and what it is called.
    let mut firsts: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
    for operation in firsts_then_others(operations) {
        let call = (operation.verb.clone(), operation.template.clone());
        // What is named after the first method follows it.
        let word = operation.word();
        if let Some((wanted, name)) = firsts.get(&call)
            && operation.name == format!("{wanted}_{word}")
        {
            operation.name = format!("{name}_{word}");
        }
        let wanted = operation.name.clone();
        let is_taken = !reserved.is_free(&wanted);
        let is_wanted_more = count.get(&wanted).is_some_and(|count| *count > 1);
        let yields = operation.sends.is_some() && !scope.is_free(&wanted);
        if is_taken || yields || (is_wanted_more && operation.sends.is_none()) {
            let long = words.get(&operation.id).unwrap_or(&operation.id);
            operation.name = names::longer_method_name(long, resource);
        }
        operation.name = scope.take(&operation.name);
        firsts
            .entry(call)
            .or_insert_with(|| (wanted.clone(), operation.name.clone()));
        // The long form may be the same, and may be taken as well.
        if operation.name != wanted {
            let why = match is_taken {
                true => format!("`{wanted}` is what every resource has"),
                false => format!("several operations of the resource would be `{wanted}`"),
            };
            let message = format!("{why}; this one is `{}`", operation.name);
            cx.diagnostics.push(
                Diagnostic::new(Code::NameCollision, &operation.origin, message)
                    .help("choose a `method` for it under [operations] in the settings"),
            );
        }
    }
    scope
}

/// `getBookings` beside `getBooking`: both would be `get`, and a person would say `list` for the one whose path does not
/// end in a parameter. The same goes for `getBookingList`.
fn tell_lists_apart(operations: &mut [Operation]) {
    const LIST: &str = "list";
    let is_item = |one: &Operation| matches!(one.path.last(), Some(PathPart::Param(_)));
    let is_list =
        |one: &&mut Operation| one.name == "get_list" && one.verb == "GET" && !is_item(one);
    let mut taken = operations.iter().any(|one| one.name == LIST);
    let mut lists: Vec<&mut Operation> = operations.iter_mut().filter(is_list).collect();
    if let ([list], false) = (&mut lists[..], taken) {
        list.name = LIST.to_owned();
        taken = true;
    }
    let (items, mut collections): (Vec<&mut Operation>, Vec<&mut Operation>) = operations
        .iter_mut()
        .filter(|one| one.name == "get")
        .partition(|one| is_item(one));
    if let ([_], [list], false) = (&items[..], &mut collections[..], taken)
        && list.verb == "GET"
    {
        list.name = LIST.to_owned();
    }
}
