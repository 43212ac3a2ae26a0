//! What is referred to outside the components that openapiv3 holds.

use std::collections::BTreeMap;

use openapiv3::{
    Example, Header, Link, Operation, Parameter, PathItem, ReferenceOr, RequestBody, Response,
    Schema, SecurityScheme,
};

use super::{components, link, operation, schema};
use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;
use crate::spec::keywords::Kind;
use crate::spec::resolve::Target;
use crate::spec::walk::Trail;

type Held<T> = BTreeMap<Pointer, ReferenceOr<T>>;

/// Objects by where they stand.
#[derive(Clone, Debug, Default)]
pub(in crate::spec) struct Targets {
    pub(in crate::spec) schemas: Held<Schema>,
    pub(in crate::spec) parameters: Held<Parameter>,
    pub(in crate::spec) responses: Held<Response>,
    pub(in crate::spec) request_bodies: Held<RequestBody>,
    pub(in crate::spec) headers: Held<Header>,
    pub(in crate::spec) examples: Held<Example>,
    pub(in crate::spec) security_schemes: Held<SecurityScheme>,
    pub(in crate::spec) links: Held<Link>,
    pub(in crate::spec) path_items: Held<PathItem>,
    /// Operations with methods that openapiv3 has no place for.
    pub(in crate::spec) operations: BTreeMap<Pointer, Operation>,
    /// The document's `webhooks`, which OpenAPI 3.0 doesn't have, and where they stand.
    pub(in crate::spec) webhooks: Vec<(Pointer, ReferenceOr<PathItem>)>,
}

impl Targets {
    pub(in crate::spec) fn add(
        &mut self,
        Target { kind, at, value }: Target,
        diagnostics: &mut Diagnostics,
    ) {
        let place = at.clone();
        let trail = Trail::Start(&place);
        match kind {
            Kind::Schema => drop(self.schemas.insert(at, schema::schema(value))),
            Kind::Parameter => drop(
                self.parameters
                    .insert(at, operation::parameter(value, &trail, diagnostics)),
            ),
            Kind::Response => drop(
                self.responses
                    .insert(at, operation::response(value, &trail, diagnostics)),
            ),
            Kind::RequestBody => drop(
                self.request_bodies
                    .insert(at, operation::request_body(value, &trail, diagnostics)),
            ),
            Kind::Header => drop(
                self.headers
                    .insert(at, operation::header(value, &trail, diagnostics)),
            ),
            Kind::Example => drop(
                self.examples
                    .insert(at, operation::example(value, &trail, diagnostics)),
            ),
            Kind::Link => drop(self.links.insert(at, link::link(value))),
            Kind::SecurityScheme => {
                drop(
                    self.security_schemes
                        .insert(at, components::security_scheme(value, &trail, diagnostics)),
                );
            }
            Kind::PathItem => {
                let mut value = value;
                operation::take_others(&mut value, &trail, self, diagnostics);
                let item = operation::path_item(value, &trail, diagnostics);
                self.path_items.insert(at, item);
            }
            // References to other kinds were replaced by copies, or lead to what is left out anyway.
            _ => {}
        }
    }
}
