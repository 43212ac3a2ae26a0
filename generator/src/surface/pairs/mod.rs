//! Which item of one surface is which of another: the same thing before and after the document changed.
//!
//! An operation is known by its method, its path and what it sends, then by its id. A type is known by its place. Where
//! that is gone, or is a number in a list, it is known by what stands at the places that used it: the same structure there
//! is the same type under another name, and another structure of the same kind is the type that took its place.

mod structure;
mod uses;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Kind, Operation, Resource, Surface, Type};
use crate::pointer::Pointer;
use uses::Use;

/// Indices into the lists of a new surface, each with the index into those of the old one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    /// Resources.
    pub(crate) resources: BTreeMap<usize, usize>,
    /// Operations.
    pub(crate) operations: BTreeMap<usize, usize>,
    /// Types that are the same.
    pub(crate) types: BTreeMap<usize, usize>,
    /// Types that took the place of another one, and differ from it.
    pub(crate) successors: BTreeMap<usize, BTreeSet<usize>>,
}

impl Pairs {
    /// Finds what belongs together.
    pub(crate) fn new(old: &Surface, new: &Surface) -> Self {
        let operations = operations(&old.operations, &new.operations);
        let mut pairs = Self {
            resources: resources(old, new, &operations),
            operations,
            ..Self::default()
        };
        let mut types = Types {
            old: &old.types,
            new: &new.types,
            old_structure: structure::of(&old.types),
            new_structure: structure::of(&new.types),
            pairs: BTreeMap::new(),
            taken: BTreeSet::new(),
            successors: BTreeMap::new(),
        };
        types.by_place();
        types.by_use(old, new, &pairs.operations);
        types.by_name();
        types.whole_components();
        // What has taken a place tells of what is inside both, which may tell of more.
        for _ in 0..ROUNDS {
            let known = (types.pairs.len(), types.successors.len());
            types.successors = types.successors(old, new, &pairs.operations);
            types.by_use(old, new, &pairs.operations);
            if known == (types.pairs.len(), types.successors.len()) {
                break;
            }
        }
        for (was, is) in types.successors {
            pairs.successors.entry(is).or_default().insert(was);
        }
        pairs.types = types.pairs;
        pairs
    }

    /// The old type that a new one is.
    pub(crate) fn old_type<'a>(&self, old: &'a Surface, new: usize) -> Option<&'a Type> {
        self.types.get(&new).and_then(|index| old.types.get(*index))
    }
}

/// Pairs where a key occurs once on both sides among what is still alone.
fn by_key<T, K: Ord>(
    old: &[T],
    new: &[T],
    pairs: &mut BTreeMap<usize, usize>,
    key: impl Fn(&T) -> K,
) {
    let taken: BTreeSet<usize> = pairs.values().copied().collect();
    let mut found: BTreeMap<K, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (index, item) in old
        .iter()
        .enumerate()
        .filter(|(index, _)| !taken.contains(index))
    {
        found.entry(key(item)).or_default().0.push(index);
    }
    for (index, item) in new.iter().enumerate() {
        if !pairs.contains_key(&index) {
            found.entry(key(item)).or_default().1.push(index);
        }
    }
    for (old, new) in found.into_values() {
        if let ([old], [new]) = (old.as_slice(), new.as_slice()) {
            pairs.insert(*new, *old);
        }
    }
}

fn operations(old: &[Operation], new: &[Operation]) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    let call = |one: &Operation| (one.verb.clone(), without_names(&one.path));
    // A method that sent something has the method that still sends it, whichever is the first of the operation.
    by_key(old, new, &mut pairs, |one| {
        (call(one), one.body.as_ref().map(|body| body.mime.clone()))
    });
    by_key(old, new, &mut pairs, |one| (call(one), one.sends.clone()));
    by_key(old, new, &mut pairs, |one| {
        (one.id.clone(), one.sends.is_some())
    });
    by_key(old, new, &mut pairs, |one| {
        (one.chain.clone(), one.method.clone(), one.verb.clone())
    });
    pairs
}

