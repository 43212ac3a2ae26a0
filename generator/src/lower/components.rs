//! What components are called, before anything is known of them.

use openapiv3::{ReferenceOr, Schema};

use super::{Component, Lowering};
use crate::names;
use crate::pointer::Pointer;

impl<'d> Lowering<'d> {
    /// Names every component schema before anything else takes a name; a name that already is a Rust name goes first.
    pub(super) fn reserve_components(&mut self) {
        let Some(components) = &self.document.openapi.components else {
            return;
        };
        for name in self.settings.types.values() {
            // A name that a maintainer chose is never given to something else.
            self.scope.take(name);
        }
        let wire: Vec<&'d str> = components.schemas.keys().map(String::as_str).collect();
        let told: Vec<&str> = components
            .schemas
            .iter()
            .map(|(name, schema)| title_of_counted(name, schema).unwrap_or(name))
            .collect();
        let words = names::without_namespaces(&told, |name| self.scope.is_free(name));
        let mut wire: Vec<(&'d str, String)> = wire.into_iter().zip(words).collect();
        wire.sort_by_cached_key(|(name, words)| (names::type_name(words) != *name, *name));
        for (name, words) in wire {
            let at = Pointer::root()
                .child("components")
                .child("schemas")
                .child(name);
            let chosen = self.chosen_name(&at);
            let plain = names::type_name(&words);
            let rust = chosen.unwrap_or_else(|| self.scope.take(&plain));
            if rust != plain && !self.settings.types.values().any(|chosen| *chosen == rust) {
                self.collision(
                    &at,
                    &format!("the schema {name:?} becomes `{rust}`, because `{plain}` is taken"),
                );
            }
            let module = self.modules.take(&names::file_name(&rust));
            let id = self.new_id();
            self.components.insert(
                name,
                Component {
                    id,
                    name: rust,
                    words,
                    module,
                    nullable: false,
                },
            );
        }
    }

    /// What a component is named after, by its name in the document.
    pub(super) fn words_of(&self, component: String) -> String {
        let known = self.components.get(component.as_str());
        known.map_or(component, |known| known.words.clone())
    }
}

/// The title of a schema that Fastify only counts: `def-0`.
fn title_of_counted<'d>(name: &str, schema: &'d ReferenceOr<Schema>) -> Option<&'d str> {
    let number = name.strip_prefix("def-")?;
    let ReferenceOr::Item(schema) = schema else {
        return None;
    };
    let title = schema.schema_data.title.as_deref().map(str::trim);
    title.filter(|title| !title.is_empty() && number.chars().all(|digit| digit.is_ascii_digit()))
}
