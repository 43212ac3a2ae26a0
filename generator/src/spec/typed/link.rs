//! Links from answers to operations.

use openapiv3::{Link, LinkOperation, ReferenceOr};

use super::fields::or_reference;
use crate::spec::json::Value;

pub(super) fn link(value: Value) -> ReferenceOr<Link> {
    or_reference(value, |mut fields| {
        let reference = fields.text("operationRef").map(LinkOperation::OperationRef);
        let id = fields.text("operationId");
        Link {
            description: None,
            operation: reference
                .unwrap_or_else(|| LinkOperation::OperationId(id.unwrap_or_default())),
            request_body: fields.take("requestBody"),
            parameters: fields.entries("parameters"),
            server: None,
            extensions: fields.extensions(),
        }
    })
}