/// A path with its parameters unnamed: `/pets/{id}` and `/pets/{pet}` are one.
pub(super) fn without_names(path: &str) -> String {
    let steps = path.split('/').map(|step| {
        if step.starts_with('{') && step.ends_with('}') {
            "{}"
        } else {
            step
        }
    });
    steps.collect::<Vec<_>>().join("/")
}

/// A resource is known by the way to it, else by the operations in it.
fn resources(
    old: &Surface,
    new: &Surface,
    operations: &BTreeMap<usize, usize>,
) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    by_key(&old.resources, &new.resources, &mut pairs, |one| {
        one.chain.clone()
    });
    for (index, resource) in new.resources.iter().enumerate() {
        if pairs.contains_key(&index) {
            continue;
        }
        if let Some(was) = resource_of_operations(old, new, operations, resource)
            && !pairs.values().any(|taken| *taken == was)
        {
            pairs.insert(index, was);
        }
    }
    pairs
}

/// The old resource that all known operations of a new one come from.
fn resource_of_operations(
    old: &Surface,
    new: &Surface,
    operations: &BTreeMap<usize, usize>,
    resource: &Resource,
) -> Option<usize> {
    let own = new.operations.iter().enumerate();
    let before: BTreeSet<&[String]> = own
        .filter(|(_, operation)| operation.chain == resource.chain)
        .filter_map(|(index, _)| old.operations.get(*operations.get(&index)?))
        .map(|operation| operation.chain.as_slice())
        .collect();
    let mut before = before.into_iter();
    let (Some(only), None) = (before.next(), before.next()) else {
        return None;
    };
    let same_depth = only.len() == resource.chain.len();
    let was = old.resources.iter().position(|one| one.chain == only);
    was.filter(|_| same_depth)
}

struct Types<'a> {
    old: &'a [Type],
    new: &'a [Type],
    old_structure: Vec<u64>,
    new_structure: Vec<u64>,
    pairs: BTreeMap<usize, usize>,
    /// The old types that have a new one.
    taken: BTreeSet<usize>,
    /// The new types that took the places of old ones, by those.
    successors: BTreeMap<usize, usize>,
}

