//! What the settings name as a secret: texts that are not to be shown.

use super::json_type::JsonType;
use super::view::{self, Located};
use super::{Lowering, union};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Scalar, TypeRef};
use crate::pointer::Pointer;

/// Hides the texts of a property or parameter that the settings call a secret. What can't be hidden is complained about:
/// nobody who asks for that may believe it done.
pub(super) fn concealed<'d>(
    cx: &mut Lowering<'d>,
    name: &str,
    at: &Pointer,
    places: &[Located<'d>],
    ty: TypeRef,
) -> TypeRef {
    let mut names = cx.settings.secrets.iter();
    let Some(named) = names.find(|secret| secret.get_ref() == name) else {
        return ty;
    };
    cx.used_secrets.insert(named.get_ref());
    match hidden(&ty).or_else(|| alias(cx, places)) {
        Some(ty) => ty,
        None => {
            let message = format!("{name:?} is shown here: only texts can be secrets");
            let found = Diagnostic::new(Code::UnusedSetting, at, message);
            cx.diagnostics
                .push(found.related(Place::Settings(named.span()), "where it is called one"));
            ty
        }
    }
}

/// The type with secrets for texts, if it comes down to texts.
fn hidden(ty: &TypeRef) -> Option<TypeRef> {
    Some(match ty {
        TypeRef::Scalar(Scalar::String | Scalar::Secret) => TypeRef::Scalar(Scalar::Secret),
        TypeRef::Nullable(inner) => hidden(inner)?.nullable(),
        TypeRef::List(inner) => hidden(inner)?.list(),
        TypeRef::Map(inner) => hidden(inner)?.map(),
        _ => return None,
    })
}

/// A secret instead of another name for a text.
fn alias<'d>(cx: &mut Lowering<'d>, places: &[Located<'d>]) -> Option<TypeRef> {
    let [place] = places else { return None };
    let view = view::resolved(cx, place)?;
    let is_text = view.is_leaf() && view.json_type == Some(JsonType::String) && !view.is_bytes();
    let ty = is_text.then_some(TypeRef::Scalar(Scalar::Secret))?;
    Some(if union::allows_null(cx, &view) {
        ty.nullable()
    } else {
        ty
    })
}
