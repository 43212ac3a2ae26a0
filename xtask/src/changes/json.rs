//! The changes for machines.

use serde_json::{Value, json as object};

use super::{Changes, pointer};

/// Writes the changes as JSON.
#[must_use]
pub fn json(changes: &Changes) -> String {
    let [source, wire] = changes.levels();
    let counts: serde_json::Map<String, Value> = changes
        .counts()
        .into_iter()
        .map(|(class, count)| (class.to_string(), count.into()))
        .collect();
    let list: Vec<Value> = changes
        .list
        .iter()
        .zip(&changes.places)
        .map(|(change, place)| {
            let classes: Vec<String> = change.classes.iter().map(ToString::to_string).collect();
            object!({
                "rule": change.rule.slug(),
                "classes": classes,
                "group": change.group,
                "item": change.item,
                "message": change.message,
                "before": change.before,
                "after": change.after,
                "pointer": pointer(&change.site).map(ToString::to_string),
                "place": place,
                "advice": change.advice(),
            })
        })
        .collect();
    let whole = object!({
        "from": changes.from,
        "to": changes.to,
        "verdict": changes.level.to_string(),
        "source": source.to_string(),
        "wire": wire.to_string(),
        "version": {
            "old": changes.old_version.to_string(),
            "new": changes.new_version.to_string(),
            "needed": changes.needed().to_string(),
            "will_do": changes.version_will_do(),
        },
        "counts": counts,
        "changes": list,
    });
    format!("{whole:#}\n")
}
