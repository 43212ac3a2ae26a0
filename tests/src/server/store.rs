//! The identities that the server keeps. Ids and times are counted, not drawn, so that tests can name them.

use serde_json::{Map, Value, json};

/// An identity: the properties that were given, and the server's own.
pub(super) type Identity = Map<String, Value>;

/// All identities, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Store {
    identities: Vec<Identity>,
    created: u64,
    clock: u64,
}

impl Store {
    /// All identities, the oldest first.
    pub(super) fn all(&self) -> &[Identity] {
        &self.identities
    }

    /// Where the identity with this id or external id stands.
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        let is =
            |identity: &Identity, key: &str| identity.get(key).and_then(Value::as_str) == Some(id);
        self.identities
            .iter()
            .position(|identity| is(identity, "_id") || is(identity, "external_id"))
    }

    /// The identity with this id or external id.
    pub(super) fn find(&self, id: &str) -> Option<&Identity> {
        self.identities.get(self.position(id)?)
    }

    /// Adds an identity and returns it.
    pub(super) fn create(&mut self, fields: Identity) -> Identity {
        self.created += 1;
        let now = self.now();
        // The vendor puts a prefix before a ULID; ULIDs sort by age, and so do these.
        let mut identity = Map::from_iter([(
            "_id".to_owned(),
            json!(format!("contact_01HZ{:022}", self.created)),
        )]);
        identity.extend(fields);
        identity.insert("created".to_owned(), now.clone());
        identity.insert("updated".to_owned(), now);
        self.identities.push(identity.clone());
        identity
    }

    /// Overwrites the fields that are given, also with null, and returns the identity.
    pub(super) fn update(&mut self, id: &str, fields: Identity) -> Option<Identity> {
        let now = self.now();
        let position = self.position(id)?;
        let identity = self.identities.get_mut(position)?;
        identity.extend(fields);
        identity.insert("updated".to_owned(), now);
        Some(identity.clone())
    }

    /// Removes the identity; false when there is none.
    pub(super) fn delete(&mut self, id: &str) -> bool {
        let position = self.position(id);
        position
            .map(|position| self.identities.remove(position))
            .is_some()
    }

    /// Adds `user_1` to `user_<count>`.
    pub(super) fn seed(&mut self, count: usize) {
        for number in 1..=count {
            let tags = [(2, "premium"), (3, "beta-user")]
                .iter()
                .filter(|(every, _)| number % every == 0);
            let fields = json!({
                "external_id": format!("user_{number}"),
                "display_name": format!("User Number {number}"),
                "email": format!("user{number}@example.com"),
                "tags": tags.map(|(_, tag)| *tag).collect::<Vec<_>>(),
            });
            if let Value::Object(fields) = fields {
                self.create(fields);
            }
        }
    }

    /// A time that moves on by a second with each change.
    fn now(&mut self) -> Value {
        let clock = self.clock;
        self.clock += 1;
        json!(format!(
            "2024-01-15T{:02}:{:02}:{:02}.000Z",
            clock / 3600 % 24,
            clock / 60 % 60,
            clock % 60
        ))
    }
}
