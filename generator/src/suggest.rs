//! "Did you mean": the known name that is nearest to a mistaken one.

/// The candidate that differs least, if it differs little.
pub(crate) fn nearest<'c>(
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    let length = name.chars().count();
    // Short names are all near to one another.
    let allowed = if length < 3 { 0 } else { (length / 3).min(3) };
    let name = name.to_lowercase();
    candidates
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Up to `count` candidates that differ least, the nearest first, however much they differ less than the whole name.
pub(crate) fn several<'c>(
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
    count: usize,
) -> Vec<&'c str> {
    let wanted = name.to_lowercase();
    let enough = name.chars().count().div_ceil(2);
    let mut found: Vec<(usize, &str)> = candidates
        .map(|candidate| (distance(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= enough)
        .collect();
    found.sort_unstable();
    found.dedup();
    found.truncate(count);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// How many letters have to be added, taken away, or replaced.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, letter) in a.chars().enumerate() {
        let mut diagonal = index;
        row[0] = index + 1;
        for (column, other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_names_that_are_near_are_suggested() {
        let names = ["Pet", "Pets", "Person", "operationId"];
        assert_eq!(nearest("pet", names.into_iter()), Some("Pet"));
        assert_eq!(nearest("Persn", names.into_iter()), Some("Person"));
        assert_eq!(
            nearest("operationID", names.into_iter()),
            Some("operationId")
        );
        assert_eq!(nearest("Order", names.into_iter()), None);
        assert_eq!(nearest("", names.into_iter()), None);
        assert_eq!(nearest("P", ["A"].into_iter()), None);
    }
}
