//! The document as later phases see it.

use std::collections::BTreeMap;

use openapiv3::{
    Components, Example, Header, Link, MediaType, OpenAPI, Operation, Parameter, PathItem,
    ReferenceOr, RequestBody, Response, Responses, Schema, SecurityScheme,
};

use super::json::Value;
use super::keywords::OTHERS;
use super::typed::{QUERY, Targets};
use super::version::Version;
use crate::pointer::Pointer;

/// How many references may follow one another. Circles were taken out, so this only bounds what cannot happen.
const LONGEST_CHAIN: usize = 1_000;

/// A document in the words of OpenAPI 3.0: references are looked up and lead somewhere, and mappings are in the order
/// of their keys.
#[derive(Clone, Debug)]
pub struct Document {
    /// The version that the document is written for.
    pub version: Version,
    /// The document itself. What had to be left out was reported; where it stood in a list or mapping of things that
    /// may be references, there is a reference that leads nowhere, so that the others keep their places.
    pub openapi: OpenAPI,
    pub(super) targets: Targets,
    pub(super) descriptions: BTreeMap<Pointer, String>,
    pub(super) heirs: BTreeMap<String, Vec<String>>,
}

/// One accessor per kind of object: follows references, and tells where the object really stands.
macro_rules! accessors {
    ($($(#[$docs:meta])* $name:ident: $type:ident, $section:literal, $held:ident, $list:expr;)*) => {
        impl Document {
            $(
                $(#[$docs])*
                pub fn $name<'d>(&'d self, node: &'d ReferenceOr<$type>, at: &Pointer) -> Option<(Pointer, &'d $type)> {
                    self.follow(node, at, |document, at| {
                        document.component(at, $section, $list).or_else(|| document.targets.$held.get(at))
                    })
                }
            )*
        }
    };
}

accessors! {
    /// The schema that stands at a place or that a reference there leads to, and where it stands.
    schema_at: Schema, "schemas", schemas, |components, name| components.schemas.get(name);
    /// The parameter that stands at a place or that a reference there leads to, and where it stands.
    parameter: Parameter, "parameters", parameters, |components, name| components.parameters.get(name);
    /// The response that stands at a place or that a reference there leads to, and where it stands.
    response: Response, "responses", responses, |components, name| components.responses.get(name);
    /// The request body that stands at a place or that a reference there leads to, and where it stands.
    request_body: RequestBody, "requestBodies", request_bodies, |components, name| components.request_bodies.get(name);
    /// The header that stands at a place or that a reference there leads to, and where it stands.
    header: Header, "headers", headers, |components, name| components.headers.get(name);
    /// The example that stands at a place or that a reference there leads to, and where it stands.
    example: Example, "examples", examples, |components, name| components.examples.get(name);
    /// The security scheme that stands at a place or that a reference there leads to, and where it stands.
    security_scheme: SecurityScheme, "securitySchemes", security_schemes, |components, name| components.security_schemes.get(name);
    /// The link that stands at a place or that a reference there leads to, and where it stands.
    link: Link, "links", links, |components, name| components.links.get(name);
    /// The path item that stands at a place or that a reference there leads to, and where it stands.
    path_item: PathItem, "pathItems", path_items, |_, _| None;
}

impl Document {
    /// The declared answers, the default last: the key of each, where it really stands, and what it says.
    pub fn responses<'d>(
        &'d self,
        responses: &'d Responses,
        at: &Pointer,
    ) -> impl Iterator<Item = (String, Pointer, &'d Response)> {
        let coded = responses.responses.iter();
        let coded = coded.map(|(status, response)| (status.to_string(), response));
        let default = responses.default.iter();
        let default = default.map(|response| ("default".to_owned(), response));
        coded.chain(default).filter_map(move |(key, response)| {
            let (at, response) = self.response(response, &at.child(&key))?;
            Some((key, at, response))
        })
    }

    /// The document's `webhooks`, by their names, and where they stand.
    pub fn webhooks(&self) -> impl Iterator<Item = (&Pointer, &ReferenceOr<PathItem>)> {
        self.targets.webhooks.iter().map(|(at, item)| (at, item))
    }

    /// The operations of a path item, each with its method and where it stands.
    pub fn operations<'d>(
        &'d self,
        item: &'d PathItem,
        at: &Pointer,
    ) -> Vec<(String, Pointer, &'d Operation)> {
        let usual = item
            .iter()
            .map(|(method, operation)| (method.to_uppercase(), at.child(method), operation));
        let query = at.child(QUERY);
        let query = self
            .targets
            .operations
            .get_key_value(&query)
            .map(|(at, operation)| (QUERY.to_uppercase(), at.clone(), operation));
        let others = at.child(OTHERS);
        let others = self
            .targets
            .operations
            .range(others.clone()..)
            .take_while(move |(at, _)| at.as_str().starts_with(others.as_str()))
            .filter_map(|(at, operation)| Some((at.last()?, at.clone(), operation)));
        usual.chain(query).chain(others).collect()
    }

    /// The schema that a reference leads to, through any number of references, and where it stands.
    pub fn schema<'d>(&'d self, reference: &str) -> Option<(Pointer, &'d Schema)> {
        let at = Pointer::parse(reference.strip_prefix('#')?)?;
        let list = |components: &'d Components, name: &str| components.schemas.get(name);
        let node = self
            .component(&at, "schemas", list)
            .or_else(|| self.targets.schemas.get(&at))?;
        self.schema_at(node, &at)
    }

    /// Every example of a media type, `example` before `examples`, with references followed.
    pub fn example_values<'d>(
        &'d self,
        media: &'d MediaType,
        at: &Pointer,
    ) -> Vec<(Pointer, &'d Value)> {
        let one = media
            .example
            .iter()
            .map(|value| (at.child("example"), value));
        let more = media.examples.iter().filter_map(|(name, example)| {
            let (at, example) = self.example(example, &at.child("examples").child(name))?;
            Some((at.child("value"), example.value.as_ref()?))
        });
        one.chain(more).collect()
    }

    /// References to the components that extend the one that a reference names, where that one has a discriminator.
    pub fn heirs(&self, base: &str) -> &[String] {
        self.heirs.get(base).map_or(&[], Vec::as_slice)
    }

    /// A reference to a base that all of these extend.
    pub fn base_of(&self, heirs: &[&str]) -> Option<&str> {
        let extend = |all: &Vec<String>| heirs.iter().all(|heir| all.iter().any(|one| one == heir));
        let mut bases = self.heirs.iter();
        let found = bases.find(|(_, all)| extend(all));
        found.map(|(base, _)| base.as_str())
    }

    /// The description that stands beside a reference, which counts instead of that of what it leads to.
    pub fn reference_description(&self, at: &Pointer) -> Option<&str> {
        self.descriptions.get(at).map(String::as_str)
    }

    fn follow<'d, T>(
        &'d self,
        node: &'d ReferenceOr<T>,
        at: &Pointer,
        find: impl Fn(&'d Self, &Pointer) -> Option<&'d ReferenceOr<T>>,
    ) -> Option<(Pointer, &'d T)> {
        let (mut node, mut at) = (node, at.clone());
        for _ in 0..LONGEST_CHAIN {
            match node {
                ReferenceOr::Item(item) => return Some((at, item)),
                ReferenceOr::Reference { reference } => {
                    at = Pointer::parse(reference.strip_prefix('#')?)?;
                    node = find(self, &at)?;
                }
            }
        }
        None
    }

    /// The component at `/components/section/name`.
    fn component<'d, T>(
        &'d self,
        at: &Pointer,
        section: &str,
        get: impl Fn(&'d Components, &str) -> Option<&'d ReferenceOr<T>>,
    ) -> Option<&'d ReferenceOr<T>> {
        let name = at
            .as_str()
            .strip_prefix("/components/")?
            .strip_prefix(section)?
            .strip_prefix('/')?;
        if name.contains('/') {
            return None;
        }
        get(self.openapi.components.as_ref()?, &at.last()?)
    }
}
