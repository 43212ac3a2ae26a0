//! Who gets which name, where some have had one before.

use super::super::Scope;

/// What one thing of a scope wants to be called.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    fresh: String,
    kept: Option<String>,
    /// Longer names, for where somebody has kept the fresh one.
    long: Vec<String>,
    /// Whether a maintainer chose the fresh name: then nothing else will do.
    chosen: bool,
}

impl Claim {
    /// The name that it would have in a fresh document, and the one that it has had.
    pub(super) fn new(fresh: &str, kept: Option<String>) -> Self {
        Self {
            fresh: fresh.to_owned(),
            kept,
            long: Vec::new(),
            chosen: false,
        }
    }

    /// Says what else it may be called, before a number tells it apart.
    pub(super) fn or(mut self, long: impl IntoIterator<Item = String>) -> Self {
        self.long.extend(long);
        self
    }

    /// Says whether a maintainer chose the fresh name.
    pub(super) fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// The name of each: first those that a maintainer chose, then those that were there before, then all others.
pub(super) fn settle(claims: &[Claim], scope: &mut Scope) -> Vec<String> {
    let mut names: Vec<Option<String>> = vec![None; claims.len()];
    for (name, claim) in names.iter_mut().zip(claims) {
        if claim.chosen {
            *name = Some(scope.take(&claim.fresh));
        }
    }
    for (name, claim) in names.iter_mut().zip(claims) {
        if let (None, Some(kept)) = (&name, &claim.kept)
            && scope.is_free(kept)
        {
            *name = Some(scope.take(kept));
        }
    }
    names
        .into_iter()
        .zip(claims)
        .map(|(name, claim)| {
            let all = || [&claim.fresh].into_iter().chain(&claim.long);
            name.unwrap_or_else(|| {
                let free = all().find(|name| scope.is_free(name));
                scope.take(free.unwrap_or(&claim.fresh))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Claim, Scope, settle};

    #[test]
    fn what_was_there_keeps_its_name_and_the_new_makes_room() {
        let claims = [
            Claim::new("Pet", None),
            Claim::new("Pet2", Some("Pet".to_owned())),
            Claim::new("Dog", Some("Hound".to_owned())),
            Claim::new("Hound", None).chosen(true),
            Claim::new("Box2", Some("Box".to_owned())),
            Claim::new("Pet", None).or(["BigPet".to_owned()]),
        ];
        let mut scope = Scope::reserving(&["Box"]);
        assert_eq!(
            settle(&claims, &mut scope),
            ["Pet2", "Pet", "Dog", "Hound", "Box2", "BigPet"]
        );
    }
}
