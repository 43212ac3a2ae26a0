//! Fields of structs: how each is held, and what sets it.

use super::model::{self, Filled};
use super::rust::{Room, RustType, Takes, rust_type, takes};
use crate::analyze::Facts;
use crate::ir::{Api, Field, Presence, TypeId, TypeRef};

/// A field, and the definition that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Seat<'a> {
    /// The definition.
    pub(crate) id: TypeId,
    /// The field's index in it.
    pub(crate) index: usize,
    /// The field.
    pub(crate) field: &'a Field,
}

impl Seat<'_> {
    /// Whether the field must be boxed for its struct to have a size.
    pub(crate) fn is_boxed(self, facts: &Facts) -> bool {
        facts.boxed.contains(&(self.id, self.index))
    }

    /// Whether the field tells absent, null and a value apart: only a request has three forms to send.
    pub(crate) fn is_patch(self, facts: &Facts) -> bool {
        let sent = facts.requests.contains(&self.id);
        sent && !is_required(self.field) && matches!(self.field.ty, TypeRef::Nullable(_))
    }

    /// The field's type as the struct holds it.
    pub(crate) fn held(self, api: &Api, facts: &Facts) -> RustType {
        let inner = self.inner(api, facts);
        if self.is_patch(facts) {
            inner.patch()
        } else if is_required(self.field) && !matches!(self.field.ty, TypeRef::Nullable(_)) {
            inner
        } else {
            inner.option()
        }
    }

    /// What the constructor or the setter takes.
    pub(crate) fn takes(self, api: &Api, facts: &Facts) -> Takes {
        if self.is_patch(facts) {
            Takes::Into(self.inner(api, facts).patch())
        } else {
            takes(api, facts, taken(self.field), Room::Models)
        }
    }

    fn inner(self, api: &Api, facts: &Facts) -> RustType {
        rust_type(api, self.field.ty.non_null(), Room::Models).boxed_if(self.is_boxed(facts))
    }
}

impl model::Field {
    /// What `new` sets the field to by itself, as text on the wire.
    pub(crate) fn set_by_new(&self) -> Option<&str> {
        match &self.filled {
            Filled::Constant(value) => Some(value),
            Filled::By(_) => self.preset.as_deref(),
        }
    }
}

/// What is said when a field is set: a setter needs no `null`, because not calling it says the same.
pub(crate) fn taken(field: &Field) -> &TypeRef {
    match field.presence {
        Presence::Required | Presence::Constant => &field.ty,
        Presence::Optional => field.ty.non_null(),
    }
}

/// Whether the field always stands in the object.
pub(crate) fn is_required(field: &Field) -> bool {
    field.presence != Presence::Optional
}

/// Whether the field is an argument of the constructor; all others are setters.
pub(crate) fn is_argument(field: &Field) -> bool {
    field.presence == Presence::Required
}
