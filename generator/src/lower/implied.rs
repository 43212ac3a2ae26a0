//! Several schemas of one value, of which some say no more than others do.

use super::Lowering;
use super::json_type::JsonType;
use super::schema::same_schema;
use super::view::{self, Additional, Located, View};

/// The places that make a difference: without those that repeat another, say nothing, or only name JSON types of which
/// another place has one. What a member of `allOf` leaves open, another one fills in.
pub(super) fn telling<'d>(cx: &mut Lowering<'d>, places: &[Located<'d>]) -> Vec<Located<'d>> {
    let mut telling: Vec<Place<'d>> = Vec::new();
    for located in places {
        if telling
            .iter()
            .any(|known| same_schema(&known.located, located))
        {
            continue;
        }
        let Some(view) = view::resolved(cx, located).filter(|view| !view.says_nothing()) else {
            continue;
        };
        telling.push(Place {
            located: located.clone(),
            bare: bare_types(cx, &view),
            json_type: json_type(cx, &view),
        });
    }
    let kept = telling.iter().enumerate().filter(|(index, place)| {
        let mut others = telling.iter().enumerate();
        !others.any(|(other_index, other)| {
            other_index != *index && place.is_filled_in_by(other, other_index < *index)
        })
    });
    kept.map(|(_, place)| place.located.clone()).collect()
}

struct Place<'d> {
    located: Located<'d>,
    /// The JSON types that it names, where that is all it does.
    bare: Option<Vec<JsonType>>,
    /// The one JSON type of its values, where there is one.
    json_type: Option<JsonType>,
}

impl Place<'_> {
    fn is_filled_in_by(&self, other: &Self, before: bool) -> bool {
        let (Some(own), Some(theirs)) = (&self.bare, other.json_type) else {
            return false;
        };
        let says_more = match &other.bare {
            None => true,
            Some(bare) => bare.len() < own.len() || (bare.len() == own.len() && before),
        };
        says_more && own.iter().any(|own| own.includes(theirs))
    }
}

fn bare_types<'d>(cx: &mut Lowering<'d>, view: &View<'d>) -> Option<Vec<JsonType>> {
    let says_more = !view.values.is_empty()
        || view.format.is_some()
        || view::is_foreign(view.data)
        || view.has_properties()
        || matches!(view.additional, Additional::Schema(_));
    if says_more || !has_bare_items(cx, view) {
        return None;
    }
    match (view.json_type, view.unions.as_slice()) {
        (Some(json_type), []) => Some(vec![json_type]),
        (None, [union]) => {
            let types = union.list.iter().map(|branch| {
                let view = view::resolved(cx, branch)?;
                let alone = view.unions.is_empty() && !view.has_properties();
                (alone && view.values.is_empty() && has_bare_items(cx, &view))
                    .then_some(view.json_type)?
            });
            types.collect()
        }
        _ => None,
    }
}

fn has_bare_items<'d>(cx: &mut Lowering<'d>, view: &View<'d>) -> bool {
    view.items
        .iter()
        .all(|items| view::resolved(cx, items).is_none_or(|items| items.says_nothing()))
}

/// The JSON type that all values have, also where only the keywords or the branches tell.
fn json_type<'d>(cx: &mut Lowering<'d>, view: &View<'d>) -> Option<JsonType> {
    let told = view.told_type();
    if told.is_some() {
        return told;
    }
    let [union] = view.unions.as_slice() else {
        return None;
    };
    let mut branches = union
        .list
        .iter()
        .map(|branch| view::resolved(cx, branch)?.told_type());
    let first = branches.next()??;
    branches.all(|other| other == Some(first)).then_some(first)
}
