//! The rule by which the next page is asked for, checked against the types it speaks of.

use toml::Spanned;

use super::{Lowering, operation};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{
    Cursor, Edge, FieldPath, Operation, Pagination, Presence, Scalar, TypeKind, TypeRef,
};
use crate::settings;

/// Lowers the rule that the settings give; a rule that doesn't fit the operation is an error.
pub(super) fn lower(
    cx: &mut Lowering<'_>,
    operation: &Operation,
    rule: &Spanned<settings::Pagination>,
) -> Option<Pagination> {
    match fit(cx, operation, rule.get_ref()) {
        Ok(pagination) => Some(pagination),
        Err(why) => {
            let message = format!("the pagination of {:?} doesn't fit: {why}", operation.id);
            let place = Place::Settings(rule.span());
            cx.diagnostics
                .push(Diagnostic::new(Code::SettingsConflict, place, message));
            None
        }
    }
}

fn fit(
    cx: &Lowering<'_>,
    operation: &Operation,
    rule: &settings::Pagination,
) -> Result<Pagination, String> {
    let page = match operation.success.as_slice() {
        [only] => only.content.as_ref().map(|content| &content.ty),
        _ => None,
    };
    let page = page.ok_or("the operation has no single answer that could be a page")?;
    let (items, list) = follow(cx, page, &rule.items)?;
    let TypeRef::List(item) = list.non_null().clone() else {
        return Err(format!("{:?} is no list", rule.items));
    };
    let more = rule.more.as_ref().map(|path| {
        let (more, ty) = follow(cx, page, path)?;
        match ty.non_null() {
            TypeRef::Scalar(Scalar::Boolean) => Ok(more),
            _ => Err(format!("{path:?} is no boolean")),
        }
    });
    Ok(Pagination {
        items,
        item: (*item).clone(),
        more: more.transpose()?,
        forward: cursor(cx, operation, &item, &rule.forward, Edge::Last)?,
        backward: rule
            .backward
            .as_ref()
            .map(|rule| cursor(cx, operation, &item, rule, Edge::First))
            .transpose()?,
    })
}

fn cursor(
    cx: &Lowering<'_>,
    operation: &Operation,
    item: &TypeRef,
    rule: &settings::Cursor,
    edge: Edge,
) -> Result<Cursor, String> {
    let param = operation::query_param(&operation.params, &rule.parameter)
        .ok_or_else(|| format!("it has no query parameter {:?}", rule.parameter))?;
    let (field, ty) = follow(cx, item, &rule.from)?;
    if *ty.non_null() != operation.params[param].ty {
        return Err(format!(
            "{:?} and the parameter {:?} differ in type",
            rule.from, rule.parameter
        ));
    }
    if operation.params[param].required {
        return Err(format!(
            "the parameter {:?} is required, so no first page can do without it",
            rule.parameter
        ));
    }
    Ok(Cursor { param, edge, field })
}

/// Follows properties by their names in the document, dots between them.
fn follow(cx: &Lowering<'_>, start: &TypeRef, path: &str) -> Result<(FieldPath, TypeRef), String> {
    let mut ty = start.clone();
    let mut found = Vec::new();
    for name in path.split('.') {
        let TypeRef::Named(id) = ty.non_null() else {
            return Err(format!(
                "{path:?} leads nowhere: {name:?} is asked of something that is no object"
            ));
        };
        let field = match cx.types.get(id).map(|def| &def.kind) {
            Some(TypeKind::Struct(fields)) => {
                fields.fields.iter().find(|field| field.name.wire == name)
            }
            _ => None,
        };
        let field = field
            .ok_or_else(|| format!("{path:?} leads nowhere: there is no property {name:?}"))?;
        let optional =
            field.presence == Presence::Optional || matches!(field.ty, TypeRef::Nullable(_));
        found.push((field.name.rust.clone(), optional));
        ty = field.ty.clone();
    }
    Ok((found, ty))
}