impl Types<'_> {
    fn pair(&mut self, old: usize, new: usize) {
        if !self.taken.contains(&old) && !self.pairs.contains_key(&new) {
            self.taken.insert(old);
            self.pairs.insert(new, old);
        }
    }

    /// Types at the same place. A place in a list is no more than a hint, unless the structure agrees.
    fn by_place(&mut self) {
        let mut places: BTreeMap<&Pointer, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (index, ty) in self.old.iter().enumerate() {
            places.entry(&ty.pointer).or_default().0.push(index);
        }
        for (index, ty) in self.new.iter().enumerate() {
            places.entry(&ty.pointer).or_default().1.push(index);
        }
        for (place, (olds, news)) in places {
            let lasting = is_lasting(place);
            for new in &news {
                // A schema that requests and answers share may have become two types.
                let fits = |old: &&usize| {
                    (lasting || self.old_structure[**old] == self.new_structure[*new])
                        && (news.len().max(olds.len()) == 1
                            || self.old[**old].received == self.new[*new].received)
                };
                let found = olds.iter().find(fits).copied();
                if let Some(old) = found {
                    self.pair(old, *new);
                }
            }
            for (old, new) in olds.iter().zip(&news).filter(|_| lasting) {
                self.pair(*old, *new);
            }
        }
    }

    /// Types of one structure at the same use, as often as that tells of more.
    fn by_use(&mut self, old: &Surface, new: &Surface, operations: &BTreeMap<usize, usize>) {
        loop {
            let before = self.pairs.len();
            for (was, is) in self.moves(old, new, operations) {
                if self.old_structure[was] == self.new_structure[is] {
                    self.pair(was, is);
                }
            }
            if self.pairs.len() == before {
                return;
            }
        }
    }

    /// For each old type without a new one, the types that stand where it was used.
    fn moves(
        &self,
        old: &Surface,
        new: &Surface,
        operations: &BTreeMap<usize, usize>,
    ) -> Vec<(usize, usize)> {
        let now: BTreeMap<Use, usize> = uses::all(new, Some, Some);
        let back: BTreeMap<usize, usize> =
            operations.iter().map(|(new, old)| (*old, *new)).collect();
        let mut back_types = self.successors.clone();
        back_types.extend(self.pairs.iter().map(|(new, old)| (*old, *new)));
        let then = uses::all(
            old,
            |index| back.get(&index).copied(),
            |index| back_types.get(&index).copied(),
        );
        then.iter()
            .filter(|(_, was)| !self.taken.contains(was))
            .filter_map(|(place, was)| now.get(place).map(|is| (*was, *is)))
            .collect()
    }

    /// Types that have the same name without being told to.
    fn by_name(&mut self) {
        let key = |ty: &Type| (ty.name.clone(), std::mem::discriminant(&ty.kind));
        let olds: HashMap<_, usize> = self
            .old
            .iter()
            .enumerate()
            .map(|(index, ty)| (key(ty), index))
            .collect();
        for (new, ty) in self.new.iter().enumerate() {
            if let Some(old) = olds.get(&key(ty)) {
                self.pair(*old, new);
            }
        }
    }

    /// Components that say enough to be known by their structure alone.
    fn whole_components(&mut self) {
        let mut alike: BTreeMap<u64, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (index, ty) in self.old.iter().enumerate() {
            if !self.taken.contains(&index) && says_much(ty) {
                alike
                    .entry(self.old_structure[index])
                    .or_default()
                    .0
                    .push(index);
            }
        }
        for (index, ty) in self.new.iter().enumerate() {
            if !self.pairs.contains_key(&index) && says_much(ty) {
                alike
                    .entry(self.new_structure[index])
                    .or_default()
                    .1
                    .push(index);
            }
        }
        for (olds, news) in alike.into_values() {
            if let ([old], [new]) = (olds.as_slice(), news.as_slice()) {
                self.pair(*old, *new);
            }
        }
    }

    /// For each old type without a new one, the type that has replaced it at every use that is left.
    fn successors(
        &self,
        old: &Surface,
        new: &Surface,
        operations: &BTreeMap<usize, usize>,
    ) -> BTreeMap<usize, usize> {
        let mut places: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (was, is) in self.moves(old, new, operations) {
            places.entry(was).or_default().insert(is);
        }
        let mut found = BTreeMap::new();
        for (was, is) in places {
            let [only] = Vec::from_iter(is)[..] else {
                continue;
            };
            let kinds = [&self.old[was].kind, &self.new[only].kind].map(std::mem::discriminant);
            if kinds[0] == kinds[1] {
                found.insert(was, only);
            }
        }
        found
    }
}

/// Whether a place means the same after the document changed: a number in a list may mean something else.
fn is_lasting(place: &Pointer) -> bool {
    let steps: Vec<String> = place.steps().collect();
    let numbered = |step: &String| step.chars().all(|letter| letter.is_ascii_digit());
    !steps.windows(2).any(|pair| {
        ["oneOf", "anyOf", "allOf", "parameters", "prefixItems"].contains(&pair[0].as_str())
            && numbered(&pair[1])
    })
}

/// How often successors are looked for again. Each round finds what stands inside those of the round before.
const ROUNDS: usize = 8;

/// How many fields or values a component must have to be known by them.
const MUCH: usize = 3;

fn says_much(ty: &Type) -> bool {
    let size = match &ty.kind {
        Kind::Struct(object) | Kind::Multipart(object) => object.fields.len(),
        Kind::Texts(values) => values.len(),
        Kind::Numbers(values) => values.len(),
        Kind::Union(union) => union.variants.len(),
        Kind::Alias(_) | Kind::Newtype(_) => 0,
    };
    let component = ty.pointer.as_str().starts_with("/components/schemas/");
    component && size >= MUCH
}
